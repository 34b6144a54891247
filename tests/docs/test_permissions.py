"""docs/developer/permissions.md says what the program decides, to the letter."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests.docs.pages import DEVELOPER, table
from tomoni.access.actions import break_glass, close_dossier, give, open_dossier, seal
from tomoni.access.choices import Basis, Emergency, Level, Need
from tomoni.access.decide import decide
from tomoni.access.matrix import LEVEL_FOR, MATRIX
from tomoni.access.models import Dossier
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Team
from tomoni.calendar import now, today
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

PAGE = DEVELOPER / "permissions.md"
ROLES = {role.label: role for role in Role}
NEEDS = {need.label: need for need in Need}
SHARED = {"会議": Basis.MEETING, "同意": Basis.CONSENT, "法令": Basis.LAW}
EXAMPLES = table(PAGE, "who")


@pytest.fixture
def keeper(make_post: Callable[..., Post], team_two: Team) -> Iterator[Viewer]:
    """Somebody of another team who holds the dossier first."""
    viewer = Viewer.wearing(make_post(Role.COORDINATOR, "keeper", team=team_two))
    with tenant(viewer.tenant):
        yield viewer


def prepare(situation: str, keeper: Viewer, viewer: Viewer) -> Dossier:
    dossier = open_dossier(keeper, kind="family")
    if situation in {"担当", "封がある担当", "任期が終わった担当"}:
        give(keeper, dossier=dossier, basis=Basis.RESPONSIBLE, level=Level.WRITE, post=viewer.post)
    if situation in {"同じチーム", "終結した同じチーム"}:
        give(keeper, dossier=dossier, basis=Basis.TEAM, level=Level.WRITE, team=viewer.post.team)
    if situation in SHARED:
        give(keeper, dossier=dossier, basis=SHARED[situation], level=Level.READ, post=viewer.post)
    if situation == "会議が終わった":
        over = now() - timedelta(seconds=1)
        give(keeper, dossier=dossier, basis=Basis.MEETING, level=Level.READ, post=viewer.post, until=over)
    if situation == "緊急閲覧":
        reason = "夜間に学校から電話があり、担当が不在のため"
        break_glass(viewer, dossier=dossier, category=Emergency.SAFETY, reason=reason)
    if situation == "封がある担当":
        seal(keeper, dossier=dossier, reason="職員の親族", keepers=[keeper.post])
    if situation == "終結した同じチーム":
        close_dossier(keeper, dossier=dossier)
    return dossier


@pytest.mark.parametrize(
    ("who", "situation", "wants", "answer", "reason"), EXAMPLES, ids=["-".join(row[:3]) for row in EXAMPLES]
)
def test_an_example_of_the_page_is_what_decide_answers(
    who: str,
    situation: str,
    wants: str,
    answer: str,
    reason: str,
    keeper: Viewer,
    team: Team,
    elsewhere: Municipality,
    make_post: Callable[..., Post],
) -> None:
    where = {"municipality": elsewhere} if situation == "別の自治体" else {}
    viewer = Viewer.wearing(make_post(ROLES[who], "somebody", team=team, **where))
    dossier = prepare(situation, keeper, viewer)
    if situation == "任期が終わった担当":
        viewer.post.until = today() - timedelta(days=1)
    decision = decide(viewer, NEEDS[wants], dossier)
    said = "yes" if decision.allowed else "never" if decision.never else "no"
    assert (said, decision.reason) == (answer, reason)


def test_the_examples_show_every_need_and_every_kind_of_answer() -> None:
    assert {row[2] for row in EXAMPLES} == set(NEEDS)
    assert {row[3] for row in EXAMPLES} == {"yes", "no", "never"}


def test_the_matrix_of_the_page_is_the_matrix_of_the_program() -> None:
    told = {row[0]: row[1:] for row in table(PAGE, "post")}
    levels = {level: "–" if level is Level.NONE else level.name.lower() for level in Level}
    held = {
        Role(role).label: [
            *(
                levels[each]
                for each in (standing.own, standing.team, standing.other, standing.closed, standing.shared)
            ),
            "、".join(need.label for need in Need if need in standing.may) or "–",
        ]
        for role, standing in MATRIX.items()
    }
    assert told == held


def test_the_level_of_each_wish_is_told() -> None:
    told = re.search(r"A wish needs:(.*?)\.\n", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert told
    pairs = dict(re.findall(r"(\S+) `(\w+)`", told[1]))
    assert pairs == {need.label: level.name.lower() for need, level in LEVEL_FOR.items()}
