"""What the journal keeps."""

from conum.commons.journal.models.alias import ActorAlias
from conum.commons.journal.models.entry import JournalEntry
from conum.commons.journal.models.head import JournalHead

__all__ = ["ActorAlias", "JournalEntry", "JournalHead"]
