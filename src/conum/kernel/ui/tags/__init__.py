"""The components, by family. `templatetags/conum_ui.py` gathers them under one name."""
