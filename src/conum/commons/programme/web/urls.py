"""Addresses of the programme module."""

from django.urls import path

from conum.commons.programme.web.views.parameters import ChangeParameter, Parameters
from conum.commons.programme.web.views.retention import Runs

app_name = "programme"
urlpatterns = [
    path("parametres/", Parameters.as_view(), name="parameters"),
    path("parametres/<str:key>/", ChangeParameter.as_view(), name="parameter"),
    path("conservation/", Runs.as_view(), name="retention"),
]
