"""What the application is made of, one line per app: templates of an upper line win over a lower one's."""

OURS = [
    "conum.site",
    # domains
    "conum.domains.booking",
    "conum.domains.mandates",
    "conum.domains.places",
    "conum.domains.recruitment",
    "conum.domains.positions",
    # commons
    "conum.commons.messaging",
    "conum.commons.beneficiaries",
    "conum.commons.territories",
    "conum.commons.accounts",
    "conum.commons.programme",
    "conum.commons.files",
    "conum.commons.journal",
    # kernel
    "conum.kernel.ui",
    "conum.kernel.web",
]
THIRD_PARTY = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "oauth2_provider",
    "widget_tweaks",
    "dsfr",
    "csp",
    "django_htmx",
    "django_filters",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "rules",
]
DJANGO = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django.contrib.humanize",
]
INSTALLED_APPS = [*OURS, *THIRD_PARTY, *DJANGO]
AUTH_USER_MODEL = "accounts.Person"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "conum.commons.accounts.web.middleware.ActorMiddleware",
    "conum.commons.accounts.web.middleware.InPlaceMiddleware",
    "conum.commons.programme.web.middleware.ParametersMiddleware",
    "conum.commons.accounts.web.middleware.SecondFactorMiddleware",
    "conum.commons.accounts.web.middleware.HistoryMiddleware",
]
CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "django.template.context_processors.i18n",
    "csp.context_processors.nonce",
]
