"""Addresses of mandates."""

from django.urls import URLPattern, URLResolver, path

from conum.domains.mandates.web.views import (
    citizens,
    consenting,
    franceconnect,
    mandates,
    preparing,
    public,
    signing,
    transfers,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("mandats/", mandates.MandateList.as_view(), name="mandates"),
    path("mandats/exporter/", mandates.Export.as_view(), name="export"),
    path("mandats/nouveau/", preparing.Create.as_view(), name="create"),
    path("mandats/preparation/<uuid:pk>/", preparing.Preparation.as_view(), name="preparation"),
    path("mandats/preparation/<uuid:pk>/identifier/", preparing.Identify.as_view(), name="identify"),
    path("mandats/preparation/<uuid:pk>/resume/", signing.Summary.as_view(), name="summary"),
    path("mandats/preparation/<uuid:pk>/accord-par-sms/", consenting.Consent.as_view(), name="consent"),
    path("mandats/sms/reponses/", consenting.SmsAnswers.as_view(), name="sms_answers"),
    path("mandats/preparation/<uuid:pk>/signer/", signing.Sign.as_view(), name="sign"),
    path("mandats/preparation/<uuid:pk>/arreter/<slug:reason>/", preparing.Stop.as_view(), name="stop"),
    path("mandats/franceconnect/retour/", franceconnect.Return.as_view(), name="fc_return"),
    path("mandats/franceconnect/au-revoir/", franceconnect.Goodbye.as_view(), name="fc_goodbye"),
    path("mandats/verifier/", public.Verify.as_view(), name="verify"),
    path("mandats/revoquer-par-code/", public.RevokeByCode.as_view(), name="revoke_by_code"),
    path("mandats/administration/", public.Administer.as_view(), name="administer"),
    path("mandats/transferts/", transfers.Transfers.as_view(), name="transfers"),
    path("mandats/transferts/<uuid:pk>/accepter/", transfers.Accept.as_view(), name="transfer_accept"),
    path("mandats/transferts/<uuid:pk>/refuser/", transfers.Refuse.as_view(), name="transfer_refuse"),
    path("mandats/transferts/<uuid:pk>/retirer/", transfers.Withdraw.as_view(), name="transfer_withdraw"),
    path("mandats/transferts/<uuid:pk>/signer/", preparing.SignTransfer.as_view(), name="transfer_sign"),
    path("mandats/usagers/<uuid:pk>/", mandates.Citizen.as_view(), name="citizen_sheet"),
    path("mandats/<uuid:pk>/", mandates.MandateDetail.as_view(), name="mandate"),
    path("mandats/<uuid:pk>/attestation/", mandates.Paper.as_view(), name="paper"),
    path("mandats/<uuid:pk>/revoquer/", mandates.Revoke.as_view(), name="revoke"),
    path("mandats/<uuid:pk>/renouveler/", preparing.Renew.as_view(), name="renew"),
    path("mandats/<uuid:pk>/transferer/", transfers.Propose.as_view(), name="transfer"),
    path("mes-mandats/", citizens.Own.as_view(), name="citizen"),
    path("mes-mandats/connexion/", citizens.SignIn.as_view(), name="own_sign_in"),
    path("mes-mandats/quitter/", citizens.SignOut.as_view(), name="own_sign_out"),
    path("mes-mandats/copie/", citizens.OwnCopy.as_view(), name="own_copy"),
    path("mes-mandats/<uuid:pk>/revoquer/", citizens.OwnRevoke.as_view(), name="own_revoke"),
    path("mes-mandats/<uuid:pk>/attestation/", citizens.OwnPaper.as_view(), name="own_paper"),
]
