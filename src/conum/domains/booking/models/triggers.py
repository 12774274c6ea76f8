"""Bodies of the triggers that hold what no constraint can say: the seats of a workshop, under concurrency."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TriggerText:
    """PL/pgSQL of a trigger: its variables and its body."""

    body: str
    declare: list[tuple[str, str]] = field(default_factory=list)


# BOO-11. Seat 11 of 10 does not exist. The workshop is locked so that its seats cannot be lowered meanwhile.
SEAT_EXISTS = TriggerText(
    declare=[("capacity", "integer")],
    body="""
        SELECT seats INTO capacity FROM booking_workshop WHERE id = NEW.workshop_id FOR SHARE;
        IF capacity IS NOT NULL AND NEW.number > capacity THEN
            RAISE EXCEPTION 'seat % of % does not exist', NEW.number, capacity
                USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_within_workshop';
        END IF;
        RETURN NEW;
    """,
)

# BOO-11. The capacity is not lowered under a seat already taken.
SEATS_KEPT = TriggerText(
    declare=[("highest", "integer")],
    body="""
        SELECT max(number) INTO highest FROM booking_seat WHERE workshop_id = NEW.id;
        IF NEW.seats IS NOT NULL AND highest > NEW.seats THEN
            RAISE EXCEPTION 'seat % is taken, % seats are too few', highest, NEW.seats
                USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_within_workshop';
        END IF;
        RETURN NULL;
    """,
)
