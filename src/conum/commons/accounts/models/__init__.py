"""What the accounts module keeps."""

from conum.commons.accounts.models.actor import Actor
from conum.commons.accounts.models.code import EmailCode
from conum.commons.accounts.models.external_id import ExternalId
from conum.commons.accounts.models.impersonation import Impersonation
from conum.commons.accounts.models.invitation import Invitation
from conum.commons.accounts.models.label import OrganisationLabel
from conum.commons.accounts.models.membership import Membership
from conum.commons.accounts.models.organisation import Organisation
from conum.commons.accounts.models.person import Person
from conum.commons.accounts.models.sign_in import SignIn

__all__ = [
    "Actor",
    "EmailCode",
    "ExternalId",
    "Impersonation",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationLabel",
    "Person",
    "SignIn",
]
