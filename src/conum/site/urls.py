"""Addresses: one include per module, in the order people meet them."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("conum.domains.mandates.web.urls")),  # first: services call the provider all day long
    path("composants/", include("conum.kernel.ui.gallery.urls")),
    path("journal/", include("conum.commons.journal.web.urls")),
    path("pilotage/", include("conum.commons.programme.web.urls")),
    path("", include("conum.commons.messaging.web.urls")),
    path("langue/", include("django.conf.urls.i18n")),
    path("", include("conum.commons.territories.web.urls")),
    path("", include("conum.domains.positions.web.urls")),
    path("", include("conum.domains.recruitment.web.urls")),
    path("", include("conum.domains.places.web.urls")),
    path("", include("conum.domains.booking.web.urls")),
    path("", include("conum.commons.accounts.web.urls")),
    path("", include("conum.site.web.urls")),
]
