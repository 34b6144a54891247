"""The world of the walk: one family for each situation, with every kind of row that an address can name."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tomoni.access.actions import break_glass, close_dossier, give, seal
from tomoni.access.choices import Basis, Emergency, Level
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Team, User
from tomoni.calendar import Day, now, today
from tomoni.cases.actions import open_duty
from tomoni.contacts.actions import Met, NewPassage, Note, record
from tomoni.families.actions import NewPerson, join_partners, take_in
from tomoni.families.models import Household, Member, ParentLink, Stay
from tomoni.intake.actions import Call, accept, receive
from tomoni.meetings.actions import convene, decide_item, put_on_agenda
from tomoni.people.actions import add_address, add_contact_point, add_name, enrol, join_persons, protect
from tomoni.resources.actions import add_organisation
from tomoni.sharing.actions import record_consent
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

SITUATIONS = ("own", "team", "other", "closed", "shared", "sealed", "elsewhere")


@dataclass
class World:
    """Viewers by role and, for each situation, rows by the name the table uses for them."""

    municipality: Municipality
    posts: dict[str, Post] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)


def build() -> World:
    """Two municipalities, one post of each role, seven families."""
    here = Municipality.objects.create(code="044999", name="ともに町")
    there = Municipality.objects.create(code="044998", name="となり町")
    world = World(here)
    team = Team.objects.create(municipality=here, name="家庭相談係")
    for role in Role:
        user = User.objects.create(username=role.value, name=f"役割 {role.label}")
        world.posts[role.value] = Post.objects.create(user=user, municipality=here, role=role, team=team)
    for situation in SITUATIONS:
        place = there if situation == "elsewhere" else here
        with tenant(place):
            world.rows[situation] = _family(_keeper(place, situation), world, situation)
    return world


def _keeper(place: Municipality, situation: str) -> Viewer:
    """A coordinator of a team of her own, who prepares the family."""
    team, _ = Team.objects.get_or_create(municipality=place, name="係")
    user = User.objects.create(username=f"keeper-{situation}", name="準備する人")
    return Viewer.wearing(
        Post.objects.create(user=user, municipality=place, role=Role.COORDINATOR, team=team)
    )


def _family(keeper: Viewer, world: World, situation: str) -> dict[str, Any]:
    lines = [
        NewPerson(f"山田 {situation}", "やまだ こども", Day(today() - timedelta(days=3000))),
        NewPerson("山田 母", "やまだ はは", relation="mother"),
        NewPerson("山田 父", "やまだ ちち", relation="father"),
        NewPerson("（おなかの子）", expected_on=Day(today() + timedelta(days=60)), relation="sibling"),
    ]
    family, (child, mother, father, unborn) = take_in(keeper, persons=lines, label="山田さんの家庭")
    rows: dict[str, Any] = {"family": family, "person": child, "mother": mother, "unborn": unborn}
    rows["organisation"] = add_organisation(keeper, name="ひがし小学校", kind="primary_school")
    rows |= _people(keeper, rows, father)
    rows |= _phase_one(keeper, rows)
    _hold(keeper, world, situation, rows)
    return rows


def _people(keeper: Viewer, rows: dict[str, Any], father: Any) -> dict[str, Any]:
    child, mother = rows["person"], rows["mother"]
    names = {"name": add_name(keeper, person=mother, kind="former", name="佐藤 母")}
    names["union"] = join_partners(keeper, one=mother, two=father)
    names["point"] = add_contact_point(keeper, person=mother, value="090-0000-0001")
    names["address"] = add_address(keeper, person=mother, text="ともに町1番地")
    names["enrolment"] = enrol(keeper, person=child, organisation=rows["organisation"], class_name="1組")
    names["protection"] = protect(keeper, persons=[mother], against_text="別居の父")[0]
    names["same"] = join_persons(keeper, kept=mother, other=father)
    dossier = rows["family"].dossier
    names["member"] = Member.objects.for_system("walk").filter(dossier=dossier).first()
    names["household"] = Household.objects.for_system("walk").filter(dossier=dossier).first()
    names["stay"] = Stay.objects.for_system("walk").filter(dossier=dossier).first()
    names["link"] = ParentLink.objects.for_system("walk").filter(dossier=dossier).first()
    return names


def _phase_one(keeper: Viewer, rows: dict[str, Any]) -> dict[str, Any]:
    family, child, mother = rows["family"], rows["person"], rows["mother"]
    call = Call("school", "phone", "学校からの連絡", is_notice=True, caller_name="教頭", received_at=now())
    referral = receive(keeper, family=family, children=[child], call=call)
    made: dict[str, Any] = {"referral": referral}
    meeting = convene(keeper, kind="intake", at=now())
    made["meeting"] = meeting
    made["item"] = put_on_agenda(keeper, meeting=meeting, family=family, topic="受理", subject=referral)
    done = put_on_agenda(keeper, meeting=meeting, family=family, topic="済んだ議題")
    made["decision"] = decide_item(keeper, item=done, outcome="accepted", reason="必要", borderline=True)
    made["case"] = accept(keeper, referral=referral)
    passages = [NewPassage("元気だった"), NewPassage("ひみつ", "fact", "staff", protected=True)]
    note = Note(now(), "visit", passages, [Met(child, heard=True)])
    made["contact"] = record(keeper, family=family, case=made["case"], note=note)
    made["passage"] = made["contact"].passages.for_system("walk").get(text="")
    made["duty"] = open_duty(
        keeper, kind="promise", text="電話する", due_at=now(), family=family, case=made["case"]
    )
    made["consent"] = record_consent(
        keeper, family=family, person=mother, given=True, what="ようす", organisation=rows["organisation"]
    )
    return made


def _hold(keeper: Viewer, world: World, situation: str, rows: dict[str, Any]) -> None:
    """What the posts hold in this situation, on the family's dossier and on the case's."""
    for dossier in (rows["family"].dossier, rows["case"].dossier):
        for post in world.posts.values():
            if situation in {"own", "sealed"}:
                give(keeper, dossier=dossier, basis=Basis.RESPONSIBLE, level=Level.WRITE, post=post)
            if situation == "shared":
                give(keeper, dossier=dossier, basis=Basis.MEETING, level=Level.READ, post=post)
        if situation in {"team", "closed"}:
            give(
                keeper,
                dossier=dossier,
                basis=Basis.TEAM,
                level=Level.WRITE,
                team=world.posts["practitioner"].team,
            )
        rows["emergency"] = break_glass(
            keeper, dossier=dossier, category=Emergency.SAFETY, reason="こどもの安全を急いで確かめるため"
        )
        if situation == "sealed":
            seal(keeper, dossier=dossier, reason="職員の親族", keepers=[keeper.post])
        if situation == "closed":
            close_dossier(keeper, dossier=dossier)
