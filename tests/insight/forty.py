"""藤代さんの家庭: one invented family in forty records, from a mother's call in May to the first review in October.

莉子 is in her fourth year of school and gets herself and her brother 湊 ready in the mornings, since the mother's work at the
bakery begins at four and the father drives at night. Written before any rule of fidelity; ``expected.csv`` beside it says
what each of the 94 boxes of the guideline should then show, and which record proves it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tomoni.access.viewer import Viewer
from tomoni.assessment import actions as assessment
from tomoni.calendar import TOKYO, Day, frozen
from tomoni.cases.actions import enter_phase, set_involvement, set_rhythm
from tomoni.cases.models import Case, Involvement
from tomoni.contacts.actions import Met, NewPassage, Note, Promise, record
from tomoni.families.actions import NewPerson, add_member, take_in
from tomoni.families.choices import Relation
from tomoni.families.models import Family, Member
from tomoni.intake.actions import Beginning, Call, begin, explain, receive
from tomoni.meetings.actions import conclude, convene, put_on_agenda
from tomoni.monitoring.actions import observe
from tomoni.outcomes.actions import Attained, look_back
from tomoni.outcomes.actions import decide as decide_review
from tomoni.people.models import Person
from tomoni.plans import actions as plans
from tomoni.resources.actions import add_organisation
from tomoni.resources.models import Organisation
from tomoni.sharing.actions import record_consent
from tomoni.support.actions import ask

LATER = datetime(2026, 11, 20, 12, 0, tzinfo=TOKYO)
ALL_EXPLAINED = [
    "why_we_come",
    "what_we_can_do",
    "right_not_to_answer",
    "confidentiality",
    "exceptions",
    "what_next",
]


@contextmanager
def on(month: int, day: int, hour: int = 12) -> Iterator[datetime]:
    """That day of 2026."""
    moment = datetime(2026, month, day, hour, 0, tzinfo=TOKYO)
    with frozen(moment):
        yield moment


@dataclass
class Told:
    """The family and its records by the names that ``expected.csv`` uses."""

    family: Family
    riko: Person
    minato: Person
    mother: Person
    father: Person
    school: Organisation
    case: Case = field(init=False)
    records: dict[str, Any] = field(default_factory=dict)

    def note(self, worker: Viewer, name: str, moment: datetime, method: str, **parts: Any) -> None:
        """A record of contact."""
        note = Note(moment, method, parts.pop("said", ()), parts.pop("met", ()), **parts)
        case = getattr(self, "case", None)
        self.records[name] = record(worker, family=self.family, case=case, note=note)


def tell(worker: Viewer, colleague: Viewer, coordinator: Viewer) -> Told:
    """All forty, each on its day, by those who do such things."""
    told = _met(worker)
    _came_in(told, worker)
    _got_to_know(told, worker, colleague)
    _named_needs(told, worker)
    _named_strengths(told, worker)
    _understood(told, worker, coordinator)
    _planned(told, worker)
    _supported(told, worker)
    _looked_back(told, worker, coordinator)
    return told


def _met(worker: Viewer) -> Told:
    with on(5, 11, 9):
        lines = [
            NewPerson("藤代 莉子", "ふじしろ りこ", Day(date(2016, 8, 3))),
            NewPerson("藤代 湊", "ふじしろ みなと", Day(date(2020, 11, 19)), Relation.SIBLING),
            NewPerson("藤代 佳奈", "ふじしろ かな", Day(date(1989, 2, 14)), Relation.MOTHER),
            NewPerson("藤代 亮", "ふじしろ りょう", Day(date(1987, 6, 30)), Relation.FATHER),
        ]
        family, people = take_in(worker, persons=lines, label="藤代さんの家庭")
        school = add_organisation(worker, name="みどり小学校", kind="primary_school")
    return Told(family, *people, school)


def _came_in(told: Told, worker: Viewer) -> None:
    mother, riko = told.mother, told.riko
    with on(5, 11, 10):
        call = Call("family", "phone", "朝の支度を上の子に任せきりになっている。話を聞いてほしい。")
        told.records["call"] = receive(worker, family=told.family, children=[riko], call=call)
    with on(5, 14) as moment:
        said = [
            NewPassage("朝がいちばんつらいです。寝顔に「行ってくるね」と言って出ます。", "quotation", "self", mother, topic="own_words"),
            NewPassage("三人で朝ごはんを食べてから出られる日が、週に一度でもあったら。", "quotation", "self", mother, topic="wishes"),
            NewPassage("莉子は湊の機嫌をとるのが上手で、着替えも歌いながらさせてくれます。", "quotation", "self", mother, topic="strengths"),
            NewPassage("夫の母が隣の市にいます。園の担任の先生にも、よく話を聞いてもらっています。", "quotation", "self", mother, topic="around"),
        ]  # fmt: skip
        met = [Met(mother, heard=True)]
        told.note(worker, "first_talk", moment, "office", said=said, met=met, place="office")
        told.records["told_mother"] = explain(
            worker, family=told.family, person=mother, items=ALL_EXPLAINED, referral=told.records["call"], response="断ってもいいと聞いて、少し楽になりました。",
        )  # fmt: skip
    with on(5, 20, 15) as moment:
        told.records["told_riko"] = explain(
            worker, family=told.family, person=riko, items=["why_we_come", "right_not_to_answer"], referral=told.records["call"], response="（うなずく）",
        )  # fmt: skip
        said = [
            NewPassage(
                "あさ、もうちょっとねていたい。ピアノもまたひきたい。",
                "quotation",
                "self",
                riko,
                topic="wishes",
            )
        ]
        met = [Met(riko, heard=True, alone=True)]
        told.note(worker, "riko_alone", moment, "visit", said=said, met=met, place="school")
    with on(5, 21):
        how = Beginning(
            "middle",
            "朝の暮らしを月に二度、一緒に考える",
            "母と莉子さん",
            reason="young_carer",
            attitude="asks",
        )
        told.case = begin(worker, referral=told.records["call"], beginning=how)
        told.records["involvement_first"] = Involvement.objects.for_system("test").get(case=told.case)


def _got_to_know(told: Told, worker: Viewer, colleague: Viewer) -> None:
    case, mother, riko = told.case, told.mother, told.riko
    with on(5, 27, 16) as moment:
        said = [NewPassage("居間の棚に、下の子の着替えが曜日ごとに入れてある。莉子が前の晩に用意する。")]
        met = [Met(mother, heard=True), Met(told.minato)]
        told.note(
            worker,
            "home_visit",
            moment,
            "visit",
            said=said,
            met=met,
            place="inside",
            coworkers=[colleague.post],
        )
        new = NewPerson(
            "藤代 節子", "ふじしろ せつこ", Day(date(1959, 4, 2)), Relation.GRANDMOTHER, lives_here=False
        )
        grandmother = add_member(worker, family=told.family, new=new)
        told.records["grandmother_listed"] = Member.objects.for_system("test").get(person=grandmother)
        told.records["helps"] = assessment.name_supporter(
            worker, case=case, kind="helps", name="園の大野先生", told_by=mother, text="帰りぎわに、毎日声をかけてくれる",
        )  # fmt: skip
        for name, person, text in (
            ("wish_riko", riko, "あさ、ゆっくりおきたい。学校でねむくならないようにしたい。"),
            ("wish_mother", mother, "こどもたちの朝を、人に頼れるようになりたい。"),
        ):
            told.records[name] = assessment.wish(worker, case=case, person=person, text=text)


def _named_needs(told: Told, worker: Viewer) -> None:
    case, mother, riko = told.case, told.mother, told.riko
    with on(6, 1):
        told.records["need_rest"] = assessment.add_need(
            worker, case=case, kind="body", person=riko, doing="together", wished="莉子が七時間は眠れる", now_is="五時に起き、湊の支度をしている",
        )  # fmt: skip
        told.records["need_work"] = assessment.add_need(
            worker, case=case, kind="work", doing="arranged", wished="早番の朝に、家におとながいる", now_is="週に四日、四時から九時までこどもだけ",
        )  # fmt: skip
        rest = told.records["need_rest"]
        told.records["view_riko"] = assessment.give_view(
            worker, need=rest, person=riko, text="水よう日がいちばんねむい", scale=3
        )
        told.records["view_mother"] = assessment.give_view(
            worker, need=rest, person=mother, text="夜は早く寝かせているつもりだった"
        )


def _named_strengths(told: Told, worker: Viewer) -> None:
    case, mother, riko = told.case, told.mother, told.riko
    with on(6, 1):
        told.records["grandmother"] = assessment.note_strength(
            worker, case=case, kind="kin", name="祖母の節子さん", text="早起きで、こどもたちと電話でよく話す", told_by=mother,
        )  # fmt: skip
        told.records["riko_cooks"] = assessment.note_strength(
            worker, case=case, kind="child", person=riko, text="たまごやきが作れる", told_by=riko,
        )  # fmt: skip
        told.records["possible"] = assessment.note_strength(
            worker, case=case, kind="service", time="possible", text="早朝に家に来てくれる人。いまの制度は七時から",
        )  # fmt: skip
        told.records["fit_grandmother"] = assessment.fit(
            worker, need=told.records["need_work"], strength=told.records["grandmother"],
            adjustment="relation", text="父方の祖母なので、頼み方を父と相談してから",
        )  # fmt: skip


def _understood(told: Told, worker: Viewer, coordinator: Viewer) -> None:
    with on(6, 3, 17):
        told.records["assessment_first"] = assessment.hold(
            worker, case=told.case, reason="first", summary="朝の四時間に、おとなが一人いるかどうかが暮らしの要になっている。",
            checked_with=told.mother, answer="「任せきり」ではなく「頼りきり」と書いてほしい", again_on=date(2026, 10, 15),
        )  # fmt: skip
    with on(6, 17, 10) as moment:
        meeting = convene(worker, kind="joint", at=moment, attendees=[coordinator.post])
        item = put_on_agenda(
            worker,
            meeting=meeting,
            family=told.family,
            case=told.case,
            topic="見立てをいくつもの目で確かめる",
        )
        told.records["joint"] = conclude(
            coordinator, item=item, outcome="continued", reason="父の話がまだない。日曜に会う"
        )
    with on(6, 21, 14) as moment:
        said = [
            NewPassage(
                "父は、朝のことを初めて知ったと話し、祖母への頼み方を母と相談した。", about=told.father
            )
        ]
        met = [Met(told.mother, heard=True), Met(told.father, heard=True)]
        told.note(worker, "sunday_talk", moment, "visit", said=said, met=met, place="relatives_home")


def _planned(told: Told, worker: Viewer) -> None:
    with on(7, 1):
        plan = plans.begin(worker, case=told.case, concern="四人の朝")
        why = "夏休みの予定が決まってから書きたい（母）"
        told.records["on_hold"] = plans.set_status(worker, plan=plan, kind="on_hold", reason=why)
    with on(7, 6, 19) as moment:
        told.note(
            worker, "phone_july", moment, "phone", met=[Met(told.mother, seen=False, heard=True)],
            said=[NewPassage("夏休みの予定が決まったとのこと。あさって一緒に書く。")],
            promise=Promise("祖母の泊まりの様子を、電話でうかがう", datetime(2026, 8, 5, 17, 0, tzinfo=TOKYO)),
        )  # fmt: skip
    with on(7, 8, 17):
        _written_together(told, worker, plan)


def _written_together(told: Told, worker: Viewer, plan: Any) -> None:
    rows, riko, mother = told.records, told.riko, told.mother
    rows["voice_riko"] = plans.speak(
        worker, plan=plan, kind="hope", person=riko, text="ばあばのみそしるで学校に行きたい"
    )
    rows["voice_mother"] = plans.speak(
        worker, plan=plan, kind="worry", person=mother, text="お義母さんに甘えすぎにならないか"
    )
    rows["goal_long"] = plans.set_goal(
        worker,
        plan=plan,
        horizon="long",
        text="だれかが見ていてくれる朝を、みんなで迎える",
        needs=[rows["need_work"]],
    )
    rows["goal_short"] = plans.set_goal(
        worker, plan=plan, horizon="short", person=riko, text="水よう日は六時半までねる",
        look_at="水曜に何時に起きたか", sign="二時間目にねむくない", needs=[rows["need_rest"]],
    )  # fmt: skip
    rows["step_grandmother"] = plans.take_step(
        worker, goal=rows["goal_short"], by="others", name="祖母の節子さん", text="火曜の夜に泊まり、水曜の朝を一緒に過ごす",
        fit=rows["fit_grandmother"],
    )  # fmt: skip
    rows["step_school"] = plans.take_step(
        worker,
        goal=rows["goal_short"],
        by="others",
        organisation=told.school,
        text="水曜の二時間目のようすを見て、母に一言伝える",
    )
    rows["consent_school"] = record_consent(
        worker, family=told.family, person=mother, given=True, organisation=told.school, what="プランの目標と、水曜の取組", words="そこだけなら",
    )  # fmt: skip
    rows["plan"] = plans.agree(worker, plan=plan, agreed_by="母、父、莉子さん", review_on=date(2026, 10, 8))
    rows["given_mother"] = plans.give(worker, plan=plan, person=mother, answer="冷蔵庫に貼ります")
    enter_phase(worker, case=told.case, phase="planning")


def _supported(told: Told, worker: Viewer) -> None:
    rows, case, goal = told.records, told.case, told.records["goal_short"]
    with on(7, 15):
        enter_phase(worker, case=case, phase="support")
        rows["request_school"] = ask(
            worker, case=case, organisation=told.school, goal=goal, until=date(2026, 12, 25), consent=rows["consent_school"],
            text="水曜の二時間目の終わりに、莉子さんに一言声をかける", look_at="水曜の二時間目、起きていられるか",
            call_when="二週つづけて眠ってしまったとき", told="母に、見てもらうことと、電話が来る場合を説明。「担任の先生なら」",
        )  # fmt: skip
    with on(9, 28, 18):
        enter_phase(worker, case=case, phase="monitoring")
        rows["seen_school"] = observe(
            worker, case=case, goal=goal, request=rows["request_school"], organisation=told.school, way="nearer",
            text="九月の水曜は四回とも起きていて、最後の回は手を挙げた", seen_on=Day(date(2026, 9, 25)),
        )  # fmt: skip
        rows["seen_mother"] = observe(
            worker, case=case, goal=goal, person=told.mother, kind="words", way="nearer", text="水曜だけは、わたしも安心して出られます",
        )  # fmt: skip
    with on(10, 1, 16) as moment:
        said = [NewPassage("水よう日ね、六時四十分におきた。", "quotation", "self", told.riko, good=True)]
        told.note(
            worker,
            "autumn_visit",
            moment,
            "visit",
            said=said,
            met=[Met(told.riko, heard=True)],
            place="entrance",
        )
        rows["stays"] = assessment.name_supporter(
            worker, case=case, kind="stays", child=told.riko, name="ピアノの先生", told_by=told.riko, text="ずっといてくれると思う",
        )  # fmt: skip


def _looked_back(told: Told, worker: Viewer, coordinator: Viewer) -> None:
    rows = told.records
    long, short = rows["goal_long"], rows["goal_short"]
    with on(10, 8, 17):
        enter_phase(worker, case=told.case, phase="evaluation")
        said = [
            Attained(short, "reached", "六時半までねられた。二時間目もねむくない", told.riko),
            Attained(long, "nearer", "週に一日、だれかがいる朝ができた", told.mother),
            Attained(long, "nearer", "木曜はまだこどもだけで迎えている"),
        ]
        rows["review"] = look_back(
            worker, plan=rows["plan"], with_whom="母と莉子さん", attained=said, proposal="thinner", reason="水曜の朝が続いている",
            family_wish="二か月に一度、顔を見に来てほしい", review_on=date(2027, 1, 8),
        )  # fmt: skip
    with on(10, 9):
        decide_review(
            coordinator, review=rows["review"], outcome="thinner", reason="家族の希望と見立てが合っている"
        )
        rows["involvement_thinner"] = set_involvement(
            worker, case=told.case, level="thin", reason="朝の一日が定着した", agreed_with="母と莉子さん"
        )
        set_rhythm(worker, case=told.case, every="2 months", reason="「二か月に一度、顔を見に来てほしい」")
