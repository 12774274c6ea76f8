"""The colour of a state, by its code: the same word has the same colour on every screen.

A code that is missing here is shown in grey; a module names its own in `apps.py` with `name_tones`.
"""

TONES: dict[str, str] = {}


def name_tones(**codes: str) -> None:
    """Give tones their codes: `name_tones(success="granted filled", error="refused")`.

    Args:
        codes: tone (success, info, warning, error, new, or a colour) → codes separated by spaces.
    """
    for tone, words in codes.items():
        TONES.update(dict.fromkeys(words.split(), tone))


def tone_of(code: object) -> str:
    """Return the tone of a state, empty for grey."""
    return TONES.get(str(getattr(code, "value", code)), "")


name_tones(
    success="accepted active approved available completed confirmed delivered done filled granted hired open "
    "paid published ready sent signed succeeded validated verified in_force adopted favourable",
    info="assigned contacted draft_saved examined in_progress invited opined planned proposed received scheduled "
    "shortlisted started submitted under_review",
    warning="awaiting expired_soon incomplete late on_hold paused pending pending_confirmation suspended "
    "to_confirm to_complete vacant waiting reserved postponed",
    error="bounced broken cancelled closed_refused declined deleted disputed error failed refused rejected "
    "revoked terminated unfavourable",
    new="new",
)
