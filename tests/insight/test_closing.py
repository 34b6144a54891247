"""藤代さんの家庭 two months on: the engagement ends, and the boxes of the last phase stand as written down here before."""

from datetime import date

import pytest

from tests.insight.forty import Told, on
from tomoni.access.viewer import Viewer
from tomoni.assessment.actions import name_supporter
from tomoni.cases.actions import enter_phase
from tomoni.closing.actions import agree_sign, close, leave
from tomoni.closing.models import ReturnSign
from tomoni.insight.queries.fidelity import evidence, judge
from tomoni.insight.rules import State
from tomoni.meetings.actions import conclude, convene, put_on_agenda
from tomoni.outcomes.actions import Attained, decide, look_back
from tomoni.practice import load

PROVEN = {
    "7-1.1": {"closing"},
    "7-2.1": {"always"},
    "7-2.2": {"last_review"},
    "7-3.1": {"last_review"},
    "7-5.1": {"leans_on"},
    "7-6.1": {"left"},
    "7-7.1": {"school_notices", "mother_notices"},
    "7-7.2": {"mother_notices"},
    "7-8.1": {"school_notices"},
    "7-9.1": {"end_meeting"},
}


@pytest.fixture
def ended(told: Told, sato: Viewer, tanaka: Viewer) -> Told:
    rows, case = told.records, told.case
    with on(12, 10):
        enter_phase(sato, case=case, phase="closing")
        said = [Attained(rows["goal_long"], "nearer", "朝がこわくなくなった", told.mother)]
        rows["last_review"] = look_back(
            sato, plan=rows["plan"], with_whom="母と莉子さん", attained=said, proposal="close",
            reason="朝の支えが暮らしに根づいた", family_wish="困ったら、また電話したい",
        )  # fmt: skip
        decide(tanaka, review=rows["last_review"], outcome="close", reason="家族の手ごたえと合っている")
    with on(12, 12) as moment:
        meeting = convene(sato, kind="policy", at=moment, attendees=[tanaka.post])
        item = put_on_agenda(sato, meeting=meeting, family=told.family, case=case, topic="終結のしかた")
        rows["end_meeting"] = conclude(
            tanaka, item=item, outcome="close", reason="戻る目安を学校とも分かち合えた"
        )
    with on(12, 14):
        rows["leans_on"] = name_supporter(
            sato, case=case, kind="helps", name="図書館の読み聞かせの会", told_by=told.riko
        )
        rows["left"] = leave(
            sato,
            case=case,
            text="早朝に来てくれる人がいない",
            organisation=told.school,
            told="学校の相談員が引き継ぐ",
        )
        rows["school_notices"] = agree_sign(
            sato,
            case=case,
            text="水曜の二時間目に二週つづけて眠る",
            watcher="belonging",
            organisation=told.school,
            how="担任から電話",
        )
        rows["mother_notices"] = agree_sign(
            sato, case=case, text="早番が週五日に増える", watcher="family", name="母", until=date(2027, 12, 1)
        )
    with on(12, 20):
        rows["closing"] = close(
            sato, case=case, achieved="水曜の朝をおとなと過ごせている", told_to="母、父、莉子さん",
            can_ask="センターか、学校の相談員へ", answer="終わりではなくて、お休みなんですね",
        )  # fmt: skip
        rows["always"] = ReturnSign.objects.for_system("test").get(case=case, always=True)
    return told


def test_the_last_phase_stands_as_written_down_and_falls_with_its_proof(ended: Told, sato: Viewer) -> None:
    with on(12, 21):
        clues, holding = evidence(sato, ended.case)
    pack = load(ended.case.pack)

    def states(left: list[object]) -> dict[str, State]:
        found = judge(pack, left, holding)  # type: ignore[arg-type]
        return {
            shown.box.id: shown.answer.state
            for cell in found.cells
            for shown in cell.boxes
            if shown.box.id[0] == "7"
        }

    assert states(list(clues)) == {**dict.fromkeys(PROVEN, State.MET), "7-4.1": State.UNKNOWN}
    for box, proof in PROVEN.items():
        for name in proof:
            ref = str(ended.records[name].ref)
            left = [clue for clue in clues if all(record.ref != ref for record in clue.records)]
            assert states(list(left))[box] == State.UNKNOWN, (box, name)
