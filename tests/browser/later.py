"""Settings of an installation whose clock stands at a year later."""

from datetime import timedelta

from tomoni.config.settings import *  # noqa: F403

TOMONI_CLOCK_OFFSET = timedelta(days=370)
