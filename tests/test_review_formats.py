"""How a review is written out: nothing forged by a record's text, nothing cut without saying so, limits kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from gongkai.findings import Severity
from gongkai.history.differences.records import Change, FieldDifference, FileDifference, Piece, RecordDifference, Sign
from gongkai.records import Audience
from gongkai.report import Shown
from gongkai.review import hosts
from gongkai.review.data import as_json
from gongkai.review.html import as_html
from gongkai.review.limits import GITHUB_COMMENT, GITHUB_SUMMARY, GITLAB_NOTE, Room, fitting
from gongkai.review.markdown import MARKER, as_markdown, escaped
from gongkai.review.model import (
    Approval,
    AudienceChange,
    ClockChange,
    FigureChange,
    FileChange,
    Findings,
    PageChange,
    PersonalTouch,
    Review,
    Turn,
)
from gongkai.review.plain import as_text
from gongkai.review.sections import Line, Measure, Report, Verdict, shortened
from gongkai.review.words import told
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

DAY = date(2026, 5, 20)
HOSTILE = (
    "@admin 抄送 @group/team",
    '见 #1、!2、$3、%4、~"bug"、&5、GH-6、owner/repo#7',
    "![图](https://evil.example/a.png)",
    "[点这里](javascript:alert(1)) <https://evil.example> https://evil.example/x www.evil.example",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "| 表 | 头 |",
    "# 标题",
    "1. 一",
    "- 项",
    "> 引用",
    "/close",
    "```",
    "<!-- gongkai-review --> </details>",
    "**粗** _斜_ ~~删~~ `码` $x$ :smile: :100: [[_TOC_]] [^1]",
    "\\@admin \\<b>",
    "::error file=x::伪造",
    "&#64;admin &lt;b&gt;",
)


def finding(n: int = 1, level: Severity = Severity.ERROR, text: str = "“金额”写错了。") -> Shown:
    place = f"disclosures/finances/2026/ledger-{n}.yml"
    return Shown(
        level, "C37", "recomputed", place, n, 1, text, "改成重算的数。", "", "", 0, f"finances/ledger-{n}", f"C37:{n}"
    )


def record(n: int, text: str = "三楼的灯管坏了四盏，晚自习看不清黑板。") -> RecordDifference:
    pieces = (Piece(Sign.SAME, text), Piece(Sign.OLD, "旧话"), Piece(Sign.NEW, "新话"))
    fields = (
        FieldDifference("reply-1", ("逐条", text, "说明"), "旧", "新", pieces),
        FieldDifference("", ("支出", "办公费", "金额"), f"{n}.00", f"{n + 1}.00", is_figure=True),
    )
    files = (FileDifference("reply-1", "答复 1", Change.CHANGED),)
    return RecordDifference(f"proposals/05-01-{n:04}", "提案", f"第 {n} 件 {text}", Change.CHANGED, files, fields)


def large(count: int, text: str = "三楼的灯管坏了四盏，晚自习看不清黑板。") -> Review:
    """A change of so many records, with everything that a change can have."""
    records = tuple(record(n, text) for n in range(count))
    pages = tuple(
        PageChange(f"{each.identity}/", each.title, Change.CHANGED, each.identity, False, (text,) * 4, ("旧的一行",))
        for each in records
    )
    added = PageChange("notices/title-2026-1/", text, Change.ADDED, "notices/title-2026-1", False, (text, "第二行"))
    return Review(
        "main",
        text,
        Audience.PUBLIC,
        DAY,
        records=records,
        pages=(*pages, added, PageChange("proposals/", "提案", Change.CHANGED, "", True, (text,), ())),
        files=tuple(FileChange(f"data/proposals/{n}.json", Change.CHANGED) for n in range(count)),
        figures=(FigureChange("首页", text, "1", "2"),),
        clocks=tuple(
            ClockChange(Turn.STARTED, "答复", each.identity, each.title, "总务处", None, DAY) for each in records
        ),
        audiences=(AudienceChange("proposals/05-01-0001", text, "", "教职工", "社会", True),),
        personal=(PersonalTouch("手机号", "disclosures/a.md", 2, True),),
        approvals=(Approval("proposals/05-01-0001", text, "审核", "工会主席", "尚缺", False),),
        findings=Findings(new=tuple(finding(n, text=text) for n in range(1, count + 1))),
    )


@pytest.fixture(scope="module")
def huge() -> Review:
    return large(3000)


@pytest.fixture(scope="module")
def report(huge: Review) -> Report:
    return replace(told(huge), full="review.html")


def test_a_github_comment_stays_within_its_limit(report: Report) -> None:
    """Of 3,000 changed records the comment tells as many as fit, and at every cut how many more there are."""
    comment = hosts.github_comment(report)
    assert 20_000 < len(comment) <= 65_536
    assert comment.startswith(f"{MARKER}\n## 发布前审阅\n\n**本次将新增 1、修改 3000、撤下 0 页；改动的数字 3000 个；")
    assert "- 还有 2990 条，见下面各节。" in comment
    shown = comment.count("- **修改** 提案：第 ")
    assert f"- 还有 {3000 - shown} 份，见完整报告 review.html" in comment
    assert re.search(r"- 还有 \d+ 个，见完整报告 review\.html", comment)
    assert comment.rstrip().endswith("完整报告：review.html")


def test_nothing_is_cut_from_the_whole_report() -> None:
    """Every record, page, clock, finding and file is in the full report, in each of its formats."""
    review = large(300)
    report = told(review)
    for text in (as_html(report), as_markdown(report), as_text(report), as_json(review)):
        for n in (0, 149, 299):
            assert f"第 {n} 件" in text
            assert f"data/proposals/{n}.json" in text.replace("\\_", "_")
        assert "ledger-300.yml" in text
        assert re.findall(r"还有 \d+ \S", text.replace("还有 290 条，见下面各节", "")) == []


def test_other_places_hold_more(report: Report) -> None:
    """A note of GitLab and a job's summary keep to their own limits, the latter counted in bytes."""
    assert len(hosts.gitlab_note(report)) <= 1_000_000
    assert len(hosts.github_summary(report).encode()) <= 1_048_576
    few = told(large(3))
    assert hosts.github_summary(few) == as_markdown(few)


