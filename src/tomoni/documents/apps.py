"""The app of papers and files."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Papers to print, and files that are kept."""

    name = "tomoni.documents"
    verbose_name = "書類"
