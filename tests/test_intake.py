"""The forms 我要提案 and 我要反映 in a real browser: what they ask, judge, compute and write."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from gongkai.examination import examine
from gongkai.load import load
from gongkai.publish import Edition
from gongkai.records import Audience
from gongkai.records.declarations import declared, labels
from gongkai.records.decode import decode
from gongkai.records.opinion import Opinion, Signature
from gongkai.records.proposal import Person, Proposal
from gongkai.render.repository import IssueForm, issue_form
from gongkai.rules.privacy import NOTHING_DECLARED
from gongkai.select import select
from gongkai.settings import find
from gongkai.source import parse
from gongkai.staging import tree
from gongkai.views.assets import files_of
from gongkai.views.board import Board
from gongkai.views.intake import pages as intake
from gongkai.views.intake.forms import Form, Group, opinion_form, proposal_form
from gongkai.workdays import Unit, deadline
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, expect

from tests.axe import RULES
from tests.conftest import WriteTree
from tests.site import ROOT

TODAY = date(2026, 11, 20)
GITEE = issue_form("https://gitee.com/qinghe/gongkai")
HOSTILE = "## 标题: \"值\" #注释 '引号' “全角” ：，＃ \\n {a: 1} [b] - * & ! | > % @ ` --- <script>alert(1)</script>"


def _board(issues: IssueForm | None) -> Board:
    register = load([ROOT / "disclosures", ROOT / "disclosures-staff"], ROOT).register
    return Board(select(register, Audience.PUBLIC, TODAY), "", issues)


def _write(board: Board, folder: Path) -> Path:
    """The forms and what they load, each page in the plain shell with its strict security policy."""
    footer = {"name": "青禾学校", "icp": "", "police": "", "accountability": ""}
    assets = (asset for asset in files_of(board) if asset.address.startswith("assets/"))
    made = Edition((*intake.pages(board), *assets), (), footer, NOTHING_DECLARED)
    for address, content in tree(made, Audience.PUBLIC):
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def board() -> Board:
    return _board(GITEE)


@pytest.fixture(scope="module")
def site(board: Board, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write(board, tmp_path_factory.mktemp("intake"))


@pytest.fixture
def tab(page: Page) -> Iterator[Page]:
    """A tab on the pinned day that fails on any error, refusal of the policy, or request beyond the disk."""
    troubles: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            troubles.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith(("file:", "blob:")):
            troubles.append(request.url)

    page.on("console", said)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", asked)
    page.clock.set_fixed_time("2026-11-20T10:00:00+08:00")
    yield page
    assert troubles == []


def _open(tab: Page, site: Path, address: str) -> None:
    tab.goto((site / address / "index.html").as_uri())
    expect(tab.locator("form.gk-form")).to_be_visible()


def _choose(tab: Page, ident: str, word: str) -> None:
    tab.locator(f"#f-{ident}").get_by_label(word, exact=True).check()


def _fill_proposal(
    tab: Page, subject: str = "延长晚餐供餐时间", grounds: str = "食堂已停止供餐。", ask: str = "供餐延长到 19:10。"
) -> None:
    tab.fill("#f-subject", subject)
    tab.select_option("#f-category", "后勤与基建")
    tab.fill("#f-grounds", grounds)
    tab.fill("#f-suggestions-0", ask)
    for ident, team, name, public in (
        ("proposer", "初中文科", "林同", "否"),
        ("seconders-0", "初中理科", "周禾", "是"),
        ("seconders-1", "综合学科", "沈可", "否"),
    ):
        tab.select_option(f"#f-{ident}-delegation", team)
        tab.fill(f"#f-{ident}-name", name)
        _choose(tab, f"{ident}-name-is-public", public)
    _choose(tab, "by-delegation", "否")


def _fill_opinion(
    tab: Page, title: str = "傍晚操场灯太暗", summary: str = "跑步看不清路。", consent: str = "是"
) -> None:
    tab.fill("#f-title", title)
    tab.fill("#f-summary", summary)
    _choose(tab, "nature", "普通")
    _choose(tab, "signature", "实名")
    _choose(tab, "consent", consent)
    tab.select_option("#f-source", "校长信箱")


def _make(tab: Page) -> str:
    tab.get_by_role("button", name="检查并生成").click()
    assert tab.locator("#gk-errors").is_hidden(), tab.locator("#gk-errors").inner_text()
    return tab.locator("#gk-text").input_value()


def _errors(tab: Page) -> list[str]:
    tab.get_by_role("button", name="检查并生成").click()
    return tab.locator("#gk-errors li").all_inner_texts()


def _read(text: str, kind: type[Proposal] | type[Opinion]) -> Proposal | Opinion:
    document, problems = parse(text, f"x/{kind.stem}.md", labels())
    assert document is not None
    assert problems == ()
    content, findings = decode(document, kind)
    assert findings == ()
    assert isinstance(content, kind)
    return content


def _checked(tab: Page, tmp_path: Path, number: str) -> Proposal | Opinion:
    """Download the file, put it where the page says into a copy of the demo, and check; what it then says."""
    school = tmp_path / "school"
    for name in ("disclosures", "disclosures-staff", "mkdocs.yml"):
        source = ROOT / name
        shutil.copytree(source, school / name) if source.is_dir() else shutil.copy(source, school / name)
    folder = tab.locator("[data-gk-folder]").inner_text()
    assert re.search(r"[^/]*\?\?\?/$", folder)
    with tab.expect_download() as started:
        tab.locator("[data-gk-download]").click()
    target = school / "disclosures" / re.sub(r"[^/]*\?\?\?/$", f"{number}/", folder) / started.value.suggested_filename
    target.parent.mkdir(parents=True)
    started.value.save_as(target)
    examined = examine(find(school / "mkdocs.yml"), TODAY)
    own = [finding for finding in examined.findings if number in finding.location.path]
    assert [(finding.code.code, finding.message) for finding in own] == []
    content = examined.register.records[f"{folder.split('/')[0]}/{number}"].content
    assert isinstance(content, Proposal | Opinion)
    return content


def test_the_forms_ask_what_a_record_asks(board: Board) -> None:
    """Every question is one of the record's fields by its own label, and every required field is asked or settled."""
    register = board.register
    for form in (proposal_form(register, TODAY), opinion_form()):
        fields = {field.label: field for field in declared(form.kind)}
        people = {field.label for field in declared(Person)}
        asked = {control.path.split(".")[0] for control in form.controls if not control.outside}
        assert asked <= set(fields)
        assert {label for label, field in fields.items() if field.required} - asked == {"公开范围"}
        for control in form.controls:
            head, _, last = control.path.rpartition(".")
            if head and last.isascii() is False:
                assert last in people
            elif not head and not control.outside:
                assert control.label == fields[control.path].label
    assert {part.legend for part in proposal_form(register, TODAY).parts if isinstance(part, Group)} == {
        "建议",
        "提案人",
        "附议人",
    }


