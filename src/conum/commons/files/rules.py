"""What a file must be to be accepted: read from its content, never from its name or the browser's word."""

from __future__ import annotations

import filetype

from conum.commons.files.enums import FileKind
from conum.kernel.rules import rule

HEAD = 8192
TAIL = 2048
ENDINGS = {
    FileKind.PDF: (".pdf",),
    FileKind.PNG: (".png",),
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.WEBP: (".webp",),
    FileKind.CSV: (".csv", ".txt"),
}


def kind_of(head: bytes, tail: bytes, size: int) -> FileKind | None:
    """Return the kind read from the first and last bytes, None when it is none of those known or is cut short.

    A PDF starts with `%PDF-` and ends with `startxref` and `%%EOF` (ISO 32000-1, 7.5.2 and 7.5.5); a PNG ends with
    its `IEND` piece, a JPEG with its end mark, a WebP says its own size. A CSV is text without control characters
    and does not start with a tag.
    """
    if head.startswith(b"%PDF-"):
        return FileKind.PDF if b"startxref" in tail and b"%%EOF" in tail else None
    guessed = filetype.guess(head)
    if guessed is None:
        return FileKind.CSV if _is_plain_text(head) else None
    whole = {
        FileKind.PNG: b"IEND" in tail[-64:],
        FileKind.JPEG: b"\xff\xd9" in tail,
        FileKind.WEBP: int.from_bytes(head[4:8], "little") + 8 <= size + 1,
    }
    return FileKind(guessed.mime) if whole.get(guessed.mime) else None


def _is_plain_text(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return bool(start) and not start.startswith((b"<", b"%")) and not any(byte < 9 or 13 < byte < 32 for byte in head)


@rule("FIL-01", field="file")
def size_within(size: float, limit: int) -> bool:
    """Le fichier pèse {size} Mo : la limite est de {limit} Mo. Réduisez-le ou choisissez-en un autre."""
    return size <= limit


@rule("FIL-02", field="file")
def not_empty(size: int) -> bool:
    """Le fichier est vide : choisissez-en un autre."""
    return size > 0


@rule("FIL-03", field="file")
def kind_accepted(name: str, kind: FileKind | None, accepted: str, allowed: tuple[FileKind, ...]) -> bool:
    """Le contenu de « {name} » n'est pas celui d'un fichier accepté ({accepted}), quel que soit son nom. Enregistrez \
le document dans l'un de ces formats puis envoyez-le de nouveau."""
    return kind is not None and kind in allowed
