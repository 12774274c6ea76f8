"""What may follow what, for bookings, workshops and the waiting list (sheet 06 section 2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.kernel.workflow import Workflow, transition

FINAL_AND_LATE = "to_confirm attended no_show excused revoked"


def _booking(name: str) -> Workflow:
    return Workflow(
        name,
        (
            transition("book", "", "planned", _("Réserver"), "booking.book"),
            transition("cancel_by_person", "planned", "excused", _("Annuler à la demande de la personne")),
            transition("cancel_by_service", "planned", "revoked", _("Annuler"), "booking.handle"),
            transition("move", "planned", "planned", _("Déplacer"), "booking.handle"),
            transition("start", "planned", "to_confirm"),
            transition("came", "to_confirm", "attended", _("La personne est venue"), "booking.handle"),
            transition("did_not_come", "to_confirm", "no_show", _("La personne n'est pas venue"), "booking.handle"),
            transition("correct_attended", FINAL_AND_LATE, "attended", _("Corriger : venue"), "booking.handle"),
            transition("correct_no_show", FINAL_AND_LATE, "no_show", _("Corriger : absente"), "booking.handle"),
            transition("correct_excused", FINAL_AND_LATE, "excused", _("Corriger : excusée"), "booking.handle"),
            transition("correct_revoked", FINAL_AND_LATE, "revoked", _("Corriger : annulée"), "booking.handle"),
        ),
    )


APPOINTMENT = _booking("booking.Appointment")
REGISTRATION = _booking("booking.Registration")
WORKSHOP = Workflow(
    "booking.Workshop",
    (
        transition("create", "", "draft", _("Créer un atelier"), "booking.manage_workshops"),
        transition("open", "draft", "open", _("Ouvrir les inscriptions"), "booking.manage_workshops"),
        transition("fill", "open", "full"),
        transition("free", "full", "open"),
        transition("start", "open full", "closed"),
        transition("hold", "closed", "held", _("L'atelier a eu lieu"), "booking.manage_workshops"),
        transition("cancel", "draft open full closed", "cancelled", _("Annuler l'atelier"), "booking.manage_workshops"),
    ),
)
WAITING = Workflow(
    "booking.WaitingListEntry",
    (
        transition("ask", "", "waiting", _("Rejoindre la file d'attente"), "booking.book"),
        transition("offer", "waiting declined expired", "offered"),
        transition("accept", "offered", "accepted", _("Accepter")),
        transition("decline", "offered", "declined", _("Refuser")),
        transition("expire", "offered", "expired"),
        transition("come_back", "declined expired", "waiting", _("Attendre de nouveau")),
        transition("leave", "waiting offered declined expired", "cancelled", _("Quitter la file d'attente")),
        transition("withdraw", "waiting declined expired", "cancelled"),
    ),
)
