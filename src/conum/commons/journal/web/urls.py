"""Addresses of the journal."""

from django.urls import path

from conum.commons.journal.web.views.heads import Heads, HeadsAsJson
from conum.commons.journal.web.views.lines import Lines

app_name = "journal"
urlpatterns = [
    path("", Lines.as_view(), name="lines"),
    path("empreintes/", Heads.as_view(), name="heads"),
    path("empreintes.json", HeadsAsJson.as_view(), name="heads_json"),
]
