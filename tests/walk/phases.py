"""The later phases of the walk's families: what was stated about the case, in words that must not leave it."""

from datetime import timedelta
from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.assessment import actions as assessment
from tomoni.calendar import today
from tomoni.cases.actions import add_child, set_involvement, set_margin, set_reason, set_rhythm, set_status
from tomoni.closing.actions import agree_sign, leave
from tomoni.insight.actions import Said, rate
from tomoni.monitoring.actions import observe
from tomoni.outcomes.actions import Answered, Attained, Chosen, Helping, decide, look_back
from tomoni.outcomes.actions import hear as ask_voice
from tomoni.plans import actions as plans
from tomoni.support.actions import ask, hear, talk, use

Rows = dict[str, Any]


def carried_on(keeper: Viewer, rows: Rows, word: str) -> Rows:
    """Assessment and plan of the case."""
    made = _assessed(keeper, rows, word)
    told = {"case": rows["case"], "reason": f"わけ{word}", "agreed_with": f"母{word}"}
    made["involvement"] = set_involvement(keeper, level="middle", **told)
    made["margin"] = set_margin(keeper, level="some", **told)
    made["rhythm"] = set_rhythm(keeper, case=rows["case"], every="14 days", reason=f"わけ{word}")
    made |= _told_of(keeper, rows, word)
    made |= _planned(keeper, {**rows, **made}, word)
    made |= _watched(keeper, {**rows, **made}, word)
    return made | _looked_back(keeper, {**rows, **made}, word)


def _told_of(keeper: Viewer, rows: Rows, word: str) -> Rows:
    case = rows["case"]
    return {
        "subject": add_child(keeper, case=case, child=rows["sibling"]),
        "legal": set_status(
            keeper, case=case, person=rows["sibling"], kind="needs_support", reason=f"区分{word}"
        ),
        "why": set_reason(keeper, case=case, kind="young_carer", attitude="willing", text=f"補足{word}"),
    }


def _assessed(keeper: Viewer, rows: Rows, word: str) -> Rows:
    case, child, mother = rows["case"], rows["person"], rows["mother"]
    need = assessment.add_need(
        keeper, case=case, kind="body", person=child, wished=f"朝ごはん{word}", now_is=f"食べない{word}"
    )
    strength = assessment.note_strength(
        keeper, case=case, kind="kin", name=f"祖母{word}", text=f"早起き{word}"
    )
    held = assessment.hold(keeper, case=case, reason="first", summary=f"見立て{word}", checked_with=mother)
    return {
        "round": held,
        "wish": assessment.wish(keeper, case=case, person=child, text=f"願い{word}"),
        "need": need,
        "strength": strength,
        "view": assessment.give_view(keeper, need=need, person=child, text=f"見方{word}", scale=3),
        "fit": assessment.fit(
            keeper, need=need, strength=strength, adjustment="relation", text=f"頼む{word}"
        ),
        "supporter": assessment.name_supporter(
            keeper, case=case, kind="stays", child=child, name=f"監督{word}"
        ),
    }


def _planned(keeper: Viewer, rows: Rows, word: str) -> Rows:
    plan = plans.begin(keeper, case=rows["case"], concern=f"朝の支度{word}")
    goal = plans.set_goal(
        keeper,
        plan=plan,
        horizon="short",
        text=f"一歩{word}",
        look_at=f"見ること{word}",
        needs=[rows["need"]],
    )
    made: Rows = {"plan": plan, "goal": goal}
    made["other_goal"] = plans.set_goal(keeper, plan=plan, horizon="long", text=f"姿{word}")
    told = {name: f"{name}{word}" for name in ("far", "nearly", "hoped", "more", "beyond", "agreed_with")}
    made["levels"] = plans.agree_levels(keeper, goal=goal, **told)
    made["voice"] = plans.speak(keeper, plan=plan, kind="hope", person=rows["person"], text=f"声😀{word}")
    made["step"] = plans.take_step(keeper, goal=goal, by="centre", text=f"電話{word}", fit=rows["fit"])
    made["status"] = plans.set_status(keeper, plan=plan, kind="on_hold", reason=f"考え中{word}")
    plans.agree(keeper, plan=plan, agreed_by=f"母{word}", review_on=today() + timedelta(days=90))
    made["given"] = plans.give(
        keeper, plan=plan, person=rows["mother"], signed=True, answer=f"貼る{word}", words=f"先生なら{word}",
        recipient=f"担任{word}",
    )  # fmt: skip
    return made


def _watched(keeper: Viewer, rows: Rows, word: str) -> Rows:
    case, goal, until = rows["case"], rows["goal"], today() + timedelta(days=60)
    told = {"look_at": f"おかわり{word}", "call_when": f"休んだ日{word}", "told": f"母へ{word}"}
    request = ask(keeper, case=case, goal=goal, organisation=rows["organisation"], until=until, **told)
    seen = observe(keeper, case=case, goal=goal, request=request, person=rows["person"], text=f"食べた{word}")
    school = {"case": case, "organisation": rows["organisation"]}
    said = {
        "wished": f"朝だけ{word}",
        "can_do": f"週一回{word}",
        "agreed": f"月曜{word}",
        "difference": f"夜{word}",
    }
    met = talk(keeper, there=f"母{word}", fit=rows["fit"], **said, **school)
    used = [use(keeper, text=f"泣いた{word}", **school) for _ in range(3)]
    told = {"good": f"助かる{word}", "other": f"時間{word}", "go_on": "as_is", "unheard": f"眠い{word}"}
    heard = hear(keeper, use=used[0], person=rows["mother"], **told)
    return {"request": request, "observation": seen, "talk": met, "use": used[0], "feedback": heard}


def _looked_back(keeper: Viewer, rows: Rows, word: str) -> Rows:
    case, plan, said = rows["case"], rows["plan"], [Attained(rows["goal"], "nearer", f"近い{word}")]
    told = {
        "with_whom": f"母{word}",
        "proposal": "close",
        "reason": f"案{word}",
        "family_wish": f"希望{word}",
    }
    helped = [
        Helping(rows["goal"], step=rows["step"]),
        Helping(rows["goal"], fit=rows["fit"], person=rows["mother"]),
    ]
    told |= {"reached": [Chosen(rows["levels"], 0)], "helped": helped}
    decided, review = (look_back(keeper, plan=plan, attained=said, **told) for _ in range(2))
    decide(keeper, review=decided, outcome="close", reason=f"決定{word}")
    told = [
        Answered("resources", "better", f"弟{word}"),
        Answered("worth", "good", f"楽{word}", name=f"店{word}"),
    ]
    hearing = ask_voice(keeper, review=review, person=rows["mother"], answers=told)
    sign = agree_sign(
        keeper, case=case, text=f"休む{word}", watcher="family", name=f"母{word}", how=f"電話{word}"
    )
    rest = {"name": f"父{word}", "told": f"会社{word}", "alongside": f"二人で{word}"}
    left = leave(keeper, case=case, text=f"夜勤{word}", **rest)
    rate(keeper, case=case, said=[Said("4-1.1", "done", f"気づき{word}")])
    return {"review": review, "hearing": hearing, "returnsign": sign, "remaining": left}
