"""Addresses of the positions module."""

from __future__ import annotations

from django.urls import path

from conum.domains.positions.web.views import (
    allocation,
    ask,
    committee,
    decision,
    downloads,
    following,
    opinion,
    quotas,
    requests,
    sending,
)

app_name = "positions"
urlpatterns = [
    path("accueillir-un-conseiller/", ask.Start.as_view(), name="ask_start"),
    path("accueillir-un-conseiller/etape/<slug:step>/", ask.Ask.as_view(), name="ask_step"),
    path("accueillir-un-conseiller/envoi/", sending.Send.as_view(), name="ask_send"),
    path("accueillir-un-conseiller/envoyee/", sending.Sent.as_view(), name="ask_sent"),
    path("accueillir-un-conseiller/brouillon/", sending.Kept.as_view(), name="ask_kept"),
    path("accueillir-un-conseiller/reprendre/<str:token>/", sending.Resume.as_view(), name="ask_resume"),
    path("accueillir-un-conseiller/prevenir/<slug:employer_class>/", sending.InterestPage.as_view(), name="interest"),
    path("demande/<str:token>/confirmer/", following.Confirm.as_view(), name="confirm"),
    path("demande/<str:token>/", following.Follow.as_view(), name="follow"),
    path("demande/<str:token>/abandonner/", following.FollowWithdraw.as_view(), name="follow_withdraw"),
    path("demandes/", requests.RequestList.as_view(), name="requests"),
    path("demandes/<uuid:pk>/", requests.RequestPage.as_view(), name="request"),
    path("demandes/<uuid:pk>/avis/", opinion.GiveOpinion.as_view(), name="opinion"),
    path("demandes/<uuid:pk>/decision/", decision.Decide.as_view(), name="decide"),
    path("demandes/<uuid:pk>/depassement/", decision.AskOverride.as_view(), name="ask_override"),
    path("demandes/<uuid:pk>/abandonner/", requests.Withdraw.as_view(), name="withdraw"),
    path("demandes/<uuid:pk>/doublon/", requests.MarkDuplicate.as_view(), name="mark_duplicate"),
    path("demandes/<uuid:pk>/annuler/", requests.Cancel.as_view(), name="cancel"),
    path("demandes/<uuid:pk>/retablir/", requests.Reinstate.as_view(), name="reinstate"),
    path("depassements/<uuid:pk>/accorder/", decision.AgreeOverride.as_view(), name="agree_override"),
    path("comite/", committee.SessionList.as_view(), name="sessions"),
    path("comite/nouvelle/", committee.PlanSession.as_view(), name="plan_session"),
    path("comite/dotations/", committee.QuotaFragment.as_view(), name="balances"),
    path("comite/<uuid:pk>/", committee.SessionScreen.as_view(), name="session"),
    path("comite/<uuid:pk>/ouvrir/", committee.MoveSession.as_view(), name="open_session"),
    path("comite/<uuid:pk>/clore/", committee.CloseSession.as_view(), name="close_session"),
    path("comite/<uuid:pk>/comparer/", committee.Compare.as_view(), name="compare"),
    path("dotations/", quotas.QuotaList.as_view(), name="quotas"),
    path("dotations/<str:code>/", quotas.QuotaPage.as_view(), name="quota"),
    path("dotations/<str:code>/fixer/", quotas.SetQuota.as_view(), name="set_quota"),
    path("repartition/", allocation.Calculator.as_view(), name="allocation"),
    path("repartition/enregistrer/", allocation.SaveScenario.as_view(), name="scenario_save"),
    path("repartition/scenarios/", allocation.ScenarioList.as_view(), name="scenarios"),
    path("repartition/scenarios/comparer/", allocation.CompareScenarios.as_view(), name="scenario_compare"),
    path("repartition/scenarios/<uuid:pk>/", allocation.ScenarioPage.as_view(), name="scenario"),
    path("repartition/scenarios/<uuid:pk>/adopter/", allocation.AdoptScenario.as_view(), name="scenario_adopt"),
    path("postes/", quotas.PostList.as_view(), name="posts"),
    path("postes/<uuid:pk>/", quotas.PostPage.as_view(), name="post"),
    path("exports/postes/", downloads.Downloads.as_view(), name="downloads"),
    path("exports/postes/<slug:name>/", downloads.Download.as_view(), name="download"),
    path("donnees-ouvertes/conseillers/", downloads.OpenDecisions.as_view(), name="open_decisions"),
]
