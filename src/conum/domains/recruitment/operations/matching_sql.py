"""REC-20 to REC-25 and the score of REC-30 as SQL: who fits, and how well.

The radius belongs to the candidate, so a need asks the index of points once per radius on offer; a candidate asks
the index of needs once. The score is the integer formula of `rules/score.py`, part by part.
"""

from __future__ import annotations

from conum.commons.territories.queries import metres_sql
from conum.domains.recruitment.enums import Mobility

DISTANCE = f"round({metres_sql('c.latitude', 'c.longitude', 'n.latitude', 'n.longitude')})::integer"
PARTS = """
    {distance} * greatest(radius.m - pair.distance_m, 0) / radius.m AS part_distance,
    {date} * least(greatest(greatest(n.start_wanted, %(today)s) - c.available_from, 0), {early}) / {early} AS part_date,
    CASE WHEN c.situations && ARRAY['mediation_degree', 'mediation_experience']::varchar[]
         THEN {experience} ELSE 0 END AS part_experience,
    CASE WHEN c.pix_shared THEN {pix} * coalesce(c.pix_level, 0) / {levels} ELSE 0 END AS part_pix,
    {waiting} * least(greatest(%(today)s - coalesce(c.waiting_since, %(today)s), 0), {long}) / {long} AS part_waiting
"""
AVAILABLE = "c.state = 'available' AND c.visible AND c.latitude IS NOT NULL"
ANYWHERE = f"c.mobility_km = {Mobility.FRANCE.value} AND {AVAILABLE}"  # as written in the partial indexes
FITS = """
    n.vacant_posts > 0 AND c.zone = n.zone AND c.available_from <= greatest(n.start_wanted, %(today)s)
"""
NEED_DAY = "greatest(n.start_wanted, %(today)s)"
# Candidates around one need: one probe of the (radius, point) index for each radius, then the exact distance. Those who
# go anywhere are read whole only where the distance or the date still counts; beyond, what is left of their score is
# `lasting_points` and the waiting time, and an index gives the longest waiting of each number of points: as many as
# may be kept, whatever the number of candidates. Pairs already known are scored again.
AROUND_NEED = f"""
    SELECT n.id AS need_id, c.id AS candidate_id
      FROM recruitment_hostneed AS n
     CROSS JOIN unnest(%(radii)s::smallint[], %(reaches)s::integer[]) AS radii(km, m)
      JOIN recruitment_candidate AS c
        ON c.mobility_km = radii.km
       AND earth_box(ll_to_earth(n.latitude, n.longitude), radii.m) @> ll_to_earth(c.latitude, c.longitude)
     WHERE n.id = ANY(%(needs)s) AND {AVAILABLE} AND {FITS} AND {DISTANCE} <= radii.m
    UNION
    SELECT n.id, far.id
      FROM recruitment_hostneed AS n
     CROSS JOIN unnest(%(lasting)s::integer[]) AS lasting(points)
     CROSS JOIN LATERAL (
         SELECT c.id FROM recruitment_candidate AS c
          WHERE {ANYWHERE} AND c.zone = n.zone AND c.lasting_points = lasting.points
            AND c.available_from <= {NEED_DAY} - %(early)s
          ORDER BY c.waiting_since, c.id
          LIMIT %(per_post)s * n.vacant_posts + (SELECT count(*) FROM recruitment_match AS k WHERE k.need_id = n.id)
     ) AS far
     WHERE n.id = ANY(%(needs)s) AND n.vacant_posts > 0
    UNION
    SELECT n.id, c.id
      FROM recruitment_hostneed AS n
      JOIN recruitment_candidate AS c
        ON {ANYWHERE} AND c.zone = n.zone
       AND c.available_from > {NEED_DAY} - %(early)s AND c.available_from <= {NEED_DAY}
     WHERE n.id = ANY(%(needs)s) AND n.vacant_posts > 0
    UNION
    SELECT n.id, c.id
      FROM recruitment_hostneed AS n
      JOIN recruitment_match AS m ON m.need_id = n.id
      JOIN recruitment_candidate AS c ON c.id = m.candidate_id
     WHERE n.id = ANY(%(needs)s) AND {AVAILABLE} AND {FITS}
       AND (c.mobility_km = %(everywhere)s OR {DISTANCE} <= c.mobility_km * 1000)
"""  # noqa: S608
AROUND_CANDIDATE = f"""
    SELECT n.id AS need_id, c.id AS candidate_id
      FROM recruitment_candidate AS c
      JOIN recruitment_hostneed AS n
        ON earth_box(ll_to_earth(c.latitude, c.longitude), c.mobility_km * 1000) @> ll_to_earth(n.latitude, n.longitude)
     WHERE c.id = ANY(%(candidates)s) AND c.mobility_km <> %(everywhere)s
       AND {AVAILABLE} AND {FITS} AND {DISTANCE} <= c.mobility_km * 1000
    UNION ALL
    SELECT n.id, c.id
      FROM recruitment_candidate AS c CROSS JOIN recruitment_hostneed AS n
     WHERE c.id = ANY(%(candidates)s) AND c.mobility_km = %(everywhere)s AND {AVAILABLE} AND {FITS}
"""  # noqa: S608
COLUMNS = "part_distance, part_date, part_experience, part_pix, part_waiting"
# What is kept (REC-33): around a need, its best; for one candidate, the needs where the score enters the best.
BEST_OF_NEED = "place <= %(per_post)s * vacant_posts"
ENTERS_NEED = "score > cut_score"
INSERT = """
WITH fits AS ({around}),
scored AS MATERIALIZED (
    SELECT n.id AS need_id, c.id AS candidate_id, n.vacant_posts, n.cut_score, c.waiting_since, pair.distance_m, {parts}
      FROM fits
      JOIN recruitment_hostneed AS n ON n.id = fits.need_id
      JOIN recruitment_candidate AS c ON c.id = fits.candidate_id
     CROSS JOIN LATERAL (SELECT {distance} AS distance_m OFFSET 0) AS pair
     CROSS JOIN LATERAL (SELECT (least(c.mobility_km, {farthest}) * 1000)::bigint AS m) AS radius
),
totals AS MATERIALIZED (
    SELECT scored.*, scored.part_distance + scored.part_date + scored.part_experience + scored.part_pix
               + scored.part_waiting AS score,
           known.id IS NULL OR {again} AS is_new,
           known.id IS NULL OR {again} OR known.state IN ('proposed', 'shortlisted', 'selected') AS is_open
      FROM scored
      LEFT JOIN recruitment_match AS known USING (need_id, candidate_id)
),
ranked AS (
    SELECT totals.*, row_number() OVER (
               PARTITION BY need_id, is_open ORDER BY score DESC, waiting_since, candidate_id) AS place
      FROM totals
)
INSERT INTO recruitment_match AS known (
    id, created_at, updated_at, computed_at, candidate_id, need_id, state, origin, reason, distance_m, score, {columns})
SELECT recruitment_new_id(), %(now)s, %(now)s, %(now)s, candidate_id, need_id, 'proposed', 'computed', '', distance_m,
       score, {columns}
  FROM ranked
 WHERE NOT is_new OR {kept}
 ORDER BY candidate_id, need_id
ON CONFLICT (candidate_id, need_id) DO UPDATE
   SET computed_at = excluded.computed_at, updated_at = excluded.updated_at, distance_m = excluded.distance_m,
       score = excluded.score, part_distance = excluded.part_distance, part_date = excluded.part_date,
       part_experience = excluded.part_experience, part_pix = excluded.part_pix, part_waiting = excluded.part_waiting,
       state = CASE WHEN {again} THEN 'proposed' ELSE known.state END,
       reason = CASE WHEN {again} THEN '' ELSE known.reason END,
       closed_at = CASE WHEN {again} THEN NULL ELSE known.closed_at END,
       told_at = CASE WHEN {again} THEN NULL ELSE known.told_at END
 WHERE (known.score, known.distance_m) IS DISTINCT FROM (excluded.score, excluded.distance_m) OR {again}
"""
# A closed match comes back when it is eligible again and the last decline is old enough (REC-25).
AGAIN = """(known.state IN ('withdrawn', 'declined_by_host', 'declined_by_candidate', 'expired', 'hired')
            AND (known.declined_at IS NULL OR known.declined_at <= %(repropose_before)s))"""
