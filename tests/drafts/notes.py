"""The smallest site that writes: a page for a new note and one to change it. Notes are the reasons of break-glass rows,
long texts of the foundation; what they mean does not matter here.
"""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse

from tomoni.access.acting import action, asked
from tomoni.access.choices import Basis, Emergency, Level
from tomoni.access.models import BreakGlass, Dossier, Grant
from tomoni.access.pages import page
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.calendar import now
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.ui.forms import Form


class NoteForm(Form):
    reason = forms.CharField(label="あったこと", widget=forms.Textarea)
    remark = forms.CharField(label="ひとこと", required=False)
    category = forms.ChoiceField(label="区分", choices=Emergency.choices)
    sure = forms.BooleanField(label="確かめた", required=False)
    pin = forms.CharField(label="暗証番号", required=False, widget=forms.PasswordInput)


@action("test.write")
def write(viewer: Viewer, *, reason: str, remark: str, category: str) -> BreakGlass:
    """Write a note."""
    asked()
    if "書けない" in reason:
        raise ValidationError({"reason": "その言葉は使えません。"})
    if "壊れる" in reason:
        raise RuntimeError("the action broke")
    dossier = Dossier.objects.create(municipality=viewer.tenant, kind="family")
    grant = Grant.objects.create(
        municipality=viewer.tenant, dossier=dossier, post=viewer.post, level=Level.WRITE,
        basis=Basis.BREAK_GLASS, since=now(), until=now() + timedelta(days=1),
    )  # fmt: skip
    return BreakGlass.objects.create(
        municipality=viewer.tenant, grant=grant, reason=reason, remark=remark, category=category
    )


@action("test.rewrite")
def rewrite(viewer: Viewer, *, note: BreakGlass, reason: str, remark: str, category: str) -> BreakGlass:
    """Change a note."""
    asked()
    note.reason, note.remark, note.category = reason, remark, category
    note.save()
    return note


def address(note: BreakGlass) -> str:
    return reverse("read", args=[note.ref])


@page("GET", "POST", roles=frozenset(Role))
def new(request: HttpRequest) -> HttpResponse:
    def act(given: dict[str, str]) -> str:
        given = {name: given[name] for name in ("reason", "remark", "category")}
        return address(write(request.viewer, **given))

    return posting.handle(
        request, NoteForm, act, key=Key("test.note", "", "new"), title="記録を書く", template="form.html",
        initial=lambda: {"category": Emergency.CALL},
    )  # fmt: skip


@page("GET", "POST", roles=frozenset(Role))
def edit(request: HttpRequest, ref: UUID) -> HttpResponse:
    note = BreakGlass.objects.for_system("test").get(ref=ref)

    def act(given: dict[str, str]) -> str:
        given = {name: given[name] for name in ("reason", "remark", "category")}
        return address(rewrite(request.viewer, note=note, **given))

    return posting.handle(
        request, NoteForm, act, key=Key("test.note", ref, "edit"), title="記録を直す", template="form.html", row=note,
        initial=lambda: {"reason": note.reason, "remark": note.remark, "category": note.category},
    )  # fmt: skip


@page(roles=frozenset(Role))
def read(request: HttpRequest, ref: UUID) -> HttpResponse:
    return HttpResponse(BreakGlass.objects.for_system("test").get(ref=ref).reason)


@page("POST", roles=frozenset(Role))
def plain(request: HttpRequest) -> HttpResponse:
    """A form that never heard of drafts."""
    return HttpResponse("taken")


urlpatterns = [
    path("notes/new/", new, name="new"),
    path("notes/<uuid:ref>/edit/", edit, name="edit"),
    path("notes/<uuid:ref>/", read, name="read"),
    path("notes/plain/", plain, name="plain"),
    path("", include("tomoni.config.urls")),
]
handler403 = "tomoni.ui.errors.forbidden"
handler404 = "tomoni.ui.errors.not_found"
