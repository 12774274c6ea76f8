"""Addresses of the territories."""

from django.urls import path

from conum.commons.territories.web.api import CommunesFound
from conum.commons.territories.web.views.imports import ImportCheckPage, ImportPage, ImportsPage
from conum.commons.territories.web.views.sources import SourcesPage

app_name = "territories"
urlpatterns = [
    path("territoires/communes", CommunesFound.as_view(), name="communes"),
    path("sources-et-licences", SourcesPage.as_view(), name="sources"),
    path("territoires/imports", ImportsPage.as_view(), name="imports"),
    path("territoires/imports/<uuid:pk>", ImportCheckPage.as_view(), name="import-check"),
    path("territoires/imports/<slug:kind>", ImportPage.as_view(), name="import"),
]
