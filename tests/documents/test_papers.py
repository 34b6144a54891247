"""What a paper is: valid for everybody who reads it, honest about what it cannot print, and nothing but data of those who typed."""

import re
from dataclasses import replace
from datetime import datetime

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.conftest import Print
from tests.paper import Read
from tests.walk.showing import marks_in
from tomoni.calendar import TOKYO, frozen
from tomoni.documents import SHEETS, Lacking, Paper, Typed, Unprintable

COLOUR = re.compile(r'^#let (\w+) = rgb\("#(\w{6})"\)$', re.MULTILINE)
TEXT, GROUND = ("ink", "soft"), ("paper", "band")


def test_a_paper_says_what_it_is(lines: Print) -> None:
    """PDF/UA-1 and PDF/A-2a by their marks; Typst has refused whatever else they forbid."""
    read = Read(lines("月曜").printed())
    root, meta = read.pdf.Root, read.pdf.open_metadata()
    assert meta["pdfuaid:part"] == "1"
    assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
    assert (meta["dc:title"], str(root.Lang)) == ("題", "ja-JP")
    assert root.MarkInfo.Marked is True
    assert root.ViewerPreferences.DisplayDocTitle is True
    assert len(root.OutputIntents) == 1
    assert read.tags == ["Document", "H1", "P"]


def test_its_fonts_travel_with_it(lines: Print) -> None:
    """Embedded TrueType or CFF outlines of the two shipped families, never Type 3, each with its way back to text."""
    read = Read(lines("月曜 ẵ 𠮷").printed())
    fonts = list(read.pdf.pages[0].resources.Font.values())
    families = {str(font.BaseFont).partition("+")[2] for font in fonts}
    assert families == {"BIZUDPGothic-Bold", "BIZUDPGothic-Regular", "NotoSansJP-Regular"}
    for font in fonts:
        assert font.Subtype == "/Type0"
        assert "/ToUnicode" in font
        described = font.DescendantFonts[0].FontDescriptor
        assert {"/FontFile2", "/FontFile3"} & set(described.keys())


def test_all_that_a_paper_holds_is_found(lines: Print) -> None:
    """What the walk relies on when it looks for protected words on papers."""
    paper = lines("あMK-0001-passageい")
    found = Read(replace(paper, title=Typed("題", "070-6000-0001")).printed()).all
    assert marks_in(found) == {"MK-0001-passage", "070-6000-0001"}


def test_the_same_data_at_the_same_moment_gives_the_same_bytes(lines: Print) -> None:
    with frozen(datetime(2026, 6, 10, 12, tzinfo=TOKYO)):
        assert lines("月曜").printed() == lines("月曜").printed()


def test_a_paper_that_lacks_characters_names_field_and_character(lines: Print) -> None:
    paper = lines("月曜😀と😀", "火曜", "辻\U000e0101と简")
    with pytest.raises(Unprintable) as refused:
        paper.printed()
    assert refused.value.lacking == [Lacking("1", ("😀",)), Lacking("3", ("辻\U000e0101", "简"))]
    assert refused.value.lacking[1].told == [
        ("辻\U000e0101", "U+8FBB U+E0101", "辻"),
        ("简", "U+7B80", "〓"),
    ]


def test_stand_ins_are_listed_at_the_end_with_the_words_around(lines: Print) -> None:
    text = Read(lines("月曜の朝は😀食べる", "辻\U000e0101さん").printed(stand_ins=True)).text
    assert text == "題" + "月曜の朝は〓食べる" + "辻さん" + (
        "代わりわけ" + "ところことば番号" + "1月曜の朝は〓食べるU+1F600" + "2辻さんU+8FBB U+E0101"
    )


