"""What the accounts module answers."""
