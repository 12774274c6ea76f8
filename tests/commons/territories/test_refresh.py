"""Refresh from the geo API: answers written by hand in its documented shape, served by a real local server."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from urllib.parse import parse_qs, urlparse

import pytest
from django.core.management import CommandError, call_command

from conum.commons.territories.gateways import geo_api
from conum.commons.territories.models import Commune, CommuneChange, Intercommunality
from conum.commons.territories.operations import RefreshRefused, refresh_communes
from conum.commons.territories.queries import current_code, search_communes

LIMOGES = {
    "nom": "Limoges",
    "code": "87085",
    "codesPostaux": ["87000", "87100", "87280"],
    "population": 131000,
    "centre": {"type": "Point", "coordinates": [1.2495, 45.8567]},
    "codeDepartement": "87",
    "codeEpci": "248719312",
}


class Api(BaseHTTPRequestHandler):
    """Answers what the test put in `server.answers`; keeps what was asked."""

    def do_GET(self):
        asked = urlparse(self.path)
        self.server.asked.append((asked.path, parse_qs(asked.query)))
        status, body = self.server.answers[asked.path]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def api():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    server.asked = []
    server.address = f"http://127.0.0.1:{server.server_port}"
    server.answers = {
        "/communes": (200, [LIMOGES]),
        "/communes_associees_deleguees": (200, []),
        "/epcis": (200, [{"nom": "CU Limoges Métropole", "code": "248719312", "type": "CU"}]),
    }
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def as_answered(**changes):
    """All kept communes in the API's shape; `changes` maps codes (c87085=…) to changed keys, None to leave out."""
    answers = []
    for row in Commune.objects.order_by("code"):
        answer = {
            "nom": row.name,
            "code": row.code,
            "codesPostaux": row.postcodes,
            "codeDepartement": row.department_id,
        }
        if row.population is not None:
            answer["population"] = row.population
        if row.intercommunality_id:
            answer["codeEpci"] = row.intercommunality_id
        change = changes.get(f"c{row.code}", {})
        if change is not None:
            answers.append(answer | change)
    return answers


def answers(communes, former=(), groups=()):
    return geo_api.Answers(communes=communes, former=list(former), intercommunalities=list(groups))


def test_the_gateway_asks_for_what_is_documented(api):
    found = geo_api.fetch(api.address)
    assert found.communes == [LIMOGES]
    asked = dict(api.asked)
    assert asked["/communes"]["zone"] == ["metro,drom,com"]
    assert "centre" in asked["/communes"]["fields"][0]


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (503, b"", "erreur 503"),
        (200, b"<html>", "autre chose que des données"),
        (200, {"error": "no"}, "forme attendue"),
        (200, [{"nom": "Sans code"}], "forme attendue"),
    ],
)
def test_an_answer_that_is_not_one_is_said(api, status, body, sentence):
    api.answers["/communes"] = (status, body)
    with pytest.raises(geo_api.GeoApiFailed, match=sentence):
        geo_api.fetch(api.address)


def test_no_answer_is_said():
    with pytest.raises(geo_api.GeoApiFailed, match="injoignable"):
        geo_api.fetch("http://127.0.0.1:9")


@pytest.mark.django_db
def test_the_same_communes_change_nothing(now):
    report = refresh_communes(answers(as_answered()), now=now, apply=True)
    assert (report.created, report.changed, report.closed, report.ignored) == ([], [], [], [])


@pytest.mark.django_db
def test_a_dry_run_tells_and_writes_nothing(now):
    communes = as_answered(c87085={"population": 1}, c87086=None)
    report = refresh_communes(answers(communes), now=now, apply=False)
    assert (report.changed, report.closed) == (["87085"], ["87086"])
    assert Commune.objects.get(pk="87085").population > 100_000
    assert Commune.objects.get(pk="87086").closed_on is None


@pytest.mark.django_db
def test_a_merger_closes_the_old_commune_and_is_followed(now):
    communes = as_answered(c87085={"nom": "Limoges-la-Neuve"}, c87086=None)
    former = [{"nom": "Magnac-Bourg", "code": "87086", "type": "commune-deleguee", "chefLieu": "87085"}]
    report = refresh_communes(answers(communes, former), now=now, apply=True)
    assert report.closed == ["87086"]
    assert Commune.objects.get(pk="87086").closed_on == now.date()
    assert CommuneChange.objects.get(old_code="87086").effective_on == now.date()
    assert current_code("87086") == "87085"
    assert search_communes("limoges la neuve")[0].code == "87085"


@pytest.mark.django_db
def test_a_new_commune_is_created_with_its_point(now):
    new = {**LIMOGES, "code": "87998", "nom": "Neuville-Essai", "codesPostaux": ["87998"]}
    groups = [{"nom": "CC Essai", "code": "200000001", "type": "CC"}]
    new["codeEpci"] = "200000001"
    report = refresh_communes(answers([*as_answered(), new], (), groups), now=now, apply=True)
    assert report.created == ["87998"]
    row = Commune.objects.get(pk="87998")
    assert (row.precision, row.latitude, row.intercommunality_id) == ("commune", 45.8567, "200000001")
    assert Intercommunality.objects.get(pk="200000001").name == "CC Essai"
    assert search_communes("neuville-essai")[0].code == "87998"


@pytest.mark.django_db
def test_an_unknown_department_is_ignored_and_told(now):
    odd = {**LIMOGES, "code": "99998", "codeDepartement": "99"}
    report = refresh_communes(answers([*as_answered(), odd]), now=now, apply=True)
    assert report.ignored == [("99998", "département « 99 » inconnu")]


@pytest.mark.django_db
def test_a_truncated_answer_is_refused_as_a_whole(now):
    with pytest.raises(RefreshRefused, match="Réponse incomplète"):
        refresh_communes(answers([LIMOGES]), now=now, apply=True)
    assert Commune.objects.filter(closed_on=None).count() == 34969


@pytest.mark.django_db
def test_the_command_tells_what_it_would_do(api):
    api.answers["/communes"] = (200, as_answered(c87085={"population": 1}))
    out = StringIO()
    call_command("import_territories", "--address", api.address, stdout=out)
    assert "1 communes modifiées : 87085" in out.getvalue()
    assert "Essai à blanc" in out.getvalue()


@pytest.mark.django_db
def test_the_command_says_what_failed(api):
    with pytest.raises(CommandError, match="Réponse incomplète"):
        call_command("import_territories", "--apply", "--address", api.address)
