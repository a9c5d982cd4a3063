"""Findings as the XML of test runners, which Gitea, GitLab and Jenkins read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gongkai.report.presenting import Shown
from gongkai.report.text import as_text

_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What cannot stand in XML 1.0, not even escaped."""


def as_junit(shown: Iterable[Shown]) -> str:
    """One suite for each file, one test for each finding: what stops has failed, the rest is told as skipped.

    Without any finding there is one test, and it has passed: a report without a test is taken for a broken one.
    """
    files: dict[str, list[Shown]] = {}
    for each in shown:
        files.setdefault(each.path, []).append(each)
    suites = [_suite(path, found) for path, found in sorted(files.items())] or [_passed()]
    tests, failures = (sum(int(suite.get(name, "0")) for suite in suites) for name in ("tests", "failures"))
    root = Element("testsuites", name="gongkai check", tests=f"{tests}", failures=f"{failures}", errors="0")
    root.extend(suites)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}'


def _suite(path: str, found: list[Shown]) -> Element:
    failures = sum(each.stops for each in found)
    counts = {"tests": f"{len(found)}", "failures": f"{failures}", "errors": "0", "skipped": f"{len(found) - failures}"}
    suite = Element("testsuite", {"name": _possible(path), **counts})
    for name, each in _named(found):
        test = SubElement(suite, "testcase", name=name, classname=_possible(path), file=_possible(path))
        test.set("line", f"{each.line}")
        told = SubElement(test, "failure" if each.stops else "skipped", message=_possible(each.words))
        if each.stops:
            told.set("type", each.code)
            told.text = _possible(as_text(each))
    return suite


def _named(found: list[Shown]) -> Iterator[tuple[str, Shown]]:
    """Each under a name of its own that stays when lines move: hosts tell new failures from old by it."""
    counts: Counter[str] = Counter()
    for each in found:
        name = _possible(" ".join(filter(None, (each.code, each.title, each.field))))
        counts[name] += 1
        yield (f"{name} #{counts[name]}" if counts[name] > 1 else name), each


def _passed() -> Element:
    suite = Element("testsuite", name="gongkai check", tests="1", failures="0", errors="0", skipped="0")
    SubElement(suite, "testcase", name="没有发现问题", classname="gongkai check")
    return suite


def _possible(text: str) -> str:
    return _IMPOSSIBLE.sub("\ufffd", text)
