"""What was published is closed: what counts as a change, what may change freely, what accounts for a change."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from gongkai.findings import Finding
from gongkai.history.closed import freedom
from gongkai.history.closed.facts import changed_facts, shown
from gongkai.history.closed.periods import objections
from gongkai.load import load
from gongkai.records.base import Model
from gongkai.records.finance import Finance
from gongkai.records.plan import Plan
from gongkai.records.proposal import Proposal
from gongkai.register import Register
from gongkai.rules import past
from gongkai.rules.corrections import disagrees
from gongkai.rules.manual import Sample, page
from pydantic import BaseModel, Field

from tests.planted_history import (
    ANSWERED,
    AWARD,
    CONGRESS,
    FIRST,
    LEDGER,
    LETTER,
    POLICY,
    WAITING,
    R,
    beginning,
    correction,
    moved,
    slips,
)
from tests.school import FINANCE, MEETING, NOTICE, OPINION, PROPOSAL, REPLY, RESOLUTION, REVIEW
from tests.test_rule_pages import SAMPLE_SCHOOL

H_CODES = [code.code for code in past.CODES]


def _written(sample: Sample, folder: Path) -> Register:
    settings = {path.name: path.read_text("utf-8") for path in SAMPLE_SCHOOL.iterdir() if path.suffix == ".yml"}
    for name, text in {**settings, **dict(sample.files)}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    loaded = load([folder], folder)
    assert loaded.findings == ()
    return loaded.register


@pytest.mark.parametrize("code", H_CODES)
def test_the_samples_of_the_manual_are_what_it_says(code: str, tmp_path: Path) -> None:
    """From what stood there before to the failing sample is this slip and no other; to the passing one, none."""
    found = page(code)
    assert found is not None
    assert found.before
    assert found.failing
    assert found.passing
    before, failing, passing = (
        _written(sample, tmp_path / name)
        for name, sample in (("before", found.before), ("failing", found.failing), ("passing", found.passing))
    )
    since, on = (date.fromisoformat(each.today) for each in (found.before, found.failing))
    slips = list(objections(before, failing, on, since=since))
    assert [(str(each.location), each.code.code) for each in slips] == [(found.place, code)]
    assert [each.message for each in objections(before, passing, on, since=since)] == []


Tree = Mapping[str, str | bytes | None]

ON = date(2026, 5, 21)
"""A day on which the notice of the small school still stands."""


def _loaded(tree: Tree, folder: Path) -> Register:
    for name, text in tree.items():
        if text is not None and name.startswith(R):
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)
    loaded = load([folder / R], folder)
    assert [str(finding) for finding in loaded.findings] == []
    return loaded.register


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """The small school as it stood published on 20 May."""
    return _loaded(beginning().files, tmp_path_factory.mktemp("school"))


Judge = Callable[..., list[Finding]]


@pytest.fixture
def judge(school: Register) -> Judge:
    """What is said when some files are others (None: gone) the day after."""

    def judged(changed: Tree, on: date = ON, old: Register = school) -> list[Finding]:
        return list(objections(old, _with(changed), on, since=date.fromisoformat(FIRST)))

    return judged


def _codes(found: list[Finding]) -> list[str]:
    return [f"{each.code.code} {each.level.value} {each.field}" for each in found]


_STATEMENT = LEDGER.removesuffix(".yml")
_MENDED = FINANCE.replace("2000.00", "2100.00").replace("6159.50", "6059.50")
_FREELY: dict[str, Tree] = {
    "other ways of typing": {
        LEDGER: FINANCE.replace("1,040.50", " 1040.5 # 元").replace("2026-03", "2026年3月").replace("6000.00", "6,000"),
        f"{ANSWERED}/reply-1.md": REPLY.replace("2026-04-10", "2026/4/10").replace("方式: 书面\n", ""),
    },
    "line ends, a byte order mark, white space": {
        LEDGER: "\ufeff" + FINANCE.replace("\n", "\r\n"),
        f"{ANSWERED}/reply-1.md": REPLY.replace("周一至周四执行；", "周一至周四执行；\n"),
    },
    "the order of keys and rows": {
        LEDGER: FINANCE.replace("期初: 3200.00\n", "").replace("期末", "期初: 3200.00\n期末")
    },
    "a folder for tidiness": moved(beginning().files, ANSWERED, f"{R}/proposals/五届三次/05-03-012"),
    "a file that became a folder": {LEDGER: None, f"{_STATEMENT}/finance.yml": FINANCE},
    "papers hung, filed and sorted": {
        LEDGER: f"{FINANCE}备案号: 2026-31\n张贴: {{栏: 对外公开栏, 起: 2026-05-20}}\n阶段: 过程\n盖章: 是\n"
    },
    "an attachment more": {
        LEDGER: None,
        f"{_STATEMENT}/finance.yml": FINANCE + "附件: [{文件: table.txt, 标题: 明细表}]\n",
        f"{_STATEMENT}/attachments/table.txt": "明细\n",
    },
    "a figure more": {LEDGER: FINANCE + "数字: [{名称: 月末余额, 值: 6159.50, 单位: 元}]\n"},
    "a step that the next person fills in": {
        f"{CONGRESS}/resolution-1.md": RESOLUTION.replace("宣布结论", "责任部门: 工会\n报告日期: 2026-12-31\n宣布结论")
    },
    "a new act": {f"{WAITING}/reply-1.md": REPLY.replace("2026-04-10", "2026-05-20")},
    "a new record": {f"{R}/finances/2026/office-2026-04.yml": FINANCE.replace("2026-03", "2026-04")},
    "consent taken back": {
        f"{R}/proposals/2026/05-03-020.md": PROPOSAL,
    },
    "a policy for days to come": {
        POLICY: beginning().files[POLICY] + "  - 自: 2026-09-01\n    依据: 新办法\n    阈值: {答复最少字数: 20}\n"  # type: ignore[operator]
    },
}


@pytest.mark.parametrize("what", _FREELY)
def test_what_may_change_freely(judge: Judge, what: str) -> None:
    """Ways of writing mean nothing, and what comes after publication may be added."""
    assert _codes(judge(_FREELY[what])) == []


_CLOSED: tuple[tuple[str, str, str, str, str], ...] = (
    (f"{ANSWERED}/review.md", REVIEW, "日期: 2026-03-12", "日期: 2026-03-11", "H01 error 日期"),
    (f"{ANSWERED}/review.md", REVIEW, "主办: 总务处", "主办: 教务处", "H01 error 主办"),
    (f"{ANSWERED}/review.md", REVIEW, "协办: [工会]\n", "", "H01 error 协办"),
    (f"{ANSWERED}/review.md", REVIEW, "[工会]", "[工会, 教务处]", ""),
    (f"{ANSWERED}/reply-1.md", REPLY, "签批: 分管", "摘要: 已经办好\n签批: 分管", "H01 error 摘要"),
    (f"{ANSWERED}/reply-1.md", REPLY, ", 说明: 自 4 月 13 日起二楼窗口供餐至 19:10。", "", "H01 error 说明"),
    (LEDGER, FINANCE, "科目: 维修费", "科目: 修缮费", "H01 error 科目"),
    (LEDGER, FINANCE, "单位: 元", "单位: 万元", "H01 error 单位"),
    (LEDGER, FINANCE, "批准: 校长", "批准: 副校长", "H01 error 批准"),
    (f"{CONGRESS}/meeting.yml", MEETING, "实到: 92", "实到: 93", "H01 error 实到"),
    (f"{CONGRESS}/meeting.yml", MEETING, "日期: 2026-03-20", "日期: 2026-03-25", "H01 error 日期"),
    (AWARD, NOTICE, "受理: 校纪检", "受理: 校办公室", "H01 error 受理"),
    (AWARD, NOTICE, "异议:", "结果: 无异议\n异议:", ""),
    (LETTER, OPINION, "雨天接送时", "下雨接送时", "H01 error 摘要"),
    (LETTER, OPINION, "日期: 2026-05-19", "日期: 2026-05-20", "H01 error 日期"),
    (f"{ANSWERED}/proposal.md", PROPOSAL, "后勤与基建", "生活福利", ""),
    (f"{ANSWERED}/proposal.md", PROPOSAL, "  - {代表团: 理科组, 姓名: 沈可}\n", "", "H02 error 附议人"),
    (f"{ANSWERED}/proposal.md", PROPOSAL, "日期: 2026-03-06", "日期: 2026-03-05", "H02 error 提交日期"),
    (f"{ANSWERED}/proposal.md", PROPOSAL, "---\n## 案据", "集体提案: 是\n---\n## 案据", "H02 error 集体提案"),
)


@pytest.mark.parametrize("n", range(len(_CLOSED)))
def test_what_is_closed(judge: Judge, n: int) -> None:
    """Dates, departments, signatures, names of rows, posts, words: closed, whatever kind the record is of."""
    file, text, was, becomes, expected = _CLOSED[n]
    assert was in text
    assert _codes(judge({file: text.replace(was, becomes)})) == ([expected] if expected else [])


def test_an_attachment_replaced_by_another(tmp_path: Path) -> None:
    """The name is the same, the bytes are not."""
    listed = {LEDGER: None, f"{_STATEMENT}/finance.yml": FINANCE + "附件: [{文件: table.txt, 标题: 明细表}]\n"}
    file = f"{_STATEMENT}/attachments/table.txt"
    given = {f"{_STATEMENT}/correction-1.md": correction("附件 table.txt", "旧表", "明细表", on="2026-05-21")}
    old, same, other, corrected = (
        _loaded({**beginning().files, **listed, **more, file: text}, tmp_path / name)
        for name, text, more in (
            ("old", "明细 1\n", {}),
            ("same", "明细 1\n", {}),
            ("other", "明细 2\n", {}),
            ("corrected", "明细 2\n", given),
        )
    )
    assert list(objections(old, same, ON)) == []
    (found,) = objections(old, other, ON)
    assert found.message == "附件“明细表”公布以后换成了另一份，没有更正。"
    assert list(objections(old, corrected, ON)) == []


def _correct(**changed: str) -> Tree:
    """The repair cost of March corrected with its closing balance, and a correction of it."""
    keys = {"where": "支出中“维修费”的金额", "old": "2000.00", "new": "2100.00", "on": "2026-05-21", **changed}
    return {LEDGER: None, f"{_STATEMENT}/finance.yml": _MENDED, f"{_STATEMENT}/correction-1.md": correction(**keys)}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"where": "支出 维修费 金额", "old": "2,000", "new": "2100元"}, []),
        ({"where": "维修费"}, []),
        ({"where": "支出中“办公费”的金额"}, ["H01 error 金额"]),
        ({"where": "期初"}, ["H01 error 金额"]),
        ({"old": "2010.00"}, ["H01 error 金额"]),
        ({"new": "2150.00"}, ["H01 error 金额"]),
        ({"kind": "账务调整"}, ["H01 error 金额", "H01 error 期末"]),
        ({"公开范围": "教职工"}, ["H01 error 金额", "H01 error 期末"]),
    ],
)
def test_which_correction_accounts_for_a_change(judge: Judge, changed: dict[str, str], expected: list[str]) -> None:
    """It names this place, this old and this new value, is seen by all readers, and is no adjustment of the books."""
    assert _codes(judge(_correct(**changed))) == expected


def test_what_follows_from_a_corrected_row_needs_no_correction_of_its_own(judge: Judge) -> None:
    """The closing balance follows the row; the next month opens with it, closes with it, and so on."""
    april = f"{R}/finances/2026/office-2026-04.yml"
    text = (
        FINANCE.replace("2026-03", "2026-04")
        .replace("期初: 3200.00", "期初: 6159.50")
        .replace("期末: 6159.50", "期末: 9119.00")
    )
    carried = text.replace("期初: 6159.50", "期初: 6059.50").replace("期末: 9119.00", "期末: 9019.00")
    with_april = {april: text}
    assert _codes(judge({**_correct(), april: carried}, old=_with(with_april))) == []
    assert _codes(judge({april: carried}, old=_with(with_april))) == ["H01 error 期初", "H01 error 期末"]


def _with(files: Tree) -> Register:
    with TemporaryDirectory() as folder:
        return _loaded({**beginning().files, **files}, Path(folder))


_TWICE = REPLY.replace("值班师傅两名", "值班师傅三名").replace("周一至周四", "周一至周五")


@pytest.mark.parametrize(
    ("corrections", "expected"),
    [
        ([("reply-1 正文", "师傅两名", "师傅三名"), ("reply-1.md 正文", "周一至周四", "周一至周五")], []),
        ([("reply-1", "师傅两名，周一至周四", "师傅三名，周一至周五")], []),
        ([("reply-1 正文", "师傅两名", "师傅三名")], ["H01 error 正文"]),
        ([("案据", "师傅两名", "师傅三名"), ("reply-1 正文", "周一至周四", "周一至周五")], ["H01 error 正文"]),
    ],
)
def test_prose_is_accounted_for_word_by_word(
    judge: Judge, corrections: list[tuple[str, str, str]], expected: list[str]
) -> None:
    """Corrections together must lead from the old text to the new one, with nothing changed beside them."""
    given = {
        f"{ANSWERED}/correction-{n}.md": correction(where, old, new, on="2026-05-21")
        for n, (where, old, new) in enumerate(corrections, 1)
    }
    assert _codes(judge({f"{ANSWERED}/reply-1.md": _TWICE, **given})) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PROPOSAL.replace("晚自习教师 18:40 下课后", ""), []),
        (PROPOSAL.replace("晚自习教师", "某教师"), ["H02 error 案据"]),
        (PROPOSAL.replace("2026-03-06", "2026-03-07"), ["H02 error 提交日期"]),
    ],
)
def test_personal_data_may_go_and_nothing_may_come(judge: Judge, text: str, expected: list[str]) -> None:
    """撤回个人信息 accounts for words that went, not for other words and not for a day."""
    given = correction("案据第一段", kind="撤回个人信息", on="2026-05-21")
    assert _codes(judge({f"{ANSWERED}/proposal.md": text, f"{ANSWERED}/correction-1.md": given})) == expected


def test_what_nobody_saw_is_not_closed(judge: Judge) -> None:
    """Withheld records, records of days to come, the list of a notice that is over."""
    withheld = f"{R}/opinions/2026/mail-2026-009.md"
    hidden = OPINION.replace("公开范围: 社会", "公开范围: 不公开")
    ahead = f"{R}/finances/2026/office-2026-04.yml"
    planned = FINANCE.replace("2026-03", "2026-04") + "发布日期: 2026-06-01\n"
    old = _with({withheld: hidden, ahead: planned})
    changed = {withheld: hidden.replace("遮雨棚", "雨棚"), ahead: planned.replace("2000.00", "2100.00")}
    assert _codes(judge(changed, old=old)) == []
    without = NOTICE.replace("名单:\n  - {姓名: 段一苇, 部门: 语文组}\n", "")
    assert _codes(judge({AWARD: without}, date(2026, 5, 25))) == []
    assert _codes(judge({AWARD: without}, date(2026, 5, 22))) == ["H01 error 名单"]


def test_a_meeting_still_to_come_may_be_postponed(judge: Judge) -> None:
    """An invitation tells what is planned; once the meeting was held it tells what was."""
    file = f"{R}/meetings/2026/council-2026-1.yml"
    text = "类型: 校务会议\n公开范围: 社会\n日期: 2026-06-10\n议程: [{事项: 研究维修计划}]\n"
    changed = {file: text.replace("2026-06-10", "2026-06-12").replace("研究维修计划", "研究暑期维修计划")}
    assert _codes(judge(changed, old=_with({file: text}))) == []
    assert _codes(judge(changed, date(2026, 6, 11), old=_with({file: text}))) == ["H01 error 日期", "H01 error 事项"]


def test_a_published_record_is_not_put_off(judge: Judge) -> None:
    """A day of publication that is still to come would make the record disappear."""
    (found,) = judge({LEDGER: FINANCE + "发布日期: 2026-07-01\n"})
    assert (found.code.code, found.location.line, found.field) == ("H05", 19, "发布日期")


def test_what_was_received_may_not_vanish_even_if_nobody_saw_it(judge: Judge) -> None:
    """A withheld letter, a proposal that was not reviewed yet: each was counted."""
    withheld, unread = f"{R}/opinions/2026/mail-2026-009.md", f"{R}/proposals/2026/05-03-020.md"
    files = {withheld: OPINION.replace("公开范围: 社会", "公开范围: 不公开"), unread: PROPOSAL}
    found = judge({}, old=_with(files))
    assert [(each.code.code, each.record) for each in found] == [
        ("H05", "opinions/mail-2026-009"),
        ("H05", "proposals/05-03-020"),
    ]
    assert found[0].message == "收到的意见 opinions/mail-2026-009 不见了；收到的每一件都要有去向。"


def test_no_name_is_repeated(judge: Judge) -> None:
    """A finding says that a list or a consent changed, and not whose name it is."""
    changed = {
        AWARD: NOTICE.replace("段一苇", "欧知禾"),
        f"{ANSWERED}/proposal.md": PROPOSAL.replace("姓名: 林同", "姓名: 白一舟").replace("姓名: 周禾", "姓名: 白一舟"),
    }
    found = judge(changed)
    assert {each.code.code for each in found} == {"H01", "H02"}
    said = " ".join(f"{each.message}{each.cure}" for each in found)
    assert [name for name in ("段一苇", "欧知禾", "林同", "周禾", "白一舟") if name in said] == []


def test_a_number_that_identifies_a_person_is_masked(judge: Judge) -> None:
    """What was published and should not have been is not published again by the finding."""
    old = _with({f"{ANSWERED}/reply-1.md": REPLY.replace("值班师傅两名", "值班师傅电话 138-0000-1234")})
    (found,) = judge({}, old=old)
    assert "0000" not in found.message + found.cure
    assert "［手机号］" in found.message


_CURE = re.compile(
    r"gongkai new correction (\S+?)，写 类型: (\S+) / 位置: (.*?) / (?:原值: (.*?) / 新值: (.*?) / )?理由"
)
_NOT_SO = (
    "an adjustment that touched the books",
    "an amount changed out of sight",  # a slip of three moments
    "a correction of another row",  # the wrong correction stays wrong
    "a correction of one digit",
    "a row less",
    "a name struck from a notice",
)
_CURED = [
    name
    for name, slip in slips().items()
    if slip.code in ("H01", "H02", "H08", "H09", "H10", "H11") and name not in _NOT_SO
]


@pytest.mark.parametrize("name", _CURED)
def test_the_correction_that_a_finding_asks_for_is_the_cure(name: str, tmp_path: Path) -> None:
    """Who types what the finding says is done: nothing more is said here, nor of the correction by itself."""
    *before, last = (each.files for each in slips()[name].commits)
    old = dict(beginning().files)
    for files in before:
        old |= files
    new = {**old, **last}
    on, since = date(2026, 6, 29), date(2026, 6, 22)
    on, since = (on, since) if "notice" not in name else (ON, date.fromisoformat(FIRST))
    was, now = _loaded(old, tmp_path / "old"), _loaded(new, tmp_path / "new")
    given: dict[str, str | bytes | None] = {}
    for n, finding in enumerate(objections(was, now, on, since=since), 1):
        asked = _CURE.search(finding.cure)
        assert asked, finding.cure
        record = now.records[asked[1]]
        main = f"{record.content.stem}{record.content.suffix}"
        folder, _, file = record.path.rpartition("/")
        if file != main:
            folder = f"{folder}/{record.number}"
            given |= {record.path: None, f"{folder}/{main}": new[record.path]}
        given[f"{folder}/correction-{n}.md"] = correction(
            asked[3], asked[4] or "", asked[5] or "", kind=asked[2], on=str(on)
        )
    assert given
    cured = _loaded({**new, **given}, tmp_path / "cured")
    assert [each.message for each in objections(was, cured, on, since=since)] == []
    assert [each.message for each in disagrees(cured, on)] == []


def test_every_exception_names_a_field() -> None:
    """A field that was renamed must not leave behind an exception that nobody meant."""
    for table in (freedom.FREE, freedom.GROWING, freedom.LATER):
        for model, names in table.items():
            assert issubclass(model, BaseModel)
            assert set(names) <= set(model.model_fields), model
            assert all(reason for reason in names.values())
    others: list[tuple[type[BaseModel], str]] = [*freedom.WHEN, *freedom.CONSENT]
    for owner, name in others:
        assert name in owner.model_fields
    assert set(Proposal.model_fields) >= freedom.FROZEN


class _Novelty(Model):
    """A row of a kind that does not exist yet."""

    name: str = Field(alias="名称")
    weight: Decimal = Field(alias="重量")


class _Unknown(Finance):
    """A kind of record that nobody has thought of when the exceptions were written."""

    weight: Decimal | None = Field(None, alias="重量")
    novelties: tuple[_Novelty, ...] = Field((), alias="新项")


def test_a_field_of_a_new_kind_is_closed() -> None:
    """Without an exception of its own a value may not change, nor a row come or go; a blank may be filled."""
    base = {"公开范围": "社会", "类别": "收支月报", "期间": "2026-03"}
    rows = [{"名称": "甲", "重量": Decimal(1)}, {"名称": "乙", "重量": Decimal(2)}]
    old = _Unknown.model_validate({**base, "重量": Decimal(5), "新项": rows})
    for changed in (
        {"重量": Decimal(6)},
        {"重量": None},
        {"新项": rows[:1]},
        {"新项": [*rows, {"名称": "丙", "重量": Decimal(3)}]},
    ):
        new = _Unknown.model_validate({**base, "重量": Decimal(5), "新项": rows, **changed})
        (fact,) = changed_facts(old, new)
        assert not freedom.is_free(fact, _Unknown)
    (fact,) = changed_facts(_Unknown.model_validate({**base, "新项": rows}), old)
    assert freedom.is_free(fact, _Unknown)


def test_rows_are_known_by_name_wherever_they_stand() -> None:
    """Rows that changed places are the same rows; a renamed one in its place is one change, not two."""

    def plan(*items: tuple[int, str, str]) -> Plan:
        rows = [{"月份": str(month), "工作": work, "责任": who} for month, work, who in items]
        return Plan.model_validate({"公开范围": "社会", "年度": "2026", "计划项": rows})

    def told(old: Plan, new: Plan) -> list[tuple[str, str, str]]:
        return [(" ".join(each.labels), shown(each.old), shown(each.new)) for each in changed_facts(old, new)]

    first = plan((3, "换届", "工会"), (3, "体检", "校医"), (4, "评议", "工会"))
    assert told(first, plan((4, "评议", "工会"), (3, "换届", "工会"), (3, "体检", "校医"))) == []
    assert told(first, plan((3, "换届", "工会"), (3, "查体", "校医"), (4, "评议", "工会"))) == [
        ("计划项 3 查体 工作", "体检", "查体")
    ]
    assert told(first, plan((3, "换届", "工会"), (4, "评议", "工会"))) == [("计划项 3 体检", "3 体检", "")]
