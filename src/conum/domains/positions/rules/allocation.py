"""What an administrator sets to share posts out, and what is right when a scenario becomes the quotas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from conum.domains.positions.enums import ApportionmentMethod, PostKind
from conum.domains.positions.rules.need import NeedWeights
from conum.kernel.rules import rule


@dataclass(frozen=True)
class AllocationInputs:
    """Everything a split depends on besides the facts about départements.

    Attributes:
        posts: posts to share out.
        floor: fewest posts of a département that is not fixed.
        fixed: INSEE code → posts, served first.
        collectivities: whether overseas collectivities (975, 977, 978…) are served too.
    """

    posts: int
    kind: str = PostKind.COUNSELLOR
    method: ApportionmentMethod = ApportionmentMethod.LARGEST_REMAINDER
    weights: NeedWeights = field(default_factory=NeedWeights)
    floor: int = 0
    fixed: Mapping[str, int] = field(default_factory=dict)
    collectivities: bool = False


@rule("POS-33", field="below_granted")
def quotas_hold_granted_posts(below: tuple[str, ...], stated: bool) -> bool:
    """La dotation passerait sous le nombre de postes déjà accordés : {below}.
    Aucun poste n'y est retiré, mais aucun ne pourra plus y être accordé. Cochez la case si c'est voulu."""
    return stated or not below


@rule("POS-33", field="valid_from")
def quotas_begin_in_future(valid_from: date, day: date) -> bool:
    """Une dotation ne change pas dans le passé : choisissez aujourd'hui ou une date à venir."""
    return valid_from >= day


@rule("POS-33")
def scenario_is_adopted_once(adopted: bool) -> bool:
    """Ce scénario est déjà adopté : reprenez ses réglages pour en faire un autre."""
    return not adopted


@rule("POS-33", field="valid_from")
def one_scenario_a_day(other: str) -> bool:
    """Le scénario « {other} » fixe déjà les dotations à cette date : choisissez une autre date."""
    return not other
