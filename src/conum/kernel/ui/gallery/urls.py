"""Address of the gallery (included where the data are invented)."""

from django.urls import path

from conum.kernel.ui.gallery.views import Gallery, Progress

app_name = "ui"
urlpatterns = [
    path("", Gallery.as_view(), name="gallery"),
    path("avancement/<int:done>/", Progress.as_view(), name="progress"),
]
