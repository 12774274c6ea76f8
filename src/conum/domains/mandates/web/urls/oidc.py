"""Addresses of the provider: between servers in the words of the standard, before people in French."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.permissions.oidc import MANAGE_RELYING_PARTIES
from conum.domains.mandates.web.views import (
    oidc_authorize,
    oidc_citizens,
    oidc_endpoints,
    oidc_groups,
    oidc_logout,
    relying_parties,
)
from conum.kernel.ui.navigation import Entry, register

register(
    Entry(
        _("Services reliés"),
        "mandates:relying_parties",
        permission=MANAGE_RELYING_PARTIES,
        order=88,
        group=_("Aidants Connect"),
    )
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(".well-known/openid-configuration", oidc_endpoints.Discovery.as_view(), name="oidc_discovery"),
    path("oidc/jwks/", oidc_endpoints.Keys.as_view(), name="oidc_jwks"),
    path("oidc/authorize/", oidc_authorize.Authorize.as_view(), name="oidc_authorize"),
    path("oidc/token/", oidc_endpoints.Token.as_view(), name="oidc_token"),
    path("oidc/userinfo/", oidc_endpoints.UserInfo.as_view(), name="oidc_userinfo"),
    path("oidc/logout/", oidc_logout.Logout.as_view(), name="oidc_logout"),
    path("agir/<str:journey>/", oidc_citizens.Citizens.as_view(), name="oidc_citizens"),
    path("agir/<str:journey>/renoncer/", oidc_citizens.Cancel.as_view(), name="oidc_cancel"),
    path("agir/<str:journey>/<uuid:pk>/", oidc_groups.Groups.as_view(), name="oidc_groups"),
    path("services-relies/", relying_parties.RelyingParties.as_view(), name="relying_parties"),
    path("services-relies/mode-d-emploi/", relying_parties.Guide.as_view(), name="relying_parties_guide"),
    path("services-relies/nouveau/", relying_parties.RegisterRelyingParty.as_view(), name="relying_party_register"),
    path("services-relies/<uuid:pk>/", relying_parties.RelyingPartyPage.as_view(), name="relying_party"),
    path(
        "services-relies/<uuid:pk>/modifier/", relying_parties.ChangeRelyingParty.as_view(), name="relying_party_change"
    ),
    path("services-relies/<uuid:pk>/secret/", relying_parties.RenewSecret.as_view(), name="relying_party_secret"),
    path("services-relies/<uuid:pk>/fermer/", relying_parties.CloseRelyingParty.as_view(), name="relying_party_close"),
    path("services-relies/<uuid:pk>/rouvrir/", relying_parties.OpenRelyingParty.as_view(), name="relying_party_open"),
]
