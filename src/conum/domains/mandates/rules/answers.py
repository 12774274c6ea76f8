"""What a citizen's text message means (MAN-20): pure."""

from __future__ import annotations

import unicodedata

from conum.domains.mandates.enums import Answer

REFUSALS = ("non", "stop")


def meaning(text: str) -> Answer:
    """Return what a message says: OUI alone is yes, NON or STOP first is no, anything else is unclear.

    Case, accents, spaces and punctuation do not count; a sentence around OUI does, as it may take it back.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    words = "".join(sign if sign.isalpha() else " " for sign in plain if not unicodedata.combining(sign)).split()
    joined = "".join(words)
    if joined == "oui":
        return Answer.YES
    return Answer.NO if joined in REFUSALS or (words and words[0] in REFUSALS) else Answer.UNCLEAR
