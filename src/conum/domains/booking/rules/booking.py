"""What a booking, its move and its cancellation must respect (sheet 06 sections 3, 4 and 6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from conum.domains.booking.enums import AskedField, BookableBy, CreatorKind
from conum.kernel.rules import rule

MAX_PARTY = 5
MAX_CONTEXT = 1000
ALLOWED: dict[str, frozenset[str]] = {
    CreatorKind.STAFF: frozenset(BookableBy.values),
    CreatorKind.WAITING_LIST: frozenset(BookableBy.values),
    CreatorKind.REFERRER: frozenset({BookableBy.EVERYONE, BookableBy.STAFF_AND_REFERRERS}),
    CreatorKind.CITIZEN: frozenset({BookableBy.EVERYONE}),
}


def rounded_up(instant: datetime, minutes: int) -> datetime:
    """Return the instant, or the next whole multiple of `minutes` of the hour (BOO-05)."""
    whole = instant.replace(second=0, microsecond=0)
    late = whole < instant
    whole += timedelta(minutes=1 if late else 0)
    return whole + timedelta(minutes=-whole.minute % minutes)


def fewest_first(people: Iterable[UUID], bookings: dict[UUID, int]) -> list[UUID]:
    """Return the people by number of bookings of the day, then in stable order (BOO-14)."""
    return sorted(people, key=lambda person: (bookings.get(person, 0), person))


@rule("BOO-16", field="type")
def may_book(bookable_by: str, by: str, invited: bool = False) -> bool:
    """Ce motif ne se réserve pas ainsi : adressez-vous au lieu, ou à la personne qui vous suit."""
    return bookable_by in ALLOWED[by] or (invited and bookable_by == BookableBy.INVITED)


@rule("BOO-16", field="type")
def followed_already(follow_up: bool, followed: bool) -> bool:
    """Ce motif est réservé aux personnes déjà suivies par ce professionnel."""
    return followed or not follow_up


@rule("BOO-13", field="type")
def live_rank_left(used: int, most: int) -> bool:
    """Vous avez déjà {used} rendez-vous à venir pour ce motif, {most} au plus : déplacez-le plutôt."""
    return used < most


@rule("BOO-13", field="workshop")
def not_registered_yet(registered: bool) -> bool:
    """Cette personne est déjà inscrite à cet atelier."""
    return not registered


@rule("BOO-17", field="email")
def reachable(phone: str, email: str, followed: bool = False) -> bool:
    """Donnez un téléphone ou une adresse électronique, pour la confirmation et les rappels."""
    return bool(phone or email or followed)


@rule("BOO-17", field="first_name")
def named(first_name: str, last_name: str) -> bool:
    """Donnez le prénom et le nom de la personne attendue."""
    return bool(first_name.strip() and last_name.strip())


@rule("BOO-17", field="fields_asked")
def fields_given(asked: Collection[str], given: Collection[str]) -> bool:
    """Ce motif demande aussi : téléphone, adresse électronique ou adresse postale, selon ce qui est indiqué."""
    demanded = {AskedField.PHONE, AskedField.EMAIL, AskedField.ADDRESS} & set(asked)
    return demanded <= set(given)


@rule("BOO-25", field="starts_at")
def still_cancellable(allowed: bool, starts_at: datetime, hours: int, now: datetime) -> bool:
    """Ce rendez-vous ne s'annule plus en ligne, au plus tard {hours} h avant : appelez le lieu."""
    return allowed and now <= starts_at - timedelta(hours=hours)


@rule("BOO-25", field="starts_at")
def still_movable(allowed: bool, starts_at: datetime, hours: int, now: datetime) -> bool:
    """Ce rendez-vous ne se déplace plus en ligne, au plus tard {hours} h avant : appelez le lieu."""
    return allowed and now <= starts_at - timedelta(hours=hours)


@rule("BOO-26", field="reason")
def reason_given(reason: str) -> bool:
    """Dites pourquoi, en quelques mots : la personne le lira."""
    return bool(reason.strip())


