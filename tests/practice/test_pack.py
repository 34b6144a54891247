"""The model of March 2026: how many of everything, how it hangs together, what records and forms ask of it."""

import re
from collections import Counter

import pytest

from tomoni.practice import current, load
from tomoni.practice.kinds import Pack, Span

KEY = "kodomo-katei-2026-03/r3"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(KEY)


@pytest.mark.parametrize(
    ("listing", "count"),
    [
        ("purposes", 2),
        ("pictures", 5),
        ("needs", 7),
        ("principles", 9),
        ("phases", 7),
        ("viewpoints", 63),
        ("involvement", 5),
        ("margin", 5),
        ("attitudes", 3),
        ("interview", 5),
        ("techniques", 8),
        ("explanations", 7),
    ],
)
def test_as_many_as_in_the_source(pack: Pack, listing: str, count: int) -> None:
    assert len(getattr(pack, listing)) == count


def test_three_needs_are_the_foundation_of_four(pack: Pack) -> None:
    assert Counter(need.group for need in pack.needs) == {"基盤ニーズ": 3, "発達ニーズ": 4}


def test_94_boxes_in_63_viewpoints(pack: Pack) -> None:
    by_phase = [sum(len(each.boxes) for each in pack.viewpoints_of(phase.id)) for phase in pack.phases]
    assert (by_phase, sum(by_phase)) == ([14, 16, 17, 11, 10, 15, 11], 94)


def test_a_viewpoint_is_one_principle_in_one_phase(pack: Pack) -> None:
    expected = [
        (f"{phase.number}-{principle.number}", phase.id, principle.id)
        for phase in pack.phases
        for principle in pack.principles
    ]
    assert [(each.number, each.phase, each.principle) for each in pack.viewpoints] == expected


def test_boxes_are_numbered_within_their_viewpoint(pack: Pack) -> None:
    for viewpoint in pack.viewpoints:
        expected = [f"{viewpoint.number}.{order}" for order in range(1, len(viewpoint.boxes) + 1)]
        assert [box.id for box in viewpoint.boxes] == expected


def test_pages_run_through_chapter_three(pack: Pack) -> None:
    pages = [int(each.page) for each in pack.viewpoints]
    assert (pages[0], pages[-1], pages) == (23, 38, sorted(pages))


def test_phases_by_their_ids(pack: Pack) -> None:
    assert [phase.id for phase in pack.phases] == [
        "intake",
        "assessment",
        "planning",
        "support",
        "monitoring",
        "evaluation",
        "closing",
    ]


@pytest.mark.parametrize(
    ("phase", "ends"),
    [
        ("intake", ["assessment"]),
        ("assessment", ["planning"]),
        ("planning", ["support"]),
        ("support", ["monitoring"]),
        ("monitoring", ["evaluation", "assessment", "planning"]),
        ("evaluation", ["closing", "assessment"]),
        ("closing", ["intake", "assessment"]),
    ],
)
def test_ways_forward_and_back(pack: Pack, phase: str, ends: list[str]) -> None:
    assert [way.end for way in pack.ways_from(phase)] == ends


def test_every_way_back_says_when(pack: Pack) -> None:
    backwards = [way for way in pack.circle if way.kind != "forward"]
    assert Counter(way.kind for way in backwards) == {"back": 3, "again": 2}
    assert all(way.when for way in backwards)


@pytest.mark.parametrize(
    ("duty", "first", "every", "at_most"),
    [
        ("safety_check", Span(48, "hours"), None, Span(48, "hours")),
        ("promise", None, None, None),
        ("contact_rhythm", Span(1, "months"), Span(1, "months"), None),
        ("plan_review", Span(3, "months"), Span(3, "months"), None),
        ("policy_meeting", Span(2, "months"), Span(2, "months"), None),
        ("all_cases", Span(4, "months"), Span(4, "months"), None),
        ("working_meeting", Span(6, "months"), Span(6, "months"), None),
        ("lookback", Span(3, "months"), None, None),
        ("waiting", None, None, None),
    ],
)
def test_clocks_are_data(
    pack: Pack, duty: str, first: Span | None, every: Span | None, at_most: Span | None
) -> None:
    kind = pack.duties.get(duty)
    assert (kind.first, kind.every, kind.at_most) == (first, every, at_most)


