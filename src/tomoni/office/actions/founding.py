"""The beginning: a municipality and its first administrator. Done at the machine, before anybody can log in."""

from django.db import transaction

from tomoni.access.actions import Refused
from tomoni.accounts.actions import issue_reset_code
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, User
from tomoni.calendar import today
from tomoni.journal.actions import append
from tomoni.office.actions.authority import KIND
from tomoni.office.actions.people import new_user
from tomoni.tenancy import codes
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

DEMO = (
    "このデータベースには架空の町があります。実在の自治体は、別のデータベースに登録してください"
    "（TOMONI_DATA_DIR か TOMONI_DATABASE_URL を変えて、tomoni setup から始めます）。"
)
TITLE = "システム管理者"


@transaction.atomic
def found(*, code: str, username: str, name: str, name_kana: str = "") -> tuple[Municipality, str]:
    """The municipality with this national code and its first administrator; with the administrator's one-time code."""
    place = _place(code)
    _refuse_demo()
    if Municipality.objects.filter(code=code).exists():
        raise Refused(
            f"{place.full_name}（{code}）は登録してあります。管理者をもう一人加えるときは、--another を付けてください。"
        )
    municipality = establish(code=code, name=place.name, name_kana=place.kana, prefecture=place.prefecture)
    return municipality, _administrator(municipality, username, name, name_kana)


def establish(*, code: str, name: str, name_kana: str, prefecture: str, demo: bool = False) -> Municipality:
    """The municipality itself, without anybody in it. The code is not asked for here: that of the demo town is invented."""
    municipality = Municipality.objects.create(
        code=code, name=name, name_kana=name_kana, prefecture=prefecture, demo=demo
    )
    with tenant(municipality):
        append(municipality.pk, [{"by": [None, None], "kind": KIND, "what": "found"}])
    return municipality


@transaction.atomic
def add_administrator(
    *, code: str, username: str, name: str, name_kana: str = ""
) -> tuple[Municipality, str]:
    """Another administrator for a municipality that is there: so that two can help each other, or none is left."""
    place = _place(code)
    _refuse_demo()
    municipality = Municipality.objects.filter(code=code).first()
    if municipality is None:
        raise Refused(
            f"{place.full_name}（{code}）はまだ登録してありません。--another を付けずに実行してください。"
        )
    return municipality, _administrator(municipality, username, name, name_kana)


def _administrator(municipality: Municipality, username: str, name: str, name_kana: str) -> str:
    post = seat_administrator(municipality, new_user(username, name, name_kana))
    return issue_reset_code(post, post.user, drops_second_factor=False)


def seat_administrator(municipality: Municipality, user: User, title: str = TITLE) -> Post:
    """The post of an administrator from today, given by nobody."""
    post = Post(user=user, municipality=municipality, role=Role.ADMIN, title=title, since=today())
    post.save()
    facts = {"user": user.pk, "post": post.pk, "role": post.role, "since": today().isoformat()}
    with tenant(municipality):
        append(municipality.pk, [{"by": [None, None], "kind": KIND, "what": "give_post", **facts}])
    return post


def _place(code: str) -> codes.Place:
    if not codes.valid(code):
        raise Refused(_mistyped(code))
    place = codes.place(code)
    if place is None:
        raise Refused(f"{code} にあたる自治体が見つかりません。総務省の一覧で確かめてください。")
    return place


def _mistyped(code: str) -> str:
    """What may have been meant: the check digit left out or wrong."""
    told = "全国地方公共団体コードを、検査数字（6けた目）まで正しく入れてください。"
    first = code[:5]
    meant = (
        codes.place(first + codes.check_digit(first))
        if first.isascii() and first.isdigit() and len(first) == 5
        else None
    )
    return f"{told}{meant.full_name}なら {meant.code} です。" if meant else told


def _refuse_demo() -> None:
    if Municipality.objects.filter(demo=True).exists():
        raise Refused(DEMO)
