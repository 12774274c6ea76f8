"""What the places module keeps."""
