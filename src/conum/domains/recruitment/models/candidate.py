"""People who want to become counsellors (sheet 02 section 6)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Lower

from conum.commons.territories.models.commune import LatLonToEarth
from conum.domains.recruitment.enums import CandidateState, Gender, Mobility, PixLevel, RemovalReason, Situation
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData

# The parts of a score (REC-30) that no host and no day change, in micro-points (a test holds them to the rule): the
# index of people who go anywhere is in order of them.
EXPERIENCE_POINTS = Case(
    When(situations__overlap=[Situation.MEDIATION_DEGREE, Situation.MEDIATION_EXPERIENCE], then=Value(200_000)),
    default=Value(0),
    output_field=models.IntegerField(),
)
PIX_POINTS = Case(
    When(pix_shared=True, pix_level=1, then=Value(33_333)),
    When(pix_shared=True, pix_level=2, then=Value(66_666)),
    When(pix_shared=True, pix_level=3, then=Value(100_000)),
    default=Value(0),
    output_field=models.IntegerField(),
)
ANYWHERE = Q(mobility_km=Mobility.FRANCE, state=CandidateState.AVAILABLE, visible=True, latitude__isnull=False)


class Candidate(DatedRow):
    """One application. Once `removed`, the row keeps no name, contact, place or text: only dates for counts.

    `zone` is the département code when REC-23 keeps it to itself, empty elsewhere. `last_active_at` is the last
    sign of the person, from which retention counts; `waiting_since` the day the application was confirmed, or the last
    contract ended.
    """

    personal_data: ClassVar = PersonalData(
        {
            "first_name": Category.IDENTITY,
            "last_name": Category.IDENTITY,
            "birth_date": Category.IDENTITY,
            "gender": Category.IDENTITY,
            "email": Category.CONTACT,
            "phone": Category.CONTACT,
            "latitude": Category.LOCATION,
            "longitude": Category.LOCATION,
            "commune": Category.LOCATION,
            "situations": Category.PROFESSIONAL,
            "degree_name": Category.PROFESSIONAL,
            "pix_level": Category.PROFESSIONAL,
            "motivation": Category.FREE_TEXT,
            "cv": Category.PROFESSIONAL,
        },
        retention="privacy.candidate_inactive",
        method=Method.ERASE,
        module="recruitment: candidates",
    )

    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("état", max_length=12, choices=CandidateState.choices, default=CandidateState.UNCONFIRMED)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=16, blank=True)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    gender = models.CharField("genre", max_length=11, choices=Gender.choices, default=Gender.UNDISCLOSED)
    commune = models.ForeignKey(
        "territories.Commune", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    department = models.ForeignKey(
        "territories.Department", models.PROTECT, related_name="+", verbose_name="département"
    )
    zone = models.CharField("zone fermée", max_length=3, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    situations = ArrayField(
        models.CharField(max_length=20, choices=Situation.choices), default=list, blank=True, verbose_name="situations"
    )
    degree_name = models.CharField("diplôme ou titre", max_length=120, blank=True)
    available_from = models.DateField("disponible à partir du")
    mobility_km = models.PositiveSmallIntegerField("mobilité", choices=Mobility.choices)
    motivation = models.TextField("motivation", blank=True)
    pix_shared = models.BooleanField("niveau Pix partagé", default=False)
    pix_level = models.PositiveSmallIntegerField("niveau Pix", choices=PixLevel.choices, null=True, blank=True)
    pix_skills = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name="compétences Pix (1 à 3)"
    )
    cv = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    cv_at = models.DateTimeField("CV déposé le", null=True, blank=True)
    visible = models.BooleanField("visible des structures", default=True)
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    waiting_since = models.DateField("attend depuis le", null=True, blank=True)
    lasting_points = models.GeneratedField(
        expression=EXPERIENCE_POINTS + PIX_POINTS,
        output_field=models.IntegerField("points d'expérience et de Pix"),
        db_persist=True,
    )
    last_active_at = models.DateTimeField("dernier signe")
    surveyed_at = models.DateTimeField("question « toujours disponible ? » envoyée le", null=True, blank=True)
    removed_at = models.DateTimeField("supprimée le", null=True, blank=True)
    removal_reason = models.CharField("motif", max_length=14, choices=RemovalReason.choices, blank=True)

    class Meta:
        verbose_name = "candidat"
        indexes = [
            GistIndex(
                F("mobility_km"),
                LatLonToEarth("latitude", "longitude"),
                name="candidate_point",
                condition=Q(state=CandidateState.AVAILABLE, visible=True, latitude__isnull=False),
            ),
            models.Index(
                fields=["zone", "lasting_points", "waiting_since", "id"],
                condition=ANYWHERE,
                name="candidate_anywhere_best",
            ),
            models.Index(fields=["zone", "available_from"], condition=ANYWHERE, name="candidate_anywhere_date"),
            models.Index(fields=["person"], name="candidate_person"),
            models.Index(fields=["state", "last_active_at"], name="candidate_activity"),
            models.Index(fields=["department", "state"], name="candidate_department"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="candidate_one_per_email"),
            models.UniqueConstraint(
                fields=["person"], condition=~Q(state=CandidateState.REMOVED), name="candidate_one_per_person"
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="candidate_email_lower"),
            models.CheckConstraint(condition=Q(mobility_km__in=Mobility.values), name="candidate_mobility_known"),
            models.CheckConstraint(
                condition=Q(pix_level__isnull=True) | Q(pix_level__in=PixLevel.values), name="candidate_pix_known"
            ),
            models.CheckConstraint(
                condition=Q(pix_shared=True) | Q(pix_level__isnull=True), name="candidate_pix_only_shared"
            ),
            models.CheckConstraint(
                condition=Q(situations__contained_by=Situation.values), name="candidate_situations_known"
            ),
            models.CheckConstraint(
                condition=Q(situations__contains=[Situation.MEDIATION_DEGREE]) | Q(degree_name=""),
                name="candidate_degree_with_its_box",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="candidate_both_coordinates",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CandidateState.UNCONFIRMED, CandidateState.REMOVED])
                | Q(confirmed_at__isnull=False),
                name="candidate_confirmed_before_available",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(state=CandidateState.REMOVED)
                    & ~Q(email="")
                    & ~Q(first_name="")
                    & ~Q(last_name="")
                    & Q(birth_date__isnull=False, commune__isnull=False, situations__len__gte=1, removed_at=None)
                )
                | Q(
                    state=CandidateState.REMOVED,
                    email="",
                    first_name="",
                    last_name="",
                    phone="",
                    motivation="",
                    birth_date=None,
                    commune=None,
                    latitude=None,
                    cv=None,
                    removed_at__isnull=False,
                ),
                name="candidate_removed_has_no_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "candidature supprimée"

    @property
    def name(self) -> str:
        """First and last name; empty once removed."""
        return f"{self.first_name} {self.last_name}".strip()
