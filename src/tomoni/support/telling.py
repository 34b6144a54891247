"""Requests as statements about a case."""

from tomoni.cases.telling import Kind, Telling, same
from tomoni.support import actions
from tomoni.support.forms import RequestForm
from tomoni.support.models import Request

NAMED = ("organisation", "person", "goal", "consent")
REQUEST = Kind(
    "依頼",
    RequestForm,
    Request,
    actions.ask,
    same("name", "text", "look_at", "call_when", "call_whom", "until", "told", *NAMED),
    names=(*NAMED, "goal__plan", "consent__person", "call_whom"),
    correct=actions.correct,
    end=actions.end,
    retract=actions.retract,
    door="だれかにお願いする",
)
TELLING = Telling("support", {"request": REQUEST}, "支援", "monitoring:sheet")
