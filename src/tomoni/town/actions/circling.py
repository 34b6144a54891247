"""A made-up family goes round the circle: one thread from need to change, stated through the product's actions."""

import random
from collections import Counter
from typing import Any

from tomoni.assessment import actions as assessment
from tomoni.calendar import today
from tomoni.closing.actions import agree_sign
from tomoni.closing.actions import close as end
from tomoni.contacts.models import Contact
from tomoni.monitoring.actions import observe
from tomoni.outcomes.actions import Attained, Helping, decide, look_back
from tomoni.outcomes.models import Review
from tomoni.plans import actions as plans
from tomoni.sharing.actions import record_consent
from tomoni.support.actions import ask
from tomoni.town.actions.founding import Place
from tomoni.town.actions.made import Made, phrases
from tomoni.town.actions.replay.following import written_down
from tomoni.town.offsets import prose
from tomoni.town.phrasebook import Spinner

# How a goal goes, from one observation to the next.
WAYS = ("same", "nearer", "nearer", "reached")
# One in so many families takes the plan home and thinks about it.
HOLDS_BACK = 9
# One in so many says nothing of what was a help.
NAMES_HELP = 3


class Circler:
    """States what belongs to each phase, alike for the same seed."""

    def __init__(self, place: Place, dice: random.Random, seed: int) -> None:
        self.place, self.dice = place, random.Random(dice.random())  # noqa: S311  (a town, not a secret)
        self.spinner = Spinner(seed)
        self.used: Counter[str] = Counter()
        self.head = next(v for v in place.staff.values() if v.role == "head")

    def enter(self, made: Made, phase: str) -> None:
        """What is written down when a family comes into that phase."""
        if made.says_no:
            if phase == "planning":
                self._hold_back(made, "internal")
            return
        if phase == "assessment":
            self._assess(made)
        if phase == "planning":
            self._plan(made)
        if phase == "support":
            self._ask(made)
        if phase == "evaluation" and made.observed:
            self._look_back(made, self.dice.choice(("thinner", "thinner", "continued")))

    def observe(self, made: Made, phase: str, contact: Contact) -> None:
        """What was seen on the way, each step once."""
        if made.goal is None or phase not in {"support", "monitoring"} or made.observed == len(WAYS):
            return
        way = WAYS[made.observed]
        if way == "nearer" and WAYS[made.observed - 1] == "nearer":
            made.observed += 1
            return
        made.observed += 1
        teller = (
            {"organisation": made.school}
            if made.request and self.dice.random() < 0.4
            else self._who(made, "adult")
        )
        observe(
            made.worker, case=made.running, text=self._told(made, "seen", way), kind=self.dice.choice(("words", "behaviour")),
            way=way, goal=made.goal, request=made.request if "organisation" in teller else None, contact=contact, **teller,
        )  # fmt: skip

    def close(self, made: Made) -> None:
        """Looked back at, decided, told back, with signs."""
        self._look_back(made, "close")
        watcher = (
            {"watcher": "belonging", "organisation": made.school} if made.school else {"watcher": "family"}
        )
        agree_sign(
            made.worker, case=made.running, text=self._told(made, "back"), child=made.people["child"],
            how=self._phrase(made, "can_ask"), **watcher,
        )  # fmt: skip
        end(
            made.worker, case=made.running, achieved=self._told(made, "seen", "reached"), told_to=made.people[made.adult].name,
            can_ask=self._phrase(made, "can_ask"), answer=self._phrase(made, "farewells"),
        )  # fmt: skip

    def _assess(self, made: Made) -> None:
        made.thread = thread = self.spinner.deal(made.age, made.slots.keys())
        worker, case, need = made.worker, made.running, thread.at("need")
        adult = made.people[made.adult]
        assessment.wish(worker, case=case, text=self._told(made, "wished"), person=adult)
        row = assessment.add_need(
            worker, case=case, kind=need["kind"], wished=self._told(made, "wished"), now_is=self._told(made, "now"),
            picture=need["picture"], doing=need["doing"], **self._who(made, need["of"]),
        )  # fmt: skip
        for slot, person in (("child", made.people["child"]), ("adult", adult), ("staff", None)):
            if text := self._told(made, "views", slot):
                assessment.give_view(
                    worker, need=row, text=text, scale=self.dice.randint(2, 5), person=person
                )
        strength = assessment.note_strength(
            worker, case=case, kind=thread.at("strength", "kind"), text=self._told(made, "strength", "text"),
            told_by=adult, **self._who(made, thread.at("strength", "who")),
        )  # fmt: skip
        adjust, text = thread.at("fit", "adjust"), self._told(made, "fit", "text")
        made.fit = assessment.fit(worker, need=row, strength=strength, adjustment=adjust, text=text)
        assessment.hold(
            worker, case=case, reason="first", summary=self._told(made, "summary"), checked_with=adult
        )

    def _plan(self, made: Made) -> None:
        if self.dice.randrange(HOLDS_BACK) == 0:
            self._hold_back(made, "on_hold")
            return
        assert made.thread is not None
        assert made.fit is not None
        worker, adult = made.worker, made.people[made.adult]
        made.plan = plan = plans.begin(worker, case=made.running, concern=made.fit.need.wished[:200])
        made.goal = plans.set_goal(
            worker, plan=plan, horizon="short", text=self._told(made, "goal", "text"),
            look_at=self._told(made, "goal", "look_at"), sign=self._told(made, "goal", "sign"), needs=[made.fit.need],
        )  # fmt: skip
        for number in made.thread.steps:
            actor = self._actor(made, made.thread.at("steps", number, "who"))
            text = self._told(made, "steps", number, "text")
            made.step = plans.take_step(worker, goal=made.goal, text=text, fit=made.fit, **actor)
        if made.reaches == "planning":
            return
        plans.agree(worker, plan=plan, agreed_by=adult.name, review_on=made.looks_back)
        plans.give(worker, plan=plan, person=adult, answer=self._phrase(made, "answers"))

    def _hold_back(self, made: Made, kind: str) -> None:
        plan = plans.begin(made.worker, case=made.running)
        plans.set_status(made.worker, plan=plan, kind=kind, reason=self._phrase(made, "held_back"))

    def _ask(self, made: Made) -> None:
        if made.goal is None or made.thread is None or made.school is None or not made.thread.at("request"):
            return
        look_at = self._told(made, "request", "look_at")
        agreed = record_consent(
            made.worker, family=made.running.family, person=made.people[made.adult], given=True, what=look_at[:300],
            organisation=made.school,
        )  # fmt: skip
        made.request = ask(
            made.worker, case=made.running, look_at=look_at, goal=made.goal, consent=agreed,
            call_when=self._told(made, "request", "call_when"), until=made.next_look, organisation=made.school,
        )  # fmt: skip
        written_down(made.worker, made.request, "")

    def _look_back(self, made: Made, outcome: str) -> Review:
        assert made.plan is not None
        assert made.goal is not None
        way = "reached" if outcome == "close" else WAYS[made.observed - 1]
        adult = made.people[made.adult]
        sign = self._told(made, "goal", "sign") if way != "same" else ""
        attained = [Attained(made.goal, way, sign, adult), Attained(made.goal, way)]
        named = int(made.running.number[-1]) % NAMES_HELP and made.fit
        helped = (
            [Helping(made.goal, fit=made.fit, person=adult), Helping(made.goal, step=made.step)]
            if named
            else []
        )
        again = None if outcome == "close" else made.next_look
        review = look_back(
            made.worker, plan=made.plan, with_whom=adult.name, attained=attained, proposal=outcome, review_on=again, helped=helped,
            reason=self._phrase(made, "review_reasons", outcome), family_wish=self._phrase(made, "review_wishes", outcome),
        )  # fmt: skip
        return decide(
            self.head, review=review, outcome=outcome, reason=self._phrase(made, "decided", outcome)
        )

    def _told(self, made: Made, *path: str | int) -> str:
        assert made.thread is not None
        return made.thread.told(made.slots, today(), *path)

    def _phrase(self, made: Made, *path: str) -> str:
        found: Any = phrases()
        for part in path:
            found = found[part]
        text = min(found, key=lambda text: (self.used[text], self.dice.random()))
        self.used[text] += 1
        return prose(text, today(), {}, made.slots)

    def _who(self, made: Made, slot: str) -> dict[str, Any]:
        """Whom a slot of a thread names: one of the family, its school, or an organisation of the town."""
        if slot in {"child", "adult"}:
            return {"person": made.people[made.adult if slot == "adult" else "child"]}
        if slot in {"school", "nursery"}:
            return {"organisation": made.school}
        if slot in self.place.callers:
            return {"organisation": self.place.callers[slot][1]}
        return {"organisation": self.place.organisations[slot]} if slot else {}

    def _actor(self, made: Made, slot: str) -> dict[str, Any]:
        if slot == "worker":
            return {"by": "centre"}
        return {"by": {"child": "child", "adult": "family"}.get(slot, "others"), **self._who(made, slot)}
