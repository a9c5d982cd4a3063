"""Fixtures that every test may ask for: files on disk, a browser, a web server, snapshots."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from gongkai.publish import edition
from gongkai.records import Audience
from gongkai.render.pages import Page as SitePage
from gongkai.settings import find
from hypothesis import settings
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

from tests.builds import build, run_anew
from tests.repositories import Repository
from tests.school import small_school
from tests.site import ROOT

SNAPSHOTS = Path(__file__).parent / "snapshots"
IN_CI = bool(os.environ.get("CI"))

# No deadlines: a busy machine must not fail a test. In CI the same cases every time, so that a red run is
# about the change; at home new ones, so that something is still found.
settings.register_profile("gongkai", deadline=None, derandomize=IN_CI, print_blob=True)
settings.load_profile("gongkai")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="write tests/snapshots/ anew from what the code gives now; read the difference afterwards",
    )


WriteTree = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def write_tree(tmp_path: Path) -> WriteTree:
    """Write files into the test's own folder and return that folder; bytes and line ends stay as given."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return write


Snapshot = Callable[[str, str], None]


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compare a text with the one kept under `tests/snapshots/`; `--update-snapshots` keeps it instead."""
    update = request.config.getoption("--update-snapshots")

    def compare(name: str, text: str) -> None:
        path = SNAPSHOTS / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        if not path.is_file():
            pytest.fail(f"no snapshot {name} yet: run pytest --update-snapshots and read the new file")
        assert text == path.read_bytes().decode()

    return compare


class _QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder without writing a line per request into the test's output."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the parent's name for it
        """Say nothing."""


ServeFolder = Callable[[Path], str]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback for a while; gives the address with its final slash."""
    handler = partial(_QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def serve_folder() -> Iterator[ServeFolder]:
    """Serve a folder on the loopback until the test ends; returns the address with its final slash."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serving(folder))


_EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
# Where Windows and macOS keep their browsers playwright knows by channel.
_CHANNELS = ("chrome", "msedge")
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def launch(playwright: Playwright) -> Browser | None:
    """The system's own Chromium, or None where there is none."""
    for executable in filter(None, map(shutil.which, _EXECUTABLES)):
        return playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
    for channel in _CHANNELS:
        try:
            return playwright.chromium.launch(channel=channel, args=_ARGUMENTS)
        except Error:
            continue
    return None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's own Chromium, started once; in CI its absence is a failure, elsewhere a skip."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            reason = "no Chromium, Chrome or Edge found: run `make browser` or install one"
            if IN_CI:
                pytest.fail(reason)
            pytest.skip(reason)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page without cookies or storage, as a Chinese reader's browser would open it."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context.new_page()
    context.close()


def _demo(folder: Path) -> Path:
    for name in ("content", "disclosures", "disclosures-staff"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo school's public site, built once by a real `mkdocs build`."""
    folder = _demo(tmp_path_factory.mktemp("demo"))
    done = run_anew("mkdocs", folder, "build", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small school's public site, built once and strictly; to be read only."""
    folder = tmp_path_factory.mktemp("small")
    Repository(folder).write(small_school())
    done = build(folder, "--strict")
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture
def built_school(small_site: Path, tmp_path: Path) -> Path:
    """The small school with its site in the test's own folder, to be changed and built again."""
    return shutil.copytree(small_site.parent, tmp_path / "school")


@pytest.fixture(scope="session")
def demo_staff_outputs() -> dict[str, bytes]:
    """The outputs of the demo's staff edition, by address."""
    settings = replace(find(ROOT / "mkdocs.yml"), audience=Audience.STAFF)
    outputs = edition(settings, date(2026, 11, 20)).outputs
    return {
        output.address: str(output.html).encode() if isinstance(output, SitePage) else output.content
        for output in outputs
    }
