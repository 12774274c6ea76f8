"""Addresses of the territories."""

app_name = "territories"
urlpatterns: list = []
