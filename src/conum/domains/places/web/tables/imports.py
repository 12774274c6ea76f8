"""Tables of the import's report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.kernel.ui.tables import Column

FINDINGS = (
    Column(_("Ligne"), "line", numeric=True),
    Column(_("Lieu"), "place"),
    Column(_("Colonne"), lambda remark: remark.finding.column),
    Column(_("Reçu"), lambda remark: remark.finding.value),
    Column(_("Règle"), lambda remark: remark.finding.rule.replace("-", "\N{NON-BREAKING HYPHEN}")),
    Column(_("Raison"), lambda remark: remark.finding.sentence()),
    Column(_("Valeur proposée"), lambda remark: remark.finding.kept),
)
CHANGES = (
    Column(_("Ligne"), "line", numeric=True),
    Column(_("Lieu"), "place"),
    Column(_("Colonne"), "column"),
    Column(_("Avant"), "before"),
    Column(_("Après"), "after"),
)
