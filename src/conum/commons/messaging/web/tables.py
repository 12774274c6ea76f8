"""Columns of the messaging pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conum.commons.messaging.enums import MessageState
from conum.kernel.ui.tables import Column, state
from conum.kernel.ui.tones import name_tones

name_tones(success=MessageState.SENT, error=MessageState.FAILED, warning=MessageState.BOUNCED)

MAILS = (
    Column(
        _("Objet"), "subject", heading=True, link=lambda mail: reverse("messaging:demonstration_mail", args=[mail.pk])
    ),
    Column(_("Destinataire"), "to", sort="a"),
    Column(_("Moyen"), "get_channel_display"),
    Column(_("Date"), "queued_at", sort="date"),
    state(_("État"), "state"),
)
