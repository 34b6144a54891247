"""Families made up from the phrasebook, to give the town its size. Everything goes through the product's actions."""

import random
from datetime import date, datetime, time, timedelta

from tomoni.calendar import TOKYO, frozen
from tomoni.cases.actions import (
    enter_phase,
    meet_duty,
    set_involvement,
    set_margin,
    set_reason,
    set_status,
)
from tomoni.cases.models import Duty
from tomoni.contacts.actions import Met, NewPassage, Note, Promise, record
from tomoni.families.actions import take_in
from tomoni.intake.actions import Call, accept, confirm_safety, receive
from tomoni.intake.models import Referral
from tomoni.meetings.actions import chronicle, convene, decide_item, put_on_agenda
from tomoni.people.actions import add_address, add_contact_point, enrol
from tomoni.town.actions.casting import AGES, cast
from tomoni.town.actions.circling import Circler
from tomoni.town.actions.founding import Place
from tomoni.town.actions.made import Made, phrases
from tomoni.town.offsets import prose
from tomoni.town.phrasebook import Dealer, UsedUp, names

# Doors of a small town, and how often; a 通告 where others call. japan.md 1.6 and 1.8 give the order of size.
DOORS = {
    "school": 9,
    "nursery": 7,
    "mother": 10,
    "health_check": 6,
    "pregnancy_notification": 3,
    "neighbour": 3,
    "police": 4,
}
NOTICES = frozenset({"school", "nursery", "neighbour", "police"})
HOW_DOORS = {"mother": ("family", "mother", "phone"), "pregnancy_notification": ("pregnancy_notification", "mother", "office"),
             "health_check": ("health_check", "municipal_health_centre", "office")}  # fmt: skip
# Why the centre is engaged where no legal status applies.
WHY = {
    "pregnancy": ("worries_and_hardship",),
    "infant": ("worries_and_hardship",),
    "preschool": ("worries_and_hardship", "family_from_abroad"),
    "primary": ("nights_alone", "worries_and_hardship"),
    "secondary": ("transition_at_risk", "young_carer"),
}
PATH = ("assessment", "planning", "support", "monitoring", "evaluation")
# After how many days a family has gone one phase further.
REACHES = (75, 110, 190, 330)
METHODS = (
    "visit",
    "visit",
    "visit",
    "phone",
    "phone",
    "agency_visit",
    "agency_phone",
    "office",
    "outside",
    "conference",
)
# One mother says no for now: we write, knock, and hear from the school.
SAYS_NO = 3
QUIET = ("missed", "letter", "agency_visit", "agency_phone")
REMOTE = frozenset({"phone", "agency_phone", "conference", "letter", "message", "missed"})


