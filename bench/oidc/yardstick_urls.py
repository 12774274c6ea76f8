"""The yardstick's addresses: the library's own."""

from django.urls import include, path

urlpatterns = [path("oidc/", include("oauth2_provider.urls"))]