@pytest.mark.parametrize("length", [200, 20_000])
def test_one_long_text_is_cut_by_characters(length: int) -> None:
    """A text that alone is too long is cut with the number of characters that are left."""
    report = told(large(2, "长" * length))
    comment = hosts.github_comment(report)
    assert len(comment) <= 65_536
    assert bool(re.search(r"还有 \d+ 字）", comment)) is (length > 600)


def test_even_the_largest_report_ends_somewhere() -> None:
    """Where not even the shortest fits, that is an error of the program and not a longer comment."""
    with pytest.raises(ValueError, match="shortest"):
        fitting(told(large(2)), as_text, Room(10))


def test_a_cut_prose_keeps_its_changes() -> None:
    """What changed stands in the little room there is; of the rest only what is next to it."""
    pieces = (Piece(Sign.SAME, "甲" * 500), Piece(Sign.NEW, "新"), Piece(Sign.SAME, "乙" * 500))
    report = told(large(1))
    entry = replace(report.sections[0].entries[0], lines=(Line("正文", pieces),))
    section = replace(report.sections[0], entries=(entry,))
    cut = shortened(replace(report, sections=(section,)), Measure(1, 1, 100)).sections[0].entries[0].lines[0]
    assert "".join(piece.text for piece in cut.pieces) == f"…{'甲' * 24}新{'乙' * 24}…"
    assert cut.cut == 952
    assert "〔增：新〕" in as_text(
        replace(report, sections=(replace(section, entries=(replace(entry, lines=(cut,)),)),))
    )


def _tokens(markdown: str) -> Iterator[Any]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        yield token
        yield from token.children or ()


