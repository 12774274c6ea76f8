"""The objects of a JSON list, one at a time: a national file does not have to fit in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

BLOCK = 1 << 16
MOST = 1 << 24  # characters of one object: beyond, the file is not a list of places
_decoder = json.JSONDecoder()


def records(text: TextIO) -> Iterator[dict[str, Any]]:
    """Yield each object of a list (`[{…}, {…}]`), or the objects of a file that has one after the other.

    Raises:
        ValueError: something else than objects, or a text cut in the middle.
    """
    buffer, at, ended = "", 0, False
    while True:
        at = _skip(buffer, at)
        if at < len(buffer) and buffer[at] != "]":
            try:
                found, at = _decoder.raw_decode(buffer, at)
            except json.JSONDecodeError:
                if ended or len(buffer) - at > MOST:
                    raise
            else:
                if not isinstance(found, dict):
                    raise ValueError("not a list of objects")
                yield found
                continue
        elif ended:
            return
        block = text.read(BLOCK)
        buffer, at, ended = buffer[at:] + block, 0, not block


def _skip(buffer: str, at: int) -> int:
    """Pass over spaces, commas and the brackets of the list."""
    while at < len(buffer) and buffer[at] in " \t\r\n,[\ufeff":
        at += 1
    return at
