"""Who may do what in the mandates module."""
