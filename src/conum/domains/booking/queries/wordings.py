"""The sentences of each message, in the language of the reader: none says why somebody is helped (BOO-23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.domains.booking.models import WaitingListEntry, Workshop
from conum.domains.booking.queries.notices import Notice, address_words, hour_words, moment_words, short_words


class Occasion(StrEnum):
    """Why a message leaves."""

    BOOKED = "booked"
    MOVED = "moved"
    EXCUSED = "excused"
    REVOKED = "revoked"
    HANDED_OVER = "handed_over"
    REMINDER = "reminder"


@dataclass(frozen=True)
class Wording:
    """One message before it is laid out.

    Attributes:
        sms: the same in one text message, without the link.
        facts: pairs label, value.
        times: other times proposed.
    """

    subject: str
    sms: str
    paragraphs: list[str]
    facts: list[tuple[str, str]]
    label: str
    times: list[str]
    times_title: str = ""


def of_booking(
    notice: Notice, occasion: Occasion, *, code: str = "", reason: str = "", times: list[datetime]
) -> Wording:
    """Return the wording for the person (and, without code, for the referrer).

    Args:
        notice: the booking in words.
        occasion: what happened.
        code: six digits that find the booking again; told once, when it is made.
        reason: why the service cancels, "" when there is none.
        times: other times proposed when the service cancels (BOO-26).
    """
    short = short_words(notice.start, notice.zone)
    subjects = {
        Occasion.BOOKED: (_("Votre rendez-vous : %s") % notice.when, _("Rendez-vous le %s.") % short),
        Occasion.MOVED: (
            _("Votre rendez-vous est déplacé : %s") % notice.when,
            _("Votre rendez-vous est déplacé au %s.") % short,
        ),
        Occasion.EXCUSED: (
            _("Votre rendez-vous est annulé"),
            _("Votre rendez-vous du %s est annulé, comme demandé.") % short,
        ),
        Occasion.REVOKED: (
            _("Nous devons annuler votre rendez-vous"),
            _("Nous devons annuler votre rendez-vous du %s. Choisissez une autre date :") % short,
        ),
        Occasion.HANDED_OVER: (
            _("Votre rendez-vous est maintenu, avec une autre personne : %s") % notice.when,
            _("Votre rendez-vous du %s est maintenu, avec une autre personne.") % short,
        ),
        Occasion.REMINDER: (_("Rappel : %s") % notice.when, _("Rappel : rendez-vous le %s.") % short),
    }
    subject, sms = subjects[occasion]
    return Wording(
        subject=subject,
        sms=sms + (_(" Code : %s.") % code if code else ""),
        paragraphs=_paragraphs(notice, occasion, reason),
        facts=_facts(notice, code),
        label=_("Prendre un autre rendez-vous") if _is_over(occasion) else _("Voir, déplacer ou annuler"),
        times=[moment_words(time, notice.zone) for time in times],
        times_title=_("Voici d'autres dates libres :") if times else "",
    )


def _is_over(occasion: Occasion) -> bool:
    return occasion in (Occasion.EXCUSED, Occasion.REVOKED)


def _paragraphs(notice: Notice, occasion: Occasion, reason: str) -> list[str]:
    first = {
        Occasion.BOOKED: _("Votre rendez-vous est enregistré. C'est gratuit."),
        Occasion.MOVED: _("La date de votre rendez-vous a changé. Voici la nouvelle."),
        Occasion.EXCUSED: _("Votre rendez-vous est annulé, comme vous l'avez demandé. Le créneau est libéré."),
        Occasion.REVOKED: _("Nous ne pouvons pas assurer ce rendez-vous et nous nous en excusons."),
        Occasion.HANDED_OVER: _("La date et le lieu ne changent pas. Une autre personne vous recevra."),
        Occasion.REMINDER: _("Nous vous attendons bientôt. Si vous ne pouvez pas venir, prévenez-nous."),
    }[occasion]
    more = [_("Motif : %s") % reason] if reason and occasion == Occasion.REVOKED else []
    ready = [notice.instructions] if notice.instructions and not _is_over(occasion) else []
    return [first, *more, *ready]


def _facts(notice: Notice, code: str) -> list[tuple[str, str]]:
    until = _("%(when)s (jusqu'à %(end)s)") % {"when": notice.when, "end": hour_words(notice.end, notice.zone)}
    pairs = [
        (_("Quoi"), notice.title),
        (_("Quand"), until),
        (_("Où"), notice.where),
        (_("Avec"), notice.people),
        (_("Votre code"), code),
    ]
    return [(label, value) for label, value in pairs if value]


def of_offer(entry: WaitingListEntry, zone: str) -> Wording:
    """Return the wording of an offer: the place or the slot is held for this person alone (BOO-31)."""
    workshop: Workshop | None = entry.workshop
    starts = workshop.starts_at if workshop else entry.offered_starts_at
    until = moment_words(entry.hold_until, zone)
    place = workshop.place if workshop else entry.offered_place
    seats = ngettext("%(n)s place", "%(n)s places", entry.party_size) % {"n": entry.party_size}
    facts = [
        (_("Quoi"), workshop.title if workshop else entry.type.name),
        (_("Quand"), moment_words(starts, zone)),
        (_("Où"), address_words(place)),
        (_("Réservé pour vous jusqu'au"), until),
    ]
    return Wording(
        subject=_("Une place se libère pour vous : répondez avant le %s") % until,
        sms=_("Une place se libère le %(start)s. Elle est à vous jusqu'au %(until)s. Répondez :")
        % {"start": short_words(starts, zone), "until": short_words(entry.hold_until, zone)},
        paragraphs=[_("%s se libère. Personne d'autre ne peut la prendre avant votre réponse.") % seats],
        facts=[(label, value) for label, value in facts if value],
        label=_("Accepter ou refuser"),
        times=[],
    )


def of_queue(entry: WaitingListEntry) -> Wording:
    """Return the wording that confirms a wish in the waiting list."""
    what = entry.workshop.title if entry.workshop else entry.type.name
    return Wording(
        subject=_("Vous êtes en liste d'attente : %s") % what,
        sms=_("Vous êtes en liste d'attente. Nous vous écrirons dès qu'une place se libère. Pour la quitter :"),
        paragraphs=[
            _("Dès qu'une place se libère et que c'est votre tour, nous la gardons pour vous et nous vous écrivons.")
        ],
        facts=[(_("Quoi"), what)],
        label=_("Voir ou quitter la liste d'attente"),
        times=[],
    )


def of_thin_workshop(workshop: Workshop) -> Wording:
    """Return the wording that asks the organiser to keep or cancel a workshop with few people (BOO-42)."""
    count = ngettext("%(n)s personne inscrite", "%(n)s personnes inscrites", workshop.registered)
    words = count % {"n": workshop.registered}
    when = moment_words(workshop.starts_at, workshop.timezone)
    return Wording(
        subject=_("Atelier de demain : %(count)s, le maintenir ?") % {"count": words},
        sms="",
        paragraphs=[_("Il y a %(count)s à votre atelier. Gardez-le ou annulez-le.") % {"count": words}],
        facts=[(_("Quoi"), workshop.title), (_("Quand"), when)],
        label=_("Maintenir ou annuler"),
        times=[],
    )
