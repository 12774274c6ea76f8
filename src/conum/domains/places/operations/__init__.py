"""What the places module does."""
