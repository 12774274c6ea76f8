"""Who is in service and may be booked by the public (BOO-18)."""

from __future__ import annotations

# One row per professional and period of service: counsellors by contract, mediators and coordinators by membership.
IN_SERVICE = """
    SELECT person_id, daterange(starts_on, coalesce(ended_on, ends_on), '[]') AS days
      FROM recruitment_employmentcontract WHERE state IN ('active', 'termination_submitted', 'terminated', 'ended')
    UNION ALL
    SELECT person_id, daterange(starts_on, ends_on, '[]') FROM accounts_membership WHERE role = 'mediator'
"""
