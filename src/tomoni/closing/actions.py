"""Phase 7, every change: signs of return, what remains, and the end of an engagement."""

from datetime import date

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need as Right
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.cases.actions import close_case, come_to, mark, meet_duty, state
from tomoni.cases.models import Case, Duty
from tomoni.closing.models import Closing, Remaining, ReturnSign
from tomoni.outcomes.models import Review
from tomoni.people.models import Person
from tomoni.resources.models import Organisation

ALWAYS = "こどもや家族が「話したい」「来てほしい」と言ったとき"
HOW = "電話でも、窓口でも、学校や園の先生を通してでも。いつでも。"


@action("closing.agree_sign")
def agree_sign(
    viewer: Viewer,
    *,
    case: Case,
    text: str,
    watcher: str,
    child: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    how: str = "",
    until: date | None = None,
) -> ReturnSign:
    """A sign at which the centre is asked again, agreed with the family; with whom notices and how they tell."""
    row = ReturnSign(case=case, child=child, text=text.strip(), watcher=watcher, organisation=organisation)
    row.name, row.how, row.until = name.strip(), how.strip(), until
    return state(viewer, row=row)


@action("closing.leave")
def leave(
    viewer: Viewer,
    *,
    case: Case,
    text: str,
    organisation: Organisation | None = None,
    name: str = "",
    told: str = "",
) -> Remaining:
    """Something that is not solved, and who takes it."""
    row = Remaining(
        case=case, text=text.strip(), organisation=organisation, name=name.strip(), told=told.strip()
    )
    return state(viewer, row=row)


@action("closing.close")
def close(
    viewer: Viewer, *, review: Review, achieved: str, told_to: str, can_ask: str, answer: str = ""
) -> Closing:
    """The engagement ends, as decided on the review, with at least one agreed sign of return; the child's or family's own
    wish is always one. What was still to be done is closed with it.
    """
    case = review.plan.case
    require(viewer, Right.WRITE, case)
    _check_end(review, achieved, told_to, can_ask)
    state(viewer, row=ReturnSign(case=case, text=ALWAYS, watcher="family", how=HOW, always=True))
    row = Closing(municipality=viewer.tenant, dossier=case.dossier, case=case, review=review, at=now())
    row.achieved, row.told_to, row.can_ask = achieved.strip(), told_to.strip(), can_ask.strip()
    row.answer, row.author = answer.strip(), viewer.post
    row.save()
    title = "終結：いつでも戻ってこられる形で"
    mark(viewer, source=row, kind="closing", title=title, at=row.at, family=case.family, case=case)
    for duty in Duty.objects.for_system("what was still to be done").open().filter(case=case):
        meet_duty(viewer, duty=duty, by=row)
    come_to(viewer, case=case, phase="closing")
    close_case(viewer, case=case)
    return row


def _check_end(review: Review, achieved: str, told_to: str, can_ask: str) -> None:
    if not review.plan.case.is_open:
        raise Refused("このケースはすでに終結しています。")
    if review.outcome != "close":
        raise Refused(
            "終結は、家族との見直しのあと、センターとして決めてから行います。先に見直しの決定を記録してください。"
        )
    signs = ReturnSign.objects.for_system("agreed signs").standing()
    if not signs.filter(case=review.plan.case, valid_until=None).exists():
        raise Refused("再び関わるときのしるしを、家族と一つ以上決めてから終結してください。")
    if not (achieved.strip() and told_to.strip() and can_ask.strip()):
        raise Refused("できたこと、伝えた人、これからの相談のしかたを書いてください。")
