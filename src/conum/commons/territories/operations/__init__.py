"""What the territories module does: load its reference data, import indexes and zones."""

from conum.commons.territories.operations.reference import load_reference

__all__ = ["load_reference"]
