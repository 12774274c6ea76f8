"""The gallery page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import get_template
from django.utils.text import slugify

from conum.kernel.ui.gallery import data
from conum.kernel.ui.gallery.samples import SAMPLES
from conum.kernel.web.views import Page


class Invented(Page):
    """Open to everybody where the data are invented, absent elsewhere."""

    public = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 404 on an installation with real people."""
        if not (settings.DEBUG or settings.CONUM_SYNTHETIC):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Progress(Invented):
    """The fragment of work in progress: a quarter more each time it is asked."""

    template_name = "ui/gallery/progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give how much is done and where to ask next."""
        context = super().get_context_data(**kwargs)
        return context | data.progress(min(data.TOTAL, self.kwargs["done"]))


class Gallery(Invented):
    """Shows each component."""

    template_name = "ui/gallery/page.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form with its errors; nothing is kept."""
        return self.render_to_response(self.get_context_data(bound=request.POST), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw the samples with invented data."""
        context = super().get_context_data(**kwargs)
        shared = data.context(self.request, kwargs.get("bound"))
        context["sections"] = [
            (title, slugify(title), [(name, *_drawn(file, shared, self.request)) for name, file in samples])
            for title, samples in SAMPLES
        ]
        return context


def _drawn(file: str, context: dict[str, Any], request: HttpRequest) -> tuple[str, str]:
    """Return the code of a sample and what it draws."""
    template = get_template(f"ui/gallery/{file}.html")
    code = template.template.source.partition("%}")[2]  # type: ignore[attr-defined]
    return code.strip(), template.render(dict(context), request)
