"""From where a fact of the journal was done (sheet 13 section 5): beside the chain, so that it may be forgotten."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from conum.kernel.privacy import Category, Method, PersonalData


class EntryOrigin(models.Model):
    """The network address behind a line of the journal.

    The line itself carries only the keyed hash of the address, from the first day. After a year this row goes: what
    remains is the hash, and the chain has not moved.
    """

    personal_data: ClassVar = PersonalData(
        {"address": Category.LOCATION},
        retention="mandates.address_hash_months",
        method=Method.DELETE_ROW,
        module="mandates",
    )

    entry = models.OneToOneField("journal.JournalEntry", models.PROTECT, primary_key=True, related_name="+")
    address = models.GenericIPAddressField("adresse réseau")
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "origine d'une ligne du journal"
        verbose_name_plural = "origines des lignes du journal"
        indexes = [models.Index(fields=["at"], name="entry_origin_at")]
