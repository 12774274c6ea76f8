"""Asking FranceConnect who somebody is: for the modules that represent or receive citizens."""

from conum.commons.beneficiaries.gateways.franceconnect import (
    Arrived,
    arrival,
    available,
    departure,
    origin,
    refused,
)
from conum.kernel.gateways.openid import Journey, ProviderRefused

__all__ = ["Arrived", "Journey", "ProviderRefused", "arrival", "available", "departure", "origin", "refused"]
