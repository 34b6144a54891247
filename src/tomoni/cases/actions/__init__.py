"""Every change to cases: opening and leading them, their dated facts, duties, the lines of the chronology."""

from tomoni.cases.actions.birth import record_birth
from tomoni.cases.actions.duties import due_again, meet_duty, open_duty, put_off_duty
from tomoni.cases.actions.leading import (
    Move,
    assign,
    change_lead,
    end_deputy,
    hand_over,
    set_deputy,
    stand_in,
)
from tomoni.cases.actions.opening import add_child, close_case, come_to, correct_child, enter_phase, open_case
from tomoni.cases.actions.rhythms import (
    begin_to_ask,
    correct_rhythm,
    end_rhythm,
    keep_in_touch,
    retract_rhythm,
    set_rhythm,
    set_usual,
)
from tomoni.cases.actions.standing import (
    correct_reason,
    correct_status,
    set_involvement,
    set_margin,
    set_reason,
    set_status,
)
from tomoni.cases.actions.stating import of_family, restate, retract_event, running, state, took_place
from tomoni.cases.actions.telling import mark
from tomoni.cases.rules import pointer

__all__ = [
    "Move", "add_child", "assign", "begin_to_ask", "change_lead", "close_case", "come_to", "correct_child", "correct_reason",
    "correct_rhythm", "correct_status", "due_again", "end_deputy", "end_rhythm", "enter_phase", "hand_over", "keep_in_touch", "mark",
    "meet_duty", "of_family", "open_case", "open_duty", "pointer", "put_off_duty", "record_birth", "restate", "retract_event",
    "retract_rhythm", "running", "set_deputy", "set_involvement", "set_margin", "set_reason", "set_rhythm", "set_status", "set_usual",
    "stand_in", "state", "took_place",
]  # fmt: skip
