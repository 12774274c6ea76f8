"""What the booking module answers."""
