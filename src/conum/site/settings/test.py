"""Settings of the tests: the embedded server of `<data dir>/test-postgres`, no pool, no waiting."""

import logging

from conum.site.embedded import roles, server
from conum.site.settings.base import *  # noqa: F403
from conum.site.settings.base import CACHES, DATABASES, ENVIRONMENT, MIDDLEWARE, NO_TRIGGER_IGNORED

TEST_SERVER = ENVIRONMENT.data_dir / "test-postgres"
_ADDRESS = server.conninfo(TEST_SERVER, "conum")
DATABASES["default"].update(
    {
        "NAME": "conum",
        "USER": _ADDRESS["user"],
        "HOST": _ADDRESS["host"],
        "PORT": "",
        "PASSWORD": "",
        # What the application's role may not do fails in the tests too.
        "OPTIONS": {"assume_role": roles.APPLICATION, "options": NO_TRIGGER_IGNORED},
    }
)
# WhiteNoise would scan the static files for each test client.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
CACHES["searches"] = CACHES["default"] | {"LOCATION": "searches"}  # the tests that run beside read other databases
FINDER_KEPT_SECONDS = 0  # a test sees what it has just written; those that keep searches ask for it
ADDRESS_SEARCH = ""  # a test that needs the search of addresses starts its own
logging.getLogger("django.request").setLevel(logging.ERROR)
