"""Screens' common parts: base page, components as template tags, forms, error pages, gallery."""
