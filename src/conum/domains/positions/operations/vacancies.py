"""The watch over vacant posts (POS-47): hosts are warned, then asked to give the post back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conum.commons.accounts.models import Organisation
from conum.commons.journal.operations import record
from conum.domains.positions import parameters
from conum.domains.positions.enums import VacancyStage
from conum.domains.positions.models import PostAttachment, VacancyNotice
from conum.domains.positions.operations.life import FAMILY
from conum.domains.positions.operations.notices import tell_vacancy
from conum.domains.positions.queries.vacancies import vacant
from conum.domains.positions.rules.vacancy import stage_dates, stage_on

Due = tuple[Organisation, date, VacancyStage]


def watch_vacancies(*, now: datetime) -> int:
    """Warn the hosts whose posts reach a stage; each stage of each vacancy is told once, whatever the repetitions.

    Posts of one host vacant since the same day make one mail. A stage passed while the job did not run is skipped
    for the later one. Returns the number of hosts told.
    """
    groups: dict[Due, list[PostAttachment]] = defaultdict(list)
    day = timezone.localdate(now)
    months = parameters.VACANCY_MAX.on(day)
    for row in vacant(day):
        stage = stage_on(row.vacant_since, day, months)
        if stage is not None and stage != row.last_stage and row.ends_on is None:  # else already given back
            groups[row.host, row.vacant_since, stage].append(row)
    return sum(_warn(due, rows, months, now) for due, rows in groups.items())


@transaction.atomic
def _warn(due: Due, rows: Iterable[PostAttachment], months: int, now: datetime) -> bool:
    host, since, stage = due
    made = [
        row
        for row in rows
        if VacancyNotice.objects.get_or_create(
            attachment=row, vacant_since=since, stage=stage, defaults={"sent_at": now}
        )[1]
    ]
    if not made:
        return False
    numbers = [row.post.number for row in made]
    subject, lines = _words(numbers, since, stage, months)
    path = reverse("positions:vacancies")
    tell_vacancy(host, f"positions.vacancy/{made[0].pk}/{since}/{stage}", subject, lines, path, now)
    payload = {"stage": stage, "vacant_since": since, "posts": numbers}
    record(family=FAMILY, action="vacancy.warn", actor=None, subject=host, payload=payload, now=now)
    return True


def _words(numbers: list[int], since: date, stage: VacancyStage, months: int) -> tuple[str, list[str]]:
    posts = ", ".join(f"n° {number}" for number in sorted(numbers))
    end = date_format(stage_dates(since, months)[VacancyStage.RETURN_PROPOSED], "j F Y")
    told = ngettext("Vacant depuis le {day} : {posts}.", "Vacants depuis le {day} : {posts}.", len(numbers))
    lines = [told.format(day=date_format(since, "j F Y"), posts=posts)]
    if stage == VacancyStage.RETURN_PROPOSED:
        asked = ngettext(
            "Le délai de {months} mois est dépassé. Rendez ce poste, ou dites à votre préfecture où en est le "
            "recrutement.",
            "Le délai de {months} mois est dépassé. Rendez ces postes, ou dites à votre préfecture où en est le "
            "recrutement.",
            len(numbers),
        )
        lines.append(asked.format(months=months))
        return _("Poste vacant : rendu proposé"), lines
    lines.append(
        _("Un poste reste vacant {months} mois au plus : au {end}, son rendu vous sera proposé.").format(
            months=months, end=end
        )
    )
    return _("Poste vacant : pensez à recruter"), lines
