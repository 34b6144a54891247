"""Real published lists load row by row, twice without doubles, and every row that does not load says why."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.practice import codes
from tomoni.resources.actions import Loaded, change_organisation, load_directory
from tomoni.resources.models import Organisation
from tomoni.resources.rules import header_key, kind_of, read_row
from tomoni.tenancy.models import Municipality

DATA = Path(__file__).parent / "data"
UNNAMED = "名称がありません。名称を書き足してから、もう一度読み込んでください。"
# File, rows, and how many organisations of which kind are there afterwards.
FILES = {
    "takamatsu_nursery_school": (120, {"nursery": 79, "certified_nursery": 39}),
    "takamatsu_kindergarten": (67, {"kindergarten": 37, "certified_nursery": 30}),
    "takamatsu_primary_school": (53, {"primary_school": 53}),
    "takamatsu_middle_school": (28, {"junior_high_school": 28}),
    "yaizu_preschool": (60, {"nursery": 43, "kindergarten": 17}),
    "yaizu_elementary_school": (13, {"primary_school": 13}),
    "yaizu_junior_high_school": (9, {"junior_high_school": 9}),
}


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


def load(viewer: Viewer, name: str) -> Loaded:
    return load_directory(viewer, rows=rows_of(name), source="高松市（CC BY 4.0）")


@pytest.mark.parametrize("name", FILES)
def test_every_row_loads_or_says_why_and_a_second_time_adds_nothing(
    name: str, sato: Viewer, in_muni: Municipality
) -> None:
    rows, kinds = FILES[name]
    first, second = load(sato, name), load(sato, name)
    assert (len(first.added) + len(first.reported), len(second.added), len(second.reported)) == (
        rows,
        0,
        rows,
    )
    assert Counter(row.kind for row in first.added) == kinds
    assert {row.reason for row in first.reported} <= {UNNAMED}
    assert {row.reason for row in second.reported} <= {UNNAMED, "すでに登録されています。"}
    assert Organisation.objects.for_system("test").count() == len(first.added)


def test_the_rows_without_a_name_are_named_by_their_number(sato: Viewer, in_muni: Municipality) -> None:
    reported = load(sato, "takamatsu_nursery_school").reported
    assert [(row.number, row.name, row.reason) for row in reported] == [(63, "", UNNAMED), (69, "", UNNAMED)]


def test_an_institution_in_two_files_is_entered_once(sato: Viewer, in_muni: Municipality) -> None:
    load(sato, "takamatsu_nursery_school")
    loaded = load(sato, "takamatsu_kindergarten")
    assert Counter(row.reason for row in loaded.reported) == {"すでに登録されています。": 27}
    assert len(loaded.added) == 40


def test_fields_land_where_they_belong(sato: Viewer, in_muni: Municipality) -> None:
    row = load(sato, "yaizu_preschool").added[0]
    assert (row.name, row.name_kana, row.kind) == (
        "焼津市立大富幼稚園",
        "ヤイヅシリツオオトミヨウチエン",
        "kindergarten",
    )
    assert (row.address, row.phone, row.note) == ("静岡県焼津市中根新田638", "(054)624-3668", "公立幼稚園")
    assert (row.source, row.confirmed_on) == ("高松市（CC BY 4.0）", None)


def test_what_staff_wrote_stays_when_the_list_comes_again(sato: Viewer, in_muni: Municipality) -> None:
    row = load(sato, "yaizu_elementary_school").added[0]
    change_organisation(sato, organisation=row, phone="054-000-0000")
    load(sato, "yaizu_elementary_school")
    assert Organisation.objects.for_system("test").get(pk=row.pk).phone == "054-000-0000"


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("都道府県コ―ド又は市区町村コ―ド", "都道府県コード又は市区町村コード"),
        ("\ufeff名称", "名称"),
        (" 名称＿カナ ", "名称_カナ"),
        ("建物名等(方書)", "建物名等(方書)"),
        ("telephoneNumber", "telephonenumber"),
    ],
)
def test_headers_fold_to_one_spelling(header: str, key: str) -> None:
    assert header_key(header) == key


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("認定こども園（幼保連携型）",), "certified_nursery"),
        (("地域型保育事業（小規模保育事業A型）",), "nursery"),
        (("", "新制度に移行している私立幼稚園"), "kindergarten"),
        (("", "", "高松市立桜町中学校"), "junior_high_school"),
        (("", "", "○○会館"), ""),
    ],
)
def test_the_first_telling_text_decides_the_kind(texts: tuple[str, ...], kind: str) -> None:
    assert kind_of(*texts) == kind
    assert not kind or kind in codes("organisation_kinds")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"名称": "ひだまり", "種別": "集会所"}, "種別「集会所」が分かりません。「資源」の画面から、種別を選んで登録してください。"),
        ({"名称": "ひだまり"}, "この施設の種別が分かりません。「資源」の画面から、種別を選んで登録してください。"),
        ({"名称": "園" * 101, "種別": "幼稚園"}, "名称が100文字をこえています。短くしてから、もう一度読み込んでください。"),
        ({"名称": "\n　", "種別": "幼稚園"}, UNNAMED),
        ({"名称": "ひまわり園", "種別": "保育所", None: ["x"]}, ""),
    ],
)  # fmt: skip
def test_a_row_that_cannot_load_says_why(row: dict[str, str], reason: str) -> None:
    assert read_row(row).wrong == reason


@given(
    st.dictionaries(
        st.text(max_size=8) | st.sampled_from(["名称", "種別", "住所", "name"]),
        st.text(max_size=130) | st.none(),
    )
)
def test_any_row_is_read_or_reported(row: dict[str, str | None]) -> None:
    entry = read_row(row)
    assert entry.wrong or (1 <= len(entry.name) <= 100 and entry.kind in codes("organisation_kinds"))


def test_only_the_municipalitys_staff_load(make_post: object, in_muni: Municipality) -> None:
    for role in (Role.AGENCY, Role.FAMILY, Role.ADVISER, Role.ADMIN, Role.PREFECTURE):
        guest = Viewer.wearing(make_post(role, role.value))  # type: ignore[operator]
        with pytest.raises(Denied) as refusal:
            load_directory(guest, rows=[{"名称": "園", "種別": "幼稚園"}])
        assert refusal.value.decision.never
    assert Organisation.objects.for_system("test").count() == 0
