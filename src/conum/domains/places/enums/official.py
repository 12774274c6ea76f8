"""Official lists of the schema v1.0.2 (sheet 05, sections 2.1 to 2.9): our code, and the official label, verbatim.

`member.official` is the label that files carry; `member.label` is the same, translated for the screen.
"""

from __future__ import annotations

from enum import property as enum_property

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, gettext_noop


class Official(TextChoices):
    """A closed list whose labels are data: never keys, never translated in files (PRG-02)."""

    @enum_property
    def official(self) -> str:
        """Label as the official schema writes it."""
        return str(self._label_)  # type: ignore[attr-defined]

    @enum_property
    def label(self) -> str | Promise:
        """Label for the screen."""
        return gettext_lazy(str(self._label_))  # type: ignore[attr-defined]


class Itinerance(Official):
    """Whether the place moves (official list `itinerance`)."""

    ITINERANT = "itinerant", gettext_noop("Itinérant")
    FIXED = "fixed", gettext_noop("Fixe")


class Service(Official):
    """What people come for (official list `services`)."""

    ADMINISTRATIVE_HELP = "administrative_help", gettext_noop("Aide aux démarches administratives")
    EVERYDAY_SKILLS = "everyday_skills", gettext_noop("Maîtrise des outils numériques du quotidien")
    EMPLOYMENT = "employment", gettext_noop("Insertion professionnelle via le numérique")
    SAFE_USE = "safe_use", gettext_noop("Utilisation sécurisée du numérique")
    PARENTING_EDUCATION = "parenting_education", gettext_noop("Parentalité et éducation avec le numérique")
    LEISURE_CREATION = "leisure_creation", gettext_noop("Loisirs et créations numériques")
    UNDERSTANDING_DIGITAL = "understanding_digital", gettext_noop("Compréhension du monde numérique")
    INTERNET_AND_EQUIPMENT_ACCESS = (
        "internet_and_equipment_access",
        gettext_noop("Accès internet et matériel informatique"),
    )
    AFFORDABLE_EQUIPMENT = "affordable_equipment", gettext_noop("Acquisition de matériel informatique à prix solidaire")


class Audience(Official):
    """Public a place is meant for (official list `publics_specifiquement_adresses`)."""

    YOUNG = "young", gettext_noop("Jeunes")
    STUDENTS = "students", gettext_noop("Étudiants")
    FAMILIES_CHILDREN = "families_children", gettext_noop("Familles et/ou enfants")
    SENIORS = "seniors", gettext_noop("Seniors")
    WOMEN = "women", gettext_noop("Femmes")


class SpecialSupport(Official):
    """Needs a place is equipped for (official list `prise_en_charge_specifique`)."""

    DEAFNESS = "deafness", gettext_noop("Surdité")
    MOTOR_DISABILITY = "motor_disability", gettext_noop("Handicaps moteurs")
    MENTAL_DISABILITY = "mental_disability", gettext_noop("Handicaps mentaux")
    ILLITERACY = "illiteracy", gettext_noop("Illettrisme")
    FOREIGN_LANGUAGE_ENGLISH = "foreign_language_english", gettext_noop("Langues étrangères (anglais)")
    FOREIGN_LANGUAGE_OTHER = "foreign_language_other", gettext_noop("Langues étrangères (autres)")
    VISUAL_IMPAIRMENT = "visual_impairment", gettext_noop("Déficience visuelle")


class Fee(Official):
    """What it costs (official list `frais_a_charge`)."""

    FREE = "free", gettext_noop("Gratuit")
    FREE_CONDITIONAL = "free_conditional", gettext_noop("Gratuit sous condition")
    PAID = "paid", gettext_noop("Payant")


class NationalScheme(Official):
    """National programmes a place belongs to (official list `dispositif_programmes_nationaux`)."""

    AIDANTS_CONNECT = "aidants_connect", gettext_noop("Aidants Connect")
    REFERENCE_DIGITAL_LIBRARY = "reference_digital_library", gettext_noop("Bibliothèques numérique de référence")
    PIX_CERTIFICATION = "pix_certification", gettext_noop("Certification PIX")
    CONSEILLERS_NUMERIQUES = "conseillers_numeriques", gettext_noop("Conseillers numériques")
    EMMAUS_CONNECT = "emmaus_connect", gettext_noop("Emmaüs Connect")
    FRANCE_SERVICES = "france_services", gettext_noop("France Services")
    GRANDE_ECOLE_DU_NUMERIQUE = "grande_ecole_du_numerique", gettext_noop("Grande école du numérique")
    RED_CROSS = "red_cross", gettext_noop("La Croix Rouge")
    CAF_DIGITAL_POINT = "caf_digital_point", gettext_noop("Point d'accès numérique CAF")
    PROMENEURS_DU_NET = "promeneurs_du_net", gettext_noop("Promeneurs du net")
    RELAIS_NUMERIQUE = "relais_numerique", gettext_noop("Relais numérique (Emmaüs Connect)")


class TrainingLabel(Official):
    """Training followed or labels held (official list `formations_labels`)."""

    MON_ESPACE_SANTE = "mon_espace_sante", gettext_noop("Formé à « Mon Espace Santé »")
    DUPLEX = "duplex", gettext_noop("Formé à « DUPLEX » (illettrisme)")
    ARNIA_MEDNUM_BFC = "arnia_mednum_bfc", gettext_noop("Arnia/MedNum BFC (Bourgogne-Franche-Comté)")
    REUSE_COLLECTIVE_NORMANDIE = (
        "reuse_collective_normandie",
        gettext_noop("Collectif ressources et acteurs réemploi (Normandie)"),
    )
    LA_POSTE_DIGITAL_STEPS = "la_poste_digital_steps", gettext_noop("Étapes numériques (La Poste)")
    FABRIQUES_DE_TERRITOIRE = "fabriques_de_territoire", gettext_noop("Fabriques de Territoire")
    ECLAIREURS_DROME = "eclaireurs_drome", gettext_noop("Les Éclaireurs du numérique (Drôme)")
    MES_PAPIERS_LYON = "mes_papiers_lyon", gettext_noop("Mes Papiers (Métropole de Lyon)")
    ORDI_3_0 = "ordi_3_0", gettext_noop("ORDI 3.0")
    SUD_LABS = "sud_labs", gettext_noop("SUD LABS (PACA)")


class AccessMode(Official):
    """How to come into contact (official list `modalites_acces`)."""

    WALK_IN = "walk_in", gettext_noop("Se présenter")
    PHONE = "phone", gettext_noop("Téléphoner")
    EMAIL = "email", gettext_noop("Contacter par mail")
    ONLINE_BOOKING = "online_booking", gettext_noop("Prendre un RDV en ligne")
    NOT_OPEN_TO_PUBLIC = "not_open_to_public", gettext_noop("Ce lieu n'accueille pas de public")
    REFERRAL_FORM_EMAIL = "referral_form_email", gettext_noop("Envoyer un mail avec une fiche de prescription")


class SupportMode(Official):
    """How help is given (official list `modalites_accompagnement`)."""

    SELF_SERVICE = "self_service", gettext_noop("En autonomie")
    INDIVIDUAL = "individual", gettext_noop("Accompagnement individuel")
    GROUP_WORKSHOP = "group_workshop", gettext_noop("Dans un atelier collectif")
    REMOTE = "remote", gettext_noop("À distance")
