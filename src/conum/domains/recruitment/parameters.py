"""Dated parameters of recruitment (sheet 02 section 9, sheet 11 section 5)."""

from __future__ import annotations

from conum.kernel.parameters import parameter

CHOOSE_WITHIN = parameter("recruitment.choose_within", 1, unit="months", source="[V] State site")
SIGN_WITHIN = parameter("recruitment.sign_within", 15, unit="days", source="[V] State site")
HIRE_WITHIN_INITIAL = parameter("recruitment.hire_within.initial", 3, unit="months", source="[V] State pilot tool")
HIRE_WITHIN_ADDITIONAL = parameter(
    "recruitment.hire_within.additional", 6, unit="months", source="[V] State pilot tool"
)
MOBILITY_CHOICES_KM = parameter(
    "recruitment.mobility_choices_km", (5, 10, 15, 20, 40, 100, 2000), unit="km", source="[V] State API"
)
SHORTLIST_MAX_PER_POST = parameter("recruitment.shortlist_max.post", 5, unit="shortlists", source="[I]")
SHORTLIST_MAX_PER_CANDIDATE = parameter(
    "recruitment.shortlist_max.candidate", 3, unit="shortlists", source="[V] 2020 platform"
)
PROPOSALS_PER_POST = parameter(
    "recruitment.proposals_per_post", 150, unit="proposals", source="[I] sheet 12: 100 to 150"
)
REPROPOSE_AFTER = parameter("recruitment.repropose_after", 90, unit="days", source="[I]")
MOTIVATION_MAX = parameter("recruitment.motivation_max", 2500, unit="characters", source="[V] first form")
CV_MAX_MB = parameter("recruitment.cv_max_mb", 5, unit="MB", source="[I]")
CV_RETENTION = parameter("recruitment.cv_retention", 6, unit="months", source="[V] State API")
SURVEY_EVERY = parameter("recruitment.survey_every", 6, unit="months", source="[I]")
CONFIRM_DAYS = parameter("recruitment.email_confirm_days", 180, unit="days", source="[V] 2020 platform")
OWN_ZONES = parameter(
    "recruitment.own_zones", (971, 972, 978), unit="département codes that match only inside", source="[V] REC-23"
)
OWN_MAIL_DOMAINS = parameter(
    "recruitment.own_mail_domains",
    "conseiller-numerique.fr conseiller-numerique.gouv.fr",
    unit="mail domains, separated by spaces",
    source="[V] State pilot tool (REC-04)",
)
