"""Exports of lists: the same columns as CSV or XLSX, quoted, UTF-8, with formulas neutralised."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SYNTHETIC = "données fictives (synthetic = true)"


@dataclass(frozen=True)
class Column:
    """A column of an export: the header people know and how to read the value from a row."""

    header: str
    value: Callable[[Any], Any]


def text(value: Any) -> str:
    """Return the cell as text: French dates, nothing for None, an apostrophe before what a sheet would run."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    shown = str(value)
    return f"'{shown}" if shown[:1] in "=+-@\t\r" and not _is_number(value) else shown


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) or type(value).__name__ == "Decimal"


def csv_lines(rows: Iterable[Any], columns: list[Column]) -> Iterator[str]:
    """Yield the CSV, line by line, with a byte order mark so that spreadsheets read the accents."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL)
    yield "\ufeff"
    headers = [column.header for column in columns]
    for cells in _with_headers(headers, rows, columns):
        writer.writerow(cells)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _with_headers(headers: list[str], rows: Iterable[Any], columns: list[Column]) -> Iterator[list[str]]:
    marked = settings.CONUM_SYNTHETIC
    yield [*headers, SYNTHETIC] if marked else headers
    for row in rows:
        yield [text(column.value(row)) for column in columns] + ([""] if marked else [])


def file_name(name: str, kind: str) -> str:
    """Return `name.kind`, with the synthetic mark when the data are invented (SYN-09)."""
    return f"{name}{'-donnees-fictives' if settings.CONUM_SYNTHETIC else ''}.{kind}"


def export(kind: str, name: str, rows: Iterable[Any], columns: list[Column]) -> HttpResponse | StreamingHttpResponse:
    """Return the download.

    Args:
        kind: `csv` or `xlsx`.
        name: file name without its ending.
        rows: what the actor may see, filtered as on screen.
        columns: in the order people know.
    """
    attachment = f'attachment; filename="{file_name(name, kind)}"'
    if kind == "xlsx":
        response: Any = HttpResponse(workbook(name, rows, columns), content_type=XLSX)
    else:
        response = StreamingHttpResponse(csv_lines(rows, columns), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = attachment
    return response


def workbook(name: str, rows: Iterable[Any], columns: list[Column]) -> bytes:
    """Return the XLSX file as bytes, numbers as numbers, written in constant memory."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(name[:31])
    headers = [column.header for column in columns] + ([SYNTHETIC] if settings.CONUM_SYNTHETIC else [])
    sheet.write_row(0, 0, headers, book.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    for index, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            value = column.value(row)
            sheet.write(index, place, value if _is_number(value) and value is not True else text(value))
    book.close()
    return out.getvalue()