@rule("BOO-41", field="party_size")
def party_within(party_size: int, most: int = MAX_PARTY) -> bool:
    """Une inscription compte de 1 à {most} personnes."""
    return 1 <= party_size <= most


@rule("BOO-11", field="seats")
def capacity_holds(seats: int | None, taken: int) -> bool:
    """{taken} places sont déjà prises : le nombre de places ne peut pas descendre au-dessous."""
    return seats is None or seats >= taken


@rule("BOO-11", field="seats")
def capacity_known(seats: int | None, most: int = 100) -> bool:
    """Un atelier compte de 1 à {most} places, ou pas de limite."""
    return seats is None or 1 <= seats <= most


@rule("BOO-44", field="workshop")
def registration_open(state: str, opens_at: datetime | None, closes_at: datetime, now: datetime) -> bool:
    """Les inscriptions à cet atelier ne sont pas ouvertes."""
    return state in ("open", "full") and (opens_at is None or now >= opens_at) and now < closes_at


@rule("BOO-09", field="day")
def is_occurrence(known: bool) -> bool:
    """La permanence n'a pas lieu ce jour-là."""
    return known


@rule("BOO-09", field="day")
def bookings_handled(count: int) -> bool:
    """{count} rendez-vous sont pris à ces heures : déplacez-les ou annulez-les d'abord."""
    return count == 0


@rule("BOO-01", field="ends_at")
def ends_later(starts_at: datetime, ends_at: datetime) -> bool:
    """La fin doit venir après le début."""
    return ends_at > starts_at


@rule("BOO-25", field="state")
def within_correction(since: datetime, days: int, now: datetime) -> bool:
    """La correction n'est possible que pendant {days} jours."""
    return now <= since + timedelta(days=days)


@rule("BOO-42", field="workshop")
def enough_registered(registered: int, least: int) -> bool:
    """{registered} inscrits : au-dessous de {least}, dites si l'atelier est maintenu."""
    return registered >= least


@rule("BOO-50", field="access")
def receives_walk_in(access: str) -> bool:
    """Cette permanence ne reçoit que sur rendez-vous."""
    return access in ("walk_in", "mixed")


@rule("BOO-50", field="walk_in_capacity")
def walk_in_left(arrived: int, most: int | None) -> bool:
    """{arrived} personnes sont déjà venues sans rendez-vous, la permanence en reçoit {most}."""
    return most is None or arrived < most


@rule("BOO-01", field="every_weeks")
def repeats_within_a_day(every_weeks: int, starts_at: datetime, ends_at: datetime) -> bool:
    """Une absence de plusieurs jours ne se répète pas."""
    return every_weeks == 0 or ends_at - starts_at <= timedelta(days=1)


@rule("BOO-10", field="people")
def people_are_free(free: bool) -> bool:
    """Un des professionnels a déjà un rendez-vous ou un atelier à ces heures."""
    return free


@rule("BOO-43", field="workshop")
def roll_has_begun(starts_at: datetime, now: datetime) -> bool:
    """L'appel se note à partir du début de l'atelier."""
    return starts_at <= now


@rule("BOO-43", field="arrivals")
def arrivals_are_open(state: str, before: int, after: int) -> bool:
    """L'atelier est terminé : le nombre de venus sans inscription ne change plus."""
    return state in ("open", "full", "closed") or before == after


@rule("BOO-17", field="other")
def two_people(first_key: str, second_key: str) -> bool:
    """Ces deux fiches sont déjà celles d'une même personne."""
    return bool(first_key) and bool(second_key) and first_key != second_key


@rule("BOO-17", field="other")
def followed_once(first: object, second: object) -> bool:
    """Ces deux personnes ont chacune un suivi : réunissez d'abord leurs suivis."""
    return first is None or second is None or first == second


@rule("BOO-17", field="reason")
def sameness_explained(reason: str) -> bool:
    """Dites pourquoi ces deux fiches sont celles d'une même personne."""
    return bool(reason.strip())
