"""A cache that the processes of one machine share: a page written by one of them is written for all."""

from __future__ import annotations

import random

from django.core.cache.backends.filebased import FileBasedCache

ONE_IN = 256  # writes


class SharedCache(FileBasedCache):
    """Django's cache in files, which counts its files now and then instead of before each of its writes."""

    def _cull(self) -> None:
        """Take away a third of the files when there are more than `MAX_ENTRIES`: by chance, one write in `ONE_IN`."""
        if not random.randrange(ONE_IN):  # noqa: S311 – nothing to guess here
            super()._cull()  # type: ignore[misc]