def test_a_plan_is_reviewed_after_three_or_six_months(pack: Pack) -> None:
    assert pack.duties.get("plan_review").choices == (Span(3, "months"), Span(6, "months"))


def test_every_clock_can_be_changed_and_has_a_source(pack: Pack) -> None:
    assert all(kind.changeable and kind.source.title for kind in pack.duties)


def test_spans_are_written_in_japanese() -> None:
    assert [str(Span(48, "hours")), str(Span(10, "days")), str(Span(3, "months"))] == [
        "48時間",
        "10日",
        "3か月",
    ]


def test_explanations_and_prompts_have_words_for_child_and_parent(pack: Pack) -> None:
    for each in [*pack.explanations, *pack.interview, *pack.techniques]:
        assert each.for_child != each.for_parent
        assert len(each.for_child) >= 15
        assert len(each.for_parent) >= 15


def test_a6_techniques_have_words_for_three_ages(pack: Pack) -> None:
    """Nobody is asked in another's words; small children in kana, for they hear and the worker reads out."""
    for each in pack.techniques:
        said = [each.for_small, each.for_child, each.for_youth, each.for_parent]
        assert len(set(said)) == len(said)
        assert min(map(len, said)) >= 15
        assert set(re.findall(r"[一-鿿]", each.for_small)) <= set("日子")


@pytest.mark.parametrize(
    ("ages", "whom"),
    [
        ((), ["小さな子に", "小学生くらいの子に", "中高生くらいの子に", "保護者に"]),
        ((0,), ["小さな子に", "保護者に"]),
        ((6, 7), ["小さな子に", "小学生くらいの子に", "保護者に"]),
        ((12,), ["小学生くらいの子に", "保護者に"]),
        ((13, 17), ["中高生くらいの子に", "保護者に"]),
    ],
)
def test_a6_one_is_offered_words_for_the_children_there_are(
    pack: Pack, ages: tuple[int, ...], whom: list[str]
) -> None:
    assert [to for to, _ in next(iter(pack.techniques)).said(ages)] == whom
    assert [to for to, _ in next(iter(pack.interview)).said(ages)] == ["こどもに", "保護者に"]


def test_seven_kinds_of_families_beside_those_who_ask_themselves(pack: Pack) -> None:
    assert [reason.id for reason in pack.families] == [
        "asks_itself",
        "worries_and_hardship",
        "parent_in_despair",
        "nights_alone",
        "transition_at_risk",
        "family_from_abroad",
        "young_carer",
        "after_placement",
    ]


def test_levels_run_from_light_to_strong_and_from_much_to_none(pack: Pack) -> None:
    assert [level.label for level in pack.involvement] == [
        "そなえ",
        "うすく",
        "ほどほど",
        "濃く",
        "とても濃く",
    ]
    assert [level.id for level in pack.margin] == ["ample", "enough", "some", "little", "scarce"]


def test_labels_for_records(pack: Pack) -> None:
    assert pack.label("involvement", "thin") == "うすく"
    assert pack.label("phases", "closing") == "終結（引継ぎ）と再関与モニタリング"
    assert pack.label("involvement", "written-elsewhere") == "written-elsewhere"
    assert pack.attitudes.choices()[0] == ("asks", "自分から相談している")


def test_the_built_in_model_is_published_and_current(pack: Pack) -> None:
    assert (pack.published, current().key, load("kodomo-katei-2026-03").key) == (True, KEY, KEY)
    assert load("kodomo-katei-2026-03", 3) is pack
    assert load("kodomo-katei-2026-03", 1).published


@pytest.mark.parametrize("wanted", ["kodomo-katei-2026-03/r99", "no-such-model", ""])
def test_a_model_that_does_not_exist(wanted: str) -> None:
    with pytest.raises(KeyError):
        load(wanted)


def test_the_source_is_named_in_full(pack: Pack) -> None:
    assert str(pack.source) == "市町村こども家庭相談のケースマネジメント実践モデル ガイドライン（試行版）"
    assert (pack.edition, pack.date) == ("試行版", "2026-03")
    assert "こども家庭センターにおけるケースマネジメントの充実に向けた調査研究" in pack.source.project
