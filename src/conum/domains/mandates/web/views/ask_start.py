"""Before asking: what an accreditation is, and who cannot have one."""

from __future__ import annotations

from typing import Any

from conum.domains.mandates.web.views.ask_draft import draft_of
from conum.kernel.web.views import Page


class FamilyCarer(Page):
    """Guidance for relatives, volunteers and elected officials (MAN-01)."""

    public = True
    template_name = "mandates/team/family_carer.html"


class Start(Page):
    """What an accreditation is, who may ask, how long it takes."""

    public = True
    template_name = "mandates/ask/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether a draft waits."""
        return super().get_context_data(draft=draft_of(self.request), **kwargs)
