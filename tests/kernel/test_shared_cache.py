"""The cache in files: shared by those who name its folder, never much larger than asked."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache.backends.filebased import FileBasedCache

from conum.kernel.gateways import shared_cache
from conum.kernel.gateways.shared_cache import SharedCache


def cache_in(folder, most=10):
    return SharedCache(folder, {"OPTIONS": {"MAX_ENTRIES": most}})


def test_what_one_process_wrote_another_reads(tmp_path):
    cache_in(tmp_path).set("page-0", b"written once", 60)
    assert cache_in(tmp_path).get("page-0") == b"written once"


def test_what_is_over_is_read_no_more(tmp_path):
    cache_in(tmp_path).set("page-0", b"old", timedelta(seconds=-1).total_seconds())
    assert cache_in(tmp_path).get("page-0") is None


def test_the_files_are_counted_now_and_then_and_brought_back_under_the_limit(tmp_path, monkeypatch):
    counted = []
    kept = FileBasedCache._cull
    monkeypatch.setattr(FileBasedCache, "_cull", lambda cache: (counted.append(1), kept(cache)))
    monkeypatch.setattr(shared_cache.random, "randrange", lambda most: int(len(list(tmp_path.iterdir())) < 15))
    cache = cache_in(tmp_path)
    for number in range(16):
        cache.set(f"page-{number}", b"page-0", 60)
    assert counted == [1]
    assert len(list(tmp_path.iterdir())) <= 11
