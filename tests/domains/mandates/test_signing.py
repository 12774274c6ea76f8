"""Signing a mandate: what it takes, what it makes, what stops it."""

import hashlib
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import localdate
from pypdf import PdfReader

from conum.commons.beneficiaries.models import Beneficiary, FormerName, Identification
from conum.commons.files.queries import content
from conum.commons.journal.models import JournalEntry
from conum.domains.mandates.enums import StopReason
from conum.domains.mandates.models import Authorisation, Mandate, MandateDocument, MandatePreparation
from conum.domains.mandates.operations import preparing, signing
from conum.domains.mandates.operations.papers import revocation_hash
from conum.domains.mandates.queries.mandates import end_of_last_day, last_day
from conum.domains.mandates.rules import mandates as rules
from conum.kernel.errors import Conflict, ConumError, OutOfSight
from conum.kernel.rules import RuleBroken
from tests.factories_beneficiaries import make_identity
from tests.factories_mandate_life import (
    actor_for,
    make_accreditation,
    make_helper,
    prepared,
    sign,
    signed_mandate,
)

pytestmark = pytest.mark.django_db


def test_a_signature_makes_everything_at_once(helper, now):
    mandate = signed_mandate(helper, groups=("money", "social"), now=now)
    assert mandate.organisation == helper.organisation and mandate.signed_by == helper
    assert {one.group_id for one in mandate.authorisations.all()} == {"money", "social"}
    citizen = mandate.beneficiary
    assert citizen.name == "Angela Claire DUBOIS"
    citizen.refresh_from_db()
    assert citizen.bound and citizen.active_until == mandate.expires_at
    assert not Identification.objects.exists()
    actions = list(JournalEntry.objects.filter(family="mandates").order_by("position").values_list("action", flat=True))
    assert actions == [
        "mandate.prepare",
        "citizen.identify",
        "document.render",
        "mandate.create",
        "authorisation.create",
        "authorisation.create",
    ]


def test_the_journal_holds_no_direct_identity(helper, now):
    signed_mandate(helper, now=now)
    text = str(list(JournalEntry.objects.values_list("payload", flat=True)))
    for word in ("Angela", "DUBOIS", "1962", "angela@example.org", "+336"):
        assert word not in text


def test_a_factor_of_more_than_two_minutes_is_asked_again(helper, now):
    preparation = prepared(helper, now=now)
    for proved in (None, now - timedelta(minutes=2, seconds=1)):
        with pytest.raises(signing.FactorTooOld, match="2 minutes"):
            sign(preparation, helper, factor_at=proved, now=now)
    mandate = sign(preparation, helper, factor_at=now - timedelta(minutes=2), now=now)
    assert mandate.factor_at == now - timedelta(minutes=2)


