"""Software of an organisation told of its facts (sheet 06 section 11)."""
