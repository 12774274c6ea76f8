"""Pages of text."""

from __future__ import annotations

from conum.kernel.web.views import Page


class Accessibility(Page):
    """What is accessible, what is not yet, whom to tell."""

    public = True
    template_name = "site/accessibility.html"


class Legal(Page):
    """Who publishes and hosts."""

    public = True
    template_name = "site/legal.html"


class Privacy(Page):
    """What is kept, for how long, and the rights of persons (PRI, sheet 11)."""

    public = True
    template_name = "site/privacy.html"
