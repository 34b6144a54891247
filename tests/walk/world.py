"""The world of the walk: families in seven situations, each with every kind of row that an address or a form can name.

Every family carries words by which a page that shows too much gives itself away: its surname (whoever sees the card sees
that), a word in all it says beyond the card, and marks in everything that is protected.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.documents import brought
from tests.walk.marks import Marks
from tests.walk.phases import Rows, carried_on
from tomoni.access.actions import break_glass, give, seal
from tomoni.access.choices import Basis, Emergency, Level
from tomoni.access.models import Dossier
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import STAFF, Role
from tomoni.accounts.models import Post, Team, User
from tomoni.calendar import TOKYO, Day, now, today
from tomoni.cases.actions import change_lead, close_case, open_duty, restate, set_deputy
from tomoni.cases.models import Case
from tomoni.contacts.actions import Met, NewPassage, Note, Seen, attach, mark_body, protect_passage, record
from tomoni.contacts.actions import correct as correct_contact
from tomoni.contacts.models import Passage
from tomoni.documents.files import clean
from tomoni.families.actions import NewPerson, add_household, join_partners, take_in
from tomoni.families.models import Household, Member, ParentLink, Stay
from tomoni.intake.actions import (
    Call,
    Verdict,
    accept,
    bring_to_meeting,
    confirm_safety,
    decide_referral,
    receive,
)
from tomoni.jobs.actions import notify
from tomoni.jobs.models import Notice
from tomoni.meetings.actions import convene, decide_item, put_on_agenda
from tomoni.monitoring.actions import observe
from tomoni.people import actions as people
from tomoni.people.models import ContactPoint
from tomoni.resources.actions import add_organisation
from tomoni.sharing.actions import pass_on, record_consent, retract_disclosure
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

NOON = datetime(2026, 6, 10, 12, 0, tzinfo=TOKYO)
SITUATIONS = ("own", "team", "other", "closed", "shared", "sealed", "elsewhere")
SURNAMES = {
    "own": ("朝比奈", "あさひな"),
    "team": ("小野寺", "おのでら"),
    "other": ("宇佐美", "うさみ"),
    "closed": ("江上", "えがみ"),
    "shared": ("蒲生", "がもう"),
    "sealed": ("木暮", "こぐれ"),
    "elsewhere": ("毛利", "もうり"),
}


def inside(situation: str) -> str:
    """The word that stands in whatever a family's records say beyond the card."""
    return f"《{situation}》"


@dataclass(frozen=True)
class Home:
    """One family: its situation, the rows by the names the table uses, and what is hidden in them."""

    situation: str
    rows: Rows
    marks: Marks


@dataclass
class World:
    """The post of each role, and the families; ``rows`` are those of the first family in each situation."""

    municipality: Municipality
    neighbour: Municipality
    posts: dict[str, Post] = field(default_factory=dict)
    homes: list[Home] = field(default_factory=list)

    @property
    def rows(self) -> dict[str, Rows]:
        """By situation."""
        return {home.situation: home.rows for home in reversed(self.homes)}

    def place_of(self, situation: str) -> Municipality:
        """Where families in this situation live."""
        return self.neighbour if situation == "elsewhere" else self.municipality


def build(families: int = len(SITUATIONS)) -> World:
    """Two municipalities, one post of each role, and so many families, the situations in turn."""
    here = Municipality.objects.create(code="044999", name="ともに町")
    there = Municipality.objects.create(code="044998", name="となり町")
    world = World(here, there)
    team = Team.objects.create(municipality=here, name="家庭相談係")
    for role in Role:
        user = User.objects.create(username=role.value, name=f"役割 {role.label}")
        world.posts[role.value] = Post.objects.create(user=user, municipality=here, role=role, team=team)
    for number in range(families):
        situation = SITUATIONS[number % len(SITUATIONS)]
        place = there if situation == "elsewhere" else here
        with tenant(place):
            world.homes.append(_home(_Keepers(place, situation), world, situation, Marks(number)))
    return world


class _Keepers:
    """A coordinator, a head and a worker with a team of their own, who prepare the families of a situation."""

    def __init__(self, place: Municipality, situation: str) -> None:
        team, _ = Team.objects.get_or_create(municipality=place, name="係")
        self.coordinator = _viewer(place, situation, Role.COORDINATOR, team)
        self.head = _viewer(place, situation, Role.HEAD, team)
        self.deputy = _viewer(place, situation, Role.PRACTITIONER, team)


