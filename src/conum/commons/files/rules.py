"""What a file must be to be accepted: read from its content, never from its name or the browser's word."""

from __future__ import annotations

import filetype
from django.utils.translation import gettext as _

from conum.commons.files.enums import FileKind, Purpose
from conum.kernel.errors import ConumError

HEAD = 8192
TAIL = 2048
ENDINGS = {
    FileKind.PDF: (".pdf",),
    FileKind.PNG: (".png",),
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.WEBP: (".webp",),
    FileKind.CSV: (".csv", ".txt"),
}


class FileRefused(ConumError):
    """The upload is empty, too large, or not what it should be."""


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


def check_upload(name: str, size: int, head: bytes, tail: bytes, purpose: Purpose, *, field: str) -> FileKind:
    """Return the kind of an upload.

    Args:
        size: bytes.
        head, tail: its first and last bytes.
        field: the form's field that a refusal marks.

    Raises:
        FileRefused: empty, over the purpose's limit, or not of an accepted kind; the sentence names the limit.
    """
    if size == 0:
        raise FileRefused(_("Le fichier est vide : choisissez-en un autre."), field=field)
    if size > purpose.max_bytes:
        raise FileRefused(_too_large(size, purpose.max_megabytes), field=field)
    kind = kind_of(head, tail, size)
    if kind is None or kind not in purpose.kinds:
        raise FileRefused(_wrong_kind(name, purpose), field=field)
    return kind


def _too_large(size: int, limit: int) -> str:
    weight = f"{size / (1024 * 1024) + 0.05:.1f}".replace(".", ",")  # upwards: never "2 Mo" for what is over 2 Mo
    sentence = _("Le fichier pèse {size} Mo : la limite est de {limit} Mo. Réduisez-le ou choisissez-en un autre.")
    return sentence.format(size=weight, limit=limit)


def _wrong_kind(name: str, purpose: Purpose) -> str:
    sentence = _(
        "Le contenu de « {name} » n'est pas celui d'un fichier accepté ({accepted}), quel que soit son nom. "
        "Enregistrez le document dans l'un de ces formats puis envoyez-le de nouveau."
    )
    return sentence.format(name=name, accepted=", ".join(str(kind.label) for kind in purpose.kinds))