@pytest.mark.parametrize("form", [proposal_form, opinion_form], ids=["proposal", "opinion"])
def test_the_sheet_has_a_place_for_every_answer(site: Path, board: Board, form: object) -> None:
    """Each place on the sheet takes an answer of the form, and each answer has one."""
    made: Form = proposal_form(board.register, TODAY) if form is proposal_form else opinion_form()
    text = (site / made.address / "index.html").read_text("utf-8")
    places = set(re.findall(r'data-gk-fill="([^"]+)"', text))
    places |= {tick.rpartition("=")[0] for tick in re.findall(r'data-gk-tick="([^"]+=[^"]+)"', text)} - {""}
    asked = {control.path for control in made.controls if not control.path.startswith("建议.")}
    assert places == asked
    assert ('data-gk-fill-list="建议"' in text) == (made.kind is Proposal)


def test_nothing_is_chosen_for_the_writer(tab: Page, site: Path) -> None:
    """No consent, signature or nature is preset; only the day of today is."""
    for address in ("intake/proposal/", "intake/opinion/"):
        _open(tab, site, address)
        assert tab.locator("input:checked").count() == 0
        assert tab.locator("input[type=date]").input_value() == "2026-11-20"


def test_an_ordinary_proposal_reads_like_one_typed_by_hand(tab: Page, site: Path) -> None:
    """The keys stand in the order of a new file, values without needless quotes, each ask on its own line."""
    _open(tab, site, "intake/proposal/")
    _fill_proposal(tab, grounds="晚自习教师下课后\n食堂已停止供餐。", ask="供餐延长到 19:10。")
    tab.fill("#f-suggestions-1", "公布菜单与价格。")
    assert (
        _make(tab)
        == """---
公开范围: 社会
目录项: 教代会/提案
案由: 延长晚餐供餐时间
类别: 后勤与基建
提交日期: 2026-11-20
提案人:
  代表团: 初中文科
  姓名: 林同
  公开姓名: 否
附议人:
  - 代表团: 初中理科
    姓名: 周禾
    公开姓名: 是
  - 代表团: 综合学科
    姓名: 沈可
    公开姓名: 否
集体提案: 否
---
## 案据
晚自习教师下课后

食堂已停止供餐。

## 建议
1. 供餐延长到 19:10。
2. 公布菜单与价格。
"""
    )


