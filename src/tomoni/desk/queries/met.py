"""When somebody was last met: in records of contact, and when a child was seen after a 通告."""

from collections.abc import Iterable
from dataclasses import replace

from tomoni.access.viewer import Viewer
from tomoni.contacts.queries import Last, last_seen
from tomoni.intake.queries.lists import sights_of
from tomoni.people.models import Person


def last_met(viewer: Viewer, persons: Iterable[Person]) -> list[Last]:
    """For every person given, whichever record knows it best."""
    wanted = list(persons)
    checked = sights_of(viewer, wanted)
    return [
        replace(last, seen=max(filter(None, (last.seen, checked.get(last.person.pk))), default=None))
        for last in last_seen(viewer, wanted)
    ]
