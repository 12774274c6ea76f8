"""What the libraries ask of the mandates module."""
