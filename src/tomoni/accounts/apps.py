"""The app of the people who log in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, their posts (hats), teams, log-in."""

    name = "tomoni.accounts"
    verbose_name = "利用者"
