"""Imports of CSV: dirty files are refused with a sentence, wrong lines with line, column and reason."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conum.commons.territories.models import FragilityIndex, Zone
from conum.commons.territories.operations import FileRefused, import_fragility, import_zones
from conum.commons.territories.queries import fragility_of, zones_of
from conum.kernel.permissions import PermissionRefused
from tests.factories_accounts import make_actor

pytestmark = pytest.mark.django_db

GOOD = "niveau;code;version;date;score\ncommune;87085;v2;2024-03-01;6,4\ndepartement;00;v1;01/03/2024;131.5\n"
ZONES = (
    "zonage,commune,debut,fin,code_quartier,nom_quartier\n"
    "qpv,87085,2024-01-01,,QN08701M,Beaubreuil\n"
    "zrr,23096,2017-07-01,30/06/2024,,\n"
    "frr,23096,2024-07-01,,,\n"
)


def fragility(text, now, apply=False, encoding="utf-8"):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    return import_fragility(content, source="essai", actor=None, now=now, apply=apply)


def zones(text, now, apply=False):
    return import_zones(text.encode(), source="essai", actor=None, now=now, apply=apply)


def reasons(report):
    return [(refusal.line, refusal.column, refusal.reason) for refusal in report.refused]


def test_a_dry_run_writes_nothing(now):
    report = fragility(GOOD, now)
    assert (report.created, report.changed, report.refused, report.applied) == (2, 0, (), False)
    assert FragilityIndex.objects.count() == 0


def test_good_lines_are_written_and_read_back(now):
    fragility(GOOD, now, apply=True)
    found = fragility_of("commune", ["87085"], version="v2", on=date(2026, 1, 1))
    assert found["87085"].score == Decimal("6.400")
    assert fragility_of("department", ["978"], version="v1", on=date(2026, 1, 1))["978"].score == Decimal("131.5")
    assert fragility_of("commune", ["87085"], version="v2", on=date(2024, 2, 29)) == {}


def test_the_same_file_twice_changes_nothing(now):
    fragility(GOOD, now, apply=True)
    report = fragility(GOOD, now, apply=True)
    assert (report.created, report.changed, report.unchanged) == (0, 0, 2)
    assert FragilityIndex.objects.count() == 2


def test_a_corrected_score_changes_the_row(now):
    fragility(GOOD, now, apply=True)
    report = fragility(GOOD.replace("6,4", "7"), now, apply=True)
    assert (report.created, report.changed, report.unchanged) == (0, 1, 1)
    assert FragilityIndex.objects.get(code="87085").score == 7


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        (GOOD.encode("utf-8-sig"), None),
        (GOOD.replace(";", ",").replace("6,4", "6.4").encode(), None),
        (GOOD.replace(";", "\t").encode(), None),
        (GOOD.replace("\n", "\r\n").encode(), None),
        (GOOD.replace("\n", "\n\n;;;;\n").encode(), None),
        (GOOD.replace("niveau", " NIVEAU ").replace("departement", "Département").encode("latin-1"), "latin-1"),
        (GOOD.encode("utf-16"), "UTF-16"),
    ],
    ids=["bom", "commas", "tabs", "windows-lines", "empty-lines", "latin-1", "utf-16"],
)
def test_files_as_people_send_them_are_read(now, content, remark):
    report = fragility(content, now)
    assert (report.created, report.refused) == (2, ())
    assert any(remark in text for text in report.remarks) if remark else report.remarks == ()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"\n\n", "vide"),
        (b"niveau;code;version;date;score\n", "que les en-têtes"),
        (b"niveau;code;version;date\ncommune;87085;v2;2024-03-01\n", "Il manque la colonne « score »"),
        (b"a;b\n1;2\n", "Il manque les colonnes"),
        (b"niveau;code;version;date;score;score\n", "« score » est écrite deux fois"),
        (b"\x89PNG\x00\x01\x02", "n’est pas un CSV"),
        (b"PK\x03\x04\x00\x00", "n’est pas un CSV"),
        (b"\xff\xfea", "abîmé"),
        (b"x" * 20_000_001, "20 Mo"),
    ],
    ids=["empty", "blank", "headers", "missing", "all-missing", "twice", "image", "xlsx", "utf-16", "huge"],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(now, content, sentence):
    with pytest.raises(FileRefused, match=sentence):
        fragility(content, now)


def test_a_missing_column_names_those_found(now):
    with pytest.raises(FileRefused, match="Colonnes trouvées : « niveau », « code », « version », « date »"):
        fragility("niveau;code;version;date\ncommune;87085;v2;2024-03-01\n", now)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("canton;87085;v2;2024-03-01;6", "niveau", "Valeurs possibles : departement, epci, commune, iris"),
        ("commune;99999;v2;2024-03-01;6", "code", "La commune « 99999 » n’existe pas"),
        ("commune;75112;v2;2024-03-01;6", "code", "aujourd’hui Paris (75056)"),
        ("departement;96;v2;2024-03-01;6", "code", "Le département « 96 »"),
        ("epci;123;v2;2024-03-01;6", "code", "L’intercommunalité « 123 »"),
        ("iris;87085;v2;2024-03-01;6", "code", "L’IRIS « 87085 »"),
        ("commune;87085;v3;2024-03-01;6", "version", "v1, v2"),
        ("commune;87085;v2;mars 2024;6", "date", "2024-07-01 ou 01/07/2024"),
        ("commune;87085;v2;2024-02-30;6", "date", "n’est pas une date"),
        ("commune;87085;v2;0024-03-01;6", "date", "n’est pas une date"),
        ("commune;87085;v2;2024-03-01;11", "score", "entre 1 et 10"),
        ("commune;87085;v2;2024-03-01;0,9", "score", "entre 1 et 10"),
        ("commune;87085;v1;2024-03-01;1001", "score", "entre 0 et 1000"),
        ("commune;87085;v1;2024-03-01;NaN", "score", "n’est pas un nombre"),
        ("commune;87085;v1;2024-03-01;", "score", "n’est pas un nombre"),
        ("commune;87085;v2", "date", "s’arrête avant"),
    ],
)
def test_a_wrong_line_says_line_column_and_reason(now, line, column, reason):
    report = fragility(f"{GOOD}{line}\n", now)
    assert report.created == 2
    [(number, where, why)] = reasons(report)
    assert (number, where) == (4, column)
    assert reason in why


def test_a_line_given_twice_is_refused_with_the_first(now):
    report = fragility(GOOD + "commune;87085;v2;2024-03-01;9\n", now, apply=True)
    assert reasons(report) == [(4, "", "Déjà donné à la ligne 2.")]
    assert FragilityIndex.objects.get(code="87085").score == Decimal("6.4")


def test_an_iris_of_a_known_commune_is_accepted(now):
    assert fragility("niveau;code;version;date;score\niris;870850101;v2;2024-03-01;3\n", now).created == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: (GOOD + t).encode("utf-8", "ignore"))))
def test_any_bytes_give_a_report_or_a_sentence(now, content):
    try:
        report = fragility(content, now)
    except FileRefused as refusal:
        assert refusal.message
    else:
        assert report.good + len(report.refused) >= 1


def test_zones_are_dated(now):
    report = zones(ZONES, now, apply=True)
    assert (report.created, report.refused) == (3, ())
    assert [zone.name for zone in zones_of("87085", on=date(2026, 1, 1))] == ["Beaubreuil"]
    assert [zone.kind for zone in zones_of("23096", on=date(2024, 6, 30))] == ["zrr"]
    assert [zone.kind for zone in zones_of("23096", on=date(2024, 7, 1))] == ["frr"]


def test_the_same_zones_twice_change_nothing(now):
    zones(ZONES, now, apply=True)
    report = zones(ZONES, now, apply=True)
    assert (report.created, report.changed, report.unchanged) == (0, 0, 3)


def test_a_zone_is_closed_by_giving_its_end(now):
    zones(ZONES, now, apply=True)
    report = zones("zonage,commune,debut,fin\nfrr,23096,2024-07-01,2027-12-31\n", now, apply=True)
    assert (report.created, report.changed) == (0, 1)
    assert Zone.objects.get(kind="frr").valid_to == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("zus,87085,2024-01-01,,,", "zonage", "qpv, zrr, frr"),
        ("zrr,99999,2024-01-01,,,", "commune", "n’existe pas"),
        ("zrr,23096,2024-01-01,,QN1,", "code_quartier", "Seul un QPV"),
        ("zrr,23096,2024-01-02,2024-01-01,,", "fin", "avant le début"),
        ("zrr,23096,2020-01-01,,,", "debut", "Chevauche la période déjà connue : 01/07/2017 – 30/06/2024"),
        ("qpv,87085,2025-01-01,,QN08701M,", "debut", "sans fin"),
        ("qpv,87085,2024-01-01,,QN08701MXXXXXX,", "code_quartier", "12 caractères"),
        ("frr,23096,2024-07-01,2025-01-01,,", "", "Déjà donné à la ligne 4"),
    ],
)
def test_a_wrong_zone_says_line_column_and_reason(now, line, column, reason):
    report = zones(ZONES + line + "\n", now, apply=True)
    [(number, where, why)] = reasons(report)
    assert (number, where) == (5, column)
    assert reason in why
    assert Zone.objects.count() == 3


def test_a_line_given_twice_never_touches_the_known_zone(now):
    zones(ZONES, now, apply=True)
    zones(ZONES + "frr,23096,2024-07-01,2025-01-01,,\n", now, apply=True)
    assert Zone.objects.get(kind="frr").valid_to is None


@pytest.mark.parametrize("role", ["prefecture", "host_manager", "paying_agent"])
def test_only_national_administrators_import(now, role):
    with pytest.raises(PermissionRefused):
        import_zones(ZONES.encode(), source="x", actor=make_actor(role), now=now, apply=False)
    assert import_zones(ZONES.encode(), source="x", actor=make_actor("national_admin"), now=now, apply=True).applied


def run(command, path, *options):
    out = StringIO()
    call_command(command, path, *options, stdout=out)
    return out.getvalue()


def test_the_commands_tell_then_apply(tmp_path):
    path = tmp_path / "ifn.csv"
    path.write_bytes(GOOD.encode("utf-8-sig"))
    assert "Essai à blanc" in run("import_fragility", path)
    assert FragilityIndex.objects.count() == 0
    assert "2 lignes écrites" in run("import_fragility", path, "--apply")
    assert FragilityIndex.objects.get(code="87085").source == "ifn.csv"


def test_the_command_keeps_good_lines_only_when_told(tmp_path):
    path = tmp_path / "zones.csv"
    path.write_text(ZONES + "zrr,99999,2024-01-01,,,\n")
    with pytest.raises(CommandError, match="Rien n’est importé"):
        run("import_zones", path, "--apply")
    assert Zone.objects.count() == 0
    assert "ligne 5, colonne commune" in run("import_zones", path, "--apply", "--keep-good")
    assert Zone.objects.count() == 3


def test_the_command_says_in_one_sentence_what_is_wrong_with_the_file(tmp_path):
    with pytest.raises(CommandError, match="illisible"):
        run("import_zones", tmp_path / "absent.csv")
    (tmp_path / "vide.csv").write_text("")
    with pytest.raises(CommandError, match="vide"):
        run("import_zones", tmp_path / "vide.csv")
