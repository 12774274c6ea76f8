"""`make bench`: what must be fast, measured beside its yardstick in the same run."""
