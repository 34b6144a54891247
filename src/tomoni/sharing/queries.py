"""Reading consents, and finding the organisations they are about."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tomoni.access.choices import Level
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, today
from tomoni.families.models import Family
from tomoni.families.queries import relatives
from tomoni.people.models import Person
from tomoni.sharing.models import Consent
from tomoni.sharing.rules import Standing, is_minor, standing


@dataclass(frozen=True)
class Answer:
    """A person's answer and how it stands today."""

    consent: Consent
    standing: Standing

    @property
    def until(self) -> Day | None:
        """The last day, for people."""
        return Day(self.consent.until) if self.consent.until else None

    @property
    def asked_on(self) -> date:
        """The day it was asked, in Japan."""
        return self.consent.asked_at.astimezone(TOKYO).date()

    @property
    def withdrawn_on(self) -> date | None:
        """The day it was taken back, in Japan."""
        moment = self.consent.withdrawn_at
        return moment.astimezone(TOKYO).date() if moment else None

    @property
    def recipient(self) -> str:
        """To whom."""
        return str(self.consent.organisation or self.consent.recipient)


@dataclass(frozen=True)
class Asked:
    """A member of the family and the answers given so far; ``minor``: a child's yes stands apart from the parent's; ``gone``
    were entered by mistake and taken back.
    """

    person: Person
    minor: bool
    answers: list[Answer]
    gone: list[Consent]


def consents(viewer: Viewer, level: Level = Level.READ) -> Any:
    """Consents that stand, as far as the viewer can read (or change) them, newest first, with what a receipt shows."""
    rows = Consent.objects.all().visible_to(viewer, level).standing().order_by("-asked_at", "-pk")
    around = ("family__dossier__team_to_ask", "municipality", "dossier")
    return rows.select_related("person", "organisation", "asked_by__user", *around)


def answer(consent: Consent) -> Answer:
    """How the answer stands today."""
    withdrawn = consent.withdrawn_at is not None
    return Answer(
        consent, standing(given=consent.given, until=consent.until, withdrawn=withdrawn, on=today())
    )


def asked(viewer: Viewer, family: Family) -> list[Asked]:
    """All members with their answers, those who were asked and left the family too."""
    rows, gone = list(consents(viewer).filter(family=family)), list(_gone(viewer, family))
    members = [relative.person for relative in relatives(viewer, family)]
    people = list(dict.fromkeys([*members, *(row.person for row in [*rows, *gone])]))
    return [
        Asked(
            person,
            is_minor(person.birth, today()),
            [answer(row) for row in rows if row.person_id == person.pk],
            [row for row in gone if row.person_id == person.pk],
        )
        for person in people
    ]


def _gone(viewer: Viewer, family: Family) -> Any:
    rows = Consent.objects.all().visible_to(viewer).retracted().filter(family=family)
    return rows.select_related("person", "organisation", "retracted_by__user")


def standing_consents(viewer: Viewer, family: Family) -> Any:
    """Yeses of the family that stand today, the newest first."""
    rows = consents(viewer).filter(family=family, given=True, withdrawn_at=None)
    return rows.exclude(until__lt=today())


def askable(viewer: Viewer, family: Family) -> list[Person]:
    """Members who can say yes or no: born and living."""
    members = [relative.person for relative in relatives(viewer, family)]
    return [person for person in members if not person.unborn and person.death is None]
