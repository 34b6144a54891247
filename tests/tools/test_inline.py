from collections.abc import Callable
from pathlib import Path

import pytest

from tools import inline

Tree = Callable[[dict[str, str]], Path]
PAGE = "src/tomoni/ui/templates/ui/page.html"


@pytest.mark.parametrize(("html", "said"), [
    ("<script>go()</script>", "<script> without src"),
    ('<script\n  type="module">go()</script>', "<script> without src"),
    ("<style>p {}</style>", "<style>"),
    ('<p class="a" style="color: red">', "style="),
    ("<button {% if open %}disabled{% endif %} onclick='go()'>", "on…="),
    ('<form hx-on:submit="go()">', "on…="),
    ('<a href="javascript:go()">', "javascript:"),
    ('<img src="//elsewhere.example/a.png">', "external address"),
    ("<a href=https://elsewhere.example/>", "external address"),
])  # fmt: skip
def test_what_the_policy_forbids_is_named_with_its_line(tree: Tree, html: str, said: str) -> None:
    assert inline.problems(tree({PAGE: f"<p>\n{{# two\nlines #}}\n{html}"})) == [f"{PAGE}:4 {said}"]


def test_what_the_policy_allows_passes(tree: Tree) -> None:
    page = (
        '<script src="{% static "ui/a.js" %}"></script><script type="application/json">{"a": 1}</script>'
        '{% button style="quiet" %}<a href="/cases/">の on = style=</a><!-- <style> --><svg xmlns="http://www.w3.org/2000/svg">'
    )
    assert inline.problems(tree({PAGE: page})) == []


def test_html_built_by_python_and_style_sheets_are_read_too(tree: Tree) -> None:
    root = tree(
        {
            "src/tomoni/ui/tags.py": "x = 1\nHTML = '<p style=\"color: red\">'\n",
            "src/tomoni/ui/static/ui/a.css": "p { background: url('https://elsewhere.example/a.png'); }\n",
            "src/tomoni/ui/static/vendor/b.css": "p { background: url(https://elsewhere.example/a.png); }\n",
        }
    )
    assert inline.problems(root) == [
        "src/tomoni/ui/tags.py:2 style=",
        "src/tomoni/ui/static/ui/a.css:1 external address",
    ]


@pytest.mark.parametrize("html", ["{{ note|safe }}", "{{ a|join:'' | safe }}", "{% autoescape off %}"])
def test_text_stays_text_in_templates(tree: Tree, html: str) -> None:
    assert inline.problems(tree({PAGE: f"<p>\n{html}"})) == [f"{PAGE}:2 text as HTML"]


@pytest.mark.parametrize(
    "line", ["mark_safe(note)", "format_html(f'<b>{note}</b>')", "SafeString('<b>' + note)"]
)
def test_text_stays_text_in_python(tree: Tree, line: str) -> None:
    assert inline.problems(tree({"src/tomoni/ui/tags.py": f"{line}\n"})) == [
        "src/tomoni/ui/tags.py:1 text as HTML"
    ]
