"""What is right in booking."""
