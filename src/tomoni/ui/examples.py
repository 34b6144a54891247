"""Example content of the page ``/ui/``: an invented family, told with the respect a real one would be."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict

from tomoni.calendar import Day, Precision
from tomoni.calendar.fields import DayFormField
from tomoni.drafts.conflicts import Conflict, conflict
from tomoni.ui.forms import ComboField, Form, TextWithRoom
from tomoni.ui.links import Link
from tomoni.ui.picks import Option

KINDS = [("fact", "事実"), ("quotation", "ことば"), ("opinion", "見立て")]
WAYS = [("visit", "家庭訪問"), ("phone", "電話"), ("office", "来所"), ("school", "学校・園で")]
NEEDS = [
    ("time", "休む時間がほしい"),
    ("meals", "食事のしたくを手伝ってほしい"),
    ("school", "学校のことを相談したい"),
]
PEOPLE = (
    Option("7d0c2a52-6b0e-4f6a-9a51-0d8f0c6a1f01", "水沢 美咲", "みずさわ みさき・母・34歳"),
    Option("7d0c2a52-6b0e-4f6a-9a51-0d8f0c6a1f02", "水沢 陽花", "みずさわ はるか・長女・8歳"),
    Option("7d0c2a52-6b0e-4f6a-9a51-0d8f0c6a1f03", "水沢 湊", "みずさわ みなと・長男・11か月"),
    Option("7d0c2a52-6b0e-4f6a-9a51-0d8f0c6a1f04", "水沢 節子", "みずさわ せつこ・祖母・67歳・となりの市"),
)
SENT = "5f0a7a0e-3c52-4c0f-8f7e-2f8f3f1f7a10"
CALLED = datetime(2026, 4, 7, 15, 20, tzinfo=ZoneInfo("Asia/Tokyo"))
MINE = "玄関先で10分ほどお話しした。\n陽花さんは新しい担任の先生が好きだと話してくれた。\n次は来週火曜日に伺う約束をした。"
THEIRS = "玄関先で10分ほどお話しした。\n湊くんは機嫌よく、つかまり立ちをしていた。\n次は来週火曜日に伺う約束をした。"


class ContactForm(Form):
    """A contact as a worker writes it."""

    whom = ComboField("ui:suggest", label="だれと", help_text="名前の一部を書くと候補が出ます。")
    day = DayFormField(label="いつ")
    way = forms.ChoiceField(label="どのように", choices=WAYS, widget=forms.RadioSelect)
    story = TextWithRoom(
        label="あったこと", room=400, help_text="見たこと、聞いたことから書き始めてください。"
    )
    needs = forms.MultipleChoiceField(
        label="話に出た願い", choices=NEEDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    place = forms.ChoiceField(
        label="場所", choices=[("", "選んでください"), ("home", "自宅"), ("room", "相談室")], required=False
    )
    picture = forms.FileField(label="写真や書類", required=False)
    told = forms.BooleanField(label="この記録を書くことを、本人に伝えた", required=False)


class PassageForm(forms.Form):
    """One passage of a record."""

    kind = forms.ChoiceField(label="種類", choices=KINDS, widget=forms.RadioSelect, initial="fact")
    text = forms.CharField(label="文", widget=forms.Textarea, required=False)
    source = forms.CharField(label="だれから・どこから", required=False)


PassageFormSet = forms.formset_factory(PassageForm, extra=1)


class LogInForm(Form):
    """The form of a plain page."""

    marks = "nothing"
    password = forms.CharField(
        label="パスワード", widget=forms.PasswordInput({"autocomplete": "current-password"})
    )


class AnswerForm(Form):
    """One question of a family page."""

    marks = "nothing"
    like = forms.CharField(
        label="この一か月で、うれしかったことはありますか",
        help_text="小さなことで構いません。書かずに次へ進むこともできます。",
        widget=forms.Textarea,
        required=False,
    )


class AttendanceForm(Form):
    """One question of an agency page."""

    seen = forms.ChoiceField(
        label="今月の陽花さんのようすを教えてください",
        choices=[("well", "元気に通っている"), ("some", "気になることがある"), ("talk", "電話で話したい")],
        widget=forms.RadioSelect,
    )


def wrong_form() -> ContactForm:
    """The form after it was sent with mistakes."""
    posted = QueryDict(mutable=True)
    posted.update(
        {"submission": SENT, "day": "令和8年2月30日", "story": "お母さんと電話で話した。" * 40, "whom": ""}
    )
    form = ContactForm(posted)
    form.is_valid()
    return form


def passages() -> Any:
    """Three passages: what was seen, what was said, what the worker thinks."""
    said = [
        {"kind": "fact", "text": "陽花さんは玄関まで走って出てきた。", "source": "訪問者が見た"},
        {"kind": "quotation", "text": "「二年生になったら、図書係をやりたい」", "source": "陽花さん"},
        {"kind": "opinion", "text": "新学期の生活に少しずつなじんでいるように見える。", "source": ""},
    ]
    return PassageFormSet(initial=said, prefix="passages")


def example_conflict() -> Conflict:
    """Two workers changed the same note."""
    posted = QueryDict(mutable=True)
    posted.update({"story": MINE, "way": "visit", "day": "令和8年4月7日"})
    stored = {"story": THEIRS, "way": "phone"}
    return conflict(ContactForm(posted), stored, "3", "佐藤 由紀", CALLED)


def example_page() -> "Page[int]":
    """The second page of a long list."""
    return Paginator(range(112), 20).page(2)


def kit() -> dict[str, Any]:
    """Everything the page ``/ui/`` shows."""
    return {
        "crumbs": [Link("設定", "/ui/"), Link("画面の部品", "/ui/")],
        "tabs": [
            Link("あらまし", "#pages", current=True),
            Link("記録", "#pages", note="32"),
            Link("家族図", "#pages"),
            Link("プラン", "#pages"),
            Link("共有と同意", "#pages"),
        ],
        "form": ContactForm(auto_id="plain_%s"),
        "passages": passages(),
        "page": example_page(),
        "called": CALLED,
        "born": Day(date(2018, 2, 11)),
        "month": Day(date(2026, 4, 1), Precision.MONTH),
        "about": Day(date(2019, 1, 1), Precision.ABOUT),
        "unknown": Day.unknown(),
        "from": Day(date(2025, 10, 1)),
        "until": Day(date(2026, 9, 30)),
    }


def samples() -> dict[str, tuple[str, dict[str, Any]]]:
    """Whole pages with their templates and contexts, by the name in the address."""
    return {
        "400": ("400.html", {}),
        "403": ("403.html", {"reason": "事務の役割では、記録の中身を開けません。"}),
        "404": ("404.html", {}),
        "409": ("409.html", {}),
        "hat": ("409_hat.html", {}),
        "500": ("500.html", {}),
        "csrf": ("403_csrf.html", {}),
        "conflict": ("ui/conflict.html", {"conflict": example_conflict()}),
        "family": ("ui/kit/family.html", {"form": AnswerForm(), "back": "/ui/"}),
        "child": ("ui/kit/child.html", {"back": "/ui/"}),
        "agency": ("ui/kit/agency.html", {"form": AttendanceForm(), "back": "/ui/"}),
        "wrong": ("ui/kit/wrong.html", {"form": wrong_form()}),
        "login": ("ui/kit/login.html", {"form": LogInForm()}),
    }
