"""Rules of applications (sheet 02 section 6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from conum.domains.recruitment.enums import ADMIN_REMOVAL_REASONS, OWN_REMOVAL_REASONS, Situation
from conum.kernel.rules import rule

AGE_MIN, AGE_MAX = 16, 64


def age_on(birth_date: date, day: date) -> int:
    """Return the age in whole years on `day`; somebody born on 29 February has it on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


@rule("REC-01", field="situations")
def says_a_situation(situations: Collection[str]) -> bool:
    """Cochez au moins une situation. Aucun diplôme n'est demandé."""
    return bool(situations)


@rule("REC-02", field="birth_date")
def of_eligible_age(birth_date: date, today: date) -> bool:
    """Le dispositif est ouvert aux personnes de 16 à 64 ans : avec cette date de naissance, vous ne pouvez pas
    candidater. Vérifiez le jour, le mois et l'année."""
    return AGE_MIN <= age_on(birth_date, today) <= AGE_MAX


@rule("REC-02", field="eligible")
def not_retired(eligible: bool) -> bool:
    """Le dispositif n'est pas ouvert aux personnes à la retraite : cochez la case pour confirmer que vous ne
    l'êtes pas."""
    return eligible


@rule("REC-05", field="kind")
def not_civic_service(kind: str) -> bool:
    """Un service civique n'est pas un contrat de travail : il ne peut pas être financé par le dispositif."""
    return kind != "civic_service"


@rule("REC-04", field="email")
def private_mail_domain(email: str, domains: Collection[str]) -> bool:
    """Indiquez une adresse électronique personnelle : les adresses du dispositif ({domains}) ne sont pas acceptées,
    car elles ferment avec le contrat."""
    return email.rpartition("@")[2].lower() not in domains


@rule("REC-06", field="reason")
def own_removal_reason(reason: str) -> bool:
    """Choisissez un motif : autre emploi, recruté ici, ou autre raison."""
    return reason in OWN_REMOVAL_REASONS


@rule("REC-06", field="reason")
def admin_removal_reason(reason: str) -> bool:
    """Choisissez un motif : demande RGPD, plus intéressé, doublon, ou autre raison."""
    return reason in ADMIN_REMOVAL_REASONS


@rule("REC-06", field="email")
def email_retyped(typed: str, email: str) -> bool:
    """L'adresse saisie n'est pas celle de la candidature : recopiez-la exactement pour supprimer la candidature."""
    return typed.strip().lower() == email


@rule("REC-07")
def pix_sets_no_training_hours(parts_of_training: Collection[str]) -> bool:
    """Le niveau Pix est une information : seul le test de positionnement fixe la durée de la formation."""
    return "pix_level" not in parts_of_training


def degree_kept(situations: Collection[str], degree_name: str) -> str:
    """Return the degree to keep: cleared when the box `mediation_degree` is not ticked."""
    return degree_name if Situation.MEDIATION_DEGREE in situations else ""


@rule("REC-01", field="degree_name")
def degree_is_named(situations: Collection[str], degree_name: str) -> bool:
    """Indiquez le nom de votre diplôme ou titre de médiation numérique, ou décochez la case."""
    return Situation.MEDIATION_DEGREE not in situations or bool(degree_name)