ELIGIBLE = f"""
    SELECT FROM recruitment_candidate AS c, recruitment_hostneed AS n
     WHERE c.id = m.candidate_id AND n.id = m.need_id AND {AVAILABLE} AND {FITS}
       AND (m.origin = 'manual' OR c.mobility_km = %(everywhere)s OR {DISTANCE} <= c.mobility_km * 1000)
"""
LOST = f"""
SELECT m.id FROM recruitment_match AS m
 WHERE {{scope}} AND m.state IN ('proposed', 'shortlisted', 'declined_by_host', 'declined_by_candidate')
   AND NOT EXISTS ({ELIGIBLE})
 ORDER BY m.candidate_id, m.need_id FOR NO KEY UPDATE OF m
"""  # noqa: S608
CLOSE = """
UPDATE recruitment_match AS m
   SET state = 'withdrawn', closed_at = %(now)s, updated_at = %(now)s,
       reason = CASE WHEN c.state = 'hired' THEN 'hired_elsewhere'
                     WHEN c.state = 'removed' THEN 'removed'
                     WHEN c.state <> 'available' THEN 'unavailable'
                     WHEN NOT c.visible THEN 'hidden'
                     WHEN n.vacant_posts = 0 THEN 'host_closed'
                     ELSE 'zone_changed' END
  FROM recruitment_candidate AS c, recruitment_hostneed AS n
 WHERE c.id = m.candidate_id AND n.id = m.need_id AND m.id = ANY(%(lost)s)
"""
# The score of the last proposal kept when a need has as many as it may, -1 while it has room.
CUT = """
UPDATE recruitment_hostneed AS n SET cut_score = best.cut
  FROM recruitment_hostneed AS asked
 CROSS JOIN LATERAL (
     SELECT coalesce((
         SELECT m.score FROM recruitment_match AS m
          WHERE m.need_id = asked.id AND m.state = 'proposed'
          ORDER BY m.score DESC OFFSET greatest(%(per_post)s * asked.vacant_posts - 1, 0) LIMIT 1), -1) AS cut
 ) AS best
 WHERE asked.id = ANY(%(needs)s) AND n.id = asked.id AND n.cut_score <> best.cut
"""
# Hosts that had as many proposals as they may and have just lost one: the next best is for them (REC-33).
HAVE_ROOM = """
SELECT DISTINCT n.host_id FROM recruitment_match AS m JOIN recruitment_hostneed AS n ON n.id = m.need_id
 WHERE m.id = ANY(%(lost)s) AND n.cut_score >= 0 AND n.vacant_posts > 0
"""
