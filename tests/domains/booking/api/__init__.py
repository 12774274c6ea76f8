"""The API of an organisation's bookings (sheet 06 section 11)."""
