"""Views that modules inherit to serve their files."""
