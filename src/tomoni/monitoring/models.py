"""Phase 5: observations with their evidence, from the family and from each resource (guideline phase 5, p. 33)."""

from django.db import models

from tomoni.access.protected import MASK, ProtectedField
from tomoni.calendar import today
from tomoni.cases.models import Case, Statement
from tomoni.contacts.models import Contact, Passage
from tomoni.people.models import Person
from tomoni.plans.models import Goal
from tomoni.resources.models import Organisation
from tomoni.support.models import Request

FITS = "fits"  # what somebody answered when asked whether the support fits their wish and whether anything is unpleasant
HIDDEN_WORDS = (
    "この観察のことばは秘匿になっています。書いてよいことばで残すときは、取り消して、新しく書いてください。"
)


class Observation(Statement):
    """What somebody saw or said about the way to a goal, or in answer to a request. Fact; ``valid_from`` is when it was so.

    Without ``person``, ``organisation`` and ``name`` it is ours. ``kind`` is the evidence: words or behaviour. ``way`` says
    whether it came nearer in the eyes of whoever tells it. ``FITS`` is asked of one person of the family at a time.

    It is as open as the ``passage`` of the record that it was made of: when that is hidden (``contacts.protect_passage``), a
    mask takes the place of ``text`` in all its versions, and the words are kept in ``hidden``.
    """

    coded = {"kind": "evidence", "way": "goal_ways"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="observations")
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, related_name="observations", verbose_name="目標"
    )
    request = models.ForeignKey(
        Request, models.PROTECT, null=True, related_name="observations", verbose_name="依頼"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="家族のだれが"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="機関"
    )
    name = models.CharField("登録のない人・所", max_length=100, blank=True)
    kind = models.CharField("根拠", max_length=20)
    way = models.CharField("目標に向けて", max_length=20, blank=True)
    text = models.TextField("見たこと・聞いたこと")
    hidden = ProtectedField("見たこと・聞いたこと（秘匿）", blank=True)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, related_name="observations", verbose_name="もとの記録"
    )
    passage = models.ForeignKey(
        Passage, models.PROTECT, null=True, related_name="observations", verbose_name="もとの文"
    )

    class Meta(Statement.Meta):
        verbose_name = verbose_name_plural = "観察"

    def __str__(self) -> str:
        return self.text

    def lacks(self) -> str:
        if not self.text:
            return "見たこと、聞いたことばを、そのまま書いてください。"
        if self.hidden and self.text != MASK:
            return HIDDEN_WORDS
        if sum(map(bool, (self.person, self.organisation, self.name))) > 1:
            return "だれからの話かは、一つだけ選んでください。"
        if self.kind == FITS and not self.person:
            return "だれにたずねたのかを、家族の中から選んでください。一人ずつ、その人のことばで残します。"
        to_come = self.valid_from and self.valid_from.earliest > today()
        return "まだ来ていない日です。見た日、聞いた日を書いてください。" if to_come else ""

    @property
    def teller(self) -> str:
        """Who saw or said it; empty when it was us. Where the words are hidden, who said them is, too."""
        return MASK if self.hidden else self.told_by

    @property
    def told_by(self) -> str:
        """Who saw or said it, for whoever may read the words."""
        if self.organisation:
            return self.organisation.name
        return f"{self.person.name}さん" if self.person else self.name
