"""A client library of others, Authlib, goes the whole way over real HTTP: discovery, code, token, identity, end."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from django.test import RequestFactory
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from requests import HTTPError

from conum.domains.mandates.models import Authorisation, RelyingParty
from conum.domains.mandates.operations import oidc_keys
from tests.domains.mandates.oidc import EVERY_SCOPE
from tests.domains.mandates.served import BACK, OUT, Desk, gone_to, make_service, open_desk

pytestmark = pytest.mark.django_db(transaction=True)
RSA, CURVE = RSAKey.generate_key(2048, {"kid": "rsa"}), ECKey.generate_key("P-256", {"kid": "curve"})
METHODS = {
    "client_secret_basic": {},
    "client_secret_post": {},
    "private_key_jwt": {"key": RSA, "alg": "RS256"},
    "private_key_jwt on a curve": {"key": CURVE, "alg": "ES256"},
}


@pytest.fixture
def desk(settings: Any, live_server: Any) -> Desk:
    """The provider answers at its own address, as everywhere."""
    settings.SITE_ADDRESS = live_server.url
    return open_desk()


class Service:
    """A relying party run by Authlib: nothing is known of the provider but its issuer."""

    def __init__(self, issuer: str, row: RelyingParty, secret: Any, method: str = "client_secret_basic", **kw: Any):
        self.session: dict[str, Any] = {}
        self.app = OAuth().register(
            "conum",
            client_id=row.client_id,
            client_secret=secret,
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": " ".join(EVERY_SCOPE),
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": method,
            },
            **kw,
        )

    def request(self, address: str = "/") -> Any:
        """A request of the browser to the service, in its session there."""
        made = RequestFactory().get(address)
        made.session = self.session  # type: ignore[assignment]
        return made

    def leaves(self, **asked: Any) -> str:
        """The address of the authorization request."""
        return str(self.app.authorize_redirect(self.request(), BACK, **asked)["Location"])

    def arrives(self, address: str) -> dict[str, Any]:
        """The token, once Authlib has exchanged the code and checked the ID token by the published keys."""
        found: dict[str, Any] = self.app.authorize_access_token(self.request(address))
        return found


def service_of(desk: Desk, issuer: str, method: str, **said: Any) -> Service:
    """A service registered for one method of authentication, and no other."""
    name, proof = method.split(" ")[0], METHODS[method]
    if not proof:
        row, secret = make_service(auth_methods=[name], **said)
        return Service(issuer, row, secret, name)
    row, _none = make_service(auth_methods=[name], keys=[proof["key"].as_dict(private=False)], **said)
    own = PrivateKeyJWT(alg=proof["alg"], headers={"kid": proof["key"].kid})
    return Service(issuer, row, proof["key"], name, client_auth_methods=[own])


@pytest.mark.parametrize("method", METHODS)
def test_the_whole_way_by_each_method_of_authentication(desk: Desk, live_server: Any, method: str) -> None:
    service = service_of(desk, live_server.url, method)
    back = desk.chooses(service.leaves(acr_values="eidas1"))
    assert parse_qs(urlsplit(back).query)["iss"] == [live_server.url]
    token = service.arrives(back)
    assert token["token_type"] == "Bearer" and token["expires_at"] and "refresh_token" not in token
    assert token["userinfo"]["acr"] == "eidas1" and token["userinfo"]["aud"] == service.app.client_id
    identity = service.app.userinfo(token=token)
    assert identity["sub"] == token["userinfo"]["sub"] and identity["family_name"] == "DUBOIS"
    assert identity["rep_scope"] == ["money"] and identity["birthcountry"] == "99100"

    end = service.app.logout_redirect(service.request(), OUT, id_token_hint=token["id_token"])["Location"]
    address = gone_to(end)
    assert address.startswith(f"{OUT}?state=")
    assert service.app.validate_logout_response(service.request(address)) == {"post_logout_redirect_uri": OUT}
    with pytest.raises(HTTPError, match="401"):
        service.app.userinfo(token=token)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_signed_identity_is_verified_by_the_published_keys(desk: Desk, live_server: Any, algorithm: str) -> None:
    service = service_of(desk, live_server.url, "client_secret_basic", userinfo_signed=True, algorithm=algorithm)
    token = service.arrives(desk.chooses(service.leaves()))
    answer = service.app.get(service.app.load_server_metadata()["userinfo_endpoint"], token=token)
    keys = KeySet.import_key_set(service.app.fetch_jwk_set())
    said = jwt.decode(answer.text, keys, algorithms=[algorithm]).claims
    assert said["aud"] == service.app.client_id and said["sub"] == token["userinfo"]["sub"]


def test_keys_that_changed_are_read_again(desk: Desk, live_server: Any) -> None:
    service = service_of(desk, live_server.url, "client_secret_basic")
    service.arrives(desk.chooses(service.leaves()))
    known = {key["kid"] for key in service.app.server_metadata["jwks"]["keys"]}
    for _twice in range(2):  # the key that signs is now one the service has never seen
        oidc_keys.rotate(now=timezone.now())
    assert service.arrives(desk.chooses(service.leaves()))["userinfo"]["sub"]
    assert not known >= {key["kid"] for key in service.app.server_metadata["jwks"]["keys"]}


def revoke(desk: Desk) -> None:
    Authorisation.objects.filter(mandate=desk.mandate).update(revoked_at=timezone.now(), revoked_by="citizen")


def test_MAN_15_a_mandate_revoked_before_the_token_gives_none(desk: Desk, live_server: Any) -> None:
    service = service_of(desk, live_server.url, "client_secret_post")
    back = desk.chooses(service.leaves())
    revoke(desk)
    with pytest.raises(OAuthError) as refusal:
        service.arrives(back)
    assert refusal.value.error == "invalid_grant"


def test_MAN_15_a_mandate_revoked_before_the_identity_shows_nobody(desk: Desk, live_server: Any) -> None:
    service = service_of(desk, live_server.url, "client_secret_basic")
    token = service.arrives(desk.chooses(service.leaves()))
    revoke(desk)
    with pytest.raises(HTTPError, match="401"):
        service.app.userinfo(token=token)


def test_another_secret_or_another_key_is_no_client_of_ours(desk: Desk, live_server: Any) -> None:
    row, _secret = make_service(auth_methods=["client_secret_basic"])
    thief = Service(live_server.url, row, "another")
    with pytest.raises(OAuthError) as refusal:
        thief.arrives(desk.chooses(thief.leaves()))
    assert refusal.value.error == "invalid_client"


def test_a_code_presented_twice_ends_what_it_gave(desk: Desk, live_server: Any) -> None:
    service = service_of(desk, live_server.url, "client_secret_basic")
    back = desk.chooses(service.leaves())
    kept = dict(service.session)
    token = service.arrives(back)
    service.session.update(kept)
    with pytest.raises(OAuthError) as refusal:
        service.arrives(back)
    assert refusal.value.error == "invalid_grant"
    with pytest.raises(HTTPError, match="401"):
        service.app.userinfo(token=token)
