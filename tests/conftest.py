"""The named cast and what every test may need. Nothing here hides what a test is about."""

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.test import Client
from pytest_django import Settings

from tomoni.access.viewer import Viewer
from tomoni.accounts.choices import Role
from tomoni.accounts.models import Post, Team, User
from tomoni.config import keys
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality

MakePost = Callable[..., Post]

# A busy machine is slow without being wrong: no deadline for one example, no complaint about slow making of examples.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")


def pytest_collection_finish(session: pytest.Session) -> None:
    """A pytest whose names of tests pytest-xdist cannot write would lose the groups without a word."""
    grouped = [item.nodeid for item in session.items if item.get_closest_marker("xdist_group")]
    if session.config.getoption("loadgroup", default=False) and not all("@" in name for name in grouped):
        raise pytest.UsageError("pytest-xdist keeps no groups with this pytest: see requirements/dev.in")


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys of the test run."""
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    keys.make(path)
    return path


@pytest.fixture(autouse=True)
def _installation(settings: Settings, key_file: Path, tmp_path: Path) -> None:
    """Keys and anchors of the run's own; passwords hash quickly; static files need no manifest."""
    settings.TOMONI_KEYS_FILE = key_file
    settings.STATIC_ROOT = key_file.parent  # must be there; a fresh clone has none yet
    settings.TOMONI_ANCHOR_DIR = tmp_path / "anchors"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def muni(db: None) -> Municipality:
    """The municipality of most tests."""
    return Municipality.objects.create(
        code="044999", name="ともに町", name_kana="トモニチョウ", prefecture="宮城県"
    )


@pytest.fixture
def elsewhere(db: None) -> Municipality:
    """Another municipality."""
    return Municipality.objects.create(
        code="044998", name="となり町", name_kana="トナリチョウ", prefecture="宮城県"
    )


@pytest.fixture
def in_muni(muni: Municipality) -> Iterator[Municipality]:
    """The test runs within the municipality."""
    with tenant(muni):
        yield muni


@pytest.fixture
def team(muni: Municipality) -> Team:
    """The consultation team."""
    return Team.objects.create(municipality=muni, name="家庭相談係")


@pytest.fixture
def team_two(muni: Municipality) -> Team:
    """Another team of the same municipality."""
    return Team.objects.create(municipality=muni, name="母子保健係")


@pytest.fixture
def make_post(muni: Municipality) -> MakePost:
    """``make_post(Role.PRACTITIONER, "sato", team=team)``: a user with that one post."""

    def make(role: Role, username: str, name: str = "", **fields: object) -> Post:
        user, _ = User.objects.get_or_create(username=username, defaults={"name": name or username})
        return Post.objects.create(user=user, role=role, **{"municipality": muni, **fields})

    return make


@pytest.fixture
def sato(make_post: MakePost, team: Team) -> Viewer:
    """佐藤: the worker of the case."""
    return Viewer.wearing(make_post(Role.PRACTITIONER, "sato", "佐藤", team=team))


@pytest.fixture
def suzuki(make_post: MakePost, team: Team) -> Viewer:
    """鈴木: colleague of the same team."""
    return Viewer.wearing(make_post(Role.PRACTITIONER, "suzuki", "鈴木", team=team))


@pytest.fixture
def ito(make_post: MakePost, team_two: Team) -> Viewer:
    """伊藤: worker of another team."""
    return Viewer.wearing(make_post(Role.MATERNAL_HEALTH, "ito", "伊藤", team=team_two))


@pytest.fixture
def tanaka(make_post: MakePost, team: Team) -> Viewer:
    """田中: coordinator (統括支援員)."""
    return Viewer.wearing(make_post(Role.COORDINATOR, "tanaka", "田中", team=team))


@pytest.fixture
def kimura(make_post: MakePost) -> Viewer:
    """木村: head of the centre."""
    return Viewer.wearing(make_post(Role.HEAD, "kimura", "木村"))


@pytest.fixture
def mori(make_post: MakePost, team: Team) -> Viewer:
    """森: clerk."""
    return Viewer.wearing(make_post(Role.CLERK, "mori", "森", team=team))


@pytest.fixture
def stranger(elsewhere: Municipality) -> Viewer:
    """A coordinator of another municipality."""
    user = User.objects.create(username="stranger", name="よその人")
    return Viewer.wearing(Post.objects.create(user=user, municipality=elsewhere, role=Role.COORDINATOR))


@pytest.fixture
def client_for() -> Callable[[Viewer | Post], Client]:
    """A browser logged in as that viewer or post."""

    def make(who: Viewer | Post) -> Client:
        post = who.post if isinstance(who, Viewer) else who
        client = Client()
        client.force_login(post.user)
        session = client.session
        session["post"] = post.pk
        session.save()
        return client

    return make
