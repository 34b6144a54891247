"""What goes to the log when something breaks: where and what kind, never what somebody had written."""

import logging
import traceback
from types import TracebackType

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

# Errors whose words come from the machine, not from a row or a form; and our own, which are written for developers.
PLAIN = (OSError, ImportError, ImproperlyConfigured, OperationalError)
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Tracebacks without the words of errors: a database quotes the row it refuses, ``int()`` the text it cannot read."""

    def formatException(self, ei: Raised) -> str:  # noqa: N802
        """Frames of the error and of those before it, each with the kind of the error."""
        error, lines = ei[1], []
        while error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__))
            lines.append(f"{frames}{_named(error)}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\n".join(reversed(lines))


def _named(error: BaseException) -> str:
    kind = type(error)
    told = isinstance(error, PLAIN) or kind.__module__.startswith("tomoni.")
    return f"{kind.__module__}.{kind.__qualname__}" + (f": {error}" if told else "")
