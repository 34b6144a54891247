"""Asking one voice by itself. What is said changes nothing but what is known: decisions are taken by people, elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need as Right
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.cases.actions import mark, of_family, retract_event, running, took_place
from tomoni.cases.models import Case
from tomoni.cases.rules import UNDONE
from tomoni.outcomes.actions.reviewing import TAKEN_BACK
from tomoni.outcomes.models import Answer, Hearing, Review
from tomoni.people.models import Person
from tomoni.practice import codes
from tomoni.resources.models import Organisation

TWICE = "{}のことばは、この見直しにもう残っています。聞き直したときは、前のものを「取り消して書き直す」から始めてください。"


@dataclass(frozen=True)
class Answered:
    """An answer to one question, or, with ``organisation`` or ``name``, on one service."""

    question: str
    way: str = ""
    text: str = ""
    organisation: Organisation | None = None
    name: str = ""


@action("outcomes.hear")
def hear(
    viewer: Viewer,
    *,
    review: Review,
    answers: Sequence[Answered],
    person: Person | None = None,
    on: date | None = None,
) -> Hearing:
    """What one person of the family says at a review, today or on that day; without ``person`` what the centre says."""
    case = review.plan.case
    require(viewer, Right.WRITE, review)
    running(case)
    at = took_place(case, on)
    _can_be_asked(case, person, at.date())
    _check(answers)
    row = Hearing(municipality=viewer.tenant, dossier=review.dossier, review=review, person=person)
    row.at, row.author = at, viewer.post
    _once(row)
    row.save()
    for each in answers:
        Answer(
            municipality=viewer.tenant, dossier=review.dossier, hearing=row, question=each.question,
            organisation=each.organisation, name=each.name, way=each.way, text=each.text.strip(),
        ).save()  # fmt: skip
    mark(
        viewer, source=row, kind="hearing", title=f"見直しのことば：{row.whose}", at=at, family=case.family, case=case,
        persons=[person] if person else (),
    )  # fmt: skip
    return row


@action("outcomes.take_back_hearing")
def take_back_hearing(viewer: Viewer, *, hearing: Hearing, why: str) -> Hearing:
    """It was not said so. What the others said stays."""
    case = hearing.review.plan.case
    require(viewer, Right.WRITE, hearing)
    running(case)
    retract_event(viewer, event=hearing, why=why)
    mark(
        viewer, source=hearing, kind="hearing", title=f"{UNDONE}見直しのことば：{hearing.whose}", at=hearing.at,
        family=case.family, case=case,
    )  # fmt: skip
    return hearing


def _once(row: Hearing) -> None:
    """Two who write the same voice down at once: the second is told."""
    held = Review.objects.for_system("one hearing of a voice").select_for_update(of=("self",))
    if held.get(pk=row.review_id).retracted_at:
        raise Refused(TAKEN_BACK)
    stand = Hearing.objects.for_system("heard before?").standing()
    if stand.filter(review=row.review_id, person=row.person_id).exists():
        raise Refused(TWICE.format(row.whose))


def _can_be_asked(case: Case, person: Person | None, on: date) -> None:
    of_family(case, person)
    if person and not person.speaks_on(on):
        raise Refused(
            f"{person.name}さんのことばは、ここには書けません。見たようすは経過記録に書いてください。"
        )


def _check(answers: Sequence[Answered]) -> None:
    if not answers:
        raise Refused("聞けたことを一つ以上書いてください。聞いていないところは、そのままでかまいません。")
    for each in answers:
        used = bool(each.organisation or each.name)
        known = each.question == Answer.WORTH if used else each.question in codes("review_questions")
        ways = codes("worth_ways" if used else "hearing_ways")
        if not known or (each.way and each.way not in ways) or not (each.way or each.text.strip()):
            raise Refused("用紙にない答えです。画面を開き直して、もう一度選んでください。")
