"""Forms of the assessment: each states one thing, in somebody's words."""

from django import forms

from tomoni.access.viewer import Viewer
from tomoni.assessment.models import SCALE
from tomoni.assessment.queries import strengths_of
from tomoni.cases.models import Case
from tomoni.cases.telling import SINCE, WHEN, RowField, StatedForm, day_it_took_place
from tomoni.cases.telling import words as _words
from tomoni.people.forms import PersonField
from tomoni.practice import codes, load
from tomoni.resources.forms import OrganisationField, WholeDayField


class WishForm(StatedForm):
    """どうなりたいか."""

    dated = WHEN

    person = PersonField(
        label="だれの願い", required=False, help_text="家族みんなの願いなら、選ばないままにします。"
    )
    text = _words("どうなりたいか", hint="本人のことばのまま書きます。")


class NeedForm(StatedForm):
    """The gap between the wished state and now."""

    dated = SINCE

    kind = forms.ChoiceField(label="ニーズ")
    person = PersonField(
        label="だれの",
        required=False,
        help_text="こどものニーズは、こどもを選びます。家庭全体のことは選ばないままにします。",
    )
    wished = _words("こうなるとよい", hint="本人や家族のことばで。どうなれば「届いた」と思えるか。")
    now_is = _words("いまのようす", required=False)
    picture = forms.ChoiceField(label="こども・家庭の姿", required=False)
    doing = forms.ChoiceField(label="だれが満たすか", required=False)

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        pack = load(case.pack)
        self.choose(
            "kind",
            [(pack.needs.title, pack.needs.choices()), ("家庭のニーズ", codes("household_needs").choices())],
        )
        self.choose("picture", pack.pictures.choices())
        self.choose("doing", codes("need_doing").choices())


class ViewForm(StatedForm):
    """One view of a need: words, a number, or both."""

    dated = WHEN

    person = PersonField(
        label="だれの見方",
        required=False,
        help_text="あなた（実践者）の見方なら、選ばないままにします。ほかの実践者とは別に残ります。",
    )
    text = _words("ことば", required=False)
    scale = forms.IntegerField(
        label="0から10で言うと",
        min_value=0,
        max_value=SCALE,
        required=False,
        help_text="0はいちばん遠い、10は願ったとおり。その人が言った数字を書きます。",
        error_messages={
            "invalid": "0から10の数字で書いてください。",
            "min_value": "0から10の数字で書いてください。",
            "max_value": "0から10の数字で書いてください。",
        },
    )


class StrengthForm(StatedForm):
    """A strength of somebody in or around the family."""

    dated = SINCE

    kind = forms.ChoiceField(label="種類")
    time = forms.ChoiceField(label="いつの", widget=forms.RadioSelect, initial="now")
    person = PersonField(label="家族のだれの", required=False)
    organisation = OrganisationField(label="機関", required=False)
    name = forms.CharField(
        label="登録のない人・所",
        max_length=100,
        required=False,
        help_text="例：向かいのおばあさん、父の釣り仲間",
    )
    text = _words("強み・できること", hint="小さなことも。だれが何を、どんなときに。")
    told_by = PersonField(
        label="だれが挙げたか", required=False, help_text="実践者が気づいたことなら、選ばないままにします。"
    )

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        self.choose("kind", codes("strength_kinds").choices())
        self.choose("time", codes("strength_times").choices(), blank=False)


class SupporterForm(StatedForm):
    """Who stays, or whom the family believes is helping."""

    dated = SINCE

    kind = forms.ChoiceField(label="種類", widget=forms.RadioSelect, initial="stays")
    child = PersonField(
        label="だれにとって", required=False, help_text="家族みんなにとってなら、選ばないままにします。"
    )
    person = PersonField(label="家族の中の人", required=False)
    organisation = OrganisationField(label="機関", required=False)
    name = forms.CharField(
        label="名前や呼び方",
        max_length=100,
        required=False,
        help_text="登録のない人。例：サッカーの監督、ひろ兄ちゃん",
    )
    text = _words("どんな人か", required=False, hint="本人のことばで。例：怒らないで待ってくれる")
    told_by = PersonField(label="だれのことば", required=False)

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        self.choose("kind", codes("supporter_kinds").choices(), blank=False)


class FitForm(StatedForm):
    """A strength or resource for a need, and what has to be adjusted."""

    dated = SINCE

    strength = RowField(label="力になる強み・資源")
    adjustment = forms.ChoiceField(label="調整")
    text = _words("調整すること", hint="だれが、だれに、何を働きかけるか。")

    def settle(self, viewer: Viewer, case: Case) -> None:
        self.offer("strength", strengths_of(viewer, case), lambda row: row.text[:60])
        self.choose("adjustment", codes("adjustments").choices())


class RoundForm(StatedForm):
    """A round of assessment."""

    on = day_it_took_place("まとめた日")
    reason = forms.ChoiceField(label="きっかけ")
    summary = _words("見立て", hint="いま分かっていること、分からないこと。願いとのへだたり。")
    checked_with = PersonField(label="いっしょに確かめた人", required=False)
    answer = _words(
        "確かめたときのことば", required=False, hint="「ここはちがう」と言われたことも、そのまま残します。"
    )
    again_on = WholeDayField(
        label="次に見直す日",
        required=False,
        help_text="例：R8.12.1。入れると、主担当の「すること」に入ります。",
    )

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        self.choose("reason", codes("assessment_reasons").choices())
