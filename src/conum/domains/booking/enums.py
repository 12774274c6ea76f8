"""Words of the booking module (sheet 06; themes and levels: sheet 07)."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from conum.commons.files.enums import FileKind, Purpose


class TypeKind(TextChoices):
    """Kind of an appointment type, fixed once used."""

    INDIVIDUAL = "individual", _("Accompagnement individuel")
    WORKSHOP = "workshop", _("Atelier collectif")


class LocationKind(TextChoices):
    """Where the meeting happens; a workshop is in place or by video."""

    IN_PLACE = "in_place", _("Sur place")
    PHONE = "phone", _("Par téléphone")
    HOME = "home", _("À domicile")
    VIDEO = "video", _("En visioconférence")


class BookableBy(TextChoices):
    """Who may book a type (BOO-16)."""

    STAFF = "staff", _("Les professionnels")
    STAFF_AND_REFERRERS = "staff_and_referrers", _("Les professionnels et les orienteurs")
    INVITED = "invited", _("Les personnes invitées")
    EVERYONE = "everyone", _("Tout le monde")


class TypeVisibility(TextChoices):
    """What the person is shown and told of an appointment of the type."""

    VISIBLE_NOTIFIED = "visible_notified", _("Visible, avec messages")
    VISIBLE_SILENT = "visible_silent", _("Visible, sans message")
    HIDDEN = "hidden", _("Caché")


class Colour(TextChoices):
    """Colours of the design system that tell types apart in a week; the name of the type is always written too."""

    BLUE_FRANCE = "blue_france", _("Bleu France")
    BLUE_CUMULUS = "blue_cumulus", _("Bleu cumulus")
    GREEN_EMERAUDE = "green_emeraude", _("Vert émeraude")
    PURPLE_GLYCINE = "purple_glycine", _("Violet glycine")
    YELLOW_MOUTARDE = "yellow_moutarde", _("Jaune moutarde")


class AskedField(TextChoices):
    """What a type asks beyond first name, last name and phone or e-mail (PRI-03: nothing by default)."""

    PHONE = "phone", _("Téléphone")
    EMAIL = "email", _("Adresse électronique")
    LANGUAGE = "language", _("Langue")
    NEEDS = "needs", _("Besoins particuliers")
    ADDRESS = "address", _("Adresse")


class Access(TextChoices):
    """How one comes to a presence."""

    WALK_IN = "walk_in", _("Sans rendez-vous")
    BOOKABLE = "bookable", _("Sur rendez-vous")
    MIXED = "mixed", _("Avec ou sans rendez-vous")


class Frequency(TextChoices):
    """How a presence, an absence or a series comes back."""

    NONE = "none", _("Une seule fois")
    WEEKLY = "weekly", _("Certains jours de la semaine")
    MONTHLY = "monthly", _("Un jour du mois, par exemple le 2ᵉ mardi")


class Weekday(IntegerChoices):
    """Days of the week, as `date.weekday()` numbers them."""

    MONDAY = 0, _("lundi")
    TUESDAY = 1, _("mardi")
    WEDNESDAY = 2, _("mercredi")
    THURSDAY = 3, _("jeudi")
    FRIDAY = 4, _("vendredi")
    SATURDAY = 5, _("samedi")
    SUNDAY = 6, _("dimanche")


class HalfDay(TextChoices):
    """Half of a day, in the clock of the place; the afternoon begins at noon."""

    MORNING = "morning", _("matin")
    AFTERNOON = "afternoon", _("après-midi")


class AbsenceKind(TextChoices):
    """Why somebody is away; shown to the person and the manager only."""

    LEAVE = "leave", _("Congé")
    SICK = "sick", _("Maladie")
    TRAINING = "training", _("Formation")
    OTHER = "other", _("Autre")


class BookingState(TextChoices):
    """State of an appointment or of a registration."""

    PLANNED = "planned", _("À venir")
    TO_CONFIRM = "to_confirm", _("Présence à confirmer")
    ATTENDED = "attended", _("Venu")
    NO_SHOW = "no_show", _("Absent sans prévenir")
    EXCUSED = "excused", _("Annulé par la personne")
    REVOKED = "revoked", _("Annulé par le service")


class WorkshopState(TextChoices):
    """State of a dated workshop."""

    DRAFT = "draft", _("Brouillon")
    OPEN = "open", _("Inscriptions ouvertes")
    FULL = "full", _("Complet")
    CLOSED = "closed", _("Commencé")
    HELD = "held", _("Tenu")
    CANCELLED = "cancelled", _("Annulé")


class WaitingState(TextChoices):
    """State of a wish in the waiting list."""

    WAITING = "waiting", _("En attente")
    OFFERED = "offered", _("Place proposée")
    ACCEPTED = "accepted", _("Acceptée")
    DECLINED = "declined", _("Refusée")
    EXPIRED = "expired", _("Proposition expirée")
    CANCELLED = "cancelled", _("Retirée")


class Level(TextChoices):
    """Level of a workshop (sheet 07)."""

    BEGINNER = "beginner", _("Débutant")
    INTERMEDIATE = "intermediate", _("Intermédiaire")
    ADVANCED = "advanced", _("Avancé")


class CreatorKind(TextChoices):
    """Who made a booking."""

    CITIZEN = "citizen", _("La personne")
    STAFF = "staff", _("Un professionnel")
    REFERRER = "referrer", _("Un orienteur")
    WAITING_LIST = "waiting_list", _("La file d'attente")


class Need(TextChoices):
    """What must be prepared for somebody; never a health detail (PRI-03)."""

    INTERPRETER = "interpreter", _("Interprète")
    ACCESSIBILITY = "accessibility", _("Accessibilité")


class ReminderChannel(TextChoices):
    """How a reminder leaves."""

    EMAIL = "email", _("Courriel")
    SMS = "sms", _("SMS")
    PAPER = "paper", _("Papier")


class ReminderState(TextChoices):
    """State of a reminder."""

    PLANNED = "planned", _("Prévu")
    SENT = "sent", _("Envoyé")
    FAILED = "failed", _("Échoué")
    SKIPPED = "skipped", _("Sans objet")


class Scope(TextChoices):
    """How far a change of a recurring thing reaches (BOO-40)."""

    THIS = "this", _("Celui-ci seulement")
    FOLLOWING = "following", _("Celui-ci et les suivants")
    ALL = "all", _("Tous")


class Theme(TextChoices):
    """Subjects of mediation (sheet 07 section 3); stored as codes, no constraint: themes are data elsewhere."""

    DIGITAL_ASSESSMENT = "digital_assessment", _("Diagnostic numérique")
    DEVICE_BASICS = "device_basics", _("Prendre en main du matériel")
    DEVICE_MAINTENANCE = "device_maintenance", _("Maintenance de matériel")
    CONTENT_MANAGEMENT = "content_management", _("Gérer ses contenus numériques")
    WEB_BROWSING = "web_browsing", _("Navigation sur internet")
    EMAIL = "email", _("E-mail")
    OFFICE_SOFTWARE = "office_software", _("Bureautique")
    SOCIAL_NETWORKS = "social_networks", _("Réseaux sociaux communication")
    HEALTH = "health", _("Santé")
    BANKING_AND_SHOPPING = "banking_and_shopping", _("Banque et achats en ligne")
    BUSINESS_SUPPORT = "business_support", _("Accompagner un professionnel")
    EMPLOYMENT = "employment", _("Insertion professionnelle")
    ONLINE_SAFETY = "online_safety", _("Prévention en sécurité numérique")
    PARENTING = "parenting", _("Parentalité")
    SCHOOLING = "schooling", _("Scolarité et numérique")
    DIGITAL_CREATION = "digital_creation", _("Créer avec le numérique")
    DIGITAL_CULTURE = "digital_culture", _("Culture numérique")
    ARTIFICIAL_INTELLIGENCE = "artificial_intelligence", _("Intelligence artificielle (IA)")
    ADMINISTRATIVE_HELP = "administrative_help", _("Aide aux démarches administratives")


class Audience(TextChoices):
    """Whose eyes slots are computed for (BOO-06, BOO-16)."""

    PUBLIC = "public", _("Tout le monde")
    REFERRER = "referrer", _("Orienteur")
    INVITED = "invited", _("Personne invitée")
    STAFF = "staff", _("Professionnel")


class WebhookEvent(TextChoices):
    """What an organisation's own services may be told of (sheet 06 section 11): family, then what happened."""

    APPOINTMENT_BOOKED = "appointment.booked", _("Rendez-vous pris")
    APPOINTMENT_MOVED = "appointment.moved", _("Rendez-vous déplacé")
    APPOINTMENT_HANDED_OVER = "appointment.handed_over", _("Rendez-vous repris par un collègue")
    APPOINTMENT_CANCELLED = "appointment.cancelled", _("Rendez-vous annulé")
    APPOINTMENT_ENDED = "appointment.ended", _("Présence à un rendez-vous pointée ou corrigée")
    REGISTRATION_MADE = "registration.made", _("Inscription à un atelier")
    REGISTRATION_MOVED = "registration.moved", _("Inscription dont l'atelier est déplacé")
    REGISTRATION_CANCELLED = "registration.cancelled", _("Inscription annulée")
    REGISTRATION_ENDED = "registration.ended", _("Présence à un atelier pointée ou corrigée")
    RULE_CHANGED = "rule.changed", _("Permanence créée, changée ou arrêtée")
    ABSENCE_ADDED = "absence.added", _("Absence déclarée")
    ABSENCE_REMOVED = "absence.removed", _("Absence supprimée")
    PLACE_CREATED = "place.created", _("Lieu ajouté")
    PLACE_CHANGED = "place.changed", _("Lieu modifié")


