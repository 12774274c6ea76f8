"""How messages leave: SMTP, text messages."""
