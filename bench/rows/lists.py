"""Row `lists`: four lists of a signed-in administrator, 100 rows a page with their filters, against an empty page.

Each list and the empty search page of the same base template are asked in turn, in one process, through every
middleware: the fastest answer of each counts, the one least disturbed. `1x` is the demonstration of three
départements (its lists of posts and requests have some seventy rows), `10x` that of France.
"""

from typing import TYPE_CHECKING

from bench.application import loaded
from bench.table import Figure, at_most, clock

if TYPE_CHECKING:
    from django.test import Client

NAME = "lists"
SIZES = ("1x", "10x")
COUNTRY = {"1x": "department", "10x": "france"}
LISTS = ("/demandes/", "/postes/", "/comptes/", "/candidatures/")
EMPTY = "/recherche/"
TIMES, ROWS, ROUNDS = 3.0, 100, 40


def measure(size: str) -> list[Figure]:
    """Milliseconds of each list and of the empty page."""
    with loaded(COUNTRY[size]):
        from django.conf import settings  # noqa: PLC0415 – the application is set up only now
        from django.urls import resolve  # noqa: PLC0415

        settings.ALLOWED_HOSTS = ["*"]
        client, figures = _administrator(), []
        for path in LISTS:
            resolve(path).func.view_class.page_size = ROWS  # type: ignore[attr-defined]
            _spent(client, path)
            pairs = [(_spent(client, path), _spent(client, EMPTY)) for _round in range(ROUNDS)]
            ours, empty = (min(each) for each in zip(*pairs, strict=True))
            figures.append(at_most(f"{NAME} {path}", size, ours, empty, "ms", TIMES))
    return figures


def _administrator() -> "Client":
    """An administrator of the demonstration, signed in with both factors."""
    from django.test import Client  # noqa: PLC0415

    from conum.commons.accounts.models import Person  # noqa: PLC0415
    from conum.commons.accounts.web.adapters import SECOND_FACTOR_KEY  # noqa: PLC0415

    client, person = Client(), Person.objects.get(email="admin1@example.org")
    client.force_login(person)
    session = client.session
    session[SECOND_FACTOR_KEY] = str(person.pk)
    session.save()
    return client


def _spent(client: "Client", path: str) -> float:
    """Milliseconds of one answer; raises when it is not a page."""
    with clock() as spent:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} {path}")
    return spent.seconds * 1000
