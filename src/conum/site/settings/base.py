"""The application's settings. Everything that varies comes from `environment`."""

import os

from psycopg.conninfo import conninfo_to_dict

from conum.site import statics
from conum.site.embedded import roles, server
from conum.site.settings import environment, security
from conum.site.settings.apps import AUTH_USER_MODEL, CONTEXT_PROCESSORS, INSTALLED_APPS, MIDDLEWARE  # noqa: F401
from conum.site.settings.oidc import *  # noqa: F403
from conum.site.settings.security import *  # noqa: F403
from conum.site.settings.sign_in import *  # noqa: F403

ENVIRONMENT = environment.read(os.environ)
DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
CONUM_SYNTHETIC = ENVIRONMENT.is_demonstration  # invented people: said on screens, in mails and exports
ROOT_URLCONF = "conum.site.urls"
WSGI_APPLICATION = "conum.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ALLOWED_HOSTS = security.allowed_hosts(ENVIRONMENT)
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.address]
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
# Passkeys ask for https; browsers accept http on localhost only, where there is no origin to steal.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENVIRONMENT.address.startswith("http://localhost")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.address.startswith("https://")
# Behind a proxy that ends TLS; anybody could send the header to an installation that has none.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0

# Two copies on one machine share the host name, hence the cookies: their names carry the port.
_COPY = "" if ENVIRONMENT.public_url else f"_{ENVIRONMENT.port}"
# With this prefix, a browser refuses the cookie from a sister domain, or without Secure.
_HOST = "__Host-" if SESSION_COOKIE_SECURE else ""
SESSION_COOKIE_NAME = f"{_HOST}conum_session{_COPY}"
CSRF_COOKIE_NAME = f"{_HOST}conum_csrf{_COPY}"
LANGUAGE_COOKIE_NAME = f"conum_language{_COPY}"


def _parts() -> dict[str, object]:
    """How to connect: as the application, or as the owner of the tables for the commands that migrate."""
    environ = ENVIRONMENT
    if environ.embedded:
        role = roles.OWNER if environ.as_owner else roles.APPLICATION
        return server.conninfo(environ.data_dir / "postgres", "conum", role)
    return dict(conninfo_to_dict((environ.as_owner and environ.owner_database_url) or environ.database_url))


# Without it, each row that a trigger looks at raises and catches an error, and each error walks every check that the
# transaction has put off: an import of n rows would cost n² steps.
NO_TRIGGER_IGNORED = "-c pgtrigger.ignore={}"


def database(parts: dict[str, object]) -> dict[str, object]:
    """Django's settings of a PostgreSQL database, its connections kept open in each process.

    A new connection per request is 3 to 6 times slower; a connection that died is replaced unseen.
    """
    named = {key: str(parts.pop(key, "") or "") for key in ("dbname", "user", "password", "host", "port")}
    pool = {"min_size": 1, "max_size": ENVIRONMENT.pool_size, "timeout": 3}
    return {
        "ENGINE": "conum.kernel.gateways.postgresql",
        "NAME": named.pop("dbname"),
        **{key.upper(): text for key, text in named.items()},
        "OPTIONS": {**parts, "pool": pool, "options": f"{parts.get('options', '')} {NO_TRIGGER_IGNORED}".strip()},
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


DATABASES = {"default": database(_parts())}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [environment.PROJECT_ROOT / "src/conum/locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = USE_TZ = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted((environment.PROJECT_ROOT / "src/conum").glob("*/*/web/templates")),
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

STATIC_URL = f"/static/{statics.VERSION}/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static" / statics.VERSION
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATICFILES_DIRS = sorted((environment.PROJECT_ROOT / "src/conum").glob("*/*/web/static"))
WHITENOISE_USE_FINDERS = False
WHITENOISE_IMMUTABLE_FILE_TEST = statics.is_immutable
DSFR_USE_INTEGRITY_CHECKSUMS = False

MEDIA_ROOT = ENVIRONMENT.data_dir / "files"
STORAGES = {
    "default": statics.file_storage(ENVIRONMENT),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_KEY, FILE_KEYS_OLDER = ENVIRONMENT.file_key, ENVIRONMENT.file_keys_older
BENEFICIARY_KEY = ENVIRONMENT.beneficiary_key

# Every mail goes to the outbox; a job hands it to the transport.
EMAIL_BACKEND = "conum.commons.messaging.operations.OutboxBackend"
MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
if not ENVIRONMENT.smtp_host:  # the demonstration shows its mails; elsewhere they wait for a mail server
    MAIL_TRANSPORT = "django.core.mail.backends.dummy.EmailBackend" if ENVIRONMENT.is_demonstration else ""
SITE_ADDRESS = ENVIRONMENT.address
EMAIL_HOST = ENVIRONMENT.smtp_host
EMAIL_PORT = ENVIRONMENT.smtp_port
EMAIL_HOST_USER = ENVIRONMENT.smtp_user
EMAIL_HOST_PASSWORD = ENVIRONMENT.smtp_password
EMAIL_USE_TLS = ENVIRONMENT.smtp_security == "starttls"
EMAIL_USE_SSL = ENVIRONMENT.smtp_security == "tls"
EMAIL_TIMEOUT = 15  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

# Text messages: an operator over HTTP, or files of the data folder.
SMS_URL, SMS_TOKEN, SMS_SENDER = ENVIRONMENT.sms_url, ENVIRONMENT.sms_token, ENVIRONMENT.sms_sender
SMS_CALLBACK_TOKEN = ENVIRONMENT.sms_callback_token  # none: the door of the answers is closed
SMS_FOLDER = ENVIRONMENT.data_dir / "sms"

COMPANY_DIRECTORY = ENVIRONMENT.company_directory
ADDRESS_SEARCH = ENVIRONMENT.address_search
CONUM_TILES_URL, CONUM_TILES_CREDIT = ENVIRONMENT.map_tiles, ENVIRONMENT.map_credit
CONTENT_SECURITY_POLICY = security.with_tiles(security.CONTENT_SECURITY_POLICY, ENVIRONMENT.map_tiles)

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
CACHES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5000},  # the finder keeps two small ones per town and filters: 300 were thrown away
    },
    "searches": {
        "BACKEND": "conum.kernel.gateways.shared_cache.SharedCache",
        "LOCATION": ENVIRONMENT.data_dir / "searches",
        "KEY_PREFIX": statics.VERSION,  # a page names its styles and scripts: those of another version are gone
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # about 10 kB each
    },
}
FINDER_KEPT_SECONDS = 300  # until which multiple a search of the public is shown again as it was; 0: never
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "psycopg.pool": {"level": "ERROR"},  # each try of a database that is away; the request says it once
        "django.request": {"level": "ERROR"},  # a page not found is the visitor's matter
    },
}
