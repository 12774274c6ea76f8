"""A manager says whether the organisation works on Sundays and holidays (BOO-02); nobody else does."""

import pytest
from django.urls import reverse

from conum.commons.accounts.enums import Role
from conum.domains.booking.models import OpeningChoice
from tests.factories_accounts import signed_in

pytestmark = pytest.mark.django_db
PAGE = reverse("booking:opening")


def test_BOO_02_a_manager_opens_on_sundays_and_finds_the_choice_again(client, desk):
    signed_in(client, Role.HOST_MANAGER, organisation=desk.organisation)
    assert PAGE in client.get(reverse("booking:types")).content.decode()
    assert client.post(PAGE, {"sundays": "on"})["Location"] == reverse("booking:types")
    kept = OpeningChoice.objects.get()
    assert (kept.organisation_id, kept.place_id, kept.sundays, kept.holidays) == (
        desk.organisation.pk,
        None,
        True,
        False,
    )
    assert client.get(PAGE).context["form"].initial == {"sundays": True, "holidays": False}


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.MEDIATOR])
def test_a_professional_sees_neither_the_page_nor_its_link(client, desk, role):
    signed_in(client, role, organisation=desk.organisation)
    assert PAGE not in client.get(reverse("booking:types")).content.decode()
    assert client.get(PAGE).status_code == 404 and client.post(PAGE, {"sundays": "on"}).status_code == 404
    assert not OpeningChoice.objects.exists()
