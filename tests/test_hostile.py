"""A hostile writer: payloads in every text of every kind, through every view and a whole Material build."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.builds import build
from tests.conftest import ServeFolder, WriteTree
from tests.school import small_school

PAYLOADS = (
    "<script>window.hacked=1</script>",
    "</title><script>window.hacked=2</script>",
    "{{ 7*7 }}{% raw %}",
    "[点我](javascript:window.hacked=3)",
    "<img src=x onerror=window.hacked=4>",
    "\u202e反转\u2066文字",
    '"onmouseover="window.hacked=5',
    "![图](https://evil.example/x.png)",
    "`</code><svg onload=window.hacked=6>`",
    "--><!-- ]]>",
)

QUOTED = (
    "案由",
    "标题",
    "事项",
    "科目",
    "说明",
    "承诺",
    "理由",
    "凭据",
    "项目",
    "意见",
    "主持",
    "召集",
    "地点",
    "纪要",
)


def hostile_school() -> dict[str, str]:
    """The small school with a payload put into every free text, in the front matter and in the prose."""
    tree = small_school()
    payload = iter(PAYLOADS * 100)
    visible = iter([text for text in PAYLOADS if text.isprintable()] * 100)  # S25 refuses the others in front matter

    def poisoned(match: re.Match[str]) -> str:
        text = next(visible).replace("\\", "\\\\").replace('"', '\\"')
        return f'{match["key"]}: "{match["value"].strip()}{text}"'

    labels = "|".join(QUOTED)
    for path, text in tree.items():
        if not path.startswith("disclosures/") or path.count("/") < 2:
            continue
        fence = text.split("---\n") if path.endswith(".md") else ["", text, ""]
        front = re.sub(rf"(?P<key>(?:{labels})): (?P<value>[^,}}\n\"\[]+)(?=[,}}\n])", poisoned, fence[1])
        body = "---\n".join(fence[2:])
        body = re.sub(r"。", lambda _: "。" + next(payload), body)
        tree[path] = f"---\n{front}---\n{body}" if path.endswith(".md") else front
    title = "长" * 10_000
    tree["disclosures/notices/2026/other-2026-1.md"] = f"""---
公开范围: 社会
标题: {title}
起: 2026-05-18
止: 2026-05-22
异议: {{受理: 工会, 电话: 见学校渠道}}
---
正文</article></main><script>window.hacked=7</script>
"""
    return tree


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for name, text in hostile_school().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_every_payload_reached_a_page(hostile_site: Path) -> None:
    """The payloads are shown as text somewhere: nothing below passes because nothing was there."""
    text = "".join(path.read_text("utf-8") for path in sorted(hostile_site.rglob("index.html")))
    assert "&lt;script&gt;window.hacked=1" in text
    assert "{{ 7*7 }}" in text
    assert "长" * 10_000 in text


class _Markup(HTMLParser):
    """Collects what a browser would act on: handlers, addresses, inline scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.scripts: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # A block of JSON-LD is data; a browser never runs it.
        self._inside = "" if ("type", "application/ld+json") in attrs else tag
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "formaction")]

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts.append(data)


def test_no_payload_becomes_markup(hostile_site: Path) -> None:
    """No script, handler or foreign address of a writer's is in any page, and no bidi control character."""
    for path in sorted(hostile_site.rglob("*.html")):
        text = path.read_text("utf-8")
        parsed = _Markup()
        parsed.feed(text)
        assert parsed.handlers == [], path
        assert not any("hacked" in script for script in parsed.scripts), path
        active = re.compile(r"\s*(javascript|data|vbscript):", re.IGNORECASE)
        assert not any(active.match(address) for address in parsed.addresses), path
        assert not any("evil.example" in address for address in _fetched(text)), path
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text), path


def _fetched(text: str) -> list[str]:
    """Addresses that a browser asks for by itself; a link waits for a reader's click."""
    return re.findall(r'<(?:img|script|iframe|source|video|audio|embed|object)[^>]*(?:src|data)="([^"]*)"', text)


def test_nothing_executes_in_a_browser(hostile_site: Path, chromium: Browser, serve_folder: ServeFolder) -> None:
    """Every page that shows a record, opened in Chromium: no payload ran, and no other host was asked for anything."""
    address = serve_folder(hostile_site)
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in sorted(hostile_site.rglob("index.html")):
        place = path.relative_to(hostile_site)
        if place.parts[0] in ("rules", "fields"):
            continue  # the program's own manual: not a word of a writer's
        page.goto(address + place.as_posix().removesuffix("index.html"))
        assert page.evaluate("window.hacked") is None, path
    context.close()
    assert [url for url in asked if not url.startswith(address) and not url.startswith("data:")] == []


def test_a_hostile_settings_file_is_escaped_too(write_tree: WriteTree) -> None:
    """School, policy and catalogue texts stand on pages as well."""
    tree = small_school()
    tree["disclosures/school.yml"] = tree["disclosures/school.yml"].replace(
        "地点: 行政楼一楼", "地点: '<script>window.hacked=8</script>'"
    )
    tree["disclosures/policy.yml"] = tree["disclosures/policy.yml"].replace(
        "依据: 样例学校校务公开实施办法", "依据: '</td><script>window.hacked=9</script>'"
    )
    folder = write_tree(tree)
    done = build(folder)
    assert done.returncode == 0, done.stderr
    text = "".join(path.read_text("utf-8") for path in sorted((folder / "site").rglob("index.html")))
    assert "<script>window.hacked" not in text
    assert "&lt;script&gt;window.hacked=8" in text
