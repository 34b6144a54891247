"""Standing in for a colleague, and changing who leads: who may, what it gives, who is told, when it ends."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.conftest import MakePost
from tomoni.access.actions import Refused, close_dossier, seal
from tomoni.access.choices import Basis, Level, Need
from tomoni.access.decide import Denied, decide
from tomoni.access.models import Grant
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Team
from tomoni.calendar import TOKYO, frozen, now
from tomoni.cases.actions import assign, change_lead, close_case, meet_duty, open_case, open_duty, stand_in
from tomoni.cases.models import Case, Duty, TimelineEntry
from tomoni.contacts.actions import NewPassage, Note, record
from tomoni.families.actions import NewPerson, take_in
from tomoni.jobs.models import Notice
from tomoni.journal.models import Entry
from tomoni.tenancy.models import Municipality

MONDAY = datetime(2026, 4, 6, 10, 0, tzinfo=TOKYO)
REASON = "佐藤が休みのため、母の電話を受ける"
ClientFor = Callable[[Viewer], Client]


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with frozen(MONDAY):
        yield


@pytest.fixture
def case(sato: Viewer, in_muni: Municipality) -> Case:
    """佐藤's case with 山田花."""
    family, children = take_in(sato, persons=[NewPerson("山田 花")])
    return open_case(sato, family=family, children=children, phase="assessment")


def rows(model: type) -> list[object]:
    return list(model.objects.for_system("test").order_by("pk"))  # type: ignore[attr-defined]


def held(case: Case) -> set[tuple[str, str, str]]:
    """Who is responsible today: on which dossier, who, until when."""
    grants = Grant.objects.for_system("test").at(now()).filter(basis=Basis.RESPONSIBLE)
    kinds = {case.dossier_id: "case", case.family.dossier_id: "family"}
    found = grants.filter(dossier__in=kinds).select_related("post__user")
    return {
        (kinds[g.dossier_id], g.post.user.name, f"{g.until.astimezone(TOKYO):%m-%d}" if g.until else "")
        for g in found
    }


def written() -> tuple[int, ...]:
    return tuple(len(rows(model)) for model in (Grant, TimelineEntry, Notice, Duty))


def send(client: Client, path: str, **data: object) -> HttpResponse:
    return client.post(path, {"submission": str(uuid4()), **data})


# Standing in


def test_a_colleague_of_the_team_writes_for_a_week_and_no_longer(
    case: Case, suzuki: Viewer, tanaka: Viewer
) -> None:
    assert not decide(suzuki, Need.WRITE, case.family)
    stand_in(suzuki, family=case.family, reason=REASON)
    assert held(case) == {
        ("family", "佐藤", ""),
        ("case", "佐藤", ""),
        ("family", "鈴木", "04-13"),
        ("case", "鈴木", "04-13"),
    }
    note = Note(now(), "phone", [NewPassage("母から電話があった")])
    assert record(suzuki, family=case.family, case=case, note=note).case == case
    with frozen(MONDAY + timedelta(days=7)):
        for owner in (case, case.family):
            assert not decide(suzuki, Need.WRITE, owner)
            assert decide(suzuki, Need.READ, owner)


def test_the_lead_and_the_coordinator_are_told_and_a_line_stays(
    case: Case, sato: Viewer, suzuki: Viewer, tanaka: Viewer, kimura: Viewer
) -> None:
    stand_in(suzuki, family=case.family, reason=REASON)
    text = "鈴木さんが、担当の代わりに記録を始めました。7日間です。"
    assert sorted((n.post_id, n.text, n.path) for n in rows(Notice)) == sorted(  # type: ignore[attr-defined]
        (who.post.pk, text, f"/families/{case.family.ref}/") for who in (sato, tanaka)
    )
    line = rows(TimelineEntry)[-1]
    assert (line.kind, line.title, line.family) == (  # type: ignore[attr-defined]
        "lead",
        f"鈴木が担当の代わりに記録（4月13日まで）：{REASON}",
        case.family,
    )
    purposes = {g.purpose for g in Grant.objects.for_system("test").filter(post=suzuki.post)}
    assert purposes == {f"代理：{REASON}"}
    acts = [json.loads(body) for body in Entry.objects.order_by("seq").values_list("body", flat=True)]
    given = [a for a in acts if a["what"] == "access.stand_in"]
    assert [a["dossiers"] for a in given] == [[case.family.dossier_id], [case.dossier_id]]
    assert all(a["by"] == [suzuki.user.pk, suzuki.post.pk] for a in given)