class Maker:
    """Makes families, alike for the same seed."""

    def __init__(self, place: Place, today: date, until: datetime, seed: int) -> None:
        self.place, self.today, self.until = place, today, until
        self.dice = random.Random(seed)  # noqa: S311  (a town, not a secret)
        self.dealer = Dealer(seed)
        self.circler = Circler(place, self.dice, seed)
        self.names = self.dice.sample(names().families, len(names().families))
        self.workers = [
            v for v in place.staff.values() if v.role in {"practitioner", "coordinator", "maternal_health"}
        ]
        self.head = next(v for v in place.staff.values() if v.role == "head")

    def make(self, number: int) -> None:
        """One family, from its first call until today."""
        fresh = number < 2  # two calls of the last day, whose children nobody has seen yet
        made = self._cast(number, fresh)
        moment = self._call_moment(made.begun, fresh)
        with frozen(moment):
            referral = self._come_in(
                made, moment, "school" if fresh or made.says_no else self._door(made.age)
            )
        if not fresh:
            self._go_on(made, referral, moment)

    def _cast(self, number: int, fresh: bool) -> Made:
        age = "primary" if fresh else self.dice.choices(list(AGES), [1, 3, 5, 6, 3])[0]
        age = {2: "pregnancy", SAYS_NO: "primary"}.get(number, age)  # every town expects at least one child
        casework = [
            w for w in self.workers if (w.role == "maternal_health") == (age in {"pregnancy", "infant"})
        ]
        back = 0 if fresh else self.dice.randint(50, 150 if age == "pregnancy" or number == SAYS_NO else 560)
        worker = casework[number % len(casework)]
        return Made(
            self.names[number % len(self.names)],
            age,
            worker,
            self.today - timedelta(days=back),
            says_no=number == SAYS_NO,
        )

    def _call_moment(self, day: date, fresh: bool) -> datetime:
        if fresh:
            return self.until - timedelta(hours=self.dice.randint(5, 26))
        while day.weekday() > 4:
            day -= timedelta(days=1)
        return datetime.combine(day, time(self.dice.randint(9, 16), self.dice.choice([0, 10, 20, 40])), TOKYO)

    def _door(self, age: str) -> str:
        if age == "pregnancy":
            return "pregnancy_notification"
        unfit = {"infant": {"school"}, "preschool": {"school"}}.get(age, {"nursery", "health_check"})
        doors = {d: n for d, n in DOORS.items() if d not in unfit | {"pregnancy_notification"}}
        return self.dice.choices(list(doors), list(doors.values()))[0]

    def _come_in(self, made: Made, moment: datetime, door: str) -> Referral:
        lines = cast(self.dice, made.name, made.age, made.begun, self.today)
        made.family, rows = take_in(made.worker, persons=lines, label=f"{made.name[0]}さんの家庭")
        for line, row in zip(lines, rows, strict=True):
            slot = "child" if line.relation == "self" else line.relation
            made.people.setdefault(slot, row)
        self._name_slots(made)
        self._address(made)
        by, route, method = HOW_DOORS.get(door, (door, door, "phone"))
        text = prose(self.dice.choice(phrases()["complaints"][door]), moment.date(), {}, made.slots)
        call = Call(by, method, text, is_notice=door in NOTICES, route=route, anonymous=door == "neighbour")
        return receive(made.worker, family=made.family, children=[made.people["child"]], call=call)

    def _name_slots(self, made: Made) -> None:
        for slot, row in made.people.items():
            made.slots[slot] = "おなかの赤ちゃん" if row.unborn else f"{row.name.split()[-1]}さん"
        made.slots["adult"] = made.slots[made.adult]
        made.slots["worker"] = made.worker.user.name.split()[0]
        kind = {"preschool": "nursery", "primary": "primary_school", "secondary": "junior_high_school"}.get(
            made.age
        )
        schools = [o for o in self.place.organisations.values() if o.kind == kind]
        if schools:
            school = self.dice.choice(schools)
            made.belongs = "nursery" if made.age == "preschool" else "school"
            made.slots[made.belongs], made.school = school.name.split("立")[-1], school
            enrol(made.worker, person=made.people["child"], organisation=school)

    def _address(self, made: Made) -> None:
        assert made.family is not None
        where = (
            f"{self.place.municipality.name}{self.dice.choice(names().streets)}{self.dice.randint(1, 98)}番地"
        )
        for row in made.people.values():
            add_address(made.worker, person=row, text=where)
        adult = next(row for slot, row in made.people.items() if slot != "child")
        phone = f"090-0000-{self.dice.randint(2000, 9999)}"
        add_contact_point(made.worker, person=adult, value=phone)

    def _go_on(self, made: Made, referral: Referral, moment: datetime) -> None:
        if referral.is_notice:
            self._see(made, referral, moment)
        day = moment + timedelta(days=self.dice.randint(1, 6))
        with frozen(min(day, self.until)):
            self._accept(made, referral)
        self._tell(made, day)

    def _see(self, made: Made, referral: Referral, moment: datetime) -> None:
        seen_at = moment + timedelta(hours=self.dice.randint(2, 40))
        with frozen(seen_at):
            confirm_safety(
                made.worker, referral=referral, children=[made.people["child"]], seen_at=seen_at,
                place="nursery" if made.age == "preschool" else "inside",
                how=self.dice.choice(phrases()["how"]), result=self.dice.choice(phrases()["seen"]),
            )  # fmt: skip

    def _accept(self, made: Made, referral: Referral) -> None:
        assert made.family is not None
        reason = self.dice.choice(phrases()["reasons"][-1:] if made.says_no else phrases()["reasons"])
        if referral.is_notice:
            meeting = convene(made.worker, kind="intake", at=referral.received_at + timedelta(days=1), place="会議室",
                              attendees=[self.head.post])  # fmt: skip
            item = put_on_agenda(
                made.worker,
                meeting=meeting,
                family=made.family,
                topic="受け止め方と、はじめの動き",
                subject=referral,
            )
            decision = decide_item(self.head, item=item, outcome="accepted", reason=reason)
            chronicle(made.worker, decision)
        made.case = accept(made.worker, referral=referral)
        kind = (
            "expectant"
            if made.age == "pregnancy"
            else self.dice.choice(["needs_support", "needs_support", "protection"])
        )
        if self.dice.random() < 0.7 and not made.says_no:
            whose = made.people["mother" if made.age == "pregnancy" else "child"]
            set_status(made.worker, case=made.case, person=whose, kind=kind, reason=reason)
        else:
            made.why = self.dice.choice(WHY[made.age])
            self._stand(made, "refuses" if referral.is_notice else "asks")
        self._level(made, "thick" if kind == "protection" else "middle", "little")

    def _stand(self, made: Made, attitude: str) -> None:
        """Why we are engaged and how the family stands to it, from now on."""
        assert made.case is not None
        made.attitude, text = attitude, self.dice.choice(phrases()["attitudes"][attitude])
        set_reason(made.worker, case=made.case, kind=made.why, attitude=attitude, text=text)

    def _level(self, made: Made, involvement: str, margin: str) -> None:
        assert made.case is not None
        why, state = phrases()["involvement"][involvement], phrases()["margin"][margin]
        agreed = (
            f"{made.people[made.adult].name}、{made.worker.user.name}" if made.attitude != "refuses" else ""
        )
        set_involvement(
            made.worker, case=made.case, level=involvement, reason=self.dice.choice(why), agreed_with=agreed
        )
        set_margin(
            made.worker, case=made.case, level=margin, reason=self.dice.choice(state), agreed_with=agreed
        )

    def _tell(self, made: Made, start: datetime) -> None:
        total = self.dice.randint(8, 15)
        days = (self.today - start.date()).days
        gap, last = max(2, days // (total + 1)), sum(days >= limit for limit in REACHES)
        made.reaches = PATH[last]
        made.next_look = self.today + timedelta(days=self.dice.randint(5, 60))
        made.looks_back = (
            start.date() + timedelta(days=gap * (total * 4 // 5 + 2))
            if made.reaches == "evaluation"
            else made.next_look
        )
        moment = start
        for number in range(total):
            moment += timedelta(days=max(1, gap + self.dice.randint(-1, 1)))
            if moment > self.until - timedelta(hours=2):
                return
            phase = PATH[number * (last + 1) // total]
            with frozen(moment):
                self._contact(made, moment, phase, last=number == total - 1)
        if made.goal and made.reaches == "evaluation" and self.dice.random() < 0.5:
            moment += timedelta(days=3)
            with frozen(moment):
                self._close(made, moment)

    def _contact(self, made: Made, moment: datetime, phase: str, *, last: bool) -> None:
        assert made.case is not None
        assert made.family is not None
        if made.phase != phase:
            made.phase = phase
            enter_phase(made.worker, case=made.case, phase=phase)
            if phase == "support" and made.attitude == "refuses" and not made.says_no:
                self._stand(made, "willing")
            if phase in {"support", "evaluation"}:
                self._level(
                    made,
                    "thin" if phase == "evaluation" else "middle",
                    "enough" if phase == "evaluation" else "some",
                )
            self.circler.enter(made, phase)
        dealt = self._deal(made, moment, phase)
        if dealt is None:
            return
        method, passages = dealt
        row = record(
            made.worker,
            family=made.family,
            case=made.case,
            note=self._note(made, method, passages, moment, last),
        )
        self.circler.observe(made, phase, row)
        kept = (
            Duty.objects.for_system("town: promises kept").open().filter(family=made.family, kind="promise")
        )
        for duty in kept.filter(due_at__lte=moment + timedelta(days=1)):
            meet_duty(made.worker, duty=duty, by=row)

    def _deal(self, made: Made, moment: datetime, phase: str) -> tuple[str, list[NewPassage]] | None:
        every = (*self.dice.sample(METHODS, len(METHODS)), "health_check", "accompany")
        quiet = self.dice.sample(QUIET, len(QUIET))
        for method in dict.fromkeys(quiet if made.says_no else every):
            try:
                lines = self.dealer.deal(
                    made.name[0],
                    contact=method,
                    phase=phase,
                    age=made.age,
                    slots=made.slots,
                    on=moment.date(),
                )
            except UsedUp:
                continue
            return method, [
                NewPassage(
                    line.text, line.kind, line.source, speaker=made.people.get(line.by),
                    speaker_text="" if line.by in made.people else made.slots.get(line.by, ""),
                )
                for line in lines
            ]  # fmt: skip
        return None

    def _note(
        self, made: Made, method: str, passages: list[NewPassage], moment: datetime, last: bool
    ) -> Note:
        remote = method in REMOTE
        heard = {p.speaker.pk for p in passages if p.speaker}
        there = [
            row
            for slot, row in made.people.items()
            if not row.unborn and (slot == "child" or row.pk in heard)
        ]
        met = [
            Met(row, seen=not remote, heard=row.pk in heard) for row in there if not remote or row.pk in heard
        ]
        due = moment + timedelta(days=self.dice.randint(7, 30))
        text = self.dice.choice(
            [p for p in phrases()["promises"] if "{mother}" not in p or "mother" in made.slots]
        )
        wanted = last or self.dice.random() < 0.4
        promise = Promise(prose(text, moment.date(), {}, made.slots), due) if wanted else None
        return Note(moment, method, passages, met, place="" if remote else "inside", promise=promise)

    def _close(self, made: Made, moment: datetime) -> None:
        """Told back, nothing left open, closed; a family for which the phrasebook has no more words stays open."""
        assert made.case is not None
        assert made.family is not None
        enter_phase(made.worker, case=made.case, phase="closing")
        dealt = self._deal(made, moment, "closing")
        if dealt is None:
            return
        method, passages = dealt
        note = self._note(made, method, passages, moment, last=False)
        record(made.worker, family=made.family, case=made.case, note=note)
        self.circler.close(made)
