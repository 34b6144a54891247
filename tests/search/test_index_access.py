"""The index follows who may see: own, team, other teams, seals, protected values, other municipalities."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tomoni.access.actions import close_dossier, end_grant, give, open_dossier, seal, unseal
from tomoni.access.choices import Basis, Level
from tomoni.access.decide import standing_on
from tomoni.access.models import Dossier
from tomoni.access.queries import levels_on, shut_out
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Team
from tomoni.journal.queries import lines
from tomoni.search.actions import drop, put
from tomoni.search.choices import Reason
from tomoni.search.queries import Found, find, suggest
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality
from tomoni.tenancy.rls import tenant_tables

MakePost = Callable[..., Post]
PHONE, ADDRESS = "022-999-8888", "ともに町本町1丁目2番3号"


@pytest.fixture
def dossier(sato: Viewer, in_muni: Municipality) -> Dossier:
    """A family of 佐藤's, in the consultation team."""
    return open_dossier(sato, kind="family")


def child(dossier: Dossier, **texts: list[str]) -> UUID:
    ref = uuid4()
    put(dossier, "person", ref, label="山田 蒼", names=["山田 蒼"], kana=["ヤマダ アオイ"], **texts)
    return ref


def level(viewer: Viewer, text: str = "山田 蒼") -> Level:
    return max((hit.level for hit in find(viewer, text).hits), default=Level.NONE)


def test_each_post_finds_at_its_own_level(
    dossier: Dossier,
    sato: Viewer,
    suzuki: Viewer,
    ito: Viewer,
    tanaka: Viewer,
    kimura: Viewer,
    mori: Viewer,
    make_post: MakePost,
) -> None:
    child(dossier)
    others = [
        Viewer.wearing(make_post(role, role.value)) for role in (Role.ADVISER, Role.PREFECTURE, Role.ADMIN)
    ]
    found = [level(viewer) for viewer in (sato, suzuki, ito, tanaka, kimura, mori, *others)]
    assert found == [3, 2, 1, 3, 2, 1, 0, 0, 0]


def test_a_guest_finds_what_was_shared_and_only_while_it_is(
    dossier: Dossier,
    sato: Viewer,
    make_post: MakePost,
) -> None:
    child(dossier)
    child(open_dossier(sato, kind="family"))
    agency = Viewer.wearing(make_post(Role.AGENCY, "school"))
    grant = give(sato, dossier=dossier, basis=Basis.CONSENT, level=Level.READ, post=agency.post)
    assert [(hit.dossier_id, hit.level) for hit in find(agency, "山田").hits] == [(dossier.pk, Level.READ)]
    assert [hit.dossier_id for hit in suggest(agency, "や")] == [dossier.pk]
    end_grant(sato, grant=grant)
    assert find(agency, "山田").hits == ()


def test_another_municipality_finds_nothing(
    dossier: Dossier, sato: Viewer, tanaka: Viewer, stranger: Viewer, elsewhere: Municipality
) -> None:
    child(dossier)
    assert find(stranger, "山田").hits == ()
    seal(tanaka, dossier=dossier, reason="職員の親族", keepers=[tanaka.post])
    assert not find(stranger, "山田").ask_coordinator
    with tenant(elsewhere):
        assert find(stranger, "山田") == find(sato, "山田") == Found()
        assert suggest(stranger, "山田") == ()


def test_what_is_sealed_is_found_by_its_keepers_only_and_others_are_sent_to_the_coordinator(
    dossier: Dossier, sato: Viewer, tanaka: Viewer, ito: Viewer, kimura: Viewer, mori: Viewer
) -> None:
    child(dossier)
    row = seal(tanaka, dossier=dossier, reason="職員の親族", keepers=[tanaka.post])
    assert level(tanaka) == Level.WRITE
    assert not find(tanaka, "山田 蒼").ask_coordinator
    for caseworker in (sato, ito, kimura):
        assert find(caseworker, "山田 蒼") == Found(ask_coordinator=True)
        assert suggest(caseworker, "山田") == ()
    assert find(mori, "山田 蒼") == Found()
    unseal(tanaka, seal=row)
    assert level(sato) == Level.WRITE


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("山田", True), ("やまだ", True), ("蒼 山田", True), ("山", False), ("やま", True), ("山田 花", False),
        ("090-1234-5678", True), ("1234-5678", False), ("5678", False), ("F-26-7", True), ("26-7", False),
        ("本町1-2", False), ("ともに町本町1-2-3", True), (PHONE, False),
    ],
)  # fmt: skip
def test_nobody_can_feel_their_way_to_a_sealed_fact(
    typed: str, told: bool, dossier: Dossier, sato: Viewer, tanaka: Viewer
) -> None:
    child(dossier, numbers=["F-26-7"], phones=["090-1234-5678"], addresses=[ADDRESS], hidden=[PHONE])
    seal(tanaka, dossier=dossier, reason="職員の親族", keepers=[tanaka.post])
    assert find(sato, typed) == Found(ask_coordinator=told)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("山", True), ("やまだ", True), ("F-26", True), ("山田 F-26-7", True), ("090-1234-5678", True), ("1234-5678", False), ("0901234567", False),
        ("ともに町本町1-2-3", True), ("山田 ともに町本町1-2-3", True), ("本町1-2-3", False), ("山田 本町", False), ("ともに町本町1-2", False),
    ],
)  # fmt: skip
def test_who_sees_the_card_does_not_feel_their_way_to_an_address(
    dossier: Dossier, sato: Viewer, ito: Viewer, mori: Viewer, typed: str, found: bool
) -> None:
    child(dossier, numbers=["F-26-7"], phones=["090-1234-5678"], addresses=[ADDRESS])
    assert [level(viewer, typed) for viewer in (ito, mori)] == [Level.CARD if found else Level.NONE] * 2
    assert bool(suggest(ito, typed)) is found
    assert level(sato, typed) == Level.WRITE


