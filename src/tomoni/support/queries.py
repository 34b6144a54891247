"""Reading requests, talks, and what was used with how it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tomoni.access.queries import readers
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post
from tomoni.assessment.queries import voices_of
from tomoni.cases.models import Case
from tomoni.families.choices import Relation
from tomoni.families.models import Family, Member
from tomoni.intake.queries.choosing import caseworkers
from tomoni.people.models import Person
from tomoni.people.rules import Thread, Versions, threads
from tomoni.plans.models import Step
from tomoni.support.models import Feedback, Request, Talk, Use


def requests(viewer: Viewer, case: Case) -> tuple[list[Thread[Request]], list[Request]]:
    """What was asked of whom, the newest first; and what was taken back."""
    rows = Request.objects.all().visible_to(viewer).filter(case=case)
    related = ("case", "organisation", "person", "goal", "call_whom__user", "consent", "recorded_by__user")
    standing, withdrawn = threads(rows.select_related(*related).order_by("-pk"))
    return standing, withdrawn


def running(viewer: Viewer, case: Case) -> Any:
    """Requests that stand and have not ended."""
    rows = Request.objects.all().visible_to(viewer).standing().filter(case=case, valid_until=None)
    return rows.select_related("organisation", "person").order_by("pk")


def takers(viewer: Viewer, case: Case, fact: Request | None) -> Any:
    """Whom others can be asked to call: caseworkers who may read the case, and whoever the request names already."""
    ours = [post.pk for post in readers(caseworkers(viewer).select_related("municipality"), case.dossier)]
    posts = Post.objects.filter(pk__in=[*ours, *([fact.call_whom_id] if fact else [])])
    return posts.select_related("user", "team").order_by("team", "user", "pk")


HOME = frozenset(
    {
        Relation.SELF,
        Relation.MOTHER,
        Relation.FATHER,
        Relation.SIBLING,
        Relation.PARTNER,
        Relation.SPOUSE,
        Relation.CHILD,
    }
)


def is_relative(family: Family, person: Person) -> bool:
    """For actions: whether somebody on the family's sheet stands around it (祖母, おじ), not in its midst."""
    rows = Member.objects.for_system("who stands around").standing().filter(family=family, person=person)
    return not rows.filter(relation__in=HOME).exists()


@dataclass(frozen=True)
class Service:
    """What was used, the newest first, how it was for whom, and whom nobody has asked."""

    who: str
    uses: list[Thread[Use]]
    heard: list[Thread[Feedback]]
    unheard: list[Person]

    @property
    def latest(self) -> Use:
        """The use that was last."""
        return self.uses[0].fact

    @property
    def ripe(self) -> bool:
        """Whether it was used three times."""
        return len(self.uses) >= 3


def talks(viewer: Viewer, case: Case) -> tuple[list[Thread[Talk]], list[Talk]]:
    """Talks with those who can help, the newest first; and those taken back."""
    rows = Talk.objects.all().visible_to(viewer).filter(case=case)
    related = ("organisation", "fit", "step", "recorded_by__user")
    return threads(rows.select_related(*related).order_by("-valid_from", "-pk"))


def services(viewer: Viewer, case: Case) -> tuple[list[Service], list[Any]]:
    """What was used, by service, with what was said of it; and what was taken back."""
    rows = (
        Use.objects.all()
        .visible_to(viewer)
        .filter(case=case)
        .select_related("organisation", "recorded_by__user")
    )
    uses, gone = threads(rows.order_by("-valid_from", "-pk"))
    said = Feedback.objects.all().visible_to(viewer).filter(use__case=case)
    heard, back = threads(said.select_related("person", "recorded_by__user").order_by("-valid_from", "-pk"))
    people = [voice.person for voice in voices_of(viewer, case) if voice.person and voice.can_be_asked]
    return _by_service(uses, heard, people), [*gone, *back]


def _by_service(
    uses: Iterable[Thread[Use]], heard: Iterable[Thread[Feedback]], people: list[Person]
) -> list[Service]:
    found: dict[str, tuple[list[Thread[Use]], list[Thread[Feedback]]]] = {}
    for thread in uses:
        found.setdefault(thread.fact.who, ([], []))[0].append(thread)
    by_use = Versions(thread for threads, _ in found.values() for thread in threads)
    for said in heard:
        if used := by_use.get(said.fact.use_id):
            found[used.fact.who][1].append(said)
    return [
        Service(who, used, told, [p for p in people if p.pk not in {t.fact.person_id for t in told}])
        for who, (used, told) in found.items()
    ]


def of_service(viewer: Viewer, case: Case, row: Use) -> Service:
    """The service of this use."""
    return next(
        (each for each in services(viewer, case)[0] if each.who == row.who), Service(row.who, [], [], [])
    )


def talkable(viewer: Viewer, case: Case) -> Any:
    """Steps of the case that others take and that go on."""
    rows = Step.objects.all().visible_to(viewer).standing().filter(goal__plan__case=case, valid_until=None)
    return rows.select_related("goal__plan", "organisation").order_by("pk")
