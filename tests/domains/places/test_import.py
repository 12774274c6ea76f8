"""Import of files of places: what is written, what is refused, and that twice changes nothing."""

from __future__ import annotations

import gc
import io
import json
import tracemalloc
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from conum.commons.accounts.enums import Role
from conum.commons.journal.models import JournalEntry
from conum.domains.places.events import PlacesChanged
from conum.domains.places.models import Place, PlaceSource
from conum.domains.places.operations.importing import FileRefused, ReportFile, run
from conum.domains.places.operations.importing.run import MANY
from conum.kernel import events
from conum.kernel.errors import PermissionRefused
from tests.domains.places.files import NOW, V1, as_csv, imported, place_file
from tests.factories_accounts import make_actor, make_organisation
from tests.factories_places import make_place
from tests.support import database

pytestmark = pytest.mark.django_db


def counts(report: object) -> tuple[int, int, int, int]:
    """Return (created, updated, unchanged, refused)."""
    return tuple(getattr(report, name) for name in ("created", "updated", "unchanged", "refused"))  # type: ignore[return-value]


def test_a_row_becomes_a_place_with_its_source(tmp_path: Path) -> None:
    report = imported(place_file(tmp_path, as_csv([{}])))

    place = Place.objects.get()
    assert report.last_line == "read=1 created=1 updated=0 unchanged=0 refused=0"
    assert (place.schema_id, place.commune_id, place.updated_on) == ("lieu-1", "87085", date(2025, 12, 1))
    assert place.access_modes == ["walk_in", "phone"]
    source = place.sources.get()
    assert (source.source, source.external_id) == ("Hub d’essai", "lieu-1")
    assert source.payload["name"] == place.name


def test_PLA_14_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    file = place_file(tmp_path, as_csv([{}, {"id": "lieu-2", "code_postal": "87100"}]))
    imported(file)
    before = list(Place.objects.order_by("pk").values()), list(PlaceSource.objects.order_by("pk").values())

    again = imported(file, now=NOW + timedelta(days=3))

    assert counts(again) == (0, 0, 2, 0)
    assert (list(Place.objects.order_by("pk").values()), list(PlaceSource.objects.order_by("pk").values())) == before


def test_a_dry_run_writes_nothing_and_tells_each_changed_field(tmp_path: Path) -> None:
    imported(place_file(tmp_path, as_csv([{}])))
    newer = as_csv([{"nom": "Médiathèque des Quatre-Fontaines", "date_maj": "2025-12-20"}])

    report = imported(place_file(tmp_path, newer), apply=False)

    changes = {change.column: (change.before, change.after) for change in report.changes}
    assert counts(report) == (0, 1, 0, 0)
    assert changes["nom"] == ("Médiathèque des Trois-Fontaines", "Médiathèque des Quatre-Fontaines")
    assert changes["date_maj"] == ("2025-12-01", "2025-12-20")
    assert Place.objects.get().name == "Médiathèque des Trois-Fontaines"


def test_PLA_14_bad_lines_wait_while_the_good_ones_are_imported(tmp_path: Path) -> None:
    rows = [{}, {"id": "lieu-2", "services": "Aide aux démarches administrative"}, {"id": "lieu-1", "nom": "Encore"}]

    report = imported(place_file(tmp_path, as_csv(rows)))

    assert counts(report) == (1, 0, 0, 2)
    first, second = report.refusals
    assert (first.line, first.finding.column, first.finding.value) == (3, "services", rows[1]["services"])
    assert first.finding.kept == "Aide aux démarches administratives"
    assert (second.line, second.finding.sentence()) == (4, "Cet identifiant est déjà celui de la ligne 2.")


def test_PLA_16_the_most_recent_version_wins(tmp_path: Path) -> None:
    imported(place_file(tmp_path, as_csv([{}])))
    imported(place_file(tmp_path, as_csv([{"date_maj": "2025-12-20", "telephone": ""}])))
    assert Place.objects.get().phones == []

    imported(
        place_file(tmp_path, as_csv([{"date_maj": "2025-12-10", "nom": "Trop vieux", "telephone": "+33555000001"}]))
    )

    place = Place.objects.get()
    assert (place.name, place.phones) == ("Médiathèque des Trois-Fontaines", ["+33555000001"])
    assert place.updated_on == date(2025, 12, 20)


