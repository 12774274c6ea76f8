"""Proposals for texts that are not read: French habits turned into the OSM syntax. Never applied without a person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from conum.domains.places.rules.opening_hours.reading import MOST_CHARACTERS, read
from conum.domains.places.rules.opening_hours.text import DAYS

_SPOKEN = (
    ("Mo", "lundis? lun lu monday"),
    ("Tu", "mardis? mar ma tuesday"),
    ("We", "mercredis? mer me wednesday"),
    ("Th", "jeudis? jeu je thursday"),
    ("Fr", "vendredis? ven ve friday"),
    ("Sa", "samedis? sam saturday"),
    ("Su", "dimanches? dim di sunday"),
    ("Jan", "janvier"), ("Feb", "fevrier"), ("Apr", "avril"), ("May", "mai"), ("Jun", "juin"),
    ("Jul", "juillet"), ("Aug", "aout"), ("Sep", "septembre"), ("Oct", "octobre"), ("Nov", "novembre"),
    ("Dec", "decembre"),
)  # fmt: skip
# Folded French → OSM; in this order, as longer phrases hide shorter ones.
PHRASES: tuple[tuple[str, str], ...] = (
    (r"24\s*h?\s*/\s*24(?:\s*h)?", " 00:00-24:00 "),
    (r"7\s*j?\s*/\s*7(?:\s*j)?|tous les jours|toute la semaine", " Mo-Su "),
    (r"(?:pendant |durant )?(?:les )?(?:jours )?feries?", " PH "),
    (r"(?:pendant |durant )?(?:les )?(?:vacances scolaires|vacances)", " SH "),
    (r"semaines? impaires?", " odd "),
    (r"semaines? paires?", " even "),
    (r"(?:uniquement |seulement )?(?:sur )?(?:rendez[- ]vous|rdv)", ' "sur rendez-vous" '),
    (r"(?:sauf|hors|excepte)(?: le| la| les)?\b", " ; sauf "),
    (r"\bferme(?:e|s|es|ture)?\b|\bclosed\b", " off "),
    (r"\bmidi\b", " 12:00 "),
    (r"\bminuit\b", " 24:00 "),
    *((rf"\b(?:{'|'.join(words.split())})\b\.?", f" {name} ") for name, words in _SPOKEN),
    (r"(?<=[\da-zA-Z])\s*\b(?:a|au|jusqu'a)\b\s*(?=[\da-zA-Z])", " - "),
    (r"(?<=[a-zA-Z])\s*/\s*(?=[a-zA-Z])", " , "),  # days side by side: « lun/mar »
    (r"(?<!\d)(\d{1,2})(?:heures?|h|:|\.)(\d{2})h?(?!\d)", r" \1:\2 "),
    (r"(?<!\d)(\d{1,2})\s*(?:heures?|h|:)\s*(\d{2})(?!\d|\s*[h:/])", r" \1:\2 "),
    (r"(?<!\d)(\d{1,2})\s*(?:heures?|h)(?![a-z\d])", r" \1:00 "),
    (r"(?<![\d:/])(\d{2})(\d{2})(?=\s*-)|(?<=-)\s*(\d{2})(\d{2})(?![\d:/])", r" \1\3:\2\4 "),
    (r"(?<![\d:/])(\d{1,2})(?=\s*[-/]\s*\d)|(?<=[\d ][-/])\s*(\d{1,2})(?![\d:/])", r" \1\2:00 "),
    (r"\b(?:et|puis|ou)\b|&", " , "),
    (r"\b(?:du|de|des|le|la|les|en|ouvert|ouverture|horaires?|tous|matins?|apres-midi|soirs?)\b|\bl'", " "),
)
# « 9h/12h 14h/17h » has slashes inside its ranges, « 9h-12h / 14h-17h » between them.
_SLASH_INSIDE = re.compile(r":\d\d\s*-\s*\d")
_TOKEN = re.compile(
    r'"[^"]*"|\d{1,2}:\d\d|odd|even|off|sauf|Mo|Tu|We|Th|Fr|Sa|Su|PH|SH'
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|[-,;]",
    re.IGNORECASE,
)
_WEEKS = {"odd": "week 01-53/2", "even": "week 02-52/2"}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"’": "'", "\xa0": " ", "\u202f": " ", "\n": ";"})


@dataclass
class Proposal:
    """A text to propose, with what the person must look at before accepting it."""

    text: str
    remarks: list[str] = field(default_factory=list)


def propose(text: str) -> Proposal | None:
    """Return the nearest text that is read, None when nothing sure enough can be said or the text is already read."""
    if not text.strip() or len(text) > MOST_CHARACTERS or not read(text).problem:
        return None
    tokens = _tokens(_phrased(text))
    if tokens is None:
        return None
    made = Proposal("")
    for part in _parts(tokens):
        _add(_rule(part, made), made)
    found = read(made.text)
    return Proposal(found.text, made.remarks) if found.text and not found.problem else None


def _add(rule: str, made: Proposal) -> None:
    """Append a rule; hours for a day that already has some are added to them, as people mean it."""
    days = _weekdays(rule)
    again = rule[-1:].isdigit() and any(days & _weekdays(before) for before in re.split(r"[;,] ", made.text))
    made.text += (", " if again else "; " if made.text else "") * bool(rule) + rule


def _weekdays(rule: str) -> set[int]:
    found: set[int] = set()
    for first, last in re.findall(rf"({'|'.join(DAYS)})(?:-({'|'.join(DAYS)}))?", rule):
        start, end = DAYS.index(first), DAYS.index(last or first)
        found |= {day % 7 for day in range(start, end + 1 if end >= start else end + 8)}
    return found


def _phrased(text: str) -> str:
    folded = "".join(
        sign for sign in unicodedata.normalize("NFKD", text.translate(_DASHES)) if not unicodedata.combining(sign)
    )
    phrased = folded.lower()
    for pattern, spoken in PHRASES:
        phrased = re.sub(pattern, spoken, phrased)
    return phrased.replace("/", "," if _SLASH_INSIDE.search(phrased) else "-")


def _tokens(text: str) -> list[str] | None:
    """Cut into the words of the syntax; None when another word remains."""
    rest = re.sub(r"[\s.:()]+", "", _TOKEN.sub("", text))
    return None if rest else [_spelt(word) for word in _TOKEN.findall(text)]


def _spelt(word: str) -> str:
    if word[:1].isdigit():
        hour, minute = word.split(":")
        return f"{int(hour):02}:{minute}"
    if word in ("off", "sauf", *_WEEKS):
        return _WEEKS.get(word, word)
    return word.upper() if word in ("ph", "sh") else word[:1].upper() + word[1:]


def _parts(tokens: list[str]) -> list[list[str]]:
    """Cut into rules: at each semicolon, and at a day that comes after hours."""
    parts: list[list[str]] = [[]]
    for word in tokens:
        ended = any(_is_time(before) for before in parts[-1]) or parts[-1][1:][-1:] == ["off"]
        if word == ";" or (ended and word[:1].isalpha()):
            parts.append([])
        if word != ";":
            parts[-1].append(word)
    return [part for part in parts if part]


def _rule(part: list[str], made: Proposal) -> str:
    without = [word for word in part if word != "sauf"]
    closed = "off" in part or len(without) < len(part)
    days = _listed([word for word in without if not _is_time(word) and word != "off" and word[0] != '"'])
    note = next((word for word in without if word[0] == '"'), "")
    hours = [] if closed else _hours(without, made)
    if not closed and not hours and not note:
        return ""
    if hours and not days:
        made.remarks.append(
            _("Aucun jour n’est écrit devant %(hours)s : tous les jours ?") % {"hours": ", ".join(hours)}
        )
    return " ".join(word for word in (days, "off" if closed else ",".join(hours), note) if word)


def _listed(tokens: list[str]) -> str:
    """Write weeks, months and days: « week 01-53/2 Jul-Aug Mo-Fr,Sa »; signs that join nothing are dropped."""
    weeks = [word for word in tokens if word.startswith("week")]
    months = [word for word in tokens if len(word) == 3 or word in "-,"]
    days = [word for word in tokens if len(word) == 2 or word in "-,"]
    return " ".join(part for part in (*weeks, _joined(months), _joined(days)) if part)


def _joined(tokens: list[str]) -> str:
    text = ""
    for word in tokens:
        if word in "-,":
            text = text.rstrip("-,") + word if text else ""
        else:
            text += word if not text or text[-1] in "-," else f",{word}"
    return text.rstrip("-,")


def _hours(tokens: list[str], made: Proposal) -> list[str]:
    """Pair the hours: start and end; an hour left alone is told, never guessed."""
    groups: list[list[str]] = [[]]
    for before, word in zip(["", *tokens], tokens, strict=False):
        if _is_time(word):
            if groups[-1] and before != "-":
                groups.append([])
            groups[-1].append(word)
    ranges = []
    for group in groups:
        pairs = [group[at : at + 2] for at in range(0, len(group), 2)]
        for pair in pairs:
            if len(pair) == 2 and pair[0] != pair[1]:
                ranges.append("-".join(pair))
            else:
                made.remarks.append(
                    _("L’heure %(hour)s reste seule : il manque un début ou une fin.") % {"hour": pair[0]}
                )
    return ranges


def _is_time(word: str) -> bool:
    return word[:1].isdigit()
