"""What a browser would send to each page that takes something: valid words about one family's rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.documents import brought
from tests.walk.world import Rows
from tomoni.accounts.models import Post
from tomoni.calendar import today
from tomoni.drafts.versions import token

Body = dict[str, Any]
REASON = "学校から迎えが来ないと連絡があり、連絡先を今すぐ確かめたい"
DRAFT = "contacts.contact::note"
FOUND = {
    "words": "",
    "go": "save",
    "door": "school",
    "method": "phone",
    "received_on": "今日",
    "received_time": "11:30",
}


def body(name: str, rows: Rows) -> Body:
    """A fresh form for the page (with its variant), as valid as the rows allow."""
    told = _nothing if name.startswith(ACCOUNT) and name not in BODIES else BODIES[name]
    return {"submission": str(uuid4()), **told(rows)}


def refs(sent: Body) -> list[tuple[str, UUID | int]]:
    """The fields that name a row, with what they name: a reference, or the number of a post."""
    found: list[tuple[str, UUID | int]] = []
    for field, value in sent.items():
        one = value[0] if isinstance(value, list) else value
        if field != "submission" and isinstance(one, UUID | int):
            found.append((field, one))
    return found


def _nothing(_: Rows) -> Body:
    return {}


def _fixed(**fields: Any) -> Callable[[Rows], Body]:
    return lambda _: dict(fields)


def _versioned(row: str, **fields: Any) -> Callable[[Rows], Body]:
    def sent(rows: Rows) -> Body:
        rows[row].refresh_from_db(from_queryset=type(rows[row]).objects.for_system("walk"))
        return {**fields, "version": token(rows[row])}

    return sent


def _school(rows: Rows) -> Body:
    return {"organisation": "ひがし小学校", "organisation_ref": rows["organisation"].ref, "class_name": "2組"}


def _passage(**fields: Any) -> Body:
    passage = {"kind": "fact", "text": "玄関まで走って出てきた。", "origin": "staff", **fields}
    return {f"passages-0-{name}": value for name, value in passage.items()}


def _note(rows: Rows) -> Body:
    """The whole note: who was met, whose words, who went along."""
    person, mother = rows["person"].ref, rows["mother"].ref
    words = _passage(origin=mother, about=person, kind="quotation")
    met = {"seen": [person], "heard": [person], "coworkers": [rows["colleague"].pk], "case": rows["case"].ref}
    return {"day": "今日", "time": "11:00", "method": "visit", "place": "entrance", **words, **met}


def _long_note(rows: Rows) -> Body:
    return {
        **_note(rows),
        "organisation": "ひがし小学校",
        "organisation_ref": rows["organisation"].ref,
        "minutes": "40",
    }


def _quick_note(rows: Rows) -> Body:
    family = {"family": "えらんだ家庭", "family_ref": rows["family"].ref}
    return {"day": "今日", "time": "11:00", "method": "visit", "case": "light", **_passage(), **family}


def _correction(rows: Rows) -> Body:
    return {**_long_note(rows), "case": "", "reason": "日付のまちがい", "keep": [rows["passage"].ref]}


def _injury(rows: Rows) -> Body:
    yes = {"person": rows["person"].ref, "yes": "うん、いいよ", "with_whom": "担任", "nobody_undressed": "on"}
    return {"kind": "injury", "file": SimpleUploadedFile("手.png", brought.png()), **yes}


def _newcomers(_: Rows) -> Body:
    people = {
        "p0_name": "神代 はじめ",
        "p0_relation": "self",
        "p1_name": "神代 ゆう",
        "p1_relation": "mother",
    }
    return {**FOUND, "nature": "notice", "complaint": "夜に声が聞こえる", **people, "p0_about": "on"}


def _known(rows: Rows) -> Body:
    told = {"nature": "consultation", "complaint": "朝起きられない", "organisation": "ひがし小学校"}
    named = {
        "family": rows["family"].ref,
        "children": [rows["person"].ref],
        "organisation_ref": rows["organisation"].ref,
    }
    return {**FOUND, **told, **named}


def _complete(row: str, **agency: str) -> Callable[[Rows], Body]:
    """Of a 通告 the agency is words under cover; of a consultation it is one of the directory."""

    def sent(rows: Rows) -> Body:
        told = {"consultation_kind": "parenting", "whereabouts": "学校", "children": [rows["sibling"].ref]}
        school = {"organisation": "ひがし小学校", "organisation_ref": rows["organisation"].ref}
        return {**_versioned(row)(rows), **told, **(agency or school)}

    return sent


def _safety(rows: Rows) -> Body:
    seen = {"children": [rows["person"].ref], "seen_on": "今日", "seen_time": "11:30", "place": "school"}
    agency = {"organisation": "ひがし小学校", "organisation_ref": rows["organisation"].ref}
    return {
        **seen,
        **agency,
        "who": "us",
        "seen_by": rows["colleague"].pk,
        "how": "教室で話した",
        "result": "元気",
    }


def _interview(rows: Rows) -> Body:
    words = {"own_words_0_text": "朝がつらい", "own_words_0_whose": rows["person"].ref}
    met = {"seen": [rows["mother"].ref], "alone": [rows["person"].ref]}
    return {"at_on": "今日", "at_time": "11:00", "method": "visit", **words, **met, "next_on": "R8.6.20"}


def _beginning(rows: Rows) -> Body:
    how = {"kind": "asks_itself", "attitude": "asks", "level": "thin", "level_reason": "様子を知りたい"}
    return {
        "join": "new",
        "lead": rows["colleague"].pk,
        **how,
        f"status_{rows['person'].ref.hex}": "needs_support",
    }


def _leaving(rows: Rows) -> Body:
    taker = {"organisation": "ひがし小学校", "organisation_ref": rows["organisation"].ref, "what": "見守り"}
    return {**taker, "consent": rows["consent"].ref, "look_back_on": "R8.9.10"}


def _verdict(**fields: Any) -> Callable[[Rows], Body]:
    return _fixed(reason="話し合って決めた", family_wish="相談したい", **fields)


def _ask(rows: Rows) -> Body:
    what = {"what": "朝起きられない日があること", "given": "yes", "until": "R9.3.31", "words": "いいですよ"}
    return {
        "person": rows["mother"].ref,
        "recipient": "ひがし小学校",
        "recipient_ref": rows["organisation"].ref,
        **what,
    }


def _pass_on(rows: Rows) -> Body:
    school = {"recipient": "ひがし小学校", "recipient_ref": rows["organisation"].ref, "who": "教頭"}
    what = {"what": "朝起きられない日があること", "purpose": "朝の声かけ", "basis": "consent"}
    return {**school, **what, "consent": rows["consent"].ref, "told": "yes", "told_words": "はい"}


def _hand_over(rows: Rows) -> Body:
    """The worker's families go to the deputy; the one named here among them."""
    whole = {"former": rows["case"].lead_id, "lead": rows["deputy"].pk, "reason": "異動のため"}
    return {**whole, f"c{rows['case'].ref.hex}_take": "on", f"c{rows['case'].ref.hex}_know": "電話は夜"}


