"""What the positions module keeps."""

from conum.domains.positions.models.allocation import AllocationScenario, AllocationShare
from conum.domains.positions.models.amendment import PostAmendment
from conum.domains.positions.models.commitment import HostCommitment
from conum.domains.positions.models.committee import CommitteeDecision, CommitteeSession
from conum.domains.positions.models.coordination import CoordinationScope
from conum.domains.positions.models.draft import HostRequestDraft, OpeningInterest
from conum.domains.positions.models.opinion import PrefectOpinion
from conum.domains.positions.models.post import Post, PostAssignment, PostAttachment
from conum.domains.positions.models.quota import DepartmentQuota, QuotaOverride
from conum.domains.positions.models.request import HostRequest, HostRequestStep
from conum.domains.positions.models.transfer import PostTransfer
from conum.domains.positions.models.vacancy import VacancyNotice

__all__ = [
    "AllocationScenario",
    "AllocationShare",
    "CommitteeDecision",
    "CommitteeSession",
    "CoordinationScope",
    "DepartmentQuota",
    "HostCommitment",
    "HostRequest",
    "HostRequestDraft",
    "HostRequestStep",
    "OpeningInterest",
    "Post",
    "PostAmendment",
    "PostAssignment",
    "PostAttachment",
    "PostTransfer",
    "PrefectOpinion",
    "QuotaOverride",
    "VacancyNotice",
]
