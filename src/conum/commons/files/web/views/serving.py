"""The only way out of a stored file: a view of the module that owns it, behind its permission."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from conum.commons.files.gateways.encryption import Unreadable
from conum.commons.files.models import StoredFile
from conum.commons.files.queries import response
from conum.kernel.web.views import Guarded, OnOneRow

log = logging.getLogger(__name__)


class FileView(OnOneRow, Guarded):
    """Serves the file of one row of a module.

        class CandidateCv(FileView):
            permission = permissions.READ_CV
            def rows(self): return visible_to(self.actor)
            def file_of(self, row): return row.cv

    The row is looked for among those visible to the actor, and the permission is asked on it: else 404.
    """

    def file_of(self, row: Any) -> StoredFile | None:
        """Return the file to serve; None when the row has none."""
        raise NotImplementedError

    def served(self, file: StoredFile) -> None:
        """Hook called before the first byte leaves: sensitive looks are journalled there."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve it; 404 when there is no file or its bytes cannot be read, with a line for the operator."""
        file = self.file_of(self.object)
        if file is None:
            raise Http404
        try:
            answer = response(file)
        except (FileNotFoundError, Unreadable) as fault:
            log.exception("stored file %s cannot be read", file.pk)
            raise Http404 from fault
        self.served(file)
        return answer