def test_a_failure_at_the_end_leaves_nothing(helper, now, monkeypatch):
    preparation = prepared(helper, now=now)
    monkeypatch.setattr(signing, "publish", lambda event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sign(preparation, helper, now=now)
    assert not Mandate.objects.exists() and not Beneficiary.objects.exists() and not MandateDocument.objects.exists()
    assert Identification.objects.count() == 1


@pytest.mark.parametrize(
    ("moment", "days", "end"),
    [
        (datetime(2026, 1, 13, 9, 30, tzinfo=UTC), 1, datetime(2026, 1, 13, 23, tzinfo=UTC)),
        (datetime(2026, 1, 13, 9, 30, tzinfo=UTC), 31, datetime(2026, 2, 12, 23, tzinfo=UTC)),
        (datetime(2026, 3, 28, 9, 30, tzinfo=UTC), 2, datetime(2026, 3, 29, 22, tzinfo=UTC)),  # summer time begins
        (datetime(2026, 10, 24, 9, 30, tzinfo=UTC), 2, datetime(2026, 10, 25, 23, tzinfo=UTC)),  # and ends
        (datetime(2026, 1, 13, 23, 30, tzinfo=UTC), 1, datetime(2026, 1, 14, 23, tzinfo=UTC)),  # the 14th in Paris
    ],
)
def test_a_mandate_ends_with_its_last_local_day(moment, days, end):
    assert end_of_last_day(moment, days) == end
    assert last_day(end) == localdate(end - timedelta(seconds=1))


def test_MAN_06_a_preparation_stays_with_the_organisation_where_it_was_begun(helper, now):
    other = make_helper(make_accreditation(now=now), person=helper.person, now=now)
    preparation = prepared(helper, now=now)
    with pytest.raises(RuleBroken, match="autre structure") as refusal:
        sign(preparation, other, now=now)
    assert refusal.value.rule_id == "MAN-06"
    with pytest.raises(RuleBroken):
        preparing.identify(preparation.pk, make_identity(), actor=actor_for(other), now=now)
    assert sign(preparation, helper, now=now).organisation == helper.organisation


def test_MAN_10_a_new_mandate_ends_the_same_groups_of_the_older_and_only_those(helper, now):
    older = signed_mandate(helper, groups=("money", "social"), now=now)
    later = now + timedelta(days=2)
    signed_mandate(helper, groups=("money", "housing"), now=later)
    left = {one.group_id: (one.revoked_at, one.revoked_by) for one in older.authorisations.all()}
    assert left == {"money": (later, "new"), "social": (None, "")}
    alive = Authorisation.objects.filter(revoked_at=None).values_list("group", flat=True)
    assert sorted(alive) == ["housing", "money", "social"]
    assert Beneficiary.objects.count() == 1


def test_MAN_11_groups_are_asked_at_the_beginning_and_again_at_the_signature(now):
    accreditation = make_accreditation(groups=("social", "money"), now=now)
    helper = make_helper(accreditation, now=now)
    with pytest.raises(RuleBroken, match="permis à votre structure"):
        prepared(helper, groups=("social", "justice"), now=now)
    with pytest.raises(RuleBroken):
        prepared(helper, groups=(), now=now)
    preparation = prepared(helper, groups=("money",), now=now)
    accreditation.allowed.filter(group="money").delete()
    with pytest.raises(RuleBroken) as refusal:
        sign(preparation, helper, now=now)
    assert refusal.value.rule_id == "MAN-11" and not Mandate.objects.exists()


def test_MAN_12_a_protective_measure_stops_it_for_good_and_leaves_nothing(helper, now):
    preparation = prepared(helper, now=now)
    with pytest.raises(RuleBroken, match="tuteur") as refusal:
        sign(preparation, helper, not_protected=False, now=now)
    assert refusal.value.rule_id == "MAN-12"
    preparation.refresh_from_db()
    assert preparation.stop_reason == StopReason.PROTECTED and preparation.identification_id is None
    assert not Identification.objects.exists() and not Beneficiary.objects.exists()
    with pytest.raises(Conflict, match="arrêtée"):
        sign(preparation, helper, now=now)
    stop = JournalEntry.objects.get(action="mandate.stop")
    assert "beneficiary" not in stop.payload


def test_without_consent_nothing_is_signed(helper, now):
    preparation = prepared(helper, now=now)
    with pytest.raises(ConumError, match="donner son accord"):
        sign(preparation, helper, consent=False, now=now)
    assert not Mandate.objects.exists()


def test_MAN_13_twenty_minutes_then_it_is_over(helper, now):
    preparation = prepared(helper, now=now)
    late = now + timedelta(minutes=20)
    with pytest.raises(RuleBroken, match="expiré") as refusal:
        sign(preparation, helper, now=late)
    assert refusal.value.rule_id == "MAN-13"
    assert sign(preparation, helper, now=late - timedelta(seconds=1)).pk


def test_MAN_13_a_double_submit_makes_one_mandate(helper, now):
    preparation = prepared(helper, now=now)
    first = sign(preparation, helper, now=now)
    assert sign(preparation, helper, now=now + timedelta(seconds=1)) == first
    assert Mandate.objects.count() == 1 and MandateDocument.objects.count() == 1


def test_MAN_14_a_renewal_asks_the_same_citizen_again(helper, now):
    older = signed_mandate(helper, now=now)
    later = now + timedelta(days=20)
    choices = preparing.Choices(("money",), 365)
    made = preparing.begin(choices, actor=actor_for(helper), now=later, renews=older)
    with pytest.raises(RuleBroken, match="FranceConnect") as refusal:
        sign(made, helper, now=later)
    assert refusal.value.rule_id == "MAN-14"
    with pytest.raises(RuleBroken, match="n'est pas celle du mandat"):
        preparing.identify(made.pk, make_identity("somebody-else"), actor=actor_for(helper), now=later)
    preparing.identify(made.pk, make_identity(), actor=actor_for(helper), now=later)
    renewed = sign(made, helper, now=later)
    assert renewed.renews == older and JournalEntry.objects.filter(action="mandate.renew").count() == 1
    assert not rules.consent_is_fresh(now, later)


def test_a_citizen_whose_name_changed_is_the_same_citizen(helper, now):
    older = signed_mandate(helper, now=now)
    later = now + timedelta(days=60)
    identity = make_identity(family_name="MARTIN")
    newer = signed_mandate(helper, identity=identity, renews=older, now=later)
    assert newer.beneficiary == older.beneficiary and FormerName.objects.get().family_name == "DUBOIS"
    assert "MARTIN" in text_of(newer) and "DUBOIS" in text_of(older)


@pytest.mark.parametrize("change", [{"state": "left", "left_at": datetime(2026, 1, 1, tzinfo=UTC)}, "ended"], ids=str)
def test_who_may_no_longer_act_cannot_sign_what_was_prepared(helper, now, change):
    preparation = prepared(helper, now=now)
    if change == "ended":
        helper.accreditation.state, helper.accreditation.ended_at = "ended", now
        helper.accreditation.save()
    else:
        type(helper).objects.filter(pk=helper.pk).update(**change)
    with pytest.raises(OutOfSight, match="n'est pas actif"):
        sign(preparation, helper, now=now)


def test_nobody_signs_what_a_colleague_prepared(helper, now):
    colleague = make_helper(helper.accreditation, now=now)
    preparation = prepared(helper, now=now)
    with pytest.raises(OutOfSight):
        sign(preparation, colleague, now=now)


def test_a_distant_citizen_has_signed_on_paper(helper, now):
    preparation = prepared(helper, mode="remote_paper", now=now)
    with pytest.raises(ConumError, match="entre vos mains"):
        sign(preparation, helper, paper=False, now=now)
    assert "à distance" in text_of(sign(preparation, helper, now=now))


def test_MAN_20_signing_by_sms_is_off_and_an_unknown_duration_is_refused(helper, now):
    with pytest.raises(ConumError, match="n'est pas proposée"):
        prepared(helper, mode="remote_sms", now=now)
    with pytest.raises(ConumError, match="durées proposées"):
        prepared(helper, days=30, now=now)


def test_MAN_20_nothing_is_signed_by_sms_without_the_answer_even_where_it_is_on(sms_mode, helper, now):
    preparation = prepared(helper, mode="remote_sms", now=now)
    with pytest.raises(RuleBroken, match="réponse OUI") as refusal:
        sign(preparation, helper, now=now)
    assert refusal.value.rule_id == "MAN-20" and not Mandate.objects.exists()


def pdf_of(mandate: Mandate) -> bytes:
    return b"".join(content(mandate.document.file))


def text_of(mandate: Mandate) -> str:
    pages = PdfReader(io.BytesIO(pdf_of(mandate))).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_MAN_19_the_paper_says_it_all_and_is_tagged(helper, now):
    mandate = signed_mandate(helper, groups=("money", "social"), days=182, now=now)
    paper, pdf = mandate.document, pdf_of(mandate)
    assert hashlib.sha256(pdf).hexdigest() == paper.sha256 == paper.file.sha256
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"].lower().startswith("fr") and "/StructTreeRoot" in root
    assert reader.metadata.title == "Mandat Aidants Connect"
    assert b"pdfuaid:part" in pdf or b"pdfuaid" in root["/Metadata"].get_data()
    text = text_of(mandate)
    for words in (
        "Angela Claire DUBOIS",
        str(helper.organisation),
        str(helper),
        "182 jours",
        "13/07/2026",
        "Code civil",
        "L'usager s'est identifié avec FranceConnect",
    ):
        assert words in text, words
    for one in mandate.authorisations.all():
        assert one.group.label in text
    assert f"{paper.code[:5]}-{paper.code[5:]}" in text
    revocation = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", text)[0]
    assert revocation_hash(revocation) == paper.revocation_hash and revocation.replace("-", "") not in str(vars(paper))
    assert "1962" not in text
    fonts = {str(f.get_object()["/BaseFont"]) for p in reader.pages for f in p["/Resources"]["/Font"].values()}
    assert all("Marianne" in name for name in fonts)


def test_preparations_are_swept_a_day_later(helper, now):
    prepared(helper, now=now)
    assert preparing.sweep(now=now + timedelta(hours=24)) == 0
    assert preparing.sweep(now=now + timedelta(hours=25)) == 1
    assert not MandatePreparation.objects.exists()
