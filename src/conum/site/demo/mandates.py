"""Aidants Connect in the demonstration: an accredited organisation with its lead and helpers, and one that waits.

Mandates themselves, and the citizens, are added on top of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from conum.commons.accounts.enums import Label, OrganisationKind, Role
from conum.commons.accounts.models import Membership, Organisation, OrganisationLabel, Person
from conum.domains.mandates.models import (
    CONFIRMATIONS,
    Accreditation,
    AccreditationMessage,
    AccreditationRequest,
    AccreditationRequestPerson,
    AllowedGroup,
    Helper,
    HelperLead,
    ProcedureGroup,
)
from conum.site.demo.staff import membership
from conum.site.demo.story import StoryTeller
from conum.site.demo.world import STORY_DAY

ACCREDITED_ON, TRAINED_ON, TESTED_ON = date(2021, 4, 12), date(2021, 4, 26), date(2021, 4, 29)
LEAD = "referente@example.org"
HELPERS = ("aidant@example.org", "aidante@example.org")
BEGINNER = "apprenti.aidant@example.org"


@dataclass(frozen=True)
class AidantsConnect:
    """What mandates are built on.

    Attributes:
        accreditation: of a house of Limoges.
        helpers: two active helpers, the first one of the table of accounts.
    """

    accreditation: Accreditation
    helpers: list[Helper]


class Accreditor:
    """Makes the accredited organisation and the one that waits.

    Args:
        story: gives people, communes and organisations.
    """

    def __init__(self, story: StoryTeller) -> None:
        self.story, self.world, self.stream = story, story.world, story.world.stream("mandates")

    def run(self) -> AidantsConnect:
        """Make both."""
        commune = self.story.known("87085")
        house = self._organisation(OrganisationKind.DEPARTMENT_COUNCIL, commune)
        accreditation = self._accredit(house)
        helpers = [self._helper(accreditation, email, True) for email in HELPERS]
        self._helper(accreditation, BEGINNER, False)
        self._lead(accreditation)
        self._waiting(self._organisation(OrganisationKind.COMMUNE, commune))
        return AidantsConnect(accreditation, helpers)

    def _organisation(self, kind: OrganisationKind, commune: Any) -> Organisation:
        made = self.story.hosts.host(commune.department_id, kind, commune)
        made.save(force_insert=True)
        return made

    def _accredit(self, house: Organisation) -> Accreditation:
        at = self.world.at(ACCREDITED_ON)
        made = Accreditation.objects.create(
            id=self.stream.identifier(at), organisation=house, starts_at=at, created_at=at, updated_at=at
        )
        AllowedGroup.objects.bulk_create(
            AllowedGroup(accreditation=made, group=group) for group in ProcedureGroup.objects.order_by("position")
        )
        OrganisationLabel.objects.create(
            id=self.stream.identifier(at), organisation=house, label=Label.AIDANTS_CONNECT, starts_on=at.date()
        )
        return made

    def _person(self, email: str, role: Role, house: Organisation) -> Person:
        person = self.story.person(email)
        person.save(force_insert=True)
        Membership.objects.bulk_create([membership(self.world, self.stream, person, role, organisation=house)])
        return person

    def _helper(self, accreditation: Accreditation, email: str, active: bool) -> Helper:
        person = self._person(email, Role.HELPER, accreditation.organisation)
        at, seen = self.world.at(ACCREDITED_ON), self.world.at(STORY_DAY - timedelta(days=1))
        gate = {
            "state": "active",
            "training_hours": "7",
            "trained_on": self.world.day(TRAINED_ON),
            "test_on": self.world.day(TESTED_ON),
            "test_passed": True,
            "activated_at": self.world.at(TESTED_ON),
        }
        return Helper.objects.create(
            id=self.stream.identifier(at),
            accreditation=accreditation,
            organisation=accreditation.organisation,
            person=person,
            first_name=person.first_name,
            last_name=person.last_name,
            profession="Agente d'accueil social" if active else "Travailleur social",
            email=email,
            last_activity_at=seen,
            created_at=at,
            updated_at=at,
            **(gate if active else {"state": "to_train"}),
        )

    def _lead(self, accreditation: Accreditation) -> None:
        person, at = self._person(LEAD, Role.HELPER_LEAD, accreditation.organisation), self.world.at(ACCREDITED_ON)
        HelperLead.objects.create(
            id=self.stream.identifier(at),
            accreditation=accreditation,
            organisation=accreditation.organisation,
            person=person,
            first_name=person.first_name,
            last_name=person.last_name,
            profession="Responsable de l'accueil",
            email=LEAD,
            created_at=at,
            updated_at=at,
        )

    def _waiting(self, town: Organisation) -> None:
        at = self.world.at(STORY_DAY - timedelta(days=6), 10)
        request = AccreditationRequest.objects.create(
            id=self.stream.identifier(at),
            state="submitted",
            issuer_first_name=town.contact_first_name,
            issuer_last_name=town.contact_last_name,
            issuer_profession=town.contact_function,
            issuer_email=town.contact_email,
            organisation=town,
            kind=town.kind,
            department_id=town.commune.department_id,  # type: ignore[union-attr]
            mission="Accueillir les habitants à la mairie et au CCAS, et faire avec eux leurs démarches en ligne.",
            people_helped_a_year=320,
            sent_at=at,
            confirmed_at=at,
            submitted_at=at,
            created_at=at,
            updated_at=at,
            **dict.fromkeys(CONFIRMATIONS, True),
        )
        AccreditationMessage.objects.create(
            id=self.stream.identifier(at), request=request, event="submit", state="submitted", at=at
        )
        for part, rank in (("lead", 1), ("helper", 2), ("helper", 3)):
            named = self.story.person(f"agent{rank}.mairie.demo@example.org")
            AccreditationRequestPerson.objects.create(
                id=self.stream.identifier(at),
                request=request,
                part=part,
                first_name=named.first_name,
                last_name=named.last_name,
                profession="Agent du CCAS",
                email=named.email,
            )
