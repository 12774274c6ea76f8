"""The client of FranceConnect, against a whole provider and against one that signs what an attacker would."""

import base64
import json
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from conum.commons.beneficiaries.gateways import franceconnect
from conum.commons.beneficiaries.gateways.sealing import subject_hash
from conum.kernel.gateways.openid import Journey, ProviderRefused
from conum.site.stand_in.citizens import CITIZENS
from tests.support import franceconnect as fc
from tests.support.processes import free_port, process

FORGER = Path(__file__).parents[2] / "support" / "openid.py"
BACK, GOODBYE = "http://testserver/mandats/franceconnect/retour/", "http://testserver/mandats/franceconnect/au-revoir/"


@pytest.fixture(scope="module")
def provider():
    with fc.stand_in() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def forge():
    port = free_port()
    with process(port, str(FORGER), str(port)) as address:
        yield address


def values(url: str) -> dict[str, str]:
    return {name: found[0] for name, found in parse_qs(urlsplit(url).query).items()}


def arrive(journey: Journey, code: str):
    return franceconnect.arrival(journey, BACK, code, back_to=GOODBYE, state="bye")


def sign_in(subject: str = fc.ANGELA) -> tuple[Journey, str]:
    journey = Journey()
    back = values(fc.signs_in(franceconnect.departure(journey, BACK), subject))
    assert back["state"] == journey.state
    return journey, back["code"]


class TestWholeProvider:
    @pytest.fixture(autouse=True)
    def _configured(self, settings, provider):
        fc.configure(settings, provider)

    def test_what_is_asked(self, provider):
        journey = Journey()
        asked = values(franceconnect.departure(journey, BACK))
        assert (asked["state"], asked["nonce"]) == (journey.state, journey.nonce)
        assert asked["code_challenge_method"] == "S256" and journey.verifier not in str(asked)
        assert (asked["acr_values"], asked["prompt"], asked["response_type"]) == ("eidas1", "login", "code")
        assert set(asked["scope"].split()) == set(franceconnect.SCOPES)

    @pytest.mark.parametrize("citizen", CITIZENS, ids=lambda one: one["family_name"])
    def test_each_citizen_arrives_whole(self, provider, citizen):
        identity = arrive(*sign_in(citizen["sub"])).identity
        assert identity.subject_hash == subject_hash(provider, citizen["sub"])
        assert identity.given_names == citizen["given_name"] and identity.family_name == citizen["family_name"]
        assert identity.preferred_name == citizen.get("preferred_username", "")
        assert identity.birth_date == citizen["birthdate"] and identity.birth_place == citizen["birthplace"]
        assert identity.birth_country == citizen["birthcountry"] and identity.gender == citizen["gender"]
        assert identity.email == citizen["email"] and identity.phone == citizen.get("phone_number", "")

    def test_a_code_serves_once_and_only_with_its_verifier(self):
        journey, code = sign_in()
        with pytest.raises(ProviderRefused, match="recommencez"):
            arrive(Journey(nonce=journey.nonce), code)
        with pytest.raises(ProviderRefused):
            arrive(journey, code)

    def test_the_nonce_of_another_journey_is_refused(self):
        journey, code = sign_in()
        with pytest.raises(ProviderRefused) as refusal:
            arrive(Journey(state=journey.state, verifier=journey.verifier), code)
        assert "nonce" in refusal.value.reason

    def test_keys_rotate_while_we_keep_the_old_ones(self, provider):
        arrive(*sign_in())
        for _ in range(2):
            requests.post(f"{provider}/rotation", timeout=5).raise_for_status()
        assert arrive(*sign_in()).identity.family_name == "DUBOIS"

    def test_the_session_of_the_citizen_is_closed_in_the_browser(self, provider):
        browser = requests.Session()
        journey = Journey()
        address = franceconnect.departure(journey, BACK)
        back = browser.post(address, data={"sub": fc.ANGELA}, allow_redirects=False, timeout=5).headers["Location"]
        again = franceconnect.departure(Journey(), BACK).replace("&prompt=login", "")
        assert browser.get(again, allow_redirects=False, timeout=5).status_code == 303  # a session is open
        goodbye = arrive(journey, values(back)["code"]).goodbye
        answer = browser.get(goodbye, allow_redirects=False, timeout=5)
        assert answer.headers["Location"] == f"{GOODBYE}?state=bye"
        assert browser.get(again, allow_redirects=False, timeout=5).status_code == 200  # asks who signs in

    def test_MAN_31_nothing_of_the_answer_shows_a_token(self):
        arrived = arrive(*sign_in())
        token = values(arrived.goodbye)["id_token_hint"]
        assert token not in repr(arrived.identity)

    def test_the_way_back_is_registered(self, provider):
        address = franceconnect.departure(Journey(), "http://evil.test/retour/")
        answer = requests.get(address, timeout=5, allow_redirects=False)
        assert answer.status_code == 400 and "Location" not in answer.headers

    def test_a_wrong_secret_is_refused(self, settings, provider):
        journey, code = sign_in()
        fc.configure(settings, provider, franceconnect_client_secret="another")
        with pytest.raises(ProviderRefused):
            arrive(journey, code)


