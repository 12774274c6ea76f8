"""Dated parameters of the accounts."""

from __future__ import annotations

from conum.kernel.parameters import parameter

# The sheet of mandates names it, as its helpers are who it was written for; everybody's applications follow it.
TOTP_STEP_SECONDS = parameter(
    "mandates.totp_step_seconds", 30, unit="seconds", source="[V] of applications added from that day on; cards apart"
)