def _viewer(place: Municipality, situation: str, role: Role, team: Team) -> Viewer:
    user, _ = User.objects.get_or_create(username=f"{role}-{situation}", name="準備する人")
    return Viewer.wearing(Post.objects.get_or_create(user=user, municipality=place, role=role, team=team)[0])


def _home(keepers: _Keepers, world: World, situation: str, marks: Marks) -> Home:
    keeper, (name, kana) = keepers.coordinator, SURNAMES[situation]
    rows: Rows = {
        "colleague": keeper.post,
        "deputy": keepers.deputy.post,
        **_taken_in(keeper, name, kana, marks.number),
    }
    word = inside(situation)
    rows |= _reached(keeper, rows, word, marks) | _told(keeper, rows, name, word)
    rows |= _referred(keepers, rows, word, marks)
    rows |= _written(keeper, rows, word, marks)
    rows |= carried_on(keeper, rows, word)
    rows |= _led(keepers, rows, word)
    notify([keeper.post], about=rows["family"].dossier, kind="walk", text="お知らせ")
    rows["notice"] = Notice.objects.for_system("walk").filter(post=keeper.post).latest("pk")
    _hold(keeper, world, situation, rows)
    return Home(situation, rows, marks)


def _taken_in(keeper: Viewer, name: str, kana: str, number: int) -> Rows:
    """Families of a situation share their names; each child has a birthday of its own."""
    birth, later = (Day(today() - timedelta(days=days + number)) for days in (3000, 900))
    lines = {
        "person": NewPerson(f"{name} うみ", f"{kana} うみ", birth),
        "mother": NewPerson(f"{name} さと", f"{kana} さと", relation="mother"),
        "father": NewPerson(f"{name} たけ", f"{kana} たけ", relation="father"),
        "unborn": NewPerson(
            f"{name}（おなかの子）", expected_on=Day(today() + timedelta(days=60)), relation="sibling"
        ),
        "sibling": NewPerson(f"{name} なみ", f"{kana} なみ", later, "sibling"),
        "double": NewPerson(f"{name} 里", relation="other", lives_here=False),
        "twin": NewPerson(f"{name} 波", relation="other", lives_here=False),
    }
    family, persons = take_in(keeper, persons=list(lines.values()), label=f"{name}さんの家庭")
    rows: Rows = {"family": family, **dict(zip(lines, persons, strict=True))}
    for row, model in (("member", Member), ("household", Household), ("stay", Stay), ("link", ParentLink)):
        rows[row] = model.objects.for_system("walk").filter(dossier=family.dossier).order_by("pk").first()
    return rows


def _reached(keeper: Viewer, rows: Rows, word: str, marks: Marks) -> Rows:
    """Telephones and addresses: written open and hidden later, hidden from the first, and open ones."""
    mother, double = rows["mother"], rows["double"]
    point: Any = people.add_contact_point(keeper, person=mother, value=marks["phone"])
    point = people.correct_reach(keeper, row=point, text=marks["phone"], note="朝")
    address = people.add_address(keeper, person=mother, text=marks["address"])
    people.add_contact_point(keeper, person=double, value=marks["doubled_phone"])
    protection = people.protect(keeper, persons=[mother], against_text=marks["against"])[0]
    told: Rows = {"same": people.join_persons(keeper, kept=mother, other=double)}
    told["protection"] = people.renew_protection(keeper, protection=protection)
    standing = ContactPoint.objects.for_system("walk").standing()
    told["point"] = people.correct_reach(keeper, row=standing.get(pk=point.pk), note=f"夜だけ{word}")
    told["address"] = type(address).objects.for_system("walk").get(pk=address.pk)
    people.add_contact_point(keeper, person=mother, value=marks["later_phone"])
    people.add_address(keeper, person=mother, text=marks["later_address"])
    return told


