"""さがす shows families, not rows: a frequent surname hides nobody without saying so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from tomoni.access.actions import seal
from tomoni.access.viewer import Viewer
from tomoni.calendar import Day
from tomoni.cases.actions import open_case
from tomoni.desk.queries.finding import SHOWN
from tomoni.families.actions import NewPerson, take_in
from tomoni.families.models import Family, Member
from tomoni.intake.queries.known import SHOWN as SHOWN_IN_INTAKE
from tomoni.people.actions import add_address, add_contact_point
from tomoni.tenancy.models import Municipality

ClientFor = Callable[[Viewer], Client]
GIVEN = "葵蓮湊凪律暖結翠紬澪"
MORE = "ほかにもあります。"


def satos(viewer: Viewer, count: int) -> list[Family]:
    """So many families of 佐藤, four persons each; the children's names tell them apart."""
    families = []
    for number in range(count):
        child = f"佐藤 {GIVEN[number // 10]}{GIVEN[number % 10]}"
        lines = [NewPerson(child, "さとう こども", Day.parse("H30.6.1"))] + [
            NewPerson(f"佐藤 {name}", f"さとう {kana}", relation=relation)
            for name, kana, relation in (
                ("恵", "めぐみ", "mother"),
                ("誠", "まこと", "father"),
                ("薫", "かおる", "sibling"),
            )
        ]
        families.append(take_in(viewer, persons=lines)[0])
    return families


def shown(client: Client, words: str) -> tuple[list[str], str]:
    """Addresses of the families in the results, and what the page says."""
    page = html.fromstring(client.get("/find", {"q": words}).content.decode())
    rows = page.xpath("//main//table//th[@scope='row']/a/@href")
    return rows, " ".join(page.xpath("string(//main)").split())


def test_of_forty_families_of_one_surname_the_first_thirty_are_shown_and_that_there_are_more(
    sato: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    families = satos(sato, 40)
    client = client_for(sato)
    for words in ("佐藤", "さとう", "サトウ"):
        found, said = shown(client, words)
        assert (len(found), len(set(found)), MORE in said) == (SHOWN, SHOWN, True), words
    found, said = shown(client, "佐藤 湊")  # ten children's names begin so, three others end so
    wanted = [each for number, each in enumerate(families) if 2 in divmod(number, 10)]
    assert (len(found), sorted(found)) == (13, sorted(f"/families/{each.ref}/" for each in wanted))
    assert MORE not in said


def test_a_family_is_found_by_the_number_of_its_case(
    sato: Viewer, ito: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    family, other = satos(sato, 2)
    case, _ = (open_case(sato, family=each, children=[], phase="assessment") for each in (family, other))
    found, said = shown(client_for(sato), case.number)
    assert (found, "名前のみ" in said) == ([f"/families/{family.ref}/"], False)
    found, said = shown(client_for(ito), case.number)
    assert (found, "名前のみ" in said) == ([f"/families/{family.ref}/"], True)


def test_a_telephone_or_an_address_behind_the_name_narrows_as_the_page_says(
    sato: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    called, housed, _ = satos(sato, 3)
    persons = Member.objects.for_system("test").order_by("order")
    mother = persons.filter(family=called, relation="mother").get().person
    add_contact_point(sato, person=mother, value="080-1234-5678")
    father = persons.filter(family=housed, relation="father").get().person
    add_address(sato, person=father, text="ともに町本町1-2-3")
    client = client_for(sato)
    assert len(shown(client, "佐藤")[0]) == 3
    assert shown(client, "佐藤 080-1234-5678")[0] == [f"/families/{called.ref}/"]
    assert shown(client, "佐藤 本町1-2-3")[0] == [f"/families/{housed.ref}/"]


def test_exactly_thirty_families_are_all_there_is(
    sato: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    families = satos(sato, SHOWN)
    found, said = shown(client_for(sato), "佐藤")
    assert sorted(found) == sorted(f"/families/{each.ref}/" for each in families)
    assert MORE not in said


@pytest.mark.parametrize(("path", "field", "saved"), [("/find", "q", 0), ("/intake/earlier", "words", 1)])
def test_forty_families_are_found_with_no_more_queries_than_one(
    path: str, field: str, saved: int, sato: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    client = client_for(sato)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert "佐藤さんの家庭" in client.get(path, {field: "佐藤"}).content.decode()
        return len(queries)

    satos(sato, 1)
    asked()
    one = asked()
    satos(sato, 39)
    assert one - asked() == saved  # in intake enough are found before the last question is asked


def test_intake_shows_eight_families_of_a_surname_and_first_the_one_whose_full_name_was_told(
    sato: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    families = satos(sato, 40)
    client = client_for(sato)

    def earlier(**texts: Any) -> tuple[list[str], str]:
        page = html.fromstring(client.get("/intake/earlier", texts).content.decode())
        return page.xpath("//button[@name='choose']/@value"), page.text_content()

    found, said = earlier(words="佐藤")
    assert (len(found), len(set(found)), MORE in said) == (SHOWN_IN_INTAKE, SHOWN_IN_INTAKE, True)
    found, said = earlier(words="佐藤", p0_name="佐藤 凪湊")
    assert (found[0], len(found), MORE in said) == (str(families[32].ref), SHOWN_IN_INTAKE, True)
    found, said = earlier(p0_name="佐藤 凪翠")
    assert (found, MORE in said) == ([str(families[37].ref)], False)


def test_of_forty_the_sealed_ones_are_hinted_at_and_neither_shown_nor_counted(
    sato: Viewer, tanaka: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    families = satos(sato, 32)
    for family in families[:2]:
        seal(tanaka, dossier=family.dossier, reason="職員の親族", keepers=[tanaka.post])
    found, said = shown(client_for(sato), "佐藤")
    assert sorted(found) == sorted(f"/families/{each.ref}/" for each in families[2:])
    assert (MORE in said, "統括支援員にお尋ねください" in said) == (False, True)


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("佐" * 201, "検索のことばが長すぎます。200文字までにしてください。"),
        ("？！", "名前・よみ・番号・電話・住所のどれかを、文字か数字で入力してください。"),
    ],
)
def test_words_that_cannot_be_looked_for_get_advice_and_no_claim_that_nobody_is_known(
    words: str, advice: str, sato: Viewer, in_muni: Municipality, client_for: ClientFor
) -> None:
    client = client_for(sato)
    _, said = shown(client, words)
    assert advice in said
    assert "見つかりませんでした" not in said
    assert advice in client.get("/intake/earlier", {"words": words}).content.decode()
