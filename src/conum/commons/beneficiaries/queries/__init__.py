"""What the beneficiaries module answers."""

from conum.commons.beneficiaries.queries.identities import hash_of, identified, identity_of, known_as

__all__ = ["hash_of", "identified", "identity_of", "known_as"]