def test_the_keepers_see_who_was_sent_to_them(dossier: Dossier, sato: Viewer, tanaka: Viewer) -> None:
    child(dossier)
    seal(tanaka, dossier=dossier, reason="職員の親族", keepers=[tanaka.post])
    find(sato, "山田 蒼")
    newest = lines(sato.tenant.pk, [dossier.pk])[0]
    assert (newest.kind, newest.post_id, newest.body["hits"]) == ("search", sato.post.pk, 0)


def test_a_protected_telephone_is_found_whole_and_by_those_who_may_reveal_it(
    dossier: Dossier, sato: Viewer, suzuki: Viewer, ito: Viewer, tanaka: Viewer, kimura: Viewer, mori: Viewer
) -> None:
    ref = child(dossier, hidden=[PHONE, ADDRESS])
    for entitled in (sato, suzuki, tanaka, kimura):
        for typed in (PHONE, "0229998888", "+81 22 999 8888", ADDRESS, "ともに町本町1-2-3"):
            hits = find(entitled, typed).hits
            assert [(hit.ref, hit.reasons) for hit in hits] == [(ref, (Reason.HIDDEN,))], typed
    for other in (ito, mori):
        assert find(other, PHONE).hits == find(other, ADDRESS).hits == ()
    for part in ("8888", "0229998", "022-999-888", "本町1-2-3", "ともに町本町1-2"):
        assert find(sato, part).hits == (), part


def test_a_protected_value_stands_in_no_table_of_the_index(dossier: Dossier, sato: Viewer) -> None:
    child(dossier, hidden=[PHONE, ADDRESS])
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM search_tail")
        texts = [bytes(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT label, words FROM search_row")
        words = "".join("".join(row) for row in cursor.fetchall())
    assert len([text for text in texts if len(text) == 24 and text.isalnum()]) == 2
    for trace in ("229998888", "本町", "1-2-3"):
        assert trace not in words
        assert not [text for text in texts if trace.encode() in text]


def test_what_became_protected_is_found_by_its_parts_no_more(
    dossier: Dossier, ito: Viewer, sato: Viewer
) -> None:
    ref = child(dossier, phones=[PHONE])
    assert [len(found.hits) for found in (find(sato, "8888"), find(ito, PHONE))] == [1, 1]
    put(dossier, "person", ref, label="山田 蒼", names=["山田 蒼"], kana=[], hidden=[PHONE])
    assert find(sato, "8888").hits == find(ito, PHONE).hits == ()
    assert [hit.ref for hit in find(sato, PHONE).hits] == [ref]
    drop("person", ref)
    assert find(sato, PHONE).hits == ()


@pytest.mark.parametrize("role", list(Role))
def test_levels_of_many_are_those_of_each(
    role: Role,
    tanaka: Viewer,
    team: Team,
    team_two: Team,
    make_post: MakePost,
    in_muni: Municipality,
) -> None:
    post = make_post(role, "somebody", team=team_two)
    viewer = Viewer.wearing(post)
    made = {
        name: open_dossier(tanaka, kind="family")
        for name in ("other", "own", "team", "shared", "closed", "sealed")
    }
    give(tanaka, dossier=made["own"], basis=Basis.RESPONSIBLE, level=Level.WRITE, post=post)
    give(tanaka, dossier=made["shared"], basis=Basis.MEETING, level=Level.READ, post=post)
    for name in ("team", "closed", "sealed"):
        give(tanaka, dossier=made[name], basis=Basis.TEAM, level=Level.WRITE, team=team_two)
    seal(tanaka, dossier=made["sealed"], reason="職員の親族", keepers=[tanaka.post])
    made["closed"] = close_dossier(tanaka, dossier=made["closed"])
    assert levels_on(viewer, made.values(), shut_out(viewer)) == {
        d.pk: standing_on(viewer, d)[0] for d in made.values()
    }


def test_beyond_the_municipality_or_the_period_of_the_post_there_is_no_level(
    dossier: Dossier, sato: Viewer, stranger: Viewer, elsewhere: Municipality
) -> None:
    assert levels_on(stranger, [dossier], set()) == {dossier.pk: Level.NONE}
    with tenant(elsewhere):
        assert levels_on(sato, [dossier], set()) == {dossier.pk: Level.NONE}


def test_both_tables_of_the_index_stand_behind_the_wall_in_the_database(db: None) -> None:
    assert {("search_row", "municipality_id"), ("search_tail", "municipality_id")} <= set(tenant_tables())
