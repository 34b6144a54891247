"""The app of consent and disclosure."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Consent and what is shared on it."""

    name = "tomoni.sharing"
    verbose_name = "共有と同意"
