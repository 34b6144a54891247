"""The content security policy, kept at the source: no inline script or style, nothing from another host, and nothing that
lets text become HTML.
"""

import ast
import re
from pathlib import Path

from tools.tree import calls, modules, own_static, syntax, templates, where

DJANGO = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
INLINE = {
    "<style>": re.compile(r"^<style\b", re.IGNORECASE),
    "style=": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "on…=": re.compile(r"\s(on[a-z]+|hx-on[\w:.-]*)\s*=", re.IGNORECASE),
    "javascript:": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "external address": re.compile(
        r"\s(src|href|srcset|action|formaction|poster)\s*=\s*[\"']?\s*(https?:)?//", re.IGNORECASE
    ),
}
TRUSTED = re.compile(r"\|\s*(safe|safeseq)\b|\{%\s*autoescape\s+off")
CSS_OUTSIDE = re.compile(r"(url\(\s*[\"']?|@import\s+[\"']?)\s*(https?:)?//", re.IGNORECASE)


def findings(tag: str) -> list[str]:
    """What is wrong with one HTML tag."""
    found = [name for name, pattern in INLINE.items() if pattern.search(tag)]
    script = re.match(r"<script\b", tag, re.IGNORECASE)
    if script and not re.search(r"\ssrc\s*=|type\s*=\s*[\"']application/json[\"']", tag):
        found.append("<script> without src")
    return found


def tags(text: str) -> list[tuple[int, str]]:
    """Every HTML tag with its line; what Django fills in is blanked, line breaks kept."""
    bare = DJANGO.sub(lambda hit: "\n" * hit.group().count("\n"), text)
    return [(bare.count("\n", 0, hit.start()) + 1, hit.group()) for hit in TAG.finditer(bare)]


def unescaped(root: Path) -> list[str]:
    """Where text would become HTML: ``|safe`` and the like in templates, ``mark_safe`` and f-strings as HTML in Python."""
    found = []
    for path in templates(root):
        lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        found += [
            f"{where(root, path, number)} text as HTML" for number, line in lines if TRUSTED.search(line)
        ]
    for path in modules(root):
        for call, name in calls(path):
            woven = bool(call.args) and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
            if name == "mark_safe" or (name in {"format_html", "SafeString"} and woven):
                found.append(f"{where(root, path, call.lineno)} text as HTML")
    return found


def problems(root: Path) -> list[str]:
    """Inline script, style and foreign addresses in templates, in HTML built by Python, and in style sheets."""
    found = unescaped(root)
    for path in templates(root):
        for line, tag in tags(path.read_text(encoding="utf-8")):
            found += [f"{where(root, path, line)} {what}" for what in findings(tag)]
    for path in modules(root):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "<" in node.value:
                hits = [what for _, tag in tags(node.value) for what in findings(tag)]
                found += [f"{where(root, path, node.lineno)} {what}" for what in hits]
    for path in own_static(root, ".css"):
        for number, rule in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found += [f"{where(root, path, number)} external address"] if CSS_OUTSIDE.search(rule) else []
    return found
