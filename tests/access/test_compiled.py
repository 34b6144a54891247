"""The condition of ``visible_to`` is put together once as text: it must mean the same row wherever a query uses it."""

from collections.abc import Callable

import pytest
from django.db.models import Exists, OuterRef

from tests.access.test_matrix import SITUATIONS, prepare
from tomoni.access.choices import Level
from tomoni.access.models import Dossier, Grant, Seal
from tomoni.access.reach import condition, unsealed
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Team
from tomoni.tenancy.models import Municipality

MakePost = Callable[..., Post]
HERE = [situation for situation in SITUATIONS if situation != "elsewhere"]
WHY = "the rows themselves"


@pytest.fixture
def keeper(make_post: MakePost, team_two: Team) -> Viewer:
    return Viewer.wearing(make_post(Role.COORDINATOR, "keeper", team=team_two))


@pytest.fixture
def dossiers(keeper: Viewer, sato: Viewer, in_muni: Municipality) -> dict[str, Dossier]:
    """One in each situation, as 佐藤 stands to it; everybody knows of each by a grant of the keeper's."""
    return {situation: prepare(situation, keeper, sato.post) for situation in HERE}


@pytest.mark.parametrize("level", [Level.CARD, Level.READ, Level.WRITE])
def test_in_a_query_about_grants_the_row_is_not_taken_for_a_grant_of_the_condition(
    level: Level, dossiers: dict[str, Dossier], sato: Viewer
) -> None:
    """Rows of the same table that the condition looks into, plain and one subquery deeper (``U0``, ``V0``)."""
    open_to = set(Dossier.objects.all().visible_to(sato, level).values_list("pk", flat=True))
    granted = set(Grant.objects.for_system(WHY).values_list("dossier_id", flat=True))
    grants = Grant.objects.for_system(WHY).filter(condition(sato, level, "dossier__"))
    assert set(grants.values_list("dossier_id", flat=True)) == open_to & granted
    around = Dossier.objects.for_system(WHY).filter(Exists(grants.filter(dossier=OuterRef("pk"))))
    assert set(around.values_list("pk", flat=True)) == open_to & granted
    deeper = Grant.objects.for_system(WHY).filter(
        Exists(around.filter(pk=OuterRef("dossier"))), condition(sato, level, "dossier__")
    )
    assert set(deeper.values_list("dossier_id", flat=True)) == open_to & granted


def test_in_a_query_about_seals_each_seal_is_asked_for_its_own_dossier(
    dossiers: dict[str, Dossier], keeper: Viewer, sato: Viewer
) -> None:
    seals = Seal.objects.for_system(WHY)
    assert [seal.dossier for seal in seals.filter(unsealed(keeper, "dossier__"))] == [dossiers["sealed"]]
    assert not seals.filter(unsealed(sato, "dossier__")).exists()
    shut = Dossier.objects.for_system(WHY).filter(Exists(seals.filter(dossier=OuterRef("pk"))))
    assert [each.pk for each in shut.filter(unsealed(keeper))] == [dossiers["sealed"].pk]
    assert not shut.filter(unsealed(sato)).exists()
    free = set(Dossier.objects.for_system(WHY).filter(unsealed(sato)).values_list("pk", flat=True))
    assert free == {each.pk for situation, each in dossiers.items() if situation != "sealed"}


def test_the_opposite_of_the_condition_is_every_other_row(dossiers: dict[str, Dossier], sato: Viewer) -> None:
    rows = Dossier.objects.for_system(WHY)
    reached = set(rows.filter(condition(sato, Level.READ)).values_list("pk", flat=True))
    others = set(rows.filter(~condition(sato, Level.READ)).values_list("pk", flat=True))
    assert {name for name, each in dossiers.items() if each.pk in reached} == {
        "own", "team", "closed", "shared",
    }  # fmt: skip
    assert others == {each.pk for each in dossiers.values()} - reached
