"""The application: the same fields to apply and to change it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.commons.files.enums import Purpose
from conum.commons.files.operations import check as check_file
from conum.commons.territories.web.fields import CommuneField
from conum.domains.recruitment.enums import CV, Gender, Mobility, PixLevel, Situation
from conum.domains.recruitment.models import Candidate
from conum.domains.recruitment.operations.candidates import Application
from conum.domains.recruitment.parameters import MOTIVATION_MAX
from conum.domains.recruitment.rules.candidates import age_on, degree_is_named, of_eligible_age
from conum.domains.recruitment.rules.clocks import shortcuts
from conum.kernel.errors import ConumError
from conum.kernel.ui import forms
from conum.kernel.web.challenge import Challenged

OTHER_DATE = "date"
SHORTCUT_LABELS = {
    "tomorrow": gettext_lazy("Dès demain"),
    "week": gettext_lazy("Dans une semaine"),
    "fortnight": gettext_lazy("Dans deux semaines"),
    "month": gettext_lazy("Dans un mois"),
    "quarter": gettext_lazy("Dans trois mois"),
}


class ContentUploadField(forms.UploadField):
    """A file whose kind is read from its content, whatever its name, within the limits of its purpose."""

    def __init__(self, purpose: Purpose, **kwargs: Any) -> None:
        """Say the limits of the purpose."""
        self.purpose = purpose
        super().__init__(max_bytes=purpose.max_bytes, kinds=[kind.label.lower() for kind in purpose.kinds], **kwargs)
        self.widget.attrs["accept"] = purpose.accept

    def limits(self) -> str:
        """Return the sentence that says the limits, the size in the unit of the refusal."""
        size = _("%(size)s Mo") % {"size": self.purpose.max_megabytes}
        return _("Taille maximale : %(size)s. Formats acceptés : %(kinds)s.") % {
            "size": size,
            "kinds": ", ".join(self.kinds),
        }

    def _check(self, file: UploadedFile) -> None:
        try:
            check_file(file, self.purpose)
        except ConumError as refusal:
            raise ValidationError(refusal.message, code="content") from refusal


class ChangeForm(forms.Form):
    """What a candidate may change at any time."""

    now: datetime
    commune = CommuneField(
        located=True,
        label=gettext_lazy("Votre commune"),
        help_text=gettext_lazy("Nom ou code postal. Les distances sont calculées depuis cette commune."),
    )
    mobility_km = django_forms.TypedChoiceField(
        label=gettext_lazy("Jusqu'où acceptez-vous de travailler ?"),
        choices=Mobility.choices,
        coerce=int,
        widget=django_forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choisissez une des distances proposées.")},
    )
    start = django_forms.ChoiceField(
        label=gettext_lazy("Quand pouvez-vous commencer ?"), widget=django_forms.RadioSelect
    )
    available_from = forms.DateField(
        label=gettext_lazy("Date précise"),
        required=False,
        help_text=gettext_lazy("Seulement si vous avez choisi « À une date précise »."),
    )
    situations = django_forms.MultipleChoiceField(
        label=gettext_lazy("Votre situation"),
        help_text=gettext_lazy("Une ou plusieurs réponses. Aucun diplôme n'est demandé."),
        choices=Situation.choices,
        widget=forms.CheckboxChoices,
        error_messages={"required": gettext_lazy("Cochez au moins une situation.")},
    )
    degree_name = django_forms.CharField(
        label=gettext_lazy("Nom du diplôme ou du titre"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Seulement si vous avez un diplôme de médiation numérique."),
    )
    motivation = forms.LongTextField(
        label=gettext_lazy("Pourquoi ce métier vous intéresse"),
        max_length=2500,
        help_text=gettext_lazy("Quelques phrases suffisent."),
    )
    phone = forms.PhoneField(label=gettext_lazy("Téléphone"), required=False)
    pix_level = django_forms.TypedChoiceField(
        label=gettext_lazy("Votre niveau Pix, si vous souhaitez le partager"),
        choices=[("", gettext_lazy("Je ne partage pas de niveau Pix")), *PixLevel.choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("À titre d'information. Vous pourrez le retirer à tout moment."),
    )

    def __init__(self, *args: Any, now: datetime | None = None, **kwargs: Any) -> None:
        """Offer the shortcuts of the day, with their dates in words (`Challenged` keeps `now` for itself)."""
        super().__init__(*args, **kwargs)
        self.now = now or self.now
        self.today = localdate(self.now)
        self.offered = shortcuts(self.today)
        named = [(code, f"{label} ({words(self.offered[code])})") for code, label in SHORTCUT_LABELS.items()]
        self.fields["start"].choices = [*named, (OTHER_DATE, _("À une date précise"))]
        limit = MOTIVATION_MAX.on(self.today)
        self.fields["motivation"].max_length = limit

    def clean(self) -> dict[str, Any]:
        """Turn the shortcut into a date, and ask for the degree's name when its box is ticked."""
        cleaned = super().clean() or self.cleaned_data
        self._clean_start(cleaned)
        named = degree_is_named(cleaned.get("situations", ()), cleaned.get("degree_name", ""))
        if "situations" in cleaned and not named:
            self.add_error("degree_name", degree_is_named.explain((), ""))
        return cleaned

    def application(self) -> Application:
        """Return the cleaned fields as the operation takes them."""
        given = self.cleaned_data
        identity = ("first_name", "last_name", "email", "birth_date", "gender", "visible")
        return Application(
            commune_code=given["commune"].pk,
            situations=given["situations"],
            degree_name=given["degree_name"],
            available_from=given["available_from"],
            mobility_km=given["mobility_km"],
            motivation=given["motivation"],
            phone=given["phone"],
            pix_shared=given["pix_level"] is not None,
            pix_level=given["pix_level"],
            **{name: given[name] for name in identity if name in given},
        )

    def _clean_start(self, cleaned: dict[str, Any]) -> None:
        start = cleaned.get("start")
        if start in self.offered:
            cleaned["available_from"] = self.offered[start]
            self.errors.pop("available_from", None)
            return
        day = cleaned.get("available_from")
        if start == OTHER_DATE and day is None and "available_from" not in self.errors:
            self.add_error("available_from", _("Indiquez la date à laquelle vous pouvez commencer."))
        elif day and day < self.today and not self.allows_past(day):
            self.add_error(
                "available_from",
                _("Cette date est passée : indiquez une date à partir du {today}.").format(today=words(self.today)),
            )

    def allows_past(self, day: date) -> bool:
        """Tell whether a past date may stay (never for a new application)."""
        return False


