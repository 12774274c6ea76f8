"""How people sign in: e-mailed code, passkey, authenticator application, identity provider; never a password."""

LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "dashboard"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

ACCOUNT_ADAPTER = "conum.commons.accounts.web.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # a code sent to the address proves it at each sign-in
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # ours are in the database, shared by all web processes
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # seconds

MFA_ADAPTER = "conum.commons.accounts.web.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Conum"
MFA_TOTP_TOLERANCE = 1  # steps (`mandates.totp_step_seconds`), for clocks that are not quite right
MFA_FORMS = {
    "authenticate": "conum.commons.accounts.web.forms.second_factor.AuthenticateForm",
    "reauthenticate": "conum.commons.accounts.web.forms.second_factor.ReauthenticateForm",
    "activate_totp": "conum.commons.accounts.web.forms.second_factor.ActivateForm",
    "login_webauthn": "conum.commons.accounts.web.forms.second_factor.LoginPasskeyForm",
    "authenticate_webauthn": "conum.commons.accounts.web.forms.second_factor.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "conum.commons.accounts.web.forms.second_factor.ReauthenticatePasskeyForm",
    "add_webauthn": "conum.commons.accounts.web.forms.second_factor.PasskeyForm",
}
