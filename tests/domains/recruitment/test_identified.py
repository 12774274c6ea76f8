"""A host that has found its candidate: linked when they have applied, invited otherwise (sheet 02 section 3)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from conum.commons.messaging.models import OutboxMessage
from conum.domains.positions.operations.requests import confirm
from conum.domains.recruitment.models import IdentifiedCandidate
from conum.domains.recruitment.operations import candidates
from conum.domains.recruitment.operations.identified import note_identified
from tests.factories_accounts import signed_in
from tests.factories_positions import make_request
from tests.factories_recruitment import SUMMER, make_candidate, make_match, make_need

pytestmark = pytest.mark.django_db
ADDRESS = "Lea.Durand@example.org"
KEY = "recruitment/identified/"


def naming(email: str = ADDRESS, **fields):
    return make_request(candidate_identified=True, candidate_email=email, **fields)


def invitations():
    return OutboxMessage.objects.filter(key__startswith=KEY)


def test_an_unknown_address_is_invited_to_apply_once():
    request = naming()
    first, again = note_identified(request.pk, now=SUMMER), note_identified(request.pk, now=SUMMER)
    assert first == again and (first.candidate, first.invited_at) == (None, SUMMER)
    mail = invitations().get()
    assert mail.to == ADDRESS.lower() and str(request.organisation) in mail.subject and "/candidature" in mail.text


def test_a_known_candidate_is_linked_and_gets_no_invitation():
    candidate = make_candidate(email=ADDRESS.lower())
    noted = note_identified(naming().pk, now=SUMMER)
    assert (noted.candidate, noted.invited_at) == (candidate, None) and not invitations().exists()


def test_an_application_not_confirmed_yet_is_invited_like_an_unknown_address():
    make_candidate(email=ADDRESS.lower(), state="unconfirmed")
    assert note_identified(naming().pk, now=SUMMER).candidate is None and invitations().count() == 1


@pytest.mark.parametrize("fields", [{}, {"candidate_identified": True}, {"candidate_email": ADDRESS}])
def test_a_request_that_names_nobody_invites_nobody(fields):
    assert note_identified(make_request(**fields).pk, now=SUMMER) is None
    assert not invitations().exists()


def test_who_applies_after_the_invitation_is_linked():
    request = naming()
    note_identified(request.pk, now=SUMMER)
    stranger = make_candidate(state="unconfirmed")
    for one in (stranger, applicant := make_candidate(email=ADDRESS.lower(), state="unconfirmed")):
        candidates.confirm(candidates.confirm_token(one), now=SUMMER)
    assert IdentifiedCandidate.objects.get().candidate == applicant


def test_the_confirmation_of_the_request_starts_it():
    request = naming(state="unconfirmed")
    confirm(request.pk, now=SUMMER)
    job = ProcrastinateJob.objects.get(task_name="recruitment.note_identified")
    assert job.args == {"request_id": str(request.pk)}
    assert job.queueing_lock == f"recruitment.identified/{request.pk}"


def test_the_database_holds_one_per_request_linked_or_invited():
    given = {"request": naming(), "created_at": SUMMER, "updated_at": SUMMER}
    with pytest.raises(IntegrityError, match="identified_linked_or_invited"), transaction.atomic():
        IdentifiedCandidate.objects.create(**given)
    IdentifiedCandidate.objects.create(**given, invited_at=SUMMER)
    with pytest.raises(IntegrityError, match="request_id"), transaction.atomic():
        IdentifiedCandidate.objects.create(**given, invited_at=SUMMER)


def test_the_host_reads_in_its_pool_what_became_of_its_candidate(client):
    need = make_need()
    named = {"candidate_identified": True, "candidate_email": ADDRESS}
    type(need.request).objects.filter(pk=need.request_id).update(**named)
    signed_in(client, "host_manager", organisation=need.host)
    page = lambda: client.get(reverse("recruitment:pool")).content.decode()  # noqa: E731
    assert "que vous aviez trouvé" not in page()
    noted = note_identified(need.request_id, now=SUMMER)
    assert "Invité à déposer sa candidature le 7 juin 2021" in page()
    candidate = make_candidate(email=ADDRESS.lower())
    IdentifiedCandidate.objects.filter(pk=noted.pk).update(candidate=candidate)
    assert "ne figure pas parmi vos propositions" in page()
    match = make_match(candidate, need)
    assert "parmi vos propositions" in page() and reverse("recruitment:match", args=[match.pk]) in page()
