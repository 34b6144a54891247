"""The app of the search index."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finds what belongs to a dossier by name, reading, number, telephone or address, for those who may see it."""

    name = "tomoni.search"
    verbose_name = "検索"
