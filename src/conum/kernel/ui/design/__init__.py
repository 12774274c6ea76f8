"""Makes `static/ui/` once: `python -m conum.kernel.ui.design`. Its result is kept in the repository.

The design system comes from the installed django-dsfr, cut down to what our screens use; htmx and
Leaflet come from npm, pinned by version and checksum. Nothing of this runs when the site runs.
"""
