"""Screens of the mandates module."""
