"""The matrix of docs/developer/permissions.md, asked in both ways: one row (`decide`) and many (`visible_to`) must agree."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tomoni.access.actions import break_glass, close_dossier, give, open_dossier, seal
from tomoni.access.choices import Basis, Emergency, Level, Need
from tomoni.access.decide import Denied, decide, standing_on
from tomoni.access.models import Dossier
from tomoni.access.queries import levels_on, shut_out
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Team, User
from tomoni.calendar import frozen, now
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

MakePost = Callable[..., Post]
N, C, R, W = Level.NONE, Level.CARD, Level.READ, Level.WRITE
SITUATIONS = ("own", "team", "other", "closed", "shared", "sealed", "elsewhere")
MATRIX = {
    Role.PRACTITIONER: (W, R, C, R, R, N, N),
    Role.MATERNAL_HEALTH: (W, R, C, R, R, N, N),
    Role.COORDINATOR: (W, W, R, R, R, N, N),
    Role.HEAD: (R, R, R, R, R, N, N),
    Role.CLERK: (C, C, C, C, R, N, N),
    Role.ADVISER: (N, N, N, N, R, N, N),
    Role.AGENCY: (N, N, N, N, R, N, N),
    Role.FAMILY: (N, N, N, N, R, N, N),
    Role.CHILD: (N, N, N, N, R, N, N),
    Role.GUIDANCE_CENTRE: (N, N, N, N, R, N, N),
    Role.PREFECTURE: (N, N, N, N, N, N, N),
    Role.ADMIN: (N, N, N, N, N, N, N),
}


@pytest.fixture
def keeper(make_post: MakePost, team_two: Team) -> Viewer:
    """A coordinator of another team who prepares each situation."""
    return Viewer.wearing(make_post(Role.COORDINATOR, "keeper", team=team_two))


def prepare(situation: str, keeper: Viewer, post: Post) -> Dossier:
    dossier = open_dossier(keeper, kind="family")
    if situation in {"own", "sealed"}:
        give(keeper, dossier=dossier, basis=Basis.RESPONSIBLE, level=Level.WRITE, post=post)
    if situation in {"team", "closed"}:
        give(keeper, dossier=dossier, basis=Basis.TEAM, level=Level.WRITE, team=post.team)
    if situation == "shared":
        give(keeper, dossier=dossier, basis=Basis.MEETING, level=Level.READ, post=post)
    if situation == "sealed":
        seal(keeper, dossier=dossier, reason="職員の親族", keepers=[keeper.post])
    if situation == "closed":
        close_dossier(keeper, dossier=dossier)
    return dossier


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("role", MATRIX)
def test_the_matrix(
    role: Role,
    situation: str,
    keeper: Viewer,
    make_post: MakePost,
    team: Team,
    muni: Municipality,
    elsewhere: Municipality,
) -> None:
    expected = MATRIX[role][SITUATIONS.index(situation)]
    post = make_post(
        role, "somebody", team=team, municipality=elsewhere if situation == "elsewhere" else muni
    )
    viewer = Viewer.wearing(post)
    with tenant(muni):
        dossier = prepare(situation, keeper, post)
        assert standing_on(viewer, dossier)[0] == expected
        for level in (C, R, W):
            seen = Dossier.objects.all().visible_to(viewer, level).filter(pk=dossier.pk).exists()
            assert seen == (level <= expected), level


def test_only_the_head_and_the_coordinator_decide(
    sato: Viewer, tanaka: Viewer, kimura: Viewer, mori: Viewer, in_muni: Municipality
) -> None:
    dossier = open_dossier(sato, kind="family")
    allowed = {v.user.name for v in (sato, tanaka, kimura, mori) if decide(v, Need.DECIDE, dossier)}
    assert allowed == {"田中", "木村"}


def test_access_ends_with_its_period(
    sato: Viewer, keeper: Viewer, make_post: MakePost, in_muni: Municipality
) -> None:
    adviser = Viewer.wearing(make_post(Role.ADVISER, "adviser"))
    dossier = open_dossier(keeper, kind="family")
    grant = give(
        keeper,
        dossier=dossier,
        basis=Basis.MEETING,
        level=R,
        post=adviser.post,
        until=now() - timedelta(seconds=1),
    )
    assert grant.until < now()
    assert standing_on(adviser, dossier)[0] == N
    assert not Dossier.objects.all().visible_to(adviser, C).exists()


def test_a_municipality_may_open_reading_to_other_teams(
    ito: Viewer, sato: Viewer, in_muni: Municipality
) -> None:
    dossier = open_dossier(sato, kind="family")
    assert standing_on(ito, dossier)[0] == C
    in_muni.open_to_other_teams = True
    in_muni.save()
    opened = Viewer.wearing(Post.objects.get(pk=ito.post.pk))
    assert standing_on(opened, dossier)[0] == R


def test_a_keeper_opens_a_sealed_dossier(keeper: Viewer, sato: Viewer, in_muni: Municipality) -> None:
    dossier = open_dossier(sato, kind="family")
    seal(keeper, dossier=dossier, reason="職員の親族", keepers=[keeper.post])
    assert standing_on(keeper, dossier)[0] == R
    assert standing_on(sato, dossier)[0] == N


def test_a_post_that_has_ended_opens_nothing(in_muni: Municipality, team: Team) -> None:
    user = User.objects.create(username="gone", name="異動した人")
    day = now().date()
    post = Post.objects.create(user=user, municipality=in_muni, role=Role.COORDINATOR, team=team, until=day)
    viewer = Viewer.wearing(post)
    dossier = open_dossier(viewer, kind="family")
    post.until = day - timedelta(days=1)
    assert standing_on(Viewer.wearing(post), dossier)[0] == N
    assert not Dossier.objects.all().visible_to(Viewer.wearing(post), C).exists()


@pytest.mark.parametrize("role", [Role.HEAD, Role.CLERK])
def test_no_grant_lets_those_write_who_never_do(
    role: Role, keeper: Viewer, make_post: MakePost, in_muni: Municipality
) -> None:
    viewer = Viewer.wearing(make_post(role, "somebody"))
    dossier = open_dossier(keeper, kind="family")
    give(keeper, dossier=dossier, basis=Basis.MEETING, level=W, post=viewer.post)
    assert standing_on(viewer, dossier)[0] == R
    assert levels_on(viewer, [dossier], set()) == {dossier.pk: R}
    assert not Dossier.objects.all().visible_to(viewer, W).exists()
    assert decide(viewer, Need.WRITE, dossier).never


@pytest.mark.parametrize("role", [Role.ADVISER, Role.AGENCY, Role.FAMILY, Role.HEAD, Role.CLERK, Role.ADMIN])
def test_who_holds_no_family_opens_no_dossier(role: Role, make_post: MakePost, in_muni: Municipality) -> None:
    with pytest.raises(Denied) as refused:
        open_dossier(Viewer.wearing(make_post(role, "somebody")), kind="family")
    assert refused.value.decision.never
    assert Dossier.objects.for_system("test").count() == 0


def test_a_sealed_family_shuts_its_cases_also_those_to_come(
    keeper: Viewer, sato: Viewer, in_muni: Municipality
) -> None:
    family = open_dossier(sato, kind="family")
    before = open_dossier(sato, kind="case", within=family)
    seal(keeper, dossier=family, reason="職員の親族", keepers=[keeper.post])
    after = open_dossier(sato, kind="case", within=family)
    alone = open_dossier(sato, kind="case")
    everything = [family, before, after, alone]
    assert [standing_on(sato, dossier)[0] for dossier in everything] == [N, N, N, W]
    assert list(Dossier.objects.all().visible_to(sato, C)) == [alone]
    assert shut_out(sato) == {family.pk, before.pk, after.pk}
    reason = "夜間に学校から電話があり、担当が不在のため"
    with pytest.raises(Denied, match="封"):
        break_glass(sato, dossier=after, category=Emergency.SAFETY, reason=reason)
    assert standing_on(keeper, after)[0] == R


def test_what_is_asked_again_is_asked_of_the_present_moment_the_present_team_and_the_present_place(
    keeper: Viewer,
    make_post: MakePost,
    team: Team,
    team_two: Team,
    in_muni: Municipality,
    elsewhere: Municipality,
) -> None:
    """The condition is put together once for each viewer; what it hangs on is not kept with it."""
    post, start = make_post(Role.PRACTITIONER, "moving", team=team), now()
    viewer = Viewer.wearing(post)
    timed, theirs = prepare("none", keeper, post), prepare("none", keeper, post)
    give(
        keeper,
        dossier=timed,
        basis=Basis.MEETING,
        level=Level.READ,
        post=post,
        until=start + timedelta(hours=1),
    )
    give(keeper, dossier=theirs, basis=Basis.TEAM, level=Level.WRITE, team=team_two)

    def read() -> set[int]:
        return set(Dossier.objects.all().visible_to(viewer).values_list("pk", flat=True))

    assert read() == {timed.pk}
    with frozen(start + timedelta(hours=2)):
        assert read() == set()
    assert read() == {timed.pk}
    with tenant(elsewhere):
        assert read() == set()
    post.team = team_two
    assert read() == {timed.pk, theirs.pk}
    seal(keeper, dossier=theirs, reason="職員の親族", keepers=[keeper.post])
    assert read() == {timed.pk}
