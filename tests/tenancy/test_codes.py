"""National codes: check digits, places, wards."""

from collections import Counter

import pytest

from tomoni.tenancy.codes import check_digit, place, places, search, valid


@pytest.mark.parametrize(
    ("five", "six"),
    [
        ("13101", "131016"),
        ("09201", "092011"),
        ("11203", "112038"),
        ("22212", "222127"),
        ("37201", "372013"),
        ("43100", "431001"),
        ("01100", "011002"),
        ("46220", "462209"),
    ],
)
def test_check_digits_known_from_the_national_list(five: str, six: str) -> None:
    assert five + check_digit(five) == six
    assert valid(six)


def test_the_check_digit_of_every_place_is_right() -> None:
    assert [code for code in places() if not valid(code)] == []
    assert [code for code, each in places().items() if each.code != code] == []


@pytest.mark.parametrize(
    ("code", "unnoticed"),
    [("372013", []), ("131016", []), ("431001", ["631001", "411001", "434001", "431401", "431061"])],
)
def test_a_slip_of_one_digit_is_noticed_unless_two_remainders_share_a_digit(
    code: str, unnoticed: list[str]
) -> None:
    slips = [
        code[:at] + digit + code[at + 1 :] for at in range(6) for digit in "0123456789" if digit != code[at]
    ]
    assert [slip for slip in slips if valid(slip)] == unnoticed


@pytest.mark.parametrize("code", ["", "13101", "131017", "1310160", "13101６", "abcdef", "13101 6", "-13101"])
def test_what_is_no_code(code: str) -> None:
    assert not valid(code)
    assert place(code) is None


@pytest.mark.parametrize("code", ["", "1310", "131016", "1310a", "１３１０１"])
def test_a_check_digit_needs_five_digits(code: str) -> None:
    with pytest.raises(ValueError, match="five digits"):
        check_digit(code)


def test_all_places_are_there() -> None:
    prefectures = [each for each in places().values() if each.name == each.prefecture]
    wards = [each for each in places().values() if each.ward_of]
    others = [each for each in places().values() if not each.ward_of and each.name != each.prefecture]
    assert (len(prefectures), len(wards), len(others)) == (47, 175, 1741)
    assert Counter(each.name[-1] for each in others) == {"市": 792, "町": 743, "村": 183, "区": 23}
    assert {each.prefecture for each in places().values()} == {each.name for each in prefectures}


def test_a_ward_belongs_to_its_city() -> None:
    ward, city = place("011011"), place("011002")
    assert ward is not None
    assert city is not None
    assert (ward.name, ward.kana, ward.full_name) == (
        "札幌市 中央区",
        "さっぽろし ちゅうおうく",
        "北海道札幌市中央区",
    )
    assert (ward.ward_of, city.ward_of) == (city.code, "")
    assert len({each.ward_of for each in places().values()} - {""}) == 20
    for each in places().values():
        if each.ward_of:
            assert each.name.startswith(places()[each.ward_of].name + " ")
            assert each.kana.startswith(places()[each.ward_of].kana + " ")


def test_a_prefecture_is_a_place() -> None:
    kagawa = place("370002")
    assert kagawa is not None
    assert (kagawa.name, kagawa.kana, kagawa.full_name) == ("香川県", "かがわけん", "香川県")


@pytest.mark.parametrize(
    "typed", ["高松", "高松市", "たかまつ", "タカマツシ", "ﾀｶﾏﾂ", "香川県高松市", " 香川県　高松市 "]
)
def test_a_city_is_found_as_people_type_it(typed: str) -> None:
    assert [each.code for each in search(typed)] == ["372013"]


def test_the_same_name_comes_first() -> None:
    assert [each.full_name for each in search("府中市")] == ["東京都府中市", "広島県府中市"]
    assert search("中央区")[0].full_name == "東京都中央区"
    assert [each.full_name for each in search("札幌市中央区")] == ["北海道札幌市中央区"]
    assert search("大阪市")[0].code == "271004"
    assert search("大阪市")[-1].name == "東大阪市"
    assert len(search("大阪市")) == 26


def test_small_and_large_ke_are_one() -> None:
    assert (
        [each.name for each in search("茅ケ崎市")] == [each.name for each in search("茅ヶ崎")] == ["茅ヶ崎市"]
    )


@pytest.mark.parametrize("typed", ["", " ", "　", "ほげほげ市"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert search(typed) == []
