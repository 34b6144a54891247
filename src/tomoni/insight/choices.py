"""The closed vocabulary of evidence: kinds of record, their names and doors, and the marks that each kind can carry."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error

from tomoni.families.choices import Relation
from tomoni.practice import ContentError, Pack, codes, packs
from tomoni.practice.kinds import Evidence, Reference, Wanted


@dataclass(frozen=True)
class Kind:
    """A kind of record: its name, the page of the family where one is written, its plain marks, and its coded ones."""

    label: str
    page: str
    marks: frozenset[str] = frozenset()
    coded: tuple[str, ...] = ()


def _kind(label: str, page: str, marks: str = "", coded: str = "") -> Kind:
    return Kind(label, page, frozenset(marks.split()), tuple(coded.split()))


KINDS: dict[str, Kind] = {
    "case": _kind("ケースの始まり", "desk:family"),
    "contact": _kind("経過記録", "desk:records", "companion together alone", "method place"),
    "passage": _kind("経過記録", "desk:records", "good", "kind topic"),
    "explanation": _kind("説明", "intake:family", "", "item"),
    "consent": _kind("同意", "sharing:family", "given refused"),
    "member": _kind("家族と関係", "families:table", "", "relation"),
    "meeting": _kind("会議の決定", "intake:family", "family_wish", "meeting outcome"),
    "involvement": _kind("関与度", "desk:course", "agreed"),
    "margin": _kind("家族の余力", "desk:course", "agreed"),
    "wish": _kind("願い", "assessment:sheet"),
    "need": _kind("ニーズ", "assessment:sheet", "", "need doing"),
    "view": _kind("見方", "assessment:sheet", "scale"),
    "strength": _kind("強み・資源", "assessment:sheet", "", "strength time"),
    "fit": _kind("強み・資源の結びつき", "assessment:sheet", "", "adjustment strength"),
    "supporter": _kind("続くつながり", "assessment:sheet", "", "supporter"),
    "assessment": _kind("アセスメント", "assessment:sheet", "checked", "reason"),
    "plan": _kind("サポートプラン", "plans:sheet", "agreed"),
    "plan_status": _kind("プランの状態", "plans:sheet", "", "status"),
    "voice": _kind("プランの声", "plans:sheet", "", "voice"),
    "goal": _kind("目標", "plans:sheet", "sign closes", "horizon need"),
    "step": _kind("取組", "plans:sheet", "fit care consented", "by"),
    "given": _kind("プランの手渡し", "plans:sheet", "answer signed"),
    "request": _kind("依頼", "monitoring:sheet", "told consent goal does"),
    "observation": _kind("観察", "monitoring:sheet", "goal request contact", "evidence way"),
    "review": _kind("プランの見直し", "closing:sheet", "family_wish", "outcome"),
    "attainment": _kind("達成のようす", "closing:sheet", "words", "way"),
    "sign": _kind("再関与のしるし", "closing:sheet", "always agreed", "watcher"),
    "remaining": _kind("残っていること", "closing:sheet", "organisation told alongside"),
    "closing": _kind("終結のまとめ", "closing:sheet", "answer"),
}

# Where the codes behind a coded mark come from: code lists, or lists of the practice model.
CODES: dict[str, tuple[str, ...]] = {
    "method": ("contact_methods",),
    "place": ("places",),
    "kind": ("passage_kinds",),
    "meeting": ("meeting_kinds",),
    "outcome": ("decisions", "review_outcomes"),
    "need": ("household_needs",),
    "doing": ("need_doing",),
    "strength": ("strength_kinds",),
    "time": ("strength_times",),
    "adjustment": ("adjustments",),
    "supporter": ("supporter_kinds",),
    "reason": ("assessment_reasons",),
    "status": ("plan_statuses",),
    "voice": ("plan_voices",),
    "horizon": ("goal_horizons",),
    "by": ("step_actors",),
    "evidence": ("evidence",),
    "way": ("goal_ways",),
    "watcher": ("return_watchers",),
}
MODEL_LISTS = {"topic": "interview", "item": "explanations", "need": "needs"}


def strange(pack: Pack) -> list[tuple[str, str]]:
    """(box, mark) for every mark in the pack that no record of the kind could ever carry."""
    boxes = [box for viewpoint in pack.viewpoints for box in viewpoint.boxes]
    return [
        (box.id, mark)
        for box in boxes
        for kinds, mark in _asked(box.evidence)
        if not _known(pack, kinds, mark)
    ]


def _asked(evidence: Evidence) -> Iterator[tuple[tuple[str, ...], str]]:
    sinces = [wanted.since for wanted in evidence.wanted]
    parts: list[tuple[tuple[str, ...], Wanted | Reference]] = [(w.kinds, w) for w in evidence.wanted]
    parts += [((each.kind,), each) for each in (*sinces, evidence.occasion) if each]
    for kinds, part in parts:
        yield from ((kinds, mark) for mark in (*part.all, *part.any))


def _known(pack: Pack, kinds: tuple[str, ...], mark: str) -> bool:
    return any(_carries(pack, KINDS[kind], mark) for kind in kinds)


def _carries(pack: Pack, kind: Kind, mark: str) -> bool:
    prefix, _, code = mark.partition(":")
    if not code:
        return mark in kind.marks
    return prefix in kind.coded and code in _codes(pack, prefix)


def _codes(pack: Pack, prefix: str) -> set[str]:
    if prefix == "relation":
        return set(Relation.values)
    listed = {item.id for name in CODES.get(prefix, ()) for item in codes(name)}
    model = getattr(pack, MODEL_LISTS[prefix]) if prefix in MODEL_LISTS else ()
    return listed | {item.id for item in model}


def evidence_can_be_found(**kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  (Django hands over the apps)
    """Errors for marks that no record could carry; a box with one would stay unknown for ever, and nobody would know why."""
    try:
        wrong = [(pack.key, *each) for pack in packs() for each in strange(pack)]
    except ContentError:
        return []  # practice.E001 tells
    return [
        Error(
            f"実践モデル {key} の［{box}］が探す印「{mark}」は、どの記録にも付きません。書き方を確かめてください。",
            id="insight.E001",
        )
        for key, box, mark in wrong
    ]
