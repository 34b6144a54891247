"""The app that holds the clock, days, eras, school years and office days; it has no tables."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Names the folder for Django."""

    name = "tomoni.calendar"
    verbose_name = "暦"
