"""Frames, error pages and the page of the kit: what each audience gets, and what no page contains."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.core.exceptions import PermissionDenied
from django.template import Context, Template
from django.test import Client, RequestFactory
from lxml import html
from pytest_django import Settings

from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post
from tomoni.tenancy.models import Municipality
from tomoni.ui import errors
from tomoni.ui.context import Frame, frame
from tomoni.ui.examples import samples
from tomoni.ui.links import Link, address, existing, with_current
from tomoni.ui.templatetags import tomoni
from tools.inline import findings, tags

SAMPLES = sorted(samples())
ForViewer = Callable[[Viewer], Client]


def seen_by(viewer: Viewer | None, path: str = "/ui/") -> Frame:
    request = RequestFactory().get(path)
    request.viewer = viewer  # type: ignore[attr-defined]
    return frame(request)["frame"]


def test_without_a_viewer_the_frame_is_bare(db: None) -> None:
    request = RequestFactory().get("/")
    bare = frame(request)["frame"]
    assert (bare.municipality, bare.viewer_name, bare.navigation, bare.menu, bare.search_url) == (
        "",
        "",
        [],
        [],
        "",
    )
    assert (bare.demo, bare.exit_url) == (False, "https://www.jma.go.jp/bosai/forecast/")
    assert seen_by(None).navigation == []


def test_staff_see_whose_system_it_is_and_which_hat_they_wear(sato: Viewer) -> None:
    shown = seen_by(sato)
    assert (shown.municipality, shown.viewer_name, shown.hat) == (
        "ともに町",
        "佐藤",
        "実践者（こども家庭相談）",
    )
    assert (shown.calm, shown.child, shown.idle_minutes) == (False, False, 15)


def test_a_family_gets_a_calm_frame_without_navigation(make_post: Callable[..., object]) -> None:
    shown = {
        role: seen_by(Viewer.wearing(make_post(role, role)))
        for role in (Role.FAMILY, Role.CHILD, Role.AGENCY)
    }
    assert {role: (each.calm, each.child) for role, each in shown.items()} == {
        Role.FAMILY: (True, False),
        Role.CHILD: (True, True),
        Role.AGENCY: (False, False),
    }
    assert [each.navigation + each.menu for each in shown.values()] == [[], [], []]


def test_a_practice_database_says_so_on_every_page(
    muni: Municipality, sato: Viewer, client_for: ForViewer
) -> None:
    muni.demo = True
    muni.save()
    page = html.fromstring(client_for(sato).get("/ui/").content.decode())
    assert page.find_class("demo-band")[0].text_content().startswith("練習用の画面です")
    assert page.findtext(".//title") == "【練習用】画面の部品｜ともに"


def test_a_practice_database_says_so_before_log_in(muni: Municipality, elsewhere: Municipality) -> None:
    Municipality.objects.filter(pk=muni.pk).update(demo=True)
    assert seen_by(None).demo is False
    Municipality.objects.update(demo=True)
    assert seen_by(None).demo is True


def test_only_pages_that_exist_are_offered() -> None:
    entries = [("部品", "ui:kit", "settings"), ("まだない", "nowhere:list", "today")]
    assert existing(entries) == [Link("部品", "/ui/", "settings")]
    assert address("nowhere:list") == ""


@pytest.mark.parametrize(
    ("role", "there", "missing"),
    [
        (Role.COORDINATOR, {"今日", "家庭", "資源"}, {"利用者", "設定"}),
        (Role.CLERK, {"今日", "家庭", "資源"}, {"利用者", "設定"}),
        (Role.ADVISER, set(), {"今日", "家庭", "資源", "利用者", "設定"}),
        (Role.PREFECTURE, set(), {"今日", "家庭", "資源", "利用者", "設定"}),
        (Role.ADMIN, {"利用者", "チーム", "設定"}, {"今日", "家庭", "資源"}),
    ],
)
def test_only_pages_that_the_post_may_open_are_offered(
    role: Role,
    there: set[str],
    missing: set[str],
    make_post: Callable[..., Post],
    client_for: ForViewer,
) -> None:
    viewer = Viewer.wearing(make_post(role, "somebody"))
    shown = seen_by(viewer)
    labels = {link.label for link in shown.navigation}
    assert (there <= labels, labels & missing) == (True, set())
    offered = [link.url for link in [*shown.navigation, *shown.menu]]
    offered += [url for url in (shown.search_url, shown.note_url, shown.help_url) if url]
    assert {client_for(viewer).get(url).status_code for url in offered} == {200}


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "今日"),
        ("/families/", "家庭"),
        ("/families/7/plan/", "プラン"),
        ("/families/8/", "家庭"),
        ("/x/", None),
    ],
)
def test_the_nearest_entry_is_the_current_one(path: str, current: str | None) -> None:
    links = [Link("今日", "/"), Link("家庭", "/families/"), Link("プラン", "/families/7/plan/")]
    assert next((link.label for link in with_current(links, path) if link.current), None) == current


def test_the_kit_is_for_staff(client_for: ForViewer, sato: Viewer, make_post: Callable[..., object]) -> None:
    assert Client().get("/ui/").status_code == 302
    assert client_for(Viewer.wearing(make_post(Role.FAMILY, "mother"))).get("/ui/").status_code == 403
    page = html.fromstring(client_for(sato).get("/ui/").content.decode())
    assert [link.get("href") for link in page.xpath("//nav[@class='side']//a")] == [
        link.url for link in seen_by(sato).navigation
    ]
    assert client_for(sato).get("/ui/page/nothing/").status_code == 404


@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_stands_alone(name: str, client_for: ForViewer, sato: Viewer) -> None:
    answer = client_for(sato).get(f"/ui/page/{name}/")
    text = answer.content.decode()
    page = html.fromstring(text)
    assert answer.status_code == 200
    assert [
        problem for _, tag in tags(text) for problem in findings(tag) if problem != "external address"
    ] == []
    assert page.xpath("//a[contains(@class, 'skip-link')]/@href") == ["#main"]
    assert (len(page.xpath("//main[@id='main']")), len(page.xpath("//main//h1"))) == (1, 1)
    ids = page.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", ["family", "child"])
def test_a_family_leaves_by_a_plain_link(
    name: str, client_for: ForViewer, sato: Viewer, settings: Settings
) -> None:
    settings.TOMONI_EXIT_URL = "http://portal.example.lg.jp/tenki"
    page = html.fromstring(client_for(sato).get(f"/ui/page/{name}/").content.decode())
    (link,) = page.xpath("//quick-exit/a")
    assert (link.get("href"), link.get("rel")) == ("http://portal.example.lg.jp/tenki", "noreferrer nofollow")


def test_words_for_readers_come_from_content_in_their_register(client_for: ForViewer, sato: Viewer) -> None:
    shown = {
        name: html.fromstring(client_for(sato).get(f"/ui/page/{name}/").content.decode())
        for name in ("family", "child", "agency")
    }
    feet = {name: page.xpath("string(//footer)") for name, page in shown.items()}
    assert feet["family"].startswith("「すぐに閉じる」を押すと")
    assert (
        feet["child"]
        == "「すぐに閉じる」を おすと、すぐに ほかの ページに かわります。見た きろくは のこることがあります。"
    )
    assert feet["agency"] == "ともに町からの依頼を受けた方だけのページです。"


def test_what_words_take_in_stays_text() -> None:
    source = '{% load tomoni %}{% say "frame.whose" "agency" municipality=name %}'
    said = Template(source).render(Context({"name": "<b>町</b>"}))
    assert said == "&lt;b&gt;町&lt;/b&gt;からの依頼を受けた方だけのページです。"


def test_error_pages_say_what_to_do_and_nothing_of_the_inside(rf: RequestFactory, db: None) -> None:
    secret = ValueError("/srv/tomoni secret")
    request = rf.get("/families/7/")
    pages = {
        400: errors.bad_request(request, secret),
        404: errors.not_found(request, secret),
        409: errors.overtaken(request),
        500: errors.server_error(request),
    }
    for status, page in pages.items():
        text = page.content.decode()
        assert page.status_code == status
        assert "次にできること" in text
        assert "secret" not in text


def test_a_refusal_gives_its_reason_as_text(rf: RequestFactory, db: None) -> None:
    page = errors.forbidden(rf.get("/"), PermissionDenied("事務の役割では<記録>を開けません。"))
    assert (page.status_code, "事務の役割では&lt;記録&gt;を開けません。" in page.content.decode()) == (
        403,
        True,
    )
    assert "いまの役割では" in errors.forbidden(rf.get("/"), PermissionDenied()).content.decode()


def test_a_page_that_is_not_there_is_answered_in_words(client: Client, db: None) -> None:
    answer = client.get("/no-such-page/")
    assert (answer.status_code, "ページが見つかりません" in answer.content.decode()) == (404, True)


def test_suggestions_tell_namesakes_apart(client_for: ForViewer, sato: Viewer) -> None:
    client = client_for(sato)
    page = html.fromstring(client.get("/ui/suggest/", {"q": "はるか"}).content.decode())
    assert [(each.get("data-text"), each.find("small").text) for each in page.iter("li")] == [
        ("水沢 陽花", "みずさわ はるか・長女・8歳")
    ]
    assert client.get("/ui/suggest/").content.strip() == b""
    assert client.get("/ui/draft/").status_code == 405
    assert sorted(client.post("/ui/draft/", {"story": "x"}).json()) == ["saved", "told"]


def test_a_first_page_is_light(client_for: ForViewer, sato: Viewer) -> None:
    page = client_for(sato).get("/ui/page/conflict/").content
    names = re.findall(r'(?:href|src)="/static/([^"#]+)', page.decode())
    files = {name: Path(str(find(name))).read_bytes() for name in names}
    weight = sum(len(gzip.compress(each, 6)) for each in [page, *files.values()])
    assert {Path(name).suffix for name in files} == {".css", ".js", ".svg"}
    assert weight <= 60_000


def test_the_kit_shows_and_the_guide_names_every_component() -> None:
    root = Path(__file__).parents[2]
    guide = (root / "docs/developer/ui.md").read_text(encoding="utf-8")
    pages = "".join(path.read_text(encoding="utf-8") for path in (root / "src/tomoni/ui").rglob("*.html"))
    names = set(tomoni.register.tags)
    assert len(names) == 26
    assert {name for name in names if f"{{% {name} " not in guide and f"{{% {name} %}}" not in guide} == set()
    assert {name for name in names if f"{{% {name} " not in pages and f"{{% {name} %}}" not in pages} == set()
