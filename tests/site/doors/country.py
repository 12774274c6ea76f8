"""The tiny demonstration with two hosts added, one on each side of every perimeter, and a person for each role."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from conum.commons.accounts.enums import NATIONAL_ROLES, UNHELD_ROLES, Role
from conum.commons.accounts.models import Invitation, Membership, Organisation, Person
from conum.commons.accounts.operations.invitations import Offer, invite, token_hash
from conum.commons.messaging.models import OutboxMessage
from conum.commons.messaging.operations.queueing import Rendered, queue
from conum.commons.territories.models import ImportDraft
from conum.domains.places.models import DuplicatePair, OpeningException, PlacePerson
from conum.domains.positions.models import AllocationScenario, PostAmendment, PostTransfer, QuotaOverride
from conum.domains.recruitment.enums import ContractChangeKind
from conum.domains.recruitment.models import ContractChange, NationalPlan
from conum.domains.recruitment.operations.plans import ask_plan, compute_plan
from conum.site.demo import load
from conum.site.demo.world import SIZES, World
from tests.factories_accounts import make_actor, make_membership, make_organisation, make_person, sign_in, siret
from tests.factories_places import make_place
from tests.factories_positions import make_attachment, make_host, make_opinion, make_request, make_session
from tests.factories_recruitment import SUMMER, make_candidate, make_contract, make_match, make_need
from tests.site.doors import accreditation
from tests.site.doors.mandates import mandates_of

UNTIL = date(2026, 1, 13)
ANONYMOUS = "anonymous"
ROLES = (ANONYMOUS, *(role for role in Role.values if role != Role.API_CLIENT))
LIMOGES, RENNES = "87085", "35238"
NETWORK = "emmaus_connect"
NUMBERS = count(90_000)
"""Of SIREN that the demonstration does not give."""


@dataclass
class Side:
    """One host with everything that hangs on it, and its prefecture, all of one département.

    Attributes:
        commune: INSEE code of the host's commune.
        network: code of the host's network, "" for none.
    """

    commune: str
    network: str = ""
    rows: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        host = host_in(self.commune, self.network)
        attachment = make_attachment(host)
        need = make_need(attachment)
        worker = make_candidate(self.commune)
        contract = make_contract(make_match(worker, need, state="selected"), attachment, state="active")
        waiting = make_match(make_candidate(self.commune), need)
        manager = make_membership(Role.HOST_MANAGER, organisation=host)
        self.rows = {
            "host": host,
            "department": attachment.department,
            "request": make_request(host_in(self.commune, self.network)),
            "approved": attachment.request,
            "attachment": attachment,
            "post": attachment.post,
            "need": need,
            "worker": worker,
            "contract": contract,
            "submitted": self.submitted_contract(need),
            "coordination": self.coordination(host),
            "change": self.change(contract),
            "match": waiting,
            "candidate": waiting.candidate,
            "manager": manager,
            "colleague": make_membership(Role.HOST_MANAGER, organisation=host),
            "invitation": invitation_of(host),
        }
        make_opinion(self.rows["approved"])
        self.rows |= {"amendment": self.amendment(attachment), "transfer": self.transfer(attachment)}
        self.rows |= mandates_of(host)
        self.rows |= self.place(host, worker.person)

    def place(self, host: Organisation, worker: Person) -> dict[str, Any]:
        """A place of the host where its counsellor works, closed for a week."""
        dates = {"created_at": SUMMER, "updated_at": SUMMER}
        place = make_place(self.commune, organisation=host)
        PlacePerson.objects.create(place=place, person=worker, starts_on=UNTIL, **dates)
        closing = OpeningException.objects.create(
            place=place, starts_on=UNTIL, ends_on=UNTIL, kind="closed", reason="Inventaire", **dates
        )
        first, second = sorted((place, make_place(self.commune)), key=lambda one: one.pk)
        pair = DuplicatePair.objects.create(first=first, second=second, score="0.8", **dates)
        return {"place": place, "exception": closing, "pair": pair}

    def amendment(self, attachment: Any) -> PostAmendment:
        """A request for one post more."""
        return PostAmendment.objects.create(
            host=attachment.host,
            request=attachment.request,
            department=attachment.department,
            direction="addition",
            kind="counsellor",
            posts=1,
            reason="other",
            reason_text="Une permanence de plus.",
            asked_by=make_person(),
            created_at=SUMMER,
            updated_at=SUMMER,
        )

    def transfer(self, attachment: Any) -> PostTransfer:
        """A proposal to move the post to a host of the same commune."""
        return PostTransfer.objects.create(
            post=attachment.post,
            from_host=attachment.host,
            to_host=host_in(self.commune, self.network),
            department=attachment.department,
            arrival_department=attachment.department,
            effective_on=UNTIL,
            proposed_by=make_person(),
            created_at=SUMMER,
            updated_at=SUMMER,
        )

    def submitted_contract(self, need: Any) -> Any:
        """A second contract, which waits for its validation on a post of its own."""
        match = make_match(make_candidate(self.commune), need, state="selected")
        return make_contract(match, make_attachment(need.host))

    def coordination(self, host: Organisation) -> Any:
        """The contract of a coordinator in post."""
        held = make_attachment(host, kind="coordinator")
        match = make_match(make_candidate(self.commune), make_need(held), state="selected")
        return make_contract(match, held, state="active", coordinator=True)

    def change(self, contract: Any) -> ContractChange:
        """A request to lengthen the contract."""
        return ContractChange.objects.create(
            contract=contract,
            kind=ContractChangeKind.EXTENSION,
            new_end=date(2024, 6, 30),
            wage_floor=Decimal("1554.58"),
            new_salary=Decimal("1800.00"),
            asked_at=SUMMER,
            created_at=SUMMER,
            updated_at=SUMMER,
        )


def fresh(client: Client) -> Client:
    """The browser, signed in just now: sensitive pages do not ask again."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()
    return client