def _told(keeper: Viewer, rows: Rows, name: str, word: str) -> Rows:
    child, mother, father = rows["person"], rows["mother"], rows["father"]
    organisation = add_organisation(keeper, name="ひがし小学校", kind="primary_school")
    people.change_person(keeper, person=child, note=f"備考{word}")
    shown = people.add_contact_point(
        keeper, person=father, value=f"0{keeper.post.pk:03}-{father.pk:04}", note=word
    )
    again = people.add_contact_point(keeper, person=father, value="0225-00-0000", hide=True)
    return {
        "organisation": organisation,
        "open_point": shown,
        "hidden_point": again,
        "open_address": people.add_address(keeper, person=father, text=f"ともに町{word}1番地"),
        "hidden_address": people.add_address(keeper, person=father, text="ともに町2番地", hide=True),
        "name": people.add_name(keeper, person=mother, kind="former", name=f"{name} 旧"),
        "enrolment": people.enrol(keeper, person=child, organisation=organisation, class_name=f"1組{word}"),
        "union": join_partners(keeper, one=mother, two=father),
        "second_home": add_household(keeper, family=rows["family"], label=f"父の家{word}"),
    }


def _referred(keepers: _Keepers, rows: Rows, word: str, marks: Marks) -> Rows:
    """受付票 at every step, and the meetings that decide on them."""
    keeper, family, child = keepers.coordinator, rows["family"], rows["person"]
    names = ("caller_name", "caller_contact", "caller_relation", "caller_agency")
    caller = {name: marks[name] for name in names}
    since = now() - timedelta(hours=2)

    def taken(door: str, *, is_notice: bool, **told: Any) -> Any:
        call = Call(door, "phone", f"学校からの連絡{word}", since, is_notice, whereabouts=word, **told)
        return receive(keeper, family=family, children=[child], call=call)

    made: Rows = {
        "referral": taken("school", is_notice=True, **caller),
        "consultation": taken("neighbour", is_notice=False),
    }
    case = made["case"] = accept(keeper, referral=taken("school", is_notice=False))
    meeting = made["meeting"] = convene(keeper, kind="intake", at=now() + timedelta(days=1))
    for row in ("item", "decided_item"):
        made[f"{row}_referral"] = taken("school", is_notice=True)
        made[row] = bring_to_meeting(keeper, referral=made[f"{row}_referral"], meeting=meeting, proposal=word)
    decide_referral(keepers.head, item=made["decided_item"], verdict=Verdict("accepted", f"必要{word}"))
    topics = [
        put_on_agenda(keeper, meeting=meeting, family=family, case=case, topic=f"{n}{word}") for n in "甲乙"
    ]
    made["matter"] = topics[0]
    decide_item(keeper, item=topics[1], outcome="continued", reason=word, borderline=True, learned=word)
    seen: dict[str, Any] = {"seen_at": now(), "place": "entrance", "how": "会った", "result": word}
    confirm_safety(keeper, referral=made["item_referral"], children=[child], **seen)
    return made


def _observed(keeper: Viewer, case: Case, passage: Passage, word: str) -> Rows:
    """Observations made of a passage before it was hidden: one corrected, one taken back."""
    seen, wrong = (observe(keeper, case=case, text=passage.text, passage=passage) for _ in range(2))
    people.retract(keeper, fact=wrong)
    return {"hidden_observation": restate(keeper, fact=seen, name=f"となりの人{word}")}


