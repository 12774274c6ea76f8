"""Whose rows the addresses of accreditations, helpers and cards show."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from conum.commons.accounts.enums import Role
from conum.domains.mandates.models import Accreditation, AccreditationRequest
from conum.domains.mandates.queries import links
from tests.factories_accounts import make_organisation, siret
from tests.factories_accreditation import make_card, make_lead
from tests.factories_mandate_life import make_accreditation, make_helper


def accredited(host: Any, number: int) -> dict[str, Any]:
    """Return what an accredited host has: its helpers, leads, a card, and the application of another one."""
    now = timezone.now()
    held = Accreditation.objects.filter(organisation=host).first()
    accreditation = held or make_accreditation(host, now=now)
    helper = make_helper(accreditation, now=now)
    make_card(now=now, helper=helper)
    make_lead(accreditation, now=now)
    return {
        "accreditation": accreditation,
        "mandate_helper": helper,
        "mandate_lead": make_lead(accreditation, now=now),
        "accreditation_request": an_application(host.commune, number),
    }


def an_application(commune: Any, number: int) -> AccreditationRequest:
    """An application that waits for the administrator's decision."""
    now = timezone.now()
    organisation = make_organisation(commune=commune, siret=siret(number))
    given = dict.fromkeys(
        ("terms_accepted", "data_officer_informed", "professionals_only", "no_elected_official", "no_volunteer"), True
    )
    return AccreditationRequest.objects.create(
        state="submitted", organisation=organisation, department_id=commune.department_id, kind="commune",
        people_helped_a_year=100, issuer_email="nadia.petit@example.org", mission="Accueil des habitants",
        submitted_at=now, confirmed_at=now, created_at=now, updated_at=now, **given,
    )  # fmt: skip


def objects(of_side: Any, token: Any, everybody: Any, found: Any) -> dict[str, Any]:
    """Return the finders of these addresses, made of the finders of the others."""

    def follow(country: Any) -> str:
        return links.token(country.here.rows["accreditation_request"].pk, links.FOLLOW)

    def confirm(country: Any) -> str:
        return links.token(country.here.rows["accreditation_request"].pk, links.CONFIRM)

    def on(name: str, *addresses: str) -> dict[str, Any]:
        return {f"mandates:{address}": of_side(name) for address in addresses}

    return {
        "mandates:ask_step": everybody("demandeur", "mission"),
        "mandates:ask_resume": everybody("perdu"),
        "mandates:confirm": token(confirm),
        **{f"mandates:{name}": token(follow) for name in FOLLOWED},
        "mandates:follow_edit": lambda country, role: found([], [(follow(country),)]),
        **on("accreditation_request", "request", "request_answer", "request_accredit", "request_refuse"),
        **on("accreditation", "accreditation", "groups", "accreditation_end"),
        **on("mandate_lead", "lead_remove"),
        **on("mandate_helper", *OF_HELPER),
    }


FOLLOWED = ("follow", "follow_message", "follow_agree", "follow_close")
OF_HELPER = (
    "helper", "helper_training", "helper_start", "helper_test", "helper_suspend", "helper_resume", "helper_leave",
    "helper_again", "card_assign", "card_validate", "card_remove",
)  # fmt: skip
ROLES = (Role.HELPER, Role.HELPER_LEAD)
