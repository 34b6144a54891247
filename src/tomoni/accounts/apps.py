"""The app of the people who log in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, their posts (hats), teams, log-in."""

    name = "tomoni.accounts"
    verbose_name = "利用者"

    def ready(self) -> None:
        """Listen to allauth: what changes a second factor may make a password too short."""
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        from tomoni.accounts.actions import second_factor_changed

        authenticator_added.connect(second_factor_changed, dispatch_uid="accounts.added")
        authenticator_removed.connect(second_factor_changed, dispatch_uid="accounts.removed")
