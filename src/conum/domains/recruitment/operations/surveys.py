"""Periodic mails to candidates: "still available?" and what is newly proposed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.messaging.enums import Topic
from conum.domains.recruitment.enums import CandidateState, MatchState
from conum.domains.recruitment.events import CandidateChanged
from conum.domains.recruitment.models import Candidate, Match
from conum.domains.recruitment.operations.candidates import journal_candidate, lock_candidate, save_sign
from conum.domains.recruitment.operations.notices import tell_candidate
from conum.domains.recruitment.parameters import SURVEY_EVERY
from conum.domains.recruitment.rules.clocks import before
from conum.kernel.errors import ConumError, OutOfSight
from conum.kernel.events import publish

SURVEY = "recruitment.survey"


@transaction.atomic
def send_surveys(*, now: datetime, at_most: int = 500) -> int:
    """Ask "still available?" to candidates silent for `recruitment.survey_every`; returns how many were asked."""
    limit = before(now, SURVEY_EVERY.on(localdate(now)))
    silent = Candidate.objects.select_for_update(skip_locked=True, no_key=True).filter(
        Q(surveyed_at=None) | Q(surveyed_at__lt=limit), state=CandidateState.AVAILABLE, last_active_at__lt=limit
    )
    asked = list(silent.order_by("last_active_at")[:at_most])
    for candidate in asked:
        tell_candidate(
            candidate,
            "survey",
            _("Êtes-vous toujours disponible ?"),
            _("Votre candidature de conseiller numérique est visible des structures depuis plusieurs mois."),
            _("Dites-nous si vous êtes toujours disponible : un clic suffit."),
            now=now,
            label=_("Répondre"),
            path=reverse("recruitment:survey", args=[survey_token(candidate)]),
        )
        candidate.surveyed_at = now
        candidate.save(update_fields=["surveyed_at"])
    return len(asked)


@transaction.atomic
def tell_proposals(*, now: datetime, at_most: int = 500) -> int:
    """Tell candidates, once a day at most, how many hosts they were newly proposed to; returns how many were told."""
    untold = Match.objects.filter(state=MatchState.PROPOSED, told_at=None, candidate__state=CandidateState.AVAILABLE)
    people = untold.order_by().values_list("candidate", flat=True).distinct()[:at_most]
    candidates = list(Candidate.objects.filter(pk__in=list(people)).order_by("pk"))
    for candidate in candidates:
        count = untold.filter(candidate=candidate).update(told_at=now)
        tell_candidate(
            candidate,
            f"proposed/{localdate(now)}",
            ngettext("Une structure près de chez vous", "{n} structures près de chez vous", count).format(n=count),
            _("Votre candidature leur est proposée. Vous pouvez dès maintenant en refuser certaines."),
            now=now,
            topic=Topic.PROPOSAL,
        )
    return len(candidates)


def survey_token(candidate: Candidate) -> str:
    """Return the signed text of the links of the survey."""
    return signing.dumps(str(candidate.pk), salt=SURVEY)


@transaction.atomic
def answer_survey(token: str, available: bool, *, now: datetime) -> Candidate:
    """Take the answer to "still available?", by the link of the mail, without signing in.

    Raises:
        ConumError: the link is wrong or older than 60 days, or the application was deleted.
    """
    dead = ConumError(_("Ce lien n'est plus valable. Connectez-vous pour mettre à jour votre candidature."))
    try:
        candidate = lock_candidate(UUID(signing.loads(token, salt=SURVEY, max_age=timedelta(days=60))))
    except (signing.BadSignature, OutOfSight) as wrong:
        raise dead from wrong
    wanted = CandidateState.AVAILABLE if available else CandidateState.UNAVAILABLE
    if candidate.state in (CandidateState.AVAILABLE, CandidateState.UNAVAILABLE) and candidate.state != wanted:
        candidate.state = wanted
        publish(CandidateChanged(candidate.pk))
    save_sign(candidate, now)
    journal_candidate("answer_survey", candidate, None, now, available=available)
    return candidate
