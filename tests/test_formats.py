"""Findings for machines: every format holds to its schema, and no text of a record can forge or leak anything in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from gongkai.findings import Code, Finding, Location, Severity
from gongkai.report import (
    Shown,
    as_github,
    as_gitlab,
    as_json,
    as_junit,
    as_rdjson,
    as_sarif,
    as_text,
    present,
)
from gongkai.rules.manual import page
from gongkai.source import parse
from jsonschema import Draft202012Validator
from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
FORMATS: dict[str, Callable[[Sequence[Shown]], str]] = {
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
    "gitlab": as_gitlab,
    "rdjson": as_rdjson,
}

LATE = Code("C05", "dates-contradict", "日期前后矛盾")
ODD = Code("C46", "nobody-answers", "没有责任部门", Severity.WARNING)
HINT = Code("C118", "title-too-long-for-screen", "上屏的标题太长", Severity.NOTICE)


def _finding(
    code: Code = LATE,
    path: str = "a.md",
    line: int = 1,
    column: int = 1,
    *,
    message: str = "写错了。",
    cure: str = "改。",
    record: str = "",
    field: str = "",
) -> Finding:
    return Finding(code, Location(path, line, column), message, cure, record, field)


def _valid(name: str, text: str) -> None:
    """Hold a report against the schema of its format."""
    if name == "junit":
        schema = etree.RelaxNG(etree.parse(str(SCHEMAS / "junit.rng")))
        schema.assertValid(etree.fromstring(text.encode()))
        return
    files = {"sarif": "sarif-2.1.0.json", "gitlab": "gitlab-code-quality.json", "rdjson": "rdjson.json"}
    if name in files:
        Draft202012Validator(json.loads((SCHEMAS / files[name]).read_text("utf-8"))).validate(json.loads(text))


# Each format says what was found


FILE = "disclosures/公示/2026/高级教师.md"
TEXT = "---\n标题: 甲𠮷乙丙\n---\n"
TITLE = "notices/title-2026-1"
EARLY = _finding(LATE, FILE, 2, 8, record=TITLE, field="标题", message="日期早于前一步。", cure="核对年份。")
FOUND = (
    EARLY,
    replace(EARLY),
    _finding(ODD, "disclosures/catalogue.yml", 20, 3, field="责任部门"),
    _finding(HINT, "disclosures/catalogue.yml"),
)


def _shown(findings: Sequence[Finding] = FOUND) -> tuple[Shown, ...]:
    document, problems = parse(TEXT, FILE, ())
    assert document is not None
    assert not problems
    return present(findings, {FILE: document})


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("count", [0, 1, len(FOUND)])
def test_every_format_holds_to_its_schema(name: str, count: int) -> None:
    """Many findings, one, or none: the report is whole, ends without a stray line, and is the same twice."""
    shown = _shown()[:count]
    text = FORMATS[name](shown)
    _valid(name, text)
    assert text == FORMATS[name](shown)
    assert not text.endswith("\n")


def test_sarif_names_rules_places_and_levels() -> None:
    """A rule carries its Chinese title and its page of the manual; a column counts characters, not UTF-16 units."""
    run = json.loads(as_sarif(_shown()))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [(each["id"], each["shortDescription"]["text"]) for each in rules] == [
        ("C05", "日期前后矛盾"),
        ("C118", "上屏的标题太长"),
        ("C46", "没有责任部门"),
    ]
    manual = page("C05")
    assert manual is not None
    assert rules[0]["help"] == {"text": manual.text, "markdown": manual.text}
    assert rules[0]["fullDescription"] == {"text": manual.why}
    first = run["results"][0]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "C05"
    place = first["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 2, "startColumn": 8}
    assert place["artifactLocation"]["uri"].startswith("disclosures/%E5%85%AC%E7%A4%BA/2026/")
    assert unquote(place["artifactLocation"]["uri"]) == FILE
    assert [each["level"] for each in run["results"]] == ["error", "error", "warning", "note"]
    assert first["message"]["text"] == "日期早于前一步。 改法：核对年份。"
    assert run["columnKind"] == "unicodeCodePoints"


@pytest.mark.parametrize("name", ["sarif", "gitlab"])
def test_equal_findings_have_fingerprints_of_their_own(name: str) -> None:
    """Hosts take equal fingerprints for one finding; moved lines change none of them."""

    def fingerprints(findings: Sequence[Finding]) -> list[str]:
        told = json.loads(FORMATS[name](_shown(findings)))
        if name == "gitlab":
            return [each["fingerprint"] for each in told]
        return [each["partialFingerprints"]["primaryLocationLineHash"] for each in told["runs"][0]["results"]]

    before = fingerprints(FOUND)
    assert len(set(before)) == len(FOUND)
    moved = [replace(each, location=replace(each.location, line=each.location.line + 7)) for each in FOUND]
    assert fingerprints(moved) == before


def test_gitlab_severities() -> None:
    """What stops is a blocker; an error that does not, because it is old, is critical; then minor and info."""
    first, *rest = _shown()
    told = json.loads(as_gitlab((first, replace(first, stops=False, is_new=False), *rest[1:])))
    assert [each["severity"] for each in told] == ["blocker", "critical", "minor", "info"]
    assert told[1]["description"].startswith("C05 （旧账）日期早于前一步。")
    assert told[0]["location"] == {"path": FILE, "lines": {"begin": 2}}


def test_rdjson_counts_bytes() -> None:
    """Reviewdog's columns are bytes of UTF-8: 标题: 甲𠮷 is 3+3+1+1+3+4 bytes, so the next begins at 16."""
    told = json.loads(as_rdjson(_shown([_finding(LATE, FILE, 2, 7), _finding(ODD, "other.yml", 3, 9)])))
    assert told["diagnostics"][0]["location"] == {"path": FILE, "range": {"start": {"line": 2, "column": 16}}}
    assert told["diagnostics"][1]["location"] == {"path": "other.yml", "range": {"start": {"line": 3}}}