def forged(forge: str, journey: Journey, **change) -> str:
    """A code of the forging provider, which says what it will sign."""
    now = int(time.time())
    claims = {
        "iss": forge,
        "aud": "conum",
        "sub": "u-1",
        "iat": now,
        "exp": now + 60,
        "nonce": journey.nonce,
        "acr": "eidas1",
        **change.pop("claims", {}),
    }
    info = {"sub": "u-1", "family_name": "DUBOIS", "iss": forge, "aud": "conum", **change.pop("info", {})}
    content = {
        "id": {name: value for name, value in claims.items() if value is not None},
        "info": {name: value for name, value in info.items() if value is not None},
        "signed": True,
        **change,
    }
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


ATTACKS = [
    {"claims": {"nonce": "another"}},
    {"claims": {"nonce": None}},
    {"claims": {"iss": "http://127.0.0.1:1"}},
    {"claims": {"iss": None}},
    {"claims": {"aud": "somebody-else"}},
    {"claims": {"aud": ["conum", "other"]}},
    {"claims": {"exp": 1_700_000_000}},
    {"claims": {"exp": None}},
    {"claims": {"iat": 4_000_000_000}},
    {"claims": {"iat": None}},
    {"claims": {"sub": None}},
    {"claims": {"acr": None}},
    {"claims": {"acr": "eidas0"}},
    {"alg": "none"},
    {"alg": "HS256"},
    {"forged": "id"},
    {"signed": False},
    {"forged": "info"},
    {"info": {"sub": "u-2"}},
    {"info": {"aud": "somebody-else"}},
    {"info": {"iss": "http://127.0.0.1:1"}},
    {"info": {"family_name": None}},
    {"info": {"family_name": {"injected": "object"}}},
]


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_one_wrong_claim_is_enough_to_refuse(settings, forge, attack):
    fc.configure(settings, forge)
    journey = Journey()
    with pytest.raises(ProviderRefused):
        arrive(journey, forged(forge, journey, **attack))


def test_the_forging_provider_passes_when_it_says_the_truth(settings, forge):
    fc.configure(settings, forge)
    journey = Journey()
    arrived = arrive(journey, forged(forge, journey))
    assert arrived.identity.family_name == "DUBOIS" and arrived.goodbye == ""


@pytest.mark.parametrize(
    ("claim", "value", "field"),
    [
        ("birthdate", "24/08/1962", "birth_date"),
        ("birthplace", "Paris", "birth_place"),
        ("birthcountry", "FR", "birth_country"),
        ("email", "not an address", "email"),
        ("phone_number", "0612345678<script>", "phone"),
        ("preferred_username", ["list"], "preferred_name"),
    ],
)
def test_a_claim_of_another_form_is_no_part_of_an_identity(settings, forge, claim, value, field):
    fc.configure(settings, forge)
    journey = Journey()
    assert getattr(arrive(journey, forged(forge, journey, info={claim: value})).identity, field) == ""


def test_a_date_of_birth_may_be_incomplete(settings, forge):
    fc.configure(settings, forge)
    journey = Journey()
    assert arrive(journey, forged(forge, journey, info={"birthdate": "1950"})).identity.birth_date == "1950"


def test_without_configuration_there_is_no_franceconnect(settings):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"demonstration": False})
    assert not franceconnect.available() and franceconnect.origin() == ""
    with pytest.raises(ProviderRefused):
        franceconnect.departure(Journey(), BACK)


@pytest.mark.parametrize("issuer", ["http://fc.example.org", "http://127.0.0.1:1"])
def test_a_provider_in_clear_or_away_is_refused(settings, issuer):
    fc.configure(settings, issuer)
    with pytest.raises(ProviderRefused):
        franceconnect.departure(Journey(), BACK)