def _written(keeper: Viewer, rows: Rows, word: str, marks: Marks) -> Rows:
    """Records of contact with passages hidden from the first, hidden later, and carried over into a correction."""
    family, case, child = rows["family"], rows["case"], rows["person"]

    def note(*passages: NewPassage, hurt: bool = False) -> Note:
        met = [Met(child, heard=True)]
        return Note(now(), "visit", passages, met, agreed=f"約束{word}", safety_concern=hurt)

    opened, hidden = NewPassage(marks["later_passage"]), NewPassage(marks["passage"], protected=True)
    plain = NewPassage(f"元気だった{word}")
    first = record(keeper, family=family, case=case, note=note(opened, hidden, plain))
    passages = first.passages.for_system("walk").order_by("order")
    made = _observed(keeper, case, passages[0], word)
    protect_passage(keeper, passage=passages[0])
    kept = list(passages.exclude(hidden=""))
    again = note(plain, hurt=True)
    contact = correct_contact(keeper, contact=first, note=again, reason=f"聞きちがい{word}", keep=kept)
    made |= {"contact": contact, "earlier_contact": first}
    made["passage"] = contact.passages.for_system("walk").exclude(hidden="").order_by("order").last()
    made["open_passage"] = contact.passages.for_system("walk").get(hidden="")
    shown = clean(brought.png(), most=1_000_000)
    made["attachment"] = attach(keeper, contact=contact, kind="document", file=shown, label=f"手紙{word}")
    told = Seen("front_left_hand", "1cm", words=f"ころんだ{word}")
    made["body_mark"] = mark_body(keeper, contact=contact, person=child, seen=told, seen_by="担任")
    made["hidden_attachment"] = attach(keeper, contact=contact, kind="document", file=shown, protected=True)
    made["duty"] = open_duty(
        keeper,
        kind="promise",
        text=f"電話する{word}",
        due_at=now() + timedelta(days=1),
        family=family,
        case=case,
    )
    made["consent"] = record_consent(
        keeper,
        family=family,
        person=rows["mother"],
        given=True,
        what=f"ようす{word}",
        organisation=rows["organisation"],
    )
    return made | _passed_on(keeper, {**rows, **made}, word)


def _passed_on(keeper: Viewer, rows: Rows, word: str) -> Rows:
    """Disclosures: one the family knows of, one it does not know yet, one that was a mistake."""
    told: dict[str, Any] = {"family": rows["family"], "purpose": f"ため{word}", "recipient": f"担任{word}"}
    yes = {"basis": "consent", "consent": rows["consent"], "told_on": today(), "told_words": f"はい{word}"}
    not_yet = {"basis": "council", "untold_why": f"まだ{word}", "again_on": today(), "legal": f"会議{word}"}
    known, untold, gone = (
        pass_on(keeper, what=f"朝{word}", **told, **how) for how in (yes, not_yet, not_yet)
    )
    retract_disclosure(keeper, disclosure=gone, why=f"まちがい{word}")
    return {"disclosure": known, "untold": untold, "gone_disclosure": gone}


def _led(keepers: _Keepers, rows: Rows, word: str) -> Rows:
    """The lead went to a colleague and came back, who then works beside it."""
    keeper, deputy, case = keepers.coordinator, keepers.deputy.post, rows["case"]
    change_lead(keeper, case=case, lead=deputy, reason=f"休み{word}")
    back = change_lead(
        keeper, case=case, lead=keeper.post, reason=f"戻り{word}", know_first=f"電話は夜{word}"
    )
    return {"lead_change": back, "second": set_deputy(keeper, case=case, post=deputy)}


def _hold(keeper: Viewer, world: World, situation: str, rows: Rows) -> None:
    """What the posts hold in this situation, on the family's dossier and on the case's."""
    for dossier in _dossiers(rows):
        _give(keeper, world, situation, dossier)
        reason = f"こどもの安全を急いで確かめるため{inside(situation)}"
        rows["emergency"] = break_glass(keeper, dossier=dossier, category=Emergency.SAFETY, reason=reason)
    if situation == "closed":
        close_case(keeper, case=rows["case"])
    if situation == "sealed":
        for dossier in _dossiers(rows):
            seal(keeper, dossier=dossier, reason="職員の親族", keepers=[keeper.post])
    if situation == "team":  # a seal that all the staff keep changes nothing but that it can be taken off
        staff = Post.objects.filter(municipality=world.municipality, role__in=STAFF)
        seal(keeper, dossier=rows["family"].dossier, reason="職員の親族", keepers=list(staff))


def _give(keeper: Viewer, world: World, situation: str, dossier: Dossier) -> None:
    for post in world.posts.values():
        if situation in {"own", "sealed"}:
            give(keeper, dossier=dossier, basis=Basis.RESPONSIBLE, level=Level.WRITE, post=post)
        if situation == "shared":
            give(keeper, dossier=dossier, basis=Basis.MEETING, level=Level.READ, post=post)
    if situation in {"team", "closed"}:
        team = world.posts["practitioner"].team
        give(keeper, dossier=dossier, basis=Basis.TEAM, level=Level.WRITE, team=team)


def _dossiers(rows: Rows) -> Iterator[Any]:
    yield rows["family"].dossier
    yield rows["case"].dossier
