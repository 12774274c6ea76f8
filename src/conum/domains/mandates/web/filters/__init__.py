"""Filters of the lists of the mandates module, one file per part."""
