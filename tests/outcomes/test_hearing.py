"""One voice at a time (H3), and whether it was good to use what was used, from both sides (H2)."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from tests.agreeing import agreed
from tests.assessment.conftest import Home
from tomoni.access.actions import Refused
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.cases.models import Case, Duty, TimelineEntry
from tomoni.closing.actions import agree_sign, close
from tomoni.families.actions import NewPerson, add_member
from tomoni.families.choices import Relation
from tomoni.outcomes.actions import Answered, decide, hear, look_back, take_back, take_back_hearing
from tomoni.outcomes.actions.reviewing import Attained
from tomoni.outcomes.models import Answer, Hearing, Review
from tomoni.outcomes.queries import askable
from tomoni.plans.actions import take_step
from tomoni.plans.models import Goal
from tomoni.practice import codes
from tomoni.practice.words import say
from tomoni.resources.actions import add_organisation
from tomoni.support.actions import ask, use

Enter = Callable[[Viewer], Client]
SAFE = [Answered("safety", "better", "夜に泣かない")]


def rows(model: Any) -> list[Any]:
    return list(model.objects.for_system("test").order_by("pk"))


def door(review: Review, person: Any = None) -> str:
    if person is None:
        return reverse("outcomes:hear_centre", args=[review.ref])
    return reverse("outcomes:hear", args=[review.ref, person.ref])


def send(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, {"submission": str(uuid4()), **fields})


def tables(client: Client, home: Home) -> dict[str, list[list[str]]]:
    """The tables of the review, cell by cell."""
    page = html.fromstring(client.get(reverse("closing:sheet", args=[home.family.ref])).content)
    found = page.xpath("//article[starts-with(@id, 'review-')]//table")
    return {
        table.xpath("caption")[0].text_content(): [
            [" ".join(" ".join(cell.itertext()).split()) for cell in row.xpath("th|td")]
            for row in table.xpath(".//tr")
        ]
        for table in found
    }


def test_h3_each_voice_answers_the_seven_questions_by_itself_and_stands_side_by_side(
    home: Home, review: Review, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    child = client.get(door(review, home.haruka)).content.decode()
    assert [child.count(say(f"hearing.{code.id}", "child")) for code in codes("review_questions")] == [1] * 7
    mother = client.get(door(review, home.misaki)).content.decode()
    assert [mother.count(say(f"hearing.{code.id}", "family")) for code in codes("review_questions")] == [
        1
    ] * 7
    ours = client.get(door(review)).content.decode()
    assert [ours.count(code.text) for code in codes("review_questions")] == [1] * 7
    answer = send(
        client, door(review, home.haruka), q_safety="worry", q_safety_text="夜がこわい", q_change="better"
    )
    assert answer.status_code == 302
    assert send(client, door(review, home.misaki), q_safety="better", q_change="unclear").status_code == 302
    assert send(client, door(review), q_safety="better", q_safety_text="けがはない").status_code == 302
    assert [(row.person, row.author) for row in rows(Hearing)] == [
        (home.haruka, sato.post), (home.misaki, sato.post), (None, sato.post),
    ]  # fmt: skip
    assert [(a.question, a.way, a.text) for a in rows(Answer)] == [
        ("change", "better", ""), ("safety", "worry", "夜がこわい"), ("change", "unclear", ""), ("safety", "better", ""),
        ("safety", "better", "けがはない"),
    ]  # fmt: skip
    when = "令和8年6月10日（水） 12:00"
    assert tables(client, home) == {
        "一人ずつ聞いたこと": [
            [
                "たずねたこと",
                *(f"{who} {when} 佐藤" for who in ("水沢 陽花さん", "水沢 美咲さん", "センター")),
            ],
            ["目標に向けた変化", "よくなった", "分からない", "聞いていない"],
            [
                "安全と家の様子 見方がちがいます",
                "気がかりになった 夜がこわい",
                "よくなった",
                "よくなった けがはない",
            ],
        ]
    }
    shown = client.get(reverse("closing:sheet", args=[home.family.ref])).content.decode()
    assert "まだ一人ずつ聞いていない人：水沢 大樹さん" in shown


def test_h2_was_it_good_to_use_it_from_both_sides(
    home: Home, review: Review, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client, visits = client_for(sato), add_organisation(sato, name="ひだまり訪問", kind="npo")
    use(sato, case=home.case, organisation=visits)
    told = {"look_at": "朝のようす", "call_when": "休んだ日", "until": date(2026, 7, 17)}
    ask(sato, case=home.case, organisation=visits, **told)
    ask(sato, case=home.case, name="向かいの店", consent=agreed(sato, home.case), **told)
    take_step(sato, goal=goal, by="others", name="こども食堂", text="水曜の夕食")
    take_step(sato, goal=goal, by="family", text="前の晩に置く")
    page = html.fromstring(client.get(reverse("outcomes:voices", args=[review.ref])).content)
    form = page.xpath("//form[contains(@action, $ref)]", ref=str(home.haruka.ref))[0]
    offered = {
        each.text_content().strip(): each.xpath("input")[0].get("value") for each in form.xpath(".//label")
    }
    assert list(offered) == ["ひだまり訪問", "向かいの店", "こども食堂"]
    sheet = client.get(door(review, home.haruka), {"about": offered["ひだまり訪問"]}).content.decode()
    assert ("ひだまり訪問" in sheet, "こども食堂" in sheet, "向かいの店" in sheet) == (True, False, False)
    ours = client.get(door(review)).content.decode()
    assert all(name in ours for name in offered)
    field = f"s_{offered['ひだまり訪問']}"
    send(client, door(review, home.haruka), **{field: "mixed", f"{field}_text": "おりがみはすき"})
    kitchen = f"s_{offered['こども食堂']}"
    send(client, door(review), **{field: "good", f"{kitchen}_text": "顔を覚えてもらった"})
    assert [(a.question, a.organisation, a.name, a.way, a.text) for a in rows(Answer)] == [
        ("worth", visits, "", "mixed", "おりがみはすき"),
        ("worth", visits, "", "good", ""),
        ("worth", None, "こども食堂", "", "顔を覚えてもらった"),
    ]
    assert tables(client, home)["使ってよかったか"][1:] == [
        ["ひだまり訪問 見方がちがいます", "よいところと、合わないところがある おりがみはすき", "よかった"],
        ["こども食堂", "聞いていない", "顔を覚えてもらった"],
    ]


def test_h3_nothing_of_the_family_and_no_other_voice_stands_on_the_sheet(
    home: Home, review: Review, sato: Viewer, client_for: Enter
) -> None:
    use(sato, case=home.case, name="女性相談の窓口")
    hear(sato, review=review, person=home.misaki, answers=[Answered("safety", "worry", "夫がこわい")])
    hear(sato, review=review, answers=[Answered("worth", "good", name="女性相談の窓口")])
    sheet = client_for(sato).get(door(review, home.daiki)).content.decode()
    for hidden in ("夫がこわい", "女性相談", "美咲", "朝の支度", "アセスメント"):
        assert hidden not in sheet


def test_h3_babies_the_unborn_and_the_dead_are_not_asked(
    home: Home, review: Review, sato: Viewer, client_for: Enter
) -> None:
    baby = NewPerson("水沢 空", "みずさわ そら", Day(date(2026, 1, 5)), Relation.SIBLING)
    person = add_member(sato, family=home.family, new=baby)
    assert [voice.label for voice in askable(sato, home.case)] == [
        "水沢 陽花さん", "水沢 美咲さん", "水沢 大樹さん", "実践者",
    ]  # fmt: skip
    assert client_for(sato).get(door(review, person)).status_code == 404
    with pytest.raises(Refused, match="ここには書けません"):
        hear(sato, review=review, person=person, answers=SAFE)
    assert rows(Hearing) == []


def test_h3_a_voice_is_heard_once_and_starts_again_with_its_words(
    home: Home, review: Review, sato: Viewer, client_for: Enter
) -> None:
    client, place = client_for(sato), Answered("worth", "poor", "遠い", name="もう使わない所")
    first = hear(sato, review=review, person=home.haruka, answers=[*SAFE, place])
    with pytest.raises(Refused, match="取り消して書き直す"):
        hear(sato, review=review, person=home.haruka, answers=SAFE)
    assert len(rows(Hearing)) == 1
    back = reverse("outcomes:take_back_hearing", args=[first.ref])
    assert send(client, back).status_code == 422
    gone = send(client, back, why="母の前だった")
    assert gone.url == f"{door(review, home.haruka)}?again={first.ref}"
    form = client.get(gone.url).context["form"]
    assert (form["q_safety"].value(), form["q_safety_text"].value()) == ("better", "夜に泣かない")
    assert [(way.value(), text.value()) for way, text in form.used] == [("poor", "遠い")]
    [(way, text)] = form.used
    sent = {"q_safety": "same", way.html_name: "poor", text.html_name: "歩くと遠い"}
    assert send(client, gone.url, **sent).status_code == 302
    assert [(row.retracted_why, row.retracted_at is None) for row in rows(Hearing)] == [
        ("母の前だった", False),
        ("", True),
    ]
    assert [(a.question, a.way, a.text) for a in rows(Hearing)[1].answers.for_system("test").order_by("pk")] == [
        ("safety", "same", ""), ("worth", "poor", "歩くと遠い"),
    ]  # fmt: skip
    again = send(client, door(review, home.haruka), q_safety="worry")
    assert (again.status_code, "もう残っています" in again.content.decode()) == (422, True)
    other = client.get(f"{door(review, home.misaki)}?again={first.ref}")
    assert "夜に泣かない" not in other.content.decode()


def test_h3_a_later_hearing_changes_no_decision_no_phase_and_no_duty(
    home: Home, review: Review, sato: Viewer, tanaka: Viewer
) -> None:
    decide(tanaka, review=review, outcome="thinner", reason="落ち着いている")

    def stands() -> Any:
        case = Case.objects.for_system("test").get(pk=home.case.pk)
        found = Review.objects.for_system("test").get(pk=review.pk)
        decided = (
            found.outcome,
            found.outcome_reason,
            found.decided_at,
            found.decided_by,
            found.proposal,
            found.again_on,
        )
        duties = [
            (d.kind, d.text, d.due_at, d.done_at) for d in Duty.objects.for_system("test").order_by("pk")
        ]
        return decided, case.phase, duties, found.plan.review_on

    before = stands()
    worried = [Answered(code.id, "worry", "こわい") for code in codes("review_questions")]
    told = hear(sato, review=review, person=home.haruka, answers=worried)
    assert stands() == before
    take_back_hearing(sato, hearing=told, why="別の日のこと")
    assert stands() == before
    titles = [
        row.title for row in TimelineEntry.objects.for_system("test").filter(kind="hearing").order_by("pk")
    ]
    assert titles == ["見直しのことば：水沢 陽花さん", "取り消し：見直しのことば：水沢 陽花さん"]


def test_h3_what_is_no_answer_is_refused_and_nothing_is_half_written(
    home: Home, review: Review, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    for sent in (
        {},
        {"q_safety": "0"},
        {"q_change_text": "あ" * 20_001, "q_safety": "same"},
        {"on": "R9.1.1", "q_safety": "same"},
    ):
        assert send(client, door(review, home.haruka), **sent).status_code == 422
    wrong = [
        Answered("mood", "better"),
        Answered("safety", "reached"),
        Answered("worth", "good"),
        Answered("safety", "", " "),
    ]
    for each in wrong:
        with pytest.raises(Refused, match="用紙にない答え"):
            hear(sato, review=review, person=home.haruka, answers=[*SAFE, each])
    assert (rows(Hearing), rows(Answer)) == ([], [])
    assert send(client, door(review, home.haruka), q_change_text="あ\0").status_code == 422
    odd = send(
        client, door(review, home.haruka), q_change_text="葛󠄀👨‍👩‍👧<b>", s_0="good", s_0_text="知らない所"
    )
    assert odd.status_code == 302
    assert [row.text for row in rows(Answer)] == ["葛󠄀👨‍👩‍👧<b>"]


def test_h3_a_review_that_is_gone_or_ended_hears_nobody(
    home: Home, review: Review, sato: Viewer, suzuki: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    hear(sato, review=review, person=home.haruka, answers=SAFE)
    assert client_for(suzuki).get(door(review, home.misaki)).status_code == 404
    take_back(sato, review=review, why="別の家庭")
    assert client_for(sato).get(door(review, home.misaki)).status_code == 404
    with pytest.raises(Refused, match="取り消されています"):
        hear(sato, review=review, person=home.misaki, answers=SAFE)
    told = {"with_whom": "母", "proposal": "close", "reason": "朝が変わった"}
    [goal] = [row.goal for row in review.attainments.for_system("test")]
    last = look_back(sato, plan=review.plan, attained=[Attained(goal, "reached")], **told)
    decide(tanaka, review=last, outcome="close", reason="本人も望む")
    agree_sign(sato, case=home.case, text="休む", watcher="family", name="母", how="電話")
    close(sato, case=home.case, achieved="朝", told_to="母", can_ask="電話")
    assert client_for(sato).get(door(last, home.misaki)).status_code == 404
    with pytest.raises(Denied, match="終結した記録"):
        hear(sato, review=last, person=home.misaki, answers=SAFE)


def test_h3_the_page_asks_as_often_for_one_review_as_for_many(
    home: Home, review: Review, goal: Goal, sato: Viewer, client_for: Enter
) -> None:
    client, address = client_for(sato), reverse("closing:sheet", args=[home.family.ref])

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    hear(sato, review=review, person=home.haruka, answers=SAFE)
    client.get(address)
    one = asked()
    for _ in range(5):
        told = {"with_whom": "母", "proposal": "continued", "reason": "続ける"}
        row = look_back(sato, plan=review.plan, attained=[Attained(goal, "same")], **told)
        for person in (home.haruka, home.misaki, home.daiki, None):
            hear(sato, review=row, person=person, answers=[*SAFE, Answered("worth", "good", name="店")])
    assert asked() == one
