"""People, organisations, memberships and roles; sign-in; the Actor of each request."""
