"""What happens with a family before and beside the circle: calls, talks, meetings, how a case stands."""

from dataclasses import dataclass

from tomoni.town.offsets import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One paragraph of a record."""

    kind: str
    text: str
    source: str
    about: tuple[str, ...]
    by: str = ""
    good: bool = False
    protected: bool = False
    interpreted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The next meeting, agreed before parting."""

    at: When
    what: str
    whom: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words of the first interview, and whose they are."""

    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """What somebody is good at."""

    of: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Somebody who is around."""

    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """That one child was seen: by whom, where, how."""

    child: str
    seen_by: tuple[str, ...]
    place: str
    how: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One matter at a meeting and what was decided."""

    title: str
    talk: str
    decision: str
    reason: str
    who: str
    due: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A yes, in the person's words."""

    by: str
    at: When
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Anything on the timeline."""

    event: str
    at: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Event):
    """受付票. ``hidden``: whatever tells who called is protected."""

    id: str
    door: str
    route: str
    method: str
    notice: bool
    by: str
    received_by: str
    topic: str
    about: tuple[str, ...]
    certainty: str
    told: str
    whereabouts: str
    earlier: str
    asks: str
    harm: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(Event):
    """What was explained, to whom, in which words, and how it was taken."""

    to: tuple[str, ...]
    by: str
    items: tuple[str, ...]
    words: str
    response: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyCheck(Event):
    """Children seen after a 通告."""

    id: str
    of: str
    children: tuple[Sight, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstInterview(Event):
    """The first long talk: their words, what matters, wishes, strengths, who is around."""

    id: str
    place: str
    staff: tuple[str, ...]
    met: tuple[str, ...]
    own_words: tuple[Said, ...]
    matters: tuple[Said, ...]
    wishes: tuple[Said, ...]
    strengths: tuple[Strength, ...]
    around: tuple[Near, ...]
    passages: tuple[Passage, ...]
    seen: tuple[str, ...] = ()
    next: Promise | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Event):
    """A meeting about this family."""

    id: str
    kind: str
    attended: tuple[str, ...]
    about: tuple[str, ...]
    agenda: tuple[Item, ...]
    result: str
    reasons: tuple[str, ...]
    main: str
    borderline: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What somebody (``who``, else we) saw or said about the way to a ``goal``, or in answer to a ``request``."""

    text: str
    goal: str = ""
    request: str = ""
    who: str = ""
    kind: str = "behaviour"
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMark:
    """One place on the body chart (C8): what was seen there, by whom, and the child's own words."""

    person: str
    region: str
    seen_by: tuple[str, ...]
    size: str = ""
    colour: str = ""
    shape: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Something put beside a record (C7): a sheet that the town draws."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Event):
    """One contact. ``seen``: children seen without being met; ``alone``: talked with alone; ``brought``: お土産;
    ``interpreter``: a caller of the town, in ``language``.
    """

    id: str
    phase: str
    method: str
    staff: tuple[str, ...]
    met: tuple[str, ...]
    passages: tuple[Passage, ...]
    place: str = ""
    seen: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    agreed: str = ""
    brought: str = ""
    next: Promise | None = None
    safety_concern: bool = False
    observed: tuple[Observed, ...] = ()
    interpreter: str = ""
    language: str = ""
    body: tuple[BodyMark, ...] = ()
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Event):
    """A passage (counted from 1) of an earlier contact, put right; the old one stays."""

    of: str
    passage: int
    by: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Event):
    """A legal status of one child or woman begins, or ``ends``."""

    person: str
    status: str
    reason: str
    told: tuple[str, ...]
    told_note: str
    ends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Involvement(Event):
    """関与度 from now on."""

    level: str
    reason: str
    agreed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin(Event):
    """余力 from now on."""

    level: str
    reason: str
    agreed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Event):
    """Something to do by a day."""

    kind: str
    who: str
    about: tuple[str, ...]
    due: When
    text: str
    done: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverOut(Event):
    """What was not accepted goes to others, who said yes, with the family's yes."""

    of: str
    to: str
    contact: str
    others: tuple[str, ...]
    consent: tuple[Consent, ...]
    what: tuple[str, ...]
    call_us_when: str
    look_back: When


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent(Event):
    """A birth, a move, a wedding, a new ``school``."""

    kind: str
    person: str
    text: str
    school: str = ""
