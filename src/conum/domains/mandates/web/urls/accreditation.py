"""Addresses of applications, helpers and cards."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from conum.domains.mandates.permissions import accreditation as permissions
from conum.domains.mandates.web.views import (
    accreditations,
    ask_draft,
    ask_send,
    ask_start,
    ask_step,
    cards,
    following,
    helper_actions,
    helper_pages,
    helper_training,
    inviting,
    requests,
)
from conum.kernel.ui.navigation import Entry, register

register(
    Entry(
        _("Demandes d'habilitation"),
        "mandates:requests",
        permissions.REQUEST_READ,
        order=60,
        group=_("Aidants Connect"),
    ),
    Entry(_("Aidants"), "mandates:helpers", permissions.HELPER_READ, order=61, group=_("Aidants Connect")),
    Entry(_("Cartes"), "mandates:cards", permissions.CARD_IMPORT, order=62, group=_("Aidants Connect")),
    Entry(_("Mon espace d'aidant"), "mandates:space", permissions.HELPER_SPACE, order=59),
)

AC = "aidants-connect/"
ONE = f"{AC}aidants/<uuid:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(AC, accreditations.Space.as_view(), name="space"),
    path(f"{AC}proches/", ask_start.FamilyCarer.as_view(), name="family_carer"),
    path(f"{AC}aidants/", helper_pages.HelperList.as_view(), name="helpers"),
    path(f"{AC}aidants/inviter/", inviting.InviteHelper.as_view(), name="helper_invite"),
    path(ONE, helper_pages.HelperPage.as_view(), name="helper"),
    path(f"{ONE}formation/", helper_training.Training.as_view(), name="helper_training"),
    path(f"{ONE}formation/debut/", helper_actions.StartTraining.as_view(), name="helper_start"),
    path(f"{ONE}test/", helper_training.Test.as_view(), name="helper_test"),
    path(f"{ONE}suspendre/", helper_actions.Suspend.as_view(), name="helper_suspend"),
    path(f"{ONE}reactiver/", helper_actions.Resume.as_view(), name="helper_resume"),
    path(f"{ONE}depart/", helper_actions.Leave.as_view(), name="helper_leave"),
    path(f"{ONE}inviter/", helper_actions.InviteAgain.as_view(), name="helper_again"),
    path(f"{ONE}carte/", cards.Assign.as_view(), name="card_assign"),
    path(f"{ONE}carte/valider/", cards.Validate.as_view(), name="card_validate"),
    path(f"{ONE}carte/retirer/", cards.Remove.as_view(), name="card_remove"),
    path(f"{AC}referents/inviter/", inviting.InviteLead.as_view(), name="lead_invite"),
    path(f"{AC}referents/<uuid:pk>/retirer/", helper_actions.RemoveLead.as_view(), name="lead_remove"),
    path(f"{AC}habilitations/", accreditations.AccreditationList.as_view(), name="accreditations"),
    path(f"{AC}habilitations/<uuid:pk>/", accreditations.AccreditationPage.as_view(), name="accreditation"),
    path(f"{AC}habilitations/<uuid:pk>/demarches/", accreditations.Groups.as_view(), name="groups"),
    path(f"{AC}habilitations/<uuid:pk>/fin/", accreditations.End.as_view(), name="accreditation_end"),
    path(f"{AC}cartes/", cards.CardList.as_view(), name="cards"),
    path(f"{AC}cartes/importer/", cards.Import.as_view(), name="card_import"),
    path(f"{AC}demandes/", requests.RequestList.as_view(), name="requests"),
    path(f"{AC}demandes/<uuid:pk>/", requests.RequestPage.as_view(), name="request"),
    path(f"{AC}demandes/<uuid:pk>/repondre/", requests.Answer.as_view(), name="request_answer"),
    path(f"{AC}demandes/<uuid:pk>/habiliter/", requests.Accredit.as_view(), name="request_accredit"),
    path(f"{AC}demandes/<uuid:pk>/refuser/", requests.Refuse.as_view(), name="request_refuse"),
    path(f"{AC}demander/", ask_start.Start.as_view(), name="ask_start"),
    path(f"{AC}demander/envoi/", ask_send.Send.as_view(), name="ask_send"),
    path(f"{AC}demander/envoyee/", ask_send.Sent.as_view(), name="ask_sent"),
    path(f"{AC}demander/plus-tard/", ask_draft.Kept.as_view(), name="ask_kept"),
    path(f"{AC}demander/<slug:step>/", ask_step.Ask.as_view(), name="ask_step"),
    path(f"{AC}reprendre/<str:token>/", ask_draft.Resume.as_view(), name="ask_resume"),
    path(f"{AC}confirmer/<str:token>/", following.Confirm.as_view(), name="confirm"),
    path(f"{AC}suivre/<str:token>/", following.Follow.as_view(), name="follow"),
    path(f"{AC}suivre/<str:token>/message/", following.Message.as_view(), name="follow_message"),
    path(f"{AC}suivre/<str:token>/modifier/", following.Edit.as_view(), name="follow_edit"),
    path(f"{AC}suivre/<str:token>/accepter/", following.Agree.as_view(), name="follow_agree"),
    path(f"{AC}suivre/<str:token>/clore/", following.Close.as_view(), name="follow_close"),
]
