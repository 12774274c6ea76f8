"""What the beneficiaries module answers."""

from conum.commons.beneficiaries.queries.identities import identified, identity_of, known_as

__all__ = ["identified", "identity_of", "known_as"]
