"""No other host, no surprise script: what Chromium does on every page of the demo, and what is refused before."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from gongkai.frame.active import active_parts, is_active
from gongkai.frame.security import SLOT, policy, secured
from playwright.sync_api import Browser, Page

from tests.conftest import ServeFolder
from tests.page_types import page_types

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
)

LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", function (event) {
  window.violations.push(event.effectiveDirective + " " + event.blockedURI);
});
"""


def _policy_of(html: str) -> str:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    assert found
    return unescape(found[1])


def test_no_page_asks_another_host_or_breaks_its_policy(
    chromium: Browser, demo_site: Path, serve_folder: ServeFolder
) -> None:
    """A crawl of every type of page: each request goes to the site itself, and no policy is ever violated.

    All that a page of a type can do is on one of them; the markup of every page is read below.
    """
    root = serve_folder(demo_site)
    context = chromium.new_context(locale="zh-CN", service_workers="block")
    asked: set[str] = set()
    errors: list[str] = []
    context.on("request", lambda request: asked.add(request.url))
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.add_init_script(LISTEN)
    tab = context.new_page()
    violations = {}
    for address in page_types(demo_site):
        tab.goto(f"{root}{address}", wait_until="domcontentloaded")
        if found := tab.evaluate("window.violations"):
            violations[address] = found
    context.close()
    assert violations == {}
    assert errors == []
    assert [url for url in sorted(asked) if not url.startswith((root, "data:", "blob:"))] == []
    assert f"{root}proposals/05-03-008/" in asked


def test_no_markup_asks_another_host(demo_site: Path) -> None:
    """On every page, what a browser fetches by itself lies in the site; only what a reader clicks leads elsewhere."""
    for path in demo_site.rglob("*.html"):
        html = path.read_text("utf-8")
        for tag in re.findall(r"<[a-z][^>]*>", html):
            is_link = tag.startswith("<a ") or re.search(r'\srel="?(?:canonical|alternate)', tag)
            fetched = re.findall(
                r"""\s(?:src|srcset|poster|data|action|background|href|xlink:href)=["']?([^"'>]*)""", tag
            )
            assert is_link or not [url for url in fetched if re.match(r"\s*(?:[a-z]+:)?//", url)], f"{path}: {tag}"


def test_every_page_has_its_policy_first(demo_site: Path) -> None:
    """The policy stands right after the charset, and names exactly the scripts that stand on the page."""
    for path in demo_site.rglob("*.html"):
        if path.relative_to(demo_site).parts[0] in ("embed", "kiosk"):
            continue  # pages without the theme, each with a stricter policy of its own, tested beside it
        html = path.read_text("utf-8")
        head = html[html.index("<head>") + 6 :].lstrip()
        assert re.match(r'<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy"', head), path
        own = _policy_of(html)
        scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
        hashes = [f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'" for code in scripts]
        assert own == STRICT.replace("script-src 'self'", " ".join(["script-src 'self'", *dict.fromkeys(hashes)])), path
        assert "unsafe" not in own
        assert SLOT not in html


def test_pages_have_no_inline_style_or_handler(demo_site: Path) -> None:
    """Neither our templates nor the theme's leave an attribute that the policy would have to allow."""
    for path in demo_site.rglob("*.html"):
        html = re.sub(r"<script.*?</script>", "", path.read_text("utf-8"), flags=re.DOTALL)
        for tag in re.findall(r"<[a-z][^>]*>", html):
            bare = re.sub(r'"[^"]*"', '""', tag)
            assert not re.search(r"\s(?:style|on[a-z]+|srcdoc|formaction)=", bare), f"{path}: {tag}"
        assert "<style" not in html


def test_the_policy_names_each_script_once_and_no_data() -> None:
    """Two equal scripts give one hash; files and blocks of data give none."""
    html = (
        f'<meta content="{SLOT}"><script>a()</script><script>a()</script><script src="b.js"></script>'
        '<script type="application/ld+json">{"@context":"x"}</script><script type="application/json">{}</script>'
    )
    digest = b64encode(sha256(b"a()").digest()).decode()
    assert policy(html) == STRICT.replace("script-src 'self'", f"script-src 'self' 'sha256-{digest}'")
    assert f"&#39;sha256-{digest}&#39;" in secured(html)
    assert "'unsafe-inline'" in policy(html, any_script=True)
    assert policy("") == STRICT


def test_no_script_in_the_text_of_a_page_is_named() -> None:
    """Only what the theme wrote around a page may run, even where the same check overlooked a script in it."""
    html = f'<meta content="{SLOT}"><script>a()</script><article><script>b()</script></article>'
    known, strange = (b64encode(sha256(code).digest()).decode() for code in (b"a()", b"b()"))
    made = secured(html, content="<script>b()</script>")
    assert known in made
    assert strange not in made
    assert made.endswith("<article><script>b()</script></article>")


def test_an_inline_script_that_no_hash_names_does_not_run(
    page: Page, serve_folder: ServeFolder, tmp_path: Path
) -> None:
    """The policy is not only written: Chromium runs the hashed script, not the one that came later."""
    html = f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{SLOT}"><script>window.a = 1</script>'
    text = secured(html) + '<script>window.b = 1</script><p style="color:red" onclick="window.c = 1">x</p>'
    (tmp_path / "index.html").write_text(text, "utf-8")
    page.goto(serve_folder(tmp_path))
    page.get_by_text("x").click()
    assert page.evaluate("[window.a, window.b, window.c]") == [1, None, None]


def test_a_block_of_data_needs_no_hash(page: Page, serve_folder: ServeFolder, demo_site: Path) -> None:
    """JSON-LD and the theme's settings are read although no hash names them."""
    page.add_init_script(LISTEN)
    page.goto(f"{serve_folder(demo_site)}proposals/05-03-001/")
    assert page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').text)['@context']"
    ) == ("https://schema.org")
    assert page.evaluate("window.violations") == []


