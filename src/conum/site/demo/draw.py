"""Deterministic draws: one independent stream per subject, so that adding a subject never moves another."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar
from zlib import crc32

import numpy as np

T = TypeVar("T")


@cache
def distributions() -> dict[str, Any]:
    """Return the shares read from the data file (SYN-07)."""
    return json.loads(files(__package__).joinpath("data/distributions.json").read_text("utf-8"))


class Stream:
    """Draws on one subject (`candidates`, `hosts`…) under a seed.

    Args:
        seed: `demo.seed`.
        subject: name of the stream.
    """

    def __init__(self, seed: int, subject: str) -> None:
        self.random = np.random.default_rng([seed, crc32(subject.encode())])

    def one(self, values: Sequence[T]) -> T:
        """Return one of the values, all equally likely."""
        return values[int(self.random.integers(len(values)))]

    def shares(self, name: str, count: int) -> list[str]:
        """Return `count` codes drawn with the shares of the distribution `name`."""
        table = distributions()[name]
        weights = np.array(list(table.values()), dtype=float)
        drawn = self.random.choice(len(table), size=count, p=weights / weights.sum())
        codes = list(table)
        return [codes[i] for i in drawn]

    def among(self, count: int, size: int, weights: np.ndarray | None = None) -> np.ndarray:
        """Return `size` indexes below `count`, with replacement, likely in proportion to the weights."""
        shares = None if weights is None else weights / weights.sum()
        return self.random.choice(count, size=size, p=shares)

    def chance(self, per_cent: float) -> bool:
        """Return True in `per_cent` cases out of a hundred."""
        return bool(self.random.random() * 100 < per_cent)

    def between(self, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included."""
        return int(self.random.integers(low, high + 1))

    def identifier(self, at: datetime) -> uuid.UUID:
        """Return a UUIDv7 whose time is `at` and whose random part comes from the stream (SYN-01)."""
        millis = int(at.timestamp() * 1000).to_bytes(6, "big")
        raw = bytearray(millis + self.random.bytes(10))
        raw[6] = 0x70 | (raw[6] & 0x0F)
        raw[8] = 0x80 | (raw[8] & 0x3F)
        return uuid.UUID(bytes=bytes(raw))
