"""Screens of the places module."""
