"""A protected address or number shows nowhere before somebody entitled asks for it, and that is on record."""

import json
import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.people.conftest import NOON, Home, Screen
from tomoni.access.actions import Refused
from tomoni.access.choices import Basis, Level
from tomoni.access.models import Grant
from tomoni.access.protected import MASK
from tomoni.access.reveal import reveal
from tomoni.access.viewer import Viewer
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.families.actions import NewPerson, take_in
from tomoni.journal.models import Entry
from tomoni.people.actions import (
    add_address,
    add_contact_point,
    correct_reach,
    end_protection,
    hide,
    is_protected,
    join_persons,
    part_persons,
    protect,
    renew_protection,
    show_again,
)
from tomoni.people.models import Address, ContactPoint, Protection

ScreenOf = Callable[[Viewer], Screen]
PHONE, PLACE, OLD_PLACE = "090-4711-0815", "ともに町かくれ里3丁目7-9", "ともに町むかし1-1"
# As a page, an address or JSON could write them; a search for parts is no better.
MARKERS = [PHONE, "09047110815", PLACE, "かくれ里", OLD_PLACE, "むかし1"]


def day(text: str) -> Day:
    found = Day.parse(text)
    assert found is not None
    return found


@pytest.fixture
def hidden(home: Home, sato: Viewer) -> tuple[Address, ContactPoint]:
    """美咲's address (once corrected) and number, told openly and then protected from 大樹."""
    place = add_address(sato, person=home.misaki, text=OLD_PLACE)
    row = correct_reach(sato, row=place, text=PLACE)
    point = add_contact_point(sato, person=home.misaki, value=PHONE)
    protect(sato, persons=[home.misaki], against=home.daiki)
    return Address.objects.for_system("test").get(pk=row.pk), ContactPoint.objects.for_system("test").get(
        pk=point.pk
    )


def every_page(home: Home, hidden: tuple[Address, ContactPoint]) -> list[str]:
    """Addresses of all pages on which the protected person could show."""
    place, point = hidden
    protection = Protection.objects.for_system("test").get()
    pages: list[tuple[str, list[Any]]] = [
        ("people:protections", []),
        ("families:take_in", []),
        ("resources:list", []),
    ]
    for page in ("person", "change", "rename", "protect", "look_for"):
        pages += [(f"people:{page}", [person.ref]) for person in (home.misaki, home.haruka, home.daiki)]
    for page in ("correct", "end", "retract"):
        pages += [(f"people:{page}", ["address", place.ref]), (f"people:{page}", ["phone", point.ref])]
    pages += [("people:renew", [protection.ref]), ("people:finish", [protection.ref])]
    pages += [
        ("people:join", [home.misaki.ref, home.haruka.ref]),
        ("people:join", [home.haruka.ref, home.misaki.ref]),
    ]
    pages += [("people:add", [home.misaki.ref, kind]) for kind in ("name", "phone", "address", "school")]
    pages += [("families:table", [home.family.ref]), ("families:relabel", [home.family.ref])]
    pages += [("families:add", [home.family.ref, kind]) for kind in ("member", "stay", "union", "parent")]
    pages += [(f"desk:{page}", [home.family.ref]) for page in ("family", "records", "looks")]
    paths = [reverse(name, args=args) for name, args in pages]
    searches = [
        reverse("people:suggest"),
        reverse("desk:search"),
        reverse("people:look_for", args=[home.haruka.ref]),
    ]
    return [
        *paths,
        *(f"{path}?q={words}" for path in searches for words in ("水沢", "かくれ里", PHONE, "090-4711")),
    ]


def found(text: str, typed: str = "") -> list[str]:
    """The markers in a page; what the reader typed into the search field stands in it, of course."""
    return [
        marker for marker in MARKERS if marker in text.replace(f'value="{typed}"', "") and marker not in typed
    ]


@pytest.mark.parametrize("name", ["sato", "suzuki", "ito", "tanaka", "kimura", "mori", "stranger"])
def test_no_page_shows_a_marker_to_anybody(
    name: str,
    home: Home,
    hidden: tuple[Address, ContactPoint],
    request: pytest.FixtureRequest,
    screen: ScreenOf,
    caplog: pytest.LogCaptureFixture,
    mailoutbox: list[Any],
) -> None:
    caplog.set_level(logging.DEBUG)
    client = screen(request.getfixturevalue(name)).client
    seen = {path: client.get(path) for path in every_page(home, hidden)}
    assert {200} <= {answer.status_code for answer in seen.values()} <= {200, 403, 404}
    leaks = {p: found(a.content.decode() + str(a.headers), p.rpartition("?q=")[2]) for p, a in seen.items()}
    assert {path: markers for path, markers in leaks.items() if markers} == {}
    assert (mailoutbox, [marker for marker in MARKERS if marker in caplog.text]) == ([], [])


