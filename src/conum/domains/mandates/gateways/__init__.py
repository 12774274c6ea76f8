"""How the mandates module reaches what is outside: keys, identity providers, the typesetter."""
