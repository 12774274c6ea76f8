"""Address of the gallery (included where the data are invented)."""

from django.urls import path

from conum.kernel.ui.gallery.views import Gallery

app_name = "ui"
urlpatterns = [path("", Gallery.as_view(), name="gallery")]