class EditForm(ChangeForm):
    """The same fields, filled with the application."""

    fieldsets = (
        (gettext_lazy("Où et quand"), ("commune", "mobility_km", "start", "available_from")),
        (gettext_lazy("Votre profil"), ("situations", "degree_name", "motivation", "pix_level", "phone")),
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        """Show what the application says now."""
        self.known_day = candidate.available_from
        kwargs["initial"] = {
            "commune": candidate.commune,
            "mobility_km": candidate.mobility_km,
            "start": OTHER_DATE,
            "available_from": candidate.available_from,
            "situations": candidate.situations,
            "degree_name": candidate.degree_name,
            "motivation": candidate.motivation,
            "phone": candidate.phone,
            "pix_level": candidate.pix_level or "",
        }
        super().__init__(*args, **kwargs)

    def allows_past(self, day: date) -> bool:
        """Keep the date already given: it means "free since"."""
        return day == self.known_day


class ApplyForm(Challenged, ChangeForm):
    """A new application: one page, one question against robots."""

    fieldsets = (
        (gettext_lazy("Vous"), ("first_name", "last_name", "email", "phone", "birth_date", "gender")),
        (gettext_lazy("Où et quand"), ("commune", "mobility_km", "start", "available_from")),
        (
            gettext_lazy("Votre profil"),
            ("situations", "degree_name", "motivation", "pix_level", "cv"),
        ),
        (gettext_lazy("Pour finir"), ("eligible", "visible", "challenge")),
    )
    first_name = django_forms.CharField(
        label=gettext_lazy("Prénom"), max_length=80, widget=django_forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = django_forms.CharField(
        label=gettext_lazy("Nom"), max_length=80, widget=django_forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = django_forms.EmailField(
        label=gettext_lazy("Adresse électronique"),
        help_text=gettext_lazy("Exemple : prenom.nom@exemple.fr. Un message de confirmation y sera envoyé."),
        widget=django_forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    birth_date = forms.DateField(
        label=gettext_lazy("Date de naissance"),
        help_text=gettext_lazy("Le dispositif est ouvert de 16 à 64 ans."),
    )
    birth_date.widget.attrs["autocomplete"] = "bday"
    gender = django_forms.ChoiceField(
        label=gettext_lazy("Genre"),
        choices=[("", gettext_lazy("Sans réponse")), *Gender.choices],
        required=False,
        help_text=gettext_lazy("Sert seulement à vérifier l'équité des recrutements, jamais à vous classer."),
    )
    cv = ContentUploadField(CV, label=gettext_lazy("CV"), required=False)
    eligible = django_forms.BooleanField(
        label=gettext_lazy("Je ne suis pas à la retraite"),
    )
    visible = django_forms.BooleanField(
        label=gettext_lazy("J'accepte que les structures voient mon profil"),
        help_text=gettext_lazy(
            "Prénom, distance, date et niveau. "
            "Vos coordonnées ne sont vues que par une structure qui vous présélectionne."
        ),
        required=False,
        initial=True,
    )

    def clean_birth_date(self) -> date:
        """Explain who is eligible (REC-02)."""
        day = self.cleaned_data["birth_date"]
        if not of_eligible_age(day, self.today):
            age = age_on(day, self.today)
            sentence = of_eligible_age.explain(day, self.today)
            raise ValidationError(sentence if 0 <= age <= 120 else _("Vérifiez l'année de votre date de naissance."))
        return day

    def clean_gender(self) -> str:
        """No answer is an answer."""
        return self.cleaned_data["gender"] or Gender.UNDISCLOSED


def words(day: date) -> str:
    """Return the day as people write it: 3 mars 2021."""
    return date_format(day, "j F Y")


class CvForm(forms.Form):
    """A CV alone."""

    cv = ContentUploadField(CV, label=gettext_lazy("CV"))
