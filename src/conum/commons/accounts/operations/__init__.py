"""What the accounts module does."""
