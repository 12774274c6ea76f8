"""People who work at a place, and whether the public sees them there."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from conum.domains.places.models.place import Place
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow
from conum.kernel.privacy import Category, Method, PersonalData

DAYS = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange")

MAIN_IS_PUBLIC = """
PERFORM 1 FROM places_place WHERE id = NEW.place_id AND access_modes @> '{not_open_to_public}' FOR SHARE;
IF FOUND THEN
    RAISE EXCEPTION 'place_person_main_is_public' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""


@tracked()
class PlacePerson(DatedRow):
    """A person who helps at a place from a day to a day, both included.

    `main`: the person's main place, one at a time, never a private one (PLA-12). `shown_on_map`: the person
    accepts to be shown by first name and role (PLA-13); `consent_at` dates it, `public_email` and
    `public_phone` are the professional contact accepted with it.
    """

    personal_data: ClassVar = PersonalData(
        {"public_email": Category.CONTACT, "public_phone": Category.CONTACT},
        retention="places.person_shown_after",
        method=Method.ERASE,
        module="places",
    )

    place = models.ForeignKey(Place, models.CASCADE, related_name="people", verbose_name="lieu")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name="personne")
    main = models.BooleanField("lieu principal", default=False)
    shown_on_map = models.BooleanField("montrée sur la carte", default=False)
    consent_at = models.DateTimeField("accord donné le", null=True, blank=True)
    public_email = models.EmailField("courriel professionnel montré", blank=True)
    public_phone = models.CharField("téléphone professionnel montré", max_length=16, blank=True)
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin", null=True, blank=True)

    class Meta:
        verbose_name = "personne d’un lieu"
        verbose_name_plural = "personnes d’un lieu"
        ordering = ("place", "starts_on", "pk")
        indexes = [models.Index(fields=["person", "ends_on"], name="place_person_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="place_person_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(shown_on_map=False, public_email="", public_phone="")
                | Q(shown_on_map=True, consent_at__isnull=False),
                name="place_person_shown_with_consent",  # PLA-13
            ),
            ExclusionConstraint(
                name="place_person_once_at_a_time",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="place_person_one_main",
                expressions=[("person", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
                condition=Q(main=True),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="place_person_main_is_public",  # PLA-12
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("main", "place_id"),
                condition=pgtrigger.Condition("NEW.main"),
                func=MAIN_IS_PUBLIC,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} – {self.place_id}"
