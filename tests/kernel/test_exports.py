"""Exports: quoted, UTF-8, formulas neutralised, marked when the data are invented."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from conum.kernel.web.exports import SYNTHETIC, Column, csv_lines, file_name, text, workbook


@dataclass
class Line:
    name: object
    amount: object


COLUMNS = [Column("Nom", lambda line: line.name), Column("Montant", lambda line: line.amount)]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "oui"),
        (date(2021, 3, 24), "24/03/2021"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (-5, "-5"),
        (Decimal("-5.10"), "-5.10"),
        ("-5 rue", "'-5 rue"),
    ],
)
def test_cells_are_plain_french_text(value, shown):
    assert text(value) == shown


def read_csv(lines):
    return list(csv.reader(io.StringIO("".join(lines).removeprefix("\ufeff")), delimiter=";"))


@given(st.text(alphabet=st.characters(blacklist_characters="\r\n\x00", blacklist_categories=["Cs"])))
def test_whatever_the_name_the_csv_reads_back_and_never_starts_a_formula(name):
    header, row = read_csv(csv_lines([Line(name, 1)], COLUMNS))[:2]
    assert header[:2] == ["Nom", "Montant"]
    assert row[0].removeprefix("'") == name.removeprefix("'")
    assert row[0][:1] not in ("=", "+", "-", "@")


def test_synthetic_data_say_so_in_name_and_header(settings):
    settings.CONUM_SYNTHETIC = True
    assert file_name("candidats", "csv") == "candidats-donnees-fictives.csv"
    assert read_csv(csv_lines([], COLUMNS))[0][-1] == SYNTHETIC
    settings.CONUM_SYNTHETIC = False
    assert file_name("candidats", "csv") == "candidats.csv"


def test_xlsx_keeps_numbers_and_neutralises_formulas():
    sheet = load_workbook(io.BytesIO(workbook("liste", [Line("=HYPERLINK(1)", 12)], COLUMNS))).active
    assert sheet["A2"].value == "'=HYPERLINK(1)"
    assert (sheet["B2"].value, sheet["B2"].data_type) == (12, "n")
