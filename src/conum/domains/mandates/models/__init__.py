"""What the mandates module keeps."""
