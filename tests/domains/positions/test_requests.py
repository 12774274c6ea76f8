"""Host requests: POS-01 to POS-08 and the life outside the committee."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from conum.commons.accounts.models import Actor
from conum.commons.journal.models import JournalEntry
from conum.commons.messaging.models import OutboxMessage
from conum.domains.positions.events import HostRequestClosed
from conum.domains.positions.operations import requests as operations
from conum.domains.positions.operations.filing import Filing, file_request
from conum.domains.positions.permissions import requests_visible_to
from conum.domains.positions.queries import links
from conum.domains.positions.rules import requests as rules
from conum.kernel import events
from conum.kernel.errors import ConumError, OutOfSight, PermissionRefused
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor, siret
from tests.factories_positions import make_attachment, make_host, make_request

pytestmark = pytest.mark.django_db
FILING = Filing(
    organisation={
        "siret": siret(90210),
        "name": "Mairie de Bourg",
        "kind": "commune",
        "address": "1 place de la Mairie",
        "commune_id": "87085",
    },
    request={
        "kind": "counsellor",
        "posts_wanted": 1,
        "start_wanted": date(2021, 9, 1),
        "motivation": "Ouvrir des permanences.",
        "contact_first_name": "Dominique",
        "contact_last_name": "Petit",
        "contact_function": "Maire",
        "contact_email": "mairie@example.org",
        "contact_phone": "+33555456000",
    },
    commitments_accepted=True,
)


def filing(*, organisation: dict | None = None, request: dict | None = None, **fields: object) -> Filing:
    return replace(
        FILING,
        organisation={**FILING.organisation, **(organisation or {})},
        request={**FILING.request, **(request or {})},
        **fields,
    )


def test_POS_01_one_open_request_per_siret(now: datetime) -> None:
    host = make_host()
    make_request(host)

    with pytest.raises(IntegrityError, match="request_one_open_per_legal_id"), transaction.atomic():
        make_request(make_host(branch_name="Antenne nord", siret=host.siret))


def test_POS_01_a_coordinator_request_may_coexist(now: datetime) -> None:
    host = make_host()
    make_request(host)

    assert make_request(host, kind="coordinator").pk


def test_POS_01_the_second_confirmation_is_refused(now: datetime) -> None:
    host = make_host()
    waiting = make_request(host, state="unconfirmed")
    make_request(host)

    with pytest.raises(RuleBroken, match="déjà en cours"):
        operations.confirm(waiting.pk, now=now)


def test_POS_01_two_antennas_with_the_same_siret_come_one_after_the_other(now: datetime) -> None:
    host = make_host()
    antenna = make_host(branch_name="Antenne nord", siret=host.siret)
    make_attachment(host)  # its request is approved: decided, not open any more

    with pytest.raises(IntegrityError, match="request_one_live_per_organisation"), transaction.atomic():
        make_request(host)
    assert make_request(antenna).pk


@pytest.mark.parametrize(
    ("kind", "day", "accepted"),
    [
        ("commune", date(2020, 11, 16), False),
        ("commune", date(2020, 11, 17), True),
        ("private", date(2021, 2, 28), False),
        ("private", date(2021, 3, 1), True),
    ],
)
def test_POS_02_each_class_has_its_opening_day(kind: str, day: date, accepted: bool) -> None:
    asked = filing(organisation={"kind": kind})
    instant = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

    if accepted:
        assert file_request(asked, actor=None, now=instant) is not None
    else:
        with pytest.raises(RuleBroken) as refused:
            file_request(asked, actor=None, now=instant)
        assert refused.value.rule_id == "POS-02"
        assert "/" in refused.value.message  # the opening day is told


@pytest.mark.parametrize(
    "asked", [filing(state_service=True), filing(organisation={"legal_category": "7172"}), filing(sole_profit=True)]
)
def test_POS_03_state_services_and_sole_profit_are_not_eligible(asked: Filing, now: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        file_request(asked, actor=None, now=now)

    assert refused.value.rule_id == "POS-03"


def test_POS_04_never_one_of_the_two_agents_of_a_france_services(now: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        file_request(filing(france_services=True, request={"additional_post": False}), actor=None, now=now)

    assert refused.value.rule_id == "POS-04"


@pytest.mark.parametrize(
    ("kind", "category", "expected"),
    [
        ("commune", "7210", "public"),
        ("commune", "", "public"),
        ("private", "9220", "private"),
        ("private", "", "private"),
        ("private", "7361", "public"),  # a CCAS registered as private by mistake
        ("private", "4110", "public"),  # a public body that trades
        ("public_interest_group", "5710", "private"),
    ],
)
def test_POS_05_the_class_follows_from_facts(kind: str, category: str, expected: str) -> None:
    assert rules.employer_class(kind, category) == expected
    assert rules.class_follows_from_facts(kind, category, expected)


def test_POS_05_the_territory_is_computed_on_the_server(now: datetime) -> None:
    request = file_request(filing(organisation={"commune_id": "19272"}), actor=None, now=now)

    assert request is not None and request.department_id == "19"


def test_POS_05_a_structure_that_moved_is_filed_where_it_is_and_flagged(now: datetime) -> None:
    host = make_host("87085", siret=FILING.organisation["siret"])

    request = file_request(filing(organisation={"commune_id": "19272"}), actor=None, now=now)

    host.refresh_from_db()
    assert request is not None and request.department_id == "19"
    assert (host.commune_id, host.to_check) == ("87085", True)


def test_a_request_for_saint_martin(now: datetime) -> None:
    request = file_request(filing(organisation={"commune_id": "97801"}), actor=None, now=now)

    assert request is not None and request.department_id == "978"


def test_POS_07_an_unconfirmed_request_is_hidden_from_the_prefecture(prefecture: Actor) -> None:
    make_request(state="unconfirmed")

    assert not requests_visible_to(prefecture).exists()


def test_POS_07_a_late_confirmation_is_refused(now: datetime) -> None:
    request = make_request(state="unconfirmed")

    with pytest.raises(RuleBroken, match="180 jours"):
        operations.confirm(request.pk, now=now + timedelta(days=181))
    assert links.read(links.token(request.pk, links.CONFIRM), links.FOLLOW, timedelta(days=1)) is None


def test_POS_08_an_anonymous_caller_learns_nothing(now: datetime) -> None:
    make_request(make_host(siret=FILING.organisation["siret"]))

    assert file_request(FILING, actor=None, now=now) is None

    told = OutboxMessage.objects.get(to="mairie@example.org")
    assert "déjà une demande" in told.subject
    assert rules.answer_reveals_nothing("Consultez vos courriels", "Consultez vos courriels")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"posts_wanted": 0}, "posts_wanted"),
        ({"posts_wanted": 31}, "posts_wanted"),
        ({"kind": "coordinator", "posts_wanted": 2, "coordinator_time": "full_time"}, "posts_wanted"),
        ({"start_wanted": date(2021, 4, 5)}, "start_wanted"),
        ({"motivation": " "}, "motivation"),
        ({"motivation": "x" * 2501}, "motivation"),
        ({"contact_email": "a@conseiller-numerique.fr"}, "contact_email"),
    ],
)
def test_bounds_hold_without_the_form(change: dict, field: str, now: datetime) -> None:
    with pytest.raises(ConumError) as refused:
        file_request(filing(request=change), actor=None, now=now)

    assert refused.value.field == field


def test_confirming_twice_changes_nothing(now: datetime, prefecture: Actor) -> None:
    request = make_request(state="unconfirmed")

    operations.confirm(request.pk, now=now)
    operations.confirm(request.pk, now=now + timedelta(hours=1))

    assert OutboxMessage.objects.filter(key__startswith="positions.new").count() == 1
    assert JournalEntry.objects.filter(action="request.confirm").count() == 1


def test_a_duplicate_names_the_kept_request(admin: Actor, now: datetime) -> None:
    kept, copy = make_request(), make_request()

    with pytest.raises(ConumError, match="ne peut pas être"):
        operations.mark_duplicate(copy.pk, copy.number, actor=admin, now=now)
    with pytest.raises(ConumError, match="ne peut pas être"):
        operations.mark_duplicate(copy.pk, 999_999, actor=admin, now=now)
    done = operations.mark_duplicate(copy.pk, kept.number, actor=admin, now=now)

    assert (done.state, done.kept_request_id) == ("duplicate", kept.pk)


def test_an_approved_request_with_posts_is_not_cancelled(admin: Actor, now: datetime) -> None:
    attachment = make_attachment()

    with pytest.raises(ConumError, match="encore des postes"):
        operations.cancel(attachment.request_id, "Erreur", actor=admin, now=now)


@pytest.mark.parametrize("reason", ["", "   "])
def test_cancel_and_reinstate_need_a_reason(reason: str, admin: Actor, now: datetime) -> None:
    request = make_request()

    with pytest.raises(ConumError, match="motif"):
        operations.cancel(request.pk, reason, actor=admin, now=now)
    operations.cancel(request.pk, "Erreur de saisie", actor=admin, now=now)
    with pytest.raises(ConumError, match="motif"):
        operations.reinstate(request.pk, reason, actor=admin, now=now)
    assert operations.reinstate(request.pk, "Annulée à tort", actor=admin, now=now).state == "submitted"


def test_reinstating_beside_a_newer_request_is_refused(admin: Actor, now: datetime) -> None:
    old = make_request()
    operations.cancel(old.pk, "Erreur", actor=admin, now=now)
    make_request(old.organisation)

    with pytest.raises(RuleBroken, match="déjà en cours"):
        operations.reinstate(old.pk, "Finalement", actor=admin, now=now)


def test_a_withdrawal_is_told(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[events.Event] = []
    monkeypatch.setattr(events, "_subscribers", {HostRequestClosed: [told.append]})
    request = make_request()

    operations.withdraw(request.pk, actor=None, now=now, reason="Projet abandonné")

    assert told == [HostRequestClosed(request.pk, request.organisation_id, "withdrawn")]
    assert request.steps.get().note == "Projet abandonné"


def test_another_host_does_not_withdraw(now: datetime) -> None:
    with pytest.raises(PermissionRefused):
        operations.withdraw(make_request().pk, actor=make_actor("host_manager"), now=now)


def test_what_is_gone_is_out_of_sight(admin: Actor, now: datetime) -> None:
    with pytest.raises(OutOfSight):
        operations.cancel(make_host().pk, "Erreur", actor=admin, now=now)
