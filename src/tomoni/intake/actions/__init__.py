"""Phase 1, every change: taking a call, seeing the children, explaining, deciding, handing over."""

from tomoni.intake.actions.deciding import (
    Asked,
    Beginning,
    Leaving,
    Verdict,
    begin,
    bring_to_meeting,
    carry_out,
    decide_referral,
    leave,
    waiting_to_be_carried_out,
)
from tomoni.intake.actions.ending import accept, attach, hand_over, settle
from tomoni.intake.actions.receiving import (
    Call,
    Whom,
    complete,
    include_child,
    receive,
    safety_hours,
    set_rules,
    take_call,
)
from tomoni.intake.actions.seeing import confirm_safety, explain, hold_interview

__all__ = [
    "Asked", "Beginning", "Call", "Leaving", "Verdict", "Whom", "accept", "attach", "begin", "bring_to_meeting",
    "carry_out", "complete", "confirm_safety", "decide_referral", "explain", "hand_over", "hold_interview",
    "include_child", "leave", "receive", "safety_hours", "set_rules", "settle", "take_call", "waiting_to_be_carried_out",
]  # fmt: skip
