"""Quotas: what a département may hold, holds, and has left (sheet 02 section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from conum.commons.programme import parameters as programme
from conum.commons.territories.models import Department
from conum.domains.positions.enums import OPEN_STATES, PostKind
from conum.domains.positions.models import (
    DepartmentQuota,
    HostRequest,
    PostAssignment,
    PostAttachment,
    QuotaOverride,
)

COUNTED = {PostKind.COORDINATOR: (PostKind.COORDINATOR,)}  # any other kind counts with the counsellors
COUNSELLORS = (PostKind.COUNSELLOR, PostKind.UNSPECIFIED)
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('positions.quota/' || %s || '/' || %s, 0))"


@dataclass(frozen=True)
class Balance:
    """Where a département stands for one kind of post on a day, in posts.

    Attributes:
        quota: posts it may hold, agreed overrides included.
        granted: posts attached.
        filled: attached posts with a counsellor.
        requested: posts wanted by requests that wait for a decision.
    """

    department: Department
    quota: int
    granted: int
    filled: int
    requested: int

    @property
    def remaining(self) -> int:
        """Posts that may still be granted; negative after a quota fell."""
        return self.quota - self.granted

    @property
    def vacant(self) -> int:
        """Attached posts without a counsellor."""
        return self.granted - self.filled

    @property
    def share(self) -> int:
        """Granted posts in percent of the quota, at most 100."""
        return min(100, round(100 * self.granted / self.quota)) if self.quota else 0


def lock(department: str, kind: str) -> None:
    """Hold the quota of (département, kind) until the end of the transaction: the same lock as the trigger's."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [department, _quota_kind(kind)])


def lock_nation() -> None:
    """Hold the national envelope until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('positions.envelope', 0))")


def lock_adoption(kind: str) -> None:
    """Hold the adoption of scenarios of this kind until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('positions.adoption/' || %s, 0))", [kind])


def _quota_kind(kind: str) -> str:
    return PostKind.COORDINATOR if kind == PostKind.COORDINATOR else PostKind.COUNSELLOR


def open_on(day: date) -> Q:
    """Return the condition "open on `day`" of an attachment or an assignment."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def holding(day: date) -> Q:
    """Return the condition "takes a place in the quota on `day` or later" (as the trigger counts)."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=day)


def quotas_in_force(kind: str, day: date) -> QuerySet[DepartmentQuota]:
    """Return the quota in force of each département."""
    begun = DepartmentQuota.objects.filter(kind=_quota_kind(kind), valid_from__lte=day)
    return begun.order_by("department_id", "-valid_from").distinct("department_id")


def ceilings(kind: str, day: date, departments: list[str] | None = None) -> dict[str, int]:
    """Return département code → quota of the day plus the overrides agreed since it began."""
    quotas = quotas_in_force(kind, day)
    if departments is not None:
        quotas = quotas.filter(department__in=departments)
    begun = {quota.department_id: quota for quota in quotas}
    found = {code: quota.posts for code, quota in begun.items()}
    overrides = QuotaOverride.objects.filter(kind=_quota_kind(kind), agreed_on__isnull=False, department__in=begun)
    for code, agreed_on, posts in overrides.values_list("department_id", "agreed_on", "posts"):
        if agreed_on >= begun[code].valid_from:
            found[code] += posts
    return found


def held(kind: str, day: date) -> QuerySet[PostAttachment]:
    """Return the attachments that take a place in the quotas of this kind on this day."""
    kinds = COUNTED.get(PostKind(kind), COUNSELLORS)
    return PostAttachment.objects.filter(holding(day), post__kind__in=kinds)


def remaining(department: str, kind: str, day: date) -> int:
    """Return how many posts may still be granted in this département; call `lock` first to act on it."""
    ceiling = ceilings(kind, day, [department]).get(department, 0)
    return ceiling - held(kind, day).filter(department=department).count()


def remaining_in_envelope(day: date) -> int:
    """Return how many posts may still be granted in France: the national target less what is attached.

    The ceiling is `programme.target_posts` until the ledger of the funding module says what is committed (ADR 0010).
    """
    attached = PostAttachment.objects.filter(holding(day)).count()
    return programme.TARGET_POSTS.on(day) - attached


def balances(kind: str, day: date, departments: QuerySet[Department] | None = None) -> list[Balance]:
    """Return the balance of each département, in the order of codes, in five queries whatever their number."""
    rows = Department.objects.all() if departments is None else departments
    quotas = ceilings(kind, day)
    granted = _by_department(held(kind, day))
    busy = PostAssignment.objects.filter(open_on(day), attachment=OuterRef("pk"))
    filled = _by_department(held(kind, day).filter(Exists(busy)))
    waiting = HostRequest.objects.filter(kind=_quota_kind(kind), state__in=OPEN_STATES)
    requested = dict(waiting.values_list("department").annotate(sum=Sum("posts_wanted")).order_by())
    return [
        Balance(
            department=row,
            quota=quotas.get(row.pk, 0),
            granted=granted.get(row.pk, 0),
            filled=filled.get(row.pk, 0),
            requested=requested.get(row.pk, 0),
        )
        for row in rows.order_by("code")
    ]


def _by_department(rows: QuerySet[PostAttachment]) -> dict[str, int]:
    return dict(rows.values_list("department").annotate(count=Count("pk")).order_by())


def balance_of(department: str, kind: str, day: date) -> Balance:
    """Return the balance of one département."""
    return balances(kind, day, Department.objects.filter(pk=department))[0]


def history(department: str) -> QuerySet[DepartmentQuota]:
    """Return every quota of a département, latest first."""
    return DepartmentQuota.objects.filter(department=department).order_by(F("valid_from").desc(), "kind")
