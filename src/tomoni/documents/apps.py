"""The app of papers."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Papers to print. Without models."""

    name = "tomoni.documents"
    verbose_name = "書類"
