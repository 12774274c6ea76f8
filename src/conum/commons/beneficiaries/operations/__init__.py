"""What the beneficiaries module does."""

from conum.commons.beneficiaries.operations.identities import Met, drop, follow, hold, meet, prolong, sweep
from conum.commons.beneficiaries.operations.retention import anonymise, erase_details

__all__ = ["Met", "anonymise", "drop", "erase_details", "follow", "hold", "meet", "prolong", "sweep"]
