"""A place where people are helped: the fields of the official schema v1.0.2, under our names, and a few of ours."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from conum.commons.territories.models import Fold, LatLonToEarth
from conum.domains.places.enums import (
    UNKNOWN_PIVOT,
    AccessMode,
    Audience,
    EditSource,
    Fee,
    Itinerance,
    NationalScheme,
    Precision,
    Service,
    SpecialSupport,
    SupportMode,
    TrainingLabel,
    Typology,
)
from conum.domains.places.models.multirange import InstantsField
from conum.kernel.history import tracked
from conum.kernel.models import DatedRow
from conum.kernel.privacy import NO_PERSONAL_DATA

SHOWN = Q(visible=True, closed_on=None, merged_into=None)
# Lists of codes: field → the closed list behind it.
LISTS: dict[str, Any] = {
    "typologies": Typology,
    "itinerance": Itinerance,
    "services": Service,
    "target_audiences": Audience,
    "special_support": SpecialSupport,
    "fees": Fee,
    "national_schemes": NationalScheme,
    "labels": TrainingLabel,
    "access_modes": AccessMode,
    "support_modes": SupportMode,
}
# A merge leads to a record that is not merged itself. The lock makes two merges at once wait for each other (PLA-33).
NO_CHAIN = """
PERFORM 1 FROM places_place WHERE id = NEW.merged_into_id FOR SHARE;
IF EXISTS (SELECT 1 FROM places_place WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL)
   OR EXISTS (SELECT 1 FROM places_place WHERE merged_into_id = NEW.id)
THEN
    RAISE EXCEPTION 'place_no_merge_chain' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NULL;
