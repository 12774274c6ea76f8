"""The prefect's opinion: POS-10 to POS-13."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conum.commons.accounts.models import Actor, OrganisationLabel
from conum.commons.territories.models import FragilityIndex, Zone
from conum.domains.positions.operations.decisions import Verdict, decide
from conum.domains.positions.operations.opinions import Opinion, give_opinion
from conum.domains.positions.rules.opinions import context_is_complete
from conum.kernel.errors import ConumError, PermissionRefused
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor, signed_in
from tests.factories_positions import SPRING, make_attachment, make_host, make_quota, make_request

pytestmark = pytest.mark.django_db
YES = Opinion("favourable", "Le territoire manque d'accompagnement.", 1)


def test_POS_10_another_prefecture_gives_no_opinion(now: datetime) -> None:
    request = make_request()
    elsewhere = make_actor("prefecture", department_id="19")

    with pytest.raises(RuleBroken, match="Seule la préfecture"):
        give_opinion(request.pk, YES, actor=elsewhere, now=now)


def test_POS_10_the_prefecture_of_the_region_gives_it_too(now: datetime) -> None:
    regional = make_actor("prefecture", region_id="75")

    assert give_opinion(make_request().pk, YES, actor=regional, now=now).verdict == "favourable"


@pytest.mark.parametrize("verdict", ["favourable", "unfavourable"])
@pytest.mark.parametrize("comment", ["", "trop court", " " * 20, "x" * 1001])
def test_POS_11_the_comment_has_10_to_1000_characters(
    verdict: str, comment: str, prefecture: Actor, now: datetime
) -> None:
    comment = comment[:9] if comment == "trop court" else comment

    with pytest.raises(RuleBroken) as refused:
        give_opinion(make_request().pk, replace(YES, verdict=verdict, comment=comment), actor=prefecture, now=now)

    assert (refused.value.rule_id, refused.value.field) == ("POS-11", "comment")


@pytest.mark.parametrize("length", [10, 1000])
def test_POS_11_the_bounds_are_included(length: int, prefecture: Actor, now: datetime) -> None:
    assert give_opinion(make_request().pk, replace(YES, comment="x" * length), actor=prefecture, now=now).pk


def test_POS_12_replaced_until_the_decision_with_versions_kept(prefecture: Actor, admin: Actor, now: datetime) -> None:
    make_quota()
    request = make_request()
    first = give_opinion(request.pk, YES, actor=prefecture, now=now)
    later = now + timedelta(days=1)
    second = give_opinion(
        request.pk, Opinion("unfavourable", "Déjà couvert par le voisin.", 0), actor=prefecture, now=later
    )

    first.refresh_from_db()
    assert first.superseded_at == later and second.superseded_at is None
    assert [step.event for step in request.steps.all()] == ["opinion_given", "opinion_replaced"]

    decide(request.pk, Verdict("approved", 1), actor=admin, now=later)
    with pytest.raises(RuleBroken, match="n'attend plus de décision"):
        give_opinion(request.pk, YES, actor=prefecture, now=later)


def test_POS_13_the_context_is_frozen_at_the_moment_of_writing(prefecture: Actor, now: datetime) -> None:
    make_quota(posts=36)
    make_attachment()
    request = make_request(posts_wanted=3)
    host = make_host(name="France Services de Bellac")
    OrganisationLabel.objects.create(organisation=host, label="france_services", starts_on=date(2020, 1, 1))
    Zone.objects.create(
        kind="qpv", commune_id="87085", code="QP087001", name="Les Coutures", valid_from=date(2015, 1, 1),
        source="test", created_at=SPRING, updated_at=SPRING,
    )  # fmt: skip
    FragilityIndex.objects.create(
        level="department", code="87", version="v2", measured_on=date(2021, 1, 1), score=6, source="test",
        created_at=SPRING, updated_at=SPRING,
    )  # fmt: skip

    context = give_opinion(request.pk, YES, actor=prefecture, now=now).context
    make_quota(posts=99, valid_from=date(2021, 4, 7))

    assert (context["quota"], context["granted"], context["requested"]) == (36, 1, 3)
    assert context["zones"] == [{"kind": "qpv", "code": "QP087001", "name": "Les Coutures"}]
    assert context["fragility"][0]["score"] == 6
    assert context["france_services"] == ["France Services de Bellac"]
    assert not context_is_complete({"quota": 1})


@pytest.mark.parametrize("posts", [0, -1])
def test_a_favourable_opinion_proposes_a_post(posts: int, prefecture: Actor, now: datetime) -> None:
    with pytest.raises(ConumError) as refused:
        give_opinion(make_request().pk, replace(YES, proposed_posts=posts), actor=prefecture, now=now)

    assert refused.value.field == "proposed_posts"


@pytest.mark.parametrize("role", ["national_admin", "host_manager", "hub"])
def test_only_a_prefecture_gives_it(role: str, now: datetime) -> None:
    with pytest.raises((PermissionRefused, RuleBroken)):
        give_opinion(make_request().pk, YES, actor=make_actor(role), now=now)


def test_a_transfer_comes_from_a_structure_with_posts_in_the_departement(prefecture: Actor, now: datetime) -> None:
    source, request = make_attachment().host, make_request()
    saved = give_opinion(request.pk, replace(YES, transfer_from_id=source.pk), actor=prefecture, now=now)
    assert saved.transfer_from == source

    elsewhere = make_attachment(make_host("35238")).host
    for wrong in (make_host(), elsewhere, request.organisation):
        with pytest.raises(ConumError) as refused:
            give_opinion(request.pk, replace(YES, transfer_from_id=wrong.pk), actor=prefecture, now=now)
        assert refused.value.field == "transfer_from"


def test_the_form_of_the_opinion_offers_the_hosts_of_the_departement(client: Client, now: datetime) -> None:
    source, elsewhere = make_attachment(make_host(name="CCAS de Bourg")).host, make_attachment(make_host("35238")).host
    request, path = make_request(), "positions:opinion"
    signed_in(client, "prefecture", department_id="87")
    page = client.get(reverse(path, args=[request.pk])).content.decode()
    assert f'value="{source.pk}"' in page and str(elsewhere.pk) not in page
    data = {"verdict": "favourable", "proposed_posts": 1, "comment": YES.comment}
    wrong = client.post(reverse(path, args=[request.pk]), {**data, "transfer_from": str(elsewhere.pk)})
    assert wrong.status_code == 422 and "transfer_from" in wrong.context["form"].errors
    shown = client.post(reverse(path, args=[request.pk]), {**data, "transfer_from": str(source.pk)}, follow=True)
    assert "par transfert depuis CCAS de Bourg" in shown.content.decode()
    again = client.get(reverse(path, args=[request.pk])).content.decode()
    assert f'value="{source.pk}" selected' in again
