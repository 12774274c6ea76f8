"""Columns of the lists, on screen and in the exports people already know (sheet 02 section 11)."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conum.domains.positions.enums import OpinionVerdict, PostState
from conum.domains.positions.models import CommitteeDecision, HostRequest, Post
from conum.kernel.ui.tables import Column, badge_of, page_of, state
from conum.kernel.ui.tones import tone_of
from conum.kernel.web.exports import Column as Exported


def _verdict(request: HostRequest) -> str:
    return _verdict_words(request.verdict, get_language())  # type: ignore[attr-defined]


@lru_cache(maxsize=16)  # a lazy label is translated each time it is read: three times a cell
def _verdict_words(verdict: str, language: str | None) -> str:
    return str(OpinionVerdict(verdict).label) if verdict else ""


@lru_cache(maxsize=16)
def _state_words(state_code: str, language: str | None) -> str:
    return str(PostState(state_code).label)


def state_label(post: Post) -> str:
    """Return the words of a post's derived state (POS-34)."""
    return _state_words(post.state, get_language())  # type: ignore[attr-defined]


def state_badge(post: Post) -> SafeString:
    """Return the derived state as a coloured badge."""
    return badge_of(state_label(post), tone_of(post.state))  # type: ignore[attr-defined]


REQUESTS = (
    Column(_("N°"), "number", sort="numero"),
    Column(_("Structure"), "organisation", sort="structure", heading=True, link=page_of("positions:request")),
    Column(_("Commune"), "commune.name", sort="commune"),
    Column(_("Dép."), "department_id", sort="departement"),
    Column(_("Poste"), "get_kind_display"),
    Column(_("Demandés"), "posts_wanted", sort="postes", numeric=True),
    Column(_("Avis"), _verdict, sort="avis"),
    Column(_("Confirmée le"), lambda request: request.confirmed_at and request.confirmed_at.date(), sort="date"),
    state(_("État"), "state", sort="etat"),
)

BALANCES = (
    Column(_("Département"), "department"),
    Column(_("Dotation"), "quota", numeric=True),
    Column(_("Accordés"), "granted", numeric=True),
    Column(_("Demandés"), "requested", numeric=True),
    Column(_("Restants"), "remaining", numeric=True),
)
HISTORY = (
    Column(_("À partir du"), "valid_from"),
    Column(_("Type"), "get_kind_display"),
    Column(_("Postes"), "posts", numeric=True),
    Column(_("Source"), "source"),
)


def granted_input(request: HostRequest) -> SafeString:
    """Return the field of the posts to grant, beside the request it is for, in the form of the lot."""
    label = gettext("Postes à accorder à %(name)s") % {"name": request.organisation}
    field = '<input class="cn-granted" inputmode="numeric" form="lot" name="posts_{}" value="{}" aria-label="{}">'
    return format_html(field, request.pk, request.posts_wanted, label)


WORKING = (*REQUESTS, Column(_("À accorder"), granted_input))

POSTS = (
    Column(_("N°"), "number", sort="numero", heading=True, link=page_of("positions:post")),
    Column(_("Type"), "get_kind_display"),
    Column(_("Structure"), "host_name", sort="structure"),
    Column(_("Commune"), "commune_name", sort="commune"),
    Column(_("Dép."), "department_code", sort="departement"),
    Column(_("Rattaché depuis"), "attached_since", sort="date"),
    Column(_("État"), state_badge, sort="etat"),
)

QUOTAS = (
    Column(
        _("Département"),
        "department",
        heading=True,
        link=lambda balance: reverse("positions:quota", args=[balance.department.pk]),
    ),
    Column(_("Dotation"), "quota", numeric=True),
    Column(_("Accordés"), "granted", numeric=True),
    Column(_("Occupés"), "filled", numeric=True),
    Column(_("Vacants"), "vacant", numeric=True),
    Column(_("Demandés"), "requested", numeric=True),
    Column(_("Restants"), "remaining", numeric=True),
)

SESSIONS = (
    Column(
        _("Session"), "label", sort="session", heading=True,
        link=page_of("positions:session"),
    ),
    Column(_("Date"), "date", sort="date"),
    Column(_("Décisions"), "decided", numeric=True),
    Column(_("Acceptées"), "approved", numeric=True),
    Column(_("Postes accordés"), "posts", numeric=True),
    state(_("État"), "state", sort="etat"),
)  # fmt: skip


def _decided(request: HostRequest) -> CommitteeDecision | None:
    return next(iter(request.decisions.all()), None)


def _granted(request: HostRequest) -> int:
    return sum(decision.posts_granted for decision in request.decisions.all())


