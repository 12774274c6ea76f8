"""The committee, the opinion and the quotas through their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conum.domains.positions.models import CommitteeSession, DepartmentQuota, HostRequest, PrefectOpinion, QuotaOverride
from conum.domains.positions.queries import links
from tests.factories_accounts import signed_in
from tests.factories_positions import make_host, make_opinion, make_quota, make_request, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(db: None) -> HostRequest:
    """A request of two posts with a favourable opinion, and a quota of three."""
    make_quota(posts=3)
    request = make_request(posts_wanted=2)
    make_opinion(request)
    return request


def words(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


def test_a_session_is_planned_opened_used_and_closed(asked: HostRequest, client: Client) -> None:
    signed_in(client, "national_admin")
    client.post(reverse("positions:plan_session"), {"label": "COSELEC 12", "date": "2026-12-01"})
    session = CommitteeSession.objects.get()
    page = reverse("positions:session", args=[session.pk])

    client.post(reverse("positions:open_session", args=[session.pk]))
    lot = {"selected": [str(asked.pk)], "verdict": "approved", f"posts_{asked.pk}": "2"}
    answer = client.post(page, lot, follow=True)
    assert "1 demande est décidée" in words(answer)
    assert [one.remaining for one in answer.context["balances"]] == [1]  # still in view, nothing left to decide

    client.post(reverse("positions:close_session", args=[session.pk]))
    closed = client.get(page)
    assert [row.pk for row in closed.context["rows"]] == [asked.pk]
    assert "Cette action n'est plus possible" in words(
        client.post(reverse("positions:close_session", args=[session.pk]), follow=True)
    )


@pytest.mark.parametrize(
    ("data", "field"),
    [({"label": "", "date": "2026-12-01"}, "label"), ({"label": "COSELEC 1", "date": "demain"}, "date"),
     ({"label": "coselec 1", "date": "2026-12-01"}, "label")],
)  # fmt: skip
def test_a_wrong_session_is_refused(data: dict[str, str], field: str, client: Client) -> None:
    make_session(label="COSELEC 1")
    signed_in(client, "national_admin")

    answer = client.post(reverse("positions:plan_session"), data)

    assert answer.status_code == 422 and field in errors(answer)


def test_what_a_lot_refuses_is_told_request_by_request(asked: HostRequest, client: Client) -> None:
    second = make_request(posts_wanted=2)
    make_opinion(second)
    session = make_session()
    signed_in(client, "national_admin")
    lot = {"verdict": "approved", f"posts_{asked.pk}": "2", f"posts_{second.pk}": "2"}

    answer = client.post(
        reverse("positions:session", args=[session.pk]), {**lot, "selected": [asked.pk, second.pk]}, follow=True
    )

    assert "1 demande est décidée" in words(answer) and "Il reste 1 poste" in words(answer)


@pytest.mark.parametrize("typed", ["", "zéro", "1.5", "-2", "²"])
def test_a_lot_with_a_wrong_number_grants_nothing(typed: str, asked: HostRequest, client: Client) -> None:
    signed_in(client, "national_admin")
    lot = {"selected": [asked.pk], "verdict": "approved", f"posts_{asked.pk}": typed}

    answer = client.post(reverse("positions:session", args=[make_session().pk]), lot, follow=True)

    assert "au moins un poste" in words(answer)
    asked.refresh_from_db()
    assert asked.state == "submitted"


def test_nothing_ticked_is_said(asked: HostRequest, client: Client) -> None:
    signed_in(client, "national_admin")

    answer = client.post(reverse("positions:session", args=[make_session().pk]), {"verdict": "approved"}, follow=True)

    assert "Cochez au moins une demande" in words(answer)


def test_requests_are_compared_side_by_side(asked: HostRequest, client: Client) -> None:
    others = [make_request() for _other in range(4)]
    session = make_session()
    signed_in(client, "national_admin")
    picked = [asked.pk, *(other.pk for other in others)]

    answer = client.post(
        reverse("positions:session", args=[session.pk]), {"selected": picked, "compare": "1"}, follow=True
    )

    assert len(answer.context["rows"]) == 4
    assert client.get(reverse("positions:compare", args=[session.pk]), {"demande": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"verdict": ""}, "verdict"),
        ({"verdict": "approved", "posts_granted": ""}, "posts_granted"),
        ({"verdict": "approved", "posts_granted": "deux"}, "posts_granted"),
        ({"verdict": "approved", "posts_granted": "-1"}, "posts_granted"),
        ({"verdict": "approved", "posts_granted": "4"}, "posts_granted"),
        ({"verdict": "refused"}, "refusal_reason"),
        ({"verdict": "refused", "refusal_reason": "far"}, "refusal_reason"),
        ({"verdict": "further_review"}, "observation"),
        ({"verdict": "further_review", "observation": "x" * 2001}, "observation"),
        ({"verdict": "approved", "posts_granted": "1", "session": "nope"}, "session"),
    ],
)
def test_a_wrong_decision_is_refused_on_its_field(
    data: dict[str, str], field: str, asked: HostRequest, client: Client
) -> None:
    signed_in(client, "national_admin")

    answer = client.post(reverse("positions:decide", args=[asked.pk]), data)

    assert answer.status_code == 422 and field in errors(answer), errors(answer)


def test_an_individual_decision_has_no_session(asked: HostRequest, client: Client) -> None:
    signed_in(client, "national_admin")

    client.post(
        reverse("positions:decide", args=[asked.pk]), {"verdict": "approved", "posts_granted": "1", "phase": "1"}
    )

    decision = asked.decisions.get()
    assert (decision.session, decision.phase, decision.posts_granted) == (None, 1, 1)


def test_the_second_administrator_agrees_from_the_request(asked: HostRequest, client: Client) -> None:
    signed_in(client, "national_admin")
    client.post(reverse("positions:ask_override", args=[asked.pk]), {"posts": "1", "reason": "Poste itinérant"})
    override = QuotaOverride.objects.get()
    agree = reverse("positions:agree_override", args=[override.pk])
    assert agree not in client.get(reverse("positions:request", args=[asked.pk])).content.decode()

    second = Client()
    signed_in(second, "national_admin")
    assert agree in second.get(reverse("positions:request", args=[asked.pk])).content.decode()
    second.post(agree)

    override.refresh_from_db()
    assert override.agreed_by_id is not None


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"verdict": ""}, "verdict"),
        ({"comment": ""}, "comment"),
        ({"comment": "trop peu"}, "comment"),
        ({"comment": "x" * 1001}, "comment"),
        ({"proposed_posts": "un"}, "proposed_posts"),
        ({"proposed_posts": "-1"}, "proposed_posts"),
        ({"proposed_posts": "0"}, "proposed_posts"),
        ({"qpv": "x" * 501}, "qpv"),
    ],
)
def test_a_wrong_opinion_is_refused_on_its_field(
    data: dict[str, str], field: str, asked: HostRequest, client: Client
) -> None:
    signed_in(client, "prefecture", department_id="87")
    right = {"verdict": "favourable", "comment": "Le territoire est peu couvert.", "proposed_posts": "1"}

    answer = client.post(reverse("positions:opinion", args=[asked.pk]), {**right, **data})

    assert answer.status_code == 422 and field in errors(answer)
    assert PrefectOpinion.objects.count() == 1


def test_POS_13_the_page_shows_the_context(asked: HostRequest, client: Client) -> None:
    signed_in(client, "prefecture", department_id="87")

    context = client.get(reverse("positions:opinion", args=[asked.pk])).context["context"]

    assert (context["quota"], context["requested"]) == (3, 2)


@pytest.mark.parametrize(
    ("data", "field"),
    [({"posts": "-1"}, "posts"), ({"posts": "beaucoup"}, "posts"), ({"valid_from": "2020-01-01"}, "valid_from"),
     ({"source": ""}, "source"), ({"kind": "unspecified"}, "kind")],
)  # fmt: skip
def test_a_wrong_quota_is_refused_on_its_field(data: dict[str, str], field: str, client: Client) -> None:
    signed_in(client, "national_admin")
    today = timezone.localdate().isoformat()
    right = {"kind": "counsellor", "posts": "36", "valid_from": today, "source": "Décision du 6 avril"}

    answer = client.post(reverse("positions:set_quota", args=["87"]), {**right, **data})

    assert answer.status_code == 422 and field in errors(answer)
    assert not DepartmentQuota.objects.exists()


def test_a_quota_to_come_does_not_count_yet(asked: HostRequest, client: Client) -> None:
    signed_in(client, "national_admin")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    data = {"kind": "counsellor", "posts": "99", "valid_from": tomorrow, "source": "Décision"}

    page = client.post(reverse("positions:set_quota", args=["87"]), data, follow=True)

    assert page.context["balances"][0][1].quota == 3
    assert [quota.posts for quota in page.context["history"]] == [99, 3]


def test_the_applicant_withdraws_by_the_link(asked: HostRequest, client: Client) -> None:
    token = links.token(asked.pk, links.FOLLOW)

    page = client.post(reverse("positions:follow_withdraw", args=[token]), {"reason": "Plus de local"}, follow=True)

    asked.refresh_from_db()
    assert asked.state == "withdrawn" and "Plus de local" in page.content.decode()
    assert page.context["withdraw"] == ""


def test_open_data_holds_no_person(asked: HostRequest, client: Client) -> None:
    make_request(make_host(name="=HYPERLINK(1)"), state="approved")
    signed_in(client, "national_admin")
    client.post(reverse("positions:decide", args=[asked.pk]), {"verdict": "approved", "posts_granted": "1"})

    text = b"".join(Client().get(reverse("positions:open_decisions")).streaming_content).decode()  # type: ignore[arg-type]

    assert "nombre_postes" in text and asked.legal_id in text
    assert asked.contact_email not in text and "HYPERLINK" not in text  # approved without a decision: not published
    assert timezone.localdate().strftime("%d/%m/%Y") in text
