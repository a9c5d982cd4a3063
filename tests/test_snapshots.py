"""Goldens: what is published, read in review like code. `pytest --update-snapshots` writes them anew."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256

import pytest
from gongkai.publish import Edition, edition
from gongkai.render.pages import Page
from gongkai.settings import find
from gongkai.views.assets import SERVED

from tests.conftest import Snapshot, WriteTree
from tests.school import small_school
from tests.site import ROOT


@pytest.fixture(scope="module")
def demo() -> Edition:
    """The demo school's public edition on its pinned day."""
    return edition(find(ROOT / "mkdocs.yml"), date(2026, 11, 20))


def test_the_demo_publishes_these_pages(demo: Edition, snapshot: Snapshot) -> None:
    """Every page of the demo: its address, its title and its sections; a page that comes or goes is seen here."""
    lines = [
        f"{output.address or '/'}\t{output.title}\t{'、'.join(heading.title for heading in output.sections)}"
        for output in sorted(demo.outputs, key=lambda output: output.address)
        if isinstance(output, Page) and not output.of_program
    ]
    snapshot("demo-pages.txt", "\n".join(lines) + "\n")


def test_the_demo_says_these_sentences(demo: Edition, snapshot: Snapshot) -> None:
    """The description of every record page: its state and its figures in one sentence."""
    lines = [
        f"{output.source}\t{output.description}"
        for output in sorted(demo.outputs, key=lambda output: output.address)
        if isinstance(output, Page) and output.source
    ]
    snapshot("demo-sentences.txt", "\n".join(lines) + "\n")


def test_the_demo_has_these_findings(demo: Edition, snapshot: Snapshot) -> None:
    """The deliberate warnings of the demo, as a clerk reads them."""
    lines = [f"{each.place} {each.level.label} {each.code} {each.message} 改法：{each.cure}" for each in demo.shown]
    snapshot("demo-findings.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "proposals/",
        "proposals/05-03-012/",
        "opinions/mail-2026-001/",
        "meetings/05-03/",
        "meetings/05-03/resolution-1/",
        "finances/office-2026-03/",
        "notices/title-2026-1/",
        "catalogue/",
        "accountability/",
    ],
)
def test_a_page_of_the_small_school(write_tree: WriteTree, snapshot: Snapshot, address: str) -> None:
    """The whole HTML of one page of each family, drawings left out."""
    found = edition(find(write_tree(small_school()) / "mkdocs.yml"), date(2026, 5, 20))
    (page,) = (output for output in found.outputs if isinstance(output, Page) and output.address == address)
    html = re.sub(r"<svg.*?</svg>", "<svg/>", str(page.html), flags=re.DOTALL)
    name = address.strip("/").replace("/", "-") or "home"
    snapshot(f"page-{name}.html", f"<!-- {page.title} -->\n{html}\n")


def test_the_assets_are_served_as_they_are(demo: Edition) -> None:
    """The stylesheet and the scripts in the site are those of the package, byte for byte."""
    package = ROOT / "plugins/gongkai/assets"
    prefix = "assets/gongkai/"
    served = [output for output in demo.outputs if not isinstance(output, Page) and output.address.startswith(prefix)]
    named = {output.address.removeprefix(prefix): output for output in served}
    assert set(named) >= set(SERVED)
    for name, output in named.items():
        if name.endswith(".png"):
            continue  # the pictures for sharing are drawn with the day's figures
        source = package / name
        assert sha256(output.content).hexdigest() == sha256(source.read_bytes()).hexdigest()
