"""Addresses of the pages composed of several modules."""

from django.urls import path

from conum.site.web.views.dashboard import Dashboard
from conum.site.web.views.demo_service import DemoService, DemoServiceBack, DemoServiceDeparture, DemoServiceEnd
from conum.site.web.views.demonstration import Demonstration
from conum.site.web.views.department import DepartmentPage
from conum.site.web.views.help import HelpNearby
from conum.site.web.views.home import Figures, Home
from conum.site.web.views.search import Search
from conum.site.web.views.texts import Accessibility, Legal, Privacy

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("tableau-de-bord/", Dashboard.as_view(), name="dashboard"),
    path("chiffres/", Figures.as_view(), name="figures"),
    path("departements/<str:code>/", DepartmentPage.as_view(), name="department"),
    path("trouver-de-l-aide/", HelpNearby.as_view(), name="help_nearby"),
    path("demonstration/", Demonstration.as_view(), name="demonstration"),
    path("demonstration/service/", DemoService.as_view(), name="demo_service"),
    path("demonstration/service/partir/", DemoServiceDeparture.as_view(), name="demo_service_departure"),
    path("demonstration/service/retour/", DemoServiceBack.as_view(), name="demo_service_back"),
    path("demonstration/service/terminer/", DemoServiceEnd.as_view(), name="demo_service_end"),
    path("recherche/", Search.as_view(), name="search"),
    path("accessibilite/", Accessibility.as_view(), name="accessibility"),
    path("mentions-legales/", Legal.as_view(), name="legal"),
    path("donnees-personnelles/", Privacy.as_view(), name="privacy"),
]
