"""The SQL of slots: free time by arithmetic over ranges, in one statement for any number of places (BOO-01, BOO-08).

`offered`: what may be booked, by rule and type, from `earliest` to `latest`. `presence`: each professional's presence
of a day, grown by the buffers. `taken`: all that a professional cannot give. `piece`: what is left of a presence; `low`
is the first instant at which the buffers before it are free. A start is on the grid of its presence (BOO-04).
"""

from __future__ import annotations

from conum.domains.booking.queries.gate import IN_SERVICE

PIECES = f"""
WITH offered AS MATERIALIZED (
    SELECT rule.id AS rule_id, rule.place_id, type.id AS type_id, type.professionals,
           make_interval(mins => type.duration) AS lasts,
           make_interval(mins => coalesce(type.grid, type.duration)) AS step,
           make_interval(mins => type.buffer_before) AS before,
           make_interval(mins => type.buffer_after) AS after,
           greatest(%(first)s, CASE WHEN %(public)s
               THEN date_bin(%(round_up)s, %(now)s + make_interval(secs => type.min_delay) + %(round_up)s
                             - interval '1 microsecond', timestamptz '2020-01-01 00:00Z')
               ELSE %(now)s END) AS earliest,
           least(%(last)s, CASE WHEN %(public)s
               THEN %(now)s + make_interval(secs => type.max_delay) ELSE 'infinity' END) AS latest
      FROM booking_availabilityrule AS rule
      JOIN booking_availabilityrule_types AS link ON link.availabilityrule_id = rule.id
      JOIN booking_appointmenttype AS type ON type.id = link.appointmenttype_id
     WHERE rule.active AND rule.access IN ('bookable', 'mixed')
       AND type.active AND type.kind = 'individual' AND type.bookable_by = ANY(%(bookable_by)s)
       AND (%(followed)s OR NOT type.follow_up)
       AND {{wanted}}
),
presence AS MATERIALIZED (
    SELECT offered.*, member.person_id, occurrence.starts_at, occurrence.during,
           tstzrange(lower(occurrence.during) - before, upper(occurrence.during) + after) AS grown
      FROM offered
      JOIN booking_occurrence AS occurrence ON occurrence.rule_id = offered.rule_id
       AND occurrence.day BETWEEN %(first_day)s AND %(last_day)s
      JOIN booking_availabilityrule_people AS member ON member.availabilityrule_id = offered.rule_id
     WHERE occurrence.during && tstzrange(earliest, greatest(earliest, latest) + lasts)
       AND (%(people)s::uuid[] IS NULL OR member.person_id = ANY(%(people)s))
       AND (NOT %(public)s OR EXISTS (
           SELECT FROM ({IN_SERVICE}) AS service
            WHERE service.person_id = member.person_id AND service.days @> occurrence.day))
       AND NOT EXISTS (
           SELECT FROM places_openingexception AS closing
            WHERE closing.place_id = offered.place_id AND closing.kind = 'closed'
              AND occurrence.day BETWEEN closing.starts_on AND closing.ends_on)
),
taken AS MATERIALIZED (
    SELECT person_id, range_agg(during) AS times
      FROM (SELECT person_id, during FROM booking_engagedtime
             WHERE (expires_at IS NULL OR expires_at > %(now)s)
               AND (%(but)s::uuid IS NULL OR appointment_id IS DISTINCT FROM %(but)s)
             UNION ALL SELECT person_id, during FROM booking_busytime) AS time
     WHERE person_id IN (SELECT person_id FROM presence) AND during && %(window)s
     GROUP BY person_id
),
piece AS (
    SELECT presence.*, least(upper(free) - after, upper(during)) - lasts AS high,
           greatest(lower(free) + before, lower(during), earliest) AS low
      FROM presence LEFT JOIN taken USING (person_id)
     CROSS JOIN LATERAL unnest(tstzmultirange(grown) - coalesce(times, tstzmultirange())) AS free
),
gridded AS (
    SELECT piece.*,
           starts_at + step * ceil(extract(epoch FROM low - starts_at) / extract(epoch FROM step))::float AS start
      FROM piece WHERE low <= least(high, latest)
)
"""  # noqa: S608 - texts of this file and its neighbour, values by name

EVERY = """
SELECT type_id, place_id, slot, slot + lasts, array_agg(DISTINCT person_id ORDER BY person_id)
  FROM gridded CROSS JOIN LATERAL generate_series(start, least(high, latest), step) AS slot
 GROUP BY type_id, place_id, slot, lasts, professionals
HAVING count(DISTINCT person_id) >= professionals
 ORDER BY {order}
 LIMIT %(limit)s
"""

# The first of each place: without a second professional to wait for, the first start of a piece is enough.
FIRST = """
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
SELECT DISTINCT ON (place_id) type_id, place_id, slot, slot + lasts, people
  FROM every ORDER BY place_id, slot, type_id
"""
