"""Three questions for whoever does not know what to look for. The address keeps the answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.places.web.views.finder_easy import EasyReading
from conum.kernel.web.views import Page

STEPS = 3
PROFESSIONAL = "pro"


@dataclass(frozen=True)
class Answer:
    """An answer one may give: its code in the address, its words, and the filters of the finder it means."""

    code: str
    label: Any
    hint: Any = ""
    filters: tuple[tuple[str, str], ...] = ()


SERVICE, AUDIENCE, SUPPORT = "service", "public", "besoin"
# The catalogue of missions (sheet 01 section 2) in everyday words, each with the official service that answers it.
NEEDS = (
    Answer(
        "demarches",
        gettext_lazy("Faire une démarche en ligne"),
        gettext_lazy("Impôts, retraite, CAF, papiers d'identité, santé"),
        ((SERVICE, "administrative_help"),),
    ),
    Answer(
        "appareil",
        gettext_lazy("Me servir d'un ordinateur, d'un téléphone, d'une tablette"),
        gettext_lazy("Allumer, écrire, installer, ranger, imprimer"),
        ((SERVICE, "everyday_skills"),),
    ),
    Answer(
        "courriel",
        gettext_lazy("Envoyer et recevoir des messages"),
        gettext_lazy("Adresse électronique, visio avec des proches"),
        ((SERVICE, "everyday_skills"),),
    ),
    Answer(
        "arnaques",
        gettext_lazy("Éviter les arnaques et protéger mes données"),
        gettext_lazy("Mots de passe, réseaux sociaux, fausses informations"),
        ((SERVICE, "safe_use"),),
    ),
    Answer(
        "emploi",
        gettext_lazy("Chercher du travail"),
        gettext_lazy("CV, annonces, espace France Travail"),
        ((SERVICE, "employment"),),
    ),
    Answer(
        "enfant",
        gettext_lazy("Suivre la scolarité de mon enfant"),
        gettext_lazy("Carnet en ligne, écrans à la maison"),
        ((SERVICE, "parenting_education"),),
    ),
    Answer(
        "acces",
        gettext_lazy("Utiliser un ordinateur ou internet sur place"),
        gettext_lazy("Connexion, imprimante, scanner"),
        ((SERVICE, "internet_and_equipment_access"),),
    ),
    Answer(
        "equipement",
        gettext_lazy("M'équiper à petit prix"),
        gettext_lazy("Ordinateur ou téléphone reconditionné"),
        ((SERVICE, "affordable_equipment"),),
    ),
    Answer(
        "comprendre",
        gettext_lazy("Comprendre internet et ses mots"),
        gettext_lazy("Nuage, navigateur, cookies, intelligence artificielle"),
        ((SERVICE, "understanding_digital"),),
    ),
    Answer(
        "creer",
        gettext_lazy("Créer et partager"),
        gettext_lazy("Photos, vidéos, jeux, impression 3D"),
        ((SERVICE, "leisure_creation"),),
    ),
    Answer(
        "entreprise",
        gettext_lazy("Aider ma petite entreprise"),
        gettext_lazy("Démarches, se faire connaître, outils"),
        ((SERVICE, "understanding_digital"), (SERVICE, "everyday_skills")),
    ),
    Answer("inconnu", gettext_lazy("Je ne sais pas encore"), gettext_lazy("Quelqu'un vous écoutera sur place")),
)
EVERYBODY = (
    Answer("tous", gettext_lazy("Une personne sans besoin particulier")),
    Answer("ages", gettext_lazy("Une personne âgée"), "", ((AUDIENCE, "seniors"),)),
    Answer("jeunes", gettext_lazy("Un jeune"), "", ((AUDIENCE, "young"),)),
    Answer("etudiants", gettext_lazy("Un étudiant"), "", ((AUDIENCE, "students"),)),
    Answer("familles", gettext_lazy("Une famille avec enfants"), "", ((AUDIENCE, "families_children"),)),
    Answer(
        "femmes", gettext_lazy("Une femme"), gettext_lazy("Lieux qui s'adressent aux femmes"), ((AUDIENCE, "women"),)
    ),
    Answer("illettrisme", gettext_lazy("Quelqu'un qui lit ou écrit avec difficulté"), "", ((SUPPORT, "illiteracy"),)),
    Answer("surdite", gettext_lazy("Quelqu'un qui entend mal"), "", ((SUPPORT, "deafness"),)),
    Answer("vue", gettext_lazy("Quelqu'un qui voit mal"), "", ((SUPPORT, "visual_impairment"),)),
    Answer("mobilite", gettext_lazy("Quelqu'un qui se déplace avec difficulté"), "", ((SUPPORT, "motor_disability"),)),
    Answer(
        "comprehension", gettext_lazy("Quelqu'un qui comprend difficilement"), "", ((SUPPORT, "mental_disability"),)
    ),
    Answer(
        "langue",
        gettext_lazy("Quelqu'un qui parle une autre langue"),
        "",
        ((SUPPORT, "foreign_language_other"), (SUPPORT, "foreign_language_english")),
    ),
)
DISTANCES = (
    (5, gettext_lazy("À pied ou tout près (5 km)")),
    (20, gettext_lazy("En bus ou en voiture (20 km)")),
    (50, gettext_lazy("Plus loin s'il le faut (50 km)")),
)


def named(answers: tuple[Answer, ...], code: str) -> Answer | None:
    """Return the answer of a code, None when there is none."""
    return next((answer for answer in answers if answer.code == code), None)


class Orientation(EasyReading, Page):
    """`/trouver/orientation/`: the next question not yet answered; the last one is a form that leads to the finder."""

    public = True
    template_name = "places/finder/orientation.html"

    @property
    def professional(self) -> bool:
        """Tell whether a professional looks for somebody else."""
        return self.request.GET.get("profil") == PROFESSIONAL

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the question of the step, and its answers as links."""
        need = named(NEEDS, self.request.GET.get("quoi", ""))
        person = named(EVERYBODY, self.request.GET.get("qui", ""))
        step = 1 if need is None else 2 if person is None else STEPS
        given = [answer for answer in (need, person) if answer]
        return super().get_context_data(
            step=step,
            steps=STEPS,
            question=self.question(step),
            next_question=self.question(step + 1) if step < STEPS else "",
            answers=[(answer, self.link(step, answer)) for answer in (NEEDS, EVERYBODY)[step - 1]]
            if step < STEPS
            else [],
            given=given,
            filters=[pair for answer in given for pair in answer.filters],
            distances=DISTANCES,
            professional=self.professional,
            back=self.back(step),
            **kwargs,
        )

    def question(self, step: int) -> str:
        """Return the words of a question; a professional is asked about somebody else."""
        if self.professional:
            return (
                _("De quoi cette personne a-t-elle besoin ?"),
                _("Qui est-elle ?"),
                _("Jusqu'où peut-elle aller ?"),
            )[step - 1]
        return (_("De quoi avez-vous besoin ?"), _("Pour qui ?"), _("Jusqu'où pouvez-vous aller ?"))[step - 1]

    def link(self, step: int, answer: Answer) -> str:
        """Return the address of the next question once this answer is given."""
        given = {"quoi": answer.code} if step == 1 else {"quoi": self.request.GET["quoi"], "qui": answer.code}
        return f"?{urlencode(given | self.mode())}"

    def back(self, step: int) -> str:
        """Return the address of the question before, "" at the first."""
        if step == 1:
            return ""
        return f"?{urlencode(({'quoi': self.request.GET['quoi']} if step == STEPS else {}) | self.mode())}"

    def mode(self) -> dict[str, str]:
        """What each link keeps."""
        return {"profil": PROFESSIONAL} if self.professional else {}


class FamilyCarer(EasyReading, Page):
    """`/trouver/aider-un-proche/`: what a relative may do, what only a professional may (PRG-20)."""

    public = True
    template_name = "places/finder/carer.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the searches that help a relative."""
        finder = reverse("places:finder")
        return super().get_context_data(
            procedures=f"{finder}?service=administrative_help", helpers=f"{finder}?programme=aidants_connect", **kwargs
        )