STRUCTURES = [
    Exported("Id", lambda row: row.number),
    Exported("Raison sociale", lambda row: row.organisation.name),
    Exported("SIRET", lambda row: row.legal_id),
    Exported("Type", lambda row: row.get_employer_class_display()),
    Exported("Statut", lambda row: row.get_state_display()),
    Exported("Code postal", lambda row: (row.commune.postcodes or [""])[0]),
    Exported("Commune", lambda row: row.commune.name),
    Exported("Code commune", lambda row: row.commune_id),
    Exported("Code département", lambda row: row.department_id),
    Exported("Département", lambda row: row.department.name),
    Exported("Région", lambda row: row.department.region.name),
    Exported("Type de poste", lambda row: row.get_kind_display()),
    Exported("Postes demandés", lambda row: row.posts_wanted),
    Exported("Postes accordés", _granted),
    Exported("Avis préfet", _verdict),
    Exported("Date CoSelec", lambda row: (d := _decided(row)) and d.decided_at.date()),
    Exported("Session", lambda row: (d := _decided(row)) and d.session and d.session.label),
    Exported("Début souhaité", lambda row: row.start_wanted),
    Exported("Confirmée le", lambda row: row.confirmed_at),
    Exported("Contact", lambda row: f"{row.contact_first_name} {row.contact_last_name}"),
    Exported("Fonction", lambda row: row.contact_function),
    Exported("Courriel", lambda row: row.contact_email),
    Exported("Téléphone", lambda row: row.contact_phone),
]

COORDINATORS = [
    Exported("Id", lambda row: row.number),
    Exported("Nom", lambda row: row.organisation.name),
    Exported("SIRET", lambda row: row.legal_id),
    Exported("Commune", lambda row: row.commune.name),
    Exported("Code département", lambda row: row.department_id),
    Exported("Département", lambda row: row.department.name),
    Exported("Région", lambda row: row.department.region.name),
    Exported("Temps", lambda row: row.get_coordinator_time_display()),
    Exported("Avis préfet", _verdict),
    Exported("Statut", lambda row: row.get_state_display()),
    Exported("Date CoSelec", lambda row: (d := _decided(row)) and d.decided_at.date()),
]

CONVENTION_HISTORY = [
    Exported("Id", lambda row: row.number),
    Exported("Nom", lambda row: row.organisation.name),
    Exported("SIRET", lambda row: row.legal_id),
    Exported("Date CoSelec", lambda row: row.decided_on),
    Exported("Postes avant", lambda row: row.before),
    Exported("Postes après", lambda row: row.before + row.change),
    Exported("Variation", lambda row: row.change),
    Exported("Type", lambda row: row.change_kind),
    Exported("Structure de transfert", lambda row: row.other_host),
    Exported("N° dossier", lambda row: ""),
    Exported("Département", lambda row: row.department),
    Exported("Région", lambda row: row.region),
    Exported("Type de structure", lambda row: row.employer_class),
    Exported("Coordinateur", lambda row: row.coordinator),
]

OPEN_DATA = [
    Exported("id", lambda row: row.number),
    Exported("raison_sociale", lambda row: row.organisation.name),
    Exported("commune", lambda row: row.commune.name),
    Exported("departement", lambda row: row.department.name),
    Exported("region", lambda row: row.department.region.name),
    Exported("nombre_postes", lambda row: row.granted),
    Exported("date_coselec", lambda row: row.decided_at.date()),
    Exported("type", lambda row: row.get_employer_class_display()),
    Exported("siret", lambda row: row.legal_id),
    Exported("code_commune", lambda row: row.commune_id),
    Exported("code_departement", lambda row: row.department_id),
    Exported("code_region", lambda row: row.department.region_id),
    Exported("adresse", lambda row: row.organisation.address),
    Exported("investissement_estime", lambda row: row.estimate),
    Exported("zrr", lambda row: "zrr" in row.zones or "frr" in row.zones),
    Exported("qpv", lambda row: "qpv" in row.zones),
    Exported("france_services", lambda row: row.is_france_services),
]

MANAGERS = [
    Exported("Nom", lambda row: row.person.last_name),
    Exported("Prénom", lambda row: row.person.first_name),
    Exported("Courriel", lambda row: row.person.email),
    Exported("Structure", lambda row: row.organisation.name),
    Exported("SIRET", lambda row: row.organisation.siret or row.organisation.ridet),
    Exported("Depuis le", lambda row: row.starts_on),
    Exported("Dernière connexion", lambda row: row.person.last_login),
]

QUOTA_EXPORT = [
    Exported("Code département", lambda row: row.department.pk),
    Exported("Département", lambda row: row.department.name),
    Exported("Dotation", lambda row: row.quota),
    Exported("Accordés", lambda row: row.granted),
    Exported("Occupés", lambda row: row.filled),
    Exported("Vacants", lambda row: row.vacant),
    Exported("Demandés", lambda row: row.requested),
    Exported("Restants", lambda row: row.remaining),
]

POST_EXPORT = [
    Exported("N° de poste", lambda row: row.number),
    Exported("Type", lambda row: row.get_kind_display()),
    Exported("Structure", lambda row: row.host_name),
    Exported("SIRET", lambda row: row.host_siret),
    Exported("Commune", lambda row: row.commune_name),
    Exported("Code département", lambda row: row.department_code),
    Exported("Département", lambda row: row.department_name),
    Exported("Région", lambda row: row.region_name),
    Exported("Créé le", lambda row: row.created_on),
    Exported("Rattaché depuis", lambda row: row.attached_since),
    Exported("Session", lambda row: row.granted_by and row.granted_by.session and row.granted_by.session.label),
    Exported("État", state_label),
]
