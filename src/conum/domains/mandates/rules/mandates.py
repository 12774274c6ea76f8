"""Rules of mandates: signing, renewing, revoking, transferring (sheet 13 section 3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from conum.kernel.rules import rule


@rule("MAN-06")
def same_organisation(begun_in: UUID, acting_for: UUID | None) -> bool:
    """Cette préparation a été commencée dans une autre structure : reprenez le rôle d'aidant de cette structure."""
    return begun_in == acting_for


@rule("MAN-11", field="procedures")
def groups_allowed(groups: Collection[str], allowed: Collection[str]) -> bool:
    """Choisissez au moins un groupe de démarches, parmi ceux permis à votre structure."""
    return bool(groups) and set(groups) <= set(allowed)


@rule("MAN-12", field="not_protected")
def no_protective_measure(not_protected: bool) -> bool:
    """Une personne sous tutelle, curatelle ou sauvegarde de justice ne peut pas signer ce mandat : son tuteur, son
    curateur ou le juge des contentieux de la protection (tribunal judiciaire) agit ou l'autorise."""
    return not_protected


@rule("MAN-13")
def still_open(expires_at: datetime, now: datetime) -> bool:
    """La préparation de ce mandat a expiré : recommencez-la avec l'usager. Rien n'a été signé."""
    return now < expires_at


@rule("MAN-14")
def consent_is_fresh(identified_at: datetime | None, begun_at: datetime) -> bool:
    """L'usager doit s'identifier avec FranceConnect pour ce mandat : son accord d'avant ne suffit pas."""
    return identified_at is not None and identified_at >= begun_at


@rule("MAN-14")
def same_citizen(expected: str, identified: str) -> bool:
    """La personne qui s'est identifiée avec FranceConnect n'est pas celle du mandat à renouveler ou à transférer."""
    return expected == identified


@rule("MAN-15")
def still_alive(revoked_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Cette autorisation est déjà terminée."""
    return revoked_at is None and now < expires_at


@rule("MAN-16")
def both_agreed(accepted: bool, mandate_alive: bool) -> bool:
    """Un transfert demande l'accord des deux structures et un mandat encore en cours."""
    return accepted and mandate_alive


@rule("MAN-16", field="organisation")
def another_organisation(holder: UUID, to: UUID) -> bool:
    """Choisissez une autre structure que la vôtre."""
    return holder != to


@rule("MAN-17")
def notice_is_due(duration_days: int, expires_at: datetime, now: datetime, notice_days: int) -> bool:
    """Les aidants sont prévenus avant la fin des mandats de plus de {notice_days} jours."""
    return duration_days > 2 * notice_days and now < expires_at <= now + timedelta(days=notice_days)


@rule("MAN-18")
def still_readable(ended_at: datetime, now: datetime, years: int) -> bool:
    """Les mandats restent lisibles {years} an après leur fin."""
    return now < ended_at.replace(year=ended_at.year + years, day=min(ended_at.day, 28)) + timedelta(
        days=max(0, ended_at.day - 28)
    )


@rule("MAN-20")
def answered_by_sms(by_sms: bool, answered_yes: bool) -> bool:
    """À distance, par SMS, rien n'est signé sans la réponse OUI de l'usager."""
    return answered_yes or not by_sms


@rule("MAN-20", field="phone")
def receives_question(is_mobile: bool) -> bool:
    """Donnez un numéro de mobile : la question arrive par SMS, et l'usager répond au même numéro."""
    return is_mobile


@rule("MAN-20")
def answered_in_time(answer_by: datetime, now: datetime) -> bool:
    """L'usager n'a pas répondu au SMS à temps : recommencez avec lui. Rien n'a été signé."""
    return now < answer_by