def test_PLA_16_a_stale_source_adds_schemes_and_labels_only(tmp_path: Path) -> None:
    imported(place_file(tmp_path, as_csv([{}])))
    Place.objects.update(phones=[], labels=["duplex"])
    stale = {
        "date_maj": "2025-05-01", "nom": "Trop vieux", "telephone": "+33555000001", "formations_labels": "ORDI 3.0",
        "dispositif_programmes_nationaux": "France Services",
    }  # fmt: skip
    imported(place_file(tmp_path, as_csv([stale])))

    place = Place.objects.get()
    assert (place.name, place.phones) == ("Médiathèque des Trois-Fontaines", [])
    assert (place.labels, place.national_schemes) == (["duplex", "ordi_3_0"], ["france_services"])
    assert place.updated_on == date(2025, 12, 1)


def test_PLA_16_an_edit_by_hand_is_not_emptied_by_a_source(tmp_path: Path) -> None:
    imported(place_file(tmp_path, as_csv([{}])))
    Place.objects.update(summary="Saisi à la main", last_edit_source="person", updated_on=date(2025, 12, 25))

    imported(place_file(tmp_path, as_csv([{"date_maj": "2025-12-26", "nom": "Nouveau nom"}])))

    place = Place.objects.get()
    assert (place.name, place.summary) == ("Nouveau nom", "Saisi à la main")


def test_a_merged_place_receives_what_its_source_says(tmp_path: Path) -> None:
    imported(place_file(tmp_path, as_csv([{}])))
    kept = make_place(updated_on=date(2025, 1, 1))
    Place.objects.exclude(pk=kept.pk).update(merged_into=kept, visible=False)

    report = imported(place_file(tmp_path, as_csv([{"date_maj": "2025-12-28"}])))

    kept.refresh_from_db()
    assert counts(report) == (0, 1, 0, 0)
    assert kept.phones == ["+33555000000"]


def test_two_sources_may_use_the_same_identifier(tmp_path: Path) -> None:
    imported(place_file(tmp_path, as_csv([{"source": "un"}])))
    imported(place_file(tmp_path, as_csv([{"source": "deux"}])))

    first, second = Place.objects.order_by("created_at", "pk")
    assert (first.schema_id, second.schema_id) == ("lieu-1", str(second.pk))


def test_a_row_of_v0_is_converted_and_its_losses_are_kept(tmp_path: Path) -> None:
    report = imported(place_file(tmp_path, [{}, {"id": "ancien-2", "horaires": "9h-12h"}], "lieux.json"))

    place = Place.objects.get(schema_id="ancien-1")
    assert (place.fees, place.national_schemes) == (["free"], ["conseillers_numeriques"])
    assert len(report.losses) == 2
    assert place.sources.get().notes
    assert place.sources.get().source == "lieux"
    assert Place.objects.get(schema_id="ancien-2").opening_hours_source == "9h-12h"


def test_a_place_is_linked_to_the_one_organisation_of_its_siret(tmp_path: Path) -> None:
    host = make_organisation(siret="55210055400013")
    imported(place_file(tmp_path, as_csv([{}])))

    assert Place.objects.get().organisation == host


def test_what_changed_is_told_in_bulk_and_written_in_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[PlacesChanged] = []
    monkeypatch.setitem(events._subscribers, PlacesChanged, [told.append])

    imported(place_file(tmp_path, as_csv([{}, {"id": "lieu-2"}])))

    assert len(told) == 1
    assert set(told[0].place_ids) == told[0].created == {str(pk) for pk in Place.objects.values_list("pk", flat=True)}
    entry = JournalEntry.objects.get(family="places")
    assert (entry.action, entry.payload["created"]) == ("places.import", 2)


def test_only_administrators_import(tmp_path: Path) -> None:
    file = place_file(tmp_path, as_csv([{}]))

    with pytest.raises(PermissionRefused):
        imported(file, actor=make_actor(Role.HUB))
    imported(file, actor=make_actor(Role.NATIONAL_ADMIN))
    assert Place.objects.count() == 1


