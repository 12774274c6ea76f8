"""What the beneficiaries module keeps."""

from conum.commons.beneficiaries.models.beneficiary import Beneficiary, FormerName, Identification
from conum.commons.beneficiaries.models.identity import Identity

__all__ = ["Beneficiary", "FormerName", "Identification", "Identity"]
