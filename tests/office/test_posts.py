"""Posts: another one, the last day, what is taken back before it begins; the last administrator stays."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.conftest import MakePost
from tests.office.conftest import Journal, Send
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Team
from tomoni.calendar import today
from tomoni.jobs.models import Notice
from tomoni.office import actions
from tomoni.tenancy.models import Municipality


def give(send: Send, **more: str) -> str:
    answer = send("people/suzuki/post", **{"role": "head", "since": "今日", **more})
    return answer.headers.get("Location") or f"{answer.status_code} {answer.content.decode()}"


def end(send: Send, post: Post, until: str) -> str:
    answer = send(f"people/{post.user.username}/end", post=str(post.pk), until=until)
    return answer.headers.get("Location") or f"{answer.status_code} {answer.content.decode()}"


def test_somebody_gets_another_post(send: Send, suzuki: Viewer) -> None:
    assert give(send, title="所長", since="R9.4.1") == "/office/people/suzuki/"
    posts = Post.objects.filter(user=suzuki.user).order_by("pk")
    assert [(post.role, post.title, str(post.since)) for post in posts] == [
        ("practitioner", "", "None"),
        ("head", "所長", "2027-04-01"),
    ]


def test_the_same_post_is_not_given_twice_for_one_time(
    send: Send, suzuki: Viewer, team: Team, team_two: Team
) -> None:
    for role, where, told in (
        ("practitioner", team, "同じ役割とチームの職を、もう持っています"),
        ("practitioner", team_two, "/office/people/suzuki/"),
    ):
        assert told in give(send, role=role, team=str(where.pk))
    assert Post.objects.filter(user=suzuki.user).count() == 2


def test_who_comes_back_gets_the_same_post_anew(send: Send, suzuki: Viewer, team: Team) -> None:
    Post.objects.filter(pk=suzuki.post.pk).update(until=today() - timedelta(days=1))
    assert give(send, role="practitioner", team=str(team.pk)) == "/office/people/suzuki/"


def test_a_post_ends_after_its_last_day(
    send: Send, suzuki: Viewer, ogata: Viewer, muni: Municipality, office_journal: Journal
) -> None:
    assert end(send, suzuki.post, "R9.3.31") == "/office/people/suzuki/"
    assert Post.objects.on(date(2027, 3, 31)).filter(pk=suzuki.post.pk).exists()
    assert not Post.objects.on(date(2027, 4, 1)).filter(pk=suzuki.post.pk).exists()
    [entry] = office_journal(muni)
    assert (entry["by"], entry["what"], entry["post"]) == (
        [ogata.user.pk, ogata.post.pk],
        "end_post",
        suzuki.post.pk,
    )
    assert (entry["since"], entry["until"]) == (None, "2027-03-31")


def test_a_last_day_can_be_moved_while_the_post_is_held(send: Send, suzuki: Viewer) -> None:
    end(send, suzuki.post, "R9.3.31")
    assert end(send, suzuki.post, "R10.3.31") == "/office/people/suzuki/"
    assert str(Post.objects.get(pk=suzuki.post.pk).until) == "2028-03-31"


def test_what_is_over_stays_over(send: Send, browser: Client, suzuki: Viewer) -> None:
    Post.objects.filter(pk=suzuki.post.pk).update(until=today() - timedelta(days=1))
    assert end(send, suzuki.post, "今日").startswith("422")
    assert "職が終わりました" in browser.get("/office/people/suzuki/").content.decode()


def test_a_post_does_not_end_before_it_began(send: Send, make_post: MakePost) -> None:
    post = make_post(Role.CLERK, "mori", since=today())
    assert "始まりの日より前にはできません" in end(send, post, "R1.5.1")
    assert Post.objects.get(pk=post.pk).until is None


def test_somebody_elses_post_cannot_be_named(send: Send, suzuki: Viewer, sato: Viewer) -> None:
    answer = send("people/suzuki/end", post=str(sato.post.pk), until="今日")
    assert answer.status_code == 422
    assert send("people/suzuki/cancel", post=str(sato.post.pk)).status_code == 404
    assert Post.objects.filter(until=None).count() == 3


def test_a_guests_post_here_is_ended_here_and_the_one_at_home_stays(
    send: Send, browser: Client, stranger: Viewer, muni: Municipality
) -> None:
    guest = Post.objects.create(
        user=stranger.user, municipality=muni, role=Role.ADVISER, title="アドバイザー"
    )
    assert end(send, guest, "今日") == "/office/people/stranger/"
    assert end(send, stranger.post, "今日").startswith("422")
    assert Post.objects.get(pk=stranger.post.pk).until is None
    assert "統括支援員" not in browser.get("/office/people/stranger/").content.decode()


def test_the_last_administrator_stays(send: Send, ogata: Viewer, make_post: MakePost) -> None:
    until = today() + timedelta(days=10)
    Post.objects.filter(pk=ogata.post.pk).update(until=until)
    kawai = make_post(Role.ADMIN, "kawai", "河合")
    assert "ほかにシステム管理者がいなくなります" in end(send, kawai, until.isoformat())
    assert end(send, kawai, (until - timedelta(days=1)).isoformat()) == "/office/people/kawai/"


def test_one_of_two_administrators_may_be_shut_out_and_not_both(
    send: Send, ogata: Viewer, make_post: MakePost
) -> None:
    kawai = make_post(Role.ADMIN, "kawai", "河合")
    assert send("people/kawai/block", sure="on").status_code == 302
    with pytest.raises(Denied):  # 河合 was shut out meanwhile and is still before the screen
        actions.block(Viewer.wearing(Post.objects.get(pk=kawai.pk)), user=ogata.user)


def test_a_post_that_has_not_begun_can_be_taken_back(
    send: Send, browser: Client, suzuki: Viewer, muni: Municipality, office_journal: Journal
) -> None:
    give(send, since="R9.4.1")
    post = Post.objects.get(role=Role.HEAD)
    assert "取り消す" in browser.get("/office/people/suzuki/").content.decode()
    assert send("people/suzuki/cancel", post=str(post.pk)).status_code == 302
    assert not Post.objects.filter(pk=post.pk).exists()
    assert [(entry["what"], entry["post"]) for entry in office_journal(muni)] == [
        ("give_post", post.pk),
        ("cancel_post", post.pk),
    ]


def test_one_that_has_begun_or_is_the_only_one_cannot(
    send: Send, suzuki: Viewer, make_post: MakePost
) -> None:
    answer = send("people/suzuki/cancel", post=str(suzuki.post.pk))
    assert "もう始まっている職は取り消せません" in answer.content.decode()
    coming = make_post(Role.CLERK, "mori", since=today() + timedelta(days=1))
    answer = send("people/mori/cancel", post=str(coming.pk))
    assert (answer.status_code, "ただ一つの職" in answer.content.decode()) == (422, True)
    assert Post.objects.filter(pk__in=[coming.pk, suzuki.post.pk]).count() == 2


def test_an_administrators_post_can_be_taken_back_on_its_first_day_only(
    send: Send, browser: Client, suzuki: Viewer, tanaka: Viewer, ogata: Viewer, in_muni: Municipality
) -> None:
    give(send, role="admin", since="今日")
    post = Post.objects.get(user=suzuki.user, role="admin")
    page = browser.get("/office/people/suzuki/").content.decode()
    assert page.count("取り消す") == 1
    Post.objects.filter(pk=post.pk).update(since=today() - timedelta(days=1))
    told = send("people/suzuki/cancel", post=str(post.pk)).content.decode()
    assert "もう始まっている職は取り消せません" in told
    Post.objects.filter(pk=post.pk).update(since=today())
    Post.objects.filter(pk=ogata.post.pk).update(until=today())
    assert (
        "ほかにシステム管理者がいなくなります"
        in send("people/suzuki/cancel", post=str(post.pk)).content.decode()
    )
    Post.objects.filter(pk=ogata.post.pk).update(until=None)
    assert send("people/suzuki/cancel", post=str(post.pk)).status_code == 302
    assert not Post.objects.filter(pk=post.pk).exists()
    give(send, since="今日")
    head = Post.objects.get(user=suzuki.user, role="head")
    assert send("people/suzuki/cancel", post=str(head.pk)).status_code == 422


@pytest.mark.parametrize("role", [role for role in Role if role != "admin"])
def test_an_action_asks_for_itself(role: Role, make_post: MakePost, suzuki: Viewer) -> None:
    other = Viewer.wearing(make_post(role, "somebody"))
    for act, given in (
        (actions.give_post, {"user": suzuki.user, "role": "head"}),
        (actions.end_post, {"post": suzuki.post, "until": today()}),
        (actions.block, {"user": suzuki.user}),
        (actions.issue_code, {"user": suzuki.user}),
        (actions.add_team, {"name": "新しい係"}),
        (actions.open_to_other_teams, {"allowed": True}),
    ):
        with pytest.raises(Denied) as refused:
            act(other, **given)  # type: ignore[operator]
        assert refused.value.decision.never
    assert (Post.objects.count(), Team.objects.count()) == (2, 1)


def told(viewer: Viewer) -> list[str]:
    rows = Notice.objects.all().visible_to(viewer).order_by("pk")
    return [row.text for row in rows if row.kind == "office_opened"]


def test_leaders_hear_of_every_new_way_to_records(
    send: Send, tanaka: Viewer, kimura: Viewer, mori: Viewer, team: Team, in_muni: Municipality
) -> None:
    send("people/add", username="shimizu", name="清水 直", role="practitioner", team=team.pk, since="今日")
    send("people/add", username="hara", name="原 みき", role="clerk", since="今日")
    send("people/shimizu/code")
    heard = [
        "清水 直さんに、記録を読める職（実践者（こども家庭相談））が加わりました。",
        "清水 直さんの再設定コードが出されました。本人が頼んだか、確かめてください。",
    ]
    assert (told(tanaka), told(kimura), told(mori)) == (heard, heard, [])
