"""Filters of the lists of places."""