def _protect(rows: Rows) -> Body:
    against = {"against": rows["mother"].name, "against_ref": rows["mother"].ref}
    return {"kind": "request", "others": [rows["sibling"].ref], "ends_on": "R9.3.31", **against}


def _request(rows: Rows) -> Body:
    told = {
        "look_at": "給食をおかわりするか",
        "call_when": "二日休んだとき",
        "until": str(today() + timedelta(days=30)),
        "call_whom": rows["case"].lead_id,
    }
    school = {"organisation": "ひがし小学校", "organisation_ref": rows["organisation"].ref}
    return {**told, **school, "goal": rows["goal"].ref}


def _talk(rows: Rows) -> Body:
    said = {"there": "母", "wished": "朝だけ来てほしい", "can_do": "週に一度なら", "agreed": "月曜から"}
    return {**_school_of(rows), **said, "fit": rows["fit"].ref}


def _heard(rows: Rows) -> Body:
    return {"person": rows["mother"].ref, "good": "助かる", "go_on": "as_is"}


def _observation(rows: Rows) -> Body:
    about = {"goal": rows["goal"].ref, "request": rows["request"].ref, "person": rows["mother"].ref}
    return {"text": "三日続けて食べた", "kind": "behaviour", "way": "nearer", **about}


def _look_back(rows: Rows) -> Body:
    said = {f"g{rows['goal'].ref.hex}_{rows['person'].ref.hex}_way": "nearer"}
    return {"with_whom": "母", "proposal": "continued", "reason": "続けたい", **said}


