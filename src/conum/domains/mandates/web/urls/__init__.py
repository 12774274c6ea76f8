"""Addresses of mandates, one file per part."""

from django.urls import URLPattern, URLResolver

from conum.domains.mandates.web.urls import accreditation, mandates, oidc

app_name = "mandates"
urlpatterns: list[URLPattern | URLResolver] = [
    *oidc.urlpatterns,  # first: services call the provider all day long
    *accreditation.urlpatterns,
    *mandates.urlpatterns,
]