def host_in(commune: str, network: str) -> Organisation:
    """A host of its own SIRET in this commune."""
    return make_host(commune, network=network, siret=siret(next(NUMBERS)))


def invitation_of(host: Any) -> Invitation:
    """An invitation of a colleague that waits, with a known token."""
    actor = make_actor(Role.NATIONAL_ADMIN)
    offer = Offer(f"invite-{host.pk}@example.org", Role.HOST_MANAGER, organisation_id=host.pk)
    made = invite(offer, actor, timezone.now())
    made.token_hash = token_hash(f"token-{host.pk}")
    made.save(update_fields=["token_hash"])
    return made


class Country:
    """The demonstration, two sides, what has no side, and a signed-in browser for each role."""

    def __init__(self) -> None:
        load.Loader(World(SIZES["tiny"], 20201117, UNTIL), lambda label, total: lambda count: None).run()
        self.here, self.there = Side(LIMOGES, NETWORK), Side(RENNES)
        for side in (self.here, self.there):
            side.rows |= accreditation.accredited(side.rows["host"], next(NUMBERS))
        self.session = make_session()
        self.override = self.asked_override()
        self.plan, self.variant = self.plans()
        self.scenario = self.kept_scenario()
        self.message = a_mail()
        self.check = ImportDraft.objects.create(**draft())
        self.memberships = {role: self.membership(role) for role in Role.values if role not in UNHELD_ROLES}
        self.browsers = {role: self.browser(role) for role in ROLES}

    def asked_override(self) -> QuotaOverride:
        """A request to go above the quota, which waits for a second administrator."""
        request = self.here.rows["request"]
        return QuotaOverride.objects.create(
            request=request,
            department_id=request.department_id,
            kind=request.kind,
            posts=1,
            reason="Un poste de plus pour le plateau de Millevaches.",
            asked_by=make_person(),
            asked_at=SUMMER,
        )

    def plans(self) -> tuple[NationalPlan, NationalPlan]:
        """A national plan, computed, and its run "what if everyone accepted more"."""
        plan = ask_plan(make_actor(Role.NATIONAL_ADMIN), now=SUMMER, extra_km=10)
        compute_plan(plan.pk, now=SUMMER)
        plan.refresh_from_db()
        return plan, plan.variants.get()

    def kept_scenario(self) -> AllocationScenario:
        """A scenario of the split of posts, not adopted."""
        return AllocationScenario.objects.create(
            name="Essai",
            kind="counsellor",
            method="largest_remainder",
            total_posts=72,
            weights={"population": "0.8", "fragility": "0", "rurality": "0"},
            author=make_person(),
            created_at=SUMMER,
            updated_at=SUMMER,
        )

    def sides(self, role: str) -> tuple[list[Side], list[Side]]:
        """Return the sides that the role reaches, and those it does not."""
        if role in NATIONAL_ROLES:
            return [self.here, self.there], []
        return [self.here], [self.there]

    def membership(self, role: str) -> Membership:
        """Return the membership of somebody who holds this role on this side."""
        rows = self.here.rows
        if role in (Role.CANDIDATE, Role.COUNSELLOR):
            person = rows["candidate" if role == Role.CANDIDATE else "worker"].person
            return person.memberships.filter(role=role).first() or make_membership(role, person)
        if role == Role.HOST_MANAGER:
            return rows["manager"]
        if role == Role.HELPER:
            return rows["helper"].person.memberships.get(role=role)
        return make_membership(role, **self.reach(role))

    def reach(self, role: str) -> dict[str, Any]:
        """Return what bounds a role: an organisation or a territory of this side."""
        rows = self.here.rows
        return {
            Role.PREFECTURE: {"department": rows["department"]},
            Role.HUB: {
                "region": rows["department"].region,
                "organisation": make_organisation(hub="hubik", siret=siret(next(NUMBERS))),
            },
            Role.NETWORK: {"organisation": make_organisation(network=NETWORK, siret=siret(next(NUMBERS)))},
            Role.COORDINATOR: {"organisation": rows["host"]},
            **{role: {"organisation": rows["host"]} for role in accreditation.ROLES},
        }.get(role, {})

    def browser(self, role: str) -> Client:
        """Return a browser signed in under the role, the second factor shown; a bare account for `public`."""
        client = Client(raise_request_exception=False)
        if role == Role.PUBLIC:
            sign_in(client, make_person())
        elif role != ANONYMOUS:
            membership = self.memberships[role]
            sign_in(client, membership.person, membership)
        return client if role == ANONYMOUS else fresh(client)


def a_mail() -> OutboxMessage:
    """A mail in the outbox."""
    rendered = Rendered("Votre demande est enregistrée", "Bonjour", "<p>Bonjour</p>")
    queue(rendered, template="positions/notice", to="quelquun@example.org", key="doors", now=SUMMER)
    return OutboxMessage.objects.get(key="doors")


def draft() -> dict[str, Any]:
    """Return the fields of an import that waits for its confirmation."""
    content = b"niveau,code,version,date,score\ncommune,87085,v2,2024-03-01,6\n"
    found = {"kind": "fragility", "file_name": "ifn.csv", "source": "Fichier d'essai", "content": content}
    return {**found, "created_at": timezone.now()}
