"""The addresses of those who edit places: whose rows they show."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from conum.commons.accounts.enums import Role
from conum.domains.places.queries.editing import confirm_token

# A mediator and a coordinator who neither work there nor have a territory have no place in hand.
IDLE = (Role.MEDIATOR, Role.COORDINATOR)
NOT_THERE = (*IDLE, Role.HOST_MANAGER, Role.PREFECTURE, Role.NATIONAL_ADMIN)
SECTIONS = "identity access contact hours exceptions confirm show close reopen history"

PAIR = "duplicate keep_both take_back"


def edited_places(of_side: Any, token: Any, found: Any) -> dict[str, Any]:
    """Return what `OBJECTS` says of these addresses, made by its own finders."""
    place = of_side("place", blind=IDLE)

    def version(country: Any, role: str) -> Any:
        """The first version of the place of each side."""
        event, here = apps.get_model("places", "PlaceEvent").objects, place(country, role)

        def first(keys: Any) -> list[Any]:
            return [(key, event.filter(pgh_obj_id=key).earliest("pk").pk) for (key,) in keys]

        return found(first(here.inside), first(here.outside))

    def link(country: Any) -> str:
        """The link of a reminder to the manager of this side."""
        return confirm_token(country.here.rows["place"].pk, country.here.rows["manager"].person_id)

    return {
        "places:edit": place,
        **{f"places:edit-{name}": place for name in SECTIONS.split()},
        "places:remove-exception": of_side("exception", blind=IDLE),
        "places:edit-presence": of_side("place", blind=NOT_THERE),
        "places:edit-restore": version,
        "places:confirm-link": token(link),
        **{f"places:{name}": of_side("pair", blind=(Role.COORDINATOR,)) for name in PAIR.split()},
    }
