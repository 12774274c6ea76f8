"""What may follow what, for candidates, matches, contracts and terminations (sheet 02 sections 6 to 8)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.kernel.workflow import Workflow, transition

CANDIDATE = Workflow(
    "recruitment.Candidate",
    (
        transition("apply", "", "unconfirmed"),
        transition("confirm", "unconfirmed", "available"),
        transition("pause", "available", "unavailable", _("Je ne suis plus disponible"), "recruitment.own_application"),
        transition(
            "resume", "unavailable", "available", _("Je suis à nouveau disponible"), "recruitment.own_application"
        ),
        transition("hire", "available unavailable", "hired"),
        transition("release", "hired", "available"),
        transition("remove", "unconfirmed available unavailable hired", "removed", _("Supprimer ma candidature")),
    ),
)
MATCH = Workflow(
    "recruitment.Match",
    (
        transition("propose", "", "proposed"),
        transition("pick", "", "shortlisted", _("Présélectionner"), "recruitment.shortlist"),
        transition("shortlist", "proposed", "shortlisted", _("Présélectionner"), "recruitment.shortlist"),
        transition(
            "not_retain", "proposed shortlisted", "declined_by_host", _("Ne pas retenir"), "recruitment.shortlist"
        ),
        transition(
            "decline", "proposed shortlisted", "declined_by_candidate", _("Refuser"), "recruitment.answer_match"
        ),
        transition("undo", "shortlisted declined_by_host", "proposed", _("Annuler"), "recruitment.shortlist"),
        transition("select", "shortlisted", "selected", _("Saisir le contrat"), "recruitment.enter_contract"),
        transition("unselect", "selected", "shortlisted"),
        transition("hire", "selected", "hired"),
        transition("withdraw", "proposed shortlisted declined_by_host declined_by_candidate", "withdrawn"),
        transition("expire", "shortlisted", "expired"),
        transition("repropose", "withdrawn expired declined_by_host declined_by_candidate hired", "proposed"),
    ),
)
CONTRACT = Workflow(
    "recruitment.EmploymentContract",
    (
        transition("submit", "", "submitted", _("Saisir un contrat"), "recruitment.enter_contract"),
        transition("validate", "submitted", "active", _("Valider le contrat"), "recruitment.validate_contract"),
        transition("cancel", "submitted", "cancelled", _("Annuler le contrat"), "recruitment.cancel_contract"),
        transition("ask_extension", "active", "active", _("Prolonger"), "recruitment.ask_change"),
        transition("ask_renewal", "active", "active", _("Renouveler"), "recruitment.ask_change"),
        transition("renew", "active", "ended"),
        transition(
            "declare_termination",
            "active",
            "termination_submitted",
            _("Déclarer une rupture"),
            "recruitment.declare_termination",
        ),
        transition(
            "withdraw_termination",
            "termination_submitted",
            "active",
            _("Retirer la rupture"),
            "recruitment.declare_termination",
        ),
        transition(
            "validate_termination",
            "termination_submitted",
            "terminated",
            _("Valider la rupture"),
            "recruitment.validate_termination",
        ),
        transition("end", "active", "ended"),
    ),
)
CHANGE = Workflow(
    "recruitment.ContractChange",
    (
        transition("ask", "", "open", _("Demander"), "recruitment.ask_change"),
        transition("accept", "open", "accepted", _("Accepter"), "recruitment.decide_change"),
        transition("refuse", "open", "refused", _("Refuser"), "recruitment.decide_change"),
        transition("cancel", "open", "cancelled", _("Annuler la demande"), "recruitment.ask_change"),
    ),
)