class WebhookState(TextChoices):
    """Whether a service is told."""

    ON = "on", _("En marche")
    OFF = "off", _("Arrêté")
    SUSPENDED = "suspended", _("Suspendu après trop d'échecs")


class DeliveryState(TextChoices):
    """State of what is sent to a service."""

    WAITING = "waiting", _("À envoyer")
    SENT = "sent", _("Reçu")
    ABANDONED = "abandoned", _("Abandonné")


class ApiScope(TextChoices):
    """What a client of the API declares, and may (sheet 00: `api_client`)."""

    SLOTS_READ = "slots:read", _("Lire les motifs et les créneaux")
    APPOINTMENTS_READ = "appointments:read", _("Lire les rendez-vous")
    APPOINTMENTS_WRITE = "appointments:write", _("Prendre, déplacer, annuler et pointer les rendez-vous")
    REGISTRATIONS_READ = "registrations:read", _("Lire les ateliers et les inscriptions")
    REGISTRATIONS_WRITE = "registrations:write", _("Inscrire et désinscrire")
    RULES_READ = "rules:read", _("Lire les permanences")
    ABSENCES_READ = "absences:read", _("Lire les absences, sans leur motif")
    ABSENCES_WRITE = "absences:write", _("Déclarer et supprimer des absences")
    CONTACTS_READ = "contacts:read", _("Lire aussi le nom et les coordonnées des personnes")


LIVE = (BookingState.PLANNED, BookingState.TO_CONFIRM)
FINAL = (BookingState.ATTENDED, BookingState.NO_SHOW, BookingState.EXCUSED, BookingState.REVOKED)
IN_QUEUE = (WaitingState.WAITING, WaitingState.OFFERED, WaitingState.DECLINED, WaitingState.EXPIRED)
# A file of appointments names people: encrypted, and dropped once imported.
IMPORT_DRAFT = Purpose("booking.import", (FileKind.CSV,), 5, encrypted=True, retention="booking.draft_kept")
