"""Jobs of the mandates module, one file per part."""
