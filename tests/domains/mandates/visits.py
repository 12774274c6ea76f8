"""A helper's browser and a citizen's, on the pages of mandates."""

from urllib.parse import urlsplit

import requests

from conum.domains.mandates.models import MandatePreparation
from tests.support import franceconnect as fc

BOXES = {"consent": "on", "not_protected": "on"}


def begin(client, **changes) -> MandatePreparation:
    given = {"procedures": ["money", "social"], "days": "31", "mode": "in_person", **changes}
    response = client.post("/mandats/nouveau/", given)
    assert response.status_code == 302, response.context["form"].errors
    return MandatePreparation.objects.latest("begun_at")


def depart(client, address: str) -> str:
    response = client.post(address)
    assert response.status_code == 302
    return str(response["Location"])


def follow(client, address: str):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def comes_back(client, departure: str, subject: str = fc.ANGELA):
    """Choose a citizen there, come back, and follow the closing of the session; returns the last answer."""
    response = follow(client, fc.signs_in(departure, subject))
    if "/end_session" in response["Location"]:
        closed = requests.get(response["Location"], allow_redirects=False, timeout=5)
        response = follow(client, closed.headers["Location"])
    return response


def identify(client, preparation, subject: str = fc.ANGELA):
    return comes_back(client, depart(client, f"/mandats/preparation/{preparation.pk}/identifier/"), subject)


def sign(client, preparation):
    client.post(f"/mandats/preparation/{preparation.pk}/resume/", BOXES)
    return client.post(f"/mandats/preparation/{preparation.pk}/signer/")
