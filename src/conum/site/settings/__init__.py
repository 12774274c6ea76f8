"""Settings: `environment` reads what comes from outside, `base` is the application, `test` its tests."""