def test_nothing_in_the_database_says_it_in_clear(home: Home, hidden: tuple[Address, ContactPoint]) -> None:
    rows = [*Address.objects.for_system("test"), *ContactPoint.objects.for_system("test")]
    assert [(getattr(row, "text", ""), getattr(row, "value", "")) for row in rows] == [("", "")] * 3
    assert [marker for marker in MARKERS for entry in Entry.objects.all() if marker in entry.body] == []


def test_reveal_shows_once_to_the_entitled_and_journals_it(
    home: Home, hidden: tuple[Address, ContactPoint], sato: Viewer, kimura: Viewer, screen: ScreenOf
) -> None:
    place, point = hidden
    for viewer in (sato, kimura):
        at = screen(viewer)
        answer = at.post("people:reveal", home.misaki.ref, "address", place.ref)
        assert (answer.status_code, found(answer.content.decode()), answer.headers["Cache-Control"]) == (
            200,
            [PLACE, "かくれ里"],
            "no-store",
        )
        bodies = [json.loads(entry.body) for entry in Entry.objects.order_by("-seq")[:3]]
        told = next(body for body in bodies if body["kind"] == "reveal")
        assert (told["by"][1], told["what"], told["rows"]) == (
            viewer.post.pk,
            "hidden",
            {"people.address": [place.pk]},
        )
        assert PHONE in at.post("people:reveal", home.misaki.ref, "phone", point.ref).content.decode()
        assert found(at.text("people:person", home.misaki.ref)) == []


def test_reveal_is_refused_to_all_others_and_writes_no_look(
    home: Home,
    hidden: tuple[Address, ContactPoint],
    ito: Viewer,
    mori: Viewer,
    stranger: Viewer,
    sato: Viewer,
    screen: ScreenOf,
) -> None:
    for viewer, status in ((ito, 404), (mori, 403), (stranger, 404)):
        answer = screen(viewer).post("people:reveal", home.misaki.ref, "address", hidden[0].ref)
        assert (answer.status_code, found(answer.content.decode())) == (status, [])
    at = screen(sato)
    assert at.get("people:reveal", home.misaki.ref, "address", hidden[0].ref).status_code == 405
    assert at.post("people:reveal", home.haruka.ref, "address", hidden[0].ref).status_code == 404
    assert at.post("people:reveal", home.misaki.ref, "school", hidden[0].ref).status_code == 404
    assert [1 for entry in Entry.objects.all() if '"reveal"' in entry.body] == []


