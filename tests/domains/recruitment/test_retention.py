"""What must be gone is gone, dates stay (PRI-04, PRI-05)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conum.commons.files.models import StoredFile
from conum.commons.files.operations import store
from conum.domains.recruitment.enums import CONTRACT_EVIDENCE
from conum.domains.recruitment.operations.contract_retention import purge_contracts
from tests.factories_recruitment import A_PDF, SUMMER, make_contract

pytestmark = pytest.mark.django_db


def test_PRI_05_an_old_contract_keeps_dates_and_loses_evidence_salary_and_manager():
    contract = make_contract(state="ended", ended_on=date(2022, 1, 31))
    upload = SimpleUploadedFile("contrat.pdf", A_PDF)
    contract.evidence = store(upload=upload, purpose=CONTRACT_EVIDENCE, owner=contract, actor=None, now=SUMMER)
    contract.save()
    assert purge_contracts(now=datetime(2023, 1, 31, 9, 0, tzinfo=UTC)) == {"contracts": 0}
    late = datetime(2023, 2, 1, 9, 0, tzinfo=UTC)
    assert purge_contracts(now=late, dry_run=True) == purge_contracts(now=late) == {"contracts": 1}
    contract.refresh_from_db()
    assert (contract.gross_monthly_salary, contract.manager_email, contract.evidence) == (None, "", None)
    assert contract.ended_on == date(2022, 1, 31) and not StoredFile.objects.exists()
    assert purge_contracts(now=late) == {"contracts": 0}
