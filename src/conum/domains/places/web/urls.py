"""Addresses of places."""

from django.urls import URLPattern, URLResolver, path

from conum.domains.places.web.urls_editing import EDITING
from conum.domains.places.web.views.finder import Finder
from conum.domains.places.web.views.map import FinderGeoJSON, FinderMap
from conum.domains.places.web.views.orientation import FamilyCarer, Orientation
from conum.domains.places.web.views.place_page import PlacePage
from conum.domains.places.web.views.reports import HandleReport, ReportError, Reports
from conum.domains.places.web.views.sitemap import Robots, SitemapIndex, SitemapPart
from conum.domains.places.web.views.widget import WidgetFrame, WidgetGuide, WidgetScript

app_name = "places"
urlpatterns: list[URLPattern | URLResolver] = [
    *EDITING,
    path("trouver/", Finder.as_view(), name="finder"),
    path("trouver/carte/", FinderMap.as_view(), name="finder_map"),
    path("trouver/carte.geojson", FinderGeoJSON.as_view(), name="finder_geojson"),
    path("trouver/orientation/", Orientation.as_view(), name="orientation"),
    path("trouver/aider-un-proche/", FamilyCarer.as_view(), name="orientation_carer"),
    path("trouver/widget/", WidgetFrame.as_view(), name="widget"),
    path("trouver/widget.js", WidgetScript.as_view(), name="widget_script"),
    path("trouver/integrer/", WidgetGuide.as_view(), name="widget_guide"),
    path("lieux/signalements/", Reports.as_view(), name="reports"),
    path("lieux/signalements/<uuid:pk>/traite/", HandleReport.as_view(), name="handle_report"),
    path("lieux/<uuid:pk>/signaler/", ReportError.as_view(), name="place_report"),
    path("lieux/<uuid:pk>/<slug:slug>/", PlacePage.as_view(), name="place"),
    path("sitemap.xml", SitemapIndex.as_view(), name="sitemap"),
    path("sitemap-lieux-<int:number>.xml", SitemapPart.as_view(), name="sitemap_places"),
    path("robots.txt", Robots.as_view(), name="robots"),
]
