"""J1: what people say of the practice themselves, beside what records show; who sees whose answers, and how two agree."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from tests.assessment.conftest import Home, home
from tomoni.access.actions import Refused
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.insight.actions import Said, rate
from tomoni.insight.models import Rating
from tomoni.insight.rules import OUGHT, agreement, tally
from tomoni.practice import load

__all__ = ["home"]
Enter = Callable[[Viewer], Client]
ANSWERS = st.sampled_from([*OUGHT, "not_applicable", "unsure"])


def ask(client: Client, home: Home, phase: str = "support", **fields: Any) -> Any:
    address = reverse("insight:rate", args=[home.case.ref, phase])
    return client.post(address, {"submission": str(uuid4()), **fields})


def told(client: Client, home: Home) -> list[list[str]]:
    """The table of people's answers, row by row; the last column leads to the form."""
    page = html.fromstring(client.get(reverse("insight:case", args=[home.case.ref])).content)
    rows = page.xpath("//section[@aria-labelledby='rated']//tr")
    return [["".join(cell.text_content().split()) for cell in row[:-1]] for row in rows]


def test_j1_kappa_of_the_printed_vector() -> None:
    """[[20, 5], [10, 15]] gives 0.40 (standards, fidelity)."""
    table = {
        ("done", "done"): 20,
        ("done", "not_yet"): 5,
        ("not_yet", "done"): 10,
        ("not_yet", "not_yet"): 15,
    }
    found = agreement(pair for pair, times in table.items() for _ in range(times))
    assert (found.both, found.same) == (50, 35)
    assert found.kappa == pytest.approx(0.40)


def test_j1_what_nobody_can_tell_is_neither_agreement_nor_fault() -> None:
    assert agreement([("done", "unsure"), ("not_applicable", "done")]) == agreement([])
    assert agreement([]).kappa is None
    assert (
        agreement([("done", "done")] * 12).kappa is None
    )  # both always say one thing: nothing beyond chance to see
    assert agreement([("done", "partly"), ("partly", "done")]).kappa == pytest.approx(-1)
    held = tally(["done", "partly", "not_yet", "unsure", "not_applicable", "done"])
    assert (held.done, held.applicable, held.unsure) == (2, 4, 1)


@given(st.lists(st.tuples(ANSWERS, ANSWERS), max_size=40))
def test_j1_kappa_does_not_know_who_is_first(pairs: list[tuple[str, str]]) -> None:
    found, turned = agreement(pairs), agreement([(other, one) for one, other in pairs])
    assert found == turned
    assert found.kappa is None or -1 <= found.kappa <= 1
    if found.kappa is not None and found.same == found.both:
        assert found.kappa == pytest.approx(1)


def test_j1_only_what_is_chosen_or_changed_is_kept(home: Home, sato: Viewer, client_for: Enter) -> None:
    client = client_for(sato)
    answer = ask(client, home, b4_1_1="done", b4_1_1_text="母にたずねてから頼んだ")
    assert answer["Location"] == reverse("insight:case", args=[home.case.ref]) + "#rated"
    ask(client, home, b4_1_1="done", b4_1_1_text="母にたずねてから頼んだ", b4_2_1="partly")
    ask(client, home, b4_1_1="partly", b4_1_1_text="二度めはあとになった")
    rows = Rating.objects.for_system("test").order_by("pk")
    assert [(row.box, row.answer, row.text, row.own) for row in rows] == [
        ("4-1.1", "done", "母にたずねてから頼んだ", True),
        ("4-2.1", "partly", "", True),
        ("4-1.1", "partly", "二度めはあとになった", True),
    ]
    shown = client.get(reverse("insight:rate", args=[home.case.ref, "support"])).content.decode()
    assert "二度めはあとになった" in shown
    assert "母にたずねてから頼んだ" not in shown
    assert told(client, home)[4] == ["4支援", "0／2"]
    page = client.get(reverse("insight:viewpoint", args=[home.case.ref, "4-1"])).content.decode()
    assert "一部できた" in page
    assert "二度めはあとになった" in page


