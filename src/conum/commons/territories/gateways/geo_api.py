"""The State's public API of administrative divisions (geo.api.gouv.fr, documented there; no key)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from django.utils.translation import gettext as _

from conum.kernel.errors import ConumError

ADDRESS = "https://geo.api.gouv.fr"
# Seconds: to connect, then between two bytes. The list of all communes takes a few seconds.
TIMEOUT = (5, 60)
COMMUNE_FIELDS = "nom,code,codesPostaux,population,centre,codeDepartement,codeEpci"
ZONES = "metro,drom,com"


class GeoApiFailed(ConumError):
    """The API did not answer, or not what its documentation says."""


@dataclass(frozen=True)
class Answers:
    """What the API said, as it said it."""

    communes: list[dict[str, Any]]
    former: list[dict[str, Any]]
    intercommunalities: list[dict[str, Any]]


def fetch(address: str = ADDRESS) -> Answers:
    """Ask for all communes, former communes and intercommunalities.

    Args:
        address: beginning of the API's address, without a final slash.

    Raises:
        GeoApiFailed: no answer, an error, or an answer of another shape; the sentence says which.
    """
    with requests.Session() as session:
        return Answers(
            communes=_get(session, address, "communes", {"fields": COMMUNE_FIELDS, "zone": ZONES}),
            former=_get(session, address, "communes_associees_deleguees", {"fields": "nom,code,type,chefLieu"}),
            intercommunalities=_get(session, address, "epcis", {"fields": "nom,code,type"}),
        )


def _get(session: requests.Session, address: str, path: str, query: dict[str, str]) -> list[dict[str, Any]]:
    try:
        answer = session.get(f"{address}/{path}", params=query, timeout=TIMEOUT)
        answer.raise_for_status()
        rows = answer.json()
    except requests.Timeout as error:
        raise GeoApiFailed(_("L’API Découpage administratif ne répond pas à temps. Réessayez plus tard.")) from error
    except requests.HTTPError as error:
        code = {"code": error.response.status_code}
        raise GeoApiFailed(_("L’API Découpage administratif répond par l’erreur %(code)s.") % code) from error
    except requests.JSONDecodeError as error:
        raise GeoApiFailed(_("L’API Découpage administratif a répondu autre chose que des données.")) from error
    except requests.RequestException as error:
        raise GeoApiFailed(_("L’API Découpage administratif est injoignable : vérifiez le réseau.")) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("code") for row in rows):
        raise GeoApiFailed(_("La réponse de l’API n’a pas la forme attendue (%(path)s).") % {"path": path})
    return rows
