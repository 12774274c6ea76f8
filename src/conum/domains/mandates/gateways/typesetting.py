"""Documents: typst makes the tagged PDF (PDF/UA-1), segno the QR code; fonts come with the package."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import segno
import typst

DATA = Path(__file__).parents[1] / "data"


def mandate(words: dict[str, Any], address: str) -> bytes:
    """Return the PDF of a mandate.

    Args:
        words: everything the paper says (`queries.paper_words`).
        address: what its QR code leads to.
    """
    return _compiled("mandate", {**words, "qr": qr_code(address)})


def trail(words: dict[str, Any]) -> bytes:
    """Return the PDF of what was done in a citizen's name; `words` are all that it says."""
    return _compiled("trail", words)


def _compiled(name: str, words: dict[str, Any]) -> bytes:
    return bytes(
        typst.compile(
            str(DATA / f"{name}.typ"),
            root=str(DATA),
            font_paths=[str(DATA / "fonts")],
            ignore_system_fonts=True,  # the same paper on every machine
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={name: json.dumps(words, ensure_ascii=False)},
        )
    )


def qr_code(address: str) -> str:
    """Return the QR code of an address as SVG."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2)
    return out.getvalue().decode()
