"""What the browser is told to refuse."""

from typing import Any

from csp.constants import NONCE, NONE, SELF

from conum.site.settings.environment import LOCAL_HOSTS, Environment

CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],  # the design system draws its pictograms from data: addresses
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]


def with_tiles(policy: dict[str, dict[str, Any]], tiles: str) -> dict[str, dict[str, Any]]:
    """Return the policy that lets images come from the host of the map's tiles too; the same one without tiles."""
    if not tiles:
        return policy
    origin = "/".join(tiles.split("/")[:3])
    directives = policy["DIRECTIVES"]
    return {"DIRECTIVES": {**directives, "img-src": [*directives["img-src"], origin]}}


def allowed_hosts(environment: Environment) -> list[str]:
    """Names this installation answers to: its public one, those given, and the local ones."""
    public = environment.public_url.split("://")[-1].split(":")[0]
    given = environment.allowed_hosts.replace(",", " ").split()
    return [name for name in (public, *given, environment.host, *LOCAL_HOSTS, "[::1]") if name]
