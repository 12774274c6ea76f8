"""Addresses of places."""

from django.urls import URLPattern, URLResolver, path

from conum.domains.places.web.views.finder import Finder
from conum.domains.places.web.views.map import FinderGeoJSON, FinderMap
from conum.domains.places.web.views.place_page import PlacePage

app_name = "places"
urlpatterns: list[URLPattern | URLResolver] = [
    path("trouver/", Finder.as_view(), name="finder"),
    path("trouver/carte/", FinderMap.as_view(), name="finder_map"),
    path("trouver/carte.geojson", FinderGeoJSON.as_view(), name="finder_geojson"),
    path("lieux/<uuid:pk>/<slug:slug>/", PlacePage.as_view(), name="place"),
]
