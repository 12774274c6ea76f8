"""Ranges of instants in constraints and keys over other people's rows."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Func, Q


class Lower(Func):
    """First instant of a range."""

    function = "lower"
    output_field = models.DateTimeField()


class Upper(Func):
    """Instant at which a range is over."""

    function = "upper"
    output_field = models.DateTimeField()


def during(name: str = "pendant") -> DateTimeRangeField:
    """Return a column of instants `[start, end)`."""
    return DateTimeRangeField(name)


def not_empty(field: str, name: str) -> models.CheckConstraint:
    """Return the constraint « the range begins and ends, later than it begins »."""
    bounded = Q(**{f"{field}__isempty": False, f"{field}__lower_inf": False, f"{field}__upper_inf": False})
    return models.CheckConstraint(condition=bounded, name=name)


def to_person(name: str, **options: Any) -> models.ForeignKey:
    """Return a key to a professional."""
    return models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=name, **options)


def to_organisation() -> models.ForeignKey:
    """Return a key to the organisation whose row it is."""
    return models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name="structure")


def to_place(**options: Any) -> models.ForeignKey:
    """Return a key to the place, when there is one."""
    return models.ForeignKey(
        "places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lieu", **options
    )
