"""Each value of the lists of v0.1.1, and what it becomes in v1.0.2 (sheet 05 section 5): data, in one place."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from conum.domains.places.enums import (
    Audience,
    Fee,
    NationalScheme,
    Service,
    SpecialSupport,
    SupportMode,
    TrainingLabel,
)


class Note(StrEnum):
    """What has no column in v1.0.2 and is kept as a field of ours."""

    VOUCHERS = "accepts_vouchers"
    MEMBERSHIP = "membership_required"


SERVICES: dict[str, tuple[Any, ...]] = {
    "Devenir autonome dans les démarches administratives": (Service.ADMINISTRATIVE_HELP,),
    "Réaliser des démarches administratives avec un accompagnement": (Service.ADMINISTRATIVE_HELP,),
    "Prendre en main un smartphone ou une tablette": (Service.EVERYDAY_SKILLS,),
    "Prendre en main un ordinateur": (Service.EVERYDAY_SKILLS,),
    "Utiliser le numérique au quotidien": (Service.EVERYDAY_SKILLS,),
    "Approfondir ma culture numérique": (Service.UNDERSTANDING_DIGITAL,),
    "Favoriser mon insertion professionnelle": (Service.EMPLOYMENT,),
    "Accéder à une connexion internet": (Service.INTERNET_AND_EQUIPMENT_ACCESS,),
    "Accéder à du matériel": (Service.INTERNET_AND_EQUIPMENT_ACCESS,),
    "S'équiper en matériel informatique": (Service.AFFORDABLE_EQUIPMENT,),
    "Créer et développer mon entreprise": (Service.EMPLOYMENT,),
    "Créer avec le numérique": (Service.LEISURE_CREATION,),
    "Accompagner les démarches de santé": (Service.ADMINISTRATIVE_HELP,),
    "Promouvoir la citoyenneté numérique": (Service.UNDERSTANDING_DIGITAL,),
    "Soutenir la parentalité et l'éducation avec le numérique": (Service.PARENTING_EDUCATION,),
}
AUDIENCES: dict[str, tuple[Any, ...]] = {
    "Seniors (+ 65 ans)": (Audience.SENIORS,),
    "Familles/enfants": (Audience.FAMILIES_CHILDREN,),
    "Adultes": (),
    "Jeunes (16-26 ans)": (Audience.YOUNG,),
    "Public langues étrangères": (SpecialSupport.FOREIGN_LANGUAGE_OTHER,),
    "Déficience visuelle": (SpecialSupport.VISUAL_IMPAIRMENT,),
    "Surdité": (SpecialSupport.DEAFNESS,),
    "Handicaps psychiques : troubles psychiatriques donnant lieu à des atteintes comportementales": (
        SpecialSupport.MENTAL_DISABILITY,
    ),
    "Handicaps mentaux : déficiences limitant les activités d'une personne": (SpecialSupport.MENTAL_DISABILITY,),
    "Uniquement femmes": (Audience.WOMEN,),
    "Personnes en situation d'illettrisme": (SpecialSupport.ILLITERACY,),
}
CONDITIONS: dict[str, tuple[Any, ...]] = {
    "Gratuit : Je peux accéder gratuitement au lieu et à ses services": (Fee.FREE,),
    "Gratuit sous condition : La gratuité est conditionnée à des critères "
    "(situation familiale, convention avec un organisme social...)": (Fee.FREE_CONDITIONAL,),
    "Payant : L'accès au lieu et/ou à ses services est payant": (Fee.PAID,),
    "Accepte le Pass numérique : Il est possible d'utiliser un Pass numérique pour accéder au lieu": (Note.VOUCHERS,),
    "Adhésion : L'accès au lieu et/ou à ses services nécessite d'y adhérer": (Fee.PAID, Note.MEMBERSHIP),
}
LABELS: dict[str, tuple[Any, ...]] = {
    "France Services": (NationalScheme.FRANCE_SERVICES,),
    "CNFS": (NationalScheme.CONSEILLERS_NUMERIQUES,),
    "APTIC": ("APTIC",),
    "Aidants Connect": (NationalScheme.AIDANTS_CONNECT,),
    "Fabriques de Territoire": (TrainingLabel.FABRIQUES_DE_TERRITOIRE,),
    "Grandes écoles du numérique": (NationalScheme.GRANDE_ECOLE_DU_NUMERIQUE,),
    "Point relais CAF": (NationalScheme.CAF_DIGITAL_POINT,),
    "Point numérique CAF": (NationalScheme.CAF_DIGITAL_POINT,),
    "Relais pôle emploi": ("Relais pôle emploi",),
    "French Tech": ("French Tech",),
    "Campus connecté": ("Campus connecté",),
}
SUPPORT: dict[str, tuple[Any, ...]] = {
    "Seul : j'ai accès à du matériel et une connexion": (SupportMode.SELF_SERVICE,),
    "Avec de l'aide : je suis accompagné seul dans l'usage du numérique": (SupportMode.INDIVIDUAL,),
    "Dans un atelier : j'apprends collectivement à utiliser le numérique": (SupportMode.GROUP_WORKSHOP,),
    "A ma place : une personne habilitée fait les démarches à ma place": (
        Service.ADMINISTRATIVE_HELP,
        SupportMode.INDIVIDUAL,
    ),
}
MAPPING = {
    "services": SERVICES,
    "publics_accueillis": AUDIENCES,
    "conditions_acces": CONDITIONS,
    "labels_nationaux": LABELS,
    "modalites_accompagnement": SUPPORT,
}
