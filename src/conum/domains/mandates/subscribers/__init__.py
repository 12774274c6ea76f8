"""What the mandates module listens to, one file per part."""
