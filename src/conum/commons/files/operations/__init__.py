"""Checking, keeping, erasing files; keeping storage and rows together; changing keys."""

from conum.commons.files.operations.erasures import forget_erasures, note_erasure
from conum.commons.files.operations.keys import rekey, rekey_all
from conum.commons.files.operations.storing import check, erase, store
from conum.commons.files.operations.sweeping import Sweep, put_back, sweep

__all__ = [
    "Sweep",
    "check",
    "erase",
    "forget_erasures",
    "note_erasure",
    "put_back",
    "rekey",
    "rekey_all",
    "store",
    "sweep",
]
