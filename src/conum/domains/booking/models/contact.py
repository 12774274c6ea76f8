"""Who is awaited: the contact part of a booking, and who sent them (PRI-02, PRI-03)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from conum.domains.booking.enums import Need
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData


class Contact(DatedRow):
    """A citizen as one booking knows them. `person_key`: keyed hash of the first name with the phone or e-mail.

    The key tells one person from another (BOO-13) even when relatives share an address; it is empty once anonymised.
    `code_hash`: keyed hash of the 6-digit code that finds the booking again (BOO-17).
    `last_needed_at`: end of the last thing this contact serves; retention counts from it.
    """

    personal_data: ClassVar = PersonalData(
        {
            "first_name": Category.IDENTITY,
            "last_name": Category.IDENTITY,
            "phone": Category.CONTACT,
            "email": Category.CONTACT,
            "address": Category.LOCATION,
            "person_key": Category.IDENTITY,
            "code_hash": Category.CREDENTIAL,
            "needs": Category.SENSITIVE,
        },
        retention="privacy.booking_contact",
        method=Method.ANONYMISE,
        module="booking",
    )

    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    phone = models.CharField("téléphone", max_length=16, blank=True)
    phone_wrong = models.BooleanField("numéro erroné", default=False)
    email = models.EmailField("adresse électronique", blank=True)
    address = models.CharField("adresse", max_length=255, blank=True)
    language = models.CharField("langue", max_length=5, default="fr")
    needs = ArrayField(
        models.CharField(max_length=13, choices=Need.choices), default=list, blank=True, verbose_name="besoins"
    )
    sms_refused = models.BooleanField("ne veut pas de SMS", default=False)
    email_refused = models.BooleanField("ne veut pas de courriel", default=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="usager suivi",
    )
    person_key = models.CharField("clé de la personne", max_length=64, blank=True)
    code_hash = models.CharField("empreinte du code", max_length=64, blank=True)
    last_needed_at = models.DateTimeField("utile jusqu'au")
    anonymised_at = models.DateTimeField("anonymisé le", null=True, blank=True)

    class Meta:
        verbose_name = "contact d'un usager"
        verbose_name_plural = "contacts des usagers"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    anonymised_at__isnull=False,
                    **dict.fromkeys(
                        ("first_name", "last_name", "phone", "email", "address", "person_key", "code_hash"), ""
                    ),
                )
                | Q(Q(beneficiary__isnull=False) | ~Q(phone="", email=""), anonymised_at=None)
                & ~Q(first_name="")
                & ~Q(last_name="")
                & ~Q(person_key=""),
                name="contact_reachable_or_anonymous",
            ),
        ]
        indexes = [
            models.Index(fields=["person_key"], condition=~Q(person_key=""), name="contact_person"),
            models.Index(fields=["email"], condition=~Q(email=""), name="contact_email"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="contact_phone"),
            models.Index(fields=["last_needed_at"], condition=Q(anonymised_at=None), name="contact_over"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or "usager anonymisé"


class Referrer(DatedRow):
    """Somebody who books for another; no account needed."""

    personal_data: ClassVar = PersonalData(
        {
            "first_name": Category.IDENTITY,
            "last_name": Category.IDENTITY,
            "organisation": Category.PROFESSIONAL,
            "email": Category.CONTACT,
            "phone": Category.CONTACT,
        },
        retention="privacy.booking_contact",
        method=Method.ERASE,
        module="booking",
    )

    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    organisation = models.CharField("organisme", max_length=200, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=16, blank=True)
    anonymised_at = models.DateTimeField("anonymisé le", null=True, blank=True)

    class Meta:
        verbose_name = "orienteur"

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or "orienteur anonymisé"
