"""The API of an organisation's bookings: read and write, by token, within scopes (sheet 06 section 11)."""
