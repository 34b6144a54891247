"""Content that cannot be used is refused with words that say where and what to do."""

import pytest

from tests.practice.conftest import HEAD, Write
from tomoni.practice import ContentError, code_lists, codes, packs
from tomoni.practice.checks import content_can_be_used

FIXED = {"consultation_kinds": 16, "harm_kinds": 4, "passage_kinds": 3, "passage_sources": 5, "statuses": 3}
OPEN = {
    "acceptance",
    "contact_methods",
    "dispositions",
    "doors",
    "meeting_kinds",
    "organisation_kinds",
    "places",
    "routes",
}
MARGIN = "title: 余力\nsource: {title: 町}\nitems:\n"
VIEWPOINT = """
phase: {phase}
viewpoints:
  - number: {number}
    principle: {principle}
    page: 23
    title: 見出し
    boxes:
      - {{id: {number}.1, title: 見出し, why: なぜ, does: すること, record: 記録}}
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MARGIN + "  - {id: ample}\n", "margin.yaml\n  ［items › ample］ 必要な項目がありません: label"),
        (MARGIN + "  - {id: ample, label: ''}\n", "［items › ample › label］ 空か、短すぎます"),
        (
            MARGIN + "  - {id: ample, label: 3}\n",
            "［items › ample › label］ 値の種類が違います（string で書いてください）",
        ),
        (
            MARGIN + "  - {id: ample, label: ある, colour: red}\n",
            "［items › ample］ 知らない項目があります: colour",
        ),
        (MARGIN + "  - {id: 'Ample!', label: ある}\n", "［items › Ample! › id］ 書き方が違います"),
        ("title: 余力\nsource: {title: 町}\nitems: []\n", "［items］ 数が足りません"),
        ("source: {title: 町}\nitems: [{id: a, label: あ}]\n", "［全体］ 必要な項目がありません: title"),
        ("title: 余力\ntitle: 余力\n", "「title」が二度あります"),
        ("title: [余力\n", "行目あたりが YAML として読めません"),
        (MARGIN + "  - {id: a, label: あ}\n  - {id: a, label: い}\n", "［a］ が 2 回あります"),
    ],
)
def test_a_code_list_that_breaks_its_schema(own_pack: Write, text: str, said: str) -> None:
    own_pack("margin.yaml", text)
    with pytest.raises(ContentError) as refused:
        packs()
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("phase", "principle", "number", "said"),
    [
        (
            "holiday",
            "p1",
            "8-1",
            "［8-1］ の「holiday」は実践フェーズにありません。使えるのは intake、assessment",
        ),
        ("intake", "p10", "1-10", "［1-10］ の「p10」は行動指針にありません。使えるのは p1、p2"),
        ("intake", "p1", "1-1", "［1-1］ が 2 回あります"),
    ],
)
def test_a_viewpoint_that_leads_nowhere(
    own_pack: Write, phase: str, principle: str, number: str, said: str
) -> None:
    own_pack("viewpoints/phase-8.yaml", VIEWPOINT.format(phase=phase, principle=principle, number=number))
    with pytest.raises(ContentError) as refused:
        packs()
    assert said in str(refused.value)


def test_a_clock_in_weeks_is_refused(own_pack: Write) -> None:
    duty = "{id: promise, label: 約束, text: 約束, starts: 今日, changeable: true, source: {title: 町}"
    own_pack("duties.yaml", f"title: 期限\nitems:\n  - {duty}, first: {{amount: 2, unit: weeks}}}}\n")
    with pytest.raises(ContentError, match="items › promise › first › unit］ 選べることばではありません"):
        packs()


def test_a_folder_whose_name_differs_from_its_head(write: Write) -> None:
    write("practice/machi-2026/r2/pack.yaml", HEAD.format(revision=1))
    with pytest.raises(ContentError, match="フォルダーの名前（machi-2026/r2）に合わせてください"):
        packs()


def test_a_model_without_base_needs_all_files(write: Write) -> None:
    write("practice/machi-2026/r1/pack.yaml", HEAD.format(revision=1).replace("based_on", "# based_on"))
    with pytest.raises(ContentError, match=r"足りないファイルがあります: purposes\.yaml、pictures\.yaml"):
        packs()


def test_a_base_that_does_not_exist(write: Write) -> None:
    write(
        "practice/machi-2026/r1/pack.yaml", HEAD.format(revision=1).replace("katei-2026-03", "katei-1999-01")
    )
    with pytest.raises(ContentError, match="「kodomo-katei-1999-01/r1」は使えません"):
        packs()


def test_a_file_that_is_not_utf8_is_refused(own_pack: Write, settings: object) -> None:
    own_pack("margin.yaml", MARGIN)
    path = settings.TOMONI_CONTENT_DIR / "practice/machi-2026/r1/margin.yaml"  # type: ignore[attr-defined]
    path.write_bytes("title: 余力".encode("cp932"))
    with pytest.raises(ContentError, match="文字コードは UTF-8 にしてください"):
        packs()


def test_the_program_does_not_start_on_broken_content(own_pack: Write) -> None:
    own_pack("margin.yaml", "title: 余力\n")
    (found,) = content_can_be_used()
    assert (found.id, found.is_serious()) == ("practice.E001", True)
    assert "margin.yaml" in found.msg


def test_a_line_break_within_a_japanese_sentence_is_no_space(own_pack: Write) -> None:
    own_pack(
        "margin.yaml",
        MARGIN + "  - id: ample\n    label: ある\n    text: >-\n      ひとつめの行と\n      ふたつめの行\n",
    )
    assert packs()[-1].margin.get("ample").text == "ひとつめの行とふたつめの行"


@pytest.mark.parametrize(("list_id", "count"), FIXED.items())
def test_lists_of_law_and_statistics_are_complete(list_id: str, count: int) -> None:
    assert (codes(list_id).id, len(codes(list_id))) == (list_id, count)


def test_every_code_list_has_a_source() -> None:
    assert {*FIXED, *OPEN} <= {*code_lists()}
    assert [
        name for name, listed in code_lists().items() if not (listed.source and listed.source.title)
    ] == []


def test_a_code_list_that_does_not_exist() -> None:
    with pytest.raises(KeyError):
        codes("no_such_list")


def test_codes_by_name() -> None:
    kinds = codes("passage_kinds")
    assert kinds.choices() == [("fact", "事実"), ("quotation", "ことば"), ("opinion", "見立て")]
    assert kinds.get("fact").text == "見たこと、聞いたこと、起きたこと"
    assert (kinds.label("fact"), kinds.label("rumour")) == ("事実", "rumour")
    assert ("fact" in kinds, "rumour" in kinds) == (True, False)
    with pytest.raises(KeyError):
        kinds.get("rumour")


def test_long_lists_are_grouped_for_selects() -> None:
    groups = codes("statuses").grouped()
    assert groups == [
        ("", [("protection", "要保護児童"), ("needs_support", "要支援児童"), ("expectant", "特定妊婦")])
    ]
    assert [group for group, _ in codes("consultation_kinds").grouped()] == [
        "養護相談",
        "保健相談",
        "障害相談",
        "非行相談",
        "育成相談",
        "その他",
    ]


def test_words_about_harm_are_calm_and_the_law_stands_beside() -> None:
    assert [(code.id, code.official) for code in codes("harm_kinds")] == [
        ("physical", "身体的虐待"),
        ("sexual", "性的虐待"),
        ("neglect", "保護の怠慢・拒否（ネグレクト）"),
        ("psychological", "心理的虐待"),
    ]
    assert not any("虐待" in code.label for code in codes("harm_kinds"))
