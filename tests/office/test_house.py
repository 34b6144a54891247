"""Teams and the one setting."""

from django.test import Client

from tests.office.conftest import Journal, Send
from tomoni.access.actions import open_dossier
from tomoni.access.choices import Need
from tomoni.access.decide import decide
from tomoni.access.viewer import Viewer
from tomoni.accounts.models import Post, Team
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality


def test_a_team_is_added_and_called_otherwise(
    send: Send, browser: Client, team: Team, sato: Viewer, muni: Municipality, office_journal: Journal
) -> None:
    assert send("teams/add", name=" 母子保健係 ").headers["Location"] == "/office/teams"
    assert send("teams/change", team=str(team.pk), name="こども相談係").headers["Location"] == "/office/teams"
    assert [each.name for each in Team.objects.order_by("pk")] == ["こども相談係", "母子保健係"]
    assert sato.post.team_id == team.pk
    page = browser.get("/office/teams").content.decode()
    assert [name in page for name in ("こども相談係", "母子保健係", "家庭相談係")] == [True, True, False]
    assert [entry["what"] for entry in office_journal(muni)] == ["add_team", "change_team"]


def test_a_telephone_is_given_and_changed_without_touching_the_name(
    send: Send, browser: Client, team: Team
) -> None:
    send("teams/add", name="母子保健係", phone=" 0000-00-1002 ")
    assert send("teams/change", team=str(team.pk), phone="0000-00-1001").status_code == 302
    told = [(each.name, each.phone) for each in Team.objects.order_by("pk")]
    assert told == [("家庭相談係", "0000-00-1001"), ("母子保健係", "0000-00-1002")]
    assert "0000-00-1001" in browser.get("/office/teams").content.decode()
    assert "新しい名前か電話" in send("teams/change", team=str(team.pk)).content.decode()


def test_two_teams_of_a_town_have_two_names(
    send: Send, team: Team, team_two: Team, elsewhere: Municipality
) -> None:
    foreign = Team.objects.create(municipality=elsewhere, name="子育て係")
    assert "同じ名前のチームがあります" in send("teams/add", name="家庭相談係").content.decode()
    assert send("teams/change", team=str(team_two.pk), name="家庭相談係").status_code == 422
    assert send("teams/change", team=str(foreign.pk), name="別の名").status_code == 422
    assert (
        send("teams/change", team=str(team.pk), name="家庭相談係").status_code == 302
    )  # its own name is free
    assert send("teams/add", name="子育て係").status_code == 302  # taken elsewhere only
    assert [row.name for row in Team.objects.order_by("pk")] == [
        "家庭相談係",
        "母子保健係",
        "子育て係",
        "子育て係",
    ]


def test_the_setting_opens_reading_of_other_teams_and_shuts_it_again(
    send: Send,
    browser: Client,
    sato: Viewer,
    ito: Viewer,
    muni: Municipality,
    elsewhere: Municipality,
    office_journal: Journal,
) -> None:
    with tenant(muni):
        dossier = open_dossier(sato, kind="family")

    def reads() -> bool:
        with tenant(muni):
            again = Viewer.wearing(Post.objects.select_related("municipality").get(pk=ito.post.pk))
            return decide(again, Need.READ, dossier).allowed

    assert not reads()
    assert "名前と問い合わせ先だけ" in browser.get("/office/settings").content.decode()
    assert send("settings/other-teams/open").status_code == 422
    assert not reads()
    assert send("settings/other-teams/open", sure="on").headers["Location"] == "/office/settings"
    assert reads()
    assert "読めます" in browser.get("/office/settings").content.decode()
    send("settings/other-teams/shut", sure="on")
    assert not reads()
    assert [(entry["what"], entry["allowed"]) for entry in office_journal(muni)] == [
        ("open_to_other_teams", True),
        ("open_to_other_teams", False),
    ]
    assert browser.get("/office/settings/other-teams/x").status_code == 404
    assert not Municipality.objects.get(pk=elsewhere.pk).open_to_other_teams