def test_junit_fails_only_for_what_stops() -> None:
    """A suite for each file; errors have failed, the rest is skipped; a name of its own for each test."""
    root = etree.fromstring(as_junit(_shown()).encode())
    assert (root.get("tests"), root.get("failures")) == ("4", "2")
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["disclosures/catalogue.yml", FILE]
    assert [each.get("name") for each in suites[FILE]] == ["C05 日期前后矛盾 标题", "C05 日期前后矛盾 标题 #2"]
    failure = suites[FILE][0][0]
    assert failure.get("message") == "日期早于前一步。 改法：核对年份。"
    assert (failure.text or "").startswith(f"{FILE}:2:8: 错误 C05 日期早于前一步。\n    标题: 甲𠮷乙丙\n")
    assert [each[0].tag for each in suites["disclosures/catalogue.yml"]] == ["skipped", "skipped"]


def test_junit_without_findings_has_passed() -> None:
    """A report without a test is taken for a broken one."""
    root = etree.fromstring(as_junit(()).encode())
    assert (root.get("tests"), root.get("failures"), root[0][0].get("name")) == ("1", "0", "没有发现问题")


def test_new_and_old_are_told_where_something_was_compared() -> None:
    """Without a comparison nothing is called new; with one each format says it in its own way."""
    first = _shown()[0]
    new, old = replace(first, is_new=True), replace(first, is_new=False, stops=False)
    assert "new" not in json.loads(as_json([first]))[0]
    assert [each["new"] for each in json.loads(as_json([new, old]))] == [True, False]
    results = json.loads(as_sarif([new, old, first]))["runs"][0]["results"]
    assert [each.get("baselineState") for each in results] == ["new", "unchanged", None]
    told = json.loads(as_rdjson([new, old]))["diagnostics"]
    assert [(each["severity"], each["message"][:4]) for each in told] == [("ERROR", "日期早于"), ("INFO", "（旧账）")]
    assert as_github([old, new]).startswith("::error file=")
    assert "\n::notice file=" in as_github([old, new])
    root = etree.fromstring(as_junit([new, old]).encode())
    assert [each[0].tag for each in root[0]] == ["failure", "skipped"]


# GitHub shows ten annotations of a step


def test_github_says_what_it_does_not_show() -> None:
    """Errors first, nine of them and a sentence on the rest; the log holds all, where no command is obeyed."""
    many = [_finding(ODD, "a.md", n) for n in range(1, 9)] + [_finding(LATE, "b.md", n) for n in range(1, 5)]
    lines = as_github(_shown(many)).split("\n")
    commands = [line for line in lines if line.startswith(("::error", "::warning", "::notice"))]
    assert len(commands) == 10
    assert [line[:8] for line in commands[:5]] == ["::error "] * 4 + ["::warnin"]
    told = "另有 3 处没有标在文件上：GitHub 每一步只显示 10 处。全部 12 处见这一步的日志。"
    assert commands[-1] == f"::notice title=gongkai::{told}"
    log = lines[10:]
    assert log[0] == "::group::全部 12 处"
    [token] = [line.removeprefix("::stop-commands::") for line in log if line.startswith("::stop-commands::")]
    assert log[-2:] == [f"::{token}::", "::endgroup::"]
    assert sum(": 错误 C05 " in line or ": 警告 C46 " in line for line in log) == 12


