"""What the mandates module answers."""
