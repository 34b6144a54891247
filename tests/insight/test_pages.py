"""The pages: who opens them, what they show, and what never shows, not even as a figure."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.assessment.conftest import Home, home
from tests.axe import violations
from tests.insight.forty import LATER, Told
from tomoni.access.actions import give, seal
from tomoni.access.choices import Basis, Level
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import wish
from tomoni.calendar import Day, frozen, now, today
from tomoni.cases.actions import close_case, open_case
from tomoni.contacts.actions import Met, NewPassage, Note, protect_passage, record
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.choices import Relation
from tomoni.families.models import Member
from tomoni.insight.queries.fidelity import evidence, of
from tomoni.insight.rules import State
from tomoni.people.actions import end
from tomoni.sharing.actions import record_consent, withdraw_consent
from tomoni.support.actions import ask
from tomoni.tenancy.models import Municipality

__all__ = ["home"]
Enter = Callable[[Viewer], Client]


def states(viewer: Viewer, case: Any) -> dict[str, State]:
    return {shown.box.id: shown.answer.state for cell in of(viewer, case).cells for shown in cell.boxes}


def test_the_map_and_a_viewpoint(told: Told, sato: Viewer, client_for: Enter) -> None:
    client, case = client_for(sato), told.case
    with frozen(LATER):
        shown = client.get(reverse("insight:case", args=[case.ref])).content.decode()
        opened = client.get(reverse("insight:viewpoint", args=[case.ref, "2-6"])).content.decode()
        family = client.get(reverse("desk:family", args=[told.family.ref])).content.decode()
    assert shown.count('class="sign met"') == 48 + 1 + 1  # boxes, legend, head of the table
    assert "視点2-6 記録にある2、記録からは分からない2" in shown
    assert '<td class="number">48</td>' in shown
    for words in ("試行", "国の基準ではありません", "人事評価"):
        assert words in shown
    visit = reverse("contacts:detail", args=[told.records["home_visit"].ref])
    assert f'href="{visit}"' in opened
    assert "していない、という意味ではありません" in opened
    assert reverse("insight:case", args=[case.ref]) in family


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1-2", "家族に感想を聞くことが"),
        ("2-7", "「アセスメントの見直し」の期日が過ぎています"),
        ("6-3", "変わらない目標も遠のいた目標もありませんでした"),
        ("7-1", "まだ終結（引継ぎ）と再関与モニタリングに入っていません"),
    ],
)
def test_a_box_says_why(told: Told, sato: Viewer, client_for: Enter, number: str, words: str) -> None:
    with frozen(LATER):
        answer = client_for(sato).get(reverse("insight:viewpoint", args=[told.case.ref, number]))
    assert words in answer.content.decode()


def test_a_case_is_held_against_the_revision_it_was_begun_under(told: Told, sato: Viewer) -> None:
    """A new revision of the model changes nothing for a case that runs."""

    def looked_for() -> str:
        shown = (box for cell in of(sato, told.case).cells for box in cell.boxes)
        return next(one.box.evidence.looks_at for one in shown if one.box.id == "5-7.2")

    with frozen(LATER):
        now_begun, now_stands = looked_for(), states(sato, told.case)
        told.case.pack = "kodomo-katei-2026-03/r1"
        assert (now_begun, looked_for()) == (
            "プランができたあとで、関与度やこれからを会議で決めた記録",
            "プランができたあとで、関与の濃さやこれからを会議で決めた記録",
        )
        assert states(sato, told.case) == now_stands


def test_what_is_proven_stays_proven_when_somebody_leaves(told: Told, sato: Viewer) -> None:
    """The records are the same; only today is another day (decision 0012)."""
    with frozen(LATER):
        met = {box for box, state in states(sato, told.case).items() if state == "met"}
        mother = Member.objects.for_system("test").standing().get(family=told.family, relation="mother")
        end(sato, fact=mother, on=Day(today()))
        assert met <= {box for box, state in states(sato, told.case).items() if state == "met"}


def test_asked_with_a_yes_it_stays_proven_when_the_days_of_the_yes_are_over(home: Home, sato: Viewer) -> None:
    until = today() + timedelta(days=30)
    yes = record_consent(
        sato, family=home.family, person=home.misaki, given=True, what="朝のこと", recipient="向かいの方", until=until
    )  # fmt: skip
    asked: dict[str, Any] = {"look_at": "朝の顔", "call_when": "二日休む", "until": until}
    ask(sato, case=home.case, name="向かいの方", consent=yes, **asked)
    assert states(sato, home.case)["4-1.1"] == "met"
    with frozen(now() + timedelta(days=40)):
        assert states(sato, home.case)["4-1.1"] == "met"
    withdraw_consent(sato, consent=yes)
    assert states(sato, home.case)["4-1.1"] != "met"


def test_a_record_is_one_click_behind_its_box(told: Told, sato: Viewer, client_for: Enter) -> None:
    client = client_for(sato)
    with frozen(LATER):
        cells = of(sato, told.case).cells
        paths = {r.path for cell in cells for shown in cell.boxes for r in shown.answer.proof}
        assert {path: client.get(path.partition("#")[0]).status_code for path in paths} == dict.fromkeys(
            paths, 200
        )
        for path in sorted(path for path in paths if "#" in path):
            address, _, anchor = path.partition("#")
            assert f'id="{anchor}"' in client.get(address).content.decode(), path


def test_no_other_viewpoint(home: Home, sato: Viewer, client_for: Enter) -> None:
    answers = [
        client_for(sato).get(reverse("insight:viewpoint", args=[home.case.ref, n])) for n in ("9-9", "x")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_who_opens_it(
    home: Home, sato: Viewer, suzuki: Viewer, ito: Viewer, tanaka: Viewer, kimura: Viewer, mori: Viewer,
    stranger: Viewer, client_for: Enter,
) -> None:  # fmt: skip
    address = reverse("insight:case", args=[home.case.ref])
    viewers = (sato, suzuki, ito, tanaka, kimura, mori, stranger)
    assert [client_for(v).get(address).status_code for v in viewers] == [200, 200, 404, 200, 200, 403, 404]


def test_what_is_hidden_counts_for_nobody(home: Home, sato: Viewer) -> None:
    said = [NewPassage("夜の雨の音がすき", "quotation", "self", home.haruka, topic="wishes", good=True)]
    note = Note(now(), "visit", said, [Met(home.haruka)])
    written = record(sato, family=home.family, case=home.case, note=note)
    assert (states(sato, home.case)["6-7.2"], clue_kinds(sato, home)) == (
        State.MET,
        {"case", "contact", "passage", "member"},
    )
    protect_passage(sato, passage=written.passages.for_system("test").get())
    assert (states(sato, home.case)["6-7.2"], clue_kinds(sato, home)) == (
        State.NOT_APPLICABLE,
        {"case", "contact", "member"},
    )


def clue_kinds(viewer: Viewer, home: Home) -> set[str]:
    return {clue.kind for clue in evidence(viewer, home.case)[0]}


def test_a_sealed_family_shows_nothing(home: Home, sato: Viewer, tanaka: Viewer, client_for: Enter) -> None:
    client, address = client_for(sato), reverse("insight:case", args=[home.case.ref])
    wish(sato, case=home.case, person=home.haruka, text="ピアノ")
    before = client.get(address).status_code
    seal(tanaka, dossier=home.family.dossier, reason="職員の親族", keepers=[tanaka.post])
    assert (before, client.get(address).status_code) == (200, 404)
    assert clue_kinds(sato, home) <= {"case"}


def test_records_of_the_family_count_only_for_who_reads_the_family(
    told: Told, ito: Viewer, tanaka: Viewer
) -> None:
    """A grant on the case alone: what lies with the family leaves no clue, so no state can tell of it."""
    with frozen(LATER):
        give(tanaka, dossier=told.case.dossier, basis=Basis.MEETING, level=Level.READ, post=ito.post)
        kinds = {clue.kind for clue in evidence(ito, told.case)[0]}
        known = states(ito, told.case)
    assert kinds & {"explanation", "consent", "member"} == set()
    assert "wish" in kinds
    assert {known[box] for box in ("1-1.1", "1-2.1", "1-3.1", "1-5.2", "1-6.1", "3-8.1")} <= {
        State.UNKNOWN,
        State.NOT_APPLICABLE,
    }


def test_another_case_of_the_family_is_another_map(told: Told, sato: Viewer) -> None:
    with frozen(LATER + timedelta(days=1)):
        other = open_case(sato, family=told.family, children=[told.minato], phase="assessment")
        met = {box for box, state in states(sato, other).items() if state == State.MET}
    assert met == {"1-6.1"}


def test_as_many_queries_for_seventy_records_as_for_forty(
    told: Told, sato: Viewer, client_for: Enter, django_assert_num_queries: Any
) -> None:
    client, address = client_for(sato), reverse("insight:case", args=[told.case.ref])
    queries = 61 if connection.vendor == "postgresql" else 59
    with frozen(LATER):
        for more in (0, 30):
            for n in range(more // 2):
                wish(sato, case=told.case, person=told.mother, text=f"{n}番目の願い")
                met = [Met(told.mother, heard=True)]
                told.note(sato, f"more_{n}", now(), "phone", said=[NewPassage(f"{n}回目の電話")], met=met)
            client.get(address)
            with django_assert_num_queries(queries):
                client.get(address)


@pytest.mark.browser
def test_nothing_stands_in_the_way(told: Told, window: Callable[..., Page]) -> None:
    addresses = [
        reverse("insight:case", args=[told.case.ref]),
        reverse("insight:viewpoint", args=[told.case.ref, "2-6"]),
        reverse("insight:viewpoint", args=[told.case.ref, "7-2"]),
        reverse("insight:rate", args=[told.case.ref, "planning"]),
    ]
    with frozen(LATER):
        for width in (320, 768, 1280):
            page = window(width)
            for address in addresses:
                page.goto(address)
                assert violations(page) == []
                assert page.evaluate("document.documentElement.scrollWidth") == width
                assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.browser
def test_from_the_map_to_the_record_in_two_clicks(told: Told, window: Callable[..., Page]) -> None:
    with frozen(LATER):
        page = window(768, javascript=False)
        page.goto(reverse("insight:case", args=[told.case.ref]))
        page.locator(".fidelity a").filter(has_text="視点6-7").click()
        page.get_by_role("link", name="水よう日ね、六時四十分におきた。").click()
        expect(page).to_have_url(
            re.compile(reverse("contacts:detail", args=[told.records["autumn_visit"].ref]))
        )


def test_whose_voice_can_be_asked_for(in_muni: Municipality, sato: Viewer) -> None:
    """A baby is not asked yet; a mother who lives elsewhere is; after the end of a case all is as it was."""
    day = today()
    lines = [
        NewPerson("水沢 光", "みずさわ ひかる", Day(day - timedelta(days=400))),
        NewPerson("水沢 美咲", "みずさわ みさき", Day(date(1992, 5, 3)), Relation.MOTHER, lives_here=False),
        NewPerson("水沢 節", "みずさわ せつ", Day(date(1960, 5, 3)), Relation.GRANDMOTHER),
    ]
    family, (baby, _, grandmother) = take_in(sato, persons=lines)
    case = open_case(sato, family=family, children=[baby], phase="assessment")
    holding = evidence(sato, case)[1]
    assert (holding.voices, holding.household) == ({"parent", "relative"}, {grandmother.pk})
    close_case(sato, case=case)
    closed = evidence(sato, case)[1]
    assert (closed.voices, closed.household) == (holding.voices, holding.household)
    assert len(closed.reached) == 7
