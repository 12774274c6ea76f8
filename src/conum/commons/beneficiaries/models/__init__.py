"""What the beneficiaries module keeps."""
