"""Screens of the booking module."""
