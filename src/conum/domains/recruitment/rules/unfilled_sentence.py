"""Why posts stay without candidate, as people read it."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.domains.recruitment.enums import UnfilledReason
from conum.domains.recruitment.rules.score_sentence import day_in_words
from conum.domains.recruitment.rules.unfilled import Unfilled


def unfilled_sentence(post: Unfilled, today: date) -> str:
    """The reason, then what else was in the way."""
    parts = [_REASONS[post.reason](post, today), *_also(post)]
    return " ".join(parts)


def _taken(post: Unfilled, today: date) -> str:
    return ngettext(
        "{possible} candidat possible, mieux placé ailleurs dans le plan.",
        "{possible} candidats possibles, mais le plan pourvoit mieux d’autres postes avec eux.",
        post.possible,
    ).format(possible=post.possible)


def _too_late(post: Unfilled, today: date) -> str:
    assert post.earliest_on is not None
    return _("Les candidats qui acceptent la distance sont libres trop tard, le premier le {day}.").format(
        day=day_in_words(post.earliest_on, today)
    )


def _too_far(post: Unfilled, today: date) -> str:
    nearest, missing = _km(post.nearest_m), _km(post.missing_m)
    if post.earliest_on is None:
        return _(
            "Aucun candidat n’accepte {nearest} km, la distance du plus proche ; "
            "il manque au moins {missing} km à un rayon."
        ).format(nearest=nearest, missing=missing)
    return _(
        "Aucun candidat n’accepte {nearest} km, la distance du plus proche, et personne n’est libre avant le {day}."
    ).format(nearest=nearest, day=day_in_words(post.earliest_on, today))


def _no_candidate(post: Unfilled, today: date) -> str:
    return (
        _("Aucun autre candidat disponible dans la zone.")
        if post.possible
        else _("Aucun candidat disponible dans la zone.")
    )


_REASONS = {
    UnfilledReason.TAKEN: _taken,
    UnfilledReason.TOO_LATE: _too_late,
    UnfilledReason.TOO_FAR: _too_far,
    UnfilledReason.NO_CANDIDATE: _no_candidate,
}


def _also(post: Unfilled) -> list[str]:
    said = []
    if post.refused:
        said.append(
            ngettext(
                "{refused} candidat à portée a déjà décliné ou été écarté.",
                "{refused} candidats à portée ont déjà décliné ou été écartés.",
                post.refused,
            ).format(refused=post.refused)
        )
    if post.outside:
        said.append(
            ngettext(
                "{outside} candidat d’un autre territoire viendrait, mais la zone est fermée.",
                "{outside} candidats d’un autre territoire viendraient, mais la zone est fermée.",
                post.outside,
            ).format(outside=post.outside)
        )
    return said


def _km(metres: int | None) -> int:
    """Kilometres, rounded up: a radius of that size would do."""
    return -(-(metres or 0) // 1000)
