"""What the mandates module keeps."""

from conum.domains.mandates.models.accreditation import Accreditation, AllowedGroup
from conum.domains.mandates.models.accreditation_request import (
    CONFIRMATIONS,
    AccreditationMessage,
    AccreditationRequest,
    AccreditationRequestPerson,
)
from conum.domains.mandates.models.consent_exchange import ConsentAnswer, ConsentExchange
from conum.domains.mandates.models.entry_origin import EntryOrigin
from conum.domains.mandates.models.mandate import Authorisation, Mandate
from conum.domains.mandates.models.mandate_document import MandateDocument
from conum.domains.mandates.models.oidc_client import ClientAssertion, RelyingParty
from conum.domains.mandates.models.oidc_key import SigningKey
from conum.domains.mandates.models.oidc_procedure import Procedure, Use
from conum.domains.mandates.models.preparation import MandatePreparation
from conum.domains.mandates.models.procedure_group import ProcedureGroup
from conum.domains.mandates.models.standing import Standing
from conum.domains.mandates.models.team import Helper, HelperLead
from conum.domains.mandates.models.totp_card import TotpCard
from conum.domains.mandates.models.transfer import MandateTransfer

__all__ = [
    "CONFIRMATIONS",
    "Accreditation",
    "AccreditationMessage",
    "AccreditationRequest",
    "AccreditationRequestPerson",
    "AllowedGroup",
    "Authorisation",
    "ClientAssertion",
    "ConsentAnswer",
    "ConsentExchange",
    "EntryOrigin",
    "Helper",
    "HelperLead",
    "Mandate",
    "MandateDocument",
    "MandatePreparation",
    "MandateTransfer",
    "Procedure",
    "ProcedureGroup",
    "RelyingParty",
    "SigningKey",
    "Standing",
    "TotpCard",
    "Use",
]
