"""The note: one form for the quick note, the long one and the correction; pages show what they need of it."""

from typing import Any

from django import forms

from tomoni.calendar import Day, now, today
from tomoni.calendar.fields import ClockField, WholeDayField
from tomoni.calendar.hours import close_of, moment_of
from tomoni.cases.models import Case
from tomoni.contacts.actions import Interpreting, Met, NewPassage, Note, Promise
from tomoni.contacts.actions.recording import NO_CHILD
from tomoni.contacts.forms.passages import NOT_OURS, Passages, PassagesField
from tomoni.contacts.models import Contact, Passage
from tomoni.contacts.queries import Around, running_cases, suggested_families, writable
from tomoni.contacts.rules import title_of
from tomoni.families.models import Family
from tomoni.people.models import Person
from tomoni.practice import codes
from tomoni.resources.models import Organisation
from tomoni.resources.queries import picked
from tomoni.sharing.rules import is_minor
from tomoni.ui.forms import ComboField, Form, WordsField
from tomoni.ui.picks import Pick

PRESENCE = {"seen": "姿を見た", "heard": "話を聞いた", "alone": "個別に"}
LIGHT = "light"  # of no case (B10)


def _many() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": NOT_OURS}
    )


class NoteForm(Form):
    """Cleans to ``note`` (a ``Note``), ``family`` and ``case``, the arguments of ``actions.record``."""

    marks = "nothing"

    passages = PassagesField(label="記録", required=False)
    family = ComboField(
        "contacts:families",
        label="ほかの家庭をさがす",
        help_text="名前・よみ・番号の一部を書くと候補が出ます。",
        required=False,
    )
    seen, heard, alone = _many(), _many(), _many()
    method = forms.ChoiceField(label="方法")
    day = WholeDayField(label="いつ", help_text="例：R8.4.1")
    time = ClockField(label="時刻", help_text="おおよそで構いません。")
    place = forms.ChoiceField(label="場所", required=False)
    promise = WordsField(label="何をするか", required=False, max_length=300, widget=forms.TextInput)
    promise_day = WholeDayField(label="いつまでに", required=False, help_text="例：R8.4.1")
    coworkers = forms.MultipleChoiceField(
        label="一緒に対応した職員",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "いま在籍している職員から選んでください。"},
    )
    language = forms.ChoiceField(label="話したことば", required=False)
    interpreter_person = forms.ChoiceField(
        label="通訳した家族・親族（大人だけ）", required=False, error_messages={"invalid_choice": NO_CHILD}
    )
    interpreter_organisation = ComboField(
        "resources:suggest", label="通訳した機関・団体", required=False,
        help_text="名前の一部を書くと候補が出ます。",
    )  # fmt: skip
    interpreter = WordsField(
        label="通訳した人の名前や立場", required=False, max_length=100, widget=forms.TextInput,
        help_text="例：電話通訳、県の通訳 ランさん。こどもには頼みません。",
    )  # fmt: skip
    case = forms.ChoiceField(label="どのケースの記録か", required=False)
    safety_concern = forms.BooleanField(required=False, widget=forms.HiddenInput)
    title = WordsField(
        label="見出し", required=False, max_length=120, widget=forms.TextInput,
        help_text="空にしておくと、はじめの文から作ります。秘匿にすることは書かないでください。",
    )  # fmt: skip
    minutes = forms.IntegerField(
        label="かかった時間（分）", required=False, min_value=1, max_value=1440,
        widget=forms.TextInput({"inputmode": "numeric", "class": "short"}),
        error_messages={"invalid": "分を数字で書いてください（例：40）。"},
    )  # fmt: skip
    organisation = ComboField(
        "resources:suggest", label="相手の機関・団体", required=False,
        help_text="名前の一部を書くと候補が出ます。登録のない相手は本文に書いてください。",
    )  # fmt: skip
    gained = WordsField(
        label="家族が得たこと", required=False,
        help_text="この日、家族に少しでもよかったこと。手続きが一つ済んだ、話して楽になった、など。",
    )  # fmt: skip
    agreed = WordsField(label="話し合って決めたこと", required=False)

    def __init__(self, *args: Any, around: Around, detailed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.around = around
        widget = self.fields["passages"].widget
        assert isinstance(widget, Passages)
        widget.people, widget.auto_id = around.people, str(self.auto_id)
        widget.detailed, widget.autofocus = detailed, not detailed
        if around.family:
            self.fields.pop("family", None)
        for name, offered in self._offered().items():
            if name in self.fields:
                self.fields[name].choices = offered  # type: ignore[attr-defined]

    def _offered(self) -> dict[str, Any]:
        people = [(str(person.ref), person.name) for person in self.around.meetable]
        cases = [(str(case.ref), f"ケース {case.number}") for case in self.around.cases]
        return {
            **dict.fromkeys(PRESENCE, people),
            "method": codes("contact_methods").grouped(),
            "place": [("", "選ばない"), *codes("places").grouped()],
            "coworkers": [(str(post.pk), str(post)) for post in self.around.colleagues],
            "language": [("", "日本語（通訳なし）"), *codes("languages").choices()],
            "interpreter_person": [("", "選ばない"), *self._grown_up()],
            "case": [*cases, (LIGHT, "ケースにつけない（軽いやりとり）")],
        }

    def _grown_up(self) -> list[tuple[str, str]]:
        """Who of the family may be named as interpreter: no child is."""
        people = (
            each for each in self.around.people if not each.unborn and not is_minor(each.birth, today())
        )
        return [(str(person.ref), person.name) for person in people]

    @property
    def concern(self) -> bool:
        """Whether a child may have been hurt (C8): the page then asks no questions of its own."""
        return self["safety_concern"].value() in {True, "True", "on", "1"}

    @property
    def ages(self) -> list[int]:
        """Of the children one can meet, in years: prompts are worded for them."""
        births = (each.birth for each in self.around.meetable if is_minor(each.birth, today()))
        return [ages[0] for birth in births if birth and (ages := birth.ages_on(today()))]

    @property
    def more_is_said(self) -> bool:
        """Whether one of the fields folded away in the quick note says something, or is wrong."""
        folded = ("gained", "place", "coworkers")
        return any(self[name].value() or self[name].errors for name in folded)

    @property
    def interpreted(self) -> bool:
        """Whether one of the fields about the language says something, or is wrong."""
        folded = ("language", "interpreter_person", "interpreter", "interpreter_organisation")
        values = [self[name].value() for name in folded]
        said = any(any(value) if isinstance(value, list) else value for value in values)
        return said or any(self[name].errors for name in folded)

    @property
    def presence(self) -> list[tuple[Person, list[tuple[str, Any]]]]:
        """For every person one can meet: what can be ticked, as (words, checkbox)."""
        boxes = {kind: list(self[kind]) for kind in PRESENCE}
        return [
            (person, [(words, boxes[kind][place]) for kind, words in PRESENCE.items()])
            for place, person in enumerate(self.around.meetable)
        ]

    def clean(self) -> dict[str, Any]:
        """Put together what the action takes; where something is wrong the errors say so."""
        given = super().clean() or self.cleaned_data
        given["family"] = self.around.family or self._family(given.get("family"))
        promise = self._promise(given)
        organisation = self._organisation("organisation", given)
        given["interpreting"] = self._interpreting(given)
        if not self.errors:
            given["case"] = self._case(given)
            given["note"] = self._note(given, promise, organisation)
        return given

    def _case(self, given: dict[str, Any]) -> Case | None:
        """The case chosen; where the family was not known before, its newest."""
        if self.around.family is None:
            return next(iter(running_cases(self.around.viewer, given["family"])), None)
        return next((case for case in self.around.cases if str(case.ref) == given.get("case")), None)

    def _family(self, pick: Pick | None) -> Family | None:
        """The family that was picked, or the only one the words fit."""
        found = writable(self.around.viewer, pick.ref) if pick and pick.ref else None
        if found is None and pick and pick.text:
            offered = suggested_families(self.around.viewer, pick.text)
            found = offered[0][0] if len(offered) == 1 else None
        if found is None:
            self.add_error("family", "どの家庭の記録かを選んでください。書いた文はこの画面に残っています。")
        return found

    def _promise(self, given: dict[str, Any]) -> Promise | None:
        text, day = given.get("promise", "").strip(), given.get("promise_day")
        if text and day is None and "promise_day" not in self.errors:
            self.add_error("promise_day", "いつまでにするかを書いてください。")
        if day and not text and "promise" not in self.errors:
            self.add_error("promise", "何を約束したかを書いてください。")
        if day and day.date < today():
            self.add_error("promise_day", "今日より前の日です。今日からあとの日を書いてください。")
        return Promise(text, close_of(day.date)) if text and day else None

    def _interpreting(self, given: dict[str, Any]) -> Interpreting:
        organisation = self._organisation("interpreter_organisation", given)
        chosen = given.get("interpreter_person")
        person = next((each for each in self.around.people if str(each.ref) == chosen), None)
        return Interpreting(given.get("language", ""), given.get("interpreter", ""), person, organisation)

    def _organisation(self, name: str, given: dict[str, Any]) -> Any:
        pick: Pick | None = given.get(name)
        if not pick:
            return None
        found = picked(self.around.viewer, pick.text, pick.ref)
        if len(found) == 1:
            return found[0]
        self.add_error(name, "候補から選んでください。登録のない相手は、空にして本文に書いてください。")
        return None

    def _note(self, given: dict[str, Any], promise: Promise | None, organisation: Any) -> Note:
        plain = ("method", "place", "title", "minutes", "agreed", "gained", "safety_concern")
        return Note(
            at=moment_of(given["day"].date, given["time"]),
            passages=given["passages"],
            met=self._met(given),
            organisation=organisation,
            coworkers=[post for post in self.around.colleagues if str(post.pk) in given["coworkers"]],
            interpreting=given["interpreting"],
            promise=promise,
            **{name: given[name] for name in plain},
        )

    def _met(self, given: dict[str, Any]) -> list[Met]:
        ticked = {
            person: {kind: str(person.ref) in given[kind] for kind in PRESENCE}
            for person in self.around.meetable
        }
        return [Met(person, **boxes) for person, boxes in ticked.items() if any(boxes.values())]


class CorrectionForm(NoteForm):
    """The note once more, with the reason; protected passages can go on without anybody reading them."""

    promise = promise_day = case = family = None  # type: ignore[assignment]
    reason = WordsField(
        label="訂正の理由", max_length=200, widget=forms.TextInput,
        help_text="例：日付のまちがい、ことばの聞きちがい。もとの記録は消えずに残ります。",
    )  # fmt: skip
    keep = forms.MultipleChoiceField(
        label="秘匿の文をそのまま引き継ぐ",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "この記録の秘匿の文から選んでください。"},
    )

    def __init__(self, *args: Any, hidden: list[Passage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hidden = hidden
        kinds = codes("passage_kinds")
        offered = [(str(row.ref), f"{kinds.label(row.kind)} {row.hidden}") for row in hidden]
        self.fields["keep"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The rows to carry over instead of their references."""
        given = super().clean()
        given["keep"] = [row for row in self.hidden if str(row.ref) in given.get("keep", [])]
        return given


# What the forms begin with


def fresh(around: Around, method: str, met: list[str]) -> dict[str, Any]:
    """Now, the way used last, and the newest case. Nobody is ticked as seen unless the page said so: "last seen" must
    be true.
    """
    moment = now()
    case = str(around.cases[0].ref) if around.cases else LIGHT
    return {"day": Day(moment.date()), "time": f"{moment:%H:%M}", "method": method, "case": case, "seen": met}


def as_written(contact: Contact) -> dict[str, Any]:
    """The fields of a record, for its correction."""
    rows, met = list(contact.passages.all()), list(contact.present.all())
    made = title_of([NewPassage(row.text, protected=bool(row.hidden)) for row in rows])
    plain = ("method", "place", "minutes", "agreed", "gained", "safety_concern", "language", "interpreter")
    at = contact.at.astimezone(now().tzinfo)
    return {
        **{name: getattr(contact, name) for name in plain},
        **{kind: [str(row.person.ref) for row in met if getattr(row, kind)] for kind in PRESENCE},
        "title": "" if contact.title == made else contact.title,
        "day": Day(at.date()),
        "time": f"{at:%H:%M}",
        "coworkers": [str(row.post_id) for row in contact.coworkers.all()],
        "interpreter_person": str(contact.interpreter_person.ref) if contact.interpreter_person else "",
        "interpreter_organisation": _picked(contact.interpreter_organisation),
        "organisation": _picked(contact.organisation),
        "passages": [_fields(row) for row in rows if not row.hidden],
        "keep": [str(row.ref) for row in rows if row.hidden],
    }


def _picked(organisation: Organisation | None) -> Pick | str:
    return Pick(organisation.name, organisation.ref) if organisation else ""


def _fields(row: Passage) -> dict[str, str]:
    """An open passage as its form has it."""
    origin = str(row.speaker.ref) if row.speaker else row.source
    about = str(row.about.ref) if row.about else ""
    plain = {name: getattr(row, name) for name in ("kind", "text", "speaker_text", "topic")}
    return {**plain, "origin": origin, "about": about, "protected": "", "good": "on" if row.good else ""}
