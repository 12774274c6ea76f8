"""Screens of positions."""
