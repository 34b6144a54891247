"""One family through all seven phases and back in, in a real browser at tablet width; then every row that is stored.

菅野 takes the call and goes all the way with the family; 柴崎, the coordinator, decides; 及川 takes the school's call later.
"""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE, Installation, log_in, served
from tomoni.calendar import today
from tomoni.cases.rules import next_on

WORKER, COORDINATOR, COLLEAGUE = "kanno", "shibasaki", "oikawa"
STORED = Path(__file__).parent / "stored.py"
EXPECTED = Path(__file__).parent / "circle.yaml"
LATER = 370  # days until the school calls: tests/browser/later.py
LABEL, CHILD, MOTHER = "環野さんの家庭", "環野 灯", "環野 葉子"


def era(days: int) -> str:
    """A day that many days from now, as people type it."""
    day = today() + timedelta(days=days)
    return f"R{day.year - 2018}.{day.month}.{day.day}"


class Hand:
    """Somebody at the tablet, on the pages of one family."""

    def __init__(self, browser: Browser, base: str, user: str, **options: Any) -> None:
        width = {"width": 768, "height": 1024}
        context = browser.new_context(base_url=base, locale="ja-JP", viewport=width, **options)
        context.set_default_timeout(PATIENCE)
        self.page, self.home = context.new_page(), ""
        log_in(self.page, user)

    def fill(self, button: str = "保存する", **fields: Any) -> None:
        """Fill in the form of the page and send it; whatever is asked back fails."""
        form = self.page.locator("main form.form")
        for name, value in fields.items():
            field = form.locator(f'[name="{name}"]')
            kind = field.first.evaluate("field => field.type")
            if kind in {"radio", "checkbox"}:
                form.locator(f'[name="{name}"][value="{value}"]').check()
            elif kind == "select-one":
                field.select_option(**({"label": value} if value in {CHILD, MOTHER} else {"value": value}))
            else:
                field.first.fill(value)
        with self.page.expect_navigation():
            form.get_by_role("button", name=button, exact=True).last.click()
        assert self.page.locator(".error-summary").all_inner_texts() == []

    def follow(self, link: str, within: str = "main") -> None:
        """Tap a link; the first of several of that name."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("link", name=link).first.click()

    def write(self, link: str, **fields: Any) -> None:
        """Tap a link and fill in the form behind it."""
        self.follow(link)
        self.fill(**fields)

    def tab(self, name: str) -> None:
        """Another page of the family."""
        tabs = self.page.get_by_role("navigation", name="この家庭のページ")
        tabs.get_by_role("link", name=name, exact=True).click()
        expect(tabs.locator('[aria-current="page"]')).to_have_text(name)


def call(hand: Hand) -> None:
    """Phase 1: the mother calls; the case begins."""
    page = hand.page
    page.goto("/intake/new")
    page.locator('input[name="nature"][value="consultation"]').check()
    page.locator('select[name="door"]').select_option("family")
    page.locator('textarea[name="complaint"]').fill(
        "朝、灯が起きられない。わたしも夜の仕事で、声をかけられない。"
    )
    page.locator('button[name="go"][value="family"]').last.click()
    for place, (name, kana, birth) in enumerate(
        [(CHILD, "わの あかり", "H30.5.10"), (MOTHER, "わの ようこ", "H2.1.8")]
    ):
        page.locator(f'input[name="p{place}_name"]').fill(name)
        page.locator(f'input[name="p{place}_kana"]').fill(kana)
        page.locator(f'input[name="p{place}_birth"]').fill(birth)
    page.locator('select[name="p1_relation"]').select_option("mother")
    page.locator('button[name="go"][value="check"]').click()
    page.locator('button[name="go"][value="save"]').click()
    expect(page).to_have_url(re.compile(r"/intake/[0-9a-f-]{36}/$"))
    hand.follow("アセスメントへ進む")
    hand.fill("記録して進む", kind="asks_itself", level="thick", level_reason="はじめのひと月は週に一度会う")
    page.goto("/list?scope=mine")
    hand.follow(LABEL)
    hand.home = page.url


def assess(hand: Hand) -> None:
    """Phase 2: wishes and needs in three voices, what helps, what has to be adjusted, who stays."""
    hand.tab("アセスメント")
    hand.write("願いを書く", person=MOTHER, text="朝ごはんを作りたい")
    hand.page.locator("details.telling summary").first.click()
    hand.follow("取り消す")
    hand.fill("取り消す")
    hand.write("願いを書く", person=CHILD, text="ママと朝ごはんを食べたい")
    hand.write(
        "ニーズを書く",
        kind="body",
        person=CHILD,
        wished="朝ごはんを食べて教室へ行ける",
        now_is="二時間めから",
    )
    hand.write("見方を聞く・書く", person=CHILD, text="おなかがすく", scale="3")
    hand.write("見方を聞く・書く", person=MOTHER, text="起きられたらやれる", scale="5")
    hand.write("見方を聞く・書く", text="前の晩に用意できた日は行けている", scale="4")
    hand.write("強み・資源を書く", kind="family", person=MOTHER, text="前の晩におにぎりを作れた日がある")
    ref = hand.page.locator("main tr[id^=strength-]").first.get_attribute("id") or ""
    hand.write(
        "強み・資源を結ぶ",
        strength=ref.removeprefix("strength-"),
        adjustment="strengthen",
        text="作れた日を思い出す",
    )
    hand.write(
        "つながりを書く", kind="stays", child=CHILD, name="向かいのおばさん", text="怒らないで待ってくれる"
    )
    hand.write(
        "まとめを書く",
        reason="first",
        summary="朝の力は前の晩にある。",
        checked_with=MOTHER,
        answer="そうかも",
    )


def plan(hand: Hand) -> None:
    """Phase 3: the plan, with the family."""
    hand.tab("プラン")
    hand.write("プランを一緒に考えはじめる", concern="朝のしたく")
    hand.write("ことばを書く", kind="hope", person=CHILD, text="パンがある朝がいい")
    hand.write("目標を書く", horizon="long", text="笑って出かける")
    hand.follow("目標を書く")
    need = hand.page.locator('[name="needs"]').first.get_attribute("value")
    hand.fill(
        horizon="short", person=CHILD, text="月曜は食べて出る", look_at="月曜に何を食べたか", needs=need
    )
    hand.page.locator("article.need").filter(has_text="月曜は食べて出る").get_by_role(
        "link", name="取組を書く"
    ).click()
    fit = hand.page.locator('[name="fit"] option').nth(1).get_attribute("value")
    hand.fill(by="family", person=MOTHER, text="日曜の夜におにぎりを作る", care="夜勤の週はしない", fit=fit)
    hand.write("プランができた", agreed_by="母と灯さん", review_on=era(60))
    hand.write("手渡したことを残す", person=MOTHER, signed="no", answer="冷蔵庫にはる")
    shared = {"recipient": "学校の先生", "until": era(90), "words": "先生ならいいよ"}
    hand.write("手渡したことを残す", person=CHILD, signed="yes", **shared)


def support(hand: Hand) -> None:
    """Phases 4 and 5: a request that says what to look at, its answer, an observation on the goal."""
    hand.tab("支援")
    hand.follow("だれかにお願いする")
    goal = hand.page.locator('[name="goal"] option').last.get_attribute("value")
    yes = hand.page.locator('[name="consent"] option').last.get_attribute("value")
    asked = {
        "look_at": "朝、教室に入るときの顔",
        "call_when": "二日続けて来ないとき",
        "until": era(30),
        "consent": yes,
    }
    hand.fill(name="学校の先生", goal=goal, told="母に話し、うなずいた", **asked)
    hand.follow("見たこと・聞いたことを書く")
    request = hand.page.locator('[name="request"] option').last.get_attribute("value")
    hand.fill(
        text="「たべてきた」と言って入ってきた",
        kind="words",
        way="nearer",
        goal=goal,
        request=request,
        name="学校の先生",
    )


def note(hand: Hand) -> None:
    """A visit is noted in two lines; one of them is seen on the goal. The way back to the plan is one tap."""
    hand.page.goto(hand.home)
    hand.page.locator("main a[data-note]").first.click()
    hand.page.locator("dialog textarea").first.fill("玄関で灯さんが、おにぎりを見せてくれた。")
    hand.page.locator("dialog").get_by_role("button", name="保存する").last.click()
    expect(hand.page.locator("dialog").get_by_text("おにぎりを見せてくれた").first).to_be_visible()
    hand.page.goto(hand.home)
    hand.tab("記録")
    with hand.page.expect_navigation():
        hand.page.locator(".timeline .title a").first.click()
    hand.follow("これを見たこと・聞いたことにする")
    goal = hand.page.locator('[name="goal"] option').last.get_attribute("value")
    hand.fill(goal=goal, way="nearer")
    hand.page.goto(hand.home)
    hand.write("フェーズを変える", phase="planning")


def look_back(hand: Hand) -> None:
    """Phase 6: each voice says how far it came; the worker proposes."""
    hand.tab("見直しと終結")
    hand.follow("「朝のしたく」を見直す")
    ways = hand.page.locator('main form select[name$="_way"]')
    names = [ways.nth(n).get_attribute("name") or "" for n in range(ways.count())]
    said = dict.fromkeys(names[-3:], "nearer")
    hand.fill(
        with_whom="母と灯さん",
        family_wish="もうだいじょうぶ",
        proposal="close",
        reason="毎朝食べている",
        review_on="",
        **said,
    )


def decide(hand: Hand, family: str) -> None:
    """The coordinator decides on the review."""
    hand.page.goto(family)
    hand.tab("見直しと終結")
    hand.follow("決定を記録する")
    hand.fill("決定する", outcome="close", reason="家族の希望を受けて")


def close(hand: Hand) -> None:
    """Phase 7: a sign of return, what remains, the end."""
    hand.tab("見直しと終結")
    sign = {"child": CHILD, "watcher": "belonging", "name": "学校の先生", "how": "センターへ電話"}
    hand.write("しるしを決める", text="三日続けて学校を休んだら", **sign)
    hand.write("残っていることを書く", text="夜の仕事のあいだの居場所", name="向かいのおばさん")
    hand.follow("かかわりを終える")
    told = {"told_to": "母と灯さん", "can_ask": "センターへ電話する"}
    hand.fill("かかわりを終える", achieved="前の晩のしたくで、朝が変わった", **told)
    expect(hand.page.locator("main")).to_contain_text("センターは、いつでも戻ってこられる場所です。")


def come_back(hand: Hand) -> None:
    """A year later the school calls a colleague: the closed case and its signs are there, and it begins again."""
    page = hand.page
    page.goto("/intake/new")
    page.locator('input[name="nature"][value="consultation"]').check()
    page.locator('select[name="door"]').select_option("school")
    page.locator('textarea[name="complaint"]').fill("灯さんが、三日続けて学校を休んでいます。")
    page.locator('button[name="go"][value="family"]').last.click()
    page.locator('input[name="words"]').fill("わの")
    page.get_by_role("button", name="この家庭です").first.click()
    for words in (
        LABEL,
        "前の晩のしたくで、朝が変わった",
        "三日続けて学校を休んだら",
        "夜の仕事のあいだの居場所",
    ):
        expect(page.locator("main")).to_contain_text(words)
    for box in page.locator('input[name="children"]').all():
        name = page.locator(f'label[for="{box.get_attribute("id")}"]').inner_text()
        box.set_checked("灯" in name)
    page.locator('button[name="go"][value="check"]').click()
    page.locator('button[name="go"][value="save"]').click()
    expect(page).to_have_url(re.compile(r"/intake/[0-9a-f-]{36}/$"))
    hand.follow("アセスメントへ進む")
    hand.fill(
        "記録して進む",
        kind="worries_and_hardship",
        level="thick",
        level_reason="まず会って、休んだわけを聞く",
    )
    page.goto("/list?scope=mine")
    hand.follow(LABEL)
    hand.tab("アセスメント")
    expect(page.get_by_text("まだ聞けていません").first).to_be_visible()


def stored(installation: Installation, label: str) -> dict[str, Any]:
    """What stands in the tables about the family."""
    command = [sys.executable, "-m", "tomoni", "shell", "-v", "0", "-c", STORED.read_text(encoding="utf-8")]
    surroundings = {**installation.environment(), "FAMILY": label}
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


ACTS = {
    f"{WORKER} {act}": times
    for act, times in {
        "intake.receive": 1, "families.take_in": 1, "families.add_household": 1, "people.add_person": 2,
        "intake.accept": 1, "cases.open_case": 1, "access.open_dossier": 2, "cases.assign": 2, "access.state_fact": 33, "access.retract_fact": 1,
        "assessment.hold": 1, "plans.begin": 1, "plans.agree": 1, "plans.give": 2, "plans.set_review": 1, "outcomes.look_back": 1,
        "closing.close": 1, "cases.close_case": 1, "cases.enter_phase": 6, "cases.mark": 18, "cases.open_duty": 3,
        "cases.meet_duty": 3, "sharing.record_consent": 2, "contacts.record": 1,
    }.items()
} | {f"{COORDINATOR} outcomes.decide": 1, f"{COORDINATOR} cases.mark": 1}  # fmt: skip
ACTS_AGAIN = {
    f"{COLLEAGUE} {act}": times
    for act, times in {
        "intake.receive": 1, "intake.accept": 1, "cases.open_case": 1, "access.open_dossier": 1, "access.reopen_dossier": 1,
        "cases.assign": 2, "access.state_fact": 3, "cases.open_duty": 1, "cases.mark": 2,
    }.items()
}  # fmt: skip


def expected() -> list[dict[str, Any]]:
    """The rows when the family has gone all the way round, and those that come when it is back."""
    told = EXPECTED.read_text(encoding="utf-8")
    for words, days in (('"a month"', 0), ('"a month later"', LATER)):
        begun = today() + timedelta(days=days)
        told = told.replace(words, f'"{(next_on(begun, "1 months") - today()).days:+d}d"')
    return list(yaml.safe_load_all(told))


def test_a_family_goes_all_the_way_round_and_comes_back(
    browser: Browser, base: str, installation: Installation
) -> None:
    worker = Hand(browser, base, WORKER)
    for step in (call, assess, plan, support, note, look_back):
        step(worker)
    decide(Hand(browser, base, COORDINATOR), worker.home)
    worker.page.reload()
    close(worker)
    found = stored(installation, LABEL)
    first, again = expected()
    assert found["rows"].keys() == first.keys()
    for table, rows in found["rows"].items():
        assert (table, rows) == (table, first[table])
    assert found["acts"] == ACTS
    assert found["journal"]["ok"]
    with served(replace(installation, settings="tests.browser.later")) as address:
        come_back(Hand(browser, address, COLLEAGUE))
    found = stored(installation, LABEL)
    assert found["rows"].keys() == first.keys()
    for table, rows in found["rows"].items():
        assert (table, rows) == (table, [*first[table], *again.get(table, [])])
    assert found["acts"] == {**ACTS, **ACTS_AGAIN}
    assert found["journal"]["ok"]