def _voice(rows: Rows) -> Body:
    """The seven questions, and the school that the family's request goes to."""
    worth = f"s_{rows['organisation'].ref.hex}"
    return {
        "q_safety": "better",
        "q_change_text": "朝がちがう",
        worth: "good",
        f"{worth}_text": "声をかけてくれた",
    }


def _school_of(rows: Rows) -> Body:
    return {"organisation": "ひがし小学校", "organisation_ref": rows["organisation"].ref}


def _agreement(rows: Rows) -> Body:
    return _versioned("plan", agreed_by="母", review_on=str(today() + timedelta(days=30)))(rows)


def _sign(rows: Rows) -> Body:
    return {
        "text": "三日休んだら",
        "watcher": "belonging",
        "how": "電話",
        "child": rows["person"].ref,
        **_school_of(rows),
    }


def _remaining(rows: Rows) -> Body:
    return {
        "text": "夜勤",
        "alongside": "二人で訪ねる",
        "alongside_until": "令和30年3月31日",
        **_school_of(rows),
    }


def _held(username: str) -> Post:
    """The first post of one of the walk's users."""
    held: Post = Post.objects.filter(user__username=username).earliest("pk")
    return held


def _post(_: Rows) -> Body:
    return {
        "role": "coordinator",
        "team": str(_held("practitioner").team_id),
        "title": "主任",
        "since": "今日",
    }


TOLD: dict[str, Callable[[Rows], Body]] = {
    "name": _fixed(kind="common", name="毎日 さと", kana="まいにち さと"),
    "phone": _fixed(kind="mobile", value="090-1111-2222", note="昼"),
    "address": _fixed(kind="stays", text="ともに町3番地", valid_from="R8.6.1"),
    "school": _school,
}
RELATED: dict[str, Callable[[Rows], Body]] = {
    "member": lambda rows: {"name": "神代 あらた", "relation": "grandfather", "home": rows["household"].ref},
    "stay": lambda rows: {
        "person": rows["person"].ref,
        "household": rows["second_home"].ref,
        "part_time": "on",
    },
    "union": lambda rows: {"one": rows["mother"].ref, "two": rows["father"].ref, "kind": "engaged"},
    "parent": lambda rows: {"parent": rows["father"].ref, "child": rows["person"].ref, "kinds": ["foster"]},
}
CORRECTED: dict[str, Callable[[Rows], Body]] = {
    "member": _fixed(relation="sibling", valid_from="R8.4"),
    "stay": _fixed(part_time="on", valid_from="R8.4"),
    "union": _fixed(kind="common_law", valid_from="R2"),
    "parent": _fixed(kind="adoptive", valid_from="R2"),
}

