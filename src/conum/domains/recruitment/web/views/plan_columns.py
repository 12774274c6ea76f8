"""Columns of the lists of the national plan, on screen and in downloads."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conum.domains.recruitment.enums import Mobility
from conum.domains.recruitment.models import NationalPlan, PlanLine, UnfilledPost
from conum.domains.recruitment.queries.plans import DepartmentPlan, Difference, facts_of_unfilled
from conum.domains.recruitment.rules.unfilled_sentence import unfilled_sentence
from conum.kernel.ui.tables import Column, state
from conum.kernel.ui.words import moment, number
from conum.kernel.web import exports


def km(metres: int) -> int:
    """Kilometres, rounded up so that a distance never reads as shorter."""
    return -(-metres // 1000)


def page_of(plan: NationalPlan) -> str:
    """Address of a plan."""
    return reverse("recruitment:plan", args=[plan.pk])


def title_of(plan: NationalPlan) -> str:
    """`2 novembre 2026 à 14 h 05`, with the kilometres added by a variant."""
    when = moment(plan.asked_at)
    return _("{when}, + {km} km").format(when=when, km=plan.extra_km) if plan.extra_km else when


def what_if(plan: NationalPlan) -> str:
    """What its variants would fill more, in a few words."""
    said = [_variant(plan, each) for each in plan.variants.all() if each.state == "done"]
    return " ; ".join(said)


def _variant(plan: NationalPlan, variant: NationalPlan) -> str:
    more = variant.filled - plan.filled
    words = ngettext("+ {km} km : {more} poste de plus", "+ {km} km : {more} postes de plus", more)
    return words.format(km=variant.extra_km, more=number(more))


def why(row: UnfilledPost) -> str:
    """The sentence of a post without candidate."""
    return unfilled_sentence(facts_of_unfilled(row), localdate(row.plan.asked_at))


def mobility(line: PlanLine) -> str:
    """The radius that the candidate accepts."""
    return str(Mobility(line.candidate.mobility_km).label)


def proof(plan: NationalPlan) -> list[tuple[str, Any]]:
    """Figures of the computation: what is maximised, what no plan can exceed, and how long it took."""
    return [
        (_("Objectif (postes pourvus, puis score total)"), number(plan.objective)),
        (_("Borne qu'aucun plan ne dépasse"), number(plan.dual_bound)),
        (_("Écart"), _("0 : optimum prouvé") if plan.dual_bound == plan.objective else _gap(plan)),
        (
            _("Score moyen sur 100 d'un poste pourvu"),
            number(round(plan.total_score / plan.filled / 10_000, 1)) if plan.filled else "–",
        ),
        (_("Couples candidat–structure possibles"), number(plan.pairs)),
        (_("Durée du calcul"), _("{seconds} s").format(seconds=number(round((plan.duration_ms or 0) / 1000, 1)))),
    ]


def _gap(plan: NationalPlan) -> str:
    return number(plan.dual_bound - plan.objective)


def sides(plan: NationalPlan, other: NationalPlan) -> list[Column]:
    """Headers of the table of two plans."""
    return [Column(_("Plan"), "pk"), *[Column(title_of(each), "pk", numeric=True) for each in (plan, other)]]


def totals(plan: NationalPlan, other: NationalPlan) -> list[tuple[str, str, str]]:
    """The same figures of two plans."""
    named = [
        (_("Postes vacants"), "posts"),
        (_("Candidats disponibles"), "candidates"),
        (_("Couples possibles"), "pairs"),
        (_("Postes pourvus"), "filled"),
    ]
    rows = [(label, number(getattr(plan, field)), number(getattr(other, field))) for label, field in named]
    stay = [number(each.posts - each.filled) for each in (plan, other)]
    return [*rows, (_("Postes sans candidat"), stay[0], stay[1])]


PLANS = (
    Column(gettext_lazy("Plan du"), title_of, sort="date", heading=True, link=page_of),
    state(gettext_lazy("État"), "state"),
    Column(gettext_lazy("Postes vacants"), "posts", sort="postes", numeric=True),
    Column(gettext_lazy("Postes pourvus"), "filled", sort="pourvus", numeric=True),
    Column(gettext_lazy("Candidats"), "candidates", numeric=True),
    Column(gettext_lazy("Et si ?"), what_if),
    Column(gettext_lazy("Demandé par"), lambda plan: plan.asked_by and str(plan.asked_by)),
)
PLAN_EXPORT = [
    exports.Column("demandé le", lambda plan: plan.asked_at),
    exports.Column("état", lambda plan: plan.get_state_display()),
    exports.Column("postes vacants", lambda plan: plan.posts),
    exports.Column("postes pourvus", lambda plan: plan.filled),
    exports.Column("candidats disponibles", lambda plan: plan.candidates),
    exports.Column("paires possibles", lambda plan: plan.pairs),
    exports.Column("objectif", lambda plan: plan.objective),
    exports.Column("borne duale", lambda plan: plan.dual_bound),
    exports.Column("durée (ms)", lambda plan: plan.duration_ms),
]


def departments(lines: str, stay: str) -> tuple[Column, ...]:
    """Columns of the table of départements; `lines` and `stay` are the addresses of the two lists of the plan."""

    def link(address: str, field: str) -> Any:
        return lambda row: f"{address}?departement={row.code}" if getattr(row, field) else ""

    return (
        Column(_("Département"), _named, heading=True),
        Column(_("Postes vacants"), "posts", numeric=True),
        Column(_("Pourvus par le plan"), "filled", numeric=True, link=link(lines, "filled")),
        Column(_("Sans candidat"), "unfilled", numeric=True, link=link(stay, "unfilled")),
        Column(_("Part pourvue (%)"), "percent", numeric=True),
    )


def _named(row: DepartmentPlan | Difference) -> str:
    return f"{row.name} ({row.code})"


DEPARTMENT_EXPORT = [
    exports.Column("code", lambda row: row.code),
    exports.Column("département", lambda row: row.name),
    exports.Column("postes vacants", lambda row: row.posts),
    exports.Column("pourvus par le plan", lambda row: row.filled),
    exports.Column("sans candidat", lambda row: row.unfilled),
    exports.Column("part pourvue (%)", lambda row: row.percent),
]
DIFFERENCES = (
    Column(gettext_lazy("Département"), _named, heading=True),
    Column(gettext_lazy("Postes vacants"), "after.posts", numeric=True),
    Column(gettext_lazy("Pourvus, premier plan"), "before.filled", numeric=True),
    Column(gettext_lazy("Pourvus, second plan"), "after.filled", numeric=True),
    Column(gettext_lazy("Écart"), lambda row: f"{row.more:+d}" if row.more else "0", numeric=True),
)
DIFFERENCE_EXPORT = [
    exports.Column("code", lambda row: row.code),
    exports.Column("département", lambda row: row.name),
    exports.Column("postes vacants, premier plan", lambda row: row.before.posts),
    exports.Column("pourvus, premier plan", lambda row: row.before.filled),
    exports.Column("postes vacants, second plan", lambda row: row.after.posts),
    exports.Column("pourvus, second plan", lambda row: row.after.filled),
    exports.Column("écart", lambda row: row.more),
]
LINES = (
    Column(gettext_lazy("Structure"), "need.host.name", sort="structure", heading=True),
    Column(gettext_lazy("Commune"), "need.host.commune.name"),
    Column(gettext_lazy("Département"), "department.name", sort="departement"),
    Column(gettext_lazy("Candidat"), "candidate.name", sort="candidat"),
    Column(gettext_lazy("Habite"), "candidate.commune.name"),
    Column(gettext_lazy("Distance (km)"), lambda line: km(line.distance_m), sort="distance", numeric=True),
    Column(gettext_lazy("Accepte"), mobility),
    Column(gettext_lazy("Score sur 100"), lambda line: line.score // 10_000, sort="score", numeric=True),
    Column(gettext_lazy("Déjà présélectionné"), "met"),
)
LINE_EXPORT = [
    exports.Column("poste", lambda line: line.attachment.post.number),
    exports.Column("structure", lambda line: line.need.host.name),
    exports.Column("commune", lambda line: line.need.host.commune and line.need.host.commune.name),
    exports.Column("code département", lambda line: line.department_id),
    exports.Column("département", lambda line: line.department.name),
    exports.Column("candidat", lambda line: line.candidate.name),
    exports.Column("commune du candidat", lambda line: line.candidate.commune and line.candidate.commune.name),
    exports.Column("distance (km)", lambda line: km(line.distance_m)),
    exports.Column("mobilité", mobility),
    exports.Column("score (micro-points)", lambda line: line.score),
    exports.Column("déjà présélectionné", lambda line: line.met),
]
UNFILLED = (
    Column(gettext_lazy("Structure"), "need.host.name", sort="structure", heading=True),
    Column(gettext_lazy("Commune"), "need.host.commune.name"),
    Column(gettext_lazy("Département"), "department.name", sort="departement"),
    Column(gettext_lazy("Pourquoi"), why),
    Column(gettext_lazy("Candidats possibles"), "possible", sort="possibles", numeric=True),
)
UNFILLED_EXPORT = [
    exports.Column("poste", lambda row: row.attachment.post.number),
    exports.Column("structure", lambda row: row.need.host.name),
    exports.Column("commune", lambda row: row.need.host.commune and row.need.host.commune.name),
    exports.Column("code département", lambda row: row.department_id),
    exports.Column("département", lambda row: row.department.name),
    exports.Column("motif", lambda row: row.get_reason_display()),
    exports.Column("pourquoi", why),
    exports.Column("candidats possibles", lambda row: row.possible),
    exports.Column("candidat le plus proche (km)", lambda row: row.nearest_m and km(row.nearest_m)),
    exports.Column("premier candidat libre le", lambda row: row.earliest_on),
]
