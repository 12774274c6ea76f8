"""Bodies of the triggers that hold what no constraint can say, under concurrency."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TriggerText:
    """PL/pgSQL of a trigger: its variables and its body."""

    body: str
    declare: list[tuple[str, str]] = field(default_factory=list)


# POS-33. One lock per (département, kind) until the end of the transaction, then a count by a new snapshot: of two
# simultaneous grants the second waits and sees the first. An attachment counts when it has not ended on the day the
# new one starts. The ceiling is the quota of that day plus the overrides two administrators agreed on since.
# The same lock is taken by operations before they read what remains (`queries.quotas.lock`).
QUOTA_HOLDS = TriggerText(
    declare=[("quota_kind", "text"), ("ceiling", "bigint"), ("held", "bigint")],
    body="""
        SELECT CASE WHEN kind = 'coordinator' THEN 'coordinator' ELSE 'counsellor' END INTO quota_kind
          FROM positions_post WHERE id = NEW.post_id;
        PERFORM pg_advisory_xact_lock(
            hashtextextended('positions.quota/' || NEW.department_id || '/' || quota_kind, 0));
        SELECT coalesce(max(quota.posts), 0) + coalesce(max(extra.posts), 0) INTO ceiling
          FROM (SELECT posts, valid_from FROM positions_departmentquota
                 WHERE department_id = NEW.department_id AND kind = quota_kind AND valid_from <= NEW.starts_on
                 ORDER BY valid_from DESC LIMIT 1) AS quota
          LEFT JOIN LATERAL (SELECT sum(posts) AS posts FROM positions_quotaoverride
                 WHERE department_id = NEW.department_id AND kind = quota_kind
                   AND agreed_on >= quota.valid_from) AS extra ON true;
        SELECT count(*) INTO held
          FROM positions_postattachment AS attachment JOIN positions_post AS post ON post.id = attachment.post_id
         WHERE attachment.department_id = NEW.department_id
           AND (post.kind = 'coordinator') = (quota_kind = 'coordinator')
           AND (attachment.ends_on IS NULL OR attachment.ends_on >= NEW.starts_on);
        IF held > ceiling AND (NEW.ends_on IS NULL OR TG_OP = 'INSERT') THEN
            RAISE EXCEPTION 'quota of % for % is %, % posts would be open', NEW.department_id, quota_kind, ceiling, held
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