def test_standing_in_needs_a_reason(case: Case, suzuki: Viewer) -> None:
    before = written()
    for reason in ("", " 　", "代わり", "代わりに記録する。"):
        with pytest.raises(Refused, match="10文字以上"):
            stand_in(suzuki, family=case.family, reason=reason)
    assert written() == before


def test_who_writes_already_needs_not_stand_in(
    case: Case, sato: Viewer, tanaka: Viewer, suzuki: Viewer
) -> None:
    stand_in(suzuki, family=case.family, reason=REASON)
    for viewer in (sato, tanaka, suzuki):
        with pytest.raises(Refused, match="もうこの家庭に記録できます"):
            stand_in(viewer, family=case.family, reason=REASON)


def test_other_teams_guests_and_posts_without_casework_never_stand_in(
    case: Case, ito: Viewer, kimura: Viewer, mori: Viewer, make_post: MakePost, muni: Municipality
) -> None:
    muni.open_to_other_teams = True
    muni.save()
    other = Viewer.wearing(make_post(Role.COORDINATOR, "abe", "阿部"))
    before = written()
    for viewer in (ito, kimura, mori, other):
        viewer.tenant.refresh_from_db()
        with pytest.raises(Denied):
            stand_in(viewer, family=case.family, reason=REASON)
    assert decide(ito, Need.READ, case.family)
    assert written() == before


def test_nobody_stands_in_behind_a_seal(case: Case, suzuki: Viewer, tanaka: Viewer) -> None:
    seal(tanaka, dossier=case.family.dossier, reason="職員の親族", keepers=[tanaka.post])
    with pytest.raises(Denied):
        stand_in(suzuki, family=case.family, reason=REASON)


def test_a_sealed_case_stays_shut_to_who_stands_in_for_the_family(
    case: Case, suzuki: Viewer, tanaka: Viewer
) -> None:
    seal(tanaka, dossier=case.dossier, reason="職員の親族", keepers=[tanaka.post])
    stand_in(suzuki, family=case.family, reason=REASON)
    assert decide(suzuki, Need.WRITE, case.family)
    assert not decide(suzuki, Need.CARD, case)


def test_a_closed_family_is_opened_by_a_call_not_by_standing_in(
    case: Case, sato: Viewer, suzuki: Viewer
) -> None:
    close_case(sato, case=case)
    case.refresh_from_db()
    with pytest.raises(Refused, match="新しい受付"):
        stand_in(suzuki, family=Case.objects.for_system("test").get().family, reason=REASON)


# Its page


def test_the_familys_pages_say_whose_it_is_and_lead_to_a_form_with_one_field(
    case: Case, suzuki: Viewer, client_for: ClientFor
) -> None:
    client, home = client_for(suzuki), f"/families/{case.family.ref}/"
    for page in (home, f"{home}records", f"/intake/families/{case.family.ref}/"):
        shown = client.get(page).content.decode()
        assert "担当は佐藤さんです。代わりに電話を受けたり記録したりするときは、" in shown
        assert f'href="{home}stand-in?next={page}"' in shown
    form = client.get(f"{home}stand-in", {"next": f"{home}records"})
    assert form.status_code == 200
    answer = send(client, f"{home}stand-in?next={home}records", reason=REASON)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{home}records")
    shown = client.get(home).content.decode()
    assert "佐藤さんの代わりに記録しています" in shown
    assert "記録する</a>" in shown
    assert "代わりに記録する</a>から" not in shown
    assert client.get(f"{home}stand-in").status_code == 302


def test_the_page_leads_nowhere_but_home(case: Case, suzuki: Viewer, client_for: ClientFor) -> None:
    page = f"/families/{case.family.ref}/stand-in?next=https://example.com/"
    answer = send(client_for(suzuki), page, reason=REASON)
    assert answer.headers["Location"] == "/"


def test_a_short_reason_comes_back_with_what_to_do(case: Case, suzuki: Viewer, client_for: ClientFor) -> None:
    before = written()
    answer = send(client_for(suzuki), f"/families/{case.family.ref}/stand-in", reason="代わり")
    assert answer.status_code == 422
    assert "代わりに記録する理由を10文字以上で書いてください" in answer.content.decode()
    assert written() == before


def test_who_may_not_stand_in_finds_no_page_and_no_line(
    case: Case, ito: Viewer, kimura: Viewer, mori: Viewer, tanaka: Viewer, sato: Viewer, client_for: ClientFor
) -> None:
    page, before = f"/families/{case.family.ref}/stand-in", written()
    for viewer, status in ((ito, 404), (kimura, 403), (mori, 403)):
        assert client_for(viewer).get(page).status_code == status
        assert send(client_for(viewer), page, reason=REASON).status_code == status
    for viewer in (sato, tanaka, kimura):
        shown = client_for(viewer).get(f"/families/{case.family.ref}/").content.decode()
        assert "代わりに記録する" not in shown
    assert written() == before
    card = client_for(ito).get(f"/families/{case.family.ref}/").content.decode()
    assert "家庭相談係" in card
    assert "緊急閲覧をする" in card


