"""The pages are HTML as the standards have it, judged by two validators that know nothing of us."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.page_types import page_types
from tests.web_tools import TOOLS, WEB, needed


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"}
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )


def test_the_nu_checker_finds_no_error_on_any_page(demo_site: Path) -> None:
    """Every page of the demo passes the checker that the W3C uses."""
    java = needed("java")
    checker = TOOLS / "vnu-jar/build/dist/vnu.jar"
    # Half a minute is too short for Java's second compiler and side-by-side collector to pay for themselves.
    machine = ("-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    done = _run(java, *machine, "-jar", checker, "--skip-non-html", "--errors-only", "--format", "json", demo_site)
    found = json.loads(done.stderr)["messages"]
    assert {f"{each['url'].rpartition('/site/')[2]}: {each['message']}" for each in found} == set()


def test_html_validate_finds_no_error_on_any_type_of_page(demo_site: Path) -> None:
    """Its rules of the standard and of accessibility hold on every type of page."""
    node = needed("node")
    pages = (demo_site / each for each in page_types(demo_site) if "?" not in each)
    files = (page if page.suffix == ".html" else page / "index.html" for page in pages)
    script = TOOLS / "html-validate/bin/html-validate.mjs"
    done = _run(node, script, "--config", WEB / "htmlvalidate.json", "--formatter", "json", *files)
    found = {
        f"{each['ruleId']}: {each['message']} {each.get('selector')} {Path(page['filePath']).relative_to(demo_site)}"
        for page in json.loads(done.stdout)
        for each in page["messages"]
    }
    assert found == set()
