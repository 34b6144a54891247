"""The assessment through its pages: stated in somebody's words, side by side, corrected, tied together."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.assessment.conftest import NOON, Home
from tests.sheets import sent_back
from tomoni.access.actions import Refused
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import (
    add_need,
    fit,
    give_view,
    hold,
    name_supporter,
    note_strength,
    wish,
)
from tomoni.assessment.models import Assessment, Fit, Need, Strength, Supporter, View, Wish
from tomoni.assessment.queries import sheet
from tomoni.calendar import TOKYO, Day, frozen, today
from tomoni.cases.actions import close_case, open_case, restate
from tomoni.cases.models import Duty, TimelineEntry
from tomoni.people.actions import end, protect, retract
from tomoni.plans.actions import agree, begin, set_goal

Enter = Callable[[Viewer], Client]


def send(client: Client, door: str, *args: Any, **fields: Any) -> Any:
    """Post a form of the assessment."""
    return client.post(reverse(f"assessment:{door}", args=args), {"submission": str(uuid4()), **fields})


def page(client: Client, home: Home) -> str:
    return client.get(reverse("assessment:sheet", args=[home.family.ref])).content.decode()


def mornings(sato: Viewer, home: Home) -> Need:
    return add_need(
        sato, case=home.case, kind="body", person=home.haruka, wished="朝ごはんを食べて学校へ行ける"
    )


def test_everything_is_stated_through_its_form(home: Home, sato: Viewer, client_for: Enter) -> None:
    client, case = client_for(sato), home.case
    back = reverse("assessment:sheet", args=[home.family.ref])
    answers = [
        send(client, "add", case.ref, "wish", person=str(home.haruka.ref), text="朝、ママに起こしてもらいたい"),
        send(
            client, "add", case.ref, "need", kind="body", person=str(home.haruka.ref), wished="朝ごはんを食べて学校へ行ける",
            now_is="週に三日は食べないで登校", picture="safe_and_well", doing="together",
        ),
        send(
            client, "add", case.ref, "strength", kind="family", time="now", person=str(home.daiki.ref),
            text="夜勤明けの日は父が朝ごはんを作る", told_by=str(home.haruka.ref),
        ),
        send(client, "add", case.ref, "supporter", kind="stays", child=str(home.haruka.ref), name="保健室の先生", told_by=str(home.haruka.ref)),
        send(client, "hold", case.ref, reason="first", summary="朝の支度に人手が足りない", checked_with=str(home.misaki.ref), answer="そのとおりです", again_on="R8.9.1"),
    ]  # fmt: skip
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, back)] * 5
    need, strength = Need.objects.for_system("test").get(), Strength.objects.for_system("test").get()
    send(client, "add_to_need", need.ref, "view", person=str(home.haruka.ref), text="おなかすく", scale="3")
    send(
        client,
        "add_to_need",
        need.ref,
        "fit",
        strength=str(strength.ref),
        adjustment="strengthen",
        text="父の休みを家族の予定表に書く",
    )
    assert (need.kind, need.person, need.wished, need.now, need.picture, need.doing) == (
        "body", home.haruka, "朝ごはんを食べて学校へ行ける", "週に三日は食べないで登校", "safe_and_well", "together",
    )  # fmt: skip
    assert (strength.person, strength.told_by, strength.time) == (home.daiki, home.haruka, "now")
    view, tie = View.objects.for_system("test").get(), Fit.objects.for_system("test").get()
    assert (view.need, view.person, view.text, view.scale) == (need, home.haruka, "おなかすく", 3)
    assert (tie.need, tie.strength, tie.adjustment) == (need, strength, "strengthen")
    assert Wish.objects.for_system("test").get().person == home.haruka
    assert Supporter.objects.for_system("test").get().name == "保健室の先生"
    for row in (need, strength, view, tie):
        assert (row.dossier, row.recorded_by, row.valid_from) == (case.dossier, sato.post, Day(today()))
    shown = page(client, home)
    for words in (
        "朝、ママに起こしてもらいたい",
        "週に三日は食べないで登校",
        "おなかすく",
        "父の休みを家族の予定表に書く",
        "保健室の先生",
        "そのとおりです",
    ):
        assert words in shown


def test_a_round_opens_the_duty_to_look_again(home: Home, sato: Viewer) -> None:
    row = hold(
        sato,
        case=home.case,
        reason="first",
        summary="朝の支度に人手が足りない",
        again_on=today() + timedelta(days=83),
    )
    duty = Duty.objects.for_system("test").get(kind="reassessment")
    assert (duty.holder, duty.due_at.astimezone(TOKYO).date()) == (sato.post, today() + timedelta(days=83))
    entry = TimelineEntry.objects.for_system("test").get(kind="assessment")
    assert (entry.title, entry.source) == ("アセスメント：はじめて", f"assessment.assessment:{row.ref}")
    again = hold(sato, case=home.case, reason="date", summary="前の晩の用意で変わってきた")
    duty.refresh_from_db()
    assert duty.done_by == f"assessment.assessment:{again.ref}"
    assert [row.kind for row in Duty.objects.for_system("test").open()] == ["contact_rhythm"]


def test_below_a_round_the_way_leads_to_the_level(home: Home, sato: Viewer, client_for: Enter) -> None:
    door = f'<a href="{reverse("cases:add", args=[home.case.ref, "involvement"])}">まとめをもとに、関与度を決める</a>'
    assert door not in page(client_for(sato), home)
    hold(sato, case=home.case, reason="first", summary="朝の支度に人手が足りない")
    assert door in page(client_for(sato), home)


def test_voices_stand_side_by_side_and_are_never_mixed(home: Home, sato: Viewer) -> None:
    need = mornings(sato, home)
    give_view(sato, need=need, person=home.haruka, text="おなかすく", scale=3)
    give_view(sato, need=need, person=home.misaki, text="まあ食べている", scale=7)
    give_view(sato, need=need, text="月曜に元気がない", scale=4)
    with frozen(NOON + timedelta(days=60)):
        give_view(sato, need=need, person=home.haruka, text="パンがある", scale=6)
    row = sheet(sato, home.case).needs[0]
    told = [(seen.voice.label, [thread.fact.scale for thread in seen.views]) for seen in row.seen]
    assert told == [
        ("水沢 陽花さん", [6, 3]),
        ("水沢 美咲さん", [7]),
        ("水沢 大樹さん", []),
        ("実践者 佐藤", [4]),
    ]
    assert row.apart == 3


def test_two_practitioners_are_two_voices_each_under_their_name(
    home: Home, sato: Viewer, tanaka: Viewer, client_for: Enter
) -> None:
    need = mornings(sato, home)
    assert sheet(sato, home.case).needs[0].unheard[-1] == "実践者"
    give_view(sato, need=need, text="月曜に元気がない", scale=4)
    give_view(tanaka, need=need, text="学校では食べている", scale=8)
    with frozen(NOON + timedelta(days=30)):
        fixed = give_view(sato, need=need, text="火曜も元気がない", scale=3)
        restate(tanaka, fact=fixed, text="月曜と火曜に元気がない")
    row = sheet(sato, home.case).needs[0]
    told = [
        (seen.voice.label, [(thread.fact.text, thread.fact.scale) for thread in seen.views])
        for seen in row.heard
    ]
    assert told == [
        ("実践者 佐藤", [("月曜と火曜に元気がない", 3), ("月曜に元気がない", 4)]),
        ("実践者 田中", [("学校では食べている", 8)]),
    ]
    assert (row.unheard, row.apart) == (["水沢 陽花さん", "水沢 美咲さん", "水沢 大樹さん"], 5)
    shown = html.fromstring(page(client_for(sato), home)).xpath("//dl[@class='voices']//dt/text()")
    assert shown == ["実践者 佐藤", "実践者 田中"]


def test_ties_read_on_through_corrections_and_end_with_what_was_taken_back(home: Home, sato: Viewer) -> None:
    need = mornings(sato, home)
    strength = note_strength(sato, case=home.case, kind="kin", text="祖母が近い")
    fit(sato, need=need, strength=strength, adjustment="relation", text="祖母に頼んでよいか母に聞く")
    give_view(sato, need=need, scale=2)
    fixed = restate(sato, fact=need, wished="朝ごはんを毎日食べられる")
    restate(sato, fact=strength, text="祖母が歩いて五分に住む")
    row = sheet(sato, home.case).needs[0]
    assert row.need.wished == "朝ごはんを毎日食べられる"
    assert [(tie.fact.text, found.text) for tie, found in row.fits] == [
        ("祖母に頼んでよいか母に聞く", "祖母が歩いて五分に住む")
    ]
    assert [thread.fact.scale for seen in row.seen for thread in seen.views] == [2]
    retract(sato, fact=fixed)
    [again] = sheet(sato, home.case).needs
    assert (again.need.wished, len(again.fits)) == ("朝ごはんを食べて学校へ行ける", 1)
    retract(sato, fact=need)
    assert sheet(sato, home.case).needs == []


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("wish", {"text": ""}, "書いてください"),
        ("need", {"kind": "body", "wished": "よく眠れる"}, "どのこどものニーズか"),
        ("need", {"kind": "", "wished": "よく眠れる"}, "選んでください"),
        ("supporter", {"kind": "stays"}, "どれか一つで"),
        (
            "supporter",
            {"kind": "stays", "name": "先生", "organisation": "どこにもない所"},
            "機関の一覧にありません",
        ),
        ("round", {"reason": "first", "summary": "まとめ", "again_on": "R8.6.10"}, "明日以降の日"),
        ("round", {"reason": "first", "summary": "まとめ", "again_on": "R8.13.40"}, "R8.13.40"),
    ],
)
def test_what_cannot_be_is_asked_back_with_its_words(
    kind: str, fields: dict[str, str], message: str, home: Home, sato: Viewer, client_for: Enter
) -> None:
    door = ("hold", home.case.ref) if kind == "round" else ("add", home.case.ref, kind)
    answer = send(client_for(sato), *door, **fields)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not any(model.objects.for_system("test").exists() for model in (Wish, Need, Supporter, Assessment))


@pytest.mark.parametrize("fields", [{}, {"scale": "11"}, {"scale": "-1"}, {"scale": "三"}])
def test_a_view_says_something_and_its_number_lies_between_0_and_10(
    fields: dict[str, str], home: Home, sato: Viewer, client_for: Enter
) -> None:
    need = mornings(sato, home)
    answer = send(client_for(sato), "add_to_need", need.ref, "view", **fields)
    assert answer.status_code == 422
    assert "0から10" in answer.content.decode()


def test_a_tie_corrected_after_what_it_names_begins_with_the_newer_words(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    need, strength = mornings(sato, home), note_strength(sato, case=home.case, kind="kin", text="祖母が近い")
    tie = fit(sato, need=need, strength=strength, adjustment="relation", text="母に聞く")
    newer = restate(sato, fact=strength, text="祖母が歩いて五分に住む")
    form = client_for(sato).get(reverse("assessment:correct", args=["fit", tie.ref])).context["form"]
    assert form["strength"].value() == str(newer.ref)
    assert str(newer.ref) in dict(form.fields["strength"].choices)


def test_a_need_is_written_for_the_child_at_whose_door_one_stood(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    client = client_for(sato)
    sheet = html.fromstring(client.get(reverse("assessment:sheet", args=[home.family.ref])).content)
    doors = sheet.xpath("//a[starts-with(text(), 'ニーズを書く')]")
    asked = {
        door.text_content(): client.get(door.get("href")).context["form"]["person"].value() for door in doors
    }
    assert asked == {"ニーズを書く：水沢 陽花さん": str(home.haruka.ref), "ニーズを書く：家庭全体": None}


def test_a_statement_names_only_statements_about_the_same_case(home: Home, sato: Viewer) -> None:
    need = mornings(sato, home)
    old = note_strength(sato, case=home.case, kind="kin", text="祖母が近い")
    close_case(sato, case=home.case)
    case = open_case(sato, family=home.family, children=[home.haruka], phase="assessment")
    again = add_need(sato, case=case, kind="body", person=home.haruka, wished="よく眠れる")
    with pytest.raises(Refused, match="このケースに書かれていること"):
        fit(sato, need=again, strength=old, adjustment="relation", text="母に聞く")
    with pytest.raises(Denied, match="終結した記録"):
        fit(sato, need=need, strength=old, adjustment="relation", text="母に聞く")


def test_a_code_is_one_of_its_list(home: Home, sato: Viewer) -> None:
    for fields in ({"kind": "magic"}, {"kind": "kin", "time": "someday"}):
        with pytest.raises(Refused, match="を選んでください"):
            note_strength(sato, case=home.case, text="祖母が近い", **fields)
    with pytest.raises(Refused, match="「種類」を選んでください"):
        name_supporter(sato, case=home.case, kind="magic", name="ひろ兄ちゃん")


def test_a_correction_keeps_to_the_same_rules(home: Home, sato: Viewer, client_for: Enter) -> None:
    view = give_view(sato, need=mornings(sato, home), text="おなかすく")
    answer = send(client_for(sato), "correct", "view", view.ref, text="", scale="")
    assert answer.status_code == 422
    with pytest.raises(Refused, match="ことばか"):
        restate(sato, fact=view, text="")
    assert (
        send(client_for(sato), "correct", "view", view.ref, text="おなかがすく", scale="4").status_code == 302
    )
    assert "訂正前" in page(client_for(sato), home)


def test_a_colleague_reads_and_others_do_not(
    home: Home, sato: Viewer, suzuki: Viewer, ito: Viewer, stranger: Viewer, mori: Viewer, client_for: Enter
) -> None:
    need = mornings(sato, home)
    address = reverse("assessment:sheet", args=[home.family.ref])
    read = {v: client_for(v).get(address).status_code for v in (sato, suzuki, ito, stranger, mori)}
    assert list(read.values()) == [200, 200, 404, 404, 404]
    assert send(client_for(suzuki), "add_to_need", need.ref, "view", scale="3").status_code == 404
    assert not View.objects.for_system("test").exists()


def test_people_of_other_families_are_no_choice(home: Home, sato: Viewer, client_for: Enter) -> None:
    from tomoni.families.actions import NewPerson, take_in

    _, others = take_in(sato, persons=[NewPerson("大野 蓮", "おおの れん")])
    answer = send(
        client_for(sato), "add", home.case.ref, "wish", person=str(others[0].ref), text="釣りに行きたい"
    )
    assert answer.status_code == 422
    with pytest.raises(Refused, match="この家庭の人"):
        wish(sato, case=home.case, text="釣りに行きたい", person=others[0])
    with pytest.raises(Refused, match="この家庭の人"):
        name_supporter(sato, case=home.case, kind="stays", name="先生", child=others[0])


def test_a_closed_case_is_read_only(home: Home, sato: Viewer, client_for: Enter) -> None:
    mornings(sato, home)
    close_case(sato, case=home.case)
    shown = page(client_for(sato), home)
    assert "朝ごはんを食べて学校へ行ける" in shown
    assert "願いを書く" not in shown


def test_a_family_without_a_case_is_told_how_it_comes(home: Home, sato: Viewer, client_for: Enter) -> None:
    from tomoni.families.actions import NewPerson, take_in

    family, _ = take_in(sato, persons=[NewPerson("大野 蓮", "おおの れん")])
    shown = client_for(sato).get(reverse("assessment:sheet", args=[family.ref])).content.decode()
    assert "まだケースがありません" in shown


def test_the_sheet_costs_the_same_with_one_need_and_with_thirty(
    home: Home, sato: Viewer, client_for: Enter, django_assert_num_queries: Any
) -> None:
    client = client_for(sato)
    give_view(sato, need=mornings(sato, home), scale=1)
    page(client, home)
    queries = 33 if connection.vendor == "postgresql" else 31
    with django_assert_num_queries(queries):
        page(client, home)
    for _ in range(29):
        give_view(sato, need=mornings(sato, home), scale=1)
    with django_assert_num_queries(queries):
        page(client, home)


def test_what_fits_keeps_its_strength_when_that_has_ended(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    strength = note_strength(sato, case=home.case, kind="family", text="父は早起き")
    tie = fit(
        sato, need=mornings(sato, home), strength=strength, adjustment="strengthen", text="予定表に書く"
    )
    ended = end(sato, fact=strength, on=Day(today()))
    address = reverse("assessment:correct", args=["fit", tie.ref])
    assert sent_back(client_for(sato), address, text="休みの日を予定表に書く").status_code == 302
    row = Fit.objects.for_system("test").latest("pk")
    assert (row.text, row.strength) == ("休みの日を予定表に書く", ended)


def test_somebody_from_whom_the_family_hides_is_nobody_to_ask_by_mistake(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    """He is not missed, has no fields when they look back, and stands marked where a plan is handed over (相手方)."""
    add_need(sato, case=home.case, kind="body", wished="眠る", now_is="起きている", person=home.haruka)
    plan = begin(sato, case=home.case, concern="夜")
    set_goal(sato, plan=plan, horizon="short", text="九時に寝る", look_at="寝た時刻")
    agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 9, 1))
    client, family = client_for(sato), home.family.ref

    def told(name: str, ref: Any) -> str:
        return client.get(reverse(name, args=[ref])).content.decode()

    names = [("assessment:sheet", family), ("outcomes:look_back", plan.ref)]
    before = [told(*name).count("大樹") for name in names]
    protect(sato, persons=[home.misaki, home.haruka], against=home.daiki)
    after = [told(*name).count("大樹") for name in names]
    assert "まだ聞けていない人" in told(*names[0])
    assert [one - other >= 1 for one, other in zip(before, after, strict=True)] == [True, True]
    fitting = html.fromstring(told("monitoring:sheet", family)).xpath("//section[.//h3[@id='fitting']]")
    assert [home.daiki.name in each.text_content() for each in fitting] == [False]
    labels = html.fromstring(told("plans:give", plan.ref)).xpath("//select[@name='person']/option/text()")
    assert [label for label in labels if "相手方" in label] == [
        f"{home.daiki.name}（秘匿の相手方。渡す前に統括支援員に相談）"
    ]


def test_a_wrong_choice_beside_ones_words_comes_back_with_them(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    plan = begin(sato, case=home.case, concern="夜")
    goal = set_goal(sato, plan=plan, horizon="short", text="九時に寝る", look_at="寝た時刻")
    agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 9, 1))
    field = f"g{goal.ref.hex}_centre"
    sent = {"submission": str(uuid4()), f"{field}_way": "foo", f"{field}_text": "三日は眠れた"}
    answer = client_for(sato).post(reverse("outcomes:look_back", args=[plan.ref]), sent)
    assert answer.status_code == 422
    assert "三日は眠れた" in answer.content.decode()