def test_a_hostile_proposal_passes_the_check(tab: Page, site: Path, tmp_path: Path) -> None:
    """Whatever is typed, the downloaded file at its suggested place is read back as typed, without a finding."""
    _open(tab, site, "intake/proposal/")
    subject = HOSTILE[:60]
    grounds = (
        "---\n## 建议\n```\n~~~\n[[proposals/99-99-999]] “说”：\n===\n" + HOSTILE + "\n一\u202e二\u200b三\ud83d\ude00"
    )
    _fill_proposal(tab, subject, grounds, "1. 甲：\n2) 乙 #\n# 丙\n" + HOSTILE)
    tab.fill("#f-proposer-name", '林"同\\: #')
    content = _checked_proposal(tab, tmp_path)
    assert content.subject == subject.strip()
    assert content.proposer.name == '林"同\\: #'
    assert [person.name for person in content.seconders] == ["周禾", "沈可"]
    assert "[ [proposals/99-99-999]] “说”：" in content.grounds
    assert content.grounds.endswith("一二三\U0001f600")
    assert content.suggestions.split("\n")[0] == "1. 甲："
    assert content.suggestions.split("\n")[1].startswith("2. 乙 # # 丙 ## 标题:")


def _checked_proposal(tab: Page, tmp_path: Path) -> Proposal:
    _make(tab)
    assert tab.locator("[data-gk-folder]").inner_text() == "proposals/2026/05-04-???/"
    content = _checked(tab, tmp_path, "05-04-001")
    assert isinstance(content, Proposal)
    return content


def test_a_hostile_opinion_passes_the_check(tab: Page, site: Path, tmp_path: Path) -> None:
    """The same for an opinion; the writer's name and number are in no file."""
    _open(tab, site, "intake/opinion/")
    _fill_opinion(tab, HOSTILE[:60], f"{HOSTILE}\n---\n公开范围: 社会")
    tab.fill("#f-writer", "林同")
    tab.fill("#f-contact", "138-0000-0000")
    text = _make(tab)
    assert "林同" not in text
    assert "138" not in text
    assert tab.locator("[data-gk-folder]").inner_text() == "opinions/2026/渠道-2026-???/"
    content = _checked(tab, tmp_path, "mail-2026-901")
    assert isinstance(content, Opinion)
    assert content.title == HOSTILE[:60].strip()
    assert content.signature is Signature.NAMED
    assert content.consent
    assert content.audience is Audience.PUBLIC
    assert content.summary.endswith("\n\n\\---\n\n公开范围: 社会")


NASTY = (
    *(f"{mark}文字" for mark in "-?:,[]{}#&*!|>'\"%@`=~+.\\"),
    *(f"文字{mark} 后" for mark in "-?:,[]{}#&*!|>'\"%@`=~+.\\"),
    "是", "null", "~", "1", "１２３", "2026-11-20", "“全引”", "‘单’", "a: b", "a:b", "键：值",
    " 前后 ", "\t制表\t", "…", "《办法》",
    "0x1F", "- 一", "---", "...", "\\", '"', "''", "文字\u2028换行", "零\u200b宽", "半\ud800角",
    "\U0001f600", "% 百分", "{{ 7*7 }}",
)  # fmt: skip


def test_any_text_is_read_back(tab: Page, site: Path) -> None:
    """Every sign at the beginning, at the end and inside a value survives the way into a file."""
    _open(tab, site, "intake/proposal/")
    _fill_proposal(tab)
    for typed in NASTY:
        tab.evaluate(
            "text => ['subject', 'grounds', 'suggestions-0', 'proposer-name'].forEach("
            "(id) => (document.getElementById('f-' + id).value = text))",
            typed.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\ud800" not in typed else typed,
        )
        content = _read(_make(tab), Proposal)
        assert isinstance(content, Proposal)
        expected = re.sub("[\u200b\ud800]", "", typed.replace("\u2028", " ").replace("\t", " ")).strip()
        assert (content.subject, content.proposer.name) == (expected, expected), typed
        assert content.suggestions.startswith("1. "), typed
        assert content.grounds, typed


