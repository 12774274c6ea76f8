"""What may follow what: applications and helpers (sheet 13 section 2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.kernel.workflow import Workflow, transition

DECIDE, MANAGE = "mandates.request_decide", "mandates.helper_manage"

REQUESTS = Workflow(
    "mandates.accreditation_request",
    (
        transition("begin", "", "draft"),
        transition("submit", "draft", "submitted", _("Envoyer la demande")),
        transition("require_changes", "submitted", "changes_required", _("Demander des modifications"), DECIDE),
        transition("propose_changes", "submitted", "changes_proposed", _("Proposer des modifications"), DECIDE),
        transition("answer", "changes_required changes_proposed", "submitted", _("Envoyer la demande modifiée")),
        transition("agree", "changes_proposed", "submitted", _("Accepter les modifications")),
        transition("accredit", "submitted", "accredited", _("Habiliter l'organisation"), DECIDE),
        transition("refuse", "submitted changes_required changes_proposed", "refused", _("Refuser"), DECIDE),
        transition("close", "submitted changes_required changes_proposed", "closed", _("Clore la demande")),
    ),
)

HELPERS = Workflow(
    "mandates.helper",
    (
        transition("invite", "", "waiting", _("Inviter un aidant"), MANAGE),
        transition("accept", "waiting", "to_train"),
        transition("accept_trained", "waiting", "active"),
        transition("start_training", "to_train", "in_training", _("Commencer la formation"), MANAGE),
        transition("finish_training", "to_train in_training", "to_test", _("Formation terminée"), MANAGE),
        transition("fail_test", "to_test", "to_test", _("Test Pix non réussi"), MANAGE),
        transition("pass_test", "to_test", "active", _("Test Pix réussi"), MANAGE),
        transition("suspend", "active", "suspended", _("Suspendre"), MANAGE),
        transition("resume", "suspended", "active", _("Réactiver"), MANAGE),
        transition(
            "leave",
            "waiting to_train in_training to_test active suspended",
            "left",
            _("Déclarer le départ"),
            MANAGE,
        ),
        transition("come_back", "left", "waiting", _("Inviter de nouveau"), MANAGE),
    ),
)

TRANSFER = "mandates.mandate_transfer"

TRANSFERS = Workflow(
    "mandates.transfer",
    (
        transition("propose", "", "proposed", _("Proposer le transfert"), TRANSFER),
        transition("accept", "proposed", "accepted", _("Accepter le transfert"), TRANSFER),
        transition("refuse", "proposed", "refused", _("Refuser le transfert"), TRANSFER),
        transition("withdraw", "proposed accepted", "withdrawn", _("Retirer la proposition"), TRANSFER),
        transition("sign", "accepted", "done"),
    ),
)
