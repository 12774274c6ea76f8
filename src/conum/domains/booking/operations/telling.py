"""Telling people: mail or text message, once per event, never at night, few a day (BOO-20 to BOO-29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from conum.commons.messaging.operations import Window, room_left, send, send_sms, sending_instant
from conum.commons.messaging.queries import site_address
from conum.domains.booking.enums import TypeVisibility
from conum.domains.booking.models import Appointment, WaitingListEntry, Workshop
from conum.domains.booking.parameters import MAX_MESSAGES_DAY, QUIET_FROM, QUIET_UNTIL
from conum.domains.booking.queries import links, notices, wordings
from conum.domains.booking.queries.notices import Notice, receives_sms
from conum.domains.booking.queries.wordings import Occasion, Wording

TEMPLATE = "booking/notice"


@dataclass(frozen=True)
class Reach:
    """How somebody is reached.

    Attributes:
        email, phone: "" when that way is closed.
    """

    email: str
    phone: str
    language: str


def reach_of(contact: Any) -> Reach:
    """Return the ways that a contact leaves open: no text message to a fixed line or a wrong number, none refused."""
    phone = contact.phone if receives_sms(contact.phone) and not contact.phone_wrong and not contact.sms_refused else ""
    return Reach("" if contact.email_refused else contact.email, phone, contact.language or "fr")


def may_remind(row: Any) -> bool:
    """Tell whether a reminder has any way to leave: the type sends messages, and the contact leaves one open."""
    reach = reach_of(row.contact)
    return bool(reach.email or reach.phone) and _kind(row).visibility == TypeVisibility.VISIBLE_NOTIFIED


def tell_booking(
    row: Any,
    occasion: Occasion,
    *,
    now: datetime,
    code: str = "",
    reason: str = "",
    times: list[datetime] | None = None,
) -> int:
    """Queue what the person must know of their appointment or registration; returns how many messages.

    The referrer who booked for them is told of moves and cancellations too, without code (BOO-26).
    """
    return _tell(row, occasion, key_of(row, occasion), now, code=code, reason=reason, times=times or [])


def key_of(row: Any, occasion: Occasion) -> str:
    """Return what begins the keys of the messages of one event: each leaves once."""
    return f"booking:{row.pk}:{row.sequence}:{occasion}"


def remind(row: Any, *, key: str, now: datetime) -> int:
    """Queue one reminder; `key` is that of the reminder, so that each is sent once. Returns how many messages."""
    return _tell(row, Occasion.REMINDER, f"booking:reminder:{key}", now, code="", reason="", times=[])


def _tell(
    row: Any, occasion: Occasion, key: str, now: datetime, *, code: str, reason: str, times: list[datetime]
) -> int:
    ways = ways_of(row, occasion, now)
    if ways is None:
        return 0
    notice, reach = notices.notice_of(row), reach_of(row.contact)
    with translation.override(reach.language):
        words = wordings.of_booking(notice, occasion, code=code, reason=reason, times=times)
    sent = sum(_leave(words, notice, reach, way, key=key, occasion=occasion, now=now) for way in ways)
    if row.referrer_id and row.referrer.email and occasion in (Occasion.MOVED, Occasion.REVOKED, Occasion.EXCUSED):
        plain = wordings.of_booking(notice, occasion, reason=reason, times=times)
        other = Reach(row.referrer.email, "", "fr")
        sent += _leave(plain, notice, other, "email", key=f"{key}:referrer", occasion=occasion, now=now)
    return sent


def ways_of(row: Any, occasion: Occasion, now: datetime) -> list[str] | None:
    """Return by which ways an event is told (`email`, `sms`); None when its type, or its date, tells nobody."""
    ends_at = row.ends_at if isinstance(row, Appointment) else row.workshop.ends_at
    over = ends_at <= now and occasion != Occasion.REVOKED
    silent = over or _kind(row).visibility != TypeVisibility.VISIBLE_NOTIFIED
    return None if silent else _ways(reach_of(row.contact), occasion)


def _kind(row: Any) -> Any:
    return row.type if isinstance(row, Appointment) else row.workshop.type


def _ways(reach: Reach, occasion: Occasion) -> list[str]:
    """A reminder is read on the phone, a confirmation is kept in the mailbox, a change goes both ways."""
    open_ways = [way for way in ("email", "sms") if getattr(reach, "phone" if way == "sms" else way)]
    if occasion in (Occasion.MOVED, Occasion.REVOKED):
        return open_ways
    return open_ways[-1:] if occasion == Occasion.REMINDER else open_ways[:1]


def _leave(
    words: Wording, notice: Notice, reach: Reach, way: str, *, key: str, occasion: Occasion, now: datetime
) -> int:
    closes = notice.start if occasion != Occasion.REVOKED else None
    # What somebody has just asked for by themselves is answered at once; the rest lets them sleep.
    at_once = occasion in (Occasion.BOOKED, Occasion.EXCUSED) and way == "email"
    opens = now if at_once else awake(now, notice.zone, closes)
    return queue_wording(
        words, reach, way, link=notice.link, phone=notice.phone, key=key, zone=notice.zone, now=now,
        window=Window(opens, closes),
    )  # fmt: skip


def awake(now: datetime, zone: str, closes: datetime | None) -> datetime:
    """Return the instant at which a message may leave (BOO-21)."""
    day = localdate(now)
    return sending_instant(now, zone, (QUIET_FROM.on(day), QUIET_UNTIL.on(day)), closes)


def queue_wording(
    words: Wording, reach: Reach, way: str, *, link: str, phone: str, key: str, zone: str, now: datetime, window: Window
) -> int:
    """Queue one message by one way; 1 when it was queued, 0 when the day's ceiling or the key stopped it.

    The ceiling is of the person, mails and text messages together (BOO-23); an event told both ways counts once.
    """
    ceiling, everywhere = MAX_MESSAGES_DAY.on(localdate(now)), [to for to in (reach.email, reach.phone) if to]
    if not room_left(everywhere, window.opens, zone, ceiling, template=TEMPLATE, event=key):
        return 0
    if way == "sms":
        return int(
            send_sms(
                template=TEMPLATE, to=reach.phone, context={"text": words.sms}, key=f"{key}:sms", now=now, link=link,
                ceiling=ceiling, zone=zone, window=window, language=reach.language,
            )
        )  # fmt: skip
    return _mail(words, reach, link=link, phone=phone, key=key, now=now, window=window)


def _mail(words: Wording, reach: Reach, *, link: str, phone: str, key: str, now: datetime, window: Window) -> int:
    context = {
        "subject": words.subject, "paragraphs": words.paragraphs, "facts": words.facts, "times": words.times,
        "times_title": words.times_title, "label": words.label, "url": link, "phone": phone,
    }  # fmt: skip
    send(
        template=TEMPLATE, to=reach.email, context=context, key=f"{key}:email", now=now, window=window,
        language=reach.language,
    )  # fmt: skip
    return 1


def tell_offer(entry: WaitingListEntry, *, now: datetime) -> int:
    """Tell somebody that a slot or seats are held for them; useless once the hold is over (BOO-31)."""
    target = entry.workshop or entry
    place = entry.workshop.place if entry.workshop else entry.offered_place
    zone = entry.workshop.timezone if entry.workshop else notices.zone_of(place, target.organisation)
    reach = reach_of(entry.contact)
    with translation.override(reach.language):
        words = wordings.of_offer(entry, zone)
    window = Window(awake(now, zone, entry.hold_until), entry.hold_until)
    link, key = links.address(links.Target.WAITING, entry.pk), f"offer:{entry.pk}:{entry.offers}"
    return sum(
        queue_wording(
            words, reach, way, link=link, key=key,
            phone=notices.phone_of(place, entry.organisation), zone=zone, now=now, window=window,
        )
        for way in _ways(reach, Occasion.MOVED)
    )  # fmt: skip


def tell_queue(entry: WaitingListEntry, *, now: datetime) -> int:
    """Confirm a wish in the waiting list, with the link to leave it."""
    reach = reach_of(entry.contact)
    place = entry.workshop.place if entry.workshop else None
    zone = entry.workshop.timezone if entry.workshop else notices.zone_of(None, entry.organisation)
    with translation.override(reach.language):
        words = wordings.of_queue(entry)
    return sum(
        queue_wording(
            words, reach, way, link=links.address(links.Target.WAITING, entry.pk), key=f"queue:{entry.pk}",
            phone=notices.phone_of(place, entry.organisation), zone=zone, now=now, window=Window(now),
        )
        for way in _ways(reach, Occasion.BOOKED)
    )  # fmt: skip


def ask_organisers(workshop: Workshop, *, now: datetime) -> int:
    """Ask those who hold a workshop to keep or cancel it (BOO-42); returns how many mails."""
    link = f"{site_address()}{reverse('booking:workshop_staff', args=[workshop.pk])}"
    sent = 0
    for person in workshop.people.filter(is_active=True).order_by("pk"):
        with translation.override(person.language):
            words = wordings.of_thin_workshop(workshop)
        window = Window(awake(now, workshop.timezone, workshop.starts_at), workshop.starts_at)
        # Work asked of a colleague: no ceiling, a workshop not told of would be kept without anybody deciding it.
        key = f"thin:{workshop.pk}:{person.pk}"
        sent += _mail(
            words, Reach(person.email, "", person.language), link=link, phone="", key=key, now=now, window=window
        )
    return sent
