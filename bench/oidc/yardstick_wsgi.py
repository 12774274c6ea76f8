"""The yardstick's entry for the web server, and its tables and one client when run as a program."""

from __future__ import annotations

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.oidc.yardstick"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()


def make(secret: str, back: str, sessions: int) -> None:
    """Migrate; print the client's identifier, then the cookie of each session."""
    # ruff: noqa: PLC0415 – the application is set up only now
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0, interactive=False)
    client = Application.objects.create(
        client_type="confidential", authorization_grant_type="authorization-code", redirect_uris=back,
        algorithm="RS256", client_secret=secret, hash_client_secret=False, name="bench",
    )  # fmt: skip
    print(client.client_id)
    for number in range(sessions):
        person = get_user_model().objects.create(username=f"{client.client_id}-{number}")
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        print(session.session_key)


if __name__ == "__main__":
    make(sys.argv[1], sys.argv[2], int(sys.argv[3]))
