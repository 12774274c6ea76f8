"""Questions about people."""

from __future__ import annotations

from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from conum.commons.accounts.models import Actor, Membership, Person, SignIn


def by_email(email: str) -> Person | None:
    """Return the person of this address, whatever the case; None when there is none."""
    return Person.objects.filter(email=email.strip().lower()).first()


def visible_to(actor: Actor) -> QuerySet[Person]:
    """Return the accounts the actor may list: all for a national administrator, else the own one."""
    return Person.objects.all() if actor.role == "national_admin" else Person.objects.filter(pk=actor.person_id)


def in_force(today: date) -> Q:
    """Return the condition « this membership is in force on this day »."""
    return Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def with_roles(people: QuerySet[Person], today: date) -> QuerySet[Person]:
    """Join the memberships in force as `roles`: one more query whatever the number of rows."""
    rows = Membership.objects.filter(in_force(today)).select_related("organisation", "department", "region")
    return people.prefetch_related(Prefetch("memberships", rows.order_by("starts_on", "pk"), to_attr="roles"))


def holding(people: QuerySet[Person], role: str, today: date) -> QuerySet[Person]:
    """Keep the people who hold this role on this day."""
    held = Membership.objects.filter(in_force(today), person=OuterRef("pk"), role=role)
    return people.filter(Exists(held))


ERASED_DOMAIN = "@compte.invalid"  # address of an anonymised account: no mail can leave for it


def unused_since(before: datetime) -> QuerySet[Person]:
    """Return the accounts not signed in to since this instant (or never, and made before), not yet anonymised."""
    seen = Q(last_login__lt=before) | Q(last_login__isnull=True, created_at__lt=before)
    return Person.objects.filter(seen).exclude(email__endswith=ERASED_DOMAIN)


def last_seen_on(day: date) -> QuerySet[Person]:
    """Return the active people who signed in for the last time on this day (or were made then and never did)."""
    seen = Q(last_login__date=day) | Q(last_login__isnull=True, created_at__date=day)
    return Person.objects.filter(seen, is_active=True).exclude(email__endswith=ERASED_DOMAIN)


def sign_in_log(person_id: object) -> QuerySet[SignIn]:
    """Return the sign-in log of a person, latest first."""
    return SignIn.objects.filter(person=person_id)


def open_sessions(person_id: object) -> QuerySet[UserSession]:
    """Return the sessions of a person, latest first."""
    return UserSession.objects.filter(user=person_id).order_by("-last_seen_at")


def team(actor: Actor, today: date) -> QuerySet[Membership]:
    """Return the colleagues of the actor: memberships in force in the own organisation."""
    rows = Membership.objects.filter(in_force(today), organisation=actor.organisation_id)
    if actor.organisation_id is None:
        return rows.none()
    return rows.select_related("person").order_by("person__last_name", "person__first_name", "pk")
