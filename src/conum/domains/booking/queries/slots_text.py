"""The SQL of slots: free time by arithmetic over ranges, in one statement for any number of places (BOO-01, BOO-08).

`offered`: what may be booked, by rule and type, from `earliest` to `latest`. `member`: the same by professional.
`person`: the days somebody is in service, and all the time they cannot give (`taken`). `presence`: each professional's
presence of a day, grown by the buffers. `piece`: what is left of a presence; `low` is the first instant at which the
buffers before it are free. A start is on the grid of its presence (BOO-04). Professionals are looked up one by one in
their indexes, before any day is: those who are not asked for cost nothing.
"""

from __future__ import annotations

from conum.domains.booking.queries.gate import IN_SERVICE

PIECES = f"""
offered AS MATERIALIZED (
    SELECT rule.id AS rule_id, rule.place_id, type.id AS type_id, type.professionals,
           make_interval(mins => type.duration) AS lasts,
           make_interval(mins => coalesce(type.grid, type.duration)) AS step,
           make_interval(mins => type.buffer_before) AS before,
           make_interval(mins => type.buffer_after) AS after,
           greatest({{first}}, CASE WHEN %(public)s
               THEN date_bin(%(round_up)s, %(now)s + make_interval(secs => type.min_delay) + %(round_up)s
                             - interval '1 microsecond', timestamptz '2020-01-01 00:00Z')
               ELSE %(now)s END) AS earliest,
           least({{last}}, CASE WHEN %(public)s
               THEN %(now)s + make_interval(secs => type.max_delay) ELSE 'infinity' END) AS latest
      FROM booking_availabilityrule AS rule
      JOIN booking_availabilityrule_types AS link ON link.availabilityrule_id = rule.id
      JOIN booking_appointmenttype AS type ON type.id = link.appointmenttype_id
     WHERE rule.active AND rule.access IN ('bookable', 'mixed')
       AND type.active AND type.kind = 'individual' AND type.bookable_by = ANY(%(bookable_by)s)
       AND (%(followed)s OR NOT type.follow_up)
       AND {{wanted}}
),
member AS MATERIALIZED (
    SELECT offered.*, link.person_id
      FROM offered JOIN booking_availabilityrule_people AS link ON link.availabilityrule_id = offered.rule_id
     WHERE %(people)s::uuid[] IS NULL OR link.person_id = ANY(%(people)s)
),
person AS MATERIALIZED (
    SELECT person_id,
           (SELECT range_agg(days) FROM ({IN_SERVICE}) AS period
             WHERE %(public)s AND period.person_id = member.person_id) AS service,
           (SELECT range_agg(during) FROM (
               SELECT during FROM booking_engagedtime AS engaged
                WHERE engaged.person_id = member.person_id AND during && {{window}}
                  AND (expires_at IS NULL OR expires_at > %(now)s)
                  AND (%(but)s::uuid IS NULL OR appointment_id IS DISTINCT FROM %(but)s)
                UNION ALL
               SELECT during FROM booking_busytime AS busy
                WHERE busy.person_id = member.person_id AND during && {{window}}) AS time) AS taken
      FROM member GROUP BY person_id
),
closing AS MATERIALIZED (
    SELECT place_id, range_agg(daterange(starts_on, ends_on, '[]')) AS days FROM places_openingexception
     WHERE kind = 'closed' AND place_id IN (SELECT place_id FROM offered) GROUP BY place_id
),
agenda AS MATERIALIZED (
    SELECT member.*, person.service, coalesce(person.taken, tstzmultirange()) AS taken, closing.days AS closed
      FROM member JOIN person USING (person_id) LEFT JOIN closing USING (place_id)
),
presence AS (
    SELECT agenda.*, occurrence.starts_at, occurrence.during,
           tstzrange(lower(occurrence.during) - before, upper(occurrence.during) + after) AS grown
      FROM agenda
      JOIN booking_occurrence AS occurrence ON occurrence.rule_id = agenda.rule_id
       AND occurrence.day >= (({{first}}) AT TIME ZONE 'UTC')::date - 2
       AND occurrence.day <= (({{last}}) AT TIME ZONE 'UTC')::date + 1
     WHERE occurrence.during && tstzrange(earliest, greatest(earliest, latest) + lasts)
       AND (NOT %(public)s OR service @> occurrence.day)
       AND (closed @> occurrence.day) IS NOT TRUE
),
piece AS (
    SELECT presence.*, least(upper(free) - after, upper(during)) - lasts AS high,
           greatest(lower(free) + before, lower(during), earliest) AS low
      FROM presence CROSS JOIN LATERAL unnest(tstzmultirange(grown) - taken) AS free
),
gridded AS (
    SELECT piece.*,
           starts_at + step * ceil(extract(epoch FROM low - starts_at) / extract(epoch FROM step))::float AS start
      FROM piece WHERE low <= least(high, latest)
)
"""  # noqa: S608 - texts of this file and its neighbour, values by name

