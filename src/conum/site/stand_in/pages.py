"""Pages of the stand-in, in French: choose who signs in."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode

STYLE = """
body { font-family: Marianne, arial, sans-serif; margin: 0; color: #161616; background: #fff; line-height: 1.5; }
header { background: #000091; color: #fff; padding: 1rem; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem; }
.notice { border-left: 4px solid #b34000; padding: .5rem 1rem; background: #ffe9e6; }
fieldset { border: 1px solid #666; margin: 1rem 0; padding: .5rem 1rem; }
label { display: block; padding: .5rem 0; cursor: pointer; }
input { width: 1.2rem; height: 1.2rem; vertical-align: middle; margin-right: .5rem; }
button { font: inherit; padding: .6rem 1.2rem; background: #000091; color: #fff; border: 0; cursor: pointer; }
button.second { background: #fff; color: #000091; border: 1px solid #000091; }
a:focus, button:focus, input:focus { outline: 3px solid #0a76f6; outline-offset: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: 1rem; }
"""
COUNTRIES = {"99100": "France", "99335": "Mali", "99243": "Viêt Nam", "99352": "Algérie"}


def page(title: str, content: str) -> str:
    """Return a whole page."""
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} — FranceConnect (simulation)</title><link rel="stylesheet" href="/style.css">'
        '<link rel="icon" href="data:,">'
        f"</head><body><header>Simulation de FranceConnect</header><main><h1>{escape(title)}</h1>{content}</main>"
        "</body></html>"
    )


def choice(citizens: tuple[dict[str, Any], ...], asked: dict[str, str]) -> str:
    """Return the page where the citizen says who they are."""
    options = "".join(
        f'<label><input type="radio" name="sub" value="{escape(one["sub"])}" required>{escape(_words(one))}</label>'
        for one in citizens
    )
    content = (
        '<p class="notice">Ceci n’est pas FranceConnect : les personnes ci-dessous sont inventées. '
        "Le vrai service demande ici un compte (impôts, assurance maladie, La Poste…).</p>"
        f'<form method="post" action="/authorization?{escape(urlencode(asked))}"><fieldset>'
        f"<legend>Qui se connecte ?</legend>{options}</fieldset>"
        "<p>Le service « Conum » recevra vos nom, prénoms, sexe, date et lieu de naissance et votre adresse "
        "électronique.</p>"
        '<p class="actions"><button type="submit">Continuer vers Conum</button>'
        '<button class="second" type="submit" name="cancel" value="1" formnovalidate>Annuler</button></p></form>'
    )
    return page("Se connecter", content)


def refusal(words: str) -> str:
    """Return the page of a request that is not right."""
    return page("Demande refusée", f"<p>{escape(words)}</p>")


def _words(one: dict[str, Any]) -> str:
    name = f"{one['given_name']} {one.get('preferred_username') or one['family_name']}"
    day = "/".join(reversed(one["birthdate"].split("-")))
    place = COUNTRIES.get(one["birthcountry"], "à l’étranger")
    born = "née" if one["gender"] == "female" else "né"
    return f"{name}, {born} le {day} ({place})"
