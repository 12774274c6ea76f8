"""The journal: who did what, when, on what; chained by SHA-256, and the database refuses to change it."""
