"""What assessment leaves as clues: wishes, needs in several views, strengths and what fits what, who stays."""

from collections.abc import Iterator
from typing import Any

from tomoni.assessment.models import Assessment, Fit, Need, Strength, Supporter, View, Wish
from tomoni.cases.models import Involvement, Margin
from tomoni.insight.queries.ground import Ground, day_of
from tomoni.insight.rules import Clue
from tomoni.people.rules import Versions


def clues(ground: Ground, needs: Versions[Need]) -> Iterator[Clue]:
    """Statements of the assessment, as they stand, and how closely we go along."""
    yield from _levels(ground)
    for row in _standing(ground.told(Wish)):
        yield ground.clue("wish", row, row.told_on, voice=ground.voice(row.person_id, row.told_on, "family"))
    for row in _standing(needs):
        marks = [f"need:{row.kind}", f"doing:{row.doing}"]
        yield ground.clue("need", row, row.told_on, marks, path=ground.page("need", f"#need-{row.ref}"))
    for row in _standing(ground.told(View, "need__case")):
        need = needs.get(row.need_id)
        if need:
            voice, path = (
                ground.voice(row.person_id, row.told_on, "centre"),
                ground.page("view", f"#need-{need.fact.ref}"),
            )
            text = row.text or f"{row.scale}／10"
            yield ground.clue(
                "view",
                row,
                row.told_on,
                [row.scale is not None and "scale"],
                voice=voice,
                text=text,
                path=path,
            )
    yield from _helping(ground, needs)
    for row in ground.rows(Assessment, "case").standing():
        marks = [f"reason:{row.reason}", row.checked_with_id and "checked"]
        voice = ground.voice(row.checked_with_id, day_of(row.at))
        yield ground.clue(
            "assessment",
            row,
            day_of(row.at),
            marks,
            voice=voice,
            text=row.summary,
            path=ground.page("assessment", "#rounds"),
        )


def _levels(ground: Ground) -> Iterator[Clue]:
    for kind, model in (("involvement", Involvement), ("margin", Margin)):
        for row in _standing(ground.told(model)):
            yield ground.clue(kind, row, row.told_on, [row.agreed_with and "agreed"])


def _helping(ground: Ground, needs: Versions[Need]) -> Iterator[Clue]:
    strengths = ground.told(Strength)
    for row in _standing(strengths):
        marks, voice = (
            [f"strength:{row.kind}", f"time:{row.time}"],
            ground.voice(row.told_by_id, row.told_on, "centre"),
        )
        path = ground.page("strength", f"#strength-{row.ref}")
        yield ground.clue("strength", row, row.told_on, marks, voice=voice, path=path)
    for row in _standing(ground.told(Fit, "need__case")):
        need, strength = needs.get(row.need_id), strengths.get(row.strength_id)
        if need and strength:
            marks = [f"adjustment:{row.adjustment}", f"strength:{strength.fact.kind}"]
            yield ground.clue(
                "fit", row, row.told_on, marks, path=ground.page("fit", f"#need-{need.fact.ref}")
            )
    for row in _standing(ground.told(Supporter, "case", "person", "organisation")):
        marks, voice = [f"supporter:{row.kind}"], ground.voice(row.told_by_id, row.told_on, "centre")
        yield ground.clue(
            "supporter", row, row.told_on, marks, voice=voice, path=ground.page("supporter", "#stays")
        )


def needs(ground: Ground) -> Versions[Need]:
    """The needs of the case."""
    return ground.told(Need)


def _standing(versions: Versions[Any]) -> list[Any]:
    return [thread.fact for thread in versions.threads]
