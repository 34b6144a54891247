"""受付票: the caller stays masked everywhere, who may see what, lists with the same number of queries for one and many."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tomoni.access.actions import end_grant
from tomoni.access.models import Grant
from tomoni.access.protected import plain_of
from tomoni.access.viewer import Viewer
from tomoni.families.actions import NewPerson, take_in
from tomoni.intake.actions import Call, bring_to_meeting, receive
from tomoni.intake.models import Referral, ReferralChild
from tomoni.journal.models import Entry
from tomoni.tenancy.models import Municipality

Browse = Callable[[Viewer], Any]
CALLER = ("隣野", "090-9999-0001", "となりの家", "第三町内会")


def entries(kind: str) -> list[dict[str, Any]]:
    found = [json.loads(body) for body in Entry.objects.order_by("seq").values_list("body", flat=True)]
    return [entry for entry in found if entry["kind"] == kind]


def pages(referral: Referral) -> list[str]:
    """Every page on which something of the referral stands."""
    own = [
        f"/intake/{referral.ref}/{page}"
        for page in ("", "print", "complete", "safety", "interview", "agenda")
    ]
    lists = ["/intake/unseen", "/intake/undecided", f"/intake/families/{referral.family.ref}/"]
    return [*own, *lists, reverse("desk:family", args=[referral.family.ref]), reverse("desk:today")]


# The notifier


def test_the_caller_is_masked_on_every_page_and_on_paper(
    browse: Browse, sato: Viewer, notice: Referral
) -> None:
    browser = browse(sato)
    for path in pages(notice):
        shown = browser.get(path)
        assert shown.status == 200, path
        assert not [word for word in CALLER if word in shown.text], path
    assert "名前：●●●（秘匿）" in browser.get(f"/intake/{notice.ref}/print").words
    assert "表示する" not in browser.get(f"/intake/{notice.ref}/print").words


def test_where_a_notice_came_from_is_masked_and_a_consultation_s_is_not(
    browse: Browse, sato: Viewer, notice: Referral, home: Any, school: Any
) -> None:
    """In a small town 学校から is a name."""
    family, (hana, *_) = home
    call = Call("school", "phone", "朝起きられない", organisation=school, route="school")
    open_one = receive(sato, family=family, children=[hana], call=call)
    told = {**{name: getattr(notice, name) for name in ("complaint", "method")}, "is_notice": True}
    hidden = receive(
        sato, family=family, children=[hana], call=Call("police", organisation=school, route="police", **told)
    )
    bring_to_meeting(sato, referral=hidden)
    browser, meeting = browse(sato), hidden.family.agenda_items.for_system("test").get().meeting
    own = [f"/intake/{hidden.ref}/", f"/intake/{hidden.ref}/print"]
    lists = ["/intake/undecided", f"/intake/families/{family.ref}/", f"/families/{family.ref}/records"]
    for path in (*own, *lists, f"/meetings/{meeting.ref}/", "/find?q=みなみ小学校"):
        assert "警察" not in browser.get(path).words, path
    for path in own:
        words = browser.get(path).words
        assert "みなみ小学校" not in words
        assert words.count("●●●（秘匿）") == 3
    assert "学校・教育委員会から" in browser.get(f"/intake/{open_one.ref}/").words
    assert "みなみ小学校" in browser.get(f"/intake/{open_one.ref}/").words
    shown = {
        name: browser.send(f"/intake/{hidden.ref}/reveal", field=f"caller_{name}").words
        for name in ("door", "route", "agency")
    }
    assert "どこから：警察から" in shown["door"]
    assert "経路：警察等" in shown["route"]
    assert "機関：みなみ小学校" in shown["agency"]
    assert [entry["what"] for entry in entries("reveal")] == ["caller_door", "caller_route", "caller_agency"]
    assert "警察" not in shown["agency"]


def test_the_database_takes_no_notice_with_an_open_source(notice: Referral) -> None:
    with (
        pytest.raises(IntegrityError, match="intake_notice_under_cover"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE intake_referral SET door = 'school' WHERE id = %s", [notice.pk])


def test_each_fact_about_the_caller_is_revealed_on_its_own_and_journaled(
    browse: Browse, sato: Viewer, notice: Referral
) -> None:
    path = f"/intake/{notice.ref}/reveal"
    shown = browse(sato).send(path, field="caller_contact")
    assert (shown.status, shown.response["Cache-Control"]) == (200, "no-store")
    assert "連絡先：090-9999-0001" in shown.words
    assert "隣野" not in shown.text
    [entry] = entries("reveal")
    assert (entry["what"], entry["rows"], entry["by"]) == (
        "caller_contact",
        {"intake.referral": [notice.pk]},
        [sato.user.pk, sato.post.pk],
    )
    assert "090-9999-0001" not in browse(sato).get(f"/intake/{notice.ref}/").text


@pytest.mark.parametrize("field", ["complaint", "dossier_id", "", "caller_name'--"])
def test_only_what_is_protected_can_be_revealed(
    field: str, browse: Browse, sato: Viewer, notice: Referral
) -> None:
    assert browse(sato).send(f"/intake/{notice.ref}/reveal", field=field).status == 404
    assert entries("reveal") == []


def test_revealing_is_a_post_and_not_for_everybody(
    browse: Browse, sato: Viewer, ito: Viewer, mori: Viewer, notice: Referral
) -> None:
    path = f"/intake/{notice.ref}/reveal"
    assert browse(sato).get(path).status == 405
    assert browse(ito).send(path, field="caller_name").status == 404
    assert browse(mori).send(path, field="caller_name").status == 403


# Who sees it


def test_a_colleague_of_the_team_reads_and_does_not_write(
    browse: Browse, suzuki: Viewer, notice: Referral
) -> None:
    browser = browse(suzuki)
    shown = browser.get(f"/intake/{notice.ref}/").words
    assert "安全確認を記録" not in shown
    assert "書き足す" not in shown
    for page in ("complete", "safety", "interview", "agenda"):
        assert browser.get(f"/intake/{notice.ref}/{page}").status == 404
        assert browser.send(f"/intake/{notice.ref}/{page}").status == 404


def test_worker_colleague_coordinator_and_head_read_it(
    browse: Browse, sato: Viewer, suzuki: Viewer, tanaka: Viewer, kimura: Viewer, notice: Referral
) -> None:
    for viewer in (sato, suzuki, tanaka, kimura):
        shown = browse(viewer).get(f"/intake/{notice.ref}/")
        assert shown.status == 200
        assert "夜に泣き声が続いている" in shown.words
    assert "受理会議にかける" not in browse(kimura).get(f"/intake/{notice.ref}/").words


def test_another_team_sees_the_card_only(browse: Browse, ito: Viewer, notice: Referral) -> None:
    browser = browse(ito)
    for page in ("", "print", "complete", "safety", "interview", "agenda"):
        assert browser.get(f"/intake/{notice.ref}/{page}").status == 404
    assert browser.get(f"/intake/families/{notice.family.ref}/").status == 404
    assert notice.number not in browser.get("/intake/undecided").text
    assert "山田" not in browser.get("/intake/unseen").text


def test_the_clerk_writes_nothing_and_another_municipality_finds_nothing(
    browse: Browse, mori: Viewer, stranger: Viewer, notice: Referral, home: Any
) -> None:
    person = home[1][0]
    written = [
        "complete",
        "safety",
        "interview",
        "agenda",
        "begin",
        "leave",
        "carry-out",
        f"explain/{person.ref}",
    ]
    for page in written:
        assert browse(mori).get(f"/intake/{notice.ref}/{page}").status == 403
        assert browse(mori).send(f"/intake/{notice.ref}/{page}").status == 403
        assert browse(stranger).get(f"/intake/{notice.ref}/{page}").status == 404
        assert browse(stranger).send(f"/intake/{notice.ref}/{page}").status == 404
    for viewer in (mori, stranger):
        assert browse(viewer).get(f"/intake/{notice.ref}/").status == 404


def test_access_ends_with_its_grant_at_the_next_request(
    browse: Browse, suzuki: Viewer, tanaka: Viewer, notice: Referral, later: Callable[..., Any]
) -> None:
    assert browse(suzuki).get(f"/intake/{notice.ref}/").status == 200
    grants = Grant.objects.for_system("test").filter(dossier=notice.dossier, team=suzuki.post.team)
    for grant in grants:
        end_grant(tanaka, grant=grant)
    with later(minutes=1):
        assert browse(suzuki).get(f"/intake/{notice.ref}/").status == 404


def test_looking_is_journaled(browse: Browse, tanaka: Viewer, notice: Referral) -> None:
    browse(tanaka).get(f"/intake/{notice.ref}/")
    [look] = [entry for entry in entries("look") if entry["what"] == "intake:referral"]
    assert look["by"] == [tanaka.user.pk, tanaka.post.pk]
    assert notice.dossier_id in look["dossiers"]
    assert look["rows"]["intake.referral"] == [notice.pk]


# Written later


def test_what_was_not_asked_is_added_later(
    browse: Browse, sato: Viewer, notice: Referral, consultation: Referral, school: Any
) -> None:
    facts = {"route": "school", "organisation": "みなみ小学校"}
    browse(sato).fill(f"/intake/{consultation.ref}/complete", **facts)
    consultation.refresh_from_db()
    assert (consultation.route, consultation.organisation) == ("school", school)
    path = f"/intake/{notice.ref}/complete"
    facts = {"consultation_kind": "maltreatment", "whereabouts": "家", "caller_agency": "みなみ小学校"}
    done = browse(sato).fill(path, **facts, caller_name="隣野 とめ子")
    assert "書き足す" in done.words
    notice.refresh_from_db()
    assert (notice.consultation_kind, notice.route, notice.whereabouts) == ("maltreatment", "", "家")
    assert (notice.organisation, plain_of(notice, "caller_agency")) == (None, "みなみ小学校")
    assert plain_of(notice, "caller_route") == "neighbour"
    shown = browse(sato).send(f"/intake/{notice.ref}/reveal", field="caller_name")
    assert "隣野 とめ子" in shown.words
    assert "090-9999-0001" in browse(sato).send(f"/intake/{notice.ref}/reveal", field="caller_contact").words


def test_two_who_write_at_once_are_both_heard(
    browse: Browse, sato: Viewer, tanaka: Viewer, notice: Referral
) -> None:
    path = f"/intake/{notice.ref}/complete"
    first, second = browse(sato), browse(tanaka)
    hers, his = first.get(path).fields(), second.get(path).fields()
    assert first.client.post(path, {**hers, "whereabouts": "家にいる"}).status_code == 302
    answer = second.client.post(path, {**his, "whereabouts": "学校にいる"})
    assert answer.status_code == 409
    assert "家にいる" in answer.content.decode()
    assert "学校にいる" in answer.content.decode()
    notice.refresh_from_db()
    assert notice.whereabouts == "家にいる"


def test_a_sibling_added_later_is_under_the_same_limit(browse: Browse, sato: Viewer, home: Any) -> None:
    family, (hana, sora, _) = home
    referral = receive(
        sato, family=family, children=[hana], call=Call("school", "phone", "心配", is_notice=True)
    )
    browse(sato).fill(f"/intake/{referral.ref}/complete", children=str(sora.ref))
    rows = ReferralChild.objects.for_system("test").filter(referral=referral).order_by("pk")
    assert [row.person for row in rows] == [hana, sora]
    shown = browse(sato).get("/intake/unseen").words
    assert shown.count("令和8年4月8日（水） 10:00") == 2


# Lists


def queries(browser: Any, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(path).status == 200
    return sum("set_config" not in query["sql"] for query in counted)


def many(viewer: Viewer, count: int) -> Any:
    """So many families, each with a 通告 on an agenda."""
    for number in range(count):
        family, [child] = take_in(viewer, persons=[NewPerson(f"川口 {number}")])
        call = Call("school", "phone", "心配", is_notice=True)
        referral = receive(viewer, family=family, children=[child], call=call)
        bring_to_meeting(viewer, referral=referral)
    return family


@pytest.mark.parametrize(("path", "number"), [("/intake/unseen", 11), ("/intake/undecided", 11)])
def test_a_list_needs_as_many_queries_for_one_as_for_thirty(
    path: str, number: int, browse: Browse, sato: Viewer, in_muni: Municipality
) -> None:
    many(sato, 1)
    browser = browse(sato)
    assert queries(browser, path) == number
    many(sato, 29)
    assert queries(browser, path) == number


def test_a_familys_page_needs_as_many_queries_for_one_as_for_ten(
    browse: Browse, sato: Viewer, home: Any
) -> None:
    family, (hana, *_) = home
    path, browser = f"/intake/families/{family.ref}/", browse(sato)
    bring_to_meeting(
        sato,
        referral=receive(
            sato, family=family, children=[hana], call=Call("school", "phone", "心配", is_notice=True)
        ),
    )
    one = queries(browser, path)
    for _ in range(9):
        bring_to_meeting(
            sato,
            referral=receive(
                sato, family=family, children=[hana], call=Call("school", "phone", "心配", is_notice=True)
            ),
        )
    assert queries(browser, path) == one == 22


def test_the_coordinator_sees_every_child_not_yet_seen(
    browse: Browse, tanaka: Viewer, ito: Viewer, sato: Viewer, notice: Referral
) -> None:
    family, [child] = take_in(ito, persons=[NewPerson("川口 蓮")])
    receive(ito, family=family, children=[child], call=Call("school", "phone", "心配", is_notice=True))
    shown = {
        viewer.user.username: browse(viewer).get("/intake/unseen").words for viewer in (tanaka, ito, sato)
    }
    assert {
        name: [who for who in ("山田 花", "山田 空", "川口 蓮") if who in words]
        for name, words in shown.items()
    } == {
        "tanaka": ["山田 花", "山田 空", "川口 蓮"],
        "ito": ["川口 蓮"],
        "sato": ["山田 花", "山田 空"],
    }
