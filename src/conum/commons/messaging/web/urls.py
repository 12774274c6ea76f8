"""Addresses of the messaging module."""

from django.urls import path

from conum.commons.messaging.web.views.demonstration import Mail, MailBody, Mails
from conum.commons.messaging.web.views.preferences import Preferences

app_name = "messaging"
urlpatterns = [
    path("compte/courriels/", Preferences.as_view(), name="preferences"),
    path("demonstration/courriels/", Mails.as_view(), name="demonstration"),
    path("demonstration/courriels/<uuid:pk>/", Mail.as_view(), name="demonstration_mail"),
    path("demonstration/courriels/<uuid:pk>/page/", MailBody.as_view(), name="demonstration_body"),
]
