"""Building the demo town: founded, its living cases played, its other families made up."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tomoni.access.actions import seal
from tomoni.accounts.choices import Role
from tomoni.calendar import now
from tomoni.calendar import today as the_day
from tomoni.cases.models import Case
from tomoni.contacts.models import Contact
from tomoni.families.models import Family
from tomoni.jobs.actions import take_statistics
from tomoni.tenancy.context import tenant
from tomoni.town import script
from tomoni.town.actions.founding import Place, add_guests, found
from tomoni.town.actions.making import Maker
from tomoni.town.actions.replay import Player
from tomoni.town.actions.stage import Stage

KIN = "職員の親族のため"


@dataclass(frozen=True)
class Built:
    """What stands."""

    name: str
    families: int
    contacts: int
    notice: str


def build(*, cases: int = 60, seed: int = 1, today: date | None = None) -> Built:
    """The town as of that day. Everything goes through the product's actions, at its own moment."""
    with transaction.atomic():
        built = _build(cases, seed, today or the_day())
    take_statistics()
    return built


def _build(cases: int, seed: int, day: date) -> Built:
    town = script.town()
    place = found(town, day)
    with tenant(place.municipality):
        stages = [Stage(place, case, day) for case in script.cases()[:cases]]
        Player(day, now()).play(stages)
        persons = {f"{s.case.key}/{key}": row for s in stages for key, row in s.people.items()}
        add_guests(place, town, persons)
        maker = Maker(place, day, now(), seed)
        for number in range(cases - len(stages)):
            maker.make(number)
        _seal_one(place, [stage.home for stage in stages])
        families = Family.objects.for_system("town: how many").count()
        contacts = Contact.objects.for_system("town: how many").count()
    return Built(town.town.name, families, contacts, town.town.notice)


def _seal_one(place: Place, told: list[Family]) -> None:
    """A colleague's kin are among the families made up: one that the coordinator leads is hers and the head's alone."""
    coordinator, head = (
        next(viewer for viewer in place.staff.values() if viewer.role == role)
        for role in (Role.COORDINATOR, Role.HEAD)
    )
    led = Case.objects.for_system("town: kin of a colleague").filter(lead=coordinator.post, closed_on=None)
    case = led.exclude(family__in=told).select_related("family__dossier").order_by("pk").first()
    if case:
        seal(coordinator, dossier=case.family.dossier, reason=KIN, keepers=[coordinator.post, head.post])
