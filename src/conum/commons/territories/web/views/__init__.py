"""Screens of the territories."""
