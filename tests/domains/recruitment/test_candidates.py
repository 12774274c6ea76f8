"""Applications: the form's wrong inputs, confirmation, own choices, deletion (REC-01 to REC-07)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conum.commons.accounts.models import Person
from conum.commons.accounts.queries.actors import actor_of
from conum.commons.files.models import StoredFile
from conum.commons.messaging.models import OutboxMessage
from conum.domains.recruitment.models import Candidate, CandidateConsent, Match
from conum.domains.recruitment.operations import candidates, removals, surveys
from conum.domains.recruitment.rules import candidates as rules
from conum.domains.recruitment.rules.score import PairFacts
from conum.kernel.errors import ConumError
from conum.kernel.rules import RuleBroken
from conum.kernel.web.challenge import answer_to, new_token
from tests.factories_accounts import make_actor, sign_in
from tests.factories_recruitment import A_PDF, SUMMER, make_candidate, make_match

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(settings):
    settings.CHALLENGE_MIN_SECONDS = 0


def fields(**changed) -> dict:
    token = new_token(timezone.now() - timedelta(seconds=5))
    given = {
        "first_name": "Léa",
        "last_name": "Durand",
        "email": "lea@example.org",
        "phone": "06 12 34 56 78",
        "birth_date": "1990-05-17",
        "commune": "Limoges (87000)",
        "mobility_km": "20",
        "start": "week",
        "situations": ["jobseeker"],
        "motivation": "Aider les gens.",
        "pix_level": "2",
        "eligible": "on",
        "visible": "on",
        "challenge": answer_to(token),
        "challenge_token": token,
    }
    return {name: value for name, value in (given | changed).items() if value is not None}


def send(client: Client, **changed):
    return client.post(reverse("recruitment:apply"), fields(**changed))


def errors(response) -> dict:
    assert response.status_code == 422
    return response.context["form"].errors


def link_of(mail: OutboxMessage) -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.text).group(1)


def test_REC_01_an_application_needs_no_diploma_nor_account_until_the_mail(client):
    response = send(client)
    assert response.status_code == 302 and response.url == reverse("recruitment:applied")
    candidate = Candidate.objects.get()
    assert (candidate.state, candidate.phone, candidate.person) == ("unconfirmed", "+33612345678", None)
    assert (candidate.department_id, candidate.pix_level, candidate.mobility_km) == ("87", 2, 20)
    link = link_of(OutboxMessage.objects.get(to="lea@example.org"))
    assert client.get(link).status_code == 200
    assert Candidate.objects.get().state == "unconfirmed"
    assert client.post(link).url == reverse("recruitment:confirmed")
    candidate.refresh_from_db()
    assert candidate.state == "available" and candidate.person.memberships.get().role == "candidate"
    assert set(CandidateConsent.objects.values_list("kind", flat=True)) == {"visibility", "pix"}
    assert client.post(link).status_code == 422


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"first_name": " "}, "first_name", "Prénom"),
        ({"last_name": "x" * 81}, "last_name", "80"),
        ({"email": "lea"}, "email", ""),
        ({"email": "lea@conseiller-numerique.fr"}, "email", "personnelle"),
        ({"phone": "12"}, "phone", "06 12 34 56 78"),
        ({"birth_date": f"{timezone.now().year - 15}-01-01"}, "birth_date", "16 à 64 ans"),
        ({"birth_date": "1940-01-01"}, "birth_date", "16 à 64 ans"),
        ({"birth_date": "2190-01-01"}, "birth_date", "année"),
        ({"birth_date": "31/02/1990"}, "birth_date", "n'existe pas"),
        ({"commune": "Xyzzy"}, "commune", "Aucune commune"),
        ({"commune": None}, "commune", ""),
        ({"situations": []}, "situations", "au moins une"),
        ({"situations": ["mediation_degree"]}, "degree_name", "diplôme"),
        ({"situations": ["astronaut"]}, "situations", ""),
        ({"start": "date"}, "available_from", "Indiquez la date"),
        ({"start": "date", "available_from": "2020-01-01"}, "available_from", "passée"),
        ({"start": None}, "start", ""),
        ({"mobility_km": "30"}, "mobility_km", "distances proposées"),
        ({"motivation": ""}, "motivation", ""),
        ({"motivation": "x" * 2501}, "motivation", "2500"),
        ({"pix_level": "4"}, "pix_level", ""),
        ({"eligible": None}, "eligible", "retraite"),
        ({"challenge": "0"}, "challenge", "bonne réponse"),
    ],
)
def test_what_each_bad_input_gets(client, changed, field, words):
    response = send(client, **changed)
    found = errors(response)
    assert field in found and words in " ".join(found[field]).replace("\u202f", "").replace("\xa0", "")
    assert not Candidate.objects.exists()
    assert "Aider les gens." in response.content.decode() or "motivation" in changed


def test_a_degree_without_its_box_is_cleared(client):
    send(client, degree_name="Titre professionnel")
    assert Candidate.objects.get().degree_name == ""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cv.pdf", b"<html><script>alert(1)</script></html>", "n'est pas celui"),
        ("cv.pdf", A_PDF + b"x" * 6_000_000, ""),
    ],
)
def test_a_cv_is_a_small_pdf_by_content(client, name, content, words):
    found = errors(send(client, cv=SimpleUploadedFile(name, content)))
    assert words in " ".join(found["cv"])


def test_a_pdf_is_taken_whatever_its_name_and_encrypted(client):
    assert send(client, cv=SimpleUploadedFile("mon cv.doc", A_PDF)).status_code == 302
    assert Candidate.objects.get().cv.key_id


def test_a_known_address_gets_the_same_answer_and_its_owner_is_told(client):
    known = make_candidate(email="lea@example.org")
    assert send(client, last_name="Autre").url == reverse("recruitment:applied")
    assert Candidate.objects.get().last_name == known.last_name
    assert OutboxMessage.objects.get(to="lea@example.org").subject == "Vous avez déjà une candidature"


def test_REC_02_from_16_to_64_and_not_retired():
    day = SUMMER.date()
    ages = {age: rules.of_eligible_age(day.replace(year=day.year - age), day) for age in (15, 16, 64, 65)}
    assert ages == {15: False, 16: True, 64: True, 65: False}
    assert not rules.not_retired(False)


def test_REC_03_disability_is_neither_asked_nor_scored(client):
    names = {field.name for field in Candidate._meta.get_fields()}
    assert not names & {"disability", "handicap"}
    assert "handicap" in client.get(reverse("recruitment:apply")).content.decode()


def test_REC_04_the_programmes_own_domain_is_refused():
    assert not rules.private_mail_domain("a@conseiller-numerique.fr", ["conseiller-numerique.fr"])
    assert rules.private_mail_domain("a@example.org", ["conseiller-numerique.fr"])


def test_REC_05_civic_service_is_not_eligible():
    assert not rules.not_civic_service("civic_service") and rules.not_civic_service("fixed_term")


def test_REC_06_deleting_asks_a_reason_and_a_fresh_sign_in_and_erases_at_once(client, mailoutbox):
    match = make_match(state="shortlisted")
    candidate = match.candidate
    sign_in(client, candidate.person)
    candidates.attach_cv(candidate.pk, SimpleUploadedFile("cv.pdf", A_PDF), actor_of_candidate(candidate), now=SUMMER)
    page = reverse("recruitment:own_remove")
    assert client.post(page, {"reason": "other"}).status_code == 422
    client.post(page, {"send_code": "1"})
    code = re.search(r"\b(\d{6})\b", mailoutbox[-1].body).group(1)
    assert client.post(page, {"reason": "bored", "code": code}).status_code == 422
    assert client.post(page, {"reason": "other", "code": code}).url == reverse("recruitment:removed")
    candidate.refresh_from_db()
    assert (candidate.state, candidate.email, candidate.first_name, candidate.latitude) == ("removed", "", "", None)
    assert not StoredFile.objects.exists()
    assert Match.objects.get().reason == "removed"


def actor_of_candidate(candidate):
    return actor_of(candidate.person, candidate.person.memberships.get(role="candidate"))


def test_REC_06_an_administrator_types_the_address_again():
    candidate, admin = make_candidate(), make_actor("national_admin")
    for reason, typed in (("gdpr_request", "autre@example.org"), ("found_job", candidate.email)):
        with pytest.raises(RuleBroken):
            removals.remove_by_admin(candidate.pk, reason, typed, admin, now=SUMMER)
    removals.remove_by_admin(candidate.pk, "gdpr_request", candidate.email.upper(), admin, now=SUMMER)
    assert Candidate.objects.get().removal_reason == "gdpr_request"


def test_REC_07_pix_is_informative_only():
    assert rules.pix_sets_no_training_hours(["positioning_test"])
    assert not rules.pix_sets_no_training_hours(["pix_level"])


def test_REC_31_nothing_personal_enters_the_score():
    assert not {"age", "birth_date", "gender", "origin", "disability"} & set(PairFacts.__dataclass_fields__)


def test_REC_32_visibility_is_a_dated_consent_that_can_be_withdrawn():
    candidate = make_candidate()
    actor = actor_of_candidate(candidate)
    candidates.set_consent(candidate.pk, "visibility", True, actor, now=SUMMER)
    candidates.set_consent(candidate.pk, "visibility", False, actor, now=SUMMER + timedelta(days=1))
    assert CandidateConsent.objects.get().withdrawn_at == SUMMER + timedelta(days=1)
    assert not Candidate.objects.get().visible


def test_withdrawing_pix_erases_the_level():
    candidate = make_candidate(pix_shared=True, pix_level=3)
    candidates.set_consent(candidate.pk, "pix", False, actor_of_candidate(candidate), now=SUMMER)
    assert Candidate.objects.get().pix_level is None


def test_the_survey_asks_every_six_months_and_takes_an_answer_without_account(client):
    candidate = make_candidate()
    assert surveys.send_surveys(now=SUMMER + timedelta(days=170)) == 0
    late = timezone.now()
    assert surveys.send_surveys(now=late) == 1
    assert surveys.send_surveys(now=late) == 0
    link = link_of(OutboxMessage.objects.get(to=candidate.email))
    assert client.get(link).status_code == 200
    client.post(link, {"available": "non"})
    assert Candidate.objects.get().state == "unavailable"


def test_PRI_04_retention_is_counted_first_then_applied_and_may_run_again():
    old, kept = make_candidate(), make_candidate(last_active_at=SUMMER + timedelta(days=800))
    make_candidate(state="unconfirmed", person=None, email="x@example.org", last_active_at=SUMMER + timedelta(days=999))
    late = SUMMER + timedelta(days=1000)
    counts = {"inactive": 1, "unconfirmed": 1, "cvs": 0}
    assert removals.purge(now=late, dry_run=True) == counts
    assert Candidate.objects.exclude(state="removed").count() == 3
    assert removals.purge(now=late) == counts
    assert set(Candidate.objects.exclude(state="removed")) == {kept}
    assert removals.purge(now=late) == {"inactive": 0, "unconfirmed": 0, "cvs": 0}
    assert Person.objects.filter(pk=old.person_id).exists()


def test_a_dead_confirmation_link_says_what_to_do():
    with pytest.raises(ConumError, match="nouvelle candidature"):
        candidates.confirm("n'importe quoi", now=SUMMER)
