"""A minimal project around an untouched django-oauth-toolkit: its models, its views, its validator.

The environment says the database and the key. Its client's secret is
kept unhashed, or its slow hash alone would make it a hundred times slower than ours and the comparison worthless.
"""

from __future__ import annotations

import os

ROOT_URLCONF = "bench.oidc.yardstick_urls"
SECRET_KEY = "yardstick"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "oauth2_provider",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "yardstick",
        "USER": os.environ.get("YARDSTICK_USER", ""),
        "HOST": os.environ.get("YARDSTICK_HOST", ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 3}},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
LOGGING_CONFIG = None
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_RSA_PRIVATE_KEY": os.environ.get("YARDSTICK_KEY", ""),
    "SCOPES": {"openid": "OpenID Connect"},
}
LOGIN_URL = "/login/"
