"""Organisations, helpers signed in and citizens with mandates, as many as asked."""

from __future__ import annotations

import importlib
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership, Organisation, Person
from conum.commons.beneficiaries.gateways import sealing
from conum.domains.mandates.models import Accreditation, Helper
from conum.kernel.ids import new_id

BIRTH = {"gender": "female", "birth_date": "1962-08-24", "birth_place": "75107", "birth_country": "99100"}
CITIZENS = """
    INSERT INTO beneficiaries_beneficiary (id, created_at, updated_at, subject_hash, given_names, family_name,
        preferred_name, birth, email, phone, identified_at, active_until, bound)
    SELECT gen_random_uuid(), %(now)s, %(now)s, encode(sha256(('bench' || n)::bytea), 'hex'), 'Angela ' || n,
           'DUBOIS ' || n, '', NULL, '', '', %(now)s, %(end)s, true
      FROM generate_series(%(from)s, %(to)s) AS n
"""
MANDATES = """
    INSERT INTO mandates_mandate (id, organisation_id, beneficiary_id, mode, duration_days, groups, starts_at,
        expires_at, signed_by_id, factor_at, preparation_id)
    SELECT gen_random_uuid(), (%(organisations)s::uuid[])[1 + (row_number() OVER () %% %(count)s)::int], b.id,
           'in_person', 365, ARRAY['money', 'social'], %(now)s, %(end)s,
           (%(helpers)s::uuid[])[1 + (row_number() OVER () %% %(count)s)::int], %(now)s, gen_random_uuid()
      FROM beneficiaries_beneficiary b
     WHERE NOT EXISTS (SELECT 1 FROM mandates_mandate m WHERE m.beneficiary_id = b.id)
"""
AUTHORISATIONS = """
    INSERT INTO mandates_authorisation
        (id, mandate_id, group_id, organisation_id, beneficiary_id, starts_at, expires_at, revoked_by)
    SELECT gen_random_uuid(), m.id, g, m.organisation_id, m.beneficiary_id, m.starts_at, m.expires_at, ''
      FROM mandates_mandate m CROSS JOIN unnest(m.groups) AS g
     WHERE NOT EXISTS (SELECT 1 FROM mandates_authorisation a WHERE a.mandate_id = m.id)
"""


def helpers(count: int, now: datetime) -> list[Helper]:
    """Active helpers, each of an organisation of their own; made by the first run."""
    known = list(Helper.objects.filter(email__startswith="bench").select_related("person").order_by("email")[:count])
    return known + [_helper(number, now) for number in range(len(known), count)]


def _helper(number: int, now: datetime) -> Helper:
    dated = {"created_at": now, "updated_at": now}
    organisation = Organisation.objects.create(
        name=f"Structure {number}",
        kind="commune",
        employer_class="public",
        siret="",
        ridet=f"{9000000 + number}",
        **dated,
    )
    person = Person.objects.create(email=f"bench{number}@example.org", first_name="Awa", created_at=now)
    Membership.objects.create(person=person, organisation=organisation, role=Role.HELPER, starts_on=date(2020, 1, 1))
    accreditation = Accreditation.objects.create(organisation=organisation, starts_at=now - timedelta(days=9), **dated)
    return Helper.objects.create(
        accreditation=accreditation, organisation=organisation, person=person, state="active", first_name="Awa",
        last_name="Diallo", email=person.email, training_hours="7", trained_on=date(2025, 1, 1),
        test_on=date(2025, 1, 2), test_passed=True, activated_at=now, **dated,
    )  # fmt: skip


def grow(team: list[Helper], citizens: int, now: datetime) -> None:
    """Bring the tables to so many citizens, each with a mandate for two groups."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM beneficiaries_beneficiary")
        present = cursor.fetchone()[0]
        given = {"now": now, "end": now + timedelta(days=365), "from": present + 1, "to": citizens}
        cursor.execute(CITIZENS, given)
        given |= {"organisations": [each.organisation_id for each in team], "helpers": [each.pk for each in team]}
        cursor.execute(MANDATES, {**given, "count": len(team)})
        cursor.execute(AUTHORISATIONS)
        _seal(cursor)
        cursor.execute("VACUUM ANALYZE")


def _seal(cursor: Any) -> None:
    """Hide the birth of each new citizen under their own hash, as an identification does."""
    cursor.execute("SELECT id, subject_hash FROM beneficiaries_beneficiary WHERE birth IS NULL")
    sealed = [(sealing.seal(BIRTH, subject_hash), pk) for pk, subject_hash in cursor.fetchall()]
    cursor.executemany("UPDATE beneficiaries_beneficiary SET birth = %s WHERE id = %s", sealed)


def session_of(helper: Helper, now: datetime) -> str:
    """The cookie of a session in which the helper just proved a second factor."""
    store = importlib.import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(helper.person_id)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = helper.person.get_session_auth_hash()
    store["second_factor"] = str(helper.person_id)
    store[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(helper.person_id)
    store[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": now.timestamp()}]
    store["bench"] = str(new_id())
    store.save()
    return str(store.session_key)