OWN_TAGS = {"<ins>", "</ins>", "<del>", "</del>"}
APART = "\u2060"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markdown(text: str) -> None:
    """A record's text stays text: no link, picture, heading, list, quotation, code, table or tag of its own."""
    tokens = list(_tokens(as_markdown(told(large(1, text)), marker=True)))
    kinds = {token.type for token in tokens}
    assert not kinds & {"link_open", "image", "code_inline", "fence", "code_block", "blockquote_open", "table_open"}
    assert not kinds & {"ordered_list_open", "em_open", "s_open", "hr"}
    assert {token.content for token in tokens if token.type == "html_inline"} <= OWN_TAGS
    blocks = {token.content.strip() for token in tokens if token.type == "html_block"}
    assert all(re.fullmatch(rf"{MARKER}|<details><summary>.*?</summary>|</details>", block) for block in blocks)
    headings = [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings[0] == "发布前审阅"
    assert "标题" not in headings
    words = "".join(token.content for token in tokens if token.type == "text")
    assert " ".join(text.split()) in words.replace(APART, "")


@pytest.mark.parametrize(
    "reference",
    ["@admin", "#1", "!2", "$3", "%4", "~bug", "&5", "GH-6", "repo#7", ":smile:", ":100:", "https://", "www."],
)
def test_no_text_refers_to_anything(reference: str) -> None:
    """Hosts look for references in the text that is shown; an unseen sign stands in each of them."""
    shown = "".join(token.content for token in _tokens(f"- {escaped(f'见 {reference} 处')}") if token.type == "text")
    assert reference not in shown
    assert shown.replace(APART, "") == f"见 {reference} 处"


@pytest.mark.parametrize("text", ["2026-05-20 到 2026-06-30", "6,159.50 元（100%）", "finance.yml:76:9", "甲 → 乙"])
def test_plain_words_stay_as_they_are(text: str) -> None:
    """What refers to nothing is not made unreadable."""
    assert escaped(text) == text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_html_file_needs_and_runs_nothing() -> None:
    """One file without scripts, pictures or other hosts, whatever the records say; words mark what came and went."""
    page = as_html(told(large(1, " ".join(HOSTILE))))
    reader = _Reader()
    reader.feed(page)
    assert not reader.tags & {"script", "img", "link", "iframe", "object", "form", "b"}
    assert reader.attributes <= {
        "lang",
        "charset",
        "name",
        "content",
        "http-equiv",
        "class",
        "id",
        "href",
        "aria-label",
        "aria-hidden",
    }
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert re.findall(r'href="(?!#)', page) == []
    assert "<script>alert(1)</script>" in reader.text
    assert '<del><span class="sign">删</span>旧话</del>' in page
    assert '<ins><span class="sign">增</span>新话</ins>' in page


def test_annotations_are_at_most_ten() -> None:
    """A host shows ten of a step: the heaviest findings first, the last says how many are not shown."""
    warnings = tuple(finding(n, Severity.WARNING) for n in range(20, 25))
    review = replace(large(0), findings=Findings(new=(*warnings, *(finding(n) for n in range(1, 13)))))
    lines = hosts.github_annotations(review, "review.html").split("\n")
    assert len(lines) == 10
    assert all(line.startswith("::error file=") for line in lines)
    assert "还有 8 条发现没有逐条标出，见完整报告 review.html。" in lines[-1]
    few = replace(review, findings=Findings(new=warnings[:2]))
    assert len(hosts.github_annotations(few).split("\n")) == 2
    assert hosts.github_annotations(large(0)) == ""


def test_annotations_cannot_be_forged() -> None:
    """Line ends and colons of a record's text begin no command of their own."""
    review = replace(large(0), findings=Findings(new=(finding(text="坏\n::error file=x::伪造"),)))
    assert len(hosts.github_annotations(review).split("\n")) == 1


def test_verdicts() -> None:
    """New errors stop; without them what was wrong before holds up; then missing approvals; then nothing."""
    calm = replace(large(0), findings=Findings(), approvals=())
    stopped = replace(calm, findings=Findings(new=(finding(),)))
    closed = replace(calm, findings=Findings(closed=(finding(),)))
    owing = replace(calm, findings=Findings(old=(finding(),)))
    waiting = replace(calm, approvals=large(0).approvals)
    warned = replace(calm, findings=Findings(new=(finding(level=Severity.WARNING),)))
    verdicts = [told(each).verdict for each in (stopped, closed, owing, waiting, warned, calm)]
    assert verdicts == [Verdict.STOPS, Verdict.STOPS, Verdict.OWES, Verdict.WAITS, Verdict.GOES, Verdict.GOES]
    assert [each.is_blocked for each in (stopped, closed, owing, waiting, warned, calm)] == [True, True] + [False] * 4
    assert told(waiting).reasons == (f"{large(0).approvals[0].title}：审核（工会主席）",)


def test_what_could_not_be_read_is_said() -> None:
    """A folder whose past nobody knows is named before anything is counted on."""
    gap = "“staff”不在 git 仓库里，看不到它从前的样子；这里按现在的内容算。"
    assert gap in told(replace(large(0), gaps=(gap,))).about


_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_CHANGE = {"enum": ["added", "changed", "removed"]}
_DATE = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def _closed(**properties: Any) -> dict[str, Any]:
    """An object with exactly these properties."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(item: Any) -> dict[str, Any]:
    return {"type": "array", "items": item}


_RECORD = _closed(
    id=_TEXT,
    kind=_TEXT,
    title=_TEXT,
    change=_CHANGE,
    files=_list(_closed(name=_TEXT, label=_TEXT, change=_CHANGE)),
    fields=_list(
        _closed(
            file=_TEXT,
            labels=_list(_TEXT),
            old=_TEXT,
            new=_TEXT,
            figure={"type": "boolean"},
            words=_list({"type": "array", "prefixItems": [{"enum": ["same", "old", "new"]}, _TEXT], "items": False}),
        )
    ),
    effects=_list(_closed(name=_TEXT, old=_TEXT, new=_TEXT)),
)
_FINDING = _closed(
    code=_TEXT,
    severity={"enum": ["error", "warning", "notice"]},
    path=_TEXT,
    line=_COUNT,
    column=_COUNT,
    message=_TEXT,
    cure=_TEXT,
    record=_TEXT,
    fingerprint=_TEXT,
)
SCHEMA = _closed(
    format={"const": "gongkai-review"},
    version={"const": 1},
    old=_TEXT,
    new=_TEXT,
    audience={"enum": ["public", "staff"]},
    today=_DATE,
    headline=_TEXT,
    verdict={"enum": ["stops", "owes", "waits", "goes"]},
    reasons=_list(_TEXT),
    blocked={"type": "boolean"},
    gaps=_list(_TEXT),
    unbuilt=_list(_TEXT),
    counts=_closed(
        pages_added=_COUNT,
        pages_changed=_COUNT,
        pages_removed=_COUNT,
        pages_following=_COUNT,
        figures_changed=_COUNT,
        clocks_started=_COUNT,
        clocks_stopped=_COUNT,
        clocks_moved=_COUNT,
        personal=_COUNT,
    ),
    records=_list(_RECORD),
    followers=_list(_RECORD),
    settings=_list(_RECORD),
    records_not_shown=_COUNT,
    pages=_list(
        _closed(
            address=_TEXT,
            title=_TEXT,
            change=_CHANGE,
            origin={"enum": ["board", "school", "setup"]},
            record=_TEXT,
            follows={"type": "boolean"},
            lines_new=_list(_TEXT),
            lines_gone=_list(_TEXT),
        )
    ),
    files=_list(_closed(address=_TEXT, change=_CHANGE, attachment={"type": "boolean"})),
    figures=_list(_closed(page=_TEXT, name=_TEXT, old=_TEXT, new=_TEXT)),
    clocks=_list(
        _closed(
            turn={"enum": ["started", "stopped", "moved"]},
            kind=_TEXT,
            record=_TEXT,
            title=_TEXT,
            department=_TEXT,
            old_due=_DATE,
            new_due=_DATE,
            met_on=_DATE,
        )
    ),
    audiences=_list(_closed(record=_TEXT, title=_TEXT, what=_TEXT, old=_TEXT, new=_TEXT, wider={"type": "boolean"})),
    personal=_list(_closed(kind=_TEXT, place=_TEXT, count=_COUNT, added={"type": "boolean"})),
    approvals=_list(_closed(record=_TEXT, title=_TEXT, step=_TEXT, post=_TEXT, state=_TEXT, given={"type": "boolean"})),
    findings=_closed(closed=_list(_FINDING), new=_list(_FINDING), solved=_list(_FINDING), old=_list(_FINDING)),
)
"""What a program may rely on in the JSON of a review."""


def test_json_is_as_documented() -> None:
    """The JSON holds exactly what the schema names, and the same numbers as the one line."""
    found = json.loads(as_json(large(2)))
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(found)
    assert found["counts"]["pages_changed"] == 2
    assert found["headline"].startswith("本次将新增 1、修改 2、撤下 0 页；改动的数字 2 个；启动/停止时钟 2 个；")


def test_limits_are_those_of_the_hosts() -> None:
    """A comment of GitHub holds 65,536 characters, its job summary 1 MiB, a note of GitLab a million characters."""
    assert (GITHUB_COMMENT.units, GITHUB_SUMMARY.units, GITLAB_NOTE.units) == (65_536, 1_048_576, 1_000_000)
    assert (GITHUB_COMMENT.count("字"), GITHUB_SUMMARY.count("字"), GITLAB_NOTE.count("字")) == (1, 3, 1)
