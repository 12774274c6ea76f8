"""Why an apportionment cannot be made, as sentences for the administrator who set it."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from conum.kernel.errors import ConumError


class ApportionmentImpossible(ConumError):
    """Base class; its message is the French sentence with its numbers filled in."""

    sentence = _("Cette répartition est impossible.")

    def __init__(self, *, field: str | None = None, **values: object) -> None:
        super().__init__(str(format_lazy(self.sentence, **values)), field=field)
        self.values = values


class TooFewPosts(ApportionmentImpossible):
    sentence = _(
        "Postes insuffisants ({posts}) : les départements fixés en prennent {fixed} et le plancher "
        "de {floor} pour {departments} départements en demande {floors}."
    )


class PostsLeftOver(ApportionmentImpossible):
    sentence = _("Tous les départements sont fixés (postes au total : {fixed}) : il en reste {left} sans destination.")


class NoWeight(ApportionmentImpossible):
    sentence = _("Aucun département à servir n’a de poids : des postes restent sans clé de répartition ({left}).")


class NegativeNumber(ApportionmentImpossible):
    sentence = _("« {what} » vaut {value} : un nombre négatif ne peut pas être réparti.")


class UnknownDepartment(ApportionmentImpossible):
    sentence = _("Le département {code}, dont les postes sont fixés ({posts}), ne figure pas dans la liste à servir.")
