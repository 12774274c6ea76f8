"""Forms of recruitment, one file per noun."""
