"""Drafts belong to their writer, in one hat, and to nobody else; they are encrypted and leave no trace in the journal."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, connection, transaction
from django.test import Client

from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post
from tomoni.calendar import now
from tomoni.drafts import actions, queries
from tomoni.drafts.models import Draft, Submission
from tomoni.drafts.rules import Key
from tomoni.journal.models import Entry
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

KEY = Key("test.note", "", "new")
Opened = Callable[..., dict[str, list[str]]]
ClientFor = Callable[[Viewer], Client]


def sent(text: str, screen: str = "", base: int = 0) -> dict[str, list[str]]:
    return {"reason": [text], "submission": [screen or str(uuid4())], "draft_version": [str(base)]}


def test_kept_loaded_and_forgotten(sato: Viewer, in_muni: Municipality) -> None:
    assert queries.load(sato, KEY) is None
    actions.keep(sato, KEY, sent("書きかけ"), title="記録を書く", path="/notes/new/")
    kept = queries.load(sato, KEY)
    assert kept is not None
    assert (kept.fields, kept.title, kept.path, kept.version) == (
        {"reason": ["書きかけ"]},
        "記録を書く",
        "/notes/new/",
        1,
    )
    assert kept.excerpt == "書きかけ"
    actions.forget(sato, KEY)
    assert queries.load(sato, KEY) is None


def test_a_draft_is_recognised_by_its_words_not_by_what_the_form_carries(
    sato: Viewer, in_muni: Municipality
) -> None:
    carried = {"version": ["5f4759bd39abdc27e7e3"], "passage-0-ref": [str(uuid4())], "kind": ["quotation"]}
    actions.keep(sato, KEY, {**sent("笑っていた。"), **carried})
    (kept,) = queries.mine(sato)
    assert kept.excerpt == "笑っていた。"


def test_every_record_and_purpose_has_its_own(sato: Viewer, in_muni: Municipality) -> None:
    family = uuid4()
    keys = [
        KEY,
        Key("test.note", family, "new"),
        Key("test.note", family, "edit"),
        Key("test.other", family, "new"),
    ]
    for number, key in enumerate(keys):
        actions.keep(sato, key, sent(str(number)))
    found = [queries.load(sato, key) for key in keys]
    assert [kept.fields["reason"] for kept in found if kept] == [["0"], ["1"], ["2"], ["3"]]
    assert len(queries.mine(sato)) == 4


def test_nobody_else_sees_it_and_nobody_else_can_end_it(
    sato: Viewer, suzuki: Viewer, in_muni: Municipality
) -> None:
    actions.keep(sato, KEY, sent("佐藤だけの文"))
    assert queries.load(suzuki, KEY) is None
    assert queries.mine(suzuki) == []
    actions.forget(suzuki, KEY)
    actions.keep(suzuki, KEY, sent("鈴木の文"))
    kept = queries.load(sato, KEY)
    assert kept is not None
    assert kept.fields == {"reason": ["佐藤だけの文"]}


def test_another_hat_of_the_same_head_does_not_see_it(
    sato: Viewer, muni: Municipality, elsewhere: Municipality
) -> None:
    with tenant(muni):
        actions.keep(sato, KEY, sent("町の仕事"))
        second = Viewer.wearing(Post.objects.create(user=sato.user, municipality=muni, role=Role.ADVISER))
        assert queries.load(second, KEY) is None
    abroad = Viewer.wearing(Post.objects.create(user=sato.user, municipality=elsewhere, role=Role.ADVISER))
    with tenant(elsewhere):
        assert queries.load(abroad, KEY) is None


def test_it_is_encrypted_and_opens_in_its_own_row_only(
    sato: Viewer, suzuki: Viewer, in_muni: Municipality
) -> None:
    actions.keep(sato, KEY, sent("だれにも見せない文"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM drafts_draft")
        stored = str(cursor.fetchall())
    assert "だれにも見せない文" not in stored
    assert "reason" not in stored
    actions.keep(suzuki, KEY, sent("鈴木の文"))
    mine, theirs = Draft.objects.for_system("test").order_by("pk")
    theirs.sealed = mine.sealed
    with pytest.raises(InvalidTag):
        theirs.opened()


def test_the_journal_never_hears_of_it(sato: Viewer, in_muni: Municipality) -> None:
    actions.keep(sato, KEY, sent("書きかけ"))
    queries.load(sato, KEY)
    actions.forget(sato, KEY)
    assert Entry.objects.count() == 0


def test_a_late_autosave_of_a_form_that_was_recorded_brings_no_ghost(
    sato: Viewer, client_for: ClientFor, opened: Opened
) -> None:
    client = client_for(sato)
    fields = {**opened(client), "reason": "書き終えた"}
    client.post("/notes/new/", fields)
    assert client.post("/drafts/save/", fields).status_code == 200
    assert opened(client)["reason"] == [""]


def test_autosave_says_when_and_whether_another_screen_wrote_too(
    sato: Viewer, client_for: ClientFor, opened: Opened
) -> None:
    client = client_for(sato)
    one, two = opened(client), opened(client)
    first = client.post("/drafts/save/", {**one, "reason": "一つ目の画面"}).json()
    second = client.post("/drafts/save/", {**two, "reason": "二つ目の画面"}).json()
    assert first["told"] == ""
    assert "別の画面でも同じ下書きが書かれていました" in second["told"]
    html = client.get("/notes/new/").content.decode()
    assert "別の画面で書かれていた文" in html
    assert "一つ目の画面" in html


def test_autosave_answers_htmx_with_a_fragment(sato: Viewer, client_for: ClientFor, opened: Opened) -> None:
    client = client_for(sato)
    response = client.post(
        "/drafts/save/", {**opened(client), "reason": "文"}, headers={"HX-Request": "true"}
    )
    assert response.content.decode().startswith("<span>保存しました ")


@pytest.mark.parametrize("key", ["", "nonsense", "test.note:not-a-uuid:new", "<script>"])
def test_a_key_that_is_none_is_not_found(sato: Viewer, client_for: ClientFor, key: str) -> None:
    client = client_for(sato)
    assert client.post("/drafts/save/", {"draft_key": key}).status_code == 404
    assert client.get("/drafts/forget/", {"key": key}).status_code == 404


def test_throwing_away_shows_the_words_once_more_and_goes_back(
    sato: Viewer, client_for: ClientFor, opened: Opened
) -> None:
    client = client_for(sato)
    client.post("/drafts/save/", {**opened(client), "reason": "もういらない文"})
    page = client.get("/drafts/forget/", {"key": str(KEY), "next": "/notes/new/"})
    assert "もういらない文" in page.content.decode()
    assert opened(client)["reason"] == ["もういらない文"]
    response = client.post("/drafts/forget/", {"key": str(KEY), "next": "/notes/new/"})
    assert response.headers["Location"] == "/notes/new/"
    assert opened(client)["reason"] == [""]


def test_throwing_away_leads_to_no_foreign_page(sato: Viewer, client_for: ClientFor) -> None:
    response = client_for(sato).post("/drafts/forget/", {"key": str(KEY), "next": "https://example.org/"})
    assert response.headers["Location"] == "/"


def test_the_list_shows_ones_own_drafts_only(
    sato: Viewer, suzuki: Viewer, client_for: ClientFor, opened: Opened
) -> None:
    client = client_for(sato)
    client.post("/drafts/save/", {**opened(client), "reason": "佐藤の書きかけ"})
    mine, theirs = (
        client.get("/drafts/").content.decode(),
        client_for(suzuki).get("/drafts/").content.decode(),
    )
    assert "佐藤の書きかけ" in mine
    assert "記録を書く" in mine
    assert "佐藤の書きかけ" not in theirs
    assert "下書きはありません" in theirs


def test_the_database_itself_refuses_a_second_submission_of_one_number(
    sato: Viewer, in_muni: Municipality
) -> None:
    number = uuid4()
    for_one = {"municipality": in_muni, "post": sato.post, "number": number, "said": "x"}
    Submission.objects.create(**for_one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(**for_one)


def test_a_number_is_claimed_once(sato: Viewer, in_muni: Municipality) -> None:
    number = str(uuid4())
    actions.note_path(actions.claim(sato, number, sent("文")), "/there/")
    with pytest.raises(actions.SentBefore):
        actions.claim(sato, number, sent("文"))
    before = queries.sent_before(sato, queries.number_of(number))
    assert before is not None
    assert before.path == "/there/"
    assert json.dumps(sent("文"), ensure_ascii=False) not in before.said


def test_the_daily_sweep_forgets_numbers_after_ninety_days_and_no_draft(
    sato: Viewer, in_muni: Municipality
) -> None:
    actions.keep(sato, KEY, sent("書きかけ"))
    numbers = [actions.claim(sato, str(uuid4()), sent("文")) for _ in range(2)]
    Submission.objects.for_system("test").filter(pk=numbers[0].pk).update(sent_at=now() - timedelta(days=91))
    actions.sweep()
    assert [row.pk for row in Submission.objects.for_system("test")] == [numbers[1].pk]
    assert queries.load(sato, KEY) is not None
