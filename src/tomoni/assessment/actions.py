"""Phase 2, every change. What is written is a fact: corrected, ended and taken back as facts of people are."""

from datetime import date
from typing import Any, TypeVar

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need as Right
from tomoni.access.decide import require
from tomoni.access.facts import Fact
from tomoni.access.factual import state_fact
from tomoni.access.viewer import Viewer
from tomoni.assessment.models import SCALE, Assessment, Fit, Need, Strength, Supporter, View, Wish
from tomoni.calendar import Day, now, today
from tomoni.calendar.hours import close_of
from tomoni.cases.actions import mark, open_duty
from tomoni.cases.models import Case
from tomoni.people import actions as told
from tomoni.people.models import Person
from tomoni.practice import codes, load
from tomoni.resources.models import Organisation

F = TypeVar("F", bound=Fact)
ASKED = {
    Wish: "本人のことばで「どうなりたいか」を書いてください。",
    Need: "どうなるとよいかを、できるだけ本人や家族のことばで書いてください。",
    Strength: "強みや、力を貸してくれそうなことを書いてください。",
    Fit: "この強みや資源が力になるために、何を調整するかを書いてください。",
}
SAID = {Wish: "text", Need: "wished", Strength: "text", Fit: "text"}


@action("assessment.wish")
def wish(viewer: Viewer, *, case: Case, text: str, person: Person | None = None) -> Wish:
    """Where somebody of the family wants to go, in their own words."""
    row = _state(viewer, Wish(case=case, person=person, text=text.strip()))
    title, persons = f"願い：{row.text}", [person] if person else []
    mark(
        viewer, source=row, kind="wish", title=title, at=now(), family=case.family, case=case, persons=persons
    )
    return row


@action("assessment.add_need")
def add_need(
    viewer: Viewer,
    *,
    case: Case,
    kind: str,
    wished: str,
    now_is: str = "",
    person: Person | None = None,
    picture: str = "",
    doing: str = "",
) -> Need:
    """A need as the gap between the wished state and now; a child's need names the child, a household's need not."""
    row = Need(case=case, kind=kind, person=person, picture=picture, doing=doing)
    row.wished, row.now = wished.strip(), now_is.strip()
    return _state(viewer, row)


@action("assessment.give_view")
def give_view(
    viewer: Viewer, *, need: Need, text: str = "", scale: int | None = None, person: Person | None = None
) -> View:
    """How one person (or, without ``person``, the practitioner) sees a need today: words, a number of 0 to 10, or both."""
    return _state(viewer, View(need=need, person=person, text=text.strip(), scale=scale))


@action("assessment.note_strength")
def note_strength(
    viewer: Viewer,
    *,
    case: Case,
    kind: str,
    text: str,
    time: str = "now",
    person: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    told_by: Person | None = None,
) -> Strength:
    """A strength of the family or of somebody around it; who it is where that can be said."""
    row = Strength(case=case, kind=kind, time=time, person=person, organisation=organisation)
    row.name, row.told_by, row.text = name.strip(), told_by, text.strip()
    return _state(viewer, row)


@action("assessment.fit")
def fit(viewer: Viewer, *, need: Need, strength: Strength, adjustment: str, text: str) -> Fit:
    """This strength or resource serves this need once that is adjusted."""
    return _state(viewer, Fit(need=need, strength=strength, adjustment=adjustment, text=text.strip()))


@action("assessment.name_supporter")
def name_supporter(
    viewer: Viewer,
    *,
    case: Case,
    kind: str,
    person: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    child: Person | None = None,
    told_by: Person | None = None,
    text: str = "",
) -> Supporter:
    """Somebody who stays, or whom the family believes is helping: a member, an organisation, or a name."""
    row = Supporter(case=case, kind=kind, person=person, organisation=organisation, name=name.strip())
    row.child, row.told_by, row.text = child, told_by, text.strip()
    return _state(viewer, row)


