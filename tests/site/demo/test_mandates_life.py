"""The mandates of the demonstration: ten citizens, every state, nothing that the rules would refuse."""

from collections import Counter
from datetime import date

import pytest

from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.beneficiaries.queries import known_as
from conum.commons.journal.queries import verify
from conum.domains.mandates.models import Authorisation, Mandate
from conum.domains.mandates.queries.mandates import ending, with_state
from conum.site.demo.mandates_life import STORY, MandateMaker, identity
from conum.site.demo.world import SIZES, STORY_DAY, World
from tests.factories_mandate_life import make_accreditation, make_helper

pytestmark = pytest.mark.django_db


def test_the_citizens_and_mandates_of_the_story():
    world = World(SIZES["tiny"], 20201117, date(2026, 1, 13))
    now = world.at(STORY_DAY, 18)
    accreditation = make_accreditation(now=now)
    helpers = [make_helper(accreditation, now=now) for _ in range(2)]
    MandateMaker(world, helpers).run()
    assert Mandate.objects.count() == len(STORY) and Beneficiary.objects.count() == 10
    states = Counter(with_state(Mandate.objects.all(), now).values_list("state", flat=True))
    assert set(states) == {"active", "expired", "revoked"} and states["active"] >= 10
    assert ending(now, 30).count() >= 3
    assert {"helper", "citizen", "new"} <= set(Authorisation.objects.values_list("revoked_by", flat=True))
    known = known_as(identity(0).subject_hash)
    assert known and known.name == "Angela Claire DUBOIS"
    assert not list(verify())


def test_without_an_accredited_organisation_nothing_is_made():
    MandateMaker(World(SIZES["tiny"], 20201117, date(2026, 1, 13)), []).run()
    assert not Mandate.objects.exists()
