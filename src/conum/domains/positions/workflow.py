"""What may follow what: requests, sessions, amendments, transfers (sheet 02 sections 3 to 5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.kernel.workflow import Workflow, transition

REQUESTS = Workflow(
    "positions.host_request",
    (
        transition("submit", "", "unconfirmed", _("Envoyer la demande")),
        transition("confirm", "unconfirmed", "submitted", _("Confirmer la demande")),
        transition("approve", "submitted further_review", "approved", _("Accepter"), "positions.request_decide"),
        transition("refuse", "submitted further_review", "refused", _("Refuser"), "positions.request_decide"),
        transition(
            "ask_more",
            "submitted",
            "further_review",
            _("Demander un examen complémentaire"),
            "positions.request_decide",
        ),
        transition(
            "withdraw",
            "unconfirmed submitted further_review",
            "withdrawn",
            _("Abandonner la demande"),
            "positions.request_withdraw",
            _("Abandonner cette demande ?"),
        ),
        transition(
            "mark_duplicate",
            "unconfirmed submitted further_review refused withdrawn cancelled duplicate",
            "duplicate",
            _("Marquer comme doublon"),
            "positions.request_manage",
        ),
        transition(
            "cancel",
            "unconfirmed submitted further_review approved refused withdrawn duplicate cancelled",
            "cancelled",
            _("Annuler"),
            "positions.request_manage",
        ),
        transition("close", "approved", "withdrawn"),
        transition("reinstate", "withdrawn refused cancelled", "submitted", _("Rétablir"), "positions.request_manage"),
    ),
)

SESSIONS = Workflow(
    "positions.committee_session",
    (
        transition("plan", "", "planned", _("Prévoir une session"), "positions.session_manage"),
        transition("open", "planned", "open", _("Ouvrir la session"), "positions.session_manage"),
        transition(
            "close",
            "open",
            "closed",
            _("Clore la session"),
            "positions.session_manage",
            _("Clore cette session ? Elle ne recevra plus de décision."),
        ),
    ),
)

AMENDMENTS = Workflow(
    "positions.post_amendment",
    (
        transition("ask", "", "open", _("Demander un avenant"), "positions.amendment_ask"),
        transition("accept", "open", "accepted", _("Accepter"), "positions.amendment_decide"),
        transition("refuse", "open", "refused", _("Refuser"), "positions.amendment_decide"),
        transition("cancel", "open", "cancelled", _("Annuler"), "positions.amendment_ask"),
    ),
)

TRANSFERS = Workflow(
    "positions.post_transfer",
    (
        transition("propose", "", "proposed", _("Proposer un transfert"), "positions.transfer_propose"),
        transition("accept", "proposed", "accepted"),
        transition("refuse", "proposed", "refused", _("Refuser"), "positions.transfer_agree"),
        transition("carry_out", "accepted", "done"),
    ),
)
