"""How allauth's log-in becomes ours: nobody signs up, secrets are encrypted, events are journaled, words are Japanese."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tomoni.accounts import actions, queries, sessions
from tomoni.accounts.models import User
from tomoni.accounts.rules import device
from tomoni.calendar import now
from tomoni.config.keys import seal, unseal

PLACE = b"accounts.second_factor"
SAID = {
    "mfa/messages/totp_activated.txt": "認証アプリを登録しました。",
    "mfa/messages/totp_deactivated.txt": "認証アプリの登録をやめました。",
    "mfa/messages/webauthn_added.txt": "パスキーを登録しました。",
    "mfa/messages/webauthn_removed.txt": "パスキーの登録をやめました。",
    "mfa/messages/recovery_codes_generated.txt": "予備コードを作りました。紙に控えて、鍵のかかる所に置いてください。",
    "account/messages/password_changed.txt": "パスワードを変えました。ほかの機器ではログインし直しになります。",
    "account/messages/logged_out.txt": "ログアウトしました。",
}
WRONG_CODE = "コードが違います。時間が切れていることもあるので、新しいコードで試してください。"
TOO_MANY = "続けて間違えたため、しばらく受け付けません。5分ほど待ってから、もう一度お試しください。"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-in, log-out and passwords."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "この利用者は使えなくなっています。システム管理者にお尋ねください。",
        "username_password_mismatch": "利用者名かパスワードが違います。",
        "incorrect_password": "パスワードが違います。",
        "enter_current_password": "いまのパスワードが違います。",
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Users are made by an administrator."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Every way in passes here: password, passkey, second factor, demo, an identity provider."""
        super().login(request, user)
        sessions.begin(request.session, now(), device(request.headers.get("User-Agent", "")))
        used = [record["method"] for record in get_authentication_records(request, user)]
        actions.enter(user, "login", "+".join(used) or "demo")

    def logout(self, request: HttpRequest) -> None:
        """The user must be known before the session is gone."""
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            actions.enter(user, "logout")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        """A wrong password at log-in or at the locked screen."""
        actions.log_in_failed(str(credentials.get("username", "")))

    def post_login(self, request: HttpRequest, user: User, **flow: Any) -> HttpResponse:
        """First of all what could not be sent last time."""
        return after_entering(user, super().post_login(request, user, **flow).headers["Location"])

    def set_password(self, user: User, password: str) -> None:
        actions.set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("accounts:mine")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str = "",
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        *,
        message: str = "",
    ) -> None:
        """Only our own words; what they do not cover is not said."""
        said = message or SAID.get(message_template, "")
        if said:
            super().add_message(request, level, message=said)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors. Passkeys hold a public key only; TOTP secrets and the seed of recovery codes are encrypted."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": "予備コードは、認証アプリかパスキーを登録すると作れます。",
    }

    def encrypt(self, text: str) -> str:
        return seal(text, PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, PLACE)

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002
        """A name to start from."""
        return f"パスキー{user.authenticator_set.filter(type=type).count() + 1}"  # type: ignore[attr-defined]


def after_entering(user: User, onward: str) -> HttpResponse:
    """Where to go once somebody is in: to what is kept for them, or straight on."""
    if queries.anything_parked(user):
        return redirect(f"{reverse('accounts:parked')}?{urlencode({'next': onward})}")
    return redirect(onward)
