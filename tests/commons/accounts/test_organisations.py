"""Organisations: registered once, class corrected, labelled, listed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conum.commons.accounts.enums import EmployerClass, OrganisationKind, Role
from conum.commons.accounts.models import ExternalId, Organisation
from conum.commons.accounts.operations.organisations import correct_class, give_label, register
from conum.commons.accounts.queries.organisations import find, labels_on, visible_to, with_zones, zones_on
from conum.commons.journal.models import JournalEntry
from conum.commons.territories.models import Zone
from conum.kernel.errors import Conflict, ConumError, OutOfSight, PermissionRefused
from conum.kernel.rules import RuleBroken
from tests.factories_accounts import make_actor, make_organisation, signed_in, siret

pytestmark = pytest.mark.usefixtures("territories")
FIELDS = {"siret": "732 829 320 00074", "name": "CCAS de Bourg", "kind": OrganisationKind.PRIVATE}


def test_an_organisation_is_registered_once_per_siret_and_branch(now: datetime) -> None:
    first, made = register({**FIELDS, "legal_category": "7361"}, now)
    assert made and (first.siret, first.employer_class) == ("73282932000074", EmployerClass.PUBLIC)
    again, made_again = register({**FIELDS, "name": "Another name"}, now)
    assert again == first and not made_again and again.name == "CCAS de Bourg"
    branch, made_branch = register({**FIELDS, "branch_name": " Nord "}, now)
    assert made_branch and find(siret="73282932000074", branch_name="Nord") == branch
    assert find(siret="73282932000074") == first and find() is None


def test_a_ridet_stands_for_a_siret_in_new_caledonia(now: datetime) -> None:
    made, _new = register({"ridet": "0123456", "name": "Mairie de Nouméa", "kind": "commune"}, now)
    assert find(ridet="0123456") == made


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"siret": "73282932000079"}, "siret"),
        ({"siret": ""}, "siret"),
        ({"ridet": "0123456"}, "ridet"),
        ({"siret": "", "ridet": "12"}, "ridet"),
        ({"rna": "X"}, "rna"),
    ],
)
def test_POS_06_wrong_numbers_are_refused(now: datetime, change: dict[str, str], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        register({**FIELDS, **change}, now)
    assert refusal.value.field == field and not Organisation.objects.exists()


@pytest.mark.parametrize("wrong", [{"siret": "123"}, {"ridet": "12"}, {"rna": "12"}, {"name": ""}, {"latitude": 1.0}])
def test_POS_06_the_database_refuses_too(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation(**wrong)


def test_the_database_holds_one_organisation_per_number_and_branch() -> None:
    make_organisation(siret="73282932000074")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation(siret="73282932000074")


def test_PRG_03_an_external_identifier_is_unique_per_source() -> None:
    host = make_organisation()
    given = {"entity": "accounts.Organisation", "entity_id": host.pk, "value": "1234"}
    ExternalId.objects.create(**given, source="state_pilot")
    ExternalId.objects.create(**given, source="coop")
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalId.objects.create(**given, source="coop")


def test_the_class_is_corrected_with_a_reason_and_journalled(now: datetime) -> None:
    host, admin = make_organisation(), make_actor(Role.NATIONAL_ADMIN)
    with pytest.raises(ConumError, match="10 à 500"):
        correct_class(host.pk, EmployerClass.PRIVATE, "court", admin, now)
    with pytest.raises(ConumError, match="déjà"):
        correct_class(host.pk, EmployerClass.PUBLIC, "Statuts relus ce jour", admin, now)
    changed = correct_class(host.pk, EmployerClass.PRIVATE, "Statuts relus ce jour", admin, now)
    assert (changed.employer_class, changed.class_reason) == (EmployerClass.PRIVATE, "Statuts relus ce jour")
    entry = JournalEntry.objects.get()
    assert entry.action == "correct_class" and entry.payload == {"before": "public", "after": "private"}


def test_only_an_administrator_corrects_or_labels(now: datetime) -> None:
    host, prefecture = make_organisation(commune_id="87085"), make_actor(Role.PREFECTURE)
    with pytest.raises(PermissionRefused):
        correct_class(host.pk, EmployerClass.PRIVATE, "Statuts relus ce jour", prefecture, now)
    with pytest.raises(PermissionRefused):
        give_label(host.pk, "france_services", date(2026, 1, 1), None, prefecture, now)
    with pytest.raises(OutOfSight):
        give_label(make_actor(Role.CANDIDATE).person_id, "france_services", date(2026, 1, 1), None, prefecture, now)


def test_a_label_is_held_once_at_a_time(now: datetime) -> None:
    host, admin = make_organisation(), make_actor(Role.NATIONAL_ADMIN)
    give_label(host.pk, "france_services", date(2026, 1, 1), date(2026, 6, 30), admin, now)
    for starts, ends in ((date(2026, 6, 30), None), (date(2025, 1, 1), date(2026, 1, 1))):
        with pytest.raises(Conflict):
            give_label(host.pk, "france_services", starts, ends, admin, now)
    with pytest.raises(ConumError, match="avant"):
        give_label(host.pk, "france_services", date(2026, 8, 1), date(2026, 7, 1), admin, now)
    give_label(host.pk, "france_services", date(2026, 7, 1), None, admin, now)
    give_label(host.pk, "aidants_connect", date(2026, 1, 1), None, admin, now)
    assert labels_on(host, date(2026, 6, 30)).count() == 2
    assert labels_on(host, date(2025, 12, 31)).count() == 0


def test_each_role_sees_its_organisations() -> None:
    near, far = make_organisation(commune_id="87085"), make_organisation()
    one, two = make_organisation(network="unaf"), make_organisation(network="unaf")
    assert set(visible_to(make_actor(Role.PREFECTURE, department_id="87"))) == {near}
    assert set(visible_to(make_actor(Role.NATIONAL_ADMIN))) == {near, far, one, two}
    assert set(visible_to(make_actor(Role.HOST_MANAGER, organisation=far))) == {far}
    assert set(visible_to(make_actor(Role.NETWORK, organisation=one))) == {one, two}
    assert set(visible_to(make_actor(Role.CANDIDATE))) == set()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_length(client: Client, rows: int) -> None:
    signed_in(client, Role.PREFECTURE, department_id="87")
    for _ in range(rows):
        make_organisation(commune_id="87085")
    client.get("/structures/")
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get("/structures/").context["rows"]) == rows
    assert len(queries) == 5, [q["sql"][:90] for q in queries.captured_queries]


def test_the_list_is_searched_and_exported(client: Client) -> None:
    signed_in(client, Role.PREFECTURE, department_id="87")
    host = make_organisation(commune_id="87085", name="Mairie de Limoges", siret=siret(77777))
    make_organisation(commune_id="87085", name="Autre")
    for query in ("q=limo", f"q={host.siret[:6]}", "q=limoges&type=commune&statut=public"):
        assert host in client.get(f"/structures/?{query}").context["rows"]
    assert not client.get("/structures/?q=zzz").context["rows"]
    body = b"".join(client.get("/structures/?export=csv&q=mairie").streaming_content).decode()  # type: ignore[attr-defined]
    assert host.siret in body and "Autre" not in body


def test_class_and_label_by_the_pages(client: Client) -> None:
    signed_in(client, Role.NATIONAL_ADMIN)
    host = make_organisation()
    address = f"/structures/{host.pk}/"
    assert client.post(f"{address}statut/", {"employer_class": "private", "reason": "x"}).status_code == 422
    client.post(f"{address}statut/", {"employer_class": "private", "reason": "Statuts relus ce jour"})
    assert "Statuts relus ce jour" in client.get(address).content.decode()
    wrong = {"label": "france_services", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}
    assert client.post(f"{address}label/", wrong).status_code == 422
    client.post(f"{address}label/", {"label": "france_services", "starts_on": "01/02/2026"})
    page = client.get(address).content.decode()
    assert "France Services" in page and "1 février 2026" in page


def make_zones() -> None:
    made = datetime(2024, 1, 1, tzinfo=UTC)
    given = {"commune_id": "87085", "source": "test", "created_at": made, "updated_at": made}
    Zone.objects.create(kind="zrr", valid_from=date(2017, 7, 1), valid_to=date(2024, 6, 30), **given)
    Zone.objects.create(kind="frr", valid_from=date(2024, 7, 1), **given)
    for code in ("QN08701M", "QN08702M"):
        Zone.objects.create(kind="qpv", code=code, name="Val de l'Aurence", valid_from=date(2015, 1, 1), **given)


def test_zones_are_derived_from_the_commune_on_a_day() -> None:
    make_zones()
    here, elsewhere, nowhere = make_organisation(commune_id="87085"), make_organisation(), make_organisation()
    Organisation.objects.filter(pk=nowhere.pk).update(commune=None)
    nowhere.refresh_from_db()
    for day, kinds in ((date(2024, 6, 30), ["qpv", "zrr"]), (date(2024, 7, 1), ["frr", "qpv"])):
        assert with_zones(Organisation.objects.all(), day).get(pk=here.pk).zones == kinds
        assert sorted({zone.kind for zone in zones_on(here, day)}) == kinds
    assert zones_on(elsewhere, date(2024, 7, 1)) == zones_on(nowhere, date(2024, 7, 1)) == []
    assert with_zones(Organisation.objects.all(), date(2024, 7, 1)).get(pk=nowhere.pk).zones == []


def test_the_sheet_and_the_export_tell_the_zones(client: Client) -> None:
    signed_in(client, Role.PREFECTURE, department_id="87")
    host = make_organisation(commune_id="87085")
    assert "dans aucune zone" in client.get(f"/structures/{host.pk}/").content.decode()
    make_zones()
    page = client.get(f"/structures/{host.pk}/").content.decode()
    assert "Val de l&#x27;Aurence QN08702M" in page and "depuis le 1 juillet 2024" in page and "ZRR" not in page
    body = b"".join(client.get("/structures/?export=csv").streaming_content).decode()  # type: ignore[attr-defined]
    head, line = body.strip().splitlines()
    told = dict(zip(head.split(";"), line.split(";"), strict=True))
    assert [told[f'"{name}"'] for name in ("QPV", "ZRR", "FRR")] == ['"oui"', '"non"', '"oui"']


def test_only_readers_of_the_journal_see_the_history_on_the_sheet(client: Client, now: datetime) -> None:
    host = make_organisation(commune_id="87085")
    correct_class(host.pk, EmployerClass.PRIVATE, "Statuts relus ce jour", make_actor(Role.NATIONAL_ADMIN), now)
    signed_in(client, Role.PREFECTURE, department_id="87")
    assert "Historique" not in client.get(f"/structures/{host.pk}/").content.decode()
    signed_in(client, Role.NATIONAL_ADMIN)
    page = client.get(f"/structures/{host.pk}/").content.decode()
    assert "Historique" in page and f"?objet={host.pk}" in page
