"""What the frame around every page shows: whose system it is, who looks, where one can go."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve

from tomoni.access.choices import Audience
from tomoni.access.pages import may_open
from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.tenancy.models import Municipality
from tomoni.ui.links import Link, address, existing, with_current

NAVIGATION = (
    ("今日", "desk:today", "today"),
    ("家庭", "desk:families", "family"),
    ("受付", "intake:undecided", "message"),
    ("進行管理", "council:ledger", "progress"),
    ("会議", "meetings:list", "meeting"),
    ("資源", "resources:list", "resource"),
    ("ふりかえり", "insight:home", "insight"),
    ("利用者", "office:people", "person"),
    ("チーム", "office:teams", "family"),
    ("設定", "office:settings", "settings"),
)
MENU = (
    ("自分の設定", "accounts:mine", ""),
    ("役割を変える", "accounts:hats", ""),
    ("下書き", "drafts:mine", ""),
    ("緊急閲覧と封", "desk:emergencies", ""),
)


@dataclass(frozen=True)
class Frame:
    """Read by the base templates as ``frame``. Empty text and lists stand for what is not there and is not shown."""

    now: datetime
    demo: bool = False
    municipality: str = ""
    viewer_name: str = ""
    hat: str = ""
    calm: bool = False
    child: bool = False
    register: str = "family"
    navigation: list[Link] = field(default_factory=list)
    menu: list[Link] = field(default_factory=list)
    search_url: str = ""
    words: str = ""
    note_url: str = ""
    help_url: str = ""
    lock_url: str = ""
    logout_url: str = ""
    exit_url: str = field(default_factory=lambda: str(settings.TOMONI_EXIT_URL))
    idle_minutes: int = 0


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: the frame for whoever looks; without a viewer only the clock and the demo band."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return {"frame": Frame(now(), demo=_only_practice())}
    staff = _staff(request, viewer) if viewer.audience == Audience.STAFF else {}
    return {"frame": Frame(now(), **_viewer(viewer), **staff)}


def _only_practice() -> bool:
    """Whether this database knows practice municipalities and no real one: so even its log-in page says what it is."""
    practice = set(Municipality.objects.values_list("demo", flat=True).distinct())
    return practice == {True}


def _viewer(viewer: Viewer) -> dict[str, Any]:
    return {
        "demo": viewer.tenant.demo,
        "municipality": viewer.tenant.name,
        "viewer_name": viewer.user.name,
        "hat": viewer.post.title or viewer.post.get_role_display(),
        "calm": viewer.audience in {Audience.FAMILY, Audience.CHILD},
        "child": viewer.audience == Audience.CHILD,
        "register": "guest" if viewer.audience == Audience.STAFF else str(viewer.audience),
        "logout_url": address("account_logout"),
    }


def _staff(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    """Where this post can go: a page that it may never open is not offered."""
    search_url = _open_to(viewer, "desk:search")
    navigation, menu = (
        [link for link in existing(entries) if may_open(viewer, resolve(link.url).func)]
        for entries in (NAVIGATION, MENU)
    )
    return {
        "navigation": with_current(navigation, request.path),
        "menu": menu,
        "search_url": search_url,
        "words": request.GET.get("q", "") if request.path == search_url else "",
        "note_url": _open_to(viewer, "contacts:note"),
        "help_url": _open_to(viewer, "practice:overview"),
        "lock_url": address("accounts:lock"),
        "idle_minutes": settings.TOMONI_IDLE_MINUTES,
    }


def _open_to(viewer: Viewer, name: str) -> str:
    """The address of a page that exists and that this post may open; else nothing."""
    url = address(name)
    return url if url and may_open(viewer, resolve(url).func) else ""