LEVELS: dict[str, Callable[[Rows], Body]] = {
    "involvement": _fixed(level="thick", reason="夜が心配", agreed_with="母"),
    "margin": _fixed(level="little", reason="眠れない日が続く", agreed_with="母"),
    "casechild": lambda rows: {"child": rows["father"].ref, "since": "今日"},
    "status": lambda rows: {"person": rows["sibling"].ref, "kind": "protection", "reason": "けが"},
    "familyreason": _fixed(kind="nights_alone", attitude="refuses", text="夜勤"),
    "rhythm": _fixed(every="7 days", reason="母が望んでいる"),
}
STATED: dict[str, Callable[[Rows], Body]] = {
    "wish": lambda rows: {"person": rows["person"].ref, "text": "朝は起こしてほしい"},
    "need": lambda rows: {"kind": "body", "person": rows["person"].ref, "wished": "よく眠れる"},
    "strength": lambda rows: {
        **_fixed(kind="kin", time="now", organisation="ひがし小学校", text="声をかけてくれる")(rows),
        "organisation_ref": rows["organisation"].ref,
        "told_by": rows["mother"].ref,
    },
    "supporter": lambda rows: {"kind": "stays", "child": rows["person"].ref, "person": rows["father"].ref},
    "view": lambda rows: {"person": rows["mother"].ref, "text": "まあまあ", "scale": "6"},
    "fit": lambda rows: {"strength": rows["strength"].ref, "adjustment": "use", "text": "予定表に書く"},
}
PLANNED: dict[str, Callable[[Rows], Body]] = {
    "voice": lambda rows: {"kind": "worry", "person": rows["mother"].ref, "text": "夜が心配"},
    "goal": lambda rows: {
        "horizon": "long",
        "person": rows["person"].ref,
        "text": "笑って出かける",
        "needs": [rows["need"].ref],
    },
    "planstatus": _fixed(kind="on_hold", reason="考えたい"),
    "levels": _fixed(
        far="食べない",
        nearly="週に二日",
        hoped="毎朝食べる",
        more="自分でよそう",
        beyond="弟にも作る",
        agreed_with="母",
    ),
    "step": lambda rows: {
        "by": "family",
        "person": rows["father"].ref,
        "text": "おにぎりを作る",
        "fit": rows["fit"].ref,
    },
}

