"""Reading goes on while the database writes: the two halves of an import take their time together, not in turn."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.utils import translation

T = TypeVar("T")


def one_ahead(items: Iterator[T]) -> Generator[T, None, None]:
    """Yield the items, the next one being made by a thread meanwhile; what making it raises is raised here.

    Args:
        items: must not touch the database: a thread would do so on a connection of its own.
    """
    language = translation.get_language() or "fr"

    def following() -> list[T]:
        with translation.override(language):
            return [item for _, item in zip(range(1), items, strict=False)]

    with ThreadPoolExecutor(1, thread_name_prefix="import") as pool:
        coming = pool.submit(following)
        while made := coming.result():
            coming = pool.submit(following)
            yield made[0]
