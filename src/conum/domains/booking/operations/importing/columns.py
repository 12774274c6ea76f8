"""The columns of the file, as RDV Service Public names them in its export, and the words it writes in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conum.commons.territories.operations.table_file import plain
from conum.domains.booking.enums import LIVE, BookingState, CreatorKind

ID, DAY, HOUR, TYPE, STATE, PEOPLE = "id", "date rdv", "heure rdv", "motif", "statut", "professionnel.le(s)"
PLACE, MINUTES, ENDS, CONTEXT, CREATOR = "lieu", "durée", "heure fin", "contexte", "origine"
MADE_DAY, MADE_HOUR = "date prise rdv", "heure prise rdv"
USER, FIRST_NAME, LAST_NAME, PHONE, EMAIL = "usager(s)", "prénom", "nom", "téléphone", "email"

REQUIRED = {
    ID: _("Identifiant du rendez-vous dans RDV Service Public : c'est lui qui empêche d'importer deux fois."),
    DAY: _("Jour du rendez-vous : 31/12/2026 ou 2026-12-31."),
    HOUR: _("Heure du début, à l'horloge du lieu : 14:30."),
    TYPE: _("Nom d'un motif individuel de votre structure."),
    STATE: _("unknown, seen, noshow, excused, revoked, ou les mots de RDV Service Public."),
    PEOPLE: _("Prénom et nom, ou adresse électronique, de chaque professionnel ; plusieurs séparés par une virgule."),
}
OPTIONAL = {
    PLACE: _("Nom d'un lieu de votre structure, suivi ou non de son adresse ; obligatoire pour un motif sur place."),
    MINUTES: _("Durée en minutes, de 5 à 480 ; sans elle, celle du motif."),
    ENDS: _("Heure de la fin, à la place de la durée."),
    USER: _("Prénom puis nom de la personne ; la première quand il y en a plusieurs."),
    FIRST_NAME: _("Prénom de la personne, à la place de « usager(s) »."),
    LAST_NAME: _("Nom de la personne, à la place de « usager(s) »."),
    PHONE: _("Téléphone de la personne ; il en faut un, ou un courriel, pour un rendez-vous à venir."),
    EMAIL: _("Adresse électronique de la personne."),
    CREATOR: _("Qui a pris le rendez-vous : agent, usager, prescripteur ou file d'attente ; sans elle, un agent."),
    MADE_DAY: _("Jour où le rendez-vous a été pris."),
    MADE_HOUR: _("Heure à laquelle il a été pris."),
    CONTEXT: _("Note pour les professionnels, 1 000 caractères au plus."),
}
UNKNOWN = "unknown"
# Codes first, as the sheet writes them (section 2); then the words of the screens of RDV Service Public.
WORDS_OF_STATES = {
    UNKNOWN: (
        "unknown", "État indéterminé", "À renseigner", "Rendez-vous aujourd'hui", "Rendez-vous à venir", "unknown_past",
        "unknown_today", "unknown_future",
    ),
    BookingState.ATTENDED: ("seen", "Rendez-vous honoré"),
    BookingState.NO_SHOW: ("noshow", "Absence non excusée"),
    BookingState.EXCUSED: ("excused", "Annulé (excusé)", "Annulé à l'initiative de l'usager"),
    BookingState.REVOKED: ("revoked", "Annulé (par le service)", "Annulé à l'initiative du service"),
}  # fmt: skip
WORDS_OF_CREATORS = {
    CreatorKind.STAFF: ("agent", "Créé par un agent"),
    CreatorKind.CITIZEN: ("usager", "user", "RDV Pris sur internet"),
    CreatorKind.REFERRER: ("prescripteur", "RDV pris par un prescripteur"),
    CreatorKind.WAITING_LIST: ("fileattente", "RDV en file d'attente"),
}
STATES = {plain(word): code for code, words in WORDS_OF_STATES.items() for word in words}
CREATORS = {plain(word): str(code) for code, words in WORDS_OF_CREATORS.items() for word in words}
ENDED = tuple(state for state in WORDS_OF_STATES if state != UNKNOWN and state not in LIVE)
