"""Screens of the journal."""
