"""What folders state about a case, kind by kind: written, corrected, ended and taken back in one way, on one sheet each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import URLPattern, path, reverse

from tomoni.access.choices import Level, Need
from tomoni.access.decide import decide
from tomoni.access.events import Event
from tomoni.access.models import DossierModel
from tomoni.access.pages import ViewerRequest, page, row_or_404
from tomoni.access.viewer import Viewer
from tomoni.calendar import not_future
from tomoni.calendar.fields import DayFormField
from tomoni.cases.actions import restate
from tomoni.cases.models import Case, Statement
from tomoni.cases.queries import asked_for, newest, stated, with_family
from tomoni.drafts import posting
from tomoni.drafts.rules import Key
from tomoni.families.queries import families, people_of
from tomoni.people.actions import end, retract
from tomoni.people.forms import PersonField
from tomoni.resources.forms import OrganisationField, WholeDayField
from tomoni.resources.models import Organisation
from tomoni.ui.forms import Form, WordsField
from tomoni.ui.picks import Pick

BLANK = ("", "選んでください")
AT = ("goal", "request", "person", "kind")  # what a door can say behind the ? that it stands at
WHEN, SINCE = "いつのこと", "いつから"
PHASE_STAYS = "フェーズはいまのままです。もどすときは、家庭の画面で決め直します。"


class StatedForm(Form):
    """Something stated about a case: people of its family and organisations of the directory can be chosen. ``fact`` is
    what is being corrected; ``dated`` is how the form asks for the day from which it was so, empty where it does not.
    """

    dated: ClassVar[str] = ""

    def __init__(
        self, *args: Any, viewer: Viewer, case: Case, about: Any = None, fact: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if self.dated:
            hint = "空のままなら今日。例：R8.6.5、2019年、2019年4月"
            self.fields["since"] = DayFormField(
                label=self.dated, required=False, validators=[not_future], help_text=hint
            )
        people = people_of(viewer, case.family)
        for each in self.fields.values():
            if isinstance(each, PersonField):
                each.offer(people)
            if isinstance(each, OrganisationField):
                each.viewer = viewer
        self.viewer, self.about, self.fact = viewer, about, fact
        self.settle(viewer, case)

    def settle(self, viewer: Viewer, case: Case) -> None:
        """What depends on the case, or on ``about``: the row this hangs on."""

    def choose(self, name: str, choices: Any, *, blank: bool = True) -> None:
        """What can be chosen in a field."""
        self.fields[name].choices = [BLANK, *choices] if blank else list(choices)  # type: ignore[attr-defined]

    def offer(
        self, name: str, rows: Iterable[Any], label: Callable[[Any], str], kept: Iterable[Any] = ()
    ) -> None:
        """Which rows can be chosen in a field, and how each is called. What a correction finds chosen (``kept``, or the
        column of that name) can be kept although it has ended.
        """
        chosen = [*kept, getattr(self.fact, name, None)]
        stand = [newest(self.viewer, row) for row in chosen if row is not None]
        offered = {row.pk: row for row in (*rows, *(row for row in stand if row.retracted_at is None))}
        self.fields[name].offer(offered.values(), label)  # type: ignore[attr-defined]


class RowField(forms.ChoiceField):
    """One of the rows offered, asked for by its ref; cleans to the row, or None when left empty."""

    rows: dict[str, Any] = {}

    def offer(self, rows: Iterable[Any], label: Callable[[Any], str]) -> None:
        """What can be chosen, and how it is called."""
        self.rows = {str(row.ref): row for row in rows}
        self.choices = [BLANK, *((ref, label(row)) for ref, row in self.rows.items())]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class RowsField(forms.MultipleChoiceField):
    """Some of the rows offered; cleans to the rows."""

    rows: dict[str, Any] = {}

    def offer(self, rows: Iterable[Any], label: Callable[[Any], str]) -> None:
        """What can be chosen, and how it is called."""
        self.rows = {str(row.ref): row for row in rows}
        self.choices = [(ref, label(row)) for ref, row in self.rows.items()]

    def clean(self, value: Any) -> list[Any]:
        return [self.rows[ref] for ref in super().clean(value)]


class EndForm(Form):
    """Until when it was so."""

    on = DayFormField(label="いつまで", validators=[not_future])


@dataclass(frozen=True)
class Kind:
    """A kind of statement.

    ``act`` carries out a new one, ``correct``, ``end`` and ``retract`` what becomes of it; ``kept`` names the column of
    each field; ``case`` is the way from the row to its case, its first step what the row hangs on; ``names`` is what is
    read with it, ``ties`` what rows of their own tie it to, by field, and ``door`` what the way to a new one is called.
    """

    noun: str
    form: type[StatedForm]
    model: Any
    act: Callable[..., Any]
    kept: dict[str, str]
    case: str = "case"
    names: tuple[str, ...] = ()
    correct: Callable[..., Any] = restate
    end: Callable[..., Any] = end
    retract: Callable[..., Any] = retract
    ties: Callable[[Viewer, Any], dict[str, list[Any]]] = lambda viewer, row: {}  # noqa: ARG005
    door: str = ""

    def rows(self, viewer: Viewer, level: Level = Level.WRITE) -> Any:
        """Rows of this kind."""
        return stated(viewer, self.model, self.case, self.names, level)

    @property
    def columns(self) -> dict[str, str]:
        """The column of each field, the day included."""
        return {**self.kept, **({"since": "valid_from"} if self.form.dated else {})}

    def about(self, row: Any) -> Any:
        """What the row hangs on: its need, its goal, its plan, or the case."""
        return getattr(row, self.case.partition("__")[0])

    def initial(self, viewer: Viewer, row: Any) -> dict[str, Any]:
        """The form of a correction begins with what stands."""
        told = {name: _typed(viewer, getattr(row, column)) for name, column in self.columns.items()}
        tied = {name: [str(each.ref) for each in rows] for name, rows in self.ties(viewer, row).items()}
        return {**told, **tied}

    def changes(self, viewer: Viewer, row: Any, given: dict[str, Any]) -> dict[str, Any]:
        """What a correction hands to ``correct``."""
        told = {column: given[name] for name, column in self.columns.items() if name in given}
        if self.form.dated and not given["since"]:
            del told["valid_from"]
        return {**told, **{name: given[name] for name in self.ties(viewer, row)}}


def _typed(viewer: Viewer, value: Any) -> Any:
    if isinstance(value, Organisation):
        return Pick(value.name, value.ref)
    if isinstance(value, Statement):
        value = newest(viewer, value)
    return str(value.ref) if hasattr(value, "ref") else value


def opened(request: ViewerRequest, ref: UUID, case_ref: UUID | None = None) -> dict[str, Any]:
    """What every page of a phase begins with: the family, its cases, the one asked for here or behind the ``?``, may it be
    written to.
    """
    family = row_or_404(families(request.viewer).select_related("dossier"), ref)
    found = list(with_family(request.viewer, Level.READ).filter(family=family))
    case = asked_for(found, str(case_ref or request.GET.get("case", "")))
    may_write = may(request.viewer, Need.WRITE, case)
    return {"family": family, "cases": found, "case": case, "may_write": may_write}


def may(viewer: Viewer, need: Need, case: Case | None) -> bool:
    """Whether the viewer has this right on a case that runs."""
    return case is not None and case.is_open and decide(viewer, need, case).allowed


def same(*names: str) -> dict[str, str]:
    """Fields called like their columns."""
    return {name: name for name in names}


def words(label: str, *, required: bool = True, hint: str = "") -> WordsField:
    """A text of several lines."""
    return WordsField(label=label, widget=forms.Textarea({"rows": 4}), required=required, help_text=hint)


class TakeBackForm(Form):
    """Why an event is taken back."""

    why = words(
        "取り消すわけ", hint="例：渡した相手をまちがえて書いた。わけも、取り消した記録といっしょに残ります。"
    )


def day_it_took_place(label: str, hint: str = "空のままなら今日。例：R8.6.5") -> WholeDayField:
    """On which day an act took place that is typed later."""
    return WholeDayField(label=label, required=False, validators=[not_future], help_text=hint)


def _stood_at(request: ViewerRequest, form: type[StatedForm]) -> dict[str, Any]:
    """What the door stood at, for the form to begin with: what is none of its choices chooses nothing."""
    asked = [name for name in AT if isinstance(form.base_fields.get(name), forms.ChoiceField)]
    return {name: request.GET[name] for name in asked if name in request.GET}


@dataclass(frozen=True)
class Telling:
    """The doors of a folder to its kinds; ``sheet`` is the page of a family they lead back to, by name and by label, and
    ``query`` what of it a row stands on, as ``?plan=…``.
    """

    folder: str
    kinds: dict[str, Kind]
    sheet_label: str
    sheet: str = ""
    query: Callable[[Any], str] = lambda _: ""

    def urls(self) -> list[URLPattern]:
        """Correct, end, take back."""
        doors = {"correct": self.correct, "end": self.end, "retract": self.retract}
        opened = page("GET", "POST", need=Need.WRITE)
        return [path(f"told/<slug:kind>/<uuid:ref>/{n}", opened(view), name=n) for n, view in doors.items()]

    def kind(self, name: str) -> Kind:
        """The kind of the address."""
        if name not in self.kinds:
            raise Http404
        return self.kinds[name]

    def add(self, request: ViewerRequest, case: Case, name: str, about: dict[str, Any]) -> HttpResponse:
        """A new statement about the case, or hanging on the row of ``about`` ({argument: row})."""
        kind = self.kind(name)
        row = next(iter(about.values()))
        make = partial(kind.form, viewer=request.viewer, case=case, about=row)
        act = partial(kind.act, request.viewer, **about)
        shown = {"about": None if row == case else row}
        heading, start = kind.door or f"{kind.noun}を書く", partial(_stood_at, request, kind.form)
        return self.form(
            request, row, f"add.{name}", heading, make, act, case=case, context=shown, initial=start
        )

    def correct(self, request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
        """The earlier wording stays as 訂正前."""
        known, row, case = self._told(request, kind, ref)

        def act(**given: Any) -> Any:
            return known.correct(request.viewer, fact=row, **known.changes(request.viewer, row, given))

        make = partial(known.form, viewer=request.viewer, case=case, about=known.about(row), fact=row)
        heading, start = f"{known.noun}を書き直す", partial(known.initial, request.viewer, row)
        return self.form(request, row, "correct", heading, make, act, case=case, initial=start)

    def end(self, request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
        """It was so until that day."""
        if not self.kind(kind).model.ends:
            raise Http404
        known, row, case = self._told(request, kind, ref)
        act, heading = partial(known.end, request.viewer, fact=row), f"{known.noun}の終わりを記録する"
        return self.form(request, row, "end", heading, EndForm, act, case=case, context={"row": row})

    def retract(self, request: ViewerRequest, kind: str, ref: UUID) -> HttpResponse:
        """It was a mistake."""
        known, row, case = self._told(request, kind, ref)
        act, heading = partial(known.retract, request.viewer, fact=row), f"{known.noun}を取り消す"
        said, shown = "取り消しました。取り消した記録も残っています。", {"row": row, "retracting": True}
        return self.form(request, row, "retract", heading, Form, act, case=case, context=shown, said=said)

    def take_back(
        self,
        request: ViewerRequest,
        event: Event,
        noun: str,
        act: Callable[..., Any],
        follows: str,
        *,
        case: Case,
    ) -> HttpResponse:
        """An event was a mistake; ``follows`` says what falls with it."""
        said, heading = "取り消しました。取り消した記録も残っています。", f"{noun}を取り消す"
        shown = {"row": event, "retracting": True, "follows": follows}
        return self.form(
            request, event, "take_back", heading, TakeBackForm, act, case=case, context=shown, said=said
        )

    def form(
        self,
        request: ViewerRequest,
        row: DossierModel,
        purpose: str,
        heading: str,
        form: Callable[..., Form],
        act: Callable[..., Any],
        *,
        case: Case,
        **options: Any,
    ) -> HttpResponse:
        """A sheet about a row of the case, or the case itself; afterwards ``onward``, or to the folder's page of the family.
        ``held`` is a row that is changed itself: two people who change it at once see each other's words.
        """
        sheet = reverse(self.sheet or f"{self.folder}:sheet", args=[case.family.ref])
        back = options.pop("onward", "") or f"{sheet}{self.query(row)}"
        shown = {"family": case.family, "heading": heading, "back": back, "back_label": self.sheet_label}
        return posting.handle(
            request,
            form,
            lambda given: (act(**given), back)[1],
            key=Key(row._meta.label_lower, row.ref, f"{self.folder}.{purpose}"),
            title=f"{case.family.label}：{heading}",
            template="cases/form.html",
            context={**shown, **options.pop("context", {})},
            row=options.pop("held", None),
            **options,
        )

    def _told(self, request: ViewerRequest, kind: str, ref: UUID) -> tuple[Kind, Any, Case]:
        known = self.kind(kind)
        row = row_or_404(known.rows(request.viewer), ref)
        return known, row, row.case
