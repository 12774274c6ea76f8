"""Addresses of the provider: between servers in the words of the standard, before people in French."""

from django.urls import URLPattern, URLResolver, path

from conum.domains.mandates.web.views import oidc_authorize, oidc_choice, oidc_endpoints, oidc_logout

urlpatterns: list[URLPattern | URLResolver] = [
    path(".well-known/openid-configuration", oidc_endpoints.Discovery.as_view(), name="oidc_discovery"),
    path("oidc/jwks/", oidc_endpoints.Keys.as_view(), name="oidc_jwks"),
    path("oidc/authorize/", oidc_authorize.Authorize.as_view(), name="oidc_authorize"),
    path("oidc/token/", oidc_endpoints.Token.as_view(), name="oidc_token"),
    path("oidc/userinfo/", oidc_endpoints.UserInfo.as_view(), name="oidc_userinfo"),
    path("oidc/logout/", oidc_logout.Logout.as_view(), name="oidc_logout"),
    path("agir/<str:journey>/", oidc_choice.Citizens.as_view(), name="oidc_citizens"),
    path("agir/<str:journey>/renoncer/", oidc_choice.Cancel.as_view(), name="oidc_cancel"),
    path("agir/<str:journey>/<uuid:pk>/", oidc_choice.Groups.as_view(), name="oidc_groups"),
]
