"""A module's view, for the tests of serving."""

from django.urls import include, path

from conum.commons.files.models import StoredFile
from conum.commons.files.web.views.serving import FileView
from conum.kernel.permissions import Permission


class Cv(FileView):
    permission = Permission("tests.read_cv", "Lire", frozenset({"national_admin", "candidate"}))

    def rows(self):
        every = StoredFile.objects.all()
        return every if self.actor.role == "national_admin" else every.filter(uploaded_by=self.actor.person_id)

    def file_of(self, row):
        return row


urlpatterns = [path("cv/<uuid:pk>/", Cv.as_view(), name="cv"), path("", include("conum.site.urls"))]
