"""`conum messages`: gather the texts people read, sentences of the rules included, and compile the translations."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from conum.kernel.rules import REGISTRY
from conum.site.docs.modules import rooms

PACKAGE = Path(__file__).resolve().parents[3]
CATALOGUE = Path("en/LC_MESSAGES/django.po")
FRENCH = Path("fr/LC_MESSAGES/django.mo")


class Command(BaseCommand):
    """Update the English catalogue from the code and compile it."""

    help = "Relève les textes à traduire et compile les traductions."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        """Declare the mode without gathering."""
        parser.add_argument("--compile-only", action="store_true", help="compile what the catalogue says")

    def handle(self, *args: Any, **options: Any) -> None:
        """Gather, add the rules, compile."""
        path = Path(settings.LOCALE_PATHS[0]) / CATALOGUE
        if not options["compile_only"]:
            before = {entry.msgid: entry for entry in polib.pofile(str(path))} if path.exists() else {}
            gather()
            catalogue = polib.pofile(str(path), wrapwidth=110)
            add_rules(catalogue, before)
            tidy(catalogue)
            catalogue.save()
        catalogue = polib.pofile(str(path), wrapwidth=110)
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        french = Path(settings.LOCALE_PATHS[0]) / FRENCH
        french.parent.mkdir(parents=True, exist_ok=True)
        counted(catalogue).save_as_mofile(str(french))
        done, total = len(catalogue.translated_entries()), len(catalogue)
        self.stdout.write(f"{done} / {total}")


def gather() -> None:
    """Run Django's extraction over the package.

    Raises:
        CommandError: the programs of gettext are not installed.
    """
    if not shutil.which("xgettext"):
        raise CommandError("gettext est nécessaire : apt-get install gettext")
    (Path(settings.LOCALE_PATHS[0]) / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    with contextlib.chdir(PACKAGE):
        call_command(
            "makemessages", locale=["en"], no_obsolete=True, add_location="file", extensions=["html", "txt", "py"]
        )


def sentences() -> Iterator[tuple[str, str, str]]:
    """Yield the identifier of each rule, its sentence, and its plural when it counts something."""
    list(rooms("rules"))
    for identifier, rules in sorted(REGISTRY.items()):
        for rule in rules:
            yield (identifier, rule.one, rule.sentence) if rule.counted else (identifier, rule.sentence, "")


def add_rules(catalogue: polib.POFile, before: dict[str, polib.POEntry]) -> None:
    """Add the sentences of the rules: they are docstrings, which the extraction does not see, hence drops.

    Args:
        before: entries of the catalogue before the extraction.
    """
    for identifier, sentence, plural in sentences():
        entry = catalogue.find(sentence)
        if entry is None:
            known = before.get(sentence)
            entry = polib.POEntry(msgid=sentence, msgid_plural=plural)
            entry.msgstr = known.msgstr if known and not plural else ""
            if plural:
                entry.msgstr_plural = (known.msgstr_plural if known else {}) or {0: "", 1: ""}
            catalogue.append(entry)
        entry.comment = f"Rule {identifier}; keep the names in braces."


def counted(catalogue: polib.POFile) -> polib.POFile:
    """Return the texts that count something, as the code writes them, under the rule of French: « 0 poste ».

    Without a catalogue the rule of English would apply: « 0 postes ».
    """
    french = polib.POFile()
    french.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n > 1);"}
    for entry in catalogue:
        if entry.msgid_plural:
            forms = {0: entry.msgid, 1: entry.msgid_plural}
            made = polib.POEntry(msgid=entry.msgid, msgid_plural=entry.msgid_plural, msgstr_plural=forms)
            made.msgctxt = entry.msgctxt
            french.append(made)
    return french


def tidy(catalogue: polib.POFile) -> None:
    """Order by text, drop guesses and what changes at each run: two runs give the same file."""
    catalogue.header = "English texts of Conum; gathered and compiled by `conum messages`."
    catalogue.metadata_is_fuzzy = False
    catalogue.metadata = {
        "Project-Id-Version": "Conum",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for entry in catalogue:
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
