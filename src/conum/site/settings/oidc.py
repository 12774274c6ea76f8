"""The OpenID Connect provider: the library does the protocol on the tables of the mandates module."""

OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OAUTH2_SERVER_CLASS": "conum.domains.mandates.web.adapters.oidc_server.Server",
    "OAUTH2_VALIDATOR_CLASS": "conum.domains.mandates.web.adapters.oidc_validator.Validator",
    "SCOPES": {"openid": "OpenID Connect"},
    "DEFAULT_SCOPES": [],
    "PKCE_REQUIRED": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https", "http"],  # http is registered for the machine itself only
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
}
