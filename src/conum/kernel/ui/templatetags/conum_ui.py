"""`{% load conum_ui %}`: the components of every screen (one example of each in `docs/ui.md`)."""

from django import template

from conum.kernel.ui.tags import actions, content, figures, lists, page, steps

register = template.Library()
for part in (actions, content, figures, lists, page, steps):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
