"""Log-in, log-out, the locked screen, one's own settings. Of allauth's addresses only those that we use exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_required
from django.urls import include, path, reverse_lazy
from django.views.generic import RedirectView

from tomoni.accounts.views import entering, mine, screen


def _shown(template: str) -> dict[str, str]:
    """Our page in the place of allauth's."""
    return {"template_name": f"accounts/{template}.html"}


ours = [
    path("hats/", mine.hats, name="hats"),
    path("mine/", mine.mine, name="mine"),
    path("sessions/", mine.sessions, name="sessions"),
    path("sessions/end/", mine.end, name="end_session"),
    path("lock/", screen.lock, name="lock"),
    path("unlock/", screen.unlock, name="unlock"),
    path("kept/", screen.parked, name="parked"),
    path("kept/<uuid:ref>/discard/", screen.discard, name="discard"),
    path("demo/", entering.demo, name="demo"),
    path("reset/", entering.reset, name="reset"),
]

password = account.PasswordChangeView.as_view(**_shown("password"))
second_factor = [
    path("", mfa.IndexView.as_view(**_shown("second_factor")), name="mfa_index"),
    path("authenticate/", mfa.AuthenticateView.as_view(**_shown("second_step")), name="mfa_authenticate"),
    path("confirm/", mfa.ReauthenticateView.as_view(**_shown("confirm")), name="mfa_reauthenticate"),
    path("app/", totp.ActivateTOTPView.as_view(**_shown("totp")), name="mfa_activate_totp"),
    path("app/remove/", totp.DeactivateTOTPView.as_view(**_shown("totp_remove")), name="mfa_deactivate_totp"),
    path("codes/", codes.ViewRecoveryCodesView.as_view(**_shown("codes")), name="mfa_view_recovery_codes"),
    path(
        "codes/new/",
        codes.GenerateRecoveryCodesView.as_view(**_shown("codes_new")),
        name="mfa_generate_recovery_codes",
    ),
    path("passkeys/", passkeys.ListWebAuthnView.as_view(**_shown("passkeys")), name="mfa_list_webauthn"),
    path("passkeys/add/", passkeys.AddWebAuthnView.as_view(**_shown("passkey_add")), name="mfa_add_webauthn"),
    path(
        "passkeys/<int:pk>/remove/",
        passkeys.RemoveWebAuthnView.as_view(**_shown("passkey_remove")),
        name="mfa_remove_webauthn",
    ),
    path("passkeys/log-in/", passkeys.LoginWebAuthnView.as_view(), name="mfa_login_webauthn"),
    path(
        "passkeys/confirm/",
        passkeys.ReauthenticateWebAuthnView.as_view(**_shown("confirm_passkey")),
        name="mfa_reauthenticate_webauthn",
    ),
]

urlpatterns = [
    path("login/", entering.LogIn.as_view(), name="account_login"),
    path("logout/", account.LogoutView.as_view(**_shown("log_out")), name="account_logout"),
    path("inactive/", account.AccountInactiveView.as_view(**_shown("inactive")), name="account_inactive"),
    path("password/", login_required(password), name="account_change_password"),
    path(
        "password/set/", RedirectView.as_view(url=reverse_lazy("accounts:reset")), name="account_set_password"
    ),
    path("confirm/", account.ReauthenticateView.as_view(**_shown("confirm")), name="account_reauthenticate"),
    path("second-factor/", include(second_factor)),
    path("", include((ours, "accounts"))),
]