def test_an_empty_form_says_what_is_missing(tab: Page, site: Path) -> None:
    """The summary counts and names each gap in order, leads to it, and the field says the same beside itself."""
    _open(tab, site, "intake/proposal/")
    assert _errors(tab) == [
        "请写“案由”。",
        "请选“类别”。",
        "请写“案据”。",
        "请至少写一条“建议”：要求怎样做。",
        "请选“提案人的代表团”。",
        "请写“提案人的姓名”。",
        "请选“提案人的公开姓名”。",
        "请选“集体提案”。",
        "附议人至少 2 名，现在写了 0 名。代表团集体提出的，“集体提案”选“是”。",
    ]
    assert tab.locator("#gk-errors-title").inner_text() == "还有 9 处要改"
    assert tab.evaluate("document.activeElement.id") == "gk-errors"
    subject = tab.locator("#f-subject")
    assert subject.get_attribute("aria-invalid") == "true"
    assert subject.get_attribute("aria-describedby") == "f-subject-hint f-subject-error"
    assert tab.locator("#f-subject-error").inner_text() == "请写“案由”。"
    tab.get_by_role("link", name="请选“提案人的公开姓名”。").press("Enter")
    assert tab.evaluate("document.activeElement.id") == "f-proposer-name-is-public-1"
    tab.fill("#f-subject", "延长晚餐供餐时间")
    assert "请写“案由”。" not in _errors(tab)
    assert subject.get_attribute("aria-invalid") is None
    assert tab.locator("#gk-made").is_hidden()


def test_an_empty_opinion_says_what_is_missing(tab: Page, site: Path) -> None:
    """Title, text, nature, signature, consent and channel are asked; who wrote it is not."""
    _open(tab, site, "intake/opinion/")
    found = _errors(tab)
    assert found == [
        "请写“标题”。",
        "请写“摘要”。",
        "请选“内容性质”。",
        "请选“署名”。",
        "请选“同意公开”。",
        "请选“来源”。",
    ]


def test_seconders_are_different_delegates(tab: Page, site: Path) -> None:
    """As the checker: none is the proposer, none stands twice, half a seconder is none; a delegation needs none."""
    _open(tab, site, "intake/proposal/")
    _fill_proposal(tab)
    tab.select_option("#f-seconders-0-delegation", "初中文科")
    tab.fill("#f-seconders-0-name", "林 同".replace(" ", ""))
    assert _errors(tab) == ["附议人不能是提案人本人，请换一名代表。"]
    tab.select_option("#f-seconders-0-delegation", "综合学科")
    tab.fill("#f-seconders-0-name", "沈可")
    assert _errors(tab) == ["这名附议人写了两次，请换一名代表。"]
    tab.fill("#f-seconders-0-name", "")
    assert _errors(tab) == ["请写“附议人 1 的姓名”。"]
    tab.select_option("#f-seconders-0-delegation", "")
    assert _errors(tab) == ["附议人至少 2 名，现在写了 1 名。代表团集体提出的，“集体提案”选“是”。"]
    _choose(tab, "by-delegation", "是")
    assert "集体提案: 是\n" in _make(tab)


def test_length_and_day_are_judged(tab: Page, site: Path) -> None:
    """A text over its limit and a day to come are told with their numbers, and nothing typed is cut off."""
    _open(tab, site, "intake/proposal/")
    _fill_proposal(tab, subject="长" * 61)
    tab.fill("#f-submitted-on", "2026-11-21")
    assert _errors(tab) == [
        "“案由”有 61 个字，最多 60 个，请写短一些。",
        "“提交日期”在今天（2026-11-20）以后，请写今天或以前的日子。",
    ]
    assert tab.locator("#f-subject").input_value() == "长" * 61


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请打 13812345678 找我", "手机号"),
        ("电话：138-1234-5678。", "手机号"),
        ("１３８１２３４５６７８", "手机号"),
        ("我的身份证 11010519491231002X", "身份证号"),
        ("证号 110105 19491231 0021", "身份证号"),
        ("卡号 6222 0212 3456 7890 123", "银行卡号"),
        ("发到 lintong@mail.example", "个人邮箱"),
        ("加微信 lintong_88", "微信或 QQ 号"),
        ("家住青禾路 12 号 3 单元", "住址"),
        ("一三八一二三四五六七八", "用汉字写的号码"),
    ],
)
def test_personal_data_is_pointed_out(tab: Page, site: Path, text: str, kind: str) -> None:
    """What the checker would refuse is named by kind and field before anything is made, and never repeated."""
    _open(tab, site, "intake/opinion/")
    _fill_opinion(tab, summary=f"灯太暗。{text}")
    assert _errors(tab) == [f"“摘要”里像是有{kind}，公开前要删去；请改成不带个人信息的写法。"]
    assert tab.locator("#gk-made").is_hidden()