def test_protecting_through_the_page_hides_at_once_also_for_those_at_the_same_address(
    home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    for person in (home.misaki, home.haruka, home.minato):
        add_address(sato, person=person, text=PLACE)
    at = screen(sato)
    form = at.text("people:protect", home.misaki.ref)
    assert len(re.findall('name="others"[^>]* checked', form)) == 4  # all who live with her
    page = at.save(
        "people:protect",
        home.misaki.ref,
        kind="support_measure",
        against="水沢 大樹",
        against_ref=str(home.daiki.ref),
        others=[str(home.haruka.ref), str(home.daiki.ref)],
    )
    assert "いま、すべての画面で伏せられました" in page
    assert "同じ世帯の人として登録されています" in page
    assert found(page) == []
    rows = Protection.objects.for_system("test").order_by("pk")
    assert [(row.person_id, row.against_id, str(row.ends_on)) for row in rows] == [
        (home.misaki.pk, home.daiki.pk, "2027-06-09"),
        (home.haruka.pk, home.daiki.pk, "2027-06-09"),
    ]
    assert found(at.text("people:person", home.haruka.ref)) == []
    assert PLACE in at.text("people:person", home.minato.ref)


def test_a_counterpart_in_words_is_hidden_too(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    at = screen(sato)
    page = at.save(
        "people:protect", home.misaki.ref, kind="request", against="以前の交際相手", ends_on="R9.1.31"
    )
    assert "以前の交際相手" not in page
    row = Protection.objects.for_system("test").get()
    assert (reveal(sato, row, "against_text"), str(row.ends_on)) == ("以前の交際相手", "2027-01-31")
    assert (
        "以前の交際相手" in at.post("people:reveal", home.misaki.ref, "protection", row.ref).content.decode()
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"against": ""}, "相手方（だれに知られてはいけないか）：書いてください。"),
        ({"against": "父", "ends_on": "R8.6.9"}, "期限が今日より前になっています"),
        ({"against": "父", "ends_on": "R9"}, "年月日まで入力してください"),
        ({"against": "父", "ends_on": "R9.2.30"}, "2月30日はありません"),
        (
            {"against": "父", "against_ref": "5f0c0000-0000-4000-8000-000000000000"},
            "選んだ人が見つかりません",
        ),
        ({"against": "父", "others": ["5f0c0000-0000-4000-8000-000000000000"]}, "候補にありません"),
        ({"against": "父", "kind": "love"}, "候補にありません"),
    ],
)
def test_a_protection_that_cannot_be_taken_says_why(
    fields: dict[str, Any], said: str, home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    assert said in screen(sato).refused("people:protect", home.misaki.ref, **{"kind": "request", **fields})
    assert Protection.objects.for_system("test").count() == 0


def test_nobody_is_protected_from_herself_under_any_record(home: Home, sato: Viewer) -> None:
    _, rows = take_in(sato, persons=[NewPerson("森川 美咲")])
    join_persons(sato, kept=home.misaki, other=rows[0])
    with pytest.raises(Refused, match="相手方を、守られる人に含めることはできません"):
        protect(sato, persons=[home.misaki], against=rows[0])


def test_what_is_told_later_is_hidden_from_the_start(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    protect(sato, persons=[home.misaki], against_text="父")
    at = screen(sato)
    page = at.save("people:add", home.misaki.ref, "phone", kind="mobile", value=PHONE)
    page += at.save("people:add", home.misaki.ref, "address", kind="lives", text=PLACE, valid_from="R8.6")
    assert (found(page), MASK in page) == ([], True)


def test_a_hidden_value_is_corrected_without_being_shown(
    home: Home, hidden: tuple[Address, ContactPoint], sato: Viewer, screen: ScreenOf
) -> None:
    at = screen(sato)
    at.save("people:correct", "phone", hidden[1].ref, kind="home", value="", note="夕方のみ")
    row = ContactPoint.objects.for_system("test").standing().get()
    assert (row.kind, row.note, reveal(sato, row, "hidden")) == ("home", "夕方のみ", PHONE)
    at.save("people:correct", "phone", row.ref, kind="home", value="022-999-0000")
    row = ContactPoint.objects.for_system("test").standing().get()
    assert (row.value, reveal(sato, row, "hidden")) == ("", "022-999-0000")


def test_renewed_and_ended_protections_keep_their_counterpart(
    home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    (row,) = protect(sato, persons=[home.misaki], against_text="別居の父")
    at = screen(sato)
    at.save("people:renew", row.ref, ends_on="R10.6.9")
    renewed = Protection.objects.for_system("test").standing().get()
    assert (str(renewed.ends_on), reveal(sato, renewed, "against_text")) == ("2028-06-09", "別居の父")
    assert "いまの期限より後の日" in at.refused("people:renew", renewed.ref, ends_on="R10.6.9")
    page = at.save("people:finish", renewed.ref, on="R8.6.9")
    assert "住所と連絡先は秘匿です" not in page
    assert "令和9年6月9日" in page  # the first deadline, as 訂正前
    with pytest.raises(Refused, match="すでに訂正したか取り消しています"):
        renew_protection(sato, protection=row)


@pytest.mark.parametrize(
    ("moment", "due", "said"),
    [
        (datetime(2027, 5, 8, tzinfo=TOKYO), False, "期限が近い申し出はありません"),
        (datetime(2027, 5, 9, tzinfo=TOKYO), True, "近づいています"),
        (datetime(2027, 6, 10, tzinfo=TOKYO), True, "過ぎました。隠したままにしています"),
    ],
)
def test_renewal_is_asked_for_from_one_month_before(
    moment: datetime, due: bool, said: str, home: Home, sato: Viewer, ito: Viewer, screen: ScreenOf
) -> None:
    protect(sato, persons=[home.misaki], against_text="父")
    with frozen(moment):
        page = screen(sato).text("people:protections")
        assert ("みさき" in page, is_protected(home.misaki)) == (due, True)
        assert said in page + screen(sato).text("people:person", home.misaki.ref)
        assert "みさき" not in screen(ito).text("people:protections")


def test_showing_again_waits_for_the_end(
    home: Home, hidden: tuple[Address, ContactPoint], sato: Viewer, screen: ScreenOf
) -> None:
    at, (place, _) = screen(sato), hidden
    assert "秘匿の申し出が続いている" in at.save("people:show", "address", place.ref)
    protection = Protection.objects.for_system("test").get()
    end_protection(sato, protection=protection, on=Day(NOON.date()))
    assert "秘匿の申し出が続いている" in at.save("people:show", "address", place.ref)
    with frozen(NOON + timedelta(days=1)):
        page = screen(sato).save("people:show", "address", place.ref)
        assert ("表示に戻しました" in page, found(page)) == (True, [PLACE, "かくれ里"])


def test_one_number_is_hidden_with_what_it_was_before(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    first = add_contact_point(sato, person=home.haruka, value=PHONE)
    second = correct_reach(sato, row=first, note="夜は出られない")
    page = screen(sato).save("people:hide", "phone", second.ref)
    assert ("秘匿にしました" in page, found(page)) == (True, [])
    assert [row.value for row in ContactPoint.objects.for_system("test")] == ["", ""]
    assert screen(sato).post("people:hide", "school", second.ref).status_code == 404


def test_the_other_record_of_the_same_person_is_hidden_with_it(home: Home, sato: Viewer) -> None:
    _, rows = take_in(sato, persons=[NewPerson("森川 美咲")])
    place = add_address(sato, person=rows[0], text=PLACE)
    same = join_persons(sato, kept=home.misaki, other=rows[0])
    (protection,) = protect(sato, persons=[home.misaki], against_text="父")
    place.refresh_from_db()
    assert (place.text, is_protected(rows[0])) == ("", True)
    late = add_contact_point(sato, person=rows[0], value=PHONE)
    assert (late.value, str(late.hidden)) == ("", MASK)
    part_persons(sato, same=same)
    end_protection(sato, protection=protection, on=day("R8.6.1"))
    assert show_again(sato, row=place).text == PLACE


def test_a_counterpart_known_under_another_record_is_still_one_of_the_household(
    home: Home, sato: Viewer, screen: ScreenOf
) -> None:
    _, rows = take_in(sato, persons=[NewPerson("大樹", birth=day("H2.9.9"))])
    protect(sato, persons=[home.misaki], against=rows[0])
    assert "の人として登録されています" not in screen(sato).text("people:person", home.misaki.ref)
    join_persons(sato, kept=rows[0], other=home.daiki)
    assert "同じ世帯の人として登録されています" in screen(sato).text("people:person", home.misaki.ref)


def test_joining_with_a_protected_person_hides_at_once(home: Home, sato: Viewer, screen: ScreenOf) -> None:
    _, rows = take_in(sato, persons=[NewPerson("森川 美咲")])
    add_address(sato, person=rows[0], text=PLACE)
    protect(sato, persons=[home.misaki], against_text="父")
    screen(sato).save("people:join", rows[0].ref, home.misaki.ref, reason="母子健康手帳")
    assert found(screen(sato).text("people:person", rows[0].ref)) == []


def test_who_may_only_read_is_offered_no_change(
    home: Home, hidden: tuple[Address, ContactPoint], kimura: Viewer, screen: ScreenOf
) -> None:
    at = screen(kimura)
    page = at.text("people:person", home.misaki.ref)
    assert ("表示する" in page, "直す" in page) == (True, False)
    assert at.client.post(reverse("people:hide", args=["phone", hidden[1].ref])).status_code == 403
    assert (
        Grant.objects.for_system("test").filter(basis=Basis.BREAK_GLASS, level__gte=Level.READ).count() == 0
    )


def test_hide_of_a_hidden_row_changes_nothing(hidden: tuple[Address, ContactPoint], sato: Viewer) -> None:
    hide(sato, row=hidden[0])
    assert reveal(sato, hidden[0], "hidden") == PLACE


def test_every_page_of_the_family_says_whose_whereabouts_are_kept_until_that_ends(
    home: Home, sato: Viewer, hidden: Any, screen: ScreenOf
) -> None:
    words = "さんの住所・連絡先と園・学校の名前が、相手方に伝わらないように。"

    def told() -> list[bool]:
        pages = ("desk:family", "plans:sheet", "desk:records")
        return [f"{home.misaki.name}{words}" in screen(sato).text(page, home.family.ref) for page in pages]

    assert told() == [True, True, True]
    row = Protection.objects.for_system("test").standing().get(person=home.misaki)
    end_protection(sato, protection=row, on=Day(NOON.date()))
    assert told() == [True, True, True]
    with frozen(NOON + timedelta(days=1)):
        assert told() == [False, False, False]
