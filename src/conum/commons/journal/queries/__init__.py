"""Reading and verifying the journal."""

from conum.commons.journal.queries.lines import about, everything, heads, history_for
from conum.commons.journal.queries.verification import Flaw, Mark, verify

__all__ = ["Flaw", "Mark", "about", "everything", "heads", "history_for", "verify"]
