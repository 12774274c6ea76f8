"""Candidates whom a host names in its request: linked when they have applied, invited to apply otherwise."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from conum.commons.journal.operations import record
from conum.domains.positions.models import HostRequest
from conum.domains.recruitment.enums import CandidateState
from conum.domains.recruitment.models import Candidate, IdentifiedCandidate
from conum.domains.recruitment.operations.notices import notify


@transaction.atomic
def note_identified(request_id: UUID, *, now: datetime) -> IdentifiedCandidate | None:
    """Link the candidate named by a request to their application, or invite them to apply (sheet 02 section 3).

    Done when the request is confirmed rather than approved: the address of who asks is then proven, and the candidate
    has the time of the instruction to apply. Done twice, it changes nothing and sends nothing.

    Returns:
        None when the request names nobody, or was erased meanwhile.
    """
    rows = HostRequest.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation")
    request = rows.filter(pk=request_id, candidate_identified=True).exclude(candidate_email="").first()
    if request is None:
        return None
    known = IdentifiedCandidate.objects.filter(request=request).first()
    if known is not None:
        return known
    applied = Candidate.objects.exclude(state=CandidateState.UNCONFIRMED)  # the others may never confirm
    candidate = applied.filter(email=request.candidate_email.strip().lower()).first()
    if candidate is None:
        _invite(request, now)
    payload = {"linked": candidate is not None}
    record(family="recruitment", action="identified.note", actor=None, subject=request, payload=payload, now=now)
    return IdentifiedCandidate.objects.create(
        request=request,
        candidate=candidate,
        invited_at=None if candidate else now,
        created_at=now,
        updated_at=now,
    )


def link_applicant(candidate: Candidate, *, now: datetime) -> int:
    """Link an application just confirmed to the requests that named its address; returns how many.

    Called inside the transaction that confirms it.
    """
    named = IdentifiedCandidate.objects.annotate(address=Lower(F("request__candidate_email")))
    waiting = named.filter(candidate__isnull=True, address=candidate.email).values("pk")
    return IdentifiedCandidate.objects.filter(pk__in=waiting).update(candidate=candidate, updated_at=now)


def _invite(request: HostRequest, now: datetime) -> None:
    host = str(request.organisation)
    notify(
        to=request.candidate_email.strip().lower(),
        key=f"recruitment/identified/{request.pk}",
        subject=_("{host} souhaite vous recruter : déposez votre candidature").format(host=host),
        paragraphs=[
            _("Bonjour,"),
            _("{host} demande un poste de conseiller numérique et vous a cité comme candidat.").format(host=host),
            _("Déposez votre candidature avec cette adresse : cela prend cinq minutes, sans diplôme exigé."),
            _("Si vous ne connaissez pas cette structure, ne faites rien : votre adresse n'a servi qu'à ce message."),
        ],
        now=now,
        label=_("Déposer ma candidature"),
        path=reverse("recruitment:apply"),
    )
