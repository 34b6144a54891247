"""Asking as a post, without consequences: every answer is taken back before the next question."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from tests.paper import Read
from tomoni.accounts.models import Post
from tomoni.tenancy.context import tenant
from tomoni.tenancy.models import Municipality, TenantModel

# What an answer may write although nothing was done: that somebody looked or was refused, a draft of the words sent, the
# session, counted attempts.
ASIDE = {
    "journal_entry", "journal_head", "journal_trace", "drafts_draft", "accounts_session", "accounts_limit",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """Status, the page, everything that left as headers, and whether rows were written or changed."""

    status: int
    kind: str
    text: str
    headers: str
    changed: bool

    @property
    def all(self) -> str:
        """Everything that left."""
        return f"{self.headers}\n{self.text}"


@dataclass
class Watch:
    """Notes which tables statements write to."""

    tables: set[str] = field(default_factory=set)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        words = sql.split(None, 3)
        if words[0] in {"INSERT", "UPDATE", "DELETE"}:
            self.tables.add(words[1 if words[0] == "UPDATE" else 2].strip('"'))
        return execute(sql, params, many, context)


class _Door(RequestFactory):
    """Django's test client without its copies of every template's context: the walk goes through ten thousand doors."""

    handler = ClientHandler(enforce_csrf_checks=False)

    def request(self, **request: Any) -> Any:
        return self.handler(self._base_environ(**request))  # type: ignore[attr-defined]


class Browser:
    """A browser logged in as a post, or as nobody. Make it when the world stands: it remembers what is there."""

    def __init__(self, post: Post | None) -> None:
        self.door = _Door()
        self.key = _log_in(post) if post else ""
        self.there = fingerprint()

    def ask(self, method: str, address: str, sent: dict[str, Any] | None = None) -> Answer:
        """One question and its answer; what it wrote is taken back."""
        watch = Watch()
        with transaction.atomic(), connection.execute_wrapper(watch):
            answer = self.tell(method, address, sent)
            changed = bool(watch.tables - ASIDE) and fingerprint() != self.there
            transaction.set_rollback(True)
        return Answer(*answer, changed)

    def tell(
        self, method: str, address: str, sent: dict[str, Any] | None = None
    ) -> tuple[int, str, str, str]:
        """Status, content type, page and headers of an answer that stands; of a paper all texts that it holds."""
        self.door.cookies.clear()
        if self.key:
            self.door.cookies[settings.SESSION_COOKIE_NAME] = self.key
        door = self.door
        response: Any = door.post(address, sent) if method == "POST" else door.generic(method, address)
        headers = "\n".join(f"{name}: {value}" for name, value in response.items())
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        cookies = response.cookies.output(header="")
        paper = kind == "application/pdf" and response.content
        text = Read(response.content).all if paper else response.content.decode(errors="replace")
        return response.status_code, kind, text, f"{headers}\n{cookies}"


def _log_in(post: Post) -> str:
    """The key of a session in which the user wears the post."""
    client = Client()
    client.force_login(post.user)
    session = client.session
    session["post"] = post.pk
    session.save()
    return session.session_key or ""


def entries(*kinds: str) -> list[int]:
    """Entries of these kinds in the journal of each municipality."""
    like = [f'%"kind":"{kind}"%' for kind in kinds]
    wanted = " OR ".join(["body LIKE %s"] * len(kinds))
    sql = f"SELECT count(*) FROM journal_entry WHERE municipality_id = %s AND ({wanted})"
    return [_asked(place, sql, [place.pk, *like])[0] for place in _places()]


def fingerprint() -> list[int]:
    """Rows of every tenant table whose rows are journaled, and how much was written or revealed, in each municipality."""
    tables = [m._meta.db_table for m in apps.get_models() if issubclass(m, TenantModel) and m.journaled]
    parts = ", ".join(f'(SELECT count(*) FROM "{table}" WHERE municipality_id = %s)' for table in tables)
    rows = [_asked(place, f"SELECT {parts}", [place.pk] * len(tables)) for place in _places()]
    return [*(count for counts in rows for count in counts), *entries("write", "reveal")]


def _places() -> list[Municipality]:
    return list(Municipality.objects.order_by("pk"))


def _asked(place: Municipality, sql: str, values: list[Any]) -> tuple[int, ...]:
    with tenant(place), connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: tuple[int, ...] = cursor.fetchone()
        return found
