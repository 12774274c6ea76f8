"""Sweeping what the provider no longer needs."""

from __future__ import annotations

from datetime import UTC, datetime

from conum.domains.mandates.operations import oidc_procedures
from conum.kernel.jobs import every, job


@every("25 * * * *")
@job("mandates.sweep_procedures")
def sweep_procedures(timestamp: int) -> None:
    """Each hour, delete codes and tokens a day old, client assertions and keys that are over."""
    oidc_procedures.sweep(now=datetime.fromtimestamp(timestamp, UTC))
