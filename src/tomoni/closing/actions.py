"""Phase 7, every change: signs of return, what remains, and the end of an engagement."""

from datetime import date

from django.urls import reverse

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need as Right
from tomoni.access.decide import require
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day, now, today
from tomoni.cases.actions import close_case, come_to, mark, meet_duty, state, took_place
from tomoni.cases.models import Case, Duty
from tomoni.closing.models import Closing, Ending, Remaining, ReturnSign
from tomoni.closing.queries import LastWord, last_word
from tomoni.intake.models import Referral
from tomoni.jobs.actions import notify
from tomoni.meetings.models import Decision
from tomoni.outcomes.models import Review
from tomoni.people.models import Person
from tomoni.resources.models import Organisation

BEFORE = "終えてよいと決まった日（{}）より前の日です。終えた日を確かめてください。"
OVER = "このケースはすでに終結しています。"
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
    since: Day | None = None,
) -> ReturnSign:
    """A sign at which the centre is asked again, agreed with the family; with whom notices and how they tell."""
    row = ReturnSign(case=case, child=child, text=text.strip(), watcher=watcher, organisation=organisation)
    row.name, row.how, row.until, row.valid_from = name.strip(), how.strip(), until, since
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
    alongside: str = "",
    alongside_until: date | None = None,
    since: Day | None = None,
) -> Remaining:
    """Something that is not solved, who takes it, and how we go along until they do."""
    row = Remaining(case=case, text=text.strip(), organisation=organisation, name=name.strip())
    row.told, row.valid_from = told.strip(), since
    row.alongside, row.alongside_until = alongside.strip(), alongside_until
    return state(viewer, row=row)


@action("closing.decide_end")
def decide_end(viewer: Viewer, *, case: Case, reason: str, agreed_with: str, family_wish: str = "") -> Ending:
    """The organisation's decision that an engagement may end without looking back at a plan; the lead is told. A review
    that waits is decided on its own page instead.
    """
    require(viewer, Right.DECIDE, case)
    if not case.is_open:
        raise Refused(OVER)
    if last_word(viewer, case).waiting:
        raise Refused("決定を待っている見直しがあります。その見直しの決定として記録してください。")
    if not (reason.strip() and agreed_with.strip()):
        raise Refused("見直しをせずに終えるわけと、だれと話し合ったかを書いてください。")
    row = Ending(municipality=viewer.tenant, dossier=case.dossier, case=case, reason=reason.strip())
    row.agreed_with, row.family_wish = agreed_with.strip(), family_wish.strip()
    row.decided_at, row.decided_by = now(), viewer.post
    row.save()
    title, family = "決定：見直しをせずに終える", case.family
    mark(
        viewer,
        source=row,
        kind="decision",
        title=title,
        at=now(),
        family=family,
        case=case,
        need=Right.DECIDE,
    )
    text = f"かかわりを終えてよいという決定がありました（ケース {case.number}）。しるしを決めてから終えてください。"
    notify(
        [case.lead],
        about=case.dossier,
        kind="decision",
        text=text,
        path=reverse("closing:sheet", args=[family.ref]),
    )
    return row


@action("closing.close")
def close(
    viewer: Viewer,
    *,
    case: Case,
    achieved: str,
    told_to: str,
    can_ask: str,
    answer: str = "",
    on: date | None = None,
) -> Closing:
    """The engagement ends today or ended that day, as was decided last, with at least one agreed sign of return; the child's or
    family's own wish is always one. What was still to be done is closed with it.
    """
    require(viewer, Right.WRITE, case)
    if not Case.objects.for_system("one closing").select_for_update().get(pk=case.pk).is_open:
        raise Refused(OVER)
    ground = last_word(viewer, case)
    _check_decided(ground)
    _check_nothing_undecided(case)
    _check_end(case, on or today(), achieved, told_to, can_ask)
    at = took_place(case, on)
    if at.date() < ground.day:
        raise Refused(BEFORE.format(Day(ground.day).japanese()))
    always = ReturnSign(case=case, text=ALWAYS, watcher="family", how=HOW, always=True)
    always.valid_from = Day(at.date())
    state(viewer, row=always)
    row = Closing(municipality=viewer.tenant, dossier=case.dossier, case=case, at=at)
    for name, kind in (("review", Review), ("decision", Decision), ("ending", Ending)):
        setattr(row, name, ground.said if isinstance(ground.said, kind) else None)
    row.achieved, row.told_to, row.can_ask = achieved.strip(), told_to.strip(), can_ask.strip()
    row.answer, row.author = answer.strip(), viewer.post
    row.save()
    title = "終結：いつでも戻ってこられる形で"
    mark(viewer, source=row, kind="closing", title=title, at=row.at, family=case.family, case=case)
    for duty in Duty.objects.for_system("what was still to be done").open().filter(case=case):
        meet_duty(viewer, duty=duty, by=row)
    come_to(viewer, case=case, phase="closing")
    close_case(viewer, case=case, on=at.date())
    return row


def _check_decided(ground: LastWord) -> None:
    """The last word counts: what was decided before it no longer does."""
    if ground.waiting:
        raise Refused(
            "決定を待っている見直しがあります。先に、統括支援員かセンター長に決定を記録してもらってください。"
        )
    if ground.said is None:
        raise Refused(
            "終結は、センターとして決めてから行います。先に、家族との見直しの決定を記録してください。"
            "見直せるプランがないときは、統括支援員かセンター長が「見直しをせずに終える」と決めます。"
        )
    if not ground.ends:
        raise Refused(
            "いちばん新しい決定は、終結ではありません。その決定にそって進めてください。変えるときは、もう一度家族と見直します。"
        )


def _check_nothing_undecided(case: Case) -> None:
    """A call about the family that nobody decided on, or a child not yet seen, would be shut away with the case."""
    calls = Referral.objects.for_system("calls not yet decided").filter(family=case.family_id, outcome="")
    if number := calls.order_by("pk").values_list("number", flat=True).first():
        raise Refused(
            f"この家庭には、まだ決まっていない受付（{number}）があります。"
            "受付のページで、こどもに会えたことと、受理するかどうかを記録してから、終結してください。"
        )
    checks = Duty.objects.for_system("children not yet seen").open()
    if checks.filter(family=case.family_id, kind="safety_check").exists():
        raise Refused(
            "通告のあと、まだ会えていないこどもがいます。会えたことを受付のページに記録してから、終結してください。"
        )


def _check_end(case: Case, on: date, achieved: str, told_to: str, can_ask: str) -> None:
    signs = ReturnSign.objects.for_system("agreed signs").standing().filter(case=case, valid_until=None)
    if not signs.exclude(until__lt=on).exists():
        raise Refused("再関与のしるしを、家族と一つ以上決めてから終結してください。")
    if not (achieved.strip() and told_to.strip() and can_ask.strip()):
        raise Refused("できたこと、伝えた人、これからの相談のしかたを書いてください。")