@action("assessment.correct")
def correct(viewer: Viewer, *, fact: F, **changes: Any) -> F:
    """A corrected statement beside the old one, held to the same rules."""
    require(viewer, Right.WRITE, fact)
    kept = {f.name: getattr(fact, f.name) for f in fact._meta.concrete_fields if f.name not in {"id", "ref"}}
    _check(type(fact)(**{**kept, **changes}))
    return told.correct(viewer, fact=fact, **changes)


@action("assessment.hold")
def hold(
    viewer: Viewer,
    *,
    case: Case,
    reason: str,
    summary: str,
    checked_with: Person | None = None,
    answer: str = "",
    again_on: date | None = None,
) -> Assessment:
    """A round of assessment is written down; with ``again_on``, looking again by then becomes the lead's duty."""
    require(viewer, Right.WRITE, case)
    _running(case)
    _of_family(case, [checked_with])
    if not summary.strip():
        raise Refused("いま分かっていることを、短くまとめて書いてください。")
    if again_on and again_on <= today():
        raise Refused("次に見直す日は明日以降の日にしてください。")
    row = Assessment(municipality=viewer.tenant, case=case, dossier=case.dossier, at=now(), reason=reason)
    row.summary, row.checked_with, row.answer = summary.strip(), checked_with, answer.strip()
    row.author = viewer.post
    row.save()
    title = f"アセスメント：{codes('assessment_reasons').label(reason)}"
    family = case.family
    mark(viewer, source=row, kind="assessment", title=title, at=row.at, family=family, case=case)
    if again_on:
        due, text = close_of(again_on), "アセスメントを見直す"
        open_duty(viewer, kind="reassessment", text=text, due_at=due, family=family, case=case, source=row)
    return row


def _state(viewer: Viewer, row: F) -> F:
    """A new statement from today on, in the dossier of its case."""
    case = _case_of(row)
    row.dossier, row.valid_from = case.dossier, Day(today())
    require(viewer, Right.WRITE, row)
    _running(case)
    _check(row)
    return state_fact(viewer, fact=row)


def _case_of(row: Any) -> Case:
    found: Case = row.case if hasattr(row, "case") else row.need.case
    return found


def _running(case: Case) -> None:
    if not case.is_open:
        raise Refused("終結したケースには書き足せません。新しい連絡は受付から始めてください。")


def _of_family(case: Case, people: list[Person | None]) -> None:
    if any(person.dossier_id != case.family.dossier_id for person in people if person):
        raise Refused("この家庭の人を選んでください。")


def _check(row: Any) -> None:
    """What a statement of its kind must say."""
    case, named = _case_of(row), ("person", "child", "told_by")
    _of_family(case, [getattr(row, name) for name in named if hasattr(row, name)])
    if type(row) in ASKED and not getattr(row, SAID[type(row)]).strip():
        raise Refused(ASKED[type(row)])
    if isinstance(row, Need):
        _check_need(row)
    if isinstance(row, View):
        _check_view(row)
    if isinstance(row, Fit) and row.strength.case_id != row.need.case_id:
        raise Refused("このケースの強み・資源から選んでください。")
    if isinstance(row, Supporter) and sum(map(bool, (row.person, row.organisation, row.name))) != 1:
        raise Refused("家族の中の人、機関、名前のどれか一つで、だれのことかを書いてください。")


def _check_need(row: Need) -> None:
    needs = load(row.case.pack).needs
    if row.kind in needs and row.person is None:
        raise Refused("どのこどものニーズかを選んでください。家庭全体のことは「家庭のニーズ」から選べます。")
    if row.kind not in needs and row.kind not in codes("household_needs"):
        raise Refused("ニーズの種類を選んでください。")


def _check_view(row: View) -> None:
    if not row.text and row.scale is None:
        raise Refused("ことばか、0から10の数字のどちらかを書いてください。")
    if row.scale is not None and not 0 <= row.scale <= SCALE:
        raise Refused("数字は0から10の間で書いてください。")
