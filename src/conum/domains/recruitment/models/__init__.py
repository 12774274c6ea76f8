"""What the recruitment module keeps."""

from conum.domains.recruitment.models.candidate import Candidate
from conum.domains.recruitment.models.change import ContractChange
from conum.domains.recruitment.models.consent import CandidateConsent
from conum.domains.recruitment.models.contract import EmploymentContract
from conum.domains.recruitment.models.identified import IdentifiedCandidate
from conum.domains.recruitment.models.leave import Leave
from conum.domains.recruitment.models.match import Match
from conum.domains.recruitment.models.need import HostNeed
from conum.domains.recruitment.models.plan import NationalPlan, PlanLine, UnfilledPost
from conum.domains.recruitment.models.termination import ContractTermination

__all__ = [
    "Candidate",
    "CandidateConsent",
    "ContractChange",
    "ContractTermination",
    "EmploymentContract",
    "HostNeed",
    "IdentifiedCandidate",
    "Leave",
    "Match",
    "NationalPlan",
    "PlanLine",
    "UnfilledPost",
]