def test_without_stand_ins_there_is_no_list(lines: Print) -> None:
    assert Read(lines("月曜").printed(stand_ins=True)).text == "題月曜"


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "#let x = 1; *強* _斜_ $x^2$ @ref <label>",
        '"); #panic("x',
        "\\u{41} // /* =",
        "= 見出し\n- 点\n+ 数",
    ],
)
def test_what_is_typed_is_never_code(text: str, lines: Print) -> None:
    read = Read(lines(text).printed())
    assert read.text == "題" + text.replace("\n", "")
    assert read.tags == ["Document", "H1", "P"]


def test_a_sheet_reads_nothing_outside_its_folder(lines: Print) -> None:
    folder = lines("月曜").sheet.parent
    for path in ("/etc/passwd", "../../etc/passwd"):
        (folder / "curious.typ").write_text(f'#import "paper.typ": *\n#read("{path}")', encoding="utf-8")
        with pytest.raises(RuntimeError):
            Paper(folder / "curious.typ", Typed("題", "題"), "x.pdf").printed()


@pytest.mark.parametrize(
    "words",
    ["あ辻\ufe00\U000e0100" * 1200, "🇯🇵" * 400, "a" * 5000, "\n" * 3000, "神\ufe00" * 1500, "()" * 3000],
)
def test_a_text_of_any_kind_and_length_makes_a_paper(words: str, lines: Print) -> None:
    assert Read(lines(words).printed(stand_ins=True)).text.startswith("題")


def places(read: Read) -> set[tuple[float, float]]:
    """Where pieces of text begin on the first page, in points."""
    steps = pikepdf.parse_content_stream(read.pdf.pages[0])
    return {(float(operands[4]), float(operands[5])) for operands, operator in steps if str(operator) == "cm"}


@pytest.mark.parametrize("letter", ["a", "Я", "="])
def test_letters_without_a_gap_stay_on_the_paper(letter: str, lines: Print) -> None:
    short, long = (places(Read(lines(letter * count).printed())) for count in (1, 300))
    assert len({y for _, y in long}) > len({y for _, y in short}) + 1
    assert max(x for x, _ in long) < 210 / 25.4 * 72 - 20 / 25.4 * 72


@settings(max_examples=10)
@given(first=st.integers(0, 10**9), second=st.integers(0, 10**9))
def test_nothing_of_one_paper_stays_for_the_next(first: int, second: int, lines: Print) -> None:
    papers = [Read(lines(f"{number}番").printed()).text for number in (first, second)]
    assert papers == [f"題{first}番", f"題{second}番"]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio of two colours."""
    bright, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_grey_text_can_be_read_on_a_copy() -> None:
    colours = dict(COLOUR.findall((SHEETS / "paper.typ").read_text(encoding="utf-8")))
    assert set(colours) == {*TEXT, *GROUND, "line"}
    ratios = {(text, ground): contrast(colours[text], colours[ground]) for text in TEXT for ground in GROUND}
    assert min(ratios.values()) >= 4.5, ratios
    assert contrast(colours["line"], colours["paper"]) >= 3


def test_no_sheet_has_colours_of_its_own() -> None:
    for sheet in SHEETS.glob("*.typ"):
        lines = sheet.read_text(encoding="utf-8").splitlines()
        named = [line for line in lines if re.search(r"\b(rgb|luma|cmyk|oklch|color)\(", line)]
        assert [line for line in named if not COLOUR.match(line)] == []
        filled = re.findall(r"fill: (\w+)", "\n".join(lines))
        assert set(filled) <= {*TEXT, "band"}


def test_the_colours_drawn_are_the_colours_held_to_that(lines: Print) -> None:
    """Grey levels of everything that fills on the page, out of the file itself."""
    read = Read(lines("月曜").printed())
    shades = {
        tuple(round(float(each) * 255) for each in operands)
        for operands, operator in pikepdf.parse_content_stream(read.pdf.pages[0])
        if str(operator) in {"sc", "scn", "g", "rg"}
    }
    assert shades == {(0x1A,) * 3, (0x59,) * 3}
