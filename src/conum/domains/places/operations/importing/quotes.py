"""Where a quote of a CSV was opened and never closed: several lines are then read as one, which nobody wants."""

from __future__ import annotations

from collections.abc import Iterable


def open_quote(lines: Iterable[str], separator: str) -> int | None:
    """Return the line where a quote opens that is not closed in its cell, None when there is none.

    A cell that opens by a quote and goes on over several lines until a quote that ends no cell was not closed either:
    that quote is the opening one of another cell.

    Args:
        lines: of the file, ends of lines included.
        separator: of the columns.
    """
    opened, closing = 0, False  # line of the open quote, 0 for none; the last character may have closed it
    ends = (separator, "\n", "\r")
    for number, line in enumerate(lines, start=1):
        if '"' not in line:
            closing = False
            continue
        before = separator
        for sign in line:
            if closing:  # a quote inside a quoted cell: doubled, the end of the cell, or that of nothing
                closing = False
                if sign != '"':
                    if sign not in ends and number > opened:
                        return opened
                    opened = 0
            elif sign == '"':
                if opened:
                    closing = True
                elif before in ends:
                    opened = number
            before = sign
        if closing:  # last sign of the file
            opened, closing = 0, False
    return opened or None
