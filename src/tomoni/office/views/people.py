"""People and their posts."""

from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tomoni.access.actions import Refused
from tomoni.access.pages import ViewerRequest
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.office import actions, queries
from tomoni.office.forms import EndForm, EnrolForm, NameForm, PostForm, SureForm
from tomoni.office.views import administration

CODE = "office.code"
BLOCK_SURE = "この人がもう使わないことを確かめました"


def _person(request: ViewerRequest, username: str) -> queries.Person:
    found = queries.person(request.viewer, username)
    if found is None:
        raise Http404
    return found


def _page_of(username: str) -> str:
    return reverse("office:person", args=[username])


@administration()
def people(request: ViewerRequest) -> HttpResponse:
    """Everybody who can log in here."""
    return render(request, "office/people.html", {"people": queries.people(request.viewer)})


@administration("GET", "POST")
def enrol(request: ViewerRequest) -> HttpResponse:
    """Somebody new; then the one-time code."""

    def act(given: dict[str, Any]) -> str:
        post, secret = actions.enrol(request.viewer, **given)
        return _tell_once(request, post.user.username, secret)

    return posting.handle(
        request,
        partial(EnrolForm, viewer=request.viewer),
        act,
        key=Key("office.person", "", "new"),
        title="利用者を加える",
        template="office/form.html",
        context={"heading": "利用者を加える", "back": reverse("office:people"), "teams_needed": True},
        said="登録しました。",
    )


@administration()
def person(request: ViewerRequest, username: str) -> HttpResponse:
    """One person and what can be done."""
    return render(request, "office/person.html", {"person": _person(request, username)})


@administration("GET", "POST")
def code(request: ViewerRequest, username: str) -> HttpResponse:
    """POST makes a one-time code; the page it leads to shows it this once."""
    found = _person(request, username)
    if request.method == "POST":
        drop = "drop" in request.POST
        try:
            secret = actions.issue_code(request.viewer, user=found.user, drops_second_factor=drop)
        except Refused as refused:
            return _refused(request, username, refused)
        return redirect(_tell_once(request, username, secret, drop=drop))
    told = request.session.pop(CODE, None) or {}
    shown = told if told.get("username") == username else {}
    return render(request, "office/code.html", {"person": found, **shown})


def _tell_once(request: ViewerRequest, username: str, secret: str, *, drop: bool = False) -> str:
    """Keep the code for the next page, in the encrypted session; the address of that page."""
    request.session[CODE] = {"username": username, "code": secret, "drop": drop}
    return reverse("office:code", args=[username])


def _refused(request: ViewerRequest, username: str, refused: Refused) -> HttpResponse:
    shown = {"person": _person(request, username), "refused": refused.messages}
    return render(request, "office/person.html", shown, status=422)


@administration("GET", "POST")
def rename(request: ViewerRequest, username: str) -> HttpResponse:
    """The name as it is now."""
    found = _person(request, username)

    def act(given: dict[str, Any]) -> str:
        actions.rename(request.viewer, user=found.user, **given)
        return _page_of(username)

    return posting.handle(
        request,
        NameForm,
        act,
        key=Key("office.person", _drafted(username), "name"),
        title="氏名を直す",
        template="office/form.html",
        context={"heading": f"{found.user.name}さんの氏名を直す", "back": _page_of(username)},
        initial=lambda: {"name": found.user.name, "name_kana": found.user.name_kana},
    )


@administration("GET", "POST")
def give_post(request: ViewerRequest, username: str) -> HttpResponse:
    """Another post."""
    found = _person(request, username)

    def act(given: dict[str, Any]) -> str:
        actions.give_post(request.viewer, user=found.user, **given)
        return _page_of(username)

    return posting.handle(
        request,
        partial(PostForm, viewer=request.viewer),
        act,
        key=Key("office.person", _drafted(username), "post"),
        title="職を加える",
        template="office/form.html",
        context={
            "heading": f"{found.user.name}さんに職を加える",
            "back": _page_of(username),
            "teams_needed": True,
        },
        said="職を加えました。",
    )


@administration("GET", "POST")
def end_post(request: ViewerRequest, username: str) -> HttpResponse:
    """The last day of a post."""
    found = _person(request, username)

    def act(given: dict[str, Any]) -> str:
        actions.end_post(request.viewer, **given)
        return _page_of(username)

    return posting.handle(
        request,
        partial(EndForm, posts=[*found.held, *found.coming]),
        act,
        key=Key("office.person", _drafted(username), "end"),
        title="職を終える",
        template="office/end_post.html",
        context={
            "heading": f"{found.user.name}さんの職を終える",
            "back": _page_of(username),
            "person": found,
        },
        said="終わりの日を登録しました。",
    )


@administration("POST")
def cancel_post(request: ViewerRequest, username: str) -> HttpResponse:
    """Take back a post that has not begun."""
    chosen = request.POST.get("post", "")
    post = next((post for post in _person(request, username).posts if str(post.pk) == chosen), None)
    if post is None:
        raise Http404
    try:
        actions.cancel_post(request.viewer, post=post)
    except Refused as refused:
        return _refused(request, username, refused)
    messages.success(request, "取り消しました。")
    return redirect("office:person", username)


@administration("GET", "POST")
def block(request: ViewerRequest, username: str) -> HttpResponse:
    """Shut somebody out at once."""
    found = _person(request, username)

    def act(_: dict[str, Any]) -> str:
        actions.block(request.viewer, user=found.user)
        return _page_of(username)

    return posting.handle(
        request,
        partial(SureForm, label=BLOCK_SURE),
        act,
        key=Key("office.person", _drafted(username), "block"),
        title="利用を止める",
        template="office/block.html",
        context={
            "person": found,
            "back": _page_of(username),
            "heading": f"{found.user.name}さんの利用を止める",
        },
        said="利用を止めました。開いていた画面も終わっています。",
    )


@administration("POST")
def unblock(request: ViewerRequest, username: str) -> HttpResponse:
    """Let somebody in again."""
    try:
        actions.unblock(request.viewer, user=_person(request, username).user)
    except Refused as refused:
        return _refused(request, username, refused)
    messages.success(request, "また使えるようにしました。")
    return redirect("office:person", username)


def _drafted(username: str) -> UUID:
    """What drafts about this user are kept under: names may hold signs that a key cannot."""
    return uuid5(NAMESPACE_URL, username)
