"""Screens of the messaging module."""
