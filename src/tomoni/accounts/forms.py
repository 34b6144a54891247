"""The forms of log-in and of one's own security: allauth's, with our words."""

import unicodedata
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.core.ratelimit import consume
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError

from tomoni.accounts import actions, passwords, queries
from tomoni.accounts.models import ResetCode, User

CODE = "認証アプリに出ている6桁の数字か、予備コードを入れてください。"
NO_PASSKEY = "パスキーを確かめられませんでした。もう一度試してください。"
DIFFERENT = "2回とも同じパスワードを入れてください。"


def _named(form: forms.Form, labels: dict[str, str]) -> None:
    """Our labels, and no placeholder: it vanishes when one needs it."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)


class LogInForm(LoginForm):  # type: ignore[misc]
    """User name and password."""

    marks = "nothing"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, {"login": "利用者名", "password": "パスワード"})
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_login(self) -> str:
        """Typed with the Japanese keyboard on, ｓａｔｏ means sato."""
        return unicodedata.normalize("NFKC", self.cleaned_data["login"]).strip()


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The password, changed by its owner."""

    marks = "nothing"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(
            self,
            {
                "oldpassword": "いまのパスワード",
                "password1": "新しいパスワード",
                "password2": "新しいパスワード（もう一度）",
            },
        )
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = _rules(self.user)


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more: before one's own security is changed, and at the locked screen."""

    marks = "nothing"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, {"password": "パスワード"})


class _CodeWords:
    """A code from the app or from the list of recovery codes."""

    marks = "nothing"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, {"code": "確認コード"})  # type: ignore[arg-type]
        field: forms.Field = self.fields["code"]  # type: ignore[attr-defined]
        field.help_text = CODE
        field.widget.attrs |= {"inputmode": "numeric", "class": "short"}


class CodeForm(_CodeWords, AuthenticateForm):  # type: ignore[misc]
    """The second step of log-in; also opens the locked screen."""

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except ValidationError:
            actions.enter(self.user, "login_failed", "code")
            raise


class ConfirmCodeForm(_CodeWords, ReauthenticateByCodeForm):  # type: ignore[misc]
    """A code before one's own security is changed."""


class TotpForm(_CodeWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "認証アプリに出た6桁の数字を入れてください。"


class _Calm:
    """What a browser sends as a passkey's answer may be anything; what is not one is simply wrong."""

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()  # type: ignore[misc]
        except (KeyError, TypeError, ValueError, AttributeError):
            self.add_error("credential", NO_PASSKEY)  # type: ignore[attr-defined]

    def _clean_form(self) -> None:
        try:
            super()._clean_form()  # type: ignore[misc]
        except (KeyError, TypeError, ValueError, AttributeError):
            self.add_error("credential", NO_PASSKEY)  # type: ignore[attr-defined]


class PasskeyStepForm(_Calm, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step of log-in with a passkey; also opens the locked screen."""


class PasskeyLogInForm(_Calm, LoginWebAuthnForm):  # type: ignore[misc]
    """Log-in with nothing but a passkey."""


class ConfirmPasskeyForm(_Calm, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey before one's own security is changed."""


class PasskeyForm(_Calm, AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: a name for people; the browser fills in the rest."""

    marks = "nothing"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, {"name": "名前", "passwordless": "このパスキーだけでログインできるようにする"})
        self.fields["name"].help_text = "どの機器のものか、あとでわかる名前にします（例：職場のパソコン）。"
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True


class ResetForm(forms.Form):
    """A new password by the code that the administrator handed over."""

    marks = "nothing"
    username = forms.CharField(
        label="利用者名", widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"})
    )
    code = forms.CharField(
        label="再設定コード",
        help_text="管理者から受け取った、4文字ずつ区切られたコードです。24時間使えます。",
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autocapitalize": "characters", "class": "medium"}
        ),
    )
    password1 = forms.CharField(
        label="新しいパスワード", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label="新しいパスワード（もう一度）",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    found: ResetCode | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _rules(None)

    def clean_username(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["username"]).strip()

    def clean_code(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        """The code first: without it nothing is told about the user or the user's rules."""
        given = self.cleaned_data
        if self.errors:
            return given
        if not consume(context.request, action="reset_password_from_key", key=given["username"].lower()):
            raise get_adapter().validation_error("too_many_login_attempts")
        user = queries.user_named(given["username"])
        self.found = actions.code_matches(user, given["code"])
        if self.found is None or user is None:
            raise ValidationError(
                "利用者名かコードが違うか、コードの期限が切れています。もう一度確かめ、使えないときは管理者に新しいコードを頼んでください。"
            )
        if given["password1"] != given["password2"]:
            self.add_error("password2", DIFFERENT)
        try:
            get_adapter().clean_password(given["password1"], user)
            if self.found.drops_second_factor:  # still on record, but this password will stand alone
                passwords.Length().validate(given["password1"])
        except ValidationError as error:
            self.add_error("password1", error)
        return given


def _rules(user: User | None) -> str:
    long = f"{passwords.least(user)}文字以上にしてください。" if user else passwords.Length().get_help_text()
    return long + passwords.NotGuessable().get_help_text()