BODIES: dict[str, Callable[[Rows], Body]] = {
    "desk:review_emergency": _fixed(justified="yes", remark="必要でした"),
    "desk:break_glass": _fixed(category="safety", reason=REASON),
    "desk:seal": lambda rows: {"reason": "職員の親族のため", "keepers": [rows["colleague"].pk]},
    "desk:unseal": _nothing,
    "desk:stand_in": _fixed(reason="担当が休みのため、母の電話を受ける"),
    "desk:change_lead": lambda rows: {"lead": rows["deputy"].pk, "reason": "担当の異動のため"},
    "desk:deputy": lambda rows: {"post": rows["deputy"].pk},
    "desk:end_deputy": _nothing,
    "desk:hand_over": _hand_over,
    "desk:notice_read": _nothing,
    "desk:duty_done": _nothing,
    "desk:duty_later": _fixed(until="R8.12.24", reason="学校の行事のため"),
    "ui:draft": _nothing,
    "drafts:save": _fixed(draft_key=DRAFT, text="書きかけ"),
    "drafts:keep": _fixed(draft_key=DRAFT, text="書きかけ"),
    "drafts:forget": _fixed(key=DRAFT),
    "people:change": _versioned(
        "person", name="毎日 うみ", kana="まいにち うみ", birth="R1.5.1", sex="female", note="備考"
    ),
    "people:rename": _fixed(name="毎日 さと", kana="まいにち さと", kind="former", on="今日"),
    "cases:born": _fixed(birth="今日", name="毎日 みらい", sex="female"),
    **{f"people:add {kind}": told for kind, told in TOLD.items()},
    **{f"people:correct {kind}": told for kind, told in TOLD.items()},
    **{f"people:end {kind}": _fixed(on="今日") for kind in TOLD},
    **{f"people:retract {kind}": _nothing for kind in TOLD},
    **{f"people:{verb} {kind}": _nothing for verb in ("hide", "show") for kind in ("phone", "address")},
    **{f"people:reveal {kind}": _nothing for kind in ("phone", "address", "protection")},
    "people:protect": _protect,
    "people:renew": _fixed(ends_on="R11.3.31"),
    "people:finish": _fixed(on="今日"),
    "people:join": _fixed(reason="母子健康手帳で確かめた"),
    "people:part": _nothing,
    "families:take_in": _fixed(
        lines="4", p0_name="神代 ひかる", p0_relation="self", p1_name="神代 ゆう", p1_relation="mother"
    ),
    "families:relabel": _versioned("family", label="毎日さんの家庭"),
    "families:add_household": _fixed(label="祖父母の家"),
    "families:rename_household": _versioned("household", label="町の家"),
    **{f"families:add {kind}": told for kind, told in RELATED.items()},
    **{f"families:correct {kind}": told for kind, told in CORRECTED.items()},
    **{
        f"families:end {kind}": _fixed(on="今日", **({"end": "divorced"} if kind == "union" else {}))
        for kind in RELATED
    },
    **{f"families:retract {kind}": _nothing for kind in RELATED},
    "contacts:note chosen": _quick_note,
    "contacts:note family": _note,
    "contacts:write": _long_note,
    "contacts:correct": _correction,
    **dict.fromkeys(("contacts:reveal", "monitoring:reveal"), _nothing),
    "contacts:protect": _nothing,
    "contacts:attach": _injury,
    "contacts:mark_body": lambda rows: {
        "person": rows["person"].ref,
        "region": "front_left_hand",
        "colour": "赤",
        "seen_by": "担任",
    },
    **dict.fromkeys(("contacts:reveal_file", "contacts:protect_file"), _nothing),
    **dict.fromkeys(("contacts:take_back_file", "contacts:take_back_mark"), _fixed(why="別の家庭のこと")),
    "meetings:new": lambda rows: {
        **_fixed(kind="policy", at_on="今日", at_time="15:00", place="会議室")(rows),
        "attendees": [rows["colleague"].pk],
    },
    "meetings:put": lambda rows: {
        "case": rows["case"].ref,
        "topic": "関与度を見直す",
        "proposal": "うすくする",
    },
    "meetings:decide": _verdict(outcome="continued"),
    "intake:new newcomers": _newcomers,
    "intake:new known": _known,
    "intake:new standing_in": lambda rows: {**_known(rows), "standing_in": "担当が休みのため代わりに受ける"},
    "intake:rules": _fixed(safety_check_hours="24"),
    "intake:reveal": _fixed(field="caller_name"),
    "intake:complete": _complete("referral", caller_agency="ひがし小学校", caller_route="school"),
    "intake:complete consultation": _complete("consultation"),
    "intake:safety": _safety,
    "intake:explain": _fixed(items=["why_we_come"], at_on="今日", at_time="11:30", response="うなずいた"),
    "intake:interview": _interview,
    "intake:agenda": lambda rows: {"meeting": rows["meeting"].ref, "proposal": "受け入れたい"},
    "intake:decide accepted": lambda rows: {**_verdict()(rows), **_beginning(rows)},
    "intake:decide pending": _verdict(again_on="R8.6.20"),
    "intake:decide left": lambda rows: {**_verdict()(rows), **_leaving(rows)},
    "intake:carry_out": _beginning,
    "intake:begin": _beginning,
    "intake:leave agency": _leaving,
    "assessment:hold": lambda rows: {
        "reason": "change",
        "summary": "落ち着いた",
        "checked_with": rows["mother"].ref,
    },
    **{f"assessment:add {kind}": STATED[kind] for kind in ("wish", "need", "strength", "supporter")},
    **{f"assessment:add_to_need {kind}": STATED[kind] for kind in ("view", "fit")},
    **{f"assessment:correct {kind}": told for kind, told in STATED.items()},
    **{f"assessment:end {kind}": _fixed(on="今日") for kind in STATED},
    **{f"assessment:retract {kind}": _nothing for kind in STATED},
    "plans:begin": _fixed(concern="夜の居場所"),
    **{f"plans:add {kind}": PLANNED[kind] for kind in ("voice", "goal", "planstatus")},
    "plans:add_step": PLANNED["step"],
    "plans:add_levels": PLANNED["levels"],
    "plans:agree": _agreement,
    "plans:give": lambda rows: {"person": rows["mother"].ref, "signed": "no"},
    **{f"plans:correct {kind}": told for kind, told in PLANNED.items()},
    **{f"plans:end {kind}": _fixed(on="今日") for kind in PLANNED},
    **{f"plans:retract {kind}": _nothing for kind in PLANNED},
    **dict.fromkeys(("support:ask", "support:correct request"), _request),
    **dict.fromkeys(
        ("monitoring:observe", "monitoring:observe of_record", "monitoring:correct observation"), _observation
    ),
    **dict.fromkeys(("support:end request", "monitoring:end observation"), _fixed(on="今日")),
    **dict.fromkeys(("support:retract request", "monitoring:retract observation"), _nothing),
    **dict.fromkeys(("support:talk", "support:correct talk"), _talk),
    **dict.fromkeys(
        ("support:use", "support:correct use"), lambda rows: {**_school_of(rows), "text": "泣いた"}
    ),
    **dict.fromkeys(("support:feedback", "support:correct feedback"), _heard),
    **{f"support:retract {kind}": _nothing for kind in ("talk", "use", "feedback")},
    "cases:enter": _fixed(phase="planning"),
    "cases:rhythms": _fixed(kind="contact_rhythm", every="14 days", reason="係で話し合った"),
    **{f"cases:{verb} {kind}": told for kind, told in LEVELS.items() for verb in ("add", "correct")},
    **{f"cases:end {kind}": _fixed(on="今日") for kind in LEVELS},
    **{f"cases:retract {kind}": _nothing for kind in LEVELS},
    "outcomes:look_back": _look_back,
    **dict.fromkeys(("outcomes:hear", "outcomes:hear_centre"), _voice),
    "outcomes:take_back_hearing": _fixed(why="別の人のことば"),
    "insight:rate": _fixed(b4_1_1="done", b4_1_1_text="先にたずねた"),
    **{
        f"{each}:take_back": _fixed(why="別の家庭のこと")
        for each in ("assessment", "plans", "outcomes", "sharing")
    },
    "outcomes:decide": _fixed(outcome="continued", reason="もう少し続ける"),
    **dict.fromkeys(("closing:add returnsign", "closing:correct returnsign"), _sign),
    **dict.fromkeys(("closing:add remaining", "closing:correct remaining"), _remaining),
    **{f"closing:end {kind}": _fixed(on="今日") for kind in ("returnsign", "remaining")},
    **{f"closing:retract {kind}": _nothing for kind in ("returnsign", "remaining")},
    "closing:decide": _fixed(reason="転居した", agreed_with="母"),
    "closing:close": _fixed(achieved="朝が変わった", told_to="母", can_ask="電話する"),
    "resources:add": _fixed(name="みなみ保育園", kind="nursery"),
    "resources:change": _versioned(
        "organisation", name="ひがし小学校", kind="primary_school", phone="0225-11-1111"
    ),
    "sharing:ask": _ask,
    "sharing:withdraw": _nothing,
    **dict.fromkeys(("sharing:pass_on", "sharing:pass_on of_request"), _pass_on),
    "sharing:tell": _fixed(on="今日", words="分かりました"),
    "sharing:take_back_disclosure": _fixed(why="別の家庭のこと"),
    "office:enrol": lambda rows: {**_fixed(username="new", name="新任 あおい")(rows), **_post(rows)},
    "office:code": _nothing,
    "office:rename": _fixed(name="役割 一", name_kana="やくわり はじめ"),
    "office:give_post": _post,
    "office:end_post": lambda _: {"post": str(_held("practitioner").pk), "until": "今日"},
    "office:cancel_post": lambda _: {"post": str(_held("practitioner").pk)},
    "office:block": _fixed(sure="on"),
    "office:unblock": _nothing,
    "office:add_team": _fixed(name="母子保健係"),
    "office:change_team": lambda _: {"team": str(_held("practitioner").team_id), "name": "相談係"},
    "office:other_teams": _fixed(sure="on"),
    "office:other_teams shut": _fixed(sure="on"),
}
ACCOUNT = ("desk:start", "healthz", "account_", "mfa_", "accounts:")
