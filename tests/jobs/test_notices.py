"""Nobody whom a seal shuts out is told that something happens behind it: every place of the program that tells."""

import ast
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

import tomoni
from tests.conftest import MakePost
from tomoni.access.actions import seal
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Team
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.cases.actions import change_lead, open_case, record_birth, set_status, stand_in
from tomoni.cases.models import Case
from tomoni.closing.actions import decide_end
from tomoni.families.actions import NewPerson, take_in
from tomoni.intake.actions import Call, Verdict, bring_to_meeting, decide_referral, receive
from tomoni.jobs.models import Notice
from tomoni.outcomes.actions import Attained, decide, look_back, take_back
from tomoni.outcomes.models import Review
from tomoni.plans.actions import agree, begin, set_goal
from tomoni.tenancy.models import Municipality

MONDAY = datetime(2026, 4, 6, 10, 0, tzinfo=TOKYO)
PEOPLE = [
    NewPerson("（おなかの赤ちゃん）", expected_on=Day.parse("R8.6.20")),
    NewPerson("山田 恵", "やまだ めぐみ", Day.parse("H8.3.3"), "mother"),
]


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with frozen(MONDAY):
        yield


class Town:
    """佐藤's case about an unborn child; before and after the seal that 田中, 木村 and 鈴木 keep."""

    def __init__(self, cast: dict[str, Viewer]) -> None:
        self.cast = cast
        sato = cast["sato"]
        self.family, (self.child, self.mother) = take_in(sato, persons=PEOPLE)
        self.case: Case = open_case(sato, family=self.family, children=[self.child], phase="assessment")

    def seal(self) -> None:
        keepers = [self.cast[name].post for name in ("tanaka", "kimura", "suzuki")]
        seal(self.cast["tanaka"], dossier=self.family.dossier, reason="職員の親族", keepers=keepers)
        Notice.objects.for_system("test").delete()

    def call(self, by: str, **told: object) -> object:
        call = Call(**{"door": "neighbour", "method": "phone", "complaint": "泣き声が続く", **told})  # type: ignore[arg-type]
        return receive(self.cast[by], family=self.family, children=[self.child], call=call)


@pytest.fixture
def town(
    sato: Viewer, suzuki: Viewer, tanaka: Viewer, kimura: Viewer, make_post: MakePost, team: Team,
    in_muni: Municipality,
) -> Town:  # fmt: skip
    """With 遠藤, a coordinator, and 千葉, a head, whom the seal is against."""
    endo = Viewer.wearing(make_post(Role.COORDINATOR, "endo", "遠藤", team=team))
    chiba = Viewer.wearing(make_post(Role.HEAD, "chiba", "千葉"))
    return Town({
        "sato": sato, "suzuki": suzuki, "tanaka": tanaka, "kimura": kimura, "endo": endo, "chiba": chiba,
    })  # fmt: skip


def notice(town: Town) -> None:
    town.seal()
    town.call("tanaka", is_notice=True)


def night(town: Town) -> None:
    town.seal()
    town.call("tanaka", door="night_desk")


def emergency(town: Town) -> None:
    referral = town.call("tanaka", is_notice=True)
    town.seal()
    bring_to_meeting(town.cast["tanaka"], referral=referral, kind="emergency_intake")  # type: ignore[arg-type]


def decision(town: Town) -> None:
    """木村 decides and leaves what follows to 佐藤, who took the call and was shut out since."""
    referral = town.call("sato", is_notice=True)
    item = bring_to_meeting(town.cast["sato"], referral=referral)  # type: ignore[arg-type]
    town.seal()
    decide_referral(town.cast["kimura"], item=item, verdict=Verdict("accepted", "会って話す"))


def standing_in(town: Town) -> None:
    town.seal()
    stand_in(town.cast["suzuki"], family=town.family, reason="佐藤が休みのため、母の電話を受ける")


def leading(town: Town) -> None:
    town.seal()
    change_lead(town.cast["tanaka"], case=town.case, lead=town.cast["suzuki"].post, reason="異動のため")


def birth(town: Town) -> None:
    set_status(
        town.cast["sato"], case=town.case, person=town.mother, kind="expectant", since=Day.parse("R8.4.1")
    )
    town.seal()
    record_birth(town.cast["tanaka"], person=town.child, birth=Day(date(2026, 3, 30)))


