"""The form by which a service is registered."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BooleanField, CharField, CheckboxSelectMultiple, ChoiceField, MultipleChoiceField, Textarea
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.enums import ClientAuthMethod, SigningAlgorithm
from conum.domains.mandates.models import RelyingParty
from conum.domains.mandates.operations.oidc_clients import Registration
from conum.domains.mandates.rules import oidc as rules
from conum.kernel.ui import forms

SCOPES = (
    ("given_name", _("Prénoms")),
    ("family_name", _("Nom de naissance")),
    ("preferred_username", _("Nom d'usage")),
    ("gender", _("Genre")),
    ("birthdate", _("Date de naissance")),
    ("birthplace", _("Lieu de naissance")),
    ("birthcountry", _("Pays de naissance")),
    ("email", _("Adresse électronique")),
)
LONGEST_KEYS = 20_000


class Lines(CharField):
    """Addresses, one a line, as a list."""

    widget = Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        """Show a list one a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Give the lines that say something."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class KeysField(CharField):
    """Public keys as a JWK Set, a list of JWK, or one."""

    widget = Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        """Show what is kept as a JWK Set."""
        return json.dumps({"keys": value}, indent=2) if isinstance(value, list) and value else value or ""

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """Read the keys; whether each is one is the operation's to say."""
        text = super().clean(value)
        if not text:
            return []
        try:
            read = json.loads(text)
        except ValueError as wrong:
            raise ValidationError(_now("Ce texte n'est pas du JSON : copiez l'ensemble de clés du service.")) from wrong
        keys = read.get("keys", [read]) if isinstance(read, dict) else read
        if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
            raise ValidationError(_now('Indiquez un ensemble de clés : {"keys": [ … ]}.'))
        return keys


class RelyingPartyForm(forms.Form):
    """Everything that is said of a service."""

    fieldsets = (
        (_("Le service"), ("name", "redirect_uris", "post_logout_redirect_uris")),
        (_("Comment il prouve qui il est"), ("auth_methods", "keys")),
        (_("Ce qu'il reçoit"), ("scopes", "algorithm", "userinfo_signed")),
    )
    name = CharField(label=_("Nom du service, montré aux aidants"), max_length=120)
    redirect_uris = Lines(
        label=_("Adresses de retour"),
        max_length=10_000,
        help_text=_("Une par ligne, exactes : https://service.gouv.fr/retour"),
    )
    post_logout_redirect_uris = Lines(
        label=_("Adresses après déconnexion"), max_length=10_000, required=False, help_text=_("Une par ligne.")
    )
    auth_methods = MultipleChoiceField(
        label=_("Méthodes permises"), choices=ClientAuthMethod.choices, widget=CheckboxSelectMultiple
    )
    keys = KeysField(
        label=_("Clés publiques du service"),
        max_length=LONGEST_KEYS,
        required=False,
        help_text=_("Ensemble de clés (JWKS), pour private_key_jwt seulement."),
    )
    scopes = MultipleChoiceField(
        label=_("Données de l'usager"), choices=SCOPES, widget=CheckboxSelectMultiple, required=False,
        help_text=_("Seulement ce que ses démarches demandent."),
    )  # fmt: skip
    algorithm = ChoiceField(label=_("Signature des jetons"), choices=SigningAlgorithm.choices)
    userinfo_signed = BooleanField(label=_("Signer aussi l'identité"), required=False)

    def said(self) -> Registration:
        """Return what the operation takes."""
        return Registration(**{**self.cleaned_data, "scopes": ["openid", *self.cleaned_data["scopes"]]})


def initial(row: RelyingParty) -> dict[str, Any]:
    """Return what the form shows of a registered service: groups of claims as the claims they open."""
    names = [name for name in RelyingPartyForm.base_fields if name != "scopes"]
    return {**{name: getattr(row, name) for name in names}, "scopes": sorted(rules.claims_of_scopes(row.scopes))}
