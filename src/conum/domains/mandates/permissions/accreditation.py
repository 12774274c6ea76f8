"""Who may do what with accreditations, helpers and cards, and what each actor sees (MAN-04)."""

from __future__ import annotations

import rules
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Actor
from conum.domains.mandates.models import Accreditation, AccreditationRequest, Helper, HelperLead, TotpCard
from conum.kernel.permissions import permission


@rules.predicate
def own_organisation(actor: Actor, row: Helper | HelperLead | Accreditation) -> bool:
    """The row is of the organisation the actor acts for; a national administrator acts for all."""
    if actor.role == Role.NATIONAL_ADMIN:
        return True
    return actor.organisation_id is not None and row.organisation_id == actor.organisation_id


REQUEST_READ = permission("mandates.request_read", _("Lire les demandes d'habilitation"), roles="national_admin")
REQUEST_DECIDE = permission(
    "mandates.request_decide", _("Répondre aux demandes d'habilitation et décider"), roles="national_admin"
)
REQUEST_EXPORT = permission(
    "mandates.request_export", _("Exporter les demandes d'habilitation"), roles="national_admin"
)
ACCREDITATION_END = permission("mandates.accreditation_end", _("Mettre fin à une habilitation"), roles="national_admin")
GROUPS_CHOOSE = permission(
    "mandates.groups_choose",
    _("Choisir les groupes de démarches de son organisation"),
    roles="helper_lead national_admin",
    predicate=own_organisation,
)
HELPER_READ = permission(
    "mandates.helper_read",
    _("Voir les aidants de son organisation"),
    roles="helper_lead national_admin",
    predicate=own_organisation,
)
HELPER_MANAGE = permission(
    "mandates.helper_manage",
    _("Inviter, former, suspendre et retirer les aidants de son organisation"),
    roles="helper_lead",
    predicate=own_organisation,
)
HELPER_SPACE = permission("mandates.helper_space", _("Ouvrir son espace d'aidant"), roles="helper")
CARD_IMPORT = permission(
    "mandates.card_import", _("Importer les cartes Aidants Connect et suivre leur stock"), roles="national_admin"
)


def requests_visible_to(actor: Actor | None) -> QuerySet[AccreditationRequest]:
    """Return the applications the actor may read: those that were sent."""
    if actor is None or not REQUEST_READ.allows(actor):
        return AccreditationRequest.objects.none()
    return AccreditationRequest.objects.exclude(state="draft")


def accreditations_visible_to(actor: Actor | None) -> QuerySet[Accreditation]:
    """Return the accreditations whose helpers the actor may see."""
    if actor is None or not HELPER_READ.allows(actor):
        return Accreditation.objects.none()
    if actor.role == Role.NATIONAL_ADMIN:
        return Accreditation.objects.all()
    return Accreditation.objects.filter(organisation=actor.organisation_id)


def helpers_visible_to(actor: Actor | None) -> QuerySet[Helper]:
    """Return the helpers the actor may see."""
    return Helper.objects.filter(accreditation__in=accreditations_visible_to(actor))


def leads_visible_to(actor: Actor | None) -> QuerySet[HelperLead]:
    """Return the leads the actor may see."""
    return HelperLead.objects.filter(accreditation__in=accreditations_visible_to(actor))


def cards_visible_to(actor: Actor | None) -> QuerySet[TotpCard]:
    """Return the cards the actor may follow."""
    if actor is None or not CARD_IMPORT.allows(actor):
        return TotpCard.objects.none()
    return TotpCard.objects.all()
