"""The ``tomoni`` program: Django's command line with our settings."""

import os
import sys

from django.core.management import execute_from_command_line

from tomoni.config.env import Misset


def main() -> None:
    """Run the command named on the command line; with settings that cannot be, say which and end with 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tomoni.config.settings")
    try:
        execute_from_command_line(sys.argv)
    except Misset as error:
        sys.exit(f"× {error}")
