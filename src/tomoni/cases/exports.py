"""The letter that tells a family who its worker is now. What the workers tell each other stays away, and so does any address."""

from typing import Any

from tomoni.calendar import Day, today
from tomoni.cases.models import LeadChange
from tomoni.cases.queries import names_beside
from tomoni.documents import SHEETS, Paper, Typed
from tomoni.practice.words import say

PARTS = ("not_again", "goes_on", "together", "any_time", "contact", "phone")


def letter(row: LeadChange) -> Paper:
    """In plain words: from which day on who is there, and that the centre stays."""
    case, team = row.case, row.case.family.dossier.team_to_ask
    beside = names_beside(case)
    names = {"former": row.former.user.name, "lead": row.lead.user.name, "deputy": "、".join(beside)}
    words = {part: say(f"letter.{part}", "family") for part in PARTS}
    day = Day(row.on).japanese()
    data: dict[str, Any] = {
        "words": words | {name: say(f"paper.{name}", "family") for name in ("replaced", "replaced_why")},
        "to": Typed("家庭の名前", _say("to", family=case.family.label)),
        "changed": Typed("担当者の名前", _say("changed", on=day, **names)),
        "beside": Typed("副担当の名前", _say("beside", **names)) if beside else Typed("副担当の名前", ""),
        "centre": Typed(
            "チームの名前", "　".join([case.municipality.name, team.name if team else ""]).strip()
        ),
        "number": Typed("チームの電話", team.phone if team else ""),
        "printed": Day(today()).japanese(),
    }
    data["words"]["replaced_heads"] = [say(f"paper.{n}", "family") for n in ("where", "around", "number")]
    title = Typed("題", say("letter.title", "family"))
    return Paper(SHEETS / "letter.typ", title, f"担当のお知らせ_{case.number}_{today():%Y%m%d}.pdf", data)


def _say(key: str, **values: str) -> str:
    return say(f"letter.{key}", "family").format(**values)
