"""Phase 2: what the family wishes, what it needs, in several views; what it has, and what of it fits which need.

Facts hang on facts: a tie names one version of the other, whichever stood when it was written, and reads on through
later corrections (``people.rules.Versions``).
"""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from tomoni.access.events import Event
from tomoni.accounts.models import Post
from tomoni.calendar import TOKYO, Day
from tomoni.cases.models import Case, HangingStatement, Statement
from tomoni.people.models import Person
from tomoni.practice import codes, load
from tomoni.resources.models import Organisation

SCALE = 10


class Wish(Statement):
    """Where somebody wants to go (どうなりたいか), in that person's words; without ``person`` the family's together. Fact."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="wishes")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="だれの願い")
    text = models.TextField("どうなりたいか")

    class Meta(Statement.Meta):
        verbose_name = verbose_name_plural = "願い"

    def __str__(self) -> str:
        return self.text

    def lacks(self) -> str:
        return "" if self.text else "本人のことばで「どうなりたいか」を書いてください。"


class Need(Statement):
    """A need: the gap between how it is wished and how it is now (guideline phase 2, p. 25). Fact.

    ``kind`` is one of the seven needs of a child (practice pack) or of the household (``household_needs``); ``person`` is
    whose it is, none for the whole household; ``picture`` is the picture of the pack that it falls short of; ``doing``
    says who can meet it: the family itself, together with us, or by our arranging (``need_doing``).
    """

    coded = {"doing": "need_doing"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="needs")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="だれの")
    kind = models.CharField("ニーズ", max_length=40)
    picture = models.CharField("こども・家庭の姿", max_length=40, blank=True)
    wished = models.TextField("こうなるとよい")
    now = models.TextField("いまのようす", blank=True)
    doing = models.CharField("だれが満たすか", max_length=20, blank=True)

    class Meta(Statement.Meta):
        verbose_name = verbose_name_plural = "ニーズ"

    def __str__(self) -> str:
        return self.wished

    def lacks(self) -> str:
        needs = load(self.case.pack).needs
        if not self.wished:
            return "どうなるとよいかを、できるだけ本人や家族のことばで書いてください。"
        if self.kind in needs and self.person is None:
            return "どのこどものニーズかを選んでください。家庭全体のことは「家庭のニーズ」から選べます。"
        known = self.kind in needs or self.kind in codes("household_needs")
        return "" if known else "ニーズの種類を選んでください。"


class View(HangingStatement):
    """How somebody sees a need: child, parent, or, without ``person``, the practitioner who writes (``recorded_by``). Never mixed. Fact.

    ``scale`` is the rater's own number from 0 to 10 (スケーリング), never one of ours about the family.
    """

    hangs_on = "need"

    need = models.ForeignKey(Need, models.PROTECT, related_name="views")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="だれの見方")
    text = models.TextField("ことば", blank=True)
    scale = models.PositiveSmallIntegerField("0〜10", null=True, validators=[MaxValueValidator(SCALE)])

    class Meta(HangingStatement.Meta):
        verbose_name = verbose_name_plural = "見方"
        constraints = [
            models.CheckConstraint(
                condition=Q(scale=None) | Q(scale__lte=SCALE), name="assessment_view_scale"
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(scale__isnull=False), name="assessment_view_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def lacks(self) -> str:
        if not self.text and self.scale is None:
            return "ことばか、0から10の数字のどちらかを書いてください。"
        fits = self.scale is None or 0 <= self.scale <= SCALE
        return "" if fits else "数字は0から10の間で書いてください。"


class Strength(Statement):
    """What can help: a strength of a person of the family, somebody around it, an organisation, a service. Fact.

    ``time`` tells now from past and from what could be (視点2-5); ``told_by`` is who named it, none for the practitioner.
    """

    coded = {"kind": "strength_kinds", "time": "strength_times"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="strengths")
    kind = models.CharField("種類", max_length=20)
    time = models.CharField("いつの", max_length=20)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="家族のだれの"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="機関"
    )
    name = models.CharField("だれ・どこの（登録のない人）", max_length=100, blank=True)
    text = models.TextField("強み・できること")
    told_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="だれが挙げたか"
    )

    class Meta(Statement.Meta):
        verbose_name = verbose_name_plural = "強み・資源"

    def __str__(self) -> str:
        return self.text

    def lacks(self) -> str:
        return "" if self.text else "強みや、力を貸してくれそうなことを書いてください。"


class Fit(HangingStatement):
    """A strength or resource that serves a need, and what has to be adjusted so that it does (guideline p. 25). Fact."""

    hangs_on = "need"
    coded = {"adjustment": "adjustments"}

    need = models.ForeignKey(Need, models.PROTECT, related_name="fits")
    strength = models.ForeignKey(Strength, models.PROTECT, related_name="fits")
    adjustment = models.CharField("調整", max_length=20)
    text = models.TextField("調整すること")

    class Meta(HangingStatement.Meta):
        verbose_name = verbose_name_plural = "強み・資源の結びつき"

    def __str__(self) -> str:
        return self.text

    def lacks(self) -> str:
        return "" if self.text else "この強みや資源が力になるために、何を調整するかを書いてください。"


class Supporter(Statement):
    """Who stays (D11): somebody of whom a child says that they will be there; or whom the family believes is helping. Fact.

    Exactly one of ``person``, ``organisation`` and ``name`` says who; ``child`` is whose supporter, none where the whole
    family is meant; ``told_by`` is whose words it is.
    """

    coded = {"kind": "supporter_kinds"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="supporters")
    kind = models.CharField("種類", max_length=20)
    child = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="だれにとって"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="家族の中の人"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="機関"
    )
    name = models.CharField("名前（登録のない人）", max_length=100, blank=True)
    text = models.TextField("どんな人か", blank=True)
    told_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="だれのことば"
    )

    class Meta(Statement.Meta):
        verbose_name = verbose_name_plural = "続くつながり"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation=None, name="")
                | Q(person=None, organisation__isnull=False, name="")
                | (Q(person=None, organisation=None) & ~Q(name="")),
                name="assessment_supporter_one_who",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.person or self.organisation)

    def lacks(self) -> str:
        one = sum(map(bool, (self.person, self.organisation, self.name))) == 1
        return "" if one else "家族の中の人、機関、名前のどれか一つで、だれのことかを書いてください。"


class Assessment(Event):
    """A round of assessment: why now, what we understand, with whom it was checked (視点2-2). An event, never edited."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    at = models.DateTimeField("日時")
    reason = models.CharField("きっかけ", max_length=20)
    summary = models.TextField("見立て")
    checked_with = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="いっしょに確かめた人"
    )
    answer = models.TextField("確かめたときのことば", blank=True)
    author = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="記録者")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "アセスメント"

    def __str__(self) -> str:
        return f"{Day(self.at.astimezone(TOKYO).date()).japanese()}のまとめ"
