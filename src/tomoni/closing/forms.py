"""Forms of the end of an engagement."""

from django import forms

from tomoni.access.viewer import Viewer
from tomoni.cases.models import Case
from tomoni.cases.telling import SINCE, StatedForm, day_it_took_place, words
from tomoni.people.forms import PersonField
from tomoni.practice import codes
from tomoni.resources.forms import OrganisationField, WholeDayField


class SignForm(StatedForm):
    """A sign of return."""

    dated = SINCE

    text = words(
        "どんなようすになったら",
        hint="見て分かることばで。例：学校を三日続けて休んだら、夜に電気がつかない日が続いたら",
    )
    child = PersonField(label="だれについて", required=False)
    watcher = forms.ChoiceField(
        label="だれが気づくか", help_text="まず家族自身。ついで園や学校、なければ児童委員に頼みます。"
    )
    organisation = OrganisationField(label="機関", required=False)
    name = forms.CharField(
        label="名前や呼び方",
        max_length=100,
        required=False,
        help_text="家族でない人が気づくときは、機関か名前を書きます。",
    )
    how = words(
        "どう知らせるか",
        required=False,
        hint="だれが、家族とセンターのどちらに、どうやって。家族でない人が気づくときは必ず。",
    )
    until = WholeDayField(label="いつまで", required=False, help_text="決めないこともできます。")

    def settle(self, viewer: Viewer, case: Case) -> None:  # noqa: ARG002
        self.choose("watcher", codes("return_watchers").choices())


class RemainingForm(StatedForm):
    """What is not solved, and who takes it."""

    dated = SINCE

    text = words("残っていること")
    organisation = OrganisationField(label="引き受ける機関", required=False)
    name = forms.CharField(label="引き受ける人（登録のない人・家族）", max_length=100, required=False)
    told = words("引き継いだこと・返事", required=False)
    alongside = words(
        "引き継ぐまで、いっしょに動くこと（並走）",
        required=False,
        hint="すぐには手を放しません。例：はじめの二回は、新しい相談員さんと二人で訪ねる",
    )
    alongside_until = WholeDayField(label="いつまでいっしょに動くか", required=False, help_text="例：R9.3.31")


class EndingForm(StatedForm):
    """It may end without looking back at a plan."""

    reason = words(
        "見直しをせずに終えるわけ",
        hint="例：転居した、プランを望まなかった、18歳を過ぎた。こどもの安全をどう確かめたかも。",
    )
    agreed_with = forms.CharField(
        label="だれと話し合ったか", max_length=200, help_text="例：母（電話で）、担当、転居先の市町村"
    )
    family_wish = words("家族の希望", required=False, hint="聞けていないときは、空のままにします。")


class CloseForm(StatedForm):
    """The end."""

    on = day_it_took_place("終えた日")
    achieved = words(
        "できたこと・変わったこと", hint="こどもと家族がしてきたことを、具体的なことばで返します。"
    )
    told_to = forms.CharField(label="だれに伝えたか", max_length=200)
    answer = words("家族のことば", required=False)
    can_ask = words(
        "これから困ったとき、だれにどう相談するか",
        hint="自分から相談できそうか。だれに、どうやって。センターへはいつでも。",
    )
