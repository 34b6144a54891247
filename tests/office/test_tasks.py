"""Once a day: sweeps, and families that lose who leads them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.conftest import MakePost
from tests.office.conftest import Journal, Send
from tomoni.access.actions import Refused, inherit_seal, seal
from tomoni.access.decide import Denied
from tomoni.access.models import Seal, SealKeeper
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Session, Team, User
from tomoni.calendar import Day, frozen, now, today
from tomoni.cases.actions import assign, open_case
from tomoni.cases.models import Case
from tomoni.drafts import actions as drafts
from tomoni.drafts.models import Submission
from tomoni.families.actions import NewPerson, take_in
from tomoni.jobs.daily import run_due
from tomoni.jobs.models import Notice
from tomoni.office.actions import block, end_post, unblock
from tomoni.office.tasks import pass_seals_on, tell_of_leaving
from tomoni.tenancy.models import Municipality

LEFT = "鈴木さん（職は{}まで）が主担当のケースに、新しい主担当が必要です。"


@pytest.fixture
def case(tanaka: Viewer, suzuki: Viewer, in_muni: Municipality) -> Case:
    """A family that 鈴木 leads; 田中 coordinates."""
    family, people = take_in(tanaka, persons=[NewPerson("青木 海", "あおき うみ", Day.parse("H30.6.1"))])
    return open_case(tanaka, family=family, children=people, phase="assessment", lead=suzuki.post)


def waiting(post: Post) -> list[tuple[str, str]]:
    """What a post is told and has not read."""
    found = Notice.objects.for_system("test").filter(post=post, read_at=None).order_by("pk")
    return [(notice.text, notice.path) for notice in found]


def told(until: date) -> list[tuple[str, str]]:
    return [(LEFT.format(Day(until).japanese()), "/caseload")]


def test_the_daily_run_sweeps(sato: Viewer, in_muni: Municipality) -> None:
    old, fresh = (drafts.claim(sato, str(uuid4()), {"text": ["文"]}) for _ in range(2))
    assert old
    assert fresh
    Submission.objects.for_system("test").filter(pk=old.pk).update(sent_at=now() - timedelta(days=91))
    for name, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=name, expire_date=now() + timedelta(days=days))
    ran = run_due()
    expected = {
        "sessions that are over",
        "old numbers of forms",
        "leads who leave",
        "journal anchor",
        "seals nobody can take off",
    }
    assert expected | {"statistics of the database"} <= set(ran)
    assert [row.pk for row in Submission.objects.for_system("test")] == [fresh.pk]
    assert [row.pk for row in Session.objects.all()] == ["new"]
    assert run_due() == []


def test_who_assigns_is_told_when_a_lead_is_to_leave(
    case: Case, send: Send, browser: Client, suzuki: Viewer, tanaka: Viewer, kimura: Viewer
) -> None:
    until = today() + timedelta(days=30)
    answer = send("people/suzuki/end", post=str(suzuki.post.pk), until=until.isoformat())
    assert answer.status_code == 302
    assert [waiting(tanaka.post), waiting(kimura.post)] == [[], []]  # the lead stays for thirty days yet
    send("people/suzuki/end", post=str(suzuki.post.pk), until=(until - timedelta(days=1)).isoformat())
    assert waiting(tanaka.post) == told(until - timedelta(days=1))
    assert waiting(kimura.post) == []


def test_the_notice_leads_to_where_the_last_day_is_told(
    case: Case, send: Send, suzuki: Viewer, tanaka: Viewer, client_for: Callable[[Viewer], Client]
) -> None:
    send("people/suzuki/end", post=str(suzuki.post.pk), until="R20.3.31")
    [row] = re.findall(
        r"<tr>.*?鈴木.*?</tr>", client_for(tanaka).get("/caseload").content.decode(), re.DOTALL
    )
    assert "令和20年3月31日" in row


def test_the_administrator_learns_nothing_of_it(
    case: Case, send: Send, browser: Client, suzuki: Viewer, ogata: Viewer
) -> None:
    before = browser.get("/office/people/suzuki/end").content.decode()
    assert ["主担当を決める" in before, "青木" in before] == [True, False]
    send("people/suzuki/end", post=str(suzuki.post.pk), until="今日")
    after = browser.get("/office/people/suzuki/").content.decode()
    assert ["ケース" in after, "青木" in after] == [False, False]
    assert waiting(ogata.post) == []


def test_nobody_is_told_when_the_one_who_leaves_leads_nothing(
    case: Case, send: Send, sato: Viewer, tanaka: Viewer
) -> None:
    send("people/sato/end", post=str(sato.post.pk), until="今日")
    assert waiting(tanaka.post) == []


def test_it_is_told_once_and_put_away_when_somebody_else_leads(
    case: Case, suzuki: Viewer, sato: Viewer, tanaka: Viewer, in_muni: Municipality
) -> None:
    Post.objects.filter(pk=suzuki.post.pk).update(until=today())
    for _ in range(2):
        tell_of_leaving(in_muni)
        assert waiting(tanaka.post) == told(today())
    assign(tanaka, case=case, lead=sato.post)
    tell_of_leaving(in_muni)
    assert waiting(tanaka.post) == []


def test_who_is_shut_out_leads_no_longer(case: Case, send: Send, suzuki: Viewer, tanaka: Viewer) -> None:
    send("people/suzuki/block", sure="on")
    assert waiting(tanaka.post) == [
        ("鈴木さん（利用を止めています）が主担当のケースに、新しい主担当が必要です。", "/caseload")
    ]
    send("people/suzuki/unblock")
    assert waiting(tanaka.post) == []


def test_without_a_coordinator_the_head_is_told(
    case: Case, suzuki: Viewer, tanaka: Viewer, kimura: Viewer, in_muni: Municipality
) -> None:
    yesterday = today() - timedelta(days=1)
    Post.objects.filter(pk__in=[suzuki.post.pk, tanaka.post.pk]).update(until=yesterday)
    tell_of_leaving(in_muni)
    assert waiting(kimura.post) == told(yesterday)


def test_of_a_family_behind_a_seal_only_those_are_told_whom_it_lets_in(
    case: Case, sato: Viewer, suzuki: Viewer, tanaka: Viewer, kimura: Viewer, in_muni: Municipality
) -> None:
    """The head, whom the seal lets in, is told; what the coordinator is told already, the head is not."""
    seal(kimura, dossier=case.family.dossier, reason="職員の親族", keepers=[kimura.post, suzuki.post])
    family, people = take_in(tanaka, persons=[NewPerson("石井 空", "いしい そら", Day.parse("H30.6.1"))])
    open_case(tanaka, family=family, children=people, phase="assessment", lead=sato.post)
    Post.objects.filter(pk__in=[suzuki.post.pk, sato.post.pk]).update(until=today())
    tell_of_leaving(in_muni)
    sato_leaves = [(text.replace("鈴木", "佐藤"), path) for text, path in told(today())]
    assert [waiting(tanaka.post), waiting(kimura.post)] == [sato_leaves, told(today())]


def test_another_towns_leads_are_its_own_business(
    case: Case, suzuki: Viewer, tanaka: Viewer, stranger: Viewer, in_muni: Municipality
) -> None:
    User.objects.filter(pk=suzuki.user.pk).update(is_active=False)
    tell_of_leaving(in_muni)
    assert Notice.objects.for_system("test").filter(post=stranger.post).count() == 0
    assert len(waiting(tanaka.post)) == 1


def keepers_of(row: Seal) -> list[Post]:
    rows = SealKeeper.objects.for_system("test").filter(seal=row).select_related("post").order_by("pk")
    return [each.post for each in rows]


def pass_on(muni: Municipality, **later: float) -> None:
    with frozen(now() + timedelta(**later)):
        pass_seals_on(muni)


INHERITED = "封を解ける職員がみな職を離れたため、封を引き継ぎました。開けられる職員を見直してください。"


def test_a_seal_whose_keepers_have_left_passes_to_the_head_after_a_week(
    case: Case, send: Send, sato: Viewer, tanaka: Viewer, kimura: Viewer, in_muni: Municipality,
    make_post: MakePost, office_journal: Journal, client_for: Callable[[Viewer], Client],
) -> None:  # fmt: skip
    """佐藤, a keeper, stays, but may take no seal off; 遠藤, a colleague whom the seal shuts out, hears nothing."""
    endo = make_post(Role.PRACTITIONER, "endo", "遠藤", team=tanaka.post.team)
    row = seal(tanaka, dossier=case.family.dossier, reason="職員の親族", keepers=[tanaka.post, sato.post])
    send("people/tanaka/end", post=str(tanaka.post.pk), until="今日")
    heard = waiting(kimura.post)
    pass_seals_on(in_muni)
    assert [waiting(sato.post), keepers_of(row)] == [[], [tanaka.post, sato.post]]
    for days in (1, 2, 7.5):
        pass_on(in_muni, days=days)
        assert keepers_of(row) == [tanaka.post, sato.post]
        assert [text[:21] for text, _ in waiting(sato.post)] == ["あなたが開けられる封を、解ける職員がいなく"]
        assert waiting(kimura.post) == heard
    with frozen(now() + timedelta(days=8, hours=1)):
        for _ in range(2):
            pass_seals_on(in_muni)
        assert keepers_of(row) == [tanaka.post, sato.post, kimura.post]
        assert waiting(kimura.post)[-1:] == [(INHERITED, "/emergencies")]
        assert [text for text, _ in waiting(sato.post)[1:]] == [
            "封を解ける職員がみな職を離れたため、木村さんが封を引き継ぎました。困ることがあれば、すぐに伝えてください。"
        ]
        assert waiting(endo) == []
        entries = [each for each in office_journal(in_muni) if each["what"] == "pass_seal_on"]
        family = case.family.dossier_id
        assert entries == [{
            "by": [None, None], "what": "pass_seal_on", "post": kimura.post.pk, "seal": row.pk, "dossiers": [family],
        }]  # fmt: skip
        looks = client_for(kimura).get(f"/families/{case.family.ref}/looks").content.decode()
        assert "封が引き継がれた" in looks
        page = f"/families/{case.family.ref}/unseal"
        assert client_for(kimura).post(page, {"submission": str(uuid4())}).status_code == 302
    row.refresh_from_db()
    assert row.until is not None


def test_an_account_shut_out_over_night_opens_no_seal(
    case: Case, ogata: Viewer, tanaka: Viewer, kimura: Viewer, in_muni: Municipality
) -> None:
    """Not even night after night, or with a last day in the past: who is let in again begins the week anew."""
    row = seal(tanaka, dossier=case.family.dossier, reason="職員の親族", keepers=[tanaka.post])
    for night in range(1, 10):
        with frozen(now() + timedelta(days=night)):
            block(ogata, user=tanaka.user)
            pass_seals_on(in_muni)
            unblock(ogata, user=tanaka.user)
    assert keepers_of(row) == [tanaka.post]
    Post.objects.filter(pk=tanaka.post.pk).update(since=None)
    with frozen(now() + timedelta(days=20)):
        end_post(ogata, post=Post.objects.get(pk=tanaka.post.pk), until=today() - timedelta(days=15))
        pass_seals_on(in_muni)
    assert keepers_of(row) == [tanaka.post]
    pass_on(in_muni, days=28)
    assert keepers_of(row) == [tanaka.post, kimura.post]


def test_a_new_post_of_the_same_person_comes_before_the_head(
    case: Case, tanaka: Viewer, kimura: Viewer, in_muni: Municipality, make_post: MakePost, team_two: Team
) -> None:
    row = seal(tanaka, dossier=case.family.dossier, reason="職員の親族", keepers=[tanaka.post])
    Post.objects.filter(pk=tanaka.post.pk).update(until=today() - timedelta(days=1))
    april = make_post(Role.COORDINATOR, "tanaka", team=team_two)
    with pytest.raises(Refused, match="7日たつまで"):
        inherit_seal(kimura, seal=row)
    pass_seals_on(in_muni)
    assert keepers_of(row) == [tanaka.post, april]
    assert waiting(april) == [(INHERITED, "/emergencies")]
    pass_on(in_muni, days=30)
    assert keepers_of(row) == [tanaka.post, april]


def test_a_seal_passes_to_nobody_while_a_keeper_can_take_it_off(
    case: Case, sato: Viewer, tanaka: Viewer, kimura: Viewer, in_muni: Municipality
) -> None:
    row = seal(tanaka, dossier=case.family.dossier, reason="職員の親族", keepers=[tanaka.post])
    with pytest.raises(Refused, match="まだいます"):
        inherit_seal(kimura, seal=row)
    User.objects.filter(pk=tanaka.user.pk).update(is_active=False)
    with pytest.raises(Denied):
        inherit_seal(sato, seal=row)
    Post.objects.filter(pk=kimura.post.pk).update(until=today() - timedelta(days=1))
    for days in (0, 30):
        pass_on(in_muni, days=days)
        assert keepers_of(row) == [tanaka.post]


def test_the_office_asks_who_leaves_to_hand_over_and_tells_nothing_of_seals(
    case: Case, browser: Client, suzuki: Viewer, tanaka: Viewer, kimura: Viewer
) -> None:
    def warned(username: str) -> list[bool]:
        pages = [
            browser.get(f"/office/people/{username}/{page}").content.decode() for page in ("end", "block")
        ]
        assert not any("封" in page for page in pages)
        return ["引き継ぎが要ります" in page for page in pages]

    asked = {"tanaka": [True, True], "kimura": [True, True], "suzuki": [False, False]}
    assert {name: warned(name) for name in asked} == asked
    seal(tanaka, dossier=case.family.dossier, reason="職員の親族", keepers=[tanaka.post, suzuki.post])
    assert {name: warned(name) for name in asked} == asked
