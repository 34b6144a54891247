"""What happens in a living case, event by event; ``script`` says how it is written down."""

from tomoni.town.timeline.circle import Assessment, Closing, Decided, Observation, Plan, Request, Review
from tomoni.town.timeline.events import (
    Contact,
    Correction,
    Duty,
    Event,
    Explained,
    FirstInterview,
    HandoverOut,
    Involvement,
    LifeEvent,
    Margin,
    Meeting,
    Observed,
    Passage,
    Promise,
    Referral,
    SafetyCheck,
    Said,
    Status,
)

EVENTS: dict[str, type[Event]] = {
    "referral": Referral,
    "explained": Explained,
    "safety_check": SafetyCheck,
    "first_interview": FirstInterview,
    "meeting": Meeting,
    "contact": Contact,
    "correction": Correction,
    "status": Status,
    "involvement": Involvement,
    "margin": Margin,
    "duty": Duty,
    "handover_out": HandoverOut,
    "life_event": LifeEvent,
    "assessment": Assessment,
    "plan": Plan,
    "request": Request,
    "observation": Observation,
    "review": Review,
    "decided": Decided,
    "closing": Closing,
}

__all__ = [
    "EVENTS", "Assessment", "Closing", "Contact", "Correction", "Decided", "Duty", "Event", "Explained", "FirstInterview",
    "HandoverOut", "Involvement", "LifeEvent", "Margin", "Meeting", "Observation", "Observed", "Passage", "Plan", "Promise",
    "Referral", "Request", "Review", "SafetyCheck", "Said", "Status",
]  # fmt: skip
