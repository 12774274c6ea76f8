"""Words of the places module."""