def test_j1_two_look_independently_and_lead_and_coordinator_see_both(
    home: Home, sato: Viewer, suzuki: Viewer, tanaka: Viewer, kimura: Viewer, client_for: Enter
) -> None:
    boxes = [box.id for viewpoint in load(home.case.pack).viewpoints for box in viewpoint.boxes][:20]
    rate(
        sato,
        case=home.case,
        said=[Said(box, "done" if at % 2 else "not_yet") for at, box in enumerate(boxes)],
    )
    before = told(client_for(suzuki), home)
    rate(
        suzuki,
        case=home.case,
        said=[Said(box, "done" if at % 4 else "not_yet") for at, box in enumerate(boxes)],
    )
    assert before[0] == ["フェーズ"]
    assert told(client_for(suzuki), home)[0] == ["フェーズ", "鈴木さん同僚"]
    assert told(client_for(kimura), home)[0] == ["フェーズ"]
    for viewer in (sato, tanaka):
        client = client_for(viewer)
        assert told(client, home)[0] == ["フェーズ", "佐藤さん主担当", "鈴木さん同僚"]
        page = client.get(reverse("insight:case", args=[home.case.ref])).content.decode()
        assert "二人が答えた20のポイントのうち15で同じ見方でした。" in page
        assert "コーエンのκ） 0.50" in page


def test_j1_few_answers_show_no_kappa(home: Home, sato: Viewer, suzuki: Viewer, client_for: Enter) -> None:
    for viewer, answer in ((sato, "done"), (suzuki, "not_yet")):
        rate(viewer, case=home.case, said=[Said("4-1.1", answer), Said("4-2.1", "done")])
    page = client_for(sato).get(reverse("insight:case", args=[home.case.ref])).content.decode()
    assert "二人が答えた2のポイントのうち1で同じ見方でした。" in page
    assert "κ" not in page
    assert "ちがったところを、次のふり返りで話してみませんか。" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "新しく選んだところ、書きかえたところがありません"),
        ({"b4_1_1": "excellent"}, "選択"),
        ({"b4_1_1_text": "よかった"}, "どうだったかも選んでください"),
        ({"b4_1_1": "done", "b4_1_1_text": "長" * 2001}, "2,000"),
    ],
)
def test_bad_input_is_said_and_nothing_is_kept(
    fields: dict[str, str], words: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    answer = ask(client_for(sato), home, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Rating.objects.for_system("test").exists()


def test_others_cannot(
    home: Home, sato: Viewer, ito: Viewer, mori: Viewer, stranger: Viewer, client_for: Enter
) -> None:
    answers = [ask(client_for(viewer), home, b4_1_1="done").status_code for viewer in (ito, mori, stranger)]
    assert answers == [404, 403, 404]
    assert ask(client_for(sato), home, phase="nowhere", b4_1_1="done").status_code == 404
    for viewer in (ito, stranger):
        with pytest.raises(Denied):
            rate(viewer, case=home.case, said=[Said("4-1.1", "done")])
    for said in (Said("9-9.9", "done"), Said("4-1.1", "excellent")):
        with pytest.raises(Refused, match="このケースの実践モデルにない"):
            rate(sato, case=home.case, said=[said])
    assert not Rating.objects.for_system("test").exists()


def test_the_map_costs_the_same_with_one_answer_and_with_all(
    home: Home, sato: Viewer, suzuki: Viewer, client_for: Enter, django_assert_num_queries: Any
) -> None:
    client, boxes = client_for(sato), [b.id for v in load(home.case.pack).viewpoints for b in v.boxes]
    rate(sato, case=home.case, said=[Said(boxes[0], "done")])
    address = reverse("insight:case", args=[home.case.ref])
    client.get(address)
    with connection.execute_wrapper(lambda run, *rest: count.append(1) or run(*rest)):
        count: list[int] = []
        client.get(address)
    rate(suzuki, case=home.case, said=[Said(box, "unsure") for box in boxes])
    with django_assert_num_queries(len(count)):
        client.get(address)


def test_an_answer_is_changed_and_never_emptied_unnoticed(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    ask(client, home, b4_1_1="done")
    answer = ask(client, home, b4_1_1="", b4_2_1="partly")
    assert answer.status_code == 422
    assert "決められないときは「分からない」を選んでください" in answer.content.decode()
    assert [row.box for row in Rating.objects.for_system("test")] == ["4-1.1"]
    ask(client, home, b4_1_1="unsure", b4_2_1="partly")
    assert [row.answer for row in Rating.objects.for_system("test").order_by("pk")] == [
        "done",
        "unsure",
        "partly",
    ]
