"""Addresses of the accounts module. The names `mfa_…` and `account_…` are those allauth looks for."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from conum.commons.accounts.permissions import MANAGE_TEAM, SEE_ACCOUNTS, SEE_ORGANISATIONS
from conum.commons.accounts.web.views import (
    impersonations,
    invitations,
    openid,
    organisations,
    people,
    profile,
    second_factor,
    sign_in,
    team,
)
from conum.kernel.ui.navigation import Entry, register

# Here rather than in `apps.py`: permissions read models, which wait for all apps.
register(
    Entry(_("Structures"), "accounts:organisations", permission=SEE_ORGANISATIONS, order=80, group=_("Administration")),
    Entry(_("Mon équipe"), "accounts:team", permission=MANAGE_TEAM, order=85),
    Entry(_("Comptes"), "accounts:people", permission=SEE_ACCOUNTS, order=90, group=_("Administration")),
)

own = [
    path("connexion/", sign_in.SignIn.as_view(), name="sign_in"),
    path("connexion/code/", sign_in.SignInCode.as_view(), name="sign_in_code"),
    path("connexion/identite/", openid.OpenIdDeparture.as_view(), name="openid"),
    path("connexion/identite/retour/", openid.OpenIdReturn.as_view(), name="openid_return"),
    path("deconnexion/retour/", openid.OpenIdGoodbye.as_view(), name="openid_goodbye"),
    path("deconnexion/", sign_in.SignOut.as_view(), name="sign_out"),
    path("compte/", profile.Profile.as_view(), name="profile"),
    path("compte/modifier/", profile.ProfileEdit.as_view(), name="profile_edit"),
    path("compte/adresse/", profile.EmailChange.as_view(), name="email_change"),
    path("compte/adresse/code/", profile.EmailCode.as_view(), name="email_code"),
    path("compte/role/", profile.Roles.as_view(), name="roles"),
    path("compte/appareils/", profile.Sessions.as_view(), name="sessions"),
    path("compte/connexions/", profile.SignInLog.as_view(), name="sign_in_log"),
    path("compte/a-ma-place/", impersonations.Agreement.as_view(), name="agreement"),
    path("compte/arreter/", impersonations.StopActing.as_view(), name="stop_acting"),
    path("compte/fermer/", profile.CloseAccount.as_view(), name="close"),
    path("invitations/<str:token>/", invitations.AcceptInvitation.as_view(), name="invitation"),
    path("equipe/", team.Team.as_view(), name="team"),
    path("equipe/inviter/", team.InviteColleague.as_view(), name="team_invite"),
    path("equipe/<uuid:pk>/retirer/", team.RemoveColleague.as_view(), name="team_remove"),
    path("equipe/invitations/<uuid:pk>/retirer/", team.RevokeInvitation.as_view(), name="team_revoke"),
    path("comptes/", people.PersonList.as_view(), name="people"),
    path("comptes/inviter/", people.Invite.as_view(), name="invite"),
    path("comptes/invitations/", people.Invitations.as_view(), name="invitations"),
    path("comptes/invitations/<uuid:pk>/retirer/", people.Revoke.as_view(), name="revoke"),
    path("comptes/<uuid:pk>/", people.PersonDetail.as_view(), name="person"),
    path("comptes/<uuid:pk>/desactiver/", people.Deactivate.as_view(), name="deactivate"),
    path("comptes/<uuid:pk>/reactiver/", people.Reactivate.as_view(), name="reactivate"),
    path("comptes/<uuid:pk>/agir/", impersonations.Impersonate.as_view(), name="impersonate"),
    path("comptes/roles/<uuid:pk>/terminer/", people.EndRole.as_view(), name="end_role"),
    path("structures/", organisations.OrganisationList.as_view(), name="organisations"),
    path("structures/<uuid:pk>/", organisations.OrganisationDetail.as_view(), name="organisation"),
    path("structures/<uuid:pk>/statut/", organisations.CorrectClass.as_view(), name="correct_class"),
    path("structures/<uuid:pk>/label/", organisations.GiveLabel.as_view(), name="give_label"),
]
SAFETY = "compte/securite/"
allauth = [
    path("connexion/", sign_in.SignIn.as_view(), name="account_login"),
    path("connexion/cle/", sign_in.SignInPasskey.as_view(), name="mfa_login_webauthn"),
    path("connexion/second-facteur/", second_factor.Authenticate.as_view(), name="mfa_authenticate"),
    path("connexion/confirmer/", second_factor.Reauthenticate.as_view(), name="mfa_reauthenticate"),
    path(
        "connexion/confirmer-par-cle/",
        second_factor.ReauthenticatePasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path(SAFETY, second_factor.Index.as_view(), name="mfa_index"),
    path(f"{SAFETY}application/", second_factor.TotpAdd.as_view(), name="mfa_activate_totp"),
    path(f"{SAFETY}application/retirer/", second_factor.TotpRemove.as_view(), name="mfa_deactivate_totp"),
    path(f"{SAFETY}cles/ajouter/", second_factor.PasskeyAdd.as_view(), name="mfa_add_webauthn"),
    path(f"{SAFETY}cles/<int:pk>/retirer/", second_factor.PasskeyRemove.as_view(), name="mfa_remove_webauthn"),
    path(f"{SAFETY}codes/", second_factor.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(f"{SAFETY}codes/nouveaux/", second_factor.RecoveryCodesAgain.as_view(), name="mfa_generate_recovery_codes"),
    path(
        f"{SAFETY}codes/telecharger/",
        second_factor.RecoveryCodesDownload.as_view(),
        name="mfa_download_recovery_codes",
    ),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((own, "accounts"))), *allauth]
