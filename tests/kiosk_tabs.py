"""Browser tabs that one test leaves to the next: to open one costs more than most tests do in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, Page

_OPEN: WeakKeyDictionary[Browser, dict[str, Page]] = WeakKeyDictionary()
_FORGET = "() => addEventListener('pagehide', () => { localStorage.clear(); self.name = ''; })"
"""What the page stores while it leaves is gone too."""


@contextmanager
def tab(browser: Browser, at: str, *, scheme: str = "light", motion: str = "reduce", **options: Any) -> Iterator[Page]:
    """A tab in China that remembers nothing, in which it is this moment until the test says otherwise.

    It is the tab of an earlier test with the same options, unless that test failed.
    """
    tabs = _OPEN.setdefault(browser, {})
    key = repr(sorted(options.items()))
    page = tabs.pop(key, None) or _opened(browser, at, options)
    page.clock.set_system_time(datetime.fromisoformat(at))
    page.emulate_media(color_scheme=_known(scheme), reduced_motion=_known(motion))
    yield page
    page.evaluate(_FORGET)
    tabs[key] = page


@contextmanager
def own_tab(browser: Browser, at: str) -> Iterator[Page]:
    """A tab that nobody had before and nobody has after, for what a browser cannot be made to forget."""
    page = _opened(browser, at, {})
    yield page
    page.context.close()


def stop_clock(page: Page, at: str) -> None:
    """It is this moment until the test says otherwise, however slow the machine is that runs it."""
    moment = datetime.fromisoformat(at)
    page.clock.install(time=moment - timedelta(hours=1))
    page.clock.pause_at(moment)


def _opened(browser: Browser, at: str, options: dict[str, Any]) -> Page:
    context = browser.new_context(**{"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options})
    context.set_default_timeout(15_000)
    page = context.new_page()
    stop_clock(page, at)
    return page


def _known(value: str) -> Any:
    """Media features are literals to the browser's types, and parameters to tests."""
    return value
