"""What the row `mandates-oidc` runs: two servers, and browsers that go round."""