def test_the_whole_report_is_a_csv(tmp_path: Path) -> None:
    out = io.StringIO()
    imported(place_file(tmp_path, as_csv([{"services": "=1+1"}])), sink=ReportFile(out))

    header, row, *_rest = out.getvalue().splitlines()
    assert header.startswith("ligne;lieu;gravité;colonne;reçu;")
    assert row.startswith("2;Médiathèque des Trois-Fontaines;refus;services;'=1+1;v1.0.2;")


def test_the_number_of_queries_does_not_grow_with_the_file(
    tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    file = place_file(tmp_path, as_csv([{"id": f"lieu-{number}"} for number in range(300)]))

    with django_assert_max_num_queries(25):  # type: ignore[operator]
        imported(file)
    assert Place.objects.count() == 300


def test_signs_of_files_and_databases_are_only_texts(tmp_path: Path) -> None:
    texts = {"nom": 'Le "Bon" coin, dit \\N', "presentation_detail": "Un jour\n\\.\nou l’autre ; {accolades}"}
    labels = ['L’"Atelier", dit {A}', "C:\\essai", "NULL", "à\nla ligne"]

    imported(place_file(tmp_path, as_csv([{**texts, "autres_formations_labels": "|".join(labels)}])))

    place = Place.objects.get()
    assert (place.name, place.description) == tuple(texts.values())
    assert place.other_labels == labels
    assert place.sources.get().payload["other_labels"] == labels


def test_what_no_column_can_hold_is_set_aside_or_replaced_and_told(tmp_path: Path) -> None:
    """An address too long, the sign zero, half a sign: the good lines are written all the same."""
    wrong = {
        "nom": "Mé\x00dia\ud800thèque", "courriels": f"{'a' * 300}@mairie.fr|accueil@mairie.fr",
        "site_web": f"https://mairie.fr/{'a' * 2000}|https://[mairie.fr", "prise_rdv": f"https://rdv.fr/{'b' * 2000}",
        "fiche_acces_libre": "https://mairie.fr/acces",
    }  # fmt: skip
    report = imported(place_file(tmp_path, json.dumps([{**V1, **wrong}]), "lieux.json"))

    place = Place.objects.get()
    assert (place.name, place.emails, place.websites, place.booking_url) == (
        "Mé\ufffddia\ufffdthèque", ["accueil@mairie.fr"], [], "",
    )  # fmt: skip
    told = {(remark.finding.column, remark.finding.sentence()) for remark in report.notices}
    assert {column for column, _sentence in told} >= {"courriels", "site_web", "prise_rdv", "fiche_acces_libre"}
    assert ("prise_rdv", "Plus de 2000 caractères : adresse laissée de côté.") in told


def test_a_file_that_stops_in_the_middle_imports_nothing(tmp_path: Path) -> None:
    text = as_csv([{}, {"id": "lieu-2", "presentation_detail": "x" * (2 << 20)}])
    with pytest.raises(FileRefused, match="après la ligne 2"):
        imported(place_file(tmp_path, text))
    assert not Place.objects.exists()


def test_what_is_checked_at_the_commit_is_searched_by_its_index(tmp_path: Path) -> None:
    """A first import: tables whose statistics say « empty » (each key was searched through all places)."""
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE places_place, places_placesource")
    imported(place_file(tmp_path, as_csv([{"id": f"lieu-{number}"} for number in range(MANY)])))

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN SELECT 1 FROM places_place WHERE id = %s", [Place.objects.first().pk])
        assert "places_place_pkey" in str(cursor.fetchall())


def test_the_collector_is_put_back_as_it_was(tmp_path: Path) -> None:
    before = gc.get_threshold(), gc.get_freeze_count()

    imported(place_file(tmp_path, as_csv([{}])))

    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_a_whole_import_needs_no_more_memory_for_a_longer_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read, compared, written and told by batches: what grows with the file is the keys of its rows, not the rows."""
    monkeypatch.setattr(run, "BATCH", 50)
    peaks = []
    for count in (50, 200, 600):  # the first one reads what is kept for the next: communes, phones, holidays
        rows = [{"id": f"{count}-{number}", "presentation_detail": f"{number} " * 500} for number in range(count)]
        file = place_file(tmp_path, as_csv(rows), f"{count}.csv")
        del rows
        tracemalloc.start()
        assert imported(file).created == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < peaks[1] * 1.05
