"""Business rules of the mandates module (sheet 13)."""
