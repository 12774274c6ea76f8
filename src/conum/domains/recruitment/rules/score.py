"""REC-30: how well a feasible pair fits, in micro-points, with the part of each reason.

1 000 000 micro-points is the best possible. Each part is worth at most its weight; the score is the sum of its
parts. Everything is whole numbers and divisions round down, so this function, the one over columns
(`score_columns.py`) and an SQL expression over bigint give the same numbers on every machine:

    part_distance   = weight × greatest(radius_m - distance_m, 0) / radius_m
                      with radius_m = least(mobility_km, 100) × 1000
    part_date       = weight × least(greatest(need_day - available_from, 0), 30) / 30
                      with need_day = greatest(start_wanted, today), in days
    part_experience = weight if a degree or an experience of mediation, else 0
    part_pix        = weight × pix_level / 3 when shared, else 0
    part_waiting    = weight × least(greatest(waiting_days, 0), 180) / 180

Why 100 km: "France entière" has no cap in REC-21, yet 300 km from home is not a better fit for someone who
accepts 2 000 km than 12 km for someone who accepts 40. Why 30 days: someone free a month before the start leaves
the time to choose and sign (`recruitment.choose_within`). Why 180 days: the interval of the survey "still
available?" (`recruitment.survey_every`). All three are proposals [I].

REC-31: nothing about age, gender, origin or disability enters; `PairFacts` is all that the score ever sees.
"""

from dataclasses import dataclass, field
from datetime import date

BEST_SCORE = 1_000_000
FARTHEST_KM = 100
EARLY_DAYS = 30
LONG_WAIT_DAYS = 180
PIX_LEVELS = 3


@dataclass(frozen=True, slots=True)
class ScoreWeights:
    """Greatest number of micro-points of each part; they add up to 1 000 000 (defaults of REC-30 [I])."""

    distance: int = 400_000
    date: int = 200_000
    experience: int = 200_000
    pix: int = 100_000
    waiting: int = 100_000

    def __post_init__(self) -> None:
        weights = (self.distance, self.date, self.experience, self.pix, self.waiting)
        if min(weights) < 0 or sum(weights) != BEST_SCORE:
            raise ValueError(f"weights {weights} are not ≥ 0 with a sum of {BEST_SCORE}")


DEFAULT_WEIGHTS = ScoreWeights()


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What is known of a candidate for a host's need, on the day `today`.

    distance_m: great circle, whole metres. mobility_km: accepted radius. pix_level: 1 to 3, or None when not
    shared. waiting_days: since the application was confirmed, or since the last contract ended.
    """

    distance_m: int
    mobility_km: int
    available_from: date
    start_wanted: date
    today: date
    mediation_degree: bool = False
    mediation_experience: bool = False
    pix_level: int | None = None
    waiting_days: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """Micro-points of each part, with the facts that the sentence tells (`score_sentence.py`)."""

    distance: int
    date: int
    experience: int
    pix: int
    waiting: int
    facts: PairFacts = field(repr=False)

    @property
    def total(self) -> int:
        """Micro-points, 0 to 1 000 000; what the plan, the lists and the database order by."""
        return self.distance + self.date + self.experience + self.pix + self.waiting


def score(facts: PairFacts, weights: ScoreWeights = DEFAULT_WEIGHTS) -> Score:
    """Score one feasible pair."""
    radius_m = min(facts.mobility_km, FARTHEST_KM) * 1000
    early = (max(facts.start_wanted, facts.today) - facts.available_from).days
    experienced = facts.mediation_degree or facts.mediation_experience
    return Score(
        distance=weights.distance * max(radius_m - facts.distance_m, 0) // radius_m,
        date=weights.date * min(max(early, 0), EARLY_DAYS) // EARLY_DAYS,
        experience=weights.experience if experienced else 0,
        pix=weights.pix * (facts.pix_level or 0) // PIX_LEVELS,
        waiting=weights.waiting * min(max(facts.waiting_days, 0), LONG_WAIT_DAYS) // LONG_WAIT_DAYS,
        facts=facts,
    )