def test_github_shows_ten_without_a_word() -> None:
    """Ten are what GitHub shows: no log, no sentence."""
    lines = as_github(_shown([_finding(ODD, "a.md", n) for n in range(1, 11)])).split("\n")
    assert len(lines) == 10
    assert all(line.startswith("::warning file=a.md,") for line in lines)


# Nothing can be forged


HOSTILE = (
    "%0A::error file=x::假\r\n::error file=y,line=1::假的一条\n::stop-commands::x\n##[error]假",
    "]]></failure><testcase name='假'/><!-- & <![CDATA[ \"引号\" '",
    '"},{"description":"假","fingerprint":"0"}]\\u0022\\',
    "[点这里](https://evil.example/) {0} ![x](y)",
    "\x00\x01\x08\x0b\x0c\x1b[31m\x7f\x85\x9b\u2028\u2029\ufffe\uffff\ud800",
    "\u202egnp.\u2066甲\u200f\u200b\ufeff\u00ad\U000e0041乙",
    "长" * 1000,
    "::set-output name=x::y",
)


def _hostile(words: str) -> tuple[Shown, ...]:
    path = f"disclosures/{words}.md"
    finding = _finding(LATE, path, 1, 1, message=words, cure=words, record=words, field=words)
    return present((finding, _finding(ODD, "last.md")), {})


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", FORMATS)
def test_hostile_texts_forge_nothing(name: str, words: str) -> None:
    """Two findings stay two, whatever a message, a path or a number says."""
    text = FORMATS[name](_hostile(words))
    _valid(name, text)
    text.encode("utf-8")
    if name == "github":
        assert len(text.split("\n")) == len(text.splitlines()) == 2
        assert [line.split(" ")[0] for line in text.split("\n")] == ["::error", "::warning"]
        head = r"::error file=([^,:]*),line=1,col=1,title=C05 dates-contradict::(.*)"
        assert re.fullmatch(head, text.split("\n")[0])
    elif name == "junit":
        root = etree.fromstring(text.encode())
        assert [len(suite) for suite in root] == [1, 1]
        assert {element.tag for element in root.iter()} == {"testsuites", "testsuite", "testcase", "failure", "skipped"}
    else:
        told = json.loads(text)
        rows = {"sarif": lambda: told["runs"][0]["results"], "rdjson": lambda: told["diagnostics"]}.get(name)
        assert len(rows() if rows else told) == 2
    seen = json.dumps(json.loads(text), ensure_ascii=False) if name not in ("github", "junit") else text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]", seen)
    if name == "sarif":
        assert "](http" not in text


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_on_their_lines(words: str) -> None:
    """In words too: a line end in a message begins no line that looks like another finding."""
    first = _hostile(words)[0]
    lines = as_text(first).splitlines()
    assert len(lines) == 3  # the finding, its cure and its reason
    assert lines[0].startswith("disclosures/")
    assert lines[1].startswith("    改法：")


def test_hostile_log_of_github_obeys_nothing() -> None:
    """In the full list a line may look like a command: it stands where commands are stopped, and cannot end that."""
    findings = [_finding(LATE, f"::error::{n}", message=f"##[error]{words}") for n in range(2) for words in HOSTILE]
    lines = as_github(present(findings, {})).split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("::stop-commands::"))
    token = lines[start].removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{64}", token)
    assert [n for n, line in enumerate(lines) if token in line] == [start, len(lines) - 2]
    assert all(line.startswith(("::error file=", "::notice title=gongkai::", "::group::")) for line in lines[:start])


# No format repeats personal data


PHONE, IDENTITY = "13800001234", "11010519491231002X"


@pytest.mark.parametrize("name", ["text", *FORMATS])
@pytest.mark.parametrize("secret", [PHONE, IDENTITY, "138 0000 1234", "138\u200b0000\u200b1234", "138\n0000\n1234"])
def test_no_format_repeats_personal_data(name: str, secret: str) -> None:
    """A number in a path, a message, a cure, a record's number, a field or a line of text is masked everywhere."""
    path = f"disclosures/{secret}.md"
    document, _ = parse(f"---\n电话: {secret}\n---\n", path, ())
    findings = [
        _finding(LATE, path, 2, 5, message=f"写的是“{secret}”。", cure=f"删去{secret}。", record=secret, field=secret),
        *(_finding(LATE, "a.md", n, message=f"{secret}，第 {n} 处") for n in range(1, 12)),
    ]
    shown = present(findings, {path: document} if document else {})
    text = "\n".join(map(as_text, shown)) if name == "text" else FORMATS[name](shown)
    for form in (text, unquote(text), text.encode().decode("unicode_escape", "ignore")):
        squeezed = re.sub(r"[\s\u200b\ufffd]|\\n", "", form)
        assert PHONE not in squeezed
        assert IDENTITY not in squeezed
