"""Legal entities: hosts, prefectures, operators, bodies (sheet 02 section 2)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.commons.accounts.enums import EmployerClass, Hub, Network, OrganisationKind
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


@tracked()
class Organisation(DatedRow):
    """A legal entity known by SIRET or RIDET, with an optional branch (antenne)."""

    personal_data: ClassVar = PersonalData(
        {
            "contact_first_name": Category.IDENTITY,
            "contact_last_name": Category.IDENTITY,
            "contact_function": Category.PROFESSIONAL,
            "contact_email": Category.CONTACT,
            "contact_phone": Category.CONTACT,
        },
        retention="privacy.account_inactive",
        method=Method.ERASE,
        module="accounts",
    )

    siret = models.CharField("SIRET", max_length=14, blank=True)
    ridet = models.CharField("RIDET", max_length=10, blank=True)
    rna = models.CharField("RNA", max_length=10, blank=True)
    branch_name = models.CharField("antenne", max_length=120, blank=True)
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("type de structure", max_length=30, choices=OrganisationKind.choices, blank=True)
    employer_class = models.CharField("statut", max_length=7, choices=EmployerClass.choices, blank=True)
    class_reason = models.CharField("motif de correction du statut", max_length=500, blank=True)
    legal_category = models.CharField("catégorie juridique INSEE", max_length=4, blank=True)
    address = models.CharField("adresse", max_length=255, blank=True)
    commune = models.ForeignKey(
        "territories.Commune", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    network = models.CharField("grand réseau", max_length=20, choices=Network.choices, blank=True)
    hub = models.CharField("hub", max_length=20, choices=Hub.choices, blank=True)
    to_check = models.BooleanField("à vérifier", default=False)
    closed_on = models.DateField("fermée le", null=True, blank=True)
    contact_first_name = models.CharField("prénom du contact", max_length=50, blank=True)
    contact_last_name = models.CharField("nom du contact", max_length=50, blank=True)
    contact_function = models.CharField("fonction du contact", max_length=100, blank=True)
    contact_email = models.EmailField("adresse électronique du contact", blank=True)
    contact_phone = models.CharField("téléphone du contact", max_length=16, blank=True)

    class Meta:
        verbose_name = "structure"
        indexes = [
            models.Index(fields=["name"], name="organisation_name"),
            models.Index(fields=["network"], condition=~models.Q(network=""), name="organisation_network"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["siret", "branch_name"],
                condition=~models.Q(siret=""),
                name="organisation_one_per_siret_branch",
            ),
            models.UniqueConstraint(
                fields=["ridet", "branch_name"],
                condition=~models.Q(ridet=""),
                name="organisation_one_per_ridet_branch",
            ),
            models.CheckConstraint(
                condition=models.Q(siret="") | models.Q(siret__regex=r"^\d{14}$"),
                name="organisation_siret_14_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(ridet="") | models.Q(ridet__regex=r"^\d{7}(\d{3})?$"),
                name="organisation_ridet_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(rna="") | models.Q(rna__regex=r"^W[0-9A-Z]{9}$"), name="organisation_rna_form"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_name_given"),
            models.CheckConstraint(
                condition=models.Q(employer_class__in=["", *EmployerClass.values]), name="organisation_class_known"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="organisation_both_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.branch_name}" if self.branch_name else self.name
