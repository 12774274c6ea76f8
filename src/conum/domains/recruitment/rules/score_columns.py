"""REC-30 over columns: the same numbers as `score.py` for hundreds of thousands of pairs at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from conum.domains.recruitment.rules.score import (
    DEFAULT_WEIGHTS,
    EARLY_DAYS,
    FARTHEST_KM,
    LONG_WAIT_DAYS,
    PIX_LEVELS,
    ScoreWeights,
)

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PairColumns:
    """`PairFacts` as columns of whole numbers; days are counted from any common origin.

    need_day: the later of the day wanted and of today. experienced: a degree or an experience of mediation.
    pix_level: 0 when not shared. Every column has one row per pair, or one value for all.
    """

    distance_m: Ints
    mobility_km: Ints
    available_day: Ints
    need_day: Ints
    experienced: npt.NDArray[np.bool_]
    pix_level: Ints
    waiting_days: Ints


@dataclass(frozen=True, slots=True, eq=False)
class ScoreColumns:
    """Micro-points of each part and of the whole."""

    distance: Ints
    date: Ints
    experience: Ints
    pix: Ints
    waiting: Ints

    @property
    def total(self) -> Ints:
        return self.distance + self.date + self.experience + self.pix + self.waiting


def score_columns(pairs: PairColumns, weights: ScoreWeights = DEFAULT_WEIGHTS) -> ScoreColumns:
    """Score every pair, in order."""
    radius_m = np.minimum(pairs.mobility_km, FARTHEST_KM).astype(np.int64) * 1000
    early = np.clip(np.asarray(pairs.need_day - pairs.available_day, np.int64), 0, EARLY_DAYS)
    waiting = np.clip(np.asarray(pairs.waiting_days, np.int64), 0, LONG_WAIT_DAYS)
    return ScoreColumns(
        distance=_share(weights.distance * np.maximum(radius_m - pairs.distance_m, 0), radius_m),
        date=weights.date * early // EARLY_DAYS,
        experience=np.where(pairs.experienced, weights.experience, 0).astype(np.int64),
        pix=weights.pix * np.asarray(pairs.pix_level, np.int64) // PIX_LEVELS,
        waiting=weights.waiting * waiting // LONG_WAIT_DAYS,
    )


def _share(points: Ints, radius_m: Ints) -> Ints:
    """Whole part of points / radius. Floats divide several times faster than whole numbers, and are exact here.

    A quotient is at most a million and a divisor at most 100 000 metres: a quotient that is not whole is a hundred
    thousandth away from the next whole number, a thousand times and more what a double confuses.
    """
    return (points / radius_m).astype(np.int64)
