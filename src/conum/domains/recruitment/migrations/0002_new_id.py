"""Identifiers made by SQL, for matches inserted by thousands: UUIDv7, like those made by the application."""

from django.db import migrations

CREATE = """
CREATE FUNCTION recruitment_new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT encode(
        set_bit(
            set_bit(
                overlay(
                    uuid_send(gen_random_uuid())
                    PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                    FROM 1 FOR 6
                ),
                52, 1
            ),
            53, 1
        ),
        'hex'
    )::uuid
$$
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0001_first")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION recruitment_new_id()")]
