"""What the mandates module does."""
