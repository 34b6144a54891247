"""The circle of the family page leads by kinds of work; the chronology is narrowed to what was done with one agency."""

import json
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from tests.assessment.conftest import Home, _noon, home
from tomoni.access.collect import looking
from tomoni.access.viewer import Viewer
from tomoni.calendar import now
from tomoni.cases.actions import mark
from tomoni.content import FOLDER
from tomoni.desk.queries.circle import PAGES, leads_to
from tomoni.desk.queries.family_page import agencies_of
from tomoni.practice import current
from tomoni.resources.actions import add_organisation
from tomoni.resources.models import Organisation

__all__ = ["_noon", "home"]
ClientFor = Callable[[Viewer], Client]


def test_each_phase_leads_to_the_page_of_its_work(home: Home, sato: Viewer, client_for: ClientFor) -> None:
    shown = html.fromstring(client_for(sato).get(reverse("desk:family", args=[home.family.ref])).content)
    wanted = [
        "intake:family", "assessment:sheet", "plans:sheet", "monitoring:sheet", "monitoring:sheet", "closing:sheet",
        "closing:sheet",
    ]  # fmt: skip
    found = shown.xpath("//ol[@class='phases']/li/a/@href")
    assert found == [reverse(page, args=[home.family.ref]) for page in wanted]


def test_every_kind_of_work_has_a_page_and_a_phase_without_one_has_none(home: Home) -> None:
    schema = json.loads((FOLDER / "schema/phases.json").read_text(encoding="utf-8"))
    assert schema["properties"]["items"]["items"]["properties"]["work"]["enum"] == list(PAGES)
    renamed = replace(current().phases.get("planning"), id="keikaku")
    assert leads_to(renamed, home.family) == reverse("plans:sheet", args=[home.family.ref])
    assert leads_to(replace(renamed, work=""), home.family) == ""


@pytest.fixture
def school(sato: Viewer, home: Home) -> Organisation:
    return add_organisation(sato, name="みなと小学校", kind="primary_school")


def heard(viewer: Viewer, home: Home, title: str, agency: Organisation | None) -> None:
    told = {"kind": "explained", "title": title, "at": now(), "family": home.family}
    mark(viewer, source=home.case, organisation=agency, **told)


def test_the_chronology_narrows_to_one_agency(
    home: Home, sato: Viewer, school: Organisation, client_for: ClientFor
) -> None:
    add_organisation(sato, name="ほかの家庭だけの園", kind="nursery")
    heard(sato, home, "学校から聞いた", school)
    heard(sato, home, "家で話した", None)
    address = reverse("desk:records", args=[home.family.ref])

    def lines(asked: str) -> tuple[bool, bool]:
        shown = client_for(sato).get(address + asked).content.decode()
        return "学校から聞いた" in shown, "家で話した" in shown

    offered = html.fromstring(client_for(sato).get(address).content.decode())
    assert offered.xpath("//select[@name='organisation']/option/text()") == ["すべて", "みなと小学校"]
    assert lines("") == (True, True)
    assert lines(f"?organisation={school.ref}") == (True, False)
    assert lines(f"?organisation={uuid4()}") == (False, False)
    assert lines("?organisation=x") == (False, False)


def test_agencies_cost_the_same_for_one_and_for_ten(
    home: Home, sato: Viewer, school: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    heard(sato, home, "学校から聞いた", school)
    with looking("test"), django_assert_num_queries(2):
        assert agencies_of(sato, home.family) == [school]
    for number in range(9):
        more = add_organisation(sato, name=f"第{number}小学校", kind="primary_school")
        heard(sato, home, "聞いた", more)
    with looking("test"), django_assert_num_queries(2):
        assert len(agencies_of(sato, home.family)) == 10
