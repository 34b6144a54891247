"""Signs of return and what remains, as statements about a case."""

from tomoni.cases.telling import Kind, Telling, same
from tomoni.closing import actions, forms
from tomoni.closing.models import Remaining, ReturnSign

KINDS = {
    "returnsign": Kind(
        "再関与のしるし",
        forms.SignForm,
        ReturnSign,
        actions.agree_sign,
        same("text", "child", "watcher", "organisation", "name", "how", "until"),
        names=("child", "organisation"),
        door="再関与のしるしを決める",
    ),
    "remaining": Kind(
        "残っていること",
        forms.RemainingForm,
        Remaining,
        actions.leave,
        same("text", "organisation", "name", "told", "alongside", "alongside_until"),
        names=("organisation",),
    ),
}
TELLING = Telling("closing", KINDS, "見直しと終結")
