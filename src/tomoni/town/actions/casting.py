"""Who is in a family that is made up: a child of an age, and adults who could be its parents and grandmother."""

import random
from datetime import date, timedelta

from tomoni.calendar import Day, add_months
from tomoni.calendar.school import Stage
from tomoni.families.actions import NewPerson
from tomoni.town.phrasebook import names

# Months at the first call.
AGES = {
    "pregnancy": (0, 0),
    "infant": (2, 22),
    "preschool": (26, 70),
    "primary": (80, 145),
    "secondary": (155, 205),
}
STAGES = {
    "preschool": {Stage.NURSERY, Stage.KINDERGARTEN},
    "primary": {Stage.PRIMARY},
    "secondary": {Stage.LOWER_SECONDARY},
}


def cast(dice: random.Random, name: tuple[str, str], age: str, begun: date, today: date) -> list[NewPerson]:
    """The child first, then who it lives with. ``name`` is the family's, with its reading."""
    stock, (family, reading) = names(), name
    birth = _birth(dice, age, begun, today)
    boys = dice.random() < 0.5
    given = dice.choice(stock.boys if boys else stock.girls)
    child = NewPerson(
        f"{family} {given[0]}", f"{reading} {given[1]}", birth, "self", sex="male" if boys else "female"
    )
    years = (today - birth.earliest).days // 365
    if age == "pregnancy":
        due = Day(today + timedelta(days=dice.randint(10, 100)))
        child, years = NewPerson("（おなかの赤ちゃん）", relation="self", expected_on=due), 0
    adults = dice.choices([("mother",), ("mother", "father"), ("mother", "grandmother"), ("father",),
                           ("mother", "father", "grandmother")], [30, 40, 12, 5, 13])[0]  # fmt: skip
    if age in {"pregnancy", "infant"} and "mother" not in adults:
        adults = ("mother", "father")
    return [child, *(_adult(dice, name, relation, years, today) for relation in adults)]


def _birth(dice: random.Random, age: str, begun: date, today: date) -> Day:
    """Of a child who has been at the same kind of school from the first call until today."""
    while True:
        months, days = dice.randint(*AGES[age]), dice.randint(1, 27)
        birth = Day(add_months(begun, -months) - timedelta(days=days))
        years = [birth.school_year_on(day) for day in (begun, today)]
        if age not in STAGES or {year and year.stage for year in years} <= STAGES[age]:
            return birth


def _adult(dice: random.Random, name: tuple[str, str], relation: str, child: int, today: date) -> NewPerson:
    """``child``: the child's years, so that nobody has a parent of its own age."""
    stock, (family, reading) = names(), name
    given = dice.choice(stock.men if relation == "father" else stock.women)
    years = child + (dice.randint(46, 62) if relation == "grandmother" else dice.randint(21, 36))
    birth = Day(today.replace(day=1) - timedelta(days=365 * years + dice.randint(0, 360)))
    sex = "male" if relation == "father" else "female"
    return NewPerson(f"{family} {given[0]}", f"{reading} {given[1]}", birth, relation, sex=sex)
