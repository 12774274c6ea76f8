"""What the database refuses by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import TimestamptzRange

from conum.domains.booking.models import EngagedTime
from tests.factories_accounts import make_person


@pytest.mark.django_db
def test_engaged_time_comes_from_one_source(now):
    person = make_person()
    with pytest.raises(IntegrityError, match="engaged_one_source"), transaction.atomic():
        EngagedTime.objects.create(person=person, during=TimestamptzRange(now, now + timedelta(hours=1)), id=uuid4())
