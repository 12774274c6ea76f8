"""Addresses of places."""

from django.urls import URLPattern, URLResolver, path

from conum.domains.places.web.api.door import doors
from conum.domains.places.web.views import duplicates, editing, editing_address, editing_life, hours
from conum.domains.places.web.views.finder import Finder
from conum.domains.places.web.views.finder_download import FinderDownload
from conum.domains.places.web.views.imports import ImportCheckPage, ImportPage, ImportReportFile
from conum.domains.places.web.views.map import FinderMap
from conum.domains.places.web.views.map_points import FinderGeoJSON
from conum.domains.places.web.views.open_data import DumpDownload, OpenDataPage, PlacesDownload
from conum.domains.places.web.views.orientation import FamilyCarer, Orientation
from conum.domains.places.web.views.place_page import PlacePage
from conum.domains.places.web.views.reports import HandleReport, ReportError, Reports
from conum.domains.places.web.views.sitemap import Robots, SitemapIndex, SitemapPart
from conum.domains.places.web.views.widget import WidgetFrame, WidgetGuide, WidgetScript

app_name = "places"
urlpatterns: list[URLPattern | URLResolver] = [
    path("mes-lieux/", editing.MyPlaces.as_view(), name="mine"),
    path("mes-lieux/nouveau/", editing_address.CreatePlace.as_view(), name="create"),
    path("mes-lieux/<uuid:pk>/", editing.PlacePage.as_view(), name="edit"),
    path("mes-lieux/<uuid:pk>/identite/", editing_address.IdentitySection.as_view(), name="edit-identity"),
    path("mes-lieux/<uuid:pk>/services/", editing.AccessSection.as_view(), name="edit-access"),
    path("mes-lieux/<uuid:pk>/contact/", editing.ContactSection.as_view(), name="edit-contact"),
    path("mes-lieux/<uuid:pk>/horaires/", hours.HoursSection.as_view(), name="edit-hours"),
    path("mes-lieux/<uuid:pk>/exceptions/", hours.AddException.as_view(), name="edit-exceptions"),
    path("mes-lieux/exceptions/<uuid:pk>/retirer/", hours.RemoveException.as_view(), name="remove-exception"),
    path("mes-lieux/<uuid:pk>/ma-presence/", editing_life.MyPresence.as_view(), name="edit-presence"),
    path("mes-lieux/<uuid:pk>/confirmer/", editing_life.ConfirmPlace.as_view(), name="edit-confirm"),
    path("mes-lieux/<uuid:pk>/carte/", editing_life.ShowPlace.as_view(), name="edit-show"),
    path("mes-lieux/<uuid:pk>/fermer/", editing_life.ClosePlace.as_view(), name="edit-close"),
    path("mes-lieux/<uuid:pk>/rouvrir/", editing_life.ReopenPlace.as_view(), name="edit-reopen"),
    path("mes-lieux/<uuid:pk>/historique/", editing_life.History.as_view(), name="edit-history"),
    path("mes-lieux/<uuid:pk>/historique/<int:version>/", editing_life.RestoreVersion.as_view(), name="edit-restore"),
    path("lieux/a-jour/<str:token>/", editing_life.ConfirmByLink.as_view(), name="confirm-link"),
    path("trouver/", Finder.as_view(), name="finder"),
    path("trouver/carte/", FinderMap.as_view(), name="finder_map"),
    path("trouver/carte.geojson", FinderGeoJSON.as_view(), name="finder_geojson"),
    path("trouver/lieux.<str:form>", FinderDownload.as_view(), name="finder_file"),
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
    path("lieux/doublons/", duplicates.Duplicates.as_view(), name="duplicates"),
    path("lieux/doublons/<uuid:pk>/", duplicates.ComparePair.as_view(), name="duplicate"),
    path("lieux/doublons/<uuid:pk>/distincts/", duplicates.KeepBoth.as_view(), name="keep_both"),
    path("lieux/doublons/<uuid:pk>/defaire/", duplicates.TakeBack.as_view(), name="take_back"),
    path("lieux/importer/", ImportPage.as_view(), name="import"),
    path("lieux/importer/<uuid:pk>/", ImportCheckPage.as_view(), name="import_check"),
    path("lieux/importer/<uuid:pk>/rapport.csv", ImportReportFile.as_view(), name="import_report"),
    path("donnees-ouvertes/", OpenDataPage.as_view(), name="open_data"),
    path("donnees-ouvertes/lieux.<str:form>", PlacesDownload.as_view(), name="open_data_file"),
    path("donnees-ouvertes/copies/<uuid:pk>/", DumpDownload.as_view(), name="open_data_dump"),
    *doors(),
]
