"""What the mandates module keeps."""

from conum.domains.mandates.models.accreditation import Accreditation, AllowedGroup
from conum.domains.mandates.models.accreditation_request import (
    CONFIRMATIONS,
    AccreditationMessage,
    AccreditationRequest,
    AccreditationRequestPerson,
)
from conum.domains.mandates.models.procedure_group import ProcedureGroup
from conum.domains.mandates.models.team import Helper, HelperLead
from conum.domains.mandates.models.totp_card import TotpCard

__all__ = [
    "CONFIRMATIONS",
    "Accreditation",
    "AccreditationMessage",
    "AccreditationRequest",
    "AccreditationRequestPerson",
    "AllowedGroup",
    "Helper",
    "HelperLead",
    "ProcedureGroup",
    "TotpCard",
]
