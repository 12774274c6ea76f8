"""Keeping `HostNeed` at the facts of positions (REC-36)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from conum.domains.recruitment.models import HostNeed
from conum.domains.recruitment.parameters import OWN_ZONES

# Open attachments of the hosts without a person on them on the day, by host and kind of post; one whose last day is
# set (given back, or about to leave) recruits no more.
VACANT = """
    SELECT attachment.host_id, kinds.kind, count(*) AS posts, min(attachment.starts_on) AS starts_on
      FROM positions_postattachment AS attachment
      JOIN positions_post AS post ON post.id = attachment.post_id
     CROSS JOIN LATERAL (
         SELECT CASE post.kind WHEN 'coordinator' THEN 'coordinator' ELSE 'counsellor' END AS kind) AS kinds
     WHERE attachment.host_id = ANY(%(hosts)s)
       AND attachment.starts_on <= %(today)s AND attachment.ends_on IS NULL
       AND NOT EXISTS (
           SELECT FROM positions_postassignment AS assignment
            WHERE assignment.attachment_id = attachment.id
              AND (assignment.ends_on IS NULL OR assignment.ends_on >= %(today)s))
     GROUP BY attachment.host_id, kinds.kind
"""
UPSERT = f"""
WITH vacant AS ({VACANT})
INSERT INTO recruitment_hostneed (
    id, created_at, updated_at, host_id, post_kind, request_id, department_id, zone, latitude, longitude,
    start_wanted, vacant_posts)
SELECT recruitment_new_id(), %(now)s, %(now)s, host.id, vacant.kind, request.id, commune.department_id,
       CASE WHEN commune.department_id = ANY(%(zones)s) THEN commune.department_id ELSE '' END,
       coalesce(host.latitude, commune.latitude), coalesce(host.longitude, commune.longitude),
       coalesce(request.start_wanted, vacant.starts_on), vacant.posts
  FROM vacant
  JOIN accounts_organisation AS host ON host.id = vacant.host_id
  JOIN territories_commune AS commune ON commune.code = host.commune_id
  LEFT JOIN LATERAL (
      SELECT id, start_wanted FROM positions_hostrequest
       WHERE organisation_id = host.id AND kind = vacant.kind AND state = 'approved'
       ORDER BY confirmed_at DESC NULLS LAST LIMIT 1) AS request ON true
 WHERE coalesce(host.latitude, commune.latitude) IS NOT NULL
 ORDER BY host.id, vacant.kind
ON CONFLICT (host_id, post_kind) DO UPDATE
   SET updated_at = excluded.updated_at, request_id = excluded.request_id, department_id = excluded.department_id,
       zone = excluded.zone, latitude = excluded.latitude, longitude = excluded.longitude,
       start_wanted = excluded.start_wanted, vacant_posts = excluded.vacant_posts
RETURNING id
"""  # noqa: S608


@transaction.atomic
def refresh_needs(host_ids: Collection[UUID], *, now: datetime) -> list[UUID]:
    """Write what these hosts look for today, one statement for all; returns the needs to match again.

    A host without a vacant post keeps its row, with none vacant, so that matches keep their history.
    """
    with connection.cursor() as cursor:
        today = localdate(now)
        facts = {
            "hosts": list(host_ids),
            "today": today,
            "now": now,
            "zones": [str(code) for code in OWN_ZONES.on(today)],
        }
        cursor.execute(UPSERT, facts)
        current = [row[0] for row in cursor.fetchall()]
    stale = HostNeed.objects.filter(host__in=host_ids).exclude(pk__in=current)
    stale.update(vacant_posts=0, updated_at=now)
    return list(HostNeed.objects.filter(host__in=host_ids).order_by("pk").values_list("pk", flat=True))