def test_a_closed_familys_page_leads_to_a_new_call(
    case: Case, sato: Viewer, suzuki: Viewer, ito: Viewer, client_for: ClientFor
) -> None:
    close_case(sato, case=case)
    page = f"/families/{case.family.ref}/"
    assert f'href="/intake/new?family={case.family.ref}"' in client_for(suzuki).get(page).content.decode()
    answer = client_for(suzuki).get(f"{page}stand-in")
    assert answer.headers["Location"] == f"/intake/new?family={case.family.ref}"
    assert client_for(ito).get(f"{page}stand-in").status_code == 404


# Who leads


def test_who_opens_a_case_for_another_lead_keeps_no_hold_of_its_own(
    sato: Viewer, suzuki: Viewer, in_muni: Municipality
) -> None:
    family, children = take_in(sato, persons=[NewPerson("山田 花")])
    duty = open_duty(sato, kind="promise", text="電話する", due_at=now(), family=family)
    case = open_case(sato, family=family, children=children, phase="assessment", lead=suzuki.post)
    assert case.lead == suzuki.post
    assert held(case) == {("family", "鈴木", ""), ("case", "鈴木", "")}
    duty.refresh_from_db()
    assert duty.holder == suzuki.post
    assert not decide(sato, Need.WRITE, family)
    assert decide(sato, Need.READ, family)


def test_a_new_lead_takes_over_hold_and_duties_and_both_are_told(
    case: Case, sato: Viewer, suzuki: Viewer, tanaka: Viewer
) -> None:
    mine = open_duty(sato, kind="promise", text="学校に電話", due_at=now(), family=case.family, case=case)
    loose = open_duty(sato, kind="promise", text="母に電話", due_at=now(), family=case.family)
    hers = open_duty(
        tanaka, kind="promise", text="会議", due_at=now(), family=case.family, case=case, holder=tanaka.post
    )
    change_lead(tanaka, case=case, lead=suzuki.post, reason="佐藤の異動")
    first, *promised = rows(Duty)
    assert (first.kind, first.holder) == ("contact_rhythm", suzuki.post)  # type: ignore[attr-defined]
    assert [d.holder for d in promised] == [suzuki.post, suzuki.post, tanaka.post]  # type: ignore[attr-defined]
    assert (mine.pk, loose.pk, hers.pk) == tuple(d.pk for d in promised)  # type: ignore[attr-defined]
    assert held(case) == {("family", "鈴木", ""), ("case", "鈴木", "")}
    assert decide(sato, Need.READ, case)
    assert not decide(sato, Need.WRITE, case)
    text = f"ケース{case.number}の主担当が鈴木さんに替わりました。"
    assert sorted((n.post_id, n.text) for n in rows(Notice)) == sorted(  # type: ignore[attr-defined]
        (who.post.pk, text) for who in (sato, suzuki)
    )
    assert [e.title for e in rows(TimelineEntry)] == ["主担当を佐藤から鈴木へ：佐藤の異動"]  # type: ignore[attr-defined]


def test_what_is_done_or_of_another_case_stays_where_it_is(
    case: Case, sato: Viewer, suzuki: Viewer, tanaka: Viewer
) -> None:
    second = open_case(sato, family=case.family, children=[], phase="assessment")
    other = open_duty(sato, kind="promise", text="別の約束", due_at=now(), family=case.family, case=second)
    done = open_duty(sato, kind="promise", text="済み", due_at=now(), family=case.family, case=case)
    meet_duty(sato, duty=done)
    change_lead(tanaka, case=case, lead=suzuki.post, reason="分け合うため")
    for duty in (other, done):
        duty.refresh_from_db()
        assert duty.holder == sato.post
    assert held(case) == {("family", "佐藤", ""), ("family", "鈴木", ""), ("case", "鈴木", "")}
    assert decide(sato, Need.WRITE, case.family)


