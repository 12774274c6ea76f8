"""Mandates of the demonstration: ten invented citizens, some twenty mandates in every state they may be in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.commons.accounts.queries.actors import actor_of
from conum.commons.beneficiaries.models import Identity
from conum.commons.beneficiaries.queries import hash_of
from conum.domains.mandates.enums import StopReason
from conum.domains.mandates.models import Helper, Mandate
from conum.domains.mandates.operations import preparing, revoking, signing
from conum.site.demo.world import STORY_DAY, World
from conum.site.stand_in.citizens import CITIZENS


@dataclass(frozen=True)
class Told:
    """One mandate of the story.

    Attributes:
        citizen: rank in the stand-in for FranceConnect.
        before: days before the day of the story.
        ended: groups revoked the day after, by whom (`helper` or `citizen`).
    """

    citizen: int
    before: int
    groups: tuple[str, ...]
    days: int
    mode: str = "in_person"
    ended: tuple[str, ...] = ()
    by: str = "helper"


STORY = (
    Told(0, 400, ("social", "housing"), 182),  # over
    Told(0, 156, ("social", "money"), 182),  # ends within thirty days
    Told(0, 3, ("money",), 31),  # takes the place of the one before, for this group
    Told(1, 340, ("social", "transport"), 365),  # ends within thirty days
    Told(1, 20, ("papers",), 31),
    Told(2, 90, ("foreigners", "papers"), 31),  # over
    Told(2, 10, ("foreigners", "social", "family"), 182),
    Told(3, 60, ("justice",), 31),  # over
    Told(3, 5, ("justice", "papers"), 31, mode="remote_paper"),
    Told(4, 160, ("family", "money"), 182),  # ends within thirty days
    Told(4, 30, ("work",), 182, ended=("work",), by="citizen"),
    Told(5, 45, ("work", "housing", "social"), 182, ended=("housing",), by="citizen"),
    Told(5, 1, ("transport",), 31),
    Told(6, 12, ("money", "social"), 31, ended=("money", "social")),
    Told(6, 2, ("social",), 182),
    Told(7, 200, ("social", "money", "housing"), 365),
    Told(7, 7, ("foreigners",), 1),  # over the same day
    Told(8, 25, ("social", "money"), 365, ended=("money",)),
    Told(8, 0, ("leisure",), 31),
    Told(9, 8, ("work", "transport"), 182),
    Told(9, 0, ("papers", "transport"), 31),
)


class MandateMaker:
    """Signs the mandates of the story as people do: prepared, identified, signed, some revoked."""

    def __init__(self, world: World, helpers: list[Helper]) -> None:
        self.world, self.helpers = world, helpers

    def run(self) -> None:
        """Sign them in the order of the days, then leave one preparation stopped."""
        if not self.helpers:
            return
        told = sorted(STORY, key=lambda one: -one.before)
        for rank, one in enumerate(told):
            helper = self.helpers[rank % len(self.helpers)]
            at = self.world.at(STORY_DAY - timedelta(days=one.before), 9 + rank % 3, 7 * (rank % 8))
            self.revoke(one, self.sign(one, helper, at), helper, at + timedelta(days=1))
        self.stopped()

    def sign(self, one: Told, helper: Helper, at: datetime) -> Mandate:
        """Sign one."""
        actor = acting(helper)
        choices = preparing.Choices(one.groups, one.days, one.mode)
        preparation = preparing.begin(choices, actor=actor, now=at)
        preparing.identify(preparation.pk, identity(one.citizen), actor=actor, now=at + timedelta(minutes=3))
        declared = signing.Declared(True, True, paper=one.mode == "remote_paper")
        signed_at = at + timedelta(minutes=8)
        return signing.sign(preparation.pk, declared, factor_at=signed_at, actor=actor, now=signed_at)

    def revoke(self, one: Told, mandate: Mandate, helper: Helper, at: datetime) -> None:
        """Revoke what the story says."""
        if one.ended and one.by == "citizen":
            revoking.revoke_by_citizen(mandate.beneficiary_id, mandate.pk, one.ended, now=at, address=None)
        elif one.ended:
            revoking.revoke(mandate.pk, one.ended, actor=acting(helper), now=at)

    def stopped(self) -> None:
        """A protective measure stopped this one: nothing of the citizen is left."""
        helper, at = self.helpers[0], self.world.at(STORY_DAY - timedelta(days=4), 15)
        preparation = preparing.begin(preparing.Choices(("money",), 31), actor=acting(helper), now=at)
        preparing.stop(preparation.pk, StopReason.PROTECTED, actor=acting(helper), now=at)


def acting(helper: Helper) -> Actor:
    """Return the actor a helper is in the organisation."""
    assert helper.person is not None
    found = helper.person.memberships.filter(role=Role.HELPER, organisation=helper.organisation).first()
    return actor_of(helper.person, found)


def identity(rank: int) -> Identity:
    """Return what the stand-in for FranceConnect says of a citizen."""
    citizen = CITIZENS[rank]
    return Identity(
        subject_hash=hash_of(settings.ENVIRONMENT.identity_source, citizen["sub"]),
        given_names=citizen["given_name"],
        family_name=citizen["family_name"],
        preferred_name=citizen.get("preferred_username", ""),
        gender=citizen["gender"],
        birth_date=citizen["birthdate"],
        birth_place=citizen["birthplace"],
        birth_country=citizen["birthcountry"],
        email=citizen["email"],
        phone=citizen.get("phone_number", ""),
    )
