"""Parameters of the beneficiaries module."""

from __future__ import annotations

from conum.kernel.parameters import parameter

IDENTIFICATION_MINUTES = parameter("beneficiaries.identification_minutes", 20, unit="minutes", source="[I] MAN-13")
