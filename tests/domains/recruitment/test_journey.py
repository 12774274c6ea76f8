"""The line through the pages: matched, shortlisted, accepted, hired, ended, vacant and available again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from conum.domains.recruitment import jobs
from conum.domains.recruitment.models import EmploymentContract, HostNeed, Match
from tests.factories_accounts import sign_in, signed_in
from tests.factories_positions import make_attachment
from tests.factories_recruitment import A_PDF, make_candidate

pytestmark = pytest.mark.django_db


KNOWN = {"recruitment.refresh_host": jobs.refresh_host, "recruitment.refresh_candidate": jobs.refresh_candidate}


def run_jobs() -> None:
    """Run what was deferred for matching, as a worker would, and take it out of the queue."""
    waiting = ProcrastinateJob.objects.filter(task_name__in=KNOWN, status="todo").order_by("id")
    for job in list(waiting):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])
        KNOWN[job.task_name].func(**job.args)


def press(client: Client, name: str, pk, **fields):
    answer = client.post(reverse(f"recruitment:{name}", args=[pk] if pk else []), fields)
    assert answer.status_code == 302, answer.context["form"].errors if answer.context else answer.status_code
    return answer


def test_from_a_proposal_to_a_post_vacant_again():
    today = timezone.localdate()
    attachment = make_attachment(starts_on=today - timedelta(days=400))
    candidate = make_candidate()
    host, person, admin = Client(), Client(), Client()
    signed_in(host, "host_manager", organisation=attachment.host)
    sign_in(person, candidate.person)
    signed_in(admin, "national_admin")

    press(person, "own_availability", None, available="non")
    press(person, "own_availability", None, available="oui")
    jobs.refresh_host.func(host_id=str(attachment.host_id))
    run_jobs()
    match = Match.objects.get(state="proposed")
    press(host, "shortlist", match.pk)
    press(person, "agree", match.pk)
    terms = {
        "kind": "fixed_term",
        "starts_on": (today - timedelta(days=300)).isoformat(),
        "ends_on": (today + timedelta(days=300)).isoformat(),
        "gross_monthly_salary": "1801,79",
        "working_time": "100",
        "manager_first_name": "Dominique",
        "manager_last_name": "Petit",
        "manager_function": "Directrice",
        "manager_email": "d.petit@example.org",
    }
    poor = host.post(reverse("recruitment:contract_entry", args=[match.pk]), terms)
    assert poor.status_code == 422 and "SMIC" in poor.content.decode()
    press(host, "contract_entry", match.pk, **(terms | {"gross_monthly_salary": "1 801,80"}))
    contract = EmploymentContract.objects.get()
    press(admin, "validate_contract", contract.pk, evidence_seen="on")
    run_jobs()
    candidate.refresh_from_db()
    assert (candidate.state, HostNeed.objects.get().vacant_posts) == ("hired", 0)

    last_day = today - timedelta(days=1)
    letter = SimpleUploadedFile("lettre.pdf", A_PDF)
    joined = {"evidence": letter, "evidence_kind": "resignation_letter"}
    press(host, "terminate", contract.pk, ends_on=last_day.isoformat(), reason="resignation", **joined)
    press(admin, "validate_termination", contract.pk)
    run_jobs()
    candidate.refresh_from_db()
    assert (candidate.state, HostNeed.objects.get().vacant_posts) == ("available", 1)
    assert Match.objects.get().state == "proposed"
    assert isinstance(candidate.available_from, date)
