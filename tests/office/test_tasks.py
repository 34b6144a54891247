"""Once a day: sweeps, and families that lose who leads them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.office.conftest import Send
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post, Session, User
from tomoni.calendar import Day, now, today
from tomoni.cases.actions import assign, open_case
from tomoni.cases.models import Case
from tomoni.drafts import actions as drafts
from tomoni.drafts.models import Submission
from tomoni.families.actions import NewPerson, take_in
from tomoni.jobs.daily import run_due
from tomoni.jobs.models import Notice
from tomoni.office.tasks import tell_of_leaving
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
    expected = {"sessions that are over", "old numbers of forms", "leads who leave", "journal anchor"}
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


def test_another_towns_leads_are_its_own_business(
    case: Case, suzuki: Viewer, tanaka: Viewer, stranger: Viewer, in_muni: Municipality
) -> None:
    User.objects.filter(pk=suzuki.user.pk).update(is_active=False)
    tell_of_leaving(in_muni)
    assert Notice.objects.for_system("test").filter(post=stranger.post).count() == 0
    assert len(waiting(tanaka.post)) == 1
