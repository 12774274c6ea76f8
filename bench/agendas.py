"""Agendas drawn for the bench: places with two professionals each, their weekly presences, the time already taken."""

from datetime import date, datetime, timedelta
from typing import Any

PER_PLACE = 2
WEEKS = 26
MODEL = "agenda-modele"

# One line per place: its number, and the identifiers of the rows made from it.
NUMBERS = """
CREATE TEMPORARY TABLE bench_desk AS
SELECT n, gen_random_uuid() AS place, gen_random_uuid() AS host, gen_random_uuid() AS hour, gen_random_uuid() AS half,
       c.code, c.name, coalesce(c.postcodes[1], '87000') AS postcode, c.latitude, c.longitude
  FROM generate_series(%(first)s::int, %(last)s::int) AS n
  JOIN (SELECT row_number() OVER (ORDER BY department_id, code) AS rank, count(*) OVER () AS known, *
          FROM territories_commune WHERE latitude IS NOT NULL AND closed_on IS NULL) AS c
    ON c.rank = 1 + (n::bigint * 7919) %% c.known;
CREATE TEMPORARY TABLE bench_agent AS
SELECT gen_random_uuid() AS person, gen_random_uuid() AS contact, gen_random_uuid() AS appointment, desk.n, rank,
       desk.place, desk.host, desk.hour, desk.half, floor(random() * 11)::int AS full_weeks
  FROM bench_desk AS desk CROSS JOIN generate_series(1, %(each)s) AS rank;
CREATE TEMPORARY TABLE bench_rule AS
SELECT gen_random_uuid() AS rule, agent.*, (n + rank * 2 + turn) %% 5 AS weekday,
       CASE turn WHEN 0 THEN time '09:00' ELSE time '14:00' END AS start
  FROM bench_agent AS agent CROSS JOIN (VALUES (0), (1)) AS turns (turn);
"""
COPIES = {
    "accounts_organisation": """SELECT (jsonb_populate_record(model, jsonb_build_object(
        'id', host, 'siret', lpad((90000000000000 + n)::text, 14, '0'), 'name', 'Structure ' || n))).*
        FROM bench_desk, accounts_organisation AS model WHERE model.name = 'agenda-modele'""",
    "places_place": """SELECT (jsonb_populate_record(model, jsonb_build_object(
        'id', place, 'schema_id', 'agenda-' || n, 'name', 'Lieu ' || n, 'organisation_id', host, 'commune_id', code,
        'commune_name', bench_desk.name, 'postal_code', postcode, 'latitude', bench_desk.latitude,
        'longitude', bench_desk.longitude))).*
        FROM bench_desk, places_place AS model WHERE model.schema_id = 'agenda-modele'""",
    "accounts_person": """SELECT (jsonb_populate_record(model, jsonb_build_object(
        'id', person, 'email', 'agent.' || n || '.' || rank || '@example.org'))).*
        FROM bench_agent, accounts_person AS model WHERE model.email = 'agenda-modele@example.org'""",
    "accounts_membership": """SELECT (jsonb_populate_record(NULL::accounts_membership, jsonb_build_object(
        'id', gen_random_uuid(), 'person_id', person, 'organisation_id', host, 'role', 'mediator',
        'starts_on', '2020-11-17'))).* FROM bench_agent""",
    "booking_appointmenttype": """SELECT (jsonb_populate_record(model, jsonb_build_object(
        'id', kind.id, 'organisation_id', host, 'name', kind.name, 'duration', kind.lasts))).*
        FROM bench_desk CROSS JOIN LATERAL (VALUES (hour, 'Une heure', 60), (half, 'Une demi-heure', 30))
             AS kind (id, name, lasts), booking_appointmenttype AS model WHERE model.name = 'agenda-modele'""",
    "booking_availabilityrule": """SELECT (jsonb_populate_record(NULL::booking_availabilityrule, jsonb_build_object(
        'id', rule, 'organisation_id', host, 'place_id', place, 'access', 'bookable', 'title', '', 'active', true,
        'first_day', %(monday)s::date, 'start_time', start, 'end_time', start + interval '3 hours',
        'ends_next_day', false, 'frequency', 'weekly', 'interval', 1, 'weekdays', ARRAY[weekday],
        'timezone', 'Europe/Paris', 'materialised_until', %(monday)s::date + 365, 'created_at', now(),
        'updated_at', now()))).* FROM bench_rule""",
    "booking_availabilityrule_people (availabilityrule_id, person_id)": "SELECT rule, person FROM bench_rule",
    "booking_availabilityrule_types (availabilityrule_id, appointmenttype_id)": """SELECT rule, kind
        FROM bench_rule CROSS JOIN LATERAL (VALUES (hour), (half)) AS kinds (kind)""",
    "booking_occurrence (id, rule_id, day, starts_at, during)": """SELECT gen_random_uuid(), rule, day, starts,
        tstzrange(starts, starts + interval '3 hours') FROM bench_rule
        CROSS JOIN LATERAL (
            SELECT %(monday)s::date + weekday + 7 * week AS day FROM generate_series(0, %(weeks)s) AS week) AS days
        CROSS JOIN LATERAL (SELECT (day + start) AT TIME ZONE 'Europe/Paris' AS starts) s""",
    "booking_contact": """SELECT (jsonb_populate_record(model, jsonb_build_object(
        'id', contact, 'person_key', contact))).*
        FROM bench_agent, booking_contact AS model WHERE model.person_key = 'agenda-modele'""",
    "booking_appointment": """SELECT (jsonb_populate_record(NULL::booking_appointment, jsonb_build_object(
        'id', appointment, 'organisation_id', host, 'contact_id', contact, 'person_key', contact, 'live_rank', 1,
        'state', 'planned', 'state_reason', '', 'state_at', now(), 'created_by_kind', 'staff', 'context', '',
        'sequence', 0, 'external_source', '', 'external_id', '', 'external_sequence', 0,
        'type_id', hour, 'place_id', place, 'starts_at', %(monday)s::date,
        'ends_at', %(monday)s::date + 1, 'created_at', now(), 'updated_at', now()))).* FROM bench_agent""",
    # Full for some weeks, then half of the hours taken.
    "booking_engagedtime (id, person_id, during, appointment_id)": """SELECT gen_random_uuid(), person,
        tstzrange(starts, starts + interval '1 hour'), appointment
        FROM bench_rule CROSS JOIN generate_series(0, %(weeks)s) AS week CROSS JOIN generate_series(0, 2) AS turn
        CROSS JOIN LATERAL (SELECT make_interval(hours => turn)
            + (%(monday)s::date + weekday + 7 * week + start) AT TIME ZONE 'Europe/Paris' AS starts) AS s
        WHERE week < full_weeks OR (week < 13 AND random() < 0.5)""",
}
TABLES = [name.split(" ")[0] for name in COPIES]


