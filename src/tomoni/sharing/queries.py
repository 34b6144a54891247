"""Reading consents and disclosures, and what must not be told in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q

from tomoni.access.choices import Level
from tomoni.access.facts import Fact
from tomoni.access.models import DossierModel
from tomoni.access.protected import ProtectedField, plain_of
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, today
from tomoni.cases.models import Duty
from tomoni.cases.rules import pointer
from tomoni.families.models import Family
from tomoni.families.queries import relatives
from tomoni.people.models import Person
from tomoni.sharing.models import Consent, Disclosure, PassedOn
from tomoni.sharing.rules import Standing, betrays, is_minor, standing


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


@dataclass(frozen=True)
class Told:
    """A disclosure, how its consent stands today, and by when one thinks again about telling the family."""

    row: Disclosure
    answer: Answer | None
    duty: Duty | None


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


def yeses(viewer: Viewer, family: Family) -> Any:
    """Every yes of the family, those too that have ended since: what was passed on may be written down later."""
    return consents(viewer).filter(family=family, given=True)


def stood_on(consent: Consent, on: date) -> bool:
    """Whether the answer was a yes all of that day."""
    found = answer(consent)
    over = found.withdrawn_on is not None and found.withdrawn_on <= on
    yes = standing(given=consent.given, until=consent.until, withdrawn=over, on=on) == Standing.YES
    return yes and found.asked_on <= on and consent.retracted_at is None


def disclosures(viewer: Viewer, level: Level = Level.READ) -> Any:
    """What was passed on and stands, the newest first."""
    rows = Disclosure.objects.all().visible_to(viewer, level).standing().order_by("-on", "-pk")
    around = ("family__dossier__team_to_ask", "municipality", "dossier")
    return rows.select_related(
        "organisation", "by__user", "consent__person", "consent__organisation", *around
    )


def told(viewer: Viewer, family: Family) -> list[Told]:
    """What was passed on about the family."""
    waiting = Duty.objects.all().visible_to(viewer).open().filter(family=family, kind="tell_family")
    due = {duty.source: duty for duty in waiting}
    rows = disclosures(viewer).filter(family=family)
    return [Told(row, answer(row.consent) if row.consent else None, due.get(pointer(row))) for row in rows]


def untold(viewer: Viewer, family: Family) -> Any:
    """Disclosures that were a mistake."""
    rows = Disclosure.objects.all().visible_to(viewer).retracted().filter(family=family)
    return rows.select_related("organisation", "retracted_by__user")


def passed_on(viewer: Viewer, family: Family) -> dict[str, Disclosure]:
    """What was written down of it, by the record that passed it on."""
    return {row.source: row for row in disclosures(viewer).filter(family=family).exclude(source="")}


def of_any(found: dict[str, Disclosure], rows: Iterable[Any]) -> Disclosure | None:
    """What was written down of one of these rows: the versions of one record."""
    return next((found[pointer(row)] for row in rows if pointer(row) in found), None)


def behind(viewer: Viewer, label: str, ref: Any) -> DossierModel | None:
    """The record of another folder that passed something on; None where there is none that the viewer may write to."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    if not issubclass(model, DossierModel) or not hasattr(model, "passed_on"):
        return None
    found: DossierModel | None = model.objects.all().visible_to(viewer, Level.WRITE).filter(ref=ref).first()
    return found


def passes_on(row: Any) -> PassedOn:
    """What the record passed on."""
    told: PassedOn = row.passed_on
    return told


def carries_hidden(family: Family, texts: Iterable[str]) -> bool:
    """Whether what is to stay hidden about this family (address, telephone, notifier, passage) stands in one of the texts."""
    said = "\n".join(texts)
    return any(betrays(said, hidden) for hidden in _hidden(family))


def _hidden(family: Family) -> Iterable[str]:
    for model in apps.get_models():
        names = [f.name for f in model._meta.fields if isinstance(f, ProtectedField) and f.telling]
        if not names or not issubclass(model, DossierModel):
            continue
        rows: Any = model.objects.for_system("what must not be told")
        rows = rows.standing() if issubclass(model, Fact) else rows
        for row in rows.filter(Q(dossier=family.dossier_id) | Q(dossier__within=family.dossier_id)):
            yield from (plain_of(row, name) for name in names if getattr(row, name))
