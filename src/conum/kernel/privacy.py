"""What each model declares about personal data (PRI-01): fields, category, retention, erasing method."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Category(StrEnum):
    """Category of a personal field (sheet 11, PRI-01)."""

    IDENTITY = "identity"
    CONTACT = "contact"
    LOCATION = "location"
    PROFESSIONAL = "professional"
    FINANCIAL = "financial"
    SENSITIVE = "sensitive"
    FREE_TEXT = "free_text"
    CREDENTIAL = "credential"


class Method(StrEnum):
    """What happens to the field when its time is over."""

    ERASE = "erase"
    ANONYMISE = "anonymise"
    DELETE_ROW = "delete_row"
    KEEP = "keep"


@dataclass(frozen=True)
class PersonalData:
    """Declaration carried by a model as `personal_data`.

    Args:
        fields: name of each personal field and its category; empty when the model holds none.
        retention: key of the parameter that says how long (`privacy.candidate_inactive`), or the name of the
            model whose life it follows (`follows:recruitment.Candidate`); None when there is no field.
        method: what is done at the end.
        module: line of the register of sheet 11 this belongs to.
        prolonged_by: keys of the parameters that may add to `retention`, in the cases the model's docstring says.
    """

    fields: dict[str, Category] = field(default_factory=dict)
    retention: str | None = None
    method: Method = Method.KEEP
    module: str = ""
    prolonged_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.fields and not self.retention:
            raise ValueError("a model with personal fields declares its retention")


NO_PERSONAL_DATA = PersonalData()
