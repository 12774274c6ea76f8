"""Words of the files module: kinds of content, and the purposes that modules declare."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileKind(TextChoices):
    """Kinds of content that may be accepted; the value is the media type."""

    PDF = "application/pdf", _("PDF")
    PNG = "image/png", _("PNG")
    JPEG = "image/jpeg", _("JPEG")
    WEBP = "image/webp", _("WebP")
    CSV = "text/csv", _("CSV")


PURPOSES: dict[str, Purpose] = {}


@dataclass(frozen=True)
class Purpose:
    """What a module keeps files for; declared once in the module's `enums.py`.

    Attributes:
        name: `module.noun`, unique, stored on each file.
        kinds: contents accepted.
        max_megabytes: largest size accepted, in mebibytes (what systems show as "Mo").
        encrypted: encrypted at rest with a key outside the database (PRI-18: CVs, identity and bank documents).
        retention: key of the parameter that says how long such a file is kept.
    """

    name: str
    kinds: tuple[FileKind, ...]
    max_megabytes: int
    encrypted: bool
    retention: str

    def __post_init__(self) -> None:
        if PURPOSES.setdefault(self.name, self) != self:
            raise ValueError(f"purpose {self.name} is declared twice")

    @property
    def max_bytes(self) -> int:
        """Largest size in bytes."""
        return self.max_megabytes * 1024 * 1024

    @property
    def accept(self) -> str:
        """Value of the `accept` attribute of the file input."""
        return ",".join(self.kinds)
