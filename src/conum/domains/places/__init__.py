"""Places of digital mediation: schema, import and export, hours, duplicates, public finder (sheet 05)."""
