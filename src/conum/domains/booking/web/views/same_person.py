"""« The same person »: two people of the bookings one sees are one, and taken back (sheet 06 section 12)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conum.domains.booking.models import Contact
from conum.domains.booking.operations.same_person import Same, merge_contacts, separate_contacts
from conum.domains.booking.parameters import MAX_LIVE
from conum.domains.booking.permissions import (
    MERGE_CONTACTS,
    appointments_visible_to,
    contacts_visible_to,
    merges_visible_to,
)
from conum.domains.booking.web.forms.same_person import SamePersonForm
from conum.kernel.ui import words
from conum.kernel.web.views import ActionPage, ObjectFormPage

MOST = 20


class SamePerson(ObjectFormPage):
    """Of one appointment: people who look like the one awaited, or those sought by `?q=`."""

    permission = MERGE_CONTACTS
    template_name = "booking/same_person.html"
    form_class = SamePersonForm

    def rows(self) -> Any:
        """Appointments of people not anonymised."""
        seen = appointments_visible_to(self.actor).filter(contact__anonymised_at=None)  # type: ignore[arg-type]
        return seen.select_related("contact").distinct()

    @property
    def sought(self) -> str:
        """What was typed."""
        return self.request.GET.get("q", "").replace("\x00", "").strip()[:80]

    @cached_property
    def found(self) -> list[Contact]:
        """One contact of each person found, others than the one awaited."""
        contact, rows = self.object.contact, contacts_visible_to(self.actor)  # type: ignore[arg-type]
        like = Q(last_name__iexact=contact.last_name)
        if contact.phone:
            like |= Q(phone=contact.phone)
        if contact.email:
            like |= Q(email=contact.email)
        if len(self.sought) > 1:
            digits = "".join(sign for sign in self.sought if sign.isdigit()).lstrip("0")
            like = Q(last_name__icontains=self.sought) | Q(first_name__icontains=self.sought)
            like |= Q(phone__contains=digits) if len(digits) > 3 else Q(pk__in=[])
        others = rows.filter(like).exclude(person_key=contact.person_key).order_by("last_name", "first_name", "pk")
        once = {row.person_key: row for row in others[:200]}
        return list(once.values())[:MOST]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the people found."""
        people = [(str(row.pk), _described(row)) for row in self.found]
        return {**super().get_form_kwargs(), "people": people}

    def perform(self, form: Any) -> Same:
        """Say they are one."""
        given = form.cleaned_data
        return merge_contacts(
            kept_id=self.object.contact_id, merged_id=UUID(given["other"]), reason=given["reason"], actor=self.actor,
            now=self.now,
        )  # fmt: skip

    def get_success_url(self) -> str:
        """Back to the appointment, with what is to be looked at."""
        messages.success(self.request, _("Les deux fiches sont réunies. Aucune réservation n'est annulée."))
        most = MAX_LIVE.on(localdate(self.now))
        for name, count in self.result.over:
            told = _("« %(name)s » : %(count)s rendez-vous en cours pour cette personne, le maximum est %(most)s.")
            messages.warning(self.request, told % {"name": name, "count": count, "most": most})
        for title in self.result.twice:
            messages.warning(
                self.request, _("%s : elle y est deux fois. Les deux restent : annulez celle de trop.") % title
            )
        return reverse("booking:appointment", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the person, what was sought, and what was said before."""
        contact = self.object.contact
        held = merges_visible_to(self.actor).filter(kept__person_key=contact.person_key, undone_at=None)  # type: ignore[arg-type]
        return super().get_context_data(
            contact=_described(contact),
            sought=self.sought,
            found=self.found,
            merges=[
                (row, _described(row.merged)) for row in held.select_related("merged").order_by("-created_at")[:MOST]
            ],
            **kwargs,
        )


def _described(contact: Any) -> str:
    reach = [words.phone(contact.phone) if contact.phone else "", contact.email]
    return " · ".join([str(contact), *(part for part in reach if part)])


class Separate(ActionPage):
    """Take it back."""

    permission = MERGE_CONTACTS
    question = gettext_lazy("Séparer de nouveau ces deux fiches ?")
    done = gettext_lazy("Les deux fiches sont séparées.")

    def rows(self) -> Any:
        """Those the actor sees, not undone."""
        return merges_visible_to(self.actor).filter(undone_at=None).select_related("kept", "merged")  # type: ignore[arg-type]

    def perform(self) -> None:
        """Undo."""
        separate_contacts(merge_id=self.object.pk, actor=self.actor, now=self.now)  # type: ignore[arg-type]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whose."""
        row = self.object
        return super().get_context_data(**kwargs) | {"object": f"{_described(row.kept)} / {_described(row.merged)}"}

    def back(self) -> str:
        """The list of appointments."""
        return reverse("booking:appointments")