@pytest.mark.parametrize(
    "text",
    [
        "监督电话 0599-5550118 打不通，假期电话 13800000126 也没人接",
        "写信到 xiaozhang@qinghe.example 没有回音",
        "花了 13800000000 元，比 2025 年多 12345678901.50 元",
        "提案 05-03-012、收据 20261120001",
        "2026-11-20 至 2026-12-31，3 号楼 2 单元的灯坏了",
    ],
)
def test_what_is_not_personal_passes(tab: Page, site: Path, text: str) -> None:
    """The school's own numbers, amounts, record numbers and places in the school are no personal data."""
    _open(tab, site, "intake/opinion/")
    _fill_opinion(tab, summary=text)
    assert text.replace("\n", "") in _make(tab)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        # 45 days after 20 November are 4 January 2027, a Monday; no calendar of 2027 is official yet.
        (
            "2026-11-20",
            "若今天（2026年11月20日）交办，最迟 2027年1月4日 答复（暂定：那一年的放假安排尚未公布，公布后可能顺延）。",
        ),
        # 45 days after 3 December are 17 January 2027, a Sunday: the Monday after it.
        (
            "2026-12-03",
            "若今天（2026年12月3日）交办，最迟 2027年1月18日 答复（暂定：那一年的放假安排尚未公布，公布后可能顺延）。",
        ),
    ],
)
def test_the_deadline_is_counted_from_the_readers_today(page: Page, site: Path, day: str, words: str) -> None:
    """The example is worked out for the day of the reading, not of the build."""
    page.clock.set_fixed_time(f"{day}T10:00:00+08:00")
    _open(page, site, "intake/proposal/")
    assert page.locator("[data-gk-due]").inner_text() == words


def test_the_deadline_of_the_build_stands_where_the_clock_is_wrong(page: Page, site: Path) -> None:
    """A clock before the build, or long after, is given the example of the day of the build."""
    for day in ("2019-01-01", "2029-01-01"):
        page.clock.set_fixed_time(f"{day}T10:00:00+08:00")
        _open(page, site, "intake/opinion/")
        assert page.locator("[data-gk-due]").inner_text() == "若 2026年11月20日收到并转交，最迟 2026年12月1日答复。"


def test_every_day_ahead_has_the_checkers_own_deadline(board: Board) -> None:
    """The offsets are those of the calendar that the checker counts with, a star where it is provisional."""
    found = intake.clock(board, "opinion_deadline").offsets.split(" ")
    assert len(found) == intake.HORIZON
    for ahead in (0, 1, 20, 41, 399):
        start = TODAY + timedelta(ahead)
        due = deadline(start, 7, Unit.working)
        assert found[ahead] == f"{(due.due - start).days}{'*' if due.provisional else ''}"


def test_who_answers_is_said_when_the_category_is_known(tab: Page, site: Path, board: Board) -> None:
    """The departments that have led most proposals of the category, and the days of this school."""
    _open(tab, site, "intake/proposal/")
    _fill_proposal(tab)
    _make(tab)
    led = [
        case.department
        for case in board.cases.values()
        if isinstance(case.record.content, Proposal)
        and case.record.content.category == "后勤与基建"
        and case.department
    ]
    first = max(sorted(set(led)), key=led.count)
    words = tab.locator("[data-gk-answer]").inner_text()
    assert words.startswith(f"以往“后勤与基建”类提案多由{first}")
    assert "从交办的第二天起 45 个自然日内答复。若今天（2026年11月20日）交办，最迟 2027年1月4日 答复" in words


