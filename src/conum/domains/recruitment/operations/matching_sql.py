"""REC-20 to REC-25 and the score of REC-30 as SQL: who fits, and how well.

The radius belongs to the candidate, so a need asks the index of points once per radius on offer; a candidate asks
the index of needs once. The score is the integer formula of `rules/score.py`, part by part.
"""

from __future__ import annotations

DISTANCE = "round(earth_distance(ll_to_earth(c.latitude, c.longitude), ll_to_earth(n.latitude, n.longitude)))::integer"
PARTS = """
    {distance} * greatest(radius.m - pair.distance_m, 0) / radius.m AS part_distance,
    {date} * least(greatest(greatest(n.start_wanted, %(today)s) - c.available_from, 0), {early}) / {early} AS part_date,
    CASE WHEN c.situations && ARRAY['mediation_degree', 'mediation_experience']::varchar[]
         THEN {experience} ELSE 0 END AS part_experience,
    CASE WHEN c.pix_shared THEN {pix} * coalesce(c.pix_level, 0) / {levels} ELSE 0 END AS part_pix,
    {waiting} * least(greatest(%(today)s - coalesce(c.waiting_since, %(today)s), 0), {long}) / {long} AS part_waiting
"""
AVAILABLE = "c.state = 'available' AND c.visible AND c.latitude IS NOT NULL"
FITS = """
    n.vacant_posts > 0 AND c.zone = n.zone AND c.available_from <= greatest(n.start_wanted, %(today)s)
"""
# Candidates around one need: one probe of the (radius, point) index for each radius, then the exact distance.
AROUND_NEED = f"""
    SELECT n.id AS need_id, c.id AS candidate_id
      FROM recruitment_hostneed AS n
     CROSS JOIN unnest(%(radii)s::integer[]) AS radii(km)
      JOIN recruitment_candidate AS c
        ON c.mobility_km = radii.km
       AND earth_box(ll_to_earth(n.latitude, n.longitude), radii.km * 1000) @> ll_to_earth(c.latitude, c.longitude)
     WHERE n.id = ANY(%(needs)s) AND {AVAILABLE} AND {FITS} AND {DISTANCE} <= radii.km * 1000
    UNION ALL
    SELECT n.id, c.id
      FROM recruitment_hostneed AS n
      JOIN recruitment_candidate AS c ON c.mobility_km = %(everywhere)s
     WHERE n.id = ANY(%(needs)s) AND {AVAILABLE} AND {FITS}
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
INSERT = """
WITH fits AS ({around}),
scored AS (
    SELECT n.id AS need_id, c.id AS candidate_id, pair.distance_m, {parts}
      FROM fits
      JOIN recruitment_hostneed AS n ON n.id = fits.need_id
      JOIN recruitment_candidate AS c ON c.id = fits.candidate_id
     CROSS JOIN LATERAL (SELECT {distance} AS distance_m) AS pair
     CROSS JOIN LATERAL (SELECT (least(c.mobility_km, {farthest}) * 1000)::bigint AS m) AS radius
)
INSERT INTO recruitment_match AS known (
    id, created_at, updated_at, computed_at, candidate_id, need_id, state, origin, reason, distance_m, score, {columns})
SELECT recruitment_new_id(), %(now)s, %(now)s, %(now)s, candidate_id, need_id, 'proposed', 'computed', '', distance_m,
       part_distance + part_date + part_experience + part_pix + part_waiting, {columns}
  FROM scored
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
