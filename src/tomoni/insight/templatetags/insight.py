"""``{% load insight %}``: how boxes stand, by sign and word; never by colour alone."""

from collections import Counter

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tomoni.families.models import Family
from tomoni.insight.choices import KINDS
from tomoni.insight.models import Rating
from tomoni.insight.queries.fidelity import Cell, Fidelity
from tomoni.insight.queries.rated import Rater, Ratings
from tomoni.insight.rules import Answer, State, Tally
from tomoni.practice import Pack, Phase
from tomoni.practice.kinds import Box
from tomoni.ui import markup

register = template.Library()
SIGNS = {
    State.MET: ("shown", "記録にある"),
    State.NOT_MET: ("passed", "期日を過ぎている"),
    State.UNKNOWN: ("open", "記録からは分からない"),
    State.NOT_APPLICABLE: ("aside", "いまは問わない"),
}


@register.simple_tag
def states() -> list[State]:
    """The four ways a box can stand."""
    return list(State)


@register.simple_tag
def sign(state: State, *, word: bool = False) -> SafeString:
    """The sign of a state, with its word where asked for."""
    symbol, label = SIGNS[state]
    picture = markup.icon(symbol)
    return format_html('<span class="sign {}">{}{}</span>', state, picture, label if word else "")


@register.filter
def state_label(state: State) -> str:
    """A state in words."""
    return SIGNS[state][1]


@register.filter
def of_state(count: Counter[State], state: State) -> int:
    """How many stand so."""
    return count[state]


@register.filter
def in_words(cell: Cell) -> str:
    """What a cell's signs say: 記録にある2、記録からは分からない1."""
    return "、".join(f"{SIGNS[state][1]}{cell.count[state]}" for state in State if cell.count[state])


@register.filter
def tone(cell: Cell) -> str:
    """How strongly a cell is tinted: by the share of its boxes that records show."""
    count, boxes = cell.count, len(cell.boxes)
    if count[State.NOT_APPLICABLE] == boxes:
        return "aside"
    return "all" if count[State.MET] == boxes else "some" if count[State.MET] else "none"


@register.filter
def record_kind(kind: str) -> str:
    """The name of a kind of record."""
    return KINDS[kind].label


@register.simple_tag
def doors(answer: Answer, family: Family) -> list[tuple[str, str]]:
    """(name, page) of the kinds of record that could show what is still wanted."""
    kinds = dict.fromkeys(kind for wanted in answer.wanted for kind in wanted.kinds)
    return list(
        {
            KINDS[kind].label: (KINDS[kind].label, reverse(KINDS[kind].page, args=[family.ref]))
            for kind in kinds
        }.values()
    )


@register.simple_tag
def tally(rater: Rater, shown: Fidelity, phase: Phase) -> Tally:
    """What somebody answered to the boxes of a phase."""
    cells = (cell for cell in shown.cells if cell.viewpoint.phase == phase.id)
    return rater.tally(frozenset(box.box.id for cell in cells for box in cell.boxes))


@register.simple_tag
def said(ratings: Ratings, box: Box) -> list[Rating]:
    """What people said of a box."""
    return ratings.of_box(box.id)


@register.simple_tag
def duty_label(pack: Pack, kind: str) -> str:
    """What a kind of duty is called."""
    return pack.duties.label(kind)
