"""Requests, talks, uses and feedback as statements about a case."""

from tomoni.cases.telling import Kind, Telling, same
from tomoni.support import actions
from tomoni.support.forms import FeedbackForm, RequestForm, TalkForm, UseForm
from tomoni.support.models import Feedback, Request, Talk, Use

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
WITH = ("organisation", "fit", "step")
TALK = Kind(
    "話し合い",
    TalkForm,
    Talk,
    actions.talk,
    same("name", "there", "wished", "can_do", "difference", "agreed", *WITH),
    names=WITH,
    door="家族と一緒に話し合ったことを書く",
)
USE = Kind(
    "使った日",
    UseForm,
    Use,
    actions.use,
    same("organisation", "name", "text"),
    names=("organisation",),
    correct=actions.correct_use,
    retract=actions.retract_use,
    door="使った日を書く",
)
FEEDBACK = Kind(
    "聞いたこと",
    FeedbackForm,
    Feedback,
    actions.hear,
    same("person", "good", "other", "go_on", "unheard"),
    "use__case",
    ("person", "use__organisation"),
    retract=actions.retract_feedback,
    door="使ってみてどうかを聞く",
)
KINDS = {"request": REQUEST, "talk": TALK, "use": USE, "feedback": FEEDBACK}
TELLING = Telling("support", KINDS, "支援", "monitoring:sheet")