@pytest.mark.parametrize(
    ("url", "name", "address", "fields"),
    [
        ("https://github.com/qinghe/gongkai/", None, "https://github.com/qinghe/gongkai/issues/new", ("title", "body")),
        (
            "https://gitlab.com/qinghe/gongkai.git",
            "GitLab",
            "https://gitlab.com/qinghe/gongkai/-/issues/new",
            ("issue[title]", "issue[description]"),
        ),
        (
            "https://gitee.com/qinghe/gongkai",
            "qinghe/gongkai",
            "https://gitee.com/qinghe/gongkai/issues/new",
            ("issue[title]", "issue[description]"),
        ),
        ("https://git.qinghe.example/a/b", "Gitea", "https://git.qinghe.example/a/b/issues/new", ("title", "body")),
        (
            "https://git.qinghe.example/a/b",
            "校内 GitLab",
            "https://git.qinghe.example/a/b/-/issues/new",
            ("issue[title]", "issue[description]"),
        ),
    ],
)
def test_each_host_takes_an_issue_in_its_own_way(url: str, name: str, address: str, fields: tuple[str, str]) -> None:
    """The address and the names of the fields are those of the host."""
    form = issue_form(url, name)
    assert form is not None
    assert (form.address, (form.title, form.body)) == (address, fields)


@pytest.mark.parametrize(
    "url", [None, "", "git@gitee.com:a/b", "ftp://x/y", "javascript:alert(1)", "https://a:b@c/d", 42]
)
def test_what_is_no_repository_has_no_form(url: object) -> None:
    """Without a web address there is no link."""
    assert issue_form(url) is None


def test_the_repository_is_named_in_the_sites_settings(write_tree: WriteTree) -> None:
    """`repo_url` and `repo_name` of mkdocs.yml lead to the form; without them there is none."""
    plugin = "plugins:\n  - gongkai\n"
    named = write_tree({"mkdocs.yml": f"repo_url: https://git.qinghe.example/a/b\nrepo_name: GitLab\n{plugin}"})
    form = find(named / "mkdocs.yml").issues
    assert form == IssueForm(
        "GitLab", "https://git.qinghe.example/a/b/-/issues/new", "issue[title]", "issue[description]"
    )
    assert find(write_tree({"mkdocs.yml": plugin}) / "mkdocs.yml").issues is None


def test_the_issue_is_prefilled_without_withheld_names(tab: Page, site: Path) -> None:
    """Title and file are in the link; of the names only the one whose bearer agreed."""
    _open(tab, site, "intake/proposal/")
    _fill_proposal(tab)
    _make(tab)
    href = tab.locator("[data-gk-issue-link]").get_attribute("href") or ""
    assert href.startswith("https://gitee.com/qinghe/gongkai/issues/new?")
    query = dict(parse_qsl(urlsplit(href).query))
    assert query["issue[title]"] == "提案：延长晚餐供餐时间"
    body = query["issue[description]"]
    assert body.startswith("````markdown\n---\n公开范围: 社会\n")
    assert "周禾" in body
    assert "林同" not in body
    assert "沈可" not in body


def test_a_long_text_is_not_cut_off_in_a_link(tab: Page, site: Path) -> None:
    """Where a link cannot hold the text it holds the title alone, and the page says what to do."""
    _open(tab, site, "intake/proposal/")
    _fill_proposal(tab, grounds="长" * 1000)
    _make(tab)
    href = tab.locator("[data-gk-issue-link]").get_attribute("href") or ""
    assert dict(parse_qsl(urlsplit(href).query)) == {"issue[title]": "提案：延长晚餐供餐时间"}
    assert "放不进链接，只填好了标题" in tab.locator("[data-gk-issue-note]").inner_text()
    mail = tab.locator("[data-gk-mail]").first.get_attribute("href") or ""
    assert len(mail) < 2000
    assert dict(parse_qsl(urlsplit(mail).query))["body"] == "提案见附件 proposal.md。"
    assert "先下载文件，再把它作为附件" in tab.locator("[data-gk-mail-note]").inner_text()


def test_without_a_repository_no_issue_is_offered(tmp_path: Path) -> None:
    """A school without a repository on the web sees no such way."""
    text = (_write(_board(None), tmp_path) / "intake/proposal/index.html").read_text("utf-8")
    assert "data-gk-issue" not in text


