"""The words of the territories."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.TextChoices):
    """Large part of France a région or département belongs to (Code officiel géographique)."""

    METRO = "metro", _("Métropole")
    DROM = "drom", _("Département et région d’outre-mer")
    COM = "com", _("Collectivité d’outre-mer")


class PointPrecision(models.TextChoices):
    """What the point of a commune really is: shown beside any distance that matters."""

    COMMUNE = "commune", _("Centre de la commune")
    FORMER_COMMUNE = "former_commune", _("Centre des anciennes communes")
    PLACE = "place", _("Localité principale")
    POSTCODE = "postcode", _("Estimé d’après le code postal")
    NONE = "none", _("Position inconnue")


class IntercommunalityKind(models.TextChoices):
    """Kinds of intercommunality with own taxation (list of the DGCL)."""

    CC = "CC", _("Communauté de communes")
    CA = "CA", _("Communauté d’agglomération")
    CU = "CU", _("Communauté urbaine")
    METRO = "METRO", _("Métropole")
    MET69 = "MET69", _("Métropole de Lyon")


class TermKind(models.TextChoices):
    """Why a text leads to a commune in the search."""

    NAME = "name", _("Nom")
    FORMER = "former", _("Ancienne commune")
    DISTRICT = "district", _("Arrondissement")
    POSTCODE = "postcode", _("Code postal")


class ChangeKind(models.TextChoices):
    """Why a code is followed to another one."""

    DISTRICT = "district", _("Arrondissement municipal")
    DELEGATED = "delegated", _("Commune déléguée")
    ASSOCIATED = "associated", _("Commune associée")
    FORMER_CODE = "former_code", _("Ancien code")
    MERGED = "merged", _("Commune fusionnée")


class ZoneKind(models.TextChoices):
    """Priority zones (sheet 01 section 9)."""

    QPV = "qpv", _("Quartier prioritaire de la politique de la ville")
    ZRR = "zrr", _("Zone de revitalisation rurale")
    FRR = "frr", _("France ruralités revitalisation")


class FragilityLevel(models.TextChoices):
    """Territory a fragility index is given for."""

    DEPARTMENT = "department", _("Département")
    INTERCOMMUNALITY = "intercommunality", _("Intercommunalité")
    COMMUNE = "commune", _("Commune")
    IRIS = "iris", _("IRIS")


class FragilityVersion(models.TextChoices):
    """v1: 100 is the average; v2: score from 1 to 10 (sheet 01 section 9)."""

    V1 = "v1", _("Version 1 (100 = moyenne)")
    V2 = "v2", _("Version 2 (de 1 à 10)")


class ImportKind(models.TextChoices):
    """Files that a national administrator imports."""

    FRAGILITY = "fragility", _("Indice de fragilité numérique")
    ZONES = "zones", _("Zones prioritaires (QPV, ZRR, FRR)")
