"""Bodies of the triggers that hold what no constraint can say, under concurrency."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TriggerText:
    """PL/pgSQL of a trigger: its variables and its body."""

    body: str
    declare: list[tuple[str, str]] = field(default_factory=list)


# POS-33, once per statement, so that loading a country costs one count per batch and not one per post. One lock per
# (département, kind), in a fixed order, until the end of the transaction, then a count by a new snapshot: of two
# simultaneous grants the second waits and sees the first. An attachment counts when it has not ended on the day the
# new one starts. The ceiling is the quota of that day plus the overrides two administrators agreed on since.
# The same lock is taken by operations before they read what remains (`queries.quotas.lock`).
QUOTA_HOLDS = TriggerText(
    declare=[("broken", "record")],
    body="""
        PERFORM pg_advisory_xact_lock(hashtextextended('positions.quota/' || department_id || '/' || kind, 0))
          FROM (SELECT DISTINCT fresh.department_id,
                       CASE WHEN post.kind = 'coordinator' THEN 'coordinator' ELSE 'counsellor' END AS kind
                  FROM fresh JOIN positions_post AS post ON post.id = fresh.post_id
                 ORDER BY 1, 2) AS locked;
        WITH asked AS (
            SELECT DISTINCT fresh.department_id, fresh.starts_on,
                   CASE WHEN post.kind = 'coordinator' THEN 'coordinator' ELSE 'counsellor' END AS kind
              FROM fresh JOIN positions_post AS post ON post.id = fresh.post_id
             WHERE fresh.ends_on IS NULL OR TG_OP = 'INSERT'
        ), held AS (
            SELECT asked.department_id, asked.kind, asked.starts_on, count(*) AS posts
              FROM asked
              JOIN positions_postattachment AS attachment
                ON attachment.department_id = asked.department_id
               AND (attachment.ends_on IS NULL OR attachment.ends_on >= asked.starts_on)
              JOIN positions_post AS post
                ON post.id = attachment.post_id AND (post.kind = 'coordinator') = (asked.kind = 'coordinator')
             GROUP BY asked.department_id, asked.kind, asked.starts_on
        )
        SELECT held.*, coalesce(quota.posts, 0) + coalesce(extra.posts, 0) AS ceiling INTO broken
          FROM held
          LEFT JOIN LATERAL (SELECT posts, valid_from FROM positions_departmentquota
                              WHERE department_id = held.department_id AND kind = held.kind
                                AND valid_from <= held.starts_on
                              ORDER BY valid_from DESC LIMIT 1) AS quota ON true
          LEFT JOIN LATERAL (SELECT sum(posts) AS posts FROM positions_quotaoverride
                              WHERE department_id = held.department_id AND kind = held.kind
                                AND agreed_on >= quota.valid_from) AS extra ON true
         WHERE held.posts > coalesce(quota.posts, 0) + coalesce(extra.posts, 0)
         LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'quota of % for % is %, % posts would be open',
                broken.department_id, broken.kind, broken.ceiling, broken.posts
                USING ERRCODE = 'check_violation', CONSTRAINT = 'attachment_within_quota';
        END IF;
        RETURN NULL;
    """,
)

# An assignment lives inside its attachment. The attachment is locked so that it cannot be closed meanwhile.
WITHIN_ATTACHMENT = TriggerText(
    declare=[("holder", "positions_postattachment%ROWTYPE")],
    body="""
        SELECT * INTO holder FROM positions_postattachment WHERE id = NEW.attachment_id FOR SHARE;
        IF NEW.starts_on < holder.starts_on
           OR (holder.ends_on IS NOT NULL AND (NEW.ends_on IS NULL OR NEW.ends_on > holder.ends_on)) THEN
            RAISE EXCEPTION 'assignment % is outside its attachment', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_within_attachment';
        END IF;
        RETURN NULL;
    """,
)
