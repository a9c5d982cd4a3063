"""Our search beside Material's with jieba and Pagefind extended: the same texts, one fixed list of queries.

What is expected is a plain substring of the page's words, folded as views/search/folding.py does; each engine
is asked in Chromium as a reader asks it. Run it with `python -m benchmarks.search SCHOOL SITE`: a folder with
mkdocs.yml, and the site built from it. Peers that are not installed are left out.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from urllib.parse import quote

from gongkai.publish import edition
from gongkai.render.pages import Page
from gongkai.settings import find
from gongkai.today import today_of
from gongkai.views.search.folding import folded
from gongkai.views.search.texts import words_of
from playwright.sync_api import Browser, expect, sync_playwright
from playwright.sync_api import Page as Tab

QUERIES = json.loads((Path(__file__).parent / "search_queries.json").read_text("utf-8"))
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
SLOWER = 4

Asked = Callable[[Tab, str, str], tuple[frozenset[str], int]]
"""An engine asked: a tab, the site's address and a query give the pages found and how many it says there are."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine gave for one query, beside what there is."""

    right: int
    missed: int
    wrong: int

    def __str__(self) -> str:
        return "对" if not (self.missed or self.wrong) else f"漏 {self.missed}，多 {self.wrong}"


def texts(school: Path) -> Mapping[str, tuple[str, str]]:
    """The title and the words of every record's page, by address."""
    settings = find(school / "mkdocs.yml")
    outputs = edition(settings, today_of(settings).day).outputs
    return {
        output.address: (output.title, words_of(str(output.html)))
        for output in outputs
        if isinstance(output, Page) and output.is_record and output.entry
    }


def expected(pages: Mapping[str, tuple[str, str]], text: str) -> frozenset[str]:
    wanted = folded(text)
    return frozenset(address for address, told in pages.items() if wanted in folded("\n".join(told)))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on the loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def ask_ours(tab: Tab, address: str, query: str) -> tuple[frozenset[str], int]:
    tab.goto(f"{address}search/?q={quote(query)}")
    expect(tab.locator("#gk-found")).not_to_be_empty()
    links = tab.locator("#gk-results a")
    said, further = tab.locator("#gk-found"), tab.locator("#gk-further")
    while "先列" in said.inner_text() and links.count() < 400:
        further.evaluate("button => button.hidden || button.click()")
        tab.wait_for_timeout(20)
    found: list[str] = links.evaluate_all("links => links.map(each => new URL(each.href).pathname.slice(1))")
    return frozenset(found), len(found)


def ask_material(tab: Tab, address: str, query: str) -> tuple[frozenset[str], int]:
    tab.goto(address)
    field = tab.locator("input.md-search__input")
    field.click()
    field.press_sequentially(query)
    expect(tab.locator(".md-search-result__meta")).to_contain_text("符合条件", timeout=20_000)
    tab.wait_for_timeout(500)
    said = tab.locator(".md-search-result__meta").inner_text()
    for _ in range(60):
        before = tab.locator(".md-search-result__item").count()
        tab.evaluate(
            "() => { const box = document.querySelector('.md-search__scrollwrap'); box.scrollTo(0, box.scrollHeight) }"
        )
        tab.wait_for_timeout(60)
        if tab.locator(".md-search-result__item").count() == before:
            break
    links = tab.locator(".md-search-result__item > a")
    found: list[str] = links.evaluate_all("links => links.map(each => new URL(each.href).pathname.slice(1))")
    number = "".join(letter for letter in said if letter.isdigit())
    return frozenset(found), int(number or len(found))


_PAGEFIND = """async query => {
  const pagefind = await import('/pagefind/pagefind.js');
  const found = await pagefind.search(query);
  const data = await Promise.all(found.results.slice(0, 400).map(each => each.data()));
  return [found.results.length, data.map(each => each.url.slice(1))];
}"""


def ask_pagefind(tab: Tab, address: str, query: str) -> tuple[frozenset[str], int]:
    tab.goto(f"{address}blank.html")
    count, found = tab.evaluate(_PAGEFIND, query)
    return frozenset(found), count


def write_pagefind(folder: Path, pages: Mapping[str, tuple[str, str]]) -> None:
    """The pages as plain HTML, and the index of the extended build."""
    for address, (title, words) in pages.items():
        lines = "".join(f"<p>{escape(line)}</p>" for line in words.split("\n"))
        _write(
            folder / address / "index.html",
            f'<html lang="zh"><title>{escape(title)}</title><body data-pagefind-body><h1>{escape(title)}</h1>{lines}',
        )
    _write(folder / "blank.html", "<html><body>")
    subprocess.run([sys.executable, "-m", "pagefind", "--site", str(folder)], check=True, capture_output=True)


