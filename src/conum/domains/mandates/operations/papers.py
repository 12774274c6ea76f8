"""The paper of a mandate: rendered, sealed by its digest, kept encrypted; its two codes (MAN-19, MAN-15)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.crypto import salted_hmac

from conum.commons.accounts.models import Actor
from conum.commons.beneficiaries.models import Beneficiary
from conum.commons.files import operations as files
from conum.commons.files.enums import FileKind, Purpose
from conum.domains.mandates.gateways import typesetting
from conum.domains.mandates.models import Helper, Mandate, MandateDocument
from conum.domains.mandates.operations.tracing import trace
from conum.domains.mandates.queries import paper_words
from conum.domains.mandates.queries.mandates import normalised
from conum.kernel.permissions import ActorLike

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # 30 letters: none that looks like another
CODE, REVOCATION = 10, 12  # letters: 49 and 58 bits, behind a limit on attempts
PAPER = Purpose("mandates.paper", (FileKind.PDF,), 5, True, "privacy.mandate_proof")


def new_code(length: int) -> str:
    """Return a random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def spaced(code: str) -> str:
    """Return a code as printed, in groups of four or five."""
    size = 5 if len(code) % 5 == 0 else 4
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def revocation_hash(code: str) -> str:
    """Return the keyed hash under which a revocation code is known."""
    return salted_hmac("conum.mandates.revocation", normalised(code), algorithm="sha256").hexdigest()


def render(
    mandate: Mandate, beneficiary: Beneficiary, helper: Helper, *, actor: Actor, now: datetime
) -> MandateDocument:
    """Render the paper of a mandate just signed and keep it, in the transaction of the signature."""
    code, revocation = new_code(CODE), new_code(REVOCATION)
    words = paper_words.of(mandate, beneficiary, helper, spaced(code), spaced(revocation))
    pdf = typesetting.mandate(words, paper_words.verification_address(code))
    upload = ContentFile(pdf, name=f"mandat-{code}.pdf")
    file = files.store(upload=upload, purpose=PAPER, owner=mandate, actor=actor, now=now)  # type: ignore[arg-type]
    paper = MandateDocument.objects.create(
        mandate=mandate,
        file=file,
        sha256=hashlib.sha256(pdf).hexdigest(),
        template_version=paper_words.VERSION,
        code=code,
        revocation_hash=revocation_hash(revocation),
        rendered_at=now,
    )
    held = {"mandate": mandate.pk, "sha256": paper.sha256, "version": paper.template_version}
    trace("document.render", actor=actor, subject=paper, payload=held, now=now)
    return paper


@transaction.atomic
def note_read(paper: MandateDocument, *, actor: ActorLike | None, now: datetime, address: str | None) -> None:
    """Journal that somebody of the organisation, or the citizen, took a copy of the paper."""
    trace("document.read", actor=actor, subject=paper, payload={"mandate": paper.mandate_id}, now=now, address=address)


@transaction.atomic
def note_verified(paper: MandateDocument | None, *, now: datetime, address: str | None) -> None:
    """Journal a verification by the public page, never the code that was typed."""
    subject = paper or ("mandates.MandateDocument", "unknown")
    organisation = paper.mandate.organisation_id if paper else None
    trace(
        "document.verify",
        actor=None,
        subject=subject,
        payload={"known": paper is not None},
        organisation_id=organisation,
        now=now,
        address=address,
    )


@transaction.atomic
def erase(ids: list[UUID], *, now: datetime) -> None:
    """Erase papers whose time of proof is over: the bytes go, the digest stays."""
    for paper in MandateDocument.objects.select_for_update().filter(pk__in=ids, erased_at=None).order_by("pk"):
        file = paper.file
        MandateDocument.objects.filter(pk=paper.pk).update(file=None, erased_at=now)
        if file:
            files.erase(file, now=now)
