"""The demonstration keeps every invariant of the sheets (SYN-01, SYN-03, SYN-04, section 9)."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from conum.commons.accounts.enums import Role
from conum.commons.accounts.models import Membership, Organisation, Person
from conum.commons.accounts.queries.actors import active_membership, actor_for
from conum.commons.territories.models import FragilityIndex
from conum.domains.places.models import DuplicatePair, Place, PlacePerson
from conum.domains.positions.models import (
    CoordinationScope,
    DepartmentQuota,
    HostRequest,
    PostAssignment,
    PostAttachment,
)
from conum.domains.recruitment.models import Candidate, EmploymentContract, Match
from conum.domains.recruitment.permissions import contracts_visible_to
from conum.site.demo import fragility, load
from conum.site.demo.story import ACCOUNTS
from conum.site.demo.world import SIZES, World

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 1, 13)


def make(size="tiny", until=UNTIL):
    load.Loader(World(SIZES[size], 20201117, until), lambda label, total: lambda count: None).run()


def test_SYN_04_department_is_the_72_posts_of_the_three_departments():
    make("department")
    quotas = DepartmentQuota.objects.filter(kind="counsellor").values_list("department", "posts")
    assert dict(quotas) == {"87": 36, "19": 22, "23": 14}
    counsellors = PostAssignment.objects.filter(attachment__post__kind="counsellor", ends_on=None)
    assert counsellors.filter(attachment__department="87").count() == 5


def test_REC_58_the_coordinator_of_the_story_has_the_team_of_the_department():
    make("department")
    person = Person.objects.get(email="coordinateur@example.org")
    actor = actor_for(person, None, UNTIL)
    seen = contracts_visible_to(actor).exclude(person=person)
    assert actor.role == Role.COORDINATOR
    assert {row.attachment.department_id for row in seen} == {"87"}
    assert seen.count() == 5


def test_section_9_every_account_of_the_story_exists_with_its_role():
    make()
    for account in ACCOUNTS:
        if account.role == "prefecture" and "23" not in account.email:
            continue
        person = Person.objects.get(email=account.email)
        acting = active_membership(person.pk, None, UNTIL)  # what they are on signing in
        assert acting is not None and acting.role == account.role, account


def test_section_9_no_mail_leaves_the_demonstration_domain():
    make()
    for model, field in (
        (Person, "email"),
        (Candidate, "email"),
        (Organisation, "contact_email"),
        (HostRequest, "contact_email"),
    ):
        assert not model.objects.exclude(**{f"{field}__endswith": "@example.org"}).exists()


def test_section_9_posts_stay_within_the_quota():
    make()
    for quota in DepartmentQuota.objects.filter(kind="counsellor"):
        assert PostAttachment.objects.filter(department=quota.department, ends_on=None).count() <= quota.posts


def test_SYN_03_counsellors_in_post_are_the_hired_candidates():
    make()
    hired = set(Candidate.objects.filter(state="hired").values_list("person", flat=True))
    assert hired == set(PostAssignment.objects.filter(ends_on=None).values_list("counsellor", flat=True))
    assert hired == set(EmploymentContract.objects.filter(state="active").values_list("person", flat=True))
    assert hired


def test_SYN_01_the_same_seed_gives_the_same_rows():
    make()
    first = list(Candidate.objects.order_by("id").values_list("id", "email", "latitude", "available_from"))
    posts = list(PostAttachment.objects.order_by("id").values_list("id", "host__siret", "starts_on"))
    for model in (CoordinationScope, EmploymentContract, PostAssignment):
        model.objects.all().delete()
    assert len(first) == len(set(first)) > 50
    assert len(posts) == len(set(posts))


def test_it_refuses_to_mix_with_real_people():
    Person.objects.create(email="someone@example.org", created_at=World(SIZES["tiny"], 1, UNTIL).at(UNTIL))
    with pytest.raises(CommandError, match="base vide"):
        call_command("demo", size="tiny", stdout=StringIO())


def test_it_refuses_outside_a_demonstration(settings):
    settings.CONUM_SYNTHETIC = False
    with pytest.raises(CommandError, match="CONUM_DEMONSTRATION"):
        call_command("demo", size="tiny", stdout=StringIO())


def test_hosts_with_a_vacant_post_see_candidates_who_would_come():
    make()
    matches = Match.objects.filter(state="proposed").select_related("candidate", "need")
    assert matches.count() > 50
    for match in matches[:50]:
        assert match.distance_m <= match.candidate.mobility_km * 1000


def test_places_stand_in_their_departments_and_counsellors_work_in_them():
    make("department")
    places = Place.objects.select_related("commune")
    assert {place.commune.department_id for place in places} == {"19", "23", "87"}
    assert 200 <= len(places) <= 300
    assert places.filter(open_during__isnull=False).exists() and places.filter(opening_hours="").exists()
    counsellors = Membership.objects.filter(role=Role.COUNSELLOR, ends_on=None).values_list("person", flat=True)
    assert set(PlacePerson.objects.values_list("person", flat=True)) == set(counsellors)


def test_the_map_has_an_invented_index_of_fragility_for_each_department_and_its_communes():
    make("department")
    first = dict(FragilityIndex.objects.values_list("code", "score"))
    assert {"87", "19", "23", "87085"} <= first.keys()
    assert len(set(first.values())) > 20
    FragilityIndex.objects.all().delete()
    fragility.measure(World(SIZES["department"], 20201117, UNTIL))
    assert dict(FragilityIndex.objects.values_list("code", "score")) == first


def test_duplicates_wait_for_a_person_in_the_demonstration():
    make("department")
    pairs = DuplicatePair.objects.select_related("first", "second")
    assert 1 <= len(pairs) <= 20
    assert all(pair.state == "proposed" and pair.first.commune_id == pair.second.commune_id for pair in pairs)
