"""Organisations: registered once, their class corrected with a reason, labelled from a day to a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from conum.commons.accounts import rules
from conum.commons.accounts.models import Actor, Organisation, OrganisationLabel
from conum.commons.accounts.permissions import CORRECT_CLASS, LABEL_ORGANISATION
from conum.commons.journal.operations import record
from conum.kernel.errors import Conflict, ConumError, OutOfSight


def checked(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with numbers compacted and verified, and the class derived (POS-05, POS-06).

    Raises:
        RuleBroken: a number is wrong, or neither SIRET nor RIDET is given.
    """
    numbers = {name: rules.compact(fields.get(name) or "") for name in ("siret", "ridet", "rna")}
    rules.siret_or_ridet_given.check(numbers["siret"], numbers["ridet"])
    rules.ridet_only_without_siret.check(numbers["siret"], numbers["ridet"])
    for name, holds in (
        ("siret", rules.siret_is_valid),
        ("ridet", rules.ridet_is_valid),
        ("rna", rules.rna_is_valid),
    ):
        if numbers[name]:
            holds.check(numbers[name])
    kind, category = fields.get("kind") or "", fields.get("legal_category") or ""
    return {**fields, **numbers, "employer_class": rules.employer_class(kind, category)}


@transaction.atomic
def register(fields: dict[str, Any], now: datetime) -> tuple[Organisation, bool]:
    """Return the organisation of this SIRET (or RIDET) and branch, made when it is not known yet.

    Args:
        fields: fields of `Organisation`; `employer_class` is derived, never taken.

    Returns the row, and True when it was made. An organisation already known is returned as it is.

    Raises:
        RuleBroken: POS-06.
    """
    values = checked(fields)
    number = "siret" if values["siret"] else "ridet"
    branch = (values.pop("branch_name", "") or "").strip()
    return Organisation.objects.get_or_create(
        **{number: values.pop(number)},
        branch_name=branch,
        defaults={**values, "created_at": now, "updated_at": now},
    )


@transaction.atomic
def correct_class(organisation_id: UUID, employer_class: str, reason: str, actor: Actor, now: datetime) -> Organisation:
    """Set the class of an organisation against the derived one.

    Args:
        employer_class: `EmployerClass`.
        reason: 10 to 500 characters, kept beside the class.

    Raises:
        OutOfSight: no such organisation.
        PermissionRefused: the actor is not a national administrator.
        ConumError: the reason is too short or too long, or the class is already this one.
    """
    organisation = locked(organisation_id)
    CORRECT_CLASS.require(actor, organisation)
    before = organisation.employer_class
    if not 10 <= len(reason.strip()) <= 500:
        raise ConumError(_("Le motif compte de 10 à 500 caractères."), field="reason")
    if before == employer_class:
        raise ConumError(_("La structure a déjà ce statut."), field="employer_class")
    organisation.employer_class, organisation.class_reason = employer_class, reason.strip()
    organisation.updated_at = now
    organisation.save(update_fields=["employer_class", "class_reason", "updated_at"])
    payload = {"before": before, "after": employer_class}
    record(family="accounts", action="correct_class", actor=actor, subject=organisation, payload=payload, now=now)
    return organisation


def locked(organisation_id: UUID) -> Organisation:
    """Return the organisation, locked until the end of the transaction.

    Raises:
        OutOfSight: no such organisation.
    """
    found = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).first()
    if found is None:
        raise OutOfSight(_("Cette structure n'existe pas."))
    return found


@transaction.atomic
def give_label(
    organisation_id: UUID, label: str, starts_on: date, ends_on: date | None, actor: Actor, now: datetime
) -> OrganisationLabel:
    """Give a dated label; the same label is held once at a time.

    Raises:
        OutOfSight, PermissionRefused: as above.
        ConumError: the end comes before the start.
        Conflict: the organisation already holds this label on one of these days.
    """
    organisation = locked(organisation_id)
    LABEL_ORGANISATION.require(actor, organisation)
    if ends_on and ends_on < starts_on:
        raise ConumError(_("La date de fin vient avant la date de début."), field="ends_on")
    if any(_overlap(held, starts_on, ends_on) for held in organisation.labels.filter(label=label)):
        raise Conflict(_("La structure a déjà ce label à ces dates."), field="label")
    given = OrganisationLabel.objects.create(
        organisation=organisation, label=label, starts_on=starts_on, ends_on=ends_on
    )
    payload = {"label": label, "starts_on": starts_on, "ends_on": ends_on}
    record(family="accounts", action="give_label", actor=actor, subject=organisation, payload=payload, now=now)
    return given


def _overlap(held: OrganisationLabel, starts_on: date, ends_on: date | None) -> bool:
    begins_before = ends_on is None or held.starts_on <= ends_on
    return begins_before and (held.ends_on is None or held.ends_on >= starts_on)
