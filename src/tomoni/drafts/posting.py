"""The one way in which a page takes a form, so that no word is lost anywhere."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.forms import FileInput, Form, Textarea, TextInput
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from tomoni.access.viewer import Viewer
from tomoni.accounts.rules import without_nul
from tomoni.accounts.slips import Slip
from tomoni.drafts import actions, queries
from tomoni.drafts.conflicts import Conflict, conflict, conflict_page, resolved
from tomoni.drafts.queries import Kept
from tomoni.drafts.rules import Key
from tomoni.drafts.versions import token

NUL = "保存できない文字（制御文字）が入っていたので、その文字だけを除きました。確かめてから、もう一度保存してください。"
ONCE = "この画面の内容は{at:%H:%M}に一度保存してあります。書き直したものを別に保存するときだけ、もう一度保存を押してください。"


def handle(
    request: HttpRequest,
    form: Callable[..., Form],
    act: Callable[[dict[str, Any]], Any],
    *,
    key: Key,
    title: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    initial: Callable[[], dict[str, Any]] = dict,
    row: Any = None,
    said: str = "保存しました。",
) -> HttpResponse:
    """Show a form or take it: the whole page of a view that writes.

    ``form`` is a ``ui.forms.Form`` (or ``partial`` of one); ``act`` gets the cleaned fields, calls the action and returns
    what to show next (a path, or an object with ``get_absolute_url``); ``key`` and ``title`` name the draft; ``initial``
    reads what the form begins with. For a change of ``row`` the newest state is read and locked before ``act``::

        @page("GET", "POST", need=Need.WRITE)
        def edit(request: ViewerRequest, ref: UUID) -> HttpResponse:
            note = row_or_404(Note.objects.visible_to(request.viewer, Level.WRITE), ref)
            return posting.handle(
                request, NoteForm, lambda given: actions.correct(request.viewer, note=note, **given),
                key=Key("contacts.note", ref, "correct"), title="記録を直す", template="contacts/edit.html",
                row=note, initial=lambda: {"text": note.text}, context={"note": note},
            )

    In the template: ``{{ posting.notice }}`` above the form, ``{{ posting }}`` in it, before its buttons.
    Wrong input comes back with 422, differing texts with 409; sent twice, it is carried out once.
    """
    sheet = _Sheet(request, form, act, key, title, template, dict(context or {}), initial, row, said)
    return sheet.take() if request.method == "POST" else sheet.show()


@dataclass
class _Sheet:
    """One form on one page, before one viewer."""

    request: HttpRequest
    form: Callable[..., Form]
    act: Callable[[dict[str, Any]], Any]
    key: Key
    title: str
    template: str
    context: dict[str, Any]
    initial: Callable[[], dict[str, Any]]
    row: Any
    said: str

    @property
    def viewer(self) -> Viewer:
        viewer: Viewer = self.request.viewer  # type: ignore[attr-defined]
        return viewer

    def show(self) -> HttpResponse:
        """The form as it begins, or as the draft left it."""
        kept = queries.load(self.viewer, self.key)
        start = {**self.initial(), "version": token(self.row) if self.row else ""}
        if kept:
            start |= restored(self.form(initial=start), kept)
        return self.page(self.form(initial=start), kept=kept, version=kept.version if kept else 0)

    def take(self) -> HttpResponse:
        """Keep the words first; then carry out what they ask for."""
        sent = resolved(self.request.POST)
        if queries.sent_before(self.viewer, queries.number_of(sent.get("submission", ""))):
            return self.again(sent)
        form = self.bound(sent)
        try:
            path = self.carry_out(form, sent) if form.is_valid() else None
        except Conflict as found:
            return conflict_page(self.request, found)
        except actions.SentBefore:
            return self.again(sent)
        except ValidationError as error:
            _add(form, error)
            path = None
        if path is None:
            return self.page(form, status=422, version=self.version)
        messages.success(self.request, self.said)
        return redirect(path)

    def bound(self, sent: QueryDict) -> Form:
        """The form with what was sent, which is kept as a draft from here on."""
        path = self.request.get_full_path()
        content, _ = actions.keep(self.viewer, self.key, dict(sent.lists()), title=self.title, path=path)
        self.version = content.version
        clean = without_nul(dict(sent.lists()))
        form = self.form(_posted(clean), self.request.FILES or None, initial=self.initial())
        if clean != dict(sent.lists()):
            form.add_error(None, NUL)
        return form

    def all(self, sent: QueryDict) -> dict[str, list[str]]:
        """The words, and of each file a digest: another file under the same words is not the same form."""
        files = {
            f"file {name}": [_digest(file) for file in found] for name, found in self.request.FILES.lists()
        }
        return {**dict(sent.lists()), **files}

    @transaction.atomic
    def carry_out(self, form: Form, sent: QueryDict) -> str:
        """Once, against the newest state of the row; the draft has served."""
        submission = actions.claim(self.viewer, sent.get("submission", ""), self.all(sent))
        self.compare(form, sent.get("version", ""))
        given = {
            name: value for name, value in form.cleaned_data.items() if name not in {"submission", "version"}
        }
        path = resolve_url(self.act(given))
        actions.note_path(submission, path)
        actions.forget(self.viewer, self.key)
        return path

    def compare(self, form: Form, seen: str) -> None:
        """Conflict when the row was changed since, in a field that now says something else."""
        if self.row is None or token(queries.locked(self.row)) == seen:
            return
        stored = {name: value for name, value in self.initial().items() if name in form.fields}
        found = conflict(form, stored, token(self.row))
        if found.differences:
            raise found

    def again(self, sent: QueryDict) -> HttpResponse:
        """Sent twice, or sent again after going back. What was rewritten is kept and shown under a new number."""
        before = queries.sent_before(self.viewer, queries.number_of(sent.get("submission", "")))
        assert before is not None
        if before.said == actions.said(self.all(sent)):
            messages.info(self.request, "この内容はもう保存してあります。二重には保存していません。")
            return redirect(before.path)
        fresh = sent.copy()
        fresh["submission"] = str(uuid4())
        form = self.bound(fresh)
        form.add_error(None, ONCE.format(at=before.sent_at.astimezone()))
        return self.page(form, status=409, version=self.version)

    def page(self, form: Form, *, status: int = 200, kept: Kept | None = None, version: int) -> HttpResponse:
        """The view's template with the form."""
        shown = {**self.context, "form": form, "posting": Posting(self, form, kept, version)}
        return render(self.request, self.template, shown, status=status)


