"""What is written down on the way round the circle, phases 2 to 7; keys tie need, strength, goal, step and change."""

from dataclasses import dataclass

from tomoni.town.offsets import When
from tomoni.town.timeline.events import Consent, Event, Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Where somebody wants to go; without ``by`` the family together."""

    text: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How somebody (without ``by``: the practitioner) sees a need: words, a number from 0 to 10, or both."""

    need: str = ""
    by: str = ""
    text: str = ""
    scale: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What serves a need, once that is adjusted."""

    key: str
    strength: str
    adjust: str
    text: str
    need: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """The gap between wished and now; views and fits written under it are its own."""

    key: str
    kind: str
    wished: str
    now: str = ""
    of: str = ""
    picture: str = ""
    doing: str = ""
    views: tuple[View, ...] = ()
    fits: tuple[Fit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """What can help: of whom or of what, named by whom."""

    key: str
    kind: str
    text: str
    who: str = ""
    time: str = "now"
    told_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporter:
    """Who stays, or helps in the family's eyes."""

    who: str
    kind: str
    child: str = ""
    told_by: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Event):
    """What was understood on that day; with ``summary`` a round of assessment was held, ``again`` when to look anew."""

    by: str
    wishes: tuple[Wish, ...] = ()
    strengths: tuple[Strength, ...] = ()
    needs: tuple[Need, ...] = ()
    views: tuple[View, ...] = ()
    fits: tuple[Fit, ...] = ()
    supporters: tuple[Supporter, ...] = ()
    why: str = "first"
    summary: str = ""
    checked_with: str = ""
    answer: str = ""
    again: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Words for the plan; without ``by`` the family together."""

    kind: str
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who does what, with which care, using which ``fit``."""

    who: str
    text: str
    care: str = ""
    fit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Five sentences for how far a goal may come, and with whom they were ``agreed``."""

    far: str
    nearly: str
    hoped: str
    more: str
    beyond: str
    agreed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A small step (or ``horizon: long``), the needs it answers and the steps towards it."""

    key: str
    text: str
    horizon: str = "short"
    of: str = ""
    look_at: str = ""
    sign: str = ""
    closes: bool = False
    needs: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    levels: Levels | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The family's yes, and when they look at it together."""

    by: tuple[str, ...]
    review: When
    until: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Whether the plan may be shared with these, signed in the person's own words."""

    to: str
    words: str
    given: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Into whose hands; ``share`` is left out where sharing was not asked about."""

    to: str
    answer: str = ""
    share: Share | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Event):
    """The first with its ``id`` begins the plan; each later one adds to it or says how far it has come."""

    id: str
    by: str
    concern: str = ""
    voices: tuple[Voice, ...] = ()
    goals: tuple[Goal, ...] = ()
    status: str = ""
    reason: str = ""
    agreed: Agreed | None = None
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Event):
    """Others are asked: what to look at, when to call, until when; what the family was ``told`` about it."""

    id: str
    by: str
    to: str
    look_at: str
    call_when: str
    until: When
    goal: str = ""
    text: str = ""
    told: str = ""
    consent: Consent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk(Event):
    """A talk with somebody who can help, together with the family."""

    by: str
    to: str
    there: str
    wished: str
    can_do: str
    difference: str = ""
    agreed: str = ""
    fit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used(Event):
    """A service was used once."""

    by: str
    to: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Event):
    """How what was used ``to`` them is for one person of the family (``who``)."""

    by: str
    to: str
    who: str
    good: str = ""
    other: str = ""
    go_on: str = ""
    unheard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Event):
    """Observations that belong to no contact of ours."""

    by: str
    observed: tuple[Observed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attained:
    """How far a goal came in one voice, and which fits ``helped``; without ``by`` it is the centre's."""

    goal: str
    way: str
    text: str = ""
    by: str = ""
    helped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Which agreed level of a goal they chose together."""

    goal: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Event):
    """Looking back at a plan (``of``) with the family; ``again`` when next."""

    id: str
    of: str
    by: str
    whom: tuple[str, ...]
    attained: tuple[Attained, ...]
    proposal: str
    reason: str
    wish: str = ""
    again: When | None = None
    reached: tuple[Reached, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to one question, or of what was used ``to`` them."""

    question: str = "worth"
    to: str = ""
    way: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced(Event):
    """One voice asked by itself at a review (``of``); without ``who`` it is the centre's."""

    of: str
    by: str
    answers: tuple[Answer, ...]
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Event):
    """What head or coordinator decided on a review (``of``)."""

    of: str
    by: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """At what the centre is asked again; ``watcher`` is the kind of whoever notices, ``who`` it is."""

    text: str
    watcher: str
    who: str = ""
    child: str = ""
    how: str = ""
    until: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """What is not solved, and who takes it."""

    text: str
    who: str
    told: str = ""
    alongside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing(Event):
    """The engagement ends as decided on a review (``of``). A later referral opens the family again."""

    of: str
    by: str
    achieved: str
    told_to: tuple[str, ...]
    can_ask: str
    signs: tuple[Sign, ...]
    answer: str = ""
    remaining: tuple[Remaining, ...] = ()