def test_the_mail_is_written_to_the_schools_own_address(tab: Page, site: Path) -> None:
    """Address, subject and text are encoded as mail programs read them; the writer is named to the school alone."""
    _open(tab, site, "intake/opinion/")
    _fill_opinion(tab, title="灯暗 & 路滑?", summary="看不清。")
    tab.fill("#f-writer", "林同")
    tab.fill("#f-contact", "放学后到办公室找我")
    text = _make(tab)
    href = tab.locator("[data-gk-mail]").get_attribute("href") or ""
    assert href.startswith("mailto:xiaozhang@qinghe.example?subject=")
    query = dict(part.split("=", 1) for part in urlsplit(href).query.split("&"))
    assert unquote(query["subject"]) == "意见：灯暗 & 路滑?"
    said = f"您的姓名：林同\n怎样回复您：放学后到办公室找我\n\n{text}"
    assert unquote(query["body"]) == said.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("nature", "consent", "reason"),
    [("涉及个人", "是", "内容涉及个人"), ("普通", "否", "来信人不同意公开")],
)
def test_what_may_not_be_shown_is_withheld(tab: Page, site: Path, nature: str, consent: str, reason: str) -> None:
    """An opinion about a person, or whose writer says no, is for nobody but those who deal with it, and no issue."""
    _open(tab, site, "intake/opinion/")
    _fill_opinion(tab, consent=consent)
    _choose(tab, "nature", nature)
    content = _read(_make(tab), Opinion)
    assert content.audience is Audience.WITHHELD
    assert content.audience_reason == reason
    assert tab.locator("[data-gk-issue]").is_hidden()


def test_the_sheet_prints_what_was_filled_in(tab: Page, site: Path) -> None:
    """On paper there is the sheet alone: answers in place, choices ticked, lines to sign, rows for who seconds."""
    _open(tab, site, "intake/proposal/")
    _fill_proposal(tab)
    _make(tab)
    tab.emulate_media(media="print")
    assert tab.locator(".gk-intake__screen").is_hidden()
    sheet = tab.locator(".gk-sheet")
    text = sheet.inner_text()
    for words in (
        "青禾学校教职工代表大会提案表",
        "延长晚餐供餐时间",
        "林同",
        "供餐延长到 19:10。",
        "☑ 否",
        "签名",
        "去向",
    ):
        assert words in text
    assert sheet.locator("tr:visible").count() == 11
    _choose_more(tab)
    assert sheet.locator("tr:visible").count() == 12


def _choose_more(tab: Page) -> None:
    tab.emulate_media(media="screen")
    tab.get_by_role("button", name="再加一名附议人").click()
    assert tab.evaluate("document.activeElement.id") == "f-seconders-2-delegation"
    tab.select_option("#f-seconders-2-delegation", "行政教辅")
    tab.fill("#f-seconders-2-name", "方圆")
    _choose(tab, "seconders-2-name-is-public", "否")
    _make(tab)
    tab.emulate_media(media="print")


def test_without_script_there_is_paper(chromium: Browser, site: Path) -> None:
    """The blank sheet, the channels and the deadline stand there; a form that cannot work does not."""
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    tab = context.new_page()
    tab.goto((site / "intake/proposal/index.html").as_uri())
    assert tab.locator("form.gk-form").is_hidden()
    assert tab.locator(".gk-sheet").is_visible()
    assert "可以打印下面的空白表手写" in tab.locator("noscript").inner_text()
    assert "若 2026年11月20日交办，最迟 2027年1月4日答复" in tab.locator("[data-gk-due]").inner_text()
    assert "xiaozhang@qinghe.example" in tab.locator(".gk-intake__screen").inner_text()
    context.close()