SLOTS = """
SELECT type_id, place_id, slot, slot + lasts, array_agg(DISTINCT person_id ORDER BY person_id)
  FROM gridded CROSS JOIN LATERAL generate_series(start, least(high, latest), step) AS slot
 GROUP BY type_id, place_id, slot, lasts, professionals
HAVING count(DISTINCT person_id) >= professionals
 ORDER BY {order}
 LIMIT %(limit)s
"""

# The first of each place, or of each type: without a second professional to wait for, the first start of a piece is
# enough.
FIRSTS = """
, alone AS (
    SELECT type_id, place_id, lasts, start AS slot, person_id, professionals FROM gridded
     WHERE professionals = 1 AND start <= least(high, latest)
), together AS (
    SELECT type_id, place_id, lasts, slot, person_id, professionals
      FROM gridded CROSS JOIN LATERAL generate_series(start, least(high, latest), step) AS slot
     WHERE professionals > 1
), every AS (
    SELECT type_id, place_id, lasts, slot, array_agg(DISTINCT person_id ORDER BY person_id) AS people
      FROM (SELECT * FROM alone UNION ALL SELECT * FROM together) AS found
     GROUP BY type_id, place_id, lasts, slot, professionals
    HAVING count(DISTINCT person_id) >= professionals
)
SELECT DISTINCT ON ({key}) type_id, place_id, slot, slot + lasts AS ends, people
  FROM every ORDER BY {key}, slot, type_id
"""


# The first few of each type: those of each piece are enough, save when several professionals are to be free together.
FEW = """
, candidate AS (
    SELECT type_id, place_id, lasts, slot, person_id, professionals
      FROM gridded CROSS JOIN LATERAL generate_series(
           start, least(high, latest, CASE WHEN professionals = 1 THEN start + step * (%(few)s::int - 1) END), step
           ) AS slot
), every AS (
    SELECT type_id, place_id, lasts, slot, array_agg(DISTINCT person_id ORDER BY person_id) AS people
      FROM candidate GROUP BY type_id, place_id, lasts, slot, professionals
    HAVING count(DISTINCT person_id) >= professionals
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY type_id ORDER BY slot) AS rank FROM every
)
SELECT type_id, place_id, slot, slot + lasts, people FROM ranked WHERE rank <= %(few)s::int ORDER BY slot, type_id
"""


def every(wanted: str, order: str) -> str:
    """Return the statement that gives each slot between `first` and `last` of the rules that `wanted` keeps."""
    window = "tstzrange(%(first)s - interval '2 days', %(last)s + interval '2 days')"
    return (
        "WITH "
        + PIECES.format(wanted=wanted, first="%(first)s", last="%(last)s", window=window)
        + SLOTS.format(order=order)
    )


def first_of_each_type() -> str:
    """Return the statement that gives the first slot of each type of `types` at the place `place`."""
    window = "tstzrange(%(first)s - interval '2 days', %(last)s + interval '2 days')"
    wanted = "type.id = ANY(%(types)s) AND rule.place_id = %(place)s"
    pieces = PIECES.format(wanted=wanted, first="%(first)s", last="%(last)s", window=window)
    return f"WITH {pieces} {FIRSTS.format(key='type_id')}"


def first_few_at_place() -> str:
    """Return the statement that gives the first `few` slots of each type at the place `place`."""
    window = "tstzrange(%(first)s - interval '2 days', %(last)s + interval '2 days')"
    pieces = PIECES.format(wanted="rule.place_id = %(place)s", first="%(first)s", last="%(last)s", window=window)
    return f"WITH {pieces} {FEW}"


def first_of_each_place(types: str) -> str:
    """Return the statement that gives the first slot of each place.

    Two weeks are looked at, then the four that follow for the places left, then eight: most places are answered by the
    first weeks, so that an horizon of six months costs little. `types` keeps some of them, "" all.
    """
    last = "least(search.until - interval '1 microsecond', %(last)s)"
    window = f"tstzrange(search.since - interval '2 days', {last} + interval '2 days')"
    wanted = f"rule.place_id = ANY(search.sought) {types}"
    pieces = PIECES.format(wanted=wanted, first="search.since", last=last, window=window)
    return f"""
WITH RECURSIVE search AS (
    SELECT 0 AS turn, %(first)s::timestamptz AS since, %(first)s::timestamptz + interval '14 days' AS until,
           %(places)s::uuid[] AS sought, '[]'::jsonb AS found
    UNION ALL
    SELECT turn + 1, until, until + make_interval(days => 28 << turn),
           ARRAY(SELECT unnest(sought) EXCEPT SELECT unnest(step.served)), coalesce(step.found, '[]')
      FROM search CROSS JOIN LATERAL (
           SELECT array_agg(one.place_id) AS served, jsonb_agg(to_jsonb(one)) AS found
             FROM (WITH {pieces} {FIRSTS.format(key="place_id")}) AS one) AS step
     WHERE since <= %(last)s AND cardinality(sought) > 0
)
SELECT one.* FROM search CROSS JOIN LATERAL jsonb_to_recordset(found)
    AS one (type_id uuid, place_id uuid, slot timestamptz, ends timestamptz, people uuid[])
"""  # noqa: S608 - texts of this file, values by name
