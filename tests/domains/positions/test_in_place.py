"""What an administrator who acts in the place of a manager or a prefect cannot do: it commits the person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest

from conum.commons.accounts.models import Actor
from conum.domains.positions.models import HostRequest
from conum.domains.positions.operations.filing import file_request
from conum.domains.positions.permissions import OPINION_GIVE, TRANSFER_AGREE
from conum.kernel.errors import ConumError
from tests.domains.positions.test_requests import filing
from tests.factories_accounts import make_actor
from tests.factories_positions import make_request

pytestmark = pytest.mark.django_db


def test_commitments_are_accepted_by_the_manager_alone(now: datetime) -> None:
    lent = replace(make_actor("host_manager"), behind=uuid4())

    with pytest.raises(ConumError, match="elle seule peut la faire"):
        file_request(filing(), actor=lent, now=now)

    assert not HostRequest.objects.exists()


def test_an_opinion_and_an_agreement_are_the_prefects_own(prefecture: Actor) -> None:
    request, lent = make_request(), replace(prefecture, behind=uuid4())

    assert OPINION_GIVE.allows(prefecture, request) and not OPINION_GIVE.allows(lent, request)
    assert TRANSFER_AGREE.allows(prefecture) and not TRANSFER_AGREE.allows(lent)