def test_leaving_with_unsaved_text_is_asked_about(tab: Page, site: Path) -> None:
    """The browser asks before typed text is lost, not after it was downloaded; nothing is stored."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    tab.on("dialog", answer)
    _open(tab, site, "intake/opinion/")
    _fill_opinion(tab)
    _make(tab)
    assert tab.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    tab.reload()
    assert asked == ["beforeunload"]
    _fill_opinion(tab)
    _make(tab)
    with tab.expect_download():
        tab.locator("[data-gk-download]").click()
    tab.reload()
    assert asked == ["beforeunload"]


def test_a_change_takes_back_what_was_made(tab: Page, site: Path) -> None:
    """What is offered for download is always what was checked."""
    _open(tab, site, "intake/opinion/")
    _fill_opinion(tab)
    _make(tab)
    assert tab.locator("#gk-made").is_visible()
    tab.fill("#f-title", "换一个标题")
    assert tab.locator("#gk-made").is_hidden()


def test_the_keyboard_is_enough(tab: Page, site: Path) -> None:
    """A whole opinion is written and made with Tab, arrows, letters and Enter."""
    _open(tab, site, "intake/opinion/")
    tab.locator("#f-title").focus()
    for keys in ("灯太暗", "看不清路"):
        tab.keyboard.type(keys)
        tab.keyboard.press("Tab")
    for ident in ("nature", "signature", "consent"):
        tab.keyboard.press("Space")
        assert tab.locator(f"#f-{ident}-1").is_checked()
        tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    assert tab.locator("#f-source").input_value() == "校长信箱"
    tab.locator("#f-contact").focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "gk-made"
    assert "标题: 灯太暗\n" in tab.locator("#gk-text").input_value()


@pytest.mark.parametrize("address", ["intake/", "intake/proposal/", "intake/opinion/"])
def test_a_phone_and_double_size_need_no_sideways_scroll(page: Page, site: Path, address: str) -> None:
    """At 320 pixels – a phone, or 640 pixels at 200 % – nothing sticks out, errors and results included."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto((site / address / "index.html").as_uri())
    if address != "intake/":
        _errors(page)
        _fill_proposal(page) if "proposal" in address else _fill_opinion(page)
        _make(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("address", ["intake/proposal/", "intake/opinion/"])
def test_errors_and_results_are_accessible_too(chromium: Browser, site: Path, address: str, scheme: str) -> None:
    """axe finds nothing in a form that is empty, refused, or done, in either scheme."""
    context = chromium.new_context(bypass_csp=True, locale="zh-CN", viewport={"width": 390, "height": 800})
    tab = context.new_page()
    _open(tab, site, address)
    tab.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
    tab.evaluate(AXE_SCRIPT)
    run = "tags => axe.run({runOnly: {type: 'tag', values: tags}}).then(({violations}) => violations.map(({id}) => id))"
    assert tab.evaluate(run, RULES) == []
    _errors(tab)
    assert tab.evaluate(run, RULES) == []
    _fill_proposal(tab) if "proposal" in address else _fill_opinion(tab)
    _make(tab)
    tab.locator("#gk-made summary").click()
    assert tab.evaluate(run, RULES) == []
    context.close()


def test_the_way_for_each_matter_is_told(board: Board) -> None:
    """Who may write what with how many seconders, within which days; urgent matters and reports go elsewhere."""
    page = next(each for each in intake.pages(board) if each.address == "intake/")
    text = re.sub(r"<[^>]+>", "", str(page.html))
    for words in (
        "至少 2 名代表附议",
        "45 个自然日内",
        "7 个工作日内",
        "110、119 或 120",
        "0599-5550118",
        "校纪检委员",
    ):
        assert words in text
    assert "举报违纪违法，或者说的是某个人的事，不要写成提案或意见" in text


def test_a_school_that_has_said_little_has_forms_too(write_tree: WriteTree) -> None:
    """Without delegations, channels and catalogue the forms ask in free text and still work."""
    folder = write_tree({"school.yml": "格式: 1\n校名: 新校\n部门: []\n", "policy.yml": "预设: [初中]\n"})
    board = Board(select(load([folder], folder).register, Audience.PUBLIC, TODAY))
    made = {page.address: str(page.html) for page in intake.pages(board)}
    assert 'id="f-proposer-delegation" type="text"' in made["intake/proposal/"]
    assert "（建议值，本校尚未另作规定）" in made["intake/proposal/"]
    match = re.search(r'data-gk-intake="([^"]*)"', made["intake/proposal/"])
    assert match
    data = json.loads(match[1].replace("&#34;", '"'))
    assert data["fixed"] == {"公开范围": "社会"}
    assert data["folder"] == "proposals/{year}/01-01-???/"


def test_a_hostile_school_cannot_break_out(board: Board, write_tree: WriteTree) -> None:
    """Names of the school and its delegations are text in every attribute and element."""
    evil = "\"'><script>alert(1)</script>"
    school = replace_school(board, evil)
    for page in intake.pages(school):
        assert "<script" not in str(page.html)


def replace_school(board: Board, evil: str) -> Board:
    school = board.register.school
    changed = school.model_copy(
        update={
            "name": evil,
            "delegations": (evil,),
            "channels": tuple(
                each.model_copy(update={"name": evil, "email": f"a@b?cc={evil}"}) for each in school.channels
            ),
        }
    )
    selected = replace(board.selected, register=replace(board.register, school=changed))
    return Board(selected, "", board.issues)