"""
NOBODYS_MAIN = """
UPDATE places_placeperson SET main = FALSE, updated_at = NEW.updated_at WHERE place_id = NEW.id AND main;
RETURN NULL;
"""
PRIVATE = [AccessMode.NOT_OPEN_TO_PUBLIC.value]


def _texts(name: str, length: int) -> ArrayField:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True, verbose_name=name)


def _key(to: str, name: str, back: str = "+") -> models.ForeignKey:
    """A key that is mostly empty: its index, in Meta, holds only the rows that have one."""
    return models.ForeignKey(
        to, models.PROTECT, null=True, blank=True, db_index=False, related_name=back, verbose_name=name
    )


def _known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{name}__contained_by": list(LISTS[name].values)}), name=f"place_{name}_known"
    )


@tracked(without=("open_during", "reminded_on", "hidden_on"), in_bulk=True)
class Place(DatedRow):
    """A place, apart from the organisation that runs it (PLA-01). Its `id` never changes.

    `latitude`, `longitude`: degrees, WGS 84. `schema_id` is the identifier files carry: that of the first source
    when it was free, else ours. `commune_name` and `insee_code` are kept as received, `commune` is what they mean.
    `opening_hours` is OSM text that parses, or empty; `opening_hours_source` what was received.
    `hidden_on`: the day it left the map by itself, for want of news (PLA-10); `visible` is then false.
    `open_during` holds the instants it is open over the coming weeks: null when unknown, empty when never.
    The phones and addresses here are those of a public place, published under an open licence.
    """

    personal_data: ClassVar = NO_PERSONAL_DATA

    schema_id = models.CharField("identifiant publié", max_length=255)
    pivot = models.CharField("SIRET, RNA ou RIDET", max_length=14, default=UNKNOWN_PIVOT)
    name = models.CharField("nom", max_length=255)
    commune = models.ForeignKey(
        "territories.Commune", models.PROTECT, db_index=False, related_name="+", verbose_name="commune"
    )
    commune_name = models.CharField("commune", max_length=120)
    postal_code = models.CharField("code postal", max_length=5)
    insee_code = models.CharField("code INSEE", max_length=5, blank=True)
    address = models.CharField("adresse", max_length=255)
    address_complement = models.CharField("complément d’adresse", max_length=255, blank=True)
    address_key = models.CharField("clé d’interopérabilité (BAN)", max_length=60, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    precision = models.CharField("précision du point", max_length=7, choices=Precision.choices, blank=True)
    typologies = _texts("typologies", 14)
    phones = _texts("téléphones", 16)
    emails = _texts("courriels", 254)
    websites = _texts("sites web", 2000)
    opening_hours = models.TextField("horaires", blank=True)
    opening_hours_source = models.TextField("horaires tels que reçus", blank=True)
    open_during = InstantsField("ouvert pendant", null=True, blank=True, editable=False)
    summary = models.CharField("présentation courte", max_length=280, blank=True)
    description = models.TextField("présentation détaillée", max_length=10_000, blank=True)
    source = models.CharField("source", max_length=255, blank=True)
    itinerance = _texts("itinérance", 9)
    parent_organisation = models.CharField("structure parente", max_length=255, blank=True)
    updated_on = models.DateField("mis à jour le")
    services = _texts("services", 29)
    target_audiences = _texts("publics", 17)
    special_support = _texts("prise en charge spécifique", 24)
    fees = _texts("frais à la charge des personnes", 16)
    national_schemes = _texts("programmes nationaux", 25)
    labels = _texts("formations et labels", 26)
    other_labels = _texts("autres formations et labels", 255)
    access_modes = _texts("modalités d’accès", 19)
    support_modes = _texts("modalités d’accompagnement", 14)
    accessibility_url = models.CharField("fiche acceslibre", max_length=2000, blank=True)
    booking_url = models.CharField("prise de rendez-vous", max_length=2000, blank=True)
    accepts_vouchers = models.BooleanField("dit accepter le Pass numérique", default=False)
    membership_required = models.BooleanField("adhésion demandée", default=False)

    organisation = _key("accounts.Organisation", "structure")
    visible = models.BooleanField("montré sur la carte", default=True)
    hidden_on = models.DateField("masqué faute de nouvelles le", null=True, blank=True, editable=False)
    reminded_on = models.DateField("dernier rappel le", null=True, blank=True, editable=False)
    closed_on = models.DateField("fermé le", null=True, blank=True)
    merged_into = _key("self", "fusionné dans", "merged")
    last_edit_source = models.CharField(
        "dernière écriture par", max_length=6, choices=EditSource.choices, default=EditSource.PERSON
    )
    created_by = _key("accounts.Person", "créé par")

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ("name", "pk")
        # Imports write thousands of rows: no index twice, none on keys that are mostly empty.
        indexes = [
            GistIndex(
                LatLonToEarth("latitude", "longitude"),
                name="place_point",
                condition=SHOWN & Q(latitude__isnull=False),
            ),
            GistIndex(fields=["open_during"], name="place_open", condition=SHOWN & Q(open_during__isnull=False)),
            GinIndex(OpClass(Fold("name"), name="gin_trgm_ops"), name="place_name_trigram"),
            models.Index(fields=["commune", "id"], name="place_of_commune"),
            models.Index(fields=["pivot"], name="place_pivot", condition=~Q(pivot=UNKNOWN_PIVOT)),
            models.Index(fields=["organisation"], name="place_organisation", condition=~Q(organisation=None)),
            models.Index(fields=["merged_into"], name="place_merged_into", condition=~Q(merged_into=None)),
            models.Index(fields=["created_by"], name="place_created_by", condition=~Q(created_by=None)),
            models.Index(fields=["updated_on", "id"], name="place_updated_on"),
            GinIndex(
                fields=["services", "target_audiences", "special_support", "fees"], name="place_offer", condition=SHOWN
            ),
            GinIndex(fields=["phones"], name="place_phones"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["schema_id"], name="place_schema_id_once"),
            *(_known(name) for name in LISTS),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, precision="")
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_both_coordinates",
            ),
            models.CheckConstraint(condition=Q(precision__in=["", *Precision.values]), name="place_precision_known"),
            models.CheckConstraint(condition=GreaterThanOrEqual(Length("name"), 1), name="place_name_given"),
            models.CheckConstraint(condition=Q(pivot__regex=r"^[a-zA-Z0-9]{9,14}$"), name="place_pivot_form"),
            models.CheckConstraint(condition=Q(postal_code__regex=r"^\d{5}$"), name="place_postal_code_form"),
            models.CheckConstraint(condition=~Q(address=""), name="place_address_given"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("description"), 10_000), name="place_description_short_enough"
            ),
            models.CheckConstraint(condition=Q(hidden_on=None) | Q(visible=False), name="place_hidden_is_not_visible"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="place_not_merged_into_itself"),
            models.CheckConstraint(  # PLA-02
                condition=Q(services__len__gt=0) & ~Q(access_modes__contains=PRIVATE)
                | Q(
                    services=[],
                    access_modes=PRIVATE,
                    target_audiences=[],
                    special_support=[],
                    fees=[],
                    itinerance=[],
                    support_modes=[],
                ),
                name="place_private_without_services",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="place_no_merge_chain",  # PLA-33; a trigger before rows would keep COPY from writing many at once
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
                condition=pgtrigger.Condition("NEW.merged_into_id IS NOT NULL"),
                func=NO_CHAIN,
            ),
            pgtrigger.Trigger(
                name="place_private_is_nobodys_main",  # PLA-12
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("access_modes"),
                condition=pgtrigger.Condition("NEW.access_modes @> '{not_open_to_public}'"),
                func=NOBODYS_MAIN,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_private(self) -> bool:
        """True when the place receives no public (PLA-12)."""
        return self.access_modes == PRIVATE
