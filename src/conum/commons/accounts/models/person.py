"""Account holders."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models.functions import Lower

from conum.kernel.models import Row
from conum.kernel.privacy import Category, Method, PersonalData


def no_password() -> str:
    """Return a mark that no password matches: people sign in by code, passkey or identity provider.

    It is random, so that changing it ends every session of the person.
    """
    return make_password(None)


class PersonManager(BaseUserManager["Person"]):
    """Looks people up by e-mail whatever the case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person of this e-mail address."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser, Row):
    """Somebody who signs in; roles come from memberships."""

    personal_data: ClassVar = PersonalData(
        {
            "email": Category.CONTACT,
            "phone": Category.CONTACT,
            "first_name": Category.IDENTITY,
            "last_name": Category.IDENTITY,
            "last_login": Category.PROFESSIONAL,
            "password": Category.CREDENTIAL,
            "deactivation_reason": Category.FREE_TEXT,
        },
        retention="privacy.account_inactive",
        method=Method.ANONYMISE,
        module="accounts",
    )

    password = models.CharField("mot de passe", max_length=128, default=no_password, editable=False)
    email = models.EmailField("adresse électronique", unique=True)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    phone = models.CharField("téléphone", max_length=16, blank=True)
    language = models.CharField("langue", max_length=5, default="fr")
    is_active = models.BooleanField("actif", default=True)
    created_at = models.DateTimeField("créé le")
    deactivated_at = models.DateTimeField("désactivé le", null=True, blank=True)
    deactivation_reason = models.CharField("motif de la désactivation", max_length=500, blank=True)

    USERNAME_FIELD = "email"
    objects = PersonManager()

    class Meta:
        verbose_name = "personne"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_lower"),
            models.CheckConstraint(
                condition=models.Q(is_active=True, deactivated_at__isnull=True)
                | models.Q(is_active=False, deactivated_at__isnull=False),
                name="person_active_or_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """Return first and last name, or nothing when neither is known."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """Return the first name."""
        return self.first_name
