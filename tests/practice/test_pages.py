"""実践モデルのてびき: three kinds of pages, for staff, that say everything the model says."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import MakePost
from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.practice import load
from tomoni.practice.drawing import circle

Browse = Callable[[Viewer], Client]
PACK = load("kodomo-katei-2026-03")


def text(client: Client, name: str, *args: str) -> str:
    response = client.get(reverse(f"practice:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_the_overview_names_everything(client_for: Browse, sato: Viewer) -> None:
    page = text(client_for(sato), "overview")
    for listing in (PACK.purposes, PACK.pictures, PACK.needs, PACK.principles, PACK.phases):
        assert [item.label for item in listing if item.label not in page] == []


def test_the_circle_is_drawn_and_told(client_for: Browse, sato: Viewer) -> None:
    page = text(client_for(sato), "overview")
    drawing = ET.fromstring(re.search(r"<svg class=.circle.*?</svg>", page, re.DOTALL)[0])  # type: ignore[index]
    assert drawing.get("role") == "img"
    assert len([part for part in drawing.iter() if part.get("class", "").startswith("way")]) == 11
    assert [part.text for part in drawing.iter("text")] == [
        f"{phase.number} {phase.short}" for phase in PACK.phases
    ]
    assert [way.label for way in PACK.circle if way.label not in page] == []


def test_boxes_of_the_drawing_stand_apart_and_inside() -> None:
    drawn = circle(PACK)
    for order, node in enumerate(drawn.nodes):
        assert 0 <= node.left <= drawn.field.width - drawn.field.box_width
        assert 0 <= node.top <= drawn.field.height - drawn.field.box_height
        for other in drawn.nodes[order + 1 :]:
            apart = (
                abs(node.x - other.x) >= drawn.field.box_width,
                abs(node.y - other.y) >= drawn.field.box_height,
            )
            assert any(apart), (node.phase.id, other.phase.id)


@pytest.mark.parametrize("phase", PACK.phases, ids=lambda phase: phase.id)
def test_a_phase_has_its_nine_viewpoints(client_for: Browse, sato: Viewer, phase: object) -> None:
    page = text(client_for(sato), "phase", phase.id)  # type: ignore[attr-defined]
    links = re.findall(r'href="/practice/viewpoints/([\d-]+)/"', page)
    assert links == [f"{phase.number}-{order}" for order in range(1, 10)]  # type: ignore[attr-defined]


def test_a_viewpoint_shows_its_boxes_number_and_page(client_for: Browse, sato: Viewer) -> None:
    page = text(client_for(sato), "viewpoint", "2-6")
    shown = PACK.viewpoints.get("2-6")
    for box in shown.boxes:
        assert [part for part in (box.title, box.why, box.does, box.record) if part not in page] == []
    assert "26ページ・視点2-6" in page
    assert "行動指針6" in page


def test_every_viewpoint_has_a_page(client_for: Browse, sato: Viewer) -> None:
    client = client_for(sato)
    titles = [viewpoint.title in text(client, "viewpoint", viewpoint.number) for viewpoint in PACK.viewpoints]
    assert titles == [True] * 63


@pytest.mark.parametrize(("name", "wanted"), [("phase", "holiday"), ("viewpoint", "9-9")])
def test_what_does_not_exist(client_for: Browse, sato: Viewer, name: str, wanted: str) -> None:
    assert client_for(sato).get(reverse(f"practice:{name}", args=[wanted])).status_code == 404


def test_strangers_log_in_first(client: Client, db: None) -> None:
    response = client.get(reverse("practice:overview"))
    assert (response.status_code, response["Location"]) == (302, reverse("account_login"))


@pytest.mark.parametrize("role", [Role.FAMILY, Role.CHILD, Role.AGENCY])
def test_the_guide_is_for_staff(client_for: Browse, make_post: MakePost, role: Role) -> None:
    client = client_for(Viewer.wearing(make_post(role, "guest")))
    assert client.get(reverse("practice:overview")).status_code == 403


def test_pages_are_read_only(client_for: Browse, sato: Viewer) -> None:
    assert client_for(sato).post(reverse("practice:overview")).status_code == 405