@dataclass
class Posting:
    """``{{ posting }}``: the hidden fields and the autosave of a form; ``{{ posting.notice }}``: a draft was opened."""

    sheet: _Sheet
    form: Form
    kept: Kept | None
    version: int

    def __str__(self) -> SafeString:
        viewer, path = self.sheet.viewer, self.sheet.request.get_full_path()
        slip = Slip(viewer.user.pk, viewer.post.pk, self.sheet.title, path, labels(self.form))
        shown = {"slip": slip.signed(), "key": self.sheet.key, "version": self.version}
        return render_to_string("drafts/posting.html", shown)

    @property
    def notice(self) -> SafeString:
        """Nothing without a draft."""
        shown = {"kept": self.kept, "labels": labels(self.form), "next": self.sheet.request.get_full_path()}
        return render_to_string("drafts/notice.html", shown) if self.kept else SafeString("")

    @property
    def draft(self) -> QueryDict | None:
        """The draft's fields, for pages that fill in more than their form (rows added by hand)."""
        return _posted(self.kept.fields) if self.kept else None


def restored(form: Form, kept: Kept) -> dict[str, Any]:
    """Initial values from a draft, read by the form's own widgets. Files and numbers of submission are not in it."""
    data, files, found = _posted(kept.fields), MultiValueDict[str, Any](), {}
    for name, field in form.fields.items():
        where = form.add_prefix(name)
        omitted = field.widget.value_omitted_from_data(data, files, where)
        if name != "submission" and not isinstance(field.widget, FileInput) and not omitted:
            found[name] = field.widget.value_from_datadict(data, files, where)
    return found


def labels(form: Form) -> dict[str, str]:
    """What the fields are called in which people write words."""
    named = [
        form[name] for name, field in form.fields.items() if isinstance(field.widget, Textarea | TextInput)
    ]
    return {bound.html_name: str(bound.label) for bound in named if not bound.is_hidden}


def _posted(fields: Mapping[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def _digest(file: File[bytes]) -> str:
    file.seek(0)
    return hashlib.sha256(file.read()).hexdigest()


def _add(form: Form, error: ValidationError) -> None:
    """What an action objects to, beside the field if it names one of this form."""
    known = hasattr(error, "error_dict") and set(error.error_dict) <= set(form.fields)
    form.add_error(None, error if known else ValidationError(error.messages))
