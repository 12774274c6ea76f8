"""Parameters of the messaging module."""

from __future__ import annotations

from conum.kernel.parameters import parameter

STATE_KEPT = parameter("privacy.message_state", 12, unit="months", source="sheet 11 section 2, messaging")
