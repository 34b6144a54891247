"""The app of persons."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, names, births, addresses and their protection, schools."""

    name = "tomoni.people"
    verbose_name = "本人・家族"
