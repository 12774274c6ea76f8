"""Mandates as people read them: with their state, their groups and their citizen, whatever their number."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateTimeField, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate, localtime

from conum.commons.beneficiaries.models import Beneficiary
from conum.domains.mandates.enums import MandateState
from conum.domains.mandates.models import Authorisation, Mandate, MandateDocument, ProcedureGroup
from conum.domains.mandates.parameters import MANDATE_READABLE_YEARS, PAPER_RETENTION_YEARS


def with_state(mandates: QuerySet[Mandate], now: datetime) -> QuerySet[Mandate]:
    """Add `alive` (live authorisations), `ended_at` (when the last one ended or will) and `state`."""
    own = Authorisation.objects.filter(mandate=OuterRef("pk")).order_by()
    alive = own.filter(revoked_at=None).values("mandate").annotate(n=Count("pk")).values("n")
    last = own.values("mandate").annotate(at=Max(Coalesce("revoked_at", "expires_at"))).values("at")
    return mandates.annotate(
        unrevoked=Coalesce(Subquery(alive), Value(0)),
        ended_at=Subquery(last, output_field=DateTimeField()),
    ).annotate(
        state=Case(
            When(unrevoked=0, then=Value(MandateState.REVOKED.value)),
            When(expires_at__lte=now, then=Value(MandateState.EXPIRED.value)),
            default=Value(MandateState.ACTIVE.value),
        )
    )


def readable(mandates: QuerySet[Mandate], now: datetime) -> QuerySet[Mandate]:
    """Keep those that the organisation still reads: one year after their end (MAN-18)."""
    years = MANDATE_READABLE_YEARS.on(localdate(now))
    return mandates.filter(ended_at__gt=_years_before(now, years))


def listed(mandates: QuerySet[Mandate], now: datetime) -> QuerySet[Mandate]:
    """Return them with all that a list shows: three queries for any number of rows."""
    groups = Prefetch("authorisations", Authorisation.objects.select_related("group").order_by("group__position"))
    joined = mandates.select_related("beneficiary", "organisation", "signed_by", "document").prefetch_related(groups)
    return readable(with_state(joined, now), now)


def citizens_of(organisation_id: UUID, now: datetime) -> QuerySet[Beneficiary]:
    """Return the citizens with a live authorisation in this organisation: those a helper may act for."""
    alive = live(now).filter(organisation=organisation_id)
    return Beneficiary.objects.filter(pk__in=alive.values("beneficiary")).order_by("family_name", "given_names", "pk")


def live(now: datetime) -> QuerySet[Authorisation]:
    """Return the authorisations alive at this instant (MAN-30): neither revoked nor expired."""
    return Authorisation.objects.filter(revoked_at=None, starts_at__lte=now, expires_at__gt=now)


def is_live(authorisation: Authorisation, now: datetime) -> bool:
    """Tell whether this authorisation is alive, read again from the database (MAN-30)."""
    return live(now).filter(pk=authorisation.pk).exists()


def of_citizen(beneficiary: Beneficiary, now: datetime) -> QuerySet[Mandate]:
    """Return every mandate of a citizen, the latest first, for their own page (MAN-33)."""
    groups = Prefetch("authorisations", Authorisation.objects.select_related("group").order_by("group__position"))
    own = Mandate.objects.filter(beneficiary=beneficiary).select_related("organisation", "document")
    return with_state(own.prefetch_related(groups), now).order_by("-starts_at", "pk")


def document_of_code(code: str) -> MandateDocument | None:
    """Return the paper of a verification code, as typed: case, spaces and dashes count for nothing."""
    found = MandateDocument.objects.select_related("mandate__organisation", "mandate__beneficiary")
    return found.filter(code=normalised(code)).first()


def normalised(code: str) -> str:
    """Return a code as stored: letters that look like figures are those figures."""
    kept = "".join(letter for letter in code.upper() if letter.isalnum())
    return kept.translate(str.maketrans("OIL", "011"))[:40]


def state_of(authorisation: Authorisation, now: datetime) -> MandateState:
    """Return the state of one authorisation."""
    if authorisation.revoked_at:
        return MandateState.REVOKED
    return MandateState.EXPIRED if authorisation.expires_at <= now else MandateState.ACTIVE


def last_day(expires_at: datetime) -> date:
    """Return the last local day of a mandate, included."""
    return localdate(expires_at - timedelta(microseconds=1))


def keep_paper_until(expires_at: datetime) -> date:
    """Return the day until which the organisation keeps the signed paper (`mandates.paper_retention_years`, advice)."""
    last = expires_at - timedelta(microseconds=1)
    return localdate(_years_before(last, -PAPER_RETENTION_YEARS.on(localdate(last))))


def end_of_last_day(now: datetime, days: int) -> datetime:
    """Return the instant when a mandate of `days` local days ends; the day of the signature is the first one.

    It is midnight of the place where the programme lives, whatever the season: a day of 23 or 25 hours is a day.
    """
    following = localdate(now) + timedelta(days=days)
    return localtime(now).replace(
        year=following.year, month=following.month, day=following.day, hour=0, minute=0, second=0, microsecond=0
    )


def groups_by_code(codes: Any) -> list[ProcedureGroup]:
    """Return these groups in the order of the list."""
    return list(ProcedureGroup.objects.filter(pk__in=list(codes)).order_by("position"))


def ending(now: datetime, days: int) -> QuerySet[Mandate]:
    """Return the running mandates that end within `days` and whose helpers were not told (MAN-17)."""
    soon = Q(expires_at__gt=now, expires_at__lte=now + timedelta(days=days), notice_at=None)
    return with_state(Mandate.objects.filter(soon, duration_days__gt=2 * days), now).filter(state=MandateState.ACTIVE)


def _years_before(now: datetime, years: int) -> datetime:
    return now.replace(year=now.year - years, day=min(now.day, 28)) + timedelta(days=max(0, now.day - 28))


def papers_over(before: datetime) -> QuerySet[MandateDocument]:
    """Return the papers, still kept, of the mandates that ended before this instant."""
    ended = with_state(Mandate.objects.all(), before).filter(ended_at__lt=before)
    return MandateDocument.objects.filter(erased_at=None, mandate__in=ended.values("pk"))
