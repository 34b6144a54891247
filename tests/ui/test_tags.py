"""Components: exact HTML, what they refuse, and that nothing typed becomes markup."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from tomoni.calendar import Day, Precision
from tomoni.ui.links import Link
from tomoni.ui.markup import attributes, icons, ruby

# A busy machine is no finding.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NASTY = "<script>alert('ふ')</script>"


def over(written: str, reading: str) -> str:
    return f"<ruby>{written}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"


def time(day: str, title: str, western: str, text: str) -> str:
    return f'<time datetime="{day}" title="{title}" data-western="{western}年">{text}</time>'


def render(source: str, **context: object) -> str:
    return Template("{% load tomoni %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            '{% button "保存する" %}',
            '<button class="button" type="submit">保存する</button>',
        ),
        (
            '{% button "下書き" kind="second" small=True name="draft" value="1" disabled=True %}',
            '<button class="button second small" disabled type="submit" name="draft" value="1">下書き</button>',
        ),
        ('{% link_button "家族へ" href="/f/" %}', '<a class="button" href="/f/">家族へ</a>'),
        ('{% tag "要支援" tone="accent" %}', '<span class="tag accent">要支援</span>'),
        (
            '{% fact "学校" %}{% endfact %}',
            '<div><dt>学校</dt><dd><span class="soft">未記入</span></dd></div>',
        ),
        ('{% fact "学校" %}南小{% endfact %}', "<div><dt>学校</dt><dd>南小</dd></div>"),
        (
            '{% words by="母" %}<p>朝がつらい。</p>{% endwords %}',
            '<blockquote class="words"><p>朝がつらい。</p><footer>— 母</footer></blockquote>',
        ),
        (
            '{% group "時間" hint="いくつでも" %}x{% endgroup %}',
            '<fieldset class="group"><legend class="big">時間</legend><p class="hint">いくつでも</p>x</fieldset>',
        ),
        (
            '{% disclosure "前の記録" opened=True %}x{% enddisclosure %}',
            '<details class="more" open><summary>前の記録</summary><div class="inside stack">x</div></details>',
        ),
        (
            '{% autosave url="/drafts/" key="note:7" %}',
            '<auto-save data-url="/drafts/" data-key="note:7"></auto-save>',
        ),
    ],
)
def test_component_gives_exactly_this(source: str, expected: str) -> None:
    assert render(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        '{% button "保存" colour="red" %}',
        '{% button "保存" onclick="x()" %}',
        '{% button "保存" kind="primary" %}',
        '{% button "保存" type="image" %}',
        '{% link_button "家族" href="/" target="_blank" %}',
        '{% tag "要支援" tone="red" %}',
        '{% signal "urgent" %}',
        '{% notice "danger" %}x{% endnotice %}',
        '{% person name="陽花" face="x.png" %}{% endperson %}',
        '{% entry title="訪問" kind="bad" %}x{% endentry %}',
        '{% disclosure "x" style="y" %}z{% enddisclosure %}',
        "{% day born format='Y' %}",
    ],
)
def test_component_refuses_what_it_does_not_know(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(source, born=date(2018, 2, 11))


def test_unknown_icon_names_those_that_exist() -> None:
    with pytest.raises(ValueError, match=r"no icon 'heart'.*safety.*today"):
        render('{% icon "heart" %}')


def test_icon_is_decoration_unless_it_has_a_label() -> None:
    assert (
        render('{% icon "note" %}')
        == '<svg class="icon" aria-hidden="true"><use href="/static/ui/icons.svg#note"/></svg>'
    )
    assert 'role="img" aria-label="記録"' in render('{% icon "note" "記録" %}')


def test_five_signals_each_with_sign_and_word() -> None:
    words = {
        kind: html.fromstring(render(f'{{% signal "{kind}" %}}'))
        for kind in ("safety", "promise", "due", "message", "good")
    }
    assert {kind: each.text_content() for kind, each in words.items()} == {
        "safety": "安全", "promise": "約束", "due": "期日", "message": "便り", "good": "うれしいこと",
    }  # fmt: skip
    assert len({each.find(".//use").get("href") for each in words.values()}) == 5


@pytest.mark.parametrize(
    "source",
    [
        "{% button nasty %}",
        "{% button 'x' name=nasty value=nasty %}",
        "{% link_button nasty href=nasty %}",
        "{% tag nasty %}",
        "{% signal 'due' nasty %}",
        "{% name nasty nasty %}",
        "{% icon 'note' nasty %}",
        "{% person name=nasty reading=nasty role=nasty age=nasty href=nasty %}{{ nasty }}{% endperson %}",
        "{% words by=nasty day=nasty %}{{ nasty }}{% endwords %}",
        "{% facts %}{% fact nasty %}{{ nasty }}{% endfact %}{% endfacts %}",
        "{% table caption=nasty %}<tr><td>{{ nasty }}</td></tr>{% endtable %}",
        "{% entry title=nasty day=nasty by=nasty href=nasty %}{{ nasty }}{% endentry %}",
        "{% nothing nasty %}{{ nasty }}{% endnothing %}",
        "{% notice %}{{ nasty }}{% endnotice %}",
        "{% disclosure nasty %}{{ nasty }}{% enddisclosure %}",
        "{% group nasty hint=nasty %}{{ nasty }}{% endgroup %}",
        "{% autosave url=nasty key=nasty %}",
        "{% crumbs links %}",
        "{% tabs links label=nasty %}",
    ],
)
def test_nothing_typed_becomes_markup(source: str) -> None:
    links = [Link(NASTY, NASTY, note=NASTY)]
    shown = render(source, nasty=NASTY, links=links)
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    ("written", "reading", "expected"),
    [
        ("水沢　陽花", "みずさわ はるか", over("水沢", "みずさわ") + "　" + over("陽花", "はるか")),
        ("水沢陽花", "みずさわ はるか", over("水沢陽花", "みずさわ はるか")),
        ("髙𣘺 さくら", "たかはし さくら", over("髙𣘺", "たかはし") + " さくら"),
        ("葛\U000e0100城", "", "葛\U000e0100城"),
        ("マリア", "まりあ", "マリア"),
    ],
)  # fmt: skip
def test_names_keep_their_characters_and_carry_their_reading(
    written: str, reading: str, expected: str
) -> None:
    assert ruby(written, reading) == expected


VISIBLE = st.text("水沢髙𣘺葛\U000e0100ア゙みヴ<&\"' 　", min_size=1, max_size=12).filter(str.strip)


@UNHURRIED
@given(VISIBLE, VISIBLE)
def test_any_name_stays_as_written(written: str, reading: str) -> None:
    shown = html.fragment_fromstring(render("{% name a b %}", a=written, b=reading), create_parent=True)
    etree.strip_elements(shown, "rt", "rp", with_tail=False)
    assert shown.text_content().split() == written.split()


@pytest.mark.parametrize(
    ("value", "options", "expected"),
    [
        (Day(date(2018, 2, 11)), "", time("2018-02-11", "2018年2月11日", "2018", "平成30年2月11日")),
        (date(2018, 2, 11), "weekday=True", time("2018-02-11", "2018年2月11日", "2018", "平成30年2月11日（日）")),
        (date(2019, 5, 1), "short=True", time("2019-05-01", "2019年5月1日", "2019", "R1.5.1")),
        (Day(date(2026, 4, 1), Precision.MONTH), "weekday=True", time("2026-04", "2026年4月", "2026", "令和8年4月")),
        (Day(date(2019, 1, 1), Precision.ABOUT), "", '<time title="2019年ごろ" data-western="2019年">令和元年ごろ</time>'),
        (Day.unknown(), "", "<span>不明</span>"),
        (None, "", ""),
    ],
)  # fmt: skip
def test_days_stand_in_the_era_with_the_western_year_at_hand(
    value: Day | date | None, options: str, expected: str
) -> None:
    assert render(f"{{% day value {options} %}}", value=value) == expected


@UNHURRIED
@given(st.dates(date(1873, 1, 1), date(2100, 12, 31)))
def test_every_day_names_its_western_year_once_for_hover_and_once_for_print(day: date) -> None:
    shown = html.fromstring(render("{% day day %}", day=day))
    assert shown.get("title") == f"{day.year}年{day.month}月{day.day}日"
    assert (shown.get("datetime"), shown.get("data-western")) == (day.isoformat(), f"{day.year}年")
    assert shown.text_content() == Day(day).japanese()


def test_a_moment_is_told_by_the_clock_in_japan() -> None:
    moment = datetime(2026, 4, 6, 23, 5, tzinfo=ZoneInfo("UTC"))
    assert (
        html.fromstring(f"<p>{render('{% moment at %}', at=moment)}</p>").text_content()
        == "令和8年4月7日（火） 8:05"
    )


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2025, 10, 1), date(2026, 9, 30), "令和7年10月1日〜令和8年9月30日"),
        (date(2025, 10, 1), None, "令和7年10月1日〜"),
        (None, date(2026, 9, 30), "〜令和8年9月30日"),
        (date(2025, 10, 1), date(2025, 10, 1), "令和7年10月1日"),
    ],
)
def test_periods(start: date | None, end: date | None, text: str) -> None:
    assert html.fromstring(f"<p>{render('{% period a b %}', a=start, b=end)}</p>").text_content() == text


CARD = """{% person name="水沢 湊" reading="みずさわ みなと" age=age role="長男" href="/p/1/" child=True %}南小 2年{% endperson %}"""


def test_person_card_tells_name_role_and_what_matters() -> None:
    card = html.fromstring(render(CARD, age=8))
    assert card.get("class") == "person child"
    assert (card.find(".//a").get("href"), card.find_class("soft")[0].text) == ("/p/1/", "長男")
    assert card.find_class("body")[0].text_content() == "南小 2年"


@pytest.mark.parametrize(
    ("age", "large", "small"),
    [
        (8, "8歳", None),
        ("11か月", "11か月", None),
        ("1歳6か月", "1歳", "6か月"),
        ("生後12日", "生後", "12日"),
        ("34〜35歳", "34〜35歳", None),
    ],
)
def test_ages_are_told_as_people_tell_them(age: str | int, large: str, small: str | None) -> None:
    (shown,) = html.fromstring(render(CARD, age=age)).find_class("age")
    assert (shown.text, shown.findtext("small")) == (large, small)


def test_a_card_without_an_age_leaves_no_gap() -> None:
    assert html.fromstring(render(CARD, age="")).find_class("age") == []


def test_pagination_keeps_the_other_search_words() -> None:
    request = RequestFactory().get("/families/", {"q": "水沢", "page": "2"})
    shown = html.fromstring(
        render("{% pagination page %}", request=request, page=Paginator(range(50), 20).page(2))
    )
    assert [link.get("href") for link in shown.iter("a")] == [
        "?q=%E6%B0%B4%E6%B2%A2&page=1",
        "?q=%E6%B0%B4%E6%B2%A2&page=3",
    ]
    assert "3ページ中 2ページ（全50件）" in shown.text_content()


def test_the_current_tab_is_marked_for_all() -> None:
    shown = html.fromstring(
        render(
            "{% tabs links label='家庭' %}", links=[Link("記録", "/r/", current=True), Link("プラン", "/p/")]
        )
    )
    assert [(link.text_content(), link.get("aria-current")) for link in shown.iter("a")] == [
        ("記録", "page"),
        ("プラン", None),
    ]


def test_attributes_leave_out_what_is_not_there() -> None:
    assert (
        attributes(name="a", value=0, form="", open=True, disabled=False, data_x=None)
        == ' open name="a" value="0"'
    )


def test_every_symbol_of_the_sprite_can_be_drawn() -> None:
    assert len(icons()) == 29
    assert all(f"#{name}" in render(f'{{% icon "{name}" %}}') for name in icons())
