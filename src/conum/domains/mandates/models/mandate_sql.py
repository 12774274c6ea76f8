"""What the database itself refuses about mandates, whoever asks (MAN-14)."""

from __future__ import annotations

ROW_STAYS = "RAISE EXCEPTION 'a signed mandate is never deleted' USING ERRCODE = 'integrity_constraint_violation';"

MANDATE_SIGNED = """
IF (NEW.id, NEW.organisation_id, NEW.beneficiary_id, NEW.mode, NEW.duration_days, NEW.groups, NEW.starts_at,
    NEW.expires_at, NEW.signed_by_id, NEW.factor_at, NEW.preparation_id)
   IS DISTINCT FROM
   (OLD.id, OLD.organisation_id, OLD.beneficiary_id, OLD.mode, OLD.duration_days, OLD.groups, OLD.starts_at,
    OLD.expires_at, OLD.signed_by_id, OLD.factor_at, OLD.preparation_id)
   OR NEW.renews_id IS DISTINCT FROM OLD.renews_id
   OR NEW.transferred_from_id IS DISTINCT FROM OLD.transferred_from_id
THEN
    RAISE EXCEPTION 'what was signed in a mandate never changes' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""

AUTHORISATION_SIGNED = """
SELECT * INTO signed FROM mandates_mandate WHERE id = NEW.mandate_id;
IF (NEW.organisation_id, NEW.beneficiary_id, NEW.starts_at, NEW.expires_at)
   IS DISTINCT FROM (signed.organisation_id, signed.beneficiary_id, signed.starts_at, signed.expires_at)
   OR NOT (NEW.group_id = ANY (signed.groups))
THEN
    RAISE EXCEPTION 'an authorisation is what its mandate says' USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF TG_OP = 'UPDATE' AND (
    (NEW.id, NEW.mandate_id, NEW.group_id) IS DISTINCT FROM (OLD.id, OLD.mandate_id, OLD.group_id)
    OR OLD.revoked_at IS NOT NULL)
THEN
    RAISE EXCEPTION 'an authorisation is only ever revoked, once' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""
