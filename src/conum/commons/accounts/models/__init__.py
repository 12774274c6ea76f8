"""What the accounts module keeps."""

from conum.commons.accounts.models.membership import Membership
from conum.commons.accounts.models.organisation import Organisation
from conum.commons.accounts.models.person import Person

__all__ = ["Membership", "Organisation", "Person"]
