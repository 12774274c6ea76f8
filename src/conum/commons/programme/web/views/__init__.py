"""Screens of the programme module."""