def write_material(folder: Path, pages: Mapping[str, tuple[str, str]]) -> Path:
    """The pages as Markdown, built by stock Material with its own search for Chinese."""
    for address, (title, words) in pages.items():
        lines = "\n\n".join(escape(line) for line in words.split("\n"))
        _write(folder / "content" / f"{address[:-1]}.md", f"# {escape(title)}\n\n{lines}\n")
    _write(folder / "content" / "index.md", "# 首页\n")
    settings = "site_name: 对照\ndocs_dir: content\ntheme: {name: material, language: zh, font: false}\nplugins: [{search: {lang: zh}}]\nnav: [{首页: index.md}]\n"
    _write(folder / "mkdocs.yml", settings)
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=folder, check=True, capture_output=True)
    return folder / "site"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def compressed(paths: Iterator[Path]) -> tuple[int, int, int]:
    """How many files, how many bytes of them compressed, and the most in one."""
    sizes = [len(gzip.compress(path.read_bytes(), 9)) for path in paths if path.is_file()]
    return len(sizes), sum(sizes), max(sizes)


def cost(browser: Browser, address: str, site: Path) -> Iterator[tuple[str, int, int]]:
    """For each query, after a first one: compressed bytes fetched, and milliseconds to the first result, slowed down."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{address}search/?q=第一次")
    expect(tab.locator("#gk-found")).not_to_be_empty()
    context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    fetched: list[str] = []
    tab.on("request", lambda request: fetched.append(request.url))
    for each in QUERIES:
        fetched.clear()
        tab.evaluate("document.getElementById('gk-found').textContent = ''")
        took = tab.evaluate(_TYPED, each["query"])
        tab.wait_for_load_state("networkidle")
        files = [site / url.removeprefix(address).partition("?")[0] for url in fetched]
        paths = (file / "index.html" if file.is_dir() else file for file in files)
        yield each["query"], sum(len(gzip.compress(path.read_bytes())) for path in paths), took
    context.close()


_TYPED = """query => new Promise(done => {
  const field = document.getElementById('gk-find'), list = document.getElementById('gk-results');
  list.textContent = '';
  const start = performance.now();
  const seen = () => done(Math.round(performance.now() - start));
  const watch = new MutationObserver(() => {
    const said = document.getElementById('gk-found').textContent;
    if (!list.children.length && !said) return;
    watch.disconnect();
    requestAnimationFrame(seen);
  });
  watch.observe(list.parentNode, { childList: true, subtree: true, characterData: true });
  field.value = query;
  field.form.requestSubmit();
})"""


def main(school: Path, site: Path) -> None:
    """Print the tables."""
    pages = texts(school)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        workplace = Path(name)
        engines: list[tuple[str, Path, Asked]] = [("本项目", site, ask_ours)]
        if find_spec("jieba"):
            engines.append(("Material + jieba", write_material(workplace / "material", pages), ask_material))
        if find_spec("pagefind"):
            write_pagefind(workplace / "pagefind", pages)
            engines.append(("Pagefind extended", workplace / "pagefind", ask_pagefind))
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        columns: list[list[str]] = []
        for _, folder, ask in engines:
            with served(folder) as address:
                tab = browser.new_context().new_page()
                columns.append([str(_judged(ask(tab, address, each["query"]), each, pages)) for each in QUERIES])
        print(f"| 查询 | 为什么问 | 应有 | {' | '.join(name for name, _, _ in engines)} |")
        print("|---" * (3 + len(engines)) + "|")
        for n, each in enumerate(QUERIES):
            row = [
                each["query"],
                each["why"],
                str(len(expected(pages, each["text"]))),
                *(column[n] for column in columns),
            ]
            print(f"| {' | '.join(row)} |")
        print("\n全部索引（文件数，压缩后字节，最大一个）：")
        print("- 本项目", *compressed((site / "search" / "data").rglob("*")))
        for label, folder, _ in engines[1:]:
            index = folder / ("pagefind" if (folder / "pagefind").is_dir() else "search")
            print(f"- {label}", *compressed(index.rglob("*")))
        print("\n| 查询 | 取回（压缩后字节） | 第一条（毫秒，处理器放慢到四分之一） |\n|---|---:|---:|")
        with served(site) as address:
            for query, size, took in cost(browser, address, site):
                print(f"| {query} | {size:,} | {took} |")
        browser.close()


def _judged(found: tuple[frozenset[str], int], query: dict[str, str], pages: Mapping[str, tuple[str, str]]) -> Answer:
    there = expected(pages, query["text"])
    among = {address for address in found[0] if address in pages}
    # An engine that lists some of very many is not blamed for those that it did not list.
    unlisted = max(0, found[1] - len(found[0]))
    return Answer(len(there & among), max(0, len(there - among) - unlisted), max(0, len(among - there)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
