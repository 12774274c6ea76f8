"""Addresses of those who edit places."""

from django.urls import URLPattern, path

from conum.domains.places.web.views import editing, editing_address, editing_life, hours

EDITING: list[URLPattern] = [
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
]
