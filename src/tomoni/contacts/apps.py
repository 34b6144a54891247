"""The app of records of contact."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """Records of contact (経過記録)."""

    name = "tomoni.contacts"
    verbose_name = "経過記録"