def monday(now: datetime) -> date:
    """Return the Monday on which the drawn agendas begin: that of this week."""
    return now.date() - timedelta(days=now.weekday())


def grow(wanted: int, now: datetime) -> None:
    """Bring the drawn places to `wanted`, each with two professionals, four presences a week and their bookings."""
    from django.db import connection, transaction  # noqa: PLC0415 – the application is set up only now

    with connection.cursor() as cursor:
        with transaction.atomic():
            _grow(cursor, wanted, now)
        cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")


def _grow(cursor: Any, wanted: int, now: datetime) -> None:
    cursor.execute("SELECT count(*) FROM places_place WHERE schema_id LIKE 'agenda-_%%'")
    present = cursor.fetchone()[0] - 1
    if present < 0:
        _models(now)
        present = 0
    if present >= wanted:
        return
    values = {"first": present + 1, "last": wanted, "each": PER_PLACE, "monday": monday(now), "weeks": WEEKS}
    cursor.execute("DROP TABLE IF EXISTS bench_desk, bench_agent, bench_rule")
    for statement in NUMBERS.strip().split(";\n"):
        cursor.execute(statement, values)
    for table, select in COPIES.items():
        cursor.execute(f"INSERT INTO {table} {select}", values)


def asked(count: int) -> list[Any]:
    """Return the identifiers of the first `count` drawn places."""
    from conum.domains.places.models import Place  # noqa: PLC0415

    names = [f"agenda-{number}" for number in range(1, count + 1)]
    return list(Place.objects.filter(schema_id__in=names).order_by("schema_id").values_list("pk", flat=True))


def _models(now: datetime) -> None:
    """The rows that the drawn ones are copies of."""
    from conum.commons.accounts.models import Organisation, Person  # noqa: PLC0415
    from conum.commons.territories.models import Commune  # noqa: PLC0415
    from conum.domains.booking.models import AppointmentType, Contact  # noqa: PLC0415
    from conum.domains.places.models import Place  # noqa: PLC0415

    town, dated = Commune.objects.get(pk="87085"), {"created_at": now, "updated_at": now}
    host = Organisation.objects.create(name=MODEL, commune=town, **dated)
    Person.objects.create(email=f"{MODEL}@example.org", password="!", created_at=now)
    AppointmentType.objects.create(organisation=host, name=MODEL, min_delay=1_800, max_delay=16_000_000, **dated)
    Contact.objects.create(
        first_name="Dominique", last_name=MODEL, phone="+33639980000", person_key=MODEL, last_needed_at=now, **dated
    )
    Place.objects.create(
        schema_id=MODEL, name=MODEL, organisation=host, commune=town, commune_name=town.name, postal_code="87000",
        address="1 rue du Banc", latitude=town.latitude, longitude=town.longitude, precision="house",
        services=["everyday_skills"], updated_on=now.date(), **dated,
    )  # fmt: skip
