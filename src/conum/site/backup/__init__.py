"""A backup in one file, and its restoration: the database at one instant, and the stored files it names."""