def test_no_file_of_the_theme_names_a_host_that_could_be_asked(demo_site: Path) -> None:
    """Diagrams, old browsers and repository stars would be fetched from elsewhere: those addresses are gone."""
    for path in (*demo_site.rglob("*.js"), *demo_site.rglob("*.css")):
        text = path.read_text("utf-8")
        for host in ("unpkg.com", "api.github.com", "googleapis.com", "gstatic.com", "jsdelivr.net"):
            assert host not in text, path
        assert "sourceMappingURL" not in text, path
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", text), path


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>a &lt;script&gt;</p><pre>onclick=</pre>", ()),
        ('<img src="a.png" alt="x"><a href="https://example.org/">x</a>', ()),
        ("<script>x</script>", ("<script>",)),
        ("<ScRiPt src=a.js>", ("<script>",)),
        ('<img src="https://example.org/a.png">', ("别的网站的图片或文件",)),
        ('<img srcset="a.png 1x, //example.org/a.png 2x">', ("别的网站的图片或文件",)),
        ('<a href=" java\tscript:alert(1)">x</a>', ("javascript: 或 data: 链接",)),
        ('<a href="data:text/html,x">x</a>', ("javascript: 或 data: 链接",)),
        ('<p style="color:red" onmouseover="x">', ("style=", "onmouseover=")),
        ("<iframe src=x></iframe><form action=x>", ("<iframe>", "<form>")),
        ("<svg><script>x</script></svg>", ("<svg>", "<script>")),
        ("<!--><script>x</script>-->", ("<script>",)),
        ("<!-- a <!--><script>x</script> -->", ("<script>",)),
        ("<![CDATA[><script>x</script>]]>", ("<script>",)),
        ('<a href="\x01javascript:alert(1)">x</a>', ("javascript: 或 data: 链接",)),
        ('<img src="/\\example.org/a.png">', ("别的网站的图片或文件",)),
        ('<img src="https:example.org/a.png">', ("别的网站的图片或文件",)),
        ("<!-- <script>x</script> -->", ()),
    ],
)
def test_active_content_is_seen_in_the_markup(html: str, found: tuple[str, ...]) -> None:
    """What would run or load is named; text that only looks like it is not."""
    assert active_parts(html) == found


@pytest.mark.parametrize("name", ["a.svg", "a.SVG", "a.html", "a.xhtml", "a.js", "a.swf", "a.xml", "a.hta", "a.svgz"])
def test_files_that_run_are_known_by_their_names(name: str) -> None:
    """Whatever a browser or a system would run when it is opened."""
    assert is_active(name)


@pytest.mark.parametrize("name", ["a.png", "a.md", "a.pdf", "a.css", "svg", "html.txt", "a.woff2"])
def test_files_that_do_not_run_are_left_alone(name: str) -> None:
    """Pictures, pages, documents and styles are no programs."""
    assert not is_active(name)


@pytest.mark.parametrize(
    "suffix", ["svg", "html", "js", "swf", "xml", "svgz", "xlsm", "docm", "pptm", "doc", "xls", "ppt", "exe", "zip"]
)
def test_active_attachments_are_refused_with_a_cure(suffix: str) -> None:
    """No attachment of a type that runs, or that cannot be read, is published."""
    from gongkai.attachments import read  # noqa: PLC0415  # beside the case that it is about

    reading = read(f"a.{suffix}", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    assert reading.problem
    assert reading.cure