def reviewed(town: Town) -> Review:
    """佐藤, who leads, looks back with the mother."""
    sato = town.cast["sato"]
    plan = agree(
        sato, plan=begin(sato, case=town.case, concern="夜"), agreed_by="母", review_on=date(2026, 9, 10)
    )
    goal = set_goal(sato, plan=plan, horizon="short", text="夜に休める", look_at="何時に眠れたか")
    said = [Attained(goal, "nearer")]
    return look_back(sato, plan=plan, with_whom="母", attained=said, proposal="continued", reason="続ける")


def review(town: Town) -> None:
    row = reviewed(town)
    town.seal()
    decide(town.cast["tanaka"], review=row, outcome="continued", reason="続ける")


def taking_back(town: Town) -> None:
    """What was told of the review and its decision is another matter."""
    row = reviewed(town)
    decide(town.cast["tanaka"], review=row, outcome="continued", reason="続ける")
    Notice.objects.for_system("test").delete()
    town.seal()
    take_back(town.cast["tanaka"], review=row, why="別の家庭のことだった")


def looking_back(town: Town) -> None:
    """鈴木 leads meanwhile; the deciders are told, but neither 遠藤 nor 千葉."""
    cast = town.cast
    change_lead(cast["tanaka"], case=town.case, lead=cast["suzuki"].post, reason="異動のため")
    suzuki = cast["suzuki"]
    plan = agree(
        suzuki, plan=begin(suzuki, case=town.case, concern="夜"), agreed_by="母", review_on=date(2026, 9, 10)
    )
    goal = set_goal(suzuki, plan=plan, horizon="short", text="夜に休める", look_at="何時に眠れたか")
    town.seal()
    said = [Attained(goal, "nearer")]
    look_back(suzuki, plan=plan, with_whom="母", attained=said, proposal="continued", reason="続ける")


def ending(town: Town) -> None:
    town.seal()
    told = {"reason": "転居した", "agreed_with": "母"}
    decide_end(town.cast["tanaka"], case=town.case, **told)


TOLD: dict[str, tuple[Callable[[Town], None], set[str]]] = {
    "intake/actions/receiving.py:_tell_leaders": (notice, {"kimura"}),
    "intake/actions/receiving.py:receive": (night, {"kimura"}),
    "intake/actions/deciding.py:bring_to_meeting": (emergency, {"kimura"}),
    "intake/actions/deciding.py:decide_referral": (decision, set()),
    "cases/actions/leading.py:_tell_stand_in": (standing_in, {"tanaka"}),
    "cases/actions/leading.py:_tell": (leading, {"suzuki"}),
    "cases/actions/birth.py:record_birth": (birth, set()),
    "outcomes/actions/reviewing.py:decide": (review, set()),
    "outcomes/actions/reviewing.py:take_back": (taking_back, set()),
    "outcomes/actions/reviewing.py:_tell_deciders": (looking_back, {"tanaka", "kimura"}),
    "closing/actions.py:decide_end": (ending, set()),
}
# tests/office/test_tasks.py: whom a seal passes to, and who is told.
ELSEWHERE = {"office/tasks.py:pass_seals_on", "office/tasks.py:_pass_on"}


@pytest.mark.parametrize("place", TOLD)
def test_only_who_keeps_the_seal_is_told(place: str, town: Town) -> None:
    happen, expected = TOLD[place]
    happen(town)
    rows = Notice.objects.for_system("test").select_related("post__user")
    assert {row.post.user.username for row in rows} == expected


@pytest.mark.parametrize("place", TOLD)
def test_without_a_seal_they_all_are(place: str, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the table above would prove nothing."""
    monkeypatch.setattr(town, "seal", lambda: Notice.objects.for_system("test").delete())
    TOLD[place][0](town)
    rows = Notice.objects.for_system("test").select_related("post__user")
    assert {row.post.user.username for row in rows} - TOLD[place][1]


def test_every_place_that_tells_about_a_family_is_in_the_table() -> None:
    source = Path(tomoni.__file__).parent
    found = {
        f"{path.relative_to(source)}:{function.name}"
        for path in sorted(source.rglob("*.py"))
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef) and any(_tells(call) for call in ast.walk(function))
    }
    assert found == set(TOLD) | ELSEWHERE


def _tells(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "notify":
        return False
    [about] = [each.value for each in node.keywords if each.arg == "about"]
    return not (isinstance(about, ast.Constant) and about.value is None)
