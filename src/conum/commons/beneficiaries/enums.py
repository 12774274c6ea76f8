"""Words of the beneficiaries module."""
