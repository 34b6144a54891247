"""Phase 6: looking back with the family (guideline phase 6, p. 35), and the decision that the organisation takes from it."""

from django.db import models

from tomoni.access.events import Event
from tomoni.access.models import DossierModel
from tomoni.accounts.models import Post
from tomoni.assessment.models import Fit
from tomoni.calendar import TOKYO, Day
from tomoni.outcomes.rules import gas_t
from tomoni.people.models import Person
from tomoni.plans.models import Goal, Levels, Plan, Step
from tomoni.resources.models import Organisation


class Review(Event):
    """A talk that looks back at a plan: who was there, what the family wishes, what the worker proposes. An event.

    ``proposal`` and ``outcome`` are of ``review_outcomes``; head or coordinator enter the latter with the reason, once.
    ``again_on`` is when they said they would look again.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews")
    at = models.DateTimeField("日時")
    with_whom = models.CharField("いっしょに見直した人", max_length=200)
    family_wish = models.TextField("家族の希望", blank=True)
    proposal = models.CharField("これからの案", max_length=20)
    reason = models.TextField("そう考えたわけ")
    again_on = models.DateField("次に見直す日", null=True)
    author = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="記録者")
    outcome = models.CharField("決定", max_length=20, blank=True)
    outcome_reason = models.TextField("決定の理由", blank=True)
    decided_at = models.DateTimeField("決定日時", null=True)
    decided_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name="決定した人"
    )

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "見直し"

    def __str__(self) -> str:
        return f"{Day(self.at.astimezone(TOKYO).date()).japanese()}の見直し"

    @property
    def gas(self) -> float | None:
        """For staff only: T of the levels that were chosen together; None where no levels were agreed."""
        levels = [row.level for row in self.reached.all()]
        return gas_t(levels) if levels else None


class Attainment(DossierModel):
    """How far a goal came in one voice: a person of the family, or, without ``person``, the centre. Plain row."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="attainments")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="attainments")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="だれの見方")
    way = models.CharField("目標に向けて", max_length=20)
    text = models.TextField("どう変わったか", blank=True)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "達成のようす"

    def __str__(self) -> str:
        return self.text or self.way


class Reached(DossierModel):
    """Which of the agreed levels of a goal they chose together at a review (−2 … +2). Plain row: it is nobody's voice alone, so it
    stands beside the attainments of the voices; ``levels`` are the sentences as they were then.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="reached")
    levels = models.ForeignKey(Levels, models.PROTECT, related_name="reached", verbose_name="目標の五つの段")
    level = models.SmallIntegerField("選んだ段")

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "みんなで選んだ段"
        constraints = [
            models.UniqueConstraint(fields=["review", "levels"], name="outcomes_reached_once"),
            models.CheckConstraint(
                condition=models.Q(level__gte=-2, level__lte=2), name="outcomes_reached_level"
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """The sentence that was chosen."""
        return self.levels.sentences[self.level]

    @property
    def step(self) -> int:
        """Counted as families count, from one to five."""
        return self.level + 3


class Helped(DossierModel):
    """What one voice says was a help for a goal (視点6-3・6-4): a step of the plan, or a strength or resource with its fit. Without
    ``person`` it is the centre's view. Plain row.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="helped")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="だれの見方")
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="+", verbose_name="取組")
    fit = models.ForeignKey(
        Fit, models.PROTECT, null=True, related_name="+", verbose_name="強み・資源の結びつき"
    )

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "力になったこと"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(step=None, fit__isnull=False) | models.Q(step__isnull=False, fit=None),
                name="outcomes_helped_one",
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def what(self) -> str:
        """The step, or the strength with its fit."""
        return str(self.step) if self.step else f"{self.fit.strength}：{self.fit}" if self.fit else ""

    @property
    def whose(self) -> str:
        """In whose eyes."""
        return f"{self.person.name}さん" if self.person else "センター"


class Hearing(Event):
    """One voice asked by itself at a review: a person of the family, or, without ``person``, the centre (視点6-1・6-2). An event;
    whoever answers anew takes the first back. It decides nothing: a review's decision, the phase and the duties stay.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="hearings")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="だれに聞いたか"
    )
    at = models.DateTimeField("聞いた日時")
    author = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="聞いた職員")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "一人ずつ聞いたこと"
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"],
                condition=models.Q(retracted_at=None, person__isnull=False),
                name="outcomes_hearing_once",
            ),
            models.UniqueConstraint(
                fields=["review"],
                condition=models.Q(retracted_at=None, person=None),
                name="outcomes_hearing_centre_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whose}に聞いたこと"

    @property
    def whose(self) -> str:
        """Whose voice it is."""
        return f"{self.person.name}さん" if self.person else "センター"


class Answer(DossierModel):
    """What one voice said to one of the seven questions (``review_questions``), or, as ``worth``, whether it was good to use a
    service: then ``organisation`` or ``name`` says which. Plain row; what was not asked has none.

    ``way`` is of ``hearing_ways``, of a service of ``worth_ways``, or empty beside words.
    """

    WORTH = "worth"

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="answers")
    question = models.CharField("たずねたこと", max_length=20)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="機関"
    )
    name = models.CharField("登録のない人・所", max_length=100, blank=True)
    way = models.CharField("前とくらべて", max_length=20, blank=True)
    text = models.TextField("ことば", blank=True)

    class Meta(DossierModel.Meta):
        verbose_name = verbose_name_plural = "一人ずつの答え"

    def __str__(self) -> str:
        return self.text or self.way or self.question
