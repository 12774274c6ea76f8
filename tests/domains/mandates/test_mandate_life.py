"""The life of mandates: revoked, transferred, ending, read, forgotten."""

import io
import re
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from conum.commons.accounts.enums import Role
from conum.commons.files.models import StoredFile
from conum.commons.files.queries import content
from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.domains.mandates import jobs
from conum.domains.mandates.enums import TransferState
from conum.domains.mandates.models import Authorisation, MandateDocument
from conum.domains.mandates.operations import ending, papers, revoking, transfers
from conum.domains.mandates.permissions.mandates import mandates_visible_to
from conum.domains.mandates.queries import trail
from conum.domains.mandates.queries.mandates import document_of_code, is_live, listed, normalised, with_state
from conum.domains.mandates.rules import mandates as rules
from conum.kernel.errors import Conflict, ConumError, OutOfSight
from conum.kernel.events import _subscribers
from conum.kernel.retention import PURGES
from conum.kernel.rules import RuleBroken
from conum.kernel.workflow import TransitionRefused
from tests.factories_accounts import make_actor
from tests.factories_mandate_life import (
    actor_for,
    make_accreditation,
    make_helper,
    make_mandate,
    prepared,
    sign,
    signed_mandate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mandate(helper, now):
    return signed_mandate(helper, groups=("money", "social"), now=now)


@pytest.fixture
def told(monkeypatch):
    """The revocations told to the other parts, in the same transaction."""
    from conum.domains.mandates.events import AuthorisationRevoked  # noqa: PLC0415

    found = []
    monkeypatch.setitem(_subscribers, AuthorisationRevoked, [found.append])
    return found


def state_of(mandate, now):
    return with_state(type(mandate).objects.filter(pk=mandate.pk), now).get().state


def revocation_code(mandate) -> str:
    pages = PdfReader(io.BytesIO(b"".join(content(mandate.document.file)))).pages
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", " ".join(page.extract_text() for page in pages))
    assert found
    return found[0]


class TestRevoking:
    def test_MAN_15_any_helper_of_the_organisation_revokes_a_group_or_all(self, helper, mandate, now, told):
        colleague = make_helper(helper.accreditation, now=now)
        assert revoking.revoke(mandate.pk, ["money"], actor=actor_for(colleague), now=now) == 1
        assert [event.group for event in told] == ["money"] and state_of(mandate, now) == "active"
        assert not is_live(mandate.authorisations.get(group="money"), now)
        assert revoking.revoke(mandate.pk, None, actor=actor_for(helper), now=now) == 1
        assert state_of(mandate, now) == "revoked" and len(told) == 2
        assert set(mandate.authorisations.values_list("revoked_by", flat=True)) == {"helper"}
        assert JournalEntry.objects.filter(action="mandate.revoke").count() == 1

    def test_MAN_15_what_is_over_is_not_revoked_again(self, helper, mandate, now):
        revoking.revoke(mandate.pk, None, actor=actor_for(helper), now=now)
        with pytest.raises(RuleBroken, match="déjà terminée") as refusal:
            revoking.revoke(mandate.pk, None, actor=actor_for(helper), now=now)
        assert refusal.value.rule_id == "MAN-15"
        other = make_mandate(helper, groups=("housing",), days=1, now=now)
        with pytest.raises(RuleBroken):
            revoking.revoke(other.pk, None, actor=actor_for(helper), now=other.expires_at)

    def test_MAN_15_the_citizen_revokes_their_own_and_nobody_elses(self, helper, mandate, now, told):
        stranger = signed_mandate(helper, "somebody-else", now=now)
        with pytest.raises(OutOfSight):
            revoking.revoke_by_citizen(mandate.beneficiary_id, stranger.pk, None, now=now, address=None)
        revoking.revoke_by_citizen(mandate.beneficiary_id, mandate.pk, ["social"], now=now, address="203.0.113.9")
        assert mandate.authorisations.get(group="social").revoked_by == "citizen" and len(told) == 1
        entry = JournalEntry.objects.get(action="authorisation.revoke")
        assert entry.role == "system" and "203.0.113.9" not in str(entry.payload)

    def test_MAN_15_the_code_of_the_paper_ends_the_whole_mandate(self, mandate, now, told):
        with pytest.raises(ConumError, match="n'est pas connu"):
            revoking.revoke_by_code(mandate.document.code, now=now, address=None)  # the public code does not
        typed = revocation_code(mandate).lower().replace("-", " ")
        assert revoking.revoke_by_code(typed, now=now, address=None) == mandate
        assert state_of(mandate, now) == "revoked" and len(told) == 2

    def test_MAN_15_the_administration_says_why(self, mandate, now, told):
        actor = make_actor(Role.NATIONAL_ADMIN)
        with pytest.raises(ConumError, match="Dites pourquoi"):
            revoking.revoke(mandate.pk, None, actor=actor, reason=" ", now=now)
        revoking.revoke(mandate.pk, None, actor=actor, reason="Décision de justice concernant Mme X", now=now)
        assert set(mandate.authorisations.values_list("revoked_by", flat=True)) == {"admin"}
        mail = OutboxMessage.objects.get(to=mandate.signed_by.email)
        assert "L'administration" in mail.text and "DUBOIS" not in mail.text
        assert "Mme X" not in str(list(JournalEntry.objects.values_list("payload", flat=True)))

    def test_nobody_of_another_organisation_revokes(self, mandate, now):
        stranger = make_helper(make_accreditation(now=now), now=now)
        with pytest.raises(Exception, match="pas le droit"):
            revoking.revoke(mandate.pk, None, actor=actor_for(stranger), now=now)
        assert state_of(mandate, now) == "active"


class TestTransfers:
    @pytest.fixture
    def other(self, now):
        return make_helper(make_accreditation(now=now), now=now)

    def proposed(self, helper, mandate, other, now):
        return transfers.propose(mandate.pk, other.organisation.siret, actor=actor_for(helper), now=now)

    def test_MAN_16_both_agree_and_the_citizen_consents(self, helper, mandate, other, now):
        transfer = self.proposed(helper, mandate, other, now)
        with pytest.raises(RuleBroken, match="accord des deux") as refusal:
            prepared(other, transfer=transfer, now=now)
        assert refusal.value.rule_id == "MAN-16"
        transfer = transfers.answer(transfer.pk, True, actor=actor_for(other), now=now)
        assert state_of(mandate, now) == "active"  # the old one goes on until the new one is signed
        later = now + timedelta(days=1)
        new = sign(prepared(other, transfer=transfer, now=later), other, now=later)
        assert (new.organisation, new.transferred_from) == (other.organisation, mandate)
        assert set(mandate.authorisations.values_list("revoked_by", flat=True)) == {"transfer"}
        transfer.refresh_from_db()
        assert (transfer.state, transfer.done_at) == (TransferState.DONE, later)
        assert OutboxMessage.objects.filter(to__in=[helper.email, other.email]).count() == 2
        assert "DUBOIS" not in "".join(OutboxMessage.objects.values_list("text", flat=True))

    def test_MAN_16_another_citizen_cannot_sign_it(self, helper, mandate, other, now):
        transfer = transfers.answer(
            self.proposed(helper, mandate, other, now).pk, True, actor=actor_for(other), now=now
        )
        with pytest.raises(RuleBroken, match="n'est pas celle"):
            prepared(other, "somebody-else", transfer=transfer, now=now)

    def test_MAN_16_nothing_left_to_transfer(self, helper, mandate, other, now):
        transfer = transfers.answer(
            self.proposed(helper, mandate, other, now).pk, True, actor=actor_for(other), now=now
        )
        preparation = prepared(other, transfer=transfer, now=now)
        revoking.revoke(mandate.pk, None, actor=actor_for(helper), now=now)
        with pytest.raises(RuleBroken, match="encore en cours"):
            sign(preparation, other, now=now)

    def test_a_proposal_is_answered_by_the_other_side_once(self, helper, mandate, other, now):
        transfer = self.proposed(helper, mandate, other, now)
        with pytest.raises(Conflict, match="déjà proposé"):
            self.proposed(helper, mandate, other, now)
        with pytest.raises(OutOfSight):
            transfers.answer(transfer.pk, True, actor=actor_for(helper), now=now)
        with pytest.raises(OutOfSight):
            transfers.withdraw(transfer.pk, actor=actor_for(other), now=now)
        stranger = make_helper(make_accreditation(now=now), now=now)
        with pytest.raises(OutOfSight):
            transfers.answer(transfer.pk, True, actor=actor_for(stranger), now=now)
        transfers.answer(transfer.pk, False, actor=actor_for(other), now=now)
        with pytest.raises(TransitionRefused):
            transfers.withdraw(transfer.pk, actor=actor_for(helper), now=now)

    @pytest.mark.parametrize(
        ("siret", "words"), [("own", "autre structure"), ("99999999999999", "Aucune structure habilitée")]
    )
    def test_a_wrong_target_is_said(self, helper, mandate, now, siret, words):
        siret = helper.organisation.siret if siret == "own" else siret
        with pytest.raises(ConumError, match=words) as refusal:
            transfers.propose(mandate.pk, siret, actor=actor_for(helper), now=now)
        assert refusal.value.field == "organisation"


class TestEnding:
    def test_MAN_17_helpers_are_told_once_thirty_days_before_the_end_of_long_mandates(self, helper, now):
        long = make_mandate(helper, groups=("money",), days=182, now=now)
        make_mandate(helper, groups=("social",), days=31, now=now)
        early = long.expires_at - timedelta(days=30, seconds=1)
        assert ending.tell_endings(now=early) == 0
        due = long.expires_at - timedelta(days=30)
        assert ending.tell_endings(now=due) == 1
        mail = OutboxMessage.objects.get()
        assert mail.to == helper.email and "1 mandat de votre structure" in mail.text
        assert "DUBOIS" not in mail.text + mail.html
        assert ending.tell_endings(now=due + timedelta(days=1)) == 0

    def test_MAN_17_a_revoked_mandate_is_not_announced(self, helper, now):
        long = make_mandate(helper, groups=("money",), days=365, now=now)
        revoking.revoke(long.pk, None, actor=actor_for(helper), now=now)
        assert ending.tell_endings(now=long.expires_at - timedelta(days=5)) == 0

    def test_MAN_17_only_the_durations_of_the_sheet(self, now):
        due = [days for days in (1, 31, 182, 365) if rules.notice_is_due(days, now + timedelta(days=30), now, 30)]
        assert due == [182, 365]

    def test_the_end_is_written_once_in_the_journal(self, helper, now):
        mandate = make_mandate(helper, days=1, now=now)
        gone = make_mandate(helper, groups=("housing",), days=1, now=now)
        revoking.revoke(gone.pk, None, actor=actor_for(helper), now=now)
        assert ending.note_expiries(now=mandate.expires_at - timedelta(seconds=1)) == 0
        assert ending.note_expiries(now=mandate.expires_at) == 2
        assert ending.note_expiries(now=mandate.expires_at) == 0
        entry = JournalEntry.objects.get(action="mandate.expire")
        assert entry.subject_id == str(mandate.pk) and entry.payload["groups"] == ["money", "social"]

    def test_MAN_18_the_organisation_reads_it_one_year_after_the_end(self, helper, mandate, now):
        rows = mandates_visible_to(actor_for(helper))
        end = mandate.expires_at
        assert listed(rows, end.replace(year=end.year + 1) - timedelta(seconds=1)).exists()
        assert not listed(rows, end.replace(year=end.year + 1) + timedelta(seconds=1)).exists()
        revoking.revoke(mandate.pk, None, actor=actor_for(helper), now=now)
        assert not listed(rows, now.replace(year=now.year + 1) + timedelta(seconds=1)).exists()
        assert rules.still_readable(now, now + timedelta(days=364), 1)
        assert not rules.still_readable(now, now.replace(year=now.year + 1), 1)

    def test_papers_go_with_the_time_of_proof_and_the_digest_stays(self, mandate, now):
        purge = PURGES["mandates.MandateDocument"]
        end = mandate.expires_at.date()
        assert not purge(purge.before(date(end.year + 6, end.month, end.day - 1))).exists()
        day = date(end.year + 6, end.month, end.day) + timedelta(days=1)
        rows = list(purge(purge.before(day)))
        assert [row.pk for row in rows] == [mandate.document.pk]
        purge.erasing(rows, now)
        assert not purge(purge.before(day)).exists() and not StoredFile.objects.exists()
        paper = MandateDocument.objects.get()
        assert paper.file is None and paper.erased_at == now and len(paper.sha256) == 64

    def test_the_jobs_are_known(self):
        assert jobs.mandates.tell_endings.name == "mandates.tell_endings"


class TestReading:
    def test_MAN_04_only_helpers_of_the_organisation_see_mandates(self, helper, mandate, now):
        organisation = helper.organisation
        stranger = actor_for(make_helper(make_accreditation(now=now), now=now))
        lead = make_actor(Role.HELPER_LEAD, organisation=organisation)
        host = make_actor(Role.HOST_MANAGER, organisation=organisation)
        admin = make_actor(Role.NATIONAL_ADMIN)
        assert list(mandates_visible_to(actor_for(helper))) == [mandate]
        for actor in (stranger, lead, host, admin, None):
            assert not mandates_visible_to(actor).exists()

    @pytest.mark.parametrize("many", [100, 1000])
    def test_a_list_costs_the_same_whatever_the_number(self, helper, now, many, django_assert_num_queries):
        from tests.factories_mandate_life import many_mandates  # noqa: PLC0415

        many_mandates(helper, many, now=now)
        rows = listed(mandates_visible_to(actor_for(helper)), now)
        with django_assert_num_queries(2):
            page = list(rows.order_by("-starts_at", "pk")[:50])
            assert [str(one.beneficiary) + one.authorisations.all()[0].group.label for one in page]
        assert len(page) == 50

    def test_MAN_19_a_code_is_read_as_typed(self, mandate):
        code = mandate.document.code
        for typed in (code, code.lower(), f" {code[:5]}-{code[5:]} ", f"{code[:5]} {code[5:]}"):
            assert document_of_code(typed) == mandate.document
        assert document_of_code("") is None and document_of_code("ABCDE-23456") is None
        assert normalised("o i-l") == "011"

    def test_MAN_33_the_trail_says_who_when_and_which_group(self, helper, mandate, now):
        at = now + timedelta(hours=1)
        papers.note_verified(mandate.document, now=now, address=None)
        revoking.revoke_by_citizen(mandate.beneficiary_id, mandate.pk, ["money"], now=at, address=None)
        facts = trail.of_citizen(mandate.beneficiary)
        assert (facts[0].what, facts[0].who, facts[0].at) == ("Autorisation révoquée", "L'usager", at)
        label = Authorisation.objects.get(mandate=mandate, group="money").group.label
        assert facts[0].group == label and facts[0].organisation == str(helper.organisation)
        created = next(fact for fact in facts if fact.action == "mandate.create")
        assert created.who == f"{helper.person.first_name} {helper.person.last_name}"
        assert "Un visiteur" in {fact.who for fact in facts if fact.action == "document.verify"}
