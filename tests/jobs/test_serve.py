"""What ``tomoni serve`` says when it starts: the address, and on a demo database who may log in."""

from io import StringIO

from tests.conftest import MakePost
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Team
from tomoni.jobs.management.commands.serve import Command
from tomoni.tenancy.models import Municipality


def announced(host: str = "127.0.0.1") -> list[str]:
    out = StringIO()
    Command(stdout=out).announce(host=host, port=8123)
    return [line for line in out.getvalue().splitlines() if line]


def test_the_demo_people_are_told_with_name_and_role(
    muni: Municipality, team: Team, make_post: MakePost
) -> None:
    muni.demo = True
    muni.save()
    make_post(Role.PRACTITIONER, "kanno", "菅野", team=team)
    make_post(Role.COORDINATOR, "kanno", team=team)
    make_post(Role.CHILD, "wataru", "航")
    assert announced() == [
        "家庭相談係",
        "  kanno       菅野　実践者（こども家庭相談）、統括支援員",
        "家族・こども",
        "  wataru      航　こども",
        "Tomoni は http://localhost:8123/ で動いています（止めるには Ctrl+C）。",
    ]


def test_where_a_real_municipality_is_nobody_is_told(
    muni: Municipality, team: Team, make_post: MakePost
) -> None:
    make_post(Role.PRACTITIONER, "kanno", "菅野", team=team)
    assert announced("0.0.0.0") == ["Tomoni は http://0.0.0.0:8123/ で動いています（止めるには Ctrl+C）。"]