def test_a_lead_of_another_team_brings_that_team(
    case: Case, sato: Viewer, ito: Viewer, tanaka: Viewer, team_two: Team
) -> None:
    assert decide(ito, Need.CARD, case)
    assert not decide(ito, Need.READ, case)
    change_lead(tanaka, case=case, lead=ito.post, reason="出産後は母子保健で支える")
    assert decide(ito, Need.WRITE, case)
    assert decide(ito, Need.WRITE, case.family)
    assert decide(sato, Need.READ, case)
    case.family.dossier.refresh_from_db()
    assert case.family.dossier.team_to_ask == team_two
    teams = Grant.objects.for_system("test").filter(dossier=case.dossier, basis=Basis.TEAM)
    assert {(g.team.name, g.level) for g in teams} == {
        ("家庭相談係", Level.WRITE),
        ("母子保健係", Level.WRITE),
    }


def test_the_lead_hands_on_itself_and_a_coordinator_of_another_team_may(
    case: Case, sato: Viewer, suzuki: Viewer, make_post: MakePost, team_two: Team
) -> None:
    change_lead(sato, case=case, lead=suzuki.post, reason="産休に入るため")
    assert (case.lead, held(case)) == (suzuki.post, {("family", "鈴木", ""), ("case", "鈴木", "")})
    central = Viewer.wearing(make_post(Role.COORDINATOR, "abe", "阿部", team=team_two))
    change_lead(central, case=case, lead=sato.post, reason="復職したため")
    assert case.lead == sato.post


def test_colleagues_head_and_clerk_change_no_lead(
    case: Case, suzuki: Viewer, ito: Viewer, kimura: Viewer, mori: Viewer
) -> None:
    stand_in(suzuki, family=case.family, reason=REASON)
    before = written()
    for viewer in (suzuki, ito, kimura, mori):
        with pytest.raises(Denied):
            change_lead(viewer, case=case, lead=suzuki.post, reason="替えたい")
    assert written() == before
    assert case.lead_id != suzuki.post.pk


def test_only_a_caseworker_of_today_can_lead(
    case: Case, tanaka: Viewer, sato: Viewer, kimura: Viewer, stranger: Viewer, make_post: MakePost
) -> None:
    ended = make_post(Role.PRACTITIONER, "ono", "小野", until=(MONDAY - timedelta(days=1)).date())
    for post in (kimura.post, stranger.post, ended):
        with pytest.raises(Refused, match="主担当になれる職員ではありません"):
            change_lead(tanaka, case=case, lead=post, reason="替えたい")
    with pytest.raises(Refused, match="同じ人です"):
        change_lead(tanaka, case=case, lead=sato.post, reason="替えたい")
    with pytest.raises(Refused, match="理由を書いてください"):
        change_lead(tanaka, case=case, lead=tanaka.post, reason=" ")


def test_the_page_lists_what_goes_with_the_lead_before_saving(
    case: Case, sato: Viewer, suzuki: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    open_duty(sato, kind="promise", text="学校に電話", due_at=now(), family=case.family, case=case)
    page, client = f"/cases/{case.ref}/lead", client_for(tanaka)
    assert page in client.get(f"/families/{case.family.ref}/").content.decode()
    shown = client.get(page).content.decode()
    assert "学校に電話" in shown
    answer = send(client, page, lead=suzuki.post.pk, reason="佐藤の異動")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/families/{case.family.ref}/")
    case.refresh_from_db()
    assert case.lead == suzuki.post
    assert client_for(sato).get(page).status_code == 404


def test_a_case_without_anybody_stands_on_top_until_it_has_a_lead(
    case: Case, sato: Viewer, suzuki: Viewer, tanaka: Viewer, client_for: ClientFor
) -> None:
    client = client_for(tanaka)
    assert "担当者がいません" not in client.get("/caseload").content.decode()
    sato.post.until = (MONDAY - timedelta(days=1)).date()
    sato.post.save()
    shown = client.get("/caseload").content.decode()
    assert shown.index("担当者がいません") < shown.index(case.number) < shown.index("担当している数")
    assert f"/cases/{case.ref}/lead" in shown
    assign(tanaka, case=case, lead=suzuki.post)
    assert "担当者がいません" not in client.get("/caseload").content.decode()


def test_reopening_is_for_the_family_s_own_team(
    case: Case, sato: Viewer, suzuki: Viewer, ito: Viewer, make_post: MakePost, team_two: Team
) -> None:
    close_dossier(sato, dossier=case.family.dossier)
    central = Viewer.wearing(make_post(Role.COORDINATOR, "abe", "阿部", team=team_two))
    for viewer in (ito, central):
        with pytest.raises(Denied):
            open_case(viewer, family=case.family, children=[], phase="intake")
    again = open_case(suzuki, family=case.family, children=[], phase="intake")
    assert again.lead == suzuki.post
    assert decide(suzuki, Need.WRITE, case.family)
