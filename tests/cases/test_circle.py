"""The circle: every phase one tap away, forward, back and anywhere; where one goes stands in the chronology."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessment.conftest import Home, _noon, home
from tomoni.access.decide import Denied
from tomoni.access.viewer import Viewer
from tomoni.cases.actions import close_case, enter_phase
from tomoni.cases.models import TimelineEntry
from tomoni.monitoring.actions import observe
from tomoni.plans.actions import agree, begin, set_goal

__all__ = ["_noon", "home"]
Enter = Callable[[Viewer], Client]


def lines() -> list[str]:
    found = TimelineEntry.objects.for_system("test").filter(kind="phase").order_by("pk")
    return [line.title for line in found]


def test_the_family_page_leads_to_each_phase(home: Home, sato: Viewer, client_for: Enter) -> None:
    shown = client_for(sato).get(reverse("desk:family", args=[home.family.ref])).content.decode()
    for page in ("intake:family", "assessment:sheet", "plans:sheet", "monitoring:sheet", "closing:sheet"):
        assert f'href="{reverse(page, args=[home.family.ref])}"' in shown


def test_the_ways_from_here_stand_first_and_all_others_after(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    enter_phase(sato, case=home.case, phase="monitoring")
    shown = client_for(sato).get(reverse("cases:enter", args=[home.case.ref])).content.decode()
    places = [
        shown.index(f'value="{phase}"')
        for phase in ("evaluation", "assessment", "planning", "intake", "support")
    ]
    assert places[:3] == sorted(places[:3])
    assert max(places[:3]) < min(places[3:])
    assert 'value="monitoring"' not in shown


def test_one_goes_forward_and_back(home: Home, sato: Viewer, client_for: Enter) -> None:
    client, address = client_for(sato), reverse("cases:enter", args=[home.case.ref])
    for phase in ("planning", "monitoring", "assessment"):
        sent = {"submission": str(uuid4()), "phase": phase}
        assert client.post(address, sent).headers["Location"] == reverse(
            "desk:course", args=[home.family.ref]
        )
    home.case.refresh_from_db()
    assert home.case.phase == "assessment"
    assert lines() == ["フェーズ：プランニング", "フェーズ：プロセスモニタリング", "フェーズ：アセスメント"]
    enter_phase(sato, case=home.case, phase="assessment")
    assert len(lines()) == 3


def test_what_a_phase_is_made_of_brings_the_case_there_but_never_back(home: Home, sato: Viewer) -> None:
    plan = begin(sato, case=home.case, concern="朝の支度")
    goal = set_goal(sato, plan=plan, horizon="short", text="月曜は食べる", look_at="何を食べたか")
    observe(sato, case=home.case, goal=goal, text="おにぎりを食べた")
    agree(sato, plan=plan, agreed_by="母", review_on=date(2026, 9, 10))
    begin(sato, case=home.case, concern="夜の居場所")
    home.case.refresh_from_db()
    assert home.case.phase == "monitoring"
    assert lines() == ["フェーズ：プランニング", "フェーズ：プロセスモニタリング"]
    enter_phase(sato, case=home.case, phase="planning")
    observe(sato, case=home.case, text="おばあさんが来ていた")
    home.case.refresh_from_db()
    assert home.case.phase == "planning"


def test_no_phase_outside_the_model_and_none_after_the_end(
    home: Home, sato: Viewer, client_for: Enter
) -> None:
    address = reverse("cases:enter", args=[home.case.ref])
    assert client_for(sato).post(address, {"submission": str(uuid4()), "phase": "moon"}).status_code == 422
    close_case(sato, case=home.case)
    with pytest.raises(Denied, match="終結した記録"):
        enter_phase(sato, case=home.case, phase="planning")
