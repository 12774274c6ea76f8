"""English: compiled as written, complete on the public side, and followed by the page, its dates and its numbers."""

from datetime import UTC, datetime
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from conum.kernel.ui import words
from conum.site.management.commands.messages import CATALOGUE, sentences

PATH = Path(settings.LOCALE_PATHS[0]) / CATALOGUE
PUBLIC = (
    "kernel/",
    "site/templates/",
    "commons/accounts/web/templates/accounts/sign_in.html",
    "commons/accounts/web/templates/accounts/sign_in_code.html",
    "commons/accounts/web/forms/sign_in.py",
    "commons/accounts/enums.py",
    "commons/territories/web/fields.py",
    "commons/territories/web/templates/territories/commune_input.html",
    "commons/territories/web/templates/territories/sources.html",
    "commons/journal/web/templates/journal/heads.html",
    "domains/positions/enums.py",
    "domains/positions/web/forms/ask.py",
    "domains/positions/web/views/ask.py",
    "domains/positions/web/templates/positions/ask/",
    "domains/positions/web/templates/positions/follow/",
    "domains/recruitment/enums.py",
    "domains/recruitment/web/forms/application.py",
    "domains/recruitment/web/views/apply.py",
    "domains/recruitment/web/views/own.py",
    "domains/booking/enums.py",
    "domains/booking/operations/refusals.py",
    "domains/booking/queries/notices.py",
    "domains/booking/queries/wordings.py",
    "domains/booking/web/forms/people.py",
    *(
        f"domains/booking/web/templates/booking/{name}"
        for name in (
            "ask",
            "at_place",
            "find",
            "messages/",
            "offer",
            "own",
            "register",
            "revoke",
            "search",
            "slots",
            "wish",
        )
    ),
    "domains/booking/web/templates/booking/workshop.html",
    "domains/booking/web/templates/booking/workshops.html",
    "domains/booking/web/api/",
    "domains/booking/web/templates/booking/api_clients/guide.html",
    "domains/booking/web/templates/booking/webhooks/guide.html",
    *(
        f"domains/booking/web/views/{name}.py"
        for name in ("asking", "check_in", "choosing", "own", "waiting", "wishing", "workshops")
    ),
    *(
        f"domains/mandates/web/templates/mandates/{name}"
        for name in (
            "ask/",
            "follow/",
            "own",
            "read_aloud",
            "relying_parties/guide",
            "revoke_by_code",
            "team/family_carer",
            "verify",
        )  # fmt: skip
    ),
    "domains/mandates/queries/asking.py",
    "domains/mandates/web/forms/ask.py",
    *(f"domains/mandates/web/views/{name}.py" for name in ("ask", "following", "public")),
    "domains/places/enums/",
    "domains/places/queries/opening_words.py",
    "domains/places/web/api/",
    "domains/places/web/filters/finder.py",
    "domains/places/web/forms/report.py",
    "domains/places/web/templates/places/finder/",
    "domains/places/web/templates/places/messages/",
    "domains/places/web/templates/places/open_data.html",
    *(
        f"domains/places/web/views/{name}"
        for name in ("finder", "map", "open_data", "orientation", "place_", "reports", "widget")
    ),
    *(
        f"domains/recruitment/web/templates/recruitment/{name}"
        for name in ("appl", "confirm", "own", "removed", "survey")
    ),
)
"""Where the texts of the public side are written; the gallery of components is for those who build pages."""


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(PATH))


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    compiled = polib.mofile(str(PATH.with_suffix(".mo")))
    written = {(entry.msgctxt, entry.msgid): text_of(entry) for entry in catalogue.translated_entries()}
    assert {(entry.msgctxt, entry.msgid): text_of(entry) for entry in compiled} == written


def test_every_text_of_the_public_side_is_translated(catalogue):
    missing = [entry.msgid for entry in catalogue if public(entry) and not entry.translated()]
    assert not missing, missing


def test_no_text_waits_for_a_check(catalogue):
    assert not [entry.msgid for entry in catalogue if entry.fuzzy]


def test_the_sentences_of_the_rules_are_in_the_catalogue(catalogue):
    known = {(entry.msgid, entry.msgid_plural) for entry in catalogue}
    assert not [identifier for identifier, *sentence in sentences() if tuple(sentence) not in known]


@pytest.mark.django_db
def test_the_reader_changes_language_and_the_page_says_so(client):
    assert '<html lang="fr"' in client.get(reverse("legal")).content.decode()
    answer = client.post(reverse("set_language"), {"language": "en", "next": reverse("legal")})
    assert answer["Location"] == reverse("legal")
    page = client.get(reverse("legal")).content.decode()
    assert '<html lang="en"' in page and "Legal notice" in page and 'value="fr"' in page


def test_dates_and_numbers_follow_the_language():
    moment = datetime(2026, 11, 2, 13, 5, tzinfo=UTC)
    with translation.override("en"):
        assert words.moment(moment) == "2 November 2026 at 14:05"
        assert words.number(4000) == "4,000"
    with translation.override("fr"):
        assert words.moment(moment) == "2 novembre 2026 à 14 h 05"


def test_in_french_zero_is_singular(catalogue):
    with translation.override("fr"):
        for entry in (entry for entry in catalogue if entry.msgid_plural):
            both = entry.msgid, entry.msgid_plural
            told = [translation.ngettext(*both, number) for number in (0, 1, 2)]
            assert told == [entry.msgid, entry.msgid, entry.msgid_plural]


def text_of(entry: polib.POEntry) -> object:
    """The translation, in both forms when there are two."""
    return dict(entry.msgstr_plural) or entry.msgstr


def public(entry: polib.POEntry) -> bool:
    """Tell whether the public side shows this text."""
    places = [place for place, _line in entry.occurrences]
    return any(place.startswith(PUBLIC) and "gallery" not in place for place in places)
