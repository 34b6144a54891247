"""The app of meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings, agenda items, decisions."""

    name = "tomoni.meetings"
    verbose_name = "会議"
