"""Writing down how somebody sees the practice in a case."""

from collections.abc import Sequence
from dataclasses import dataclass

from tomoni.access.acting import action
from tomoni.access.actions import Refused
from tomoni.access.choices import Need
from tomoni.access.decide import require
from tomoni.access.matrix import READERS
from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.cases.models import Case
from tomoni.insight.models import Rating
from tomoni.practice import codes, load


@dataclass(frozen=True)
class Said:
    """An answer to one box, and what was noticed."""

    box: str
    answer: str
    text: str = ""


@action("insight.rate")
def rate(viewer: Viewer, *, case: Case, said: Sequence[Said]) -> list[Rating]:
    """Answers to boxes, by whoever reads the case: its lead of the own practice, a colleague of a colleague's."""
    require(viewer, Need.READ, case)
    if viewer.role not in READERS:
        raise Refused("ふり返りは、家庭の記録を読む役割の職員が書きます。")
    _check(case, said)
    own, at = case.lead.user_id == viewer.user.pk, now()
    rows = [
        Rating(
            municipality=viewer.tenant, dossier=case.dossier, case=case, box=each.box, answer=each.answer,
            text=each.text.strip(), own=own, at=at, by=viewer.post,
        )
        for each in said
    ]  # fmt: skip
    for row in rows:
        row.save()
    return rows


def _check(case: Case, said: Sequence[Said]) -> None:
    if not said:
        raise Refused(
            "新しく選んだところ、書きかえたところがありません。ポイントを一つ以上選んでから保存してください。"
        )
    known = {box.id for viewpoint in load(case.pack).viewpoints for box in viewpoint.boxes}
    answers = codes("rating_answers")
    if any(each.box not in known or each.answer not in answers for each in said):
        raise Refused(
            "このケースの実践モデルにないポイントです。画面を開きなおして、もう一度選んでください。"
        )
