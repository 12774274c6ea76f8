"""Refusals that carry what is still possible: the free slots of now, the seats left."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from conum.domains.booking.queries.slots import Slot
from conum.kernel.errors import Conflict


class SlotTaken(Conflict):
    """Somebody was faster. `slots`: the five nearest that are free now, in order of time."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        told = _("Ce créneau vient d'être pris. Voici les plus proches encore libres.")
        super().__init__(
            told if slots else _("Ce créneau vient d'être pris, et aucun autre n'est libre."), field="slot"
        )
        self.slots = tuple(slots)


class SeatsTaken(Conflict):
    """Not enough seats are left. `free`: how many are."""

    def __init__(self, free: int, wanted: int) -> None:
        if free:
            told = _("Il reste {free} places, {wanted} demandées.").format(free=free, wanted=wanted)
        else:
            told = _("Complet : les dernières places viennent d'être prises. Vous pouvez rejoindre la file d'attente.")
        super().__init__(told, field="party_size")
        self.free = free
