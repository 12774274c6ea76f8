"""What the booking module keeps."""
