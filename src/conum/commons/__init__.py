"""Modules every domain stands on: territories, journal, files, programme, accounts, messaging."""
