"""Phase 7: closing is a pause, agreed with the family, with observable signs of return (guideline phase 7, p. 37)."""

from datetime import date

from django.db import models

from tomoni.access.models import DossierModel
from tomoni.accounts.models import Post
from tomoni.calendar import today
from tomoni.cases.models import Case, Statement
from tomoni.meetings.models import Decision
from tomoni.outcomes.models import Review
from tomoni.people.models import Person
from tomoni.practice import codes
from tomoni.resources.models import Organisation
from tomoni.sharing.models import PassedOn

WORDLESS = "どんなようすになったらかを、見て分かることばで書いてください（例：学校を三日続けて休んだら）。"
UNTOLD = "残っていることを書いてください（例：祖母との電話のあとに落ちこむこと）。"


# Who needs nobody else to notice for them.
OWN = frozenset({"child", "family"})


class ReturnSign(Statement):
    """An observable sign at which the centre is asked again: who notices, how they tell family and centre. Fact.

    ``always`` marks the sign that belongs to every closing: the child or the family asks.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="signs")
    child = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="だれについて"
    )
    text = models.TextField("どんなようすになったら")
    watcher = models.CharField("だれが気づくか", max_length=20)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="機関"
    )
    name = models.CharField("だれ・どこ", max_length=100, blank=True)
    how = models.TextField("どう知らせるか", blank=True)
    until = models.DateField("いつまで", null=True)
    always = models.BooleanField("いつでも", default=False)

    class Meta(Statement.Meta):
        verbose_name = verbose_name_plural = "再関与のしるし"

    def __str__(self) -> str:
        return self.text

    def lacks(self) -> str:
        if not self.text:
            return WORDLESS
        if self.watcher not in codes("return_watchers"):
            return "だれが気づくかを選んでください。"
        if self.watcher not in OWN and not (self.name or self.organisation_id):
            return "気づいてくれる人を、機関か名前で書いてください。"
        if self.watcher not in OWN and not self.how:
            return "どう知らせるかを書いてください。例：まず母に声をかけ、つながらなければセンターへ電話"
        over = self.until and self.until <= today()
        return "いつまで見るかは、明日以降の日にしてください。決めないこともできます。" if over else ""


class Remaining(Statement):
    """What is not solved when the engagement ends, and who takes it. Fact.

    ``alongside``: how we go with the family and the taker until they know each other (並走, guideline 5-6), ``alongside_until``
    the day until which we do.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="remaining")
    text = models.TextField("残っていること")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="機関"
    )
    name = models.CharField("だれが引き受けるか", max_length=100, blank=True)
    told = models.TextField("引き継いだこと・返事", blank=True)
    alongside = models.TextField("いっしょに動くこと", blank=True)
    alongside_until = models.DateField("いつまでいっしょに動くか", null=True)

    class Meta(Statement.Meta):
        verbose_name = verbose_name_plural = "残っていること"

    def __str__(self) -> str:
        return self.text

    def lacks(self) -> str:
        if not self.text:
            return UNTOLD
        if not self.taker:
            return "だれが引き受けるのかを、機関か名前で書いてください。"
        if self.alongside_until and not self.alongside:
            return "いっしょに何をするかも書いてください。例：新しい相談員さんと二人で訪ねる"
        return ""

    @property
    def taker(self) -> str:
        """Who takes it."""
        return self.organisation.name if self.organisation else self.name

    def goes_on(self, on: date) -> bool:
        """Whether we still go alongside after that day."""
        return self.alongside_until is not None and self.alongside_until > on

    @property
    def passed_on(self) -> PassedOn:
        """What whoever takes it was told by it."""
        named = "" if self.organisation else self.name
        return PassedOn(self.case.family, self.organisation, named, self.text, "残っていることの引継ぎ")


class Ending(DossierModel):
    """Head or coordinator decide that an engagement may end although no plan was looked back at: the family moved away,
    wanted no plan, the child came of age. With the reason, who agreed and the family's wish. Plain row, never edited.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="endings")
    reason = models.TextField("見直しをせずに終えるわけ")
    agreed_with = models.CharField("だれと話し合ったか", max_length=200)
    family_wish = models.TextField("家族の希望", blank=True)
    decided_at = models.DateTimeField("決定日時")
    decided_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="決定した人")

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "見直しをせずに終える決定"

    def __str__(self) -> str:
        return self.reason


class Closing(DossierModel):
    """The engagement ends with the family's agreement: what was achieved, told back; can they ask for help themselves.

    It rests on one decision: of a review, of a 支援方針会議 (``decision``), or without either (``ending``). Plain row, never edited.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="closing")
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="closings")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="closings")
    ending = models.ForeignKey(Ending, models.PROTECT, null=True, related_name="closings")
    at = models.DateTimeField("日時")
    achieved = models.TextField("できたこと・変わったこと")
    told_to = models.CharField("伝えた人", max_length=200)
    answer = models.TextField("家族のことば", blank=True)
    can_ask = models.TextField("これから困ったとき、だれにどう相談するか")
    author = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="記録者")

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "終結"

    def __str__(self) -> str:
        return self.achieved

    @property
    def why(self) -> str:
        """Why it was decided to end."""
        grounds = (self.ending, self.decision)
        return self.review.outcome_reason if self.review else next((g.reason for g in grounds if g), "")
