"""Permanences, appointments, workshops and waiting lists (sheet 06)."""
