"""Histories of a small school: one in which all is well, and one for each slip that an audit must find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.repositories import Repository
from tests.school import FEEDBACK, FINANCE, NOTICE, OPINION, PROPOSAL, REPLY, RESOLUTION, REVIEW, small_school
from tests.submissions import act

Files = Mapping[str, str | bytes | None]

R = "disclosures"
ANSWERED = f"{R}/proposals/2026/05-03-012"
WAITING = f"{R}/proposals/2026/05-03-013"
LEDGER = f"{R}/finances/2026/office-2026-03.yml"
LETTER = f"{R}/opinions/2026/mail-2026-001.md"
CONGRESS = f"{R}/meetings/2026/05-03"
AWARD = f"{R}/notices/2026/title-2026-1.md"
POLICY = f"{R}/policy.yml"
TOMBSTONES = f"{R}/tombstones.yml"

FIRST = "2026-05-20"
"""The day of the first commit: everything in it is clean on that day."""

WAITING_PROPOSAL = PROPOSAL.replace("延长晚餐供餐时间", "操场加装照明").replace("2026-03-06", "2026-03-09")
WAITING_REVIEW = (
    REVIEW.replace("立案号: 1", "立案号: 2")
    .replace("日期: 2026-03-12", "日期: 2026-04-17")
    .replace("2026-03-16 ", "2026-04-20 ")
)
"""Assigned on 20 April, so that the answer is due on 4 June."""

LATE_REPLY = REPLY.replace("2026-04-10", "2026-06-01").replace("四月", "六月")


@dataclass(frozen=True)
class Commit:
    """What one commit writes, and on which day; `branch` commits on a side branch and merges it."""

    on: str
    files: Files
    branch: bool = False


def beginning() -> Commit:
    """The first commit of every history here."""
    files = small_school(
        **{f"{WAITING}/proposal.md": WAITING_PROPOSAL, f"{WAITING}/review.md": WAITING_REVIEW},
    )
    return Commit(FIRST, files)


def correction(
    where: str, old: str = "", new: str = "", *, kind: str = "公布笔误", on: str = "2026-06-08", **more: str
) -> str:
    """A correction, with its reason and approver."""
    keys = {"日期": on, "类型": kind, "位置": where, "原值": old, "新值": new, "理由": "录入时看错", "批准": "校长"}
    return act(**{key: value for key, value in {**keys, **more}.items() if value})


def tombstone(identity: str, *, title: str = "一份公示", reason: str = "公示期满") -> str:
    """The register of withdrawals with one entry."""
    entry = f"编号: {identity}, 标题: {title}, 首次公开: 2026-05-18, 撤下: 2026-06-12, 理由: {reason}, 批准: 校长"
    return f"撤下登记:\n  - {{{entry}}}\n"


def moved(tree: Files, old: str, new: str) -> dict[str, str | bytes | None]:
    """Every file below a folder under another name."""
    inside = {name: text for name, text in tree.items() if name.startswith(f"{old}/")}
    return {**dict.fromkeys(inside), **{name.replace(old, new, 1): text for name, text in inside.items()}}


_TIDY = f"{R}/proposals/2025-2026/05-03-012"
_FOLDER = f"{R}/finances/2026/office-2026-03"
_TYPED = (
    FINANCE.replace("1,040.50", "1040.50")
    .replace("期间: 2026-03", "期间: 2026年3月")
    .replace("单位: 元\n", "")
    .replace("编制: 出纳\n", "编制: 出纳\n单位: 元\n")
    .replace("\n", "\r\n")
)
_MENDED = FINANCE.replace("2000.00", "2100.00").replace("6159.50", "6059.50")
_NEXT = (
    FINANCE.replace("2026-03", "2026-04")
    .replace("期初: 3200.00", "期初: 6059.50")
    .replace("期末: 6159.50", "期末: 9019.00")
)


def harmless() -> tuple[Commit, ...]:
    """A history in which everything that changed was said, or needed no saying."""
    first = beginning()
    without_names = NOTICE.replace("名单:\n  - {姓名: 段一苇, 部门: 语文组}\n", "")
    policy = str(first.files[POLICY])
    later = "  - 自: 2026-09-01\n    依据: 实施办法（修订）\n    阈值:\n      答复期限: {数: 30, 按: 自然日}\n"
    withdrawn = PROPOSAL.replace("食堂已停止供餐。", "食堂已停止供餐")
    return (
        first,
        Commit("2026-05-25", {**_letter(OPINION), f"{LETTER[:-3]}/reply-1.md": REPLY_TO_LETTER}),
        Commit("2026-05-27", {AWARD: without_names}),
        Commit("2026-05-29", moved(first.files, ANSWERED, _TIDY)),
        Commit("2026-06-01", {LEDGER: _TYPED, f"{_TIDY}/review.md": REVIEW.replace("2026-03-12", "2026年3月12日")}),
        Commit("2026-06-02", {f"{WAITING}/reply-1.md": LATE_REPLY}, branch=True),
        Commit("2026-06-05", {f"{WAITING}/feedback-1.md": FEEDBACK.replace("2026-04-17", "2026-06-04")}),
        Commit(
            "2026-06-08",
            {
                LEDGER: None,
                f"{_FOLDER}/finance.yml": _MENDED,
                f"{_FOLDER}/correction-1.md": correction("支出中“维修费”的金额", "2000.00", "2100.00"),
            },
        ),
        Commit("2026-06-09", {f"{R}/finances/2026/office-2026-04.yml": _NEXT}),
        Commit("2026-06-12", {AWARD: None, TOMBSTONES: tombstone("notices/title-2026-1")}),
        Commit("2026-06-15", {POLICY: policy + later}),
        Commit("2026-06-16", {POLICY: f"{policy}{later}暂免: [\n"}),
        Commit("2026-06-17", {POLICY: policy + later}),
        Commit(
            "2026-06-18",
            {
                f"{LETTER[:-3]}/opinion.md": OPINION.replace("公开范围: 社会", "公开范围: 教职工"),
                f"{LETTER[:-3]}/correction-1.md": correction("公开范围", "社会", "教职工", on="2026-06-17"),
            },
        ),
        Commit("2026-06-20", {f"{_TIDY}/progress-1.md": act(关于="reply-1 建议2", 完成日期="2026-06-19", 佐证="照片")}),
        Commit(
            "2026-06-21",
            {
                f"{CONGRESS}/resolution-1.md": RESOLUTION.replace("公布日期", "责任部门: 工会\n公布日期"),
                f"{CONGRESS}/execution-1.md": act(
                    "已按新办法执行。\n",
                    日期="2026-06-20",
                    关于="resolution-1",
                    进度="执行中",
                    部门="工会",
                    佐证="考勤表",
                ),
            },
        ),
        Commit(
            "2026-06-22",
            {
                f"{_TIDY}/proposal.md": withdrawn.replace("18:40 ", ""),
                f"{_TIDY}/correction-1.md": correction("案据第一段", kind="撤回个人信息", on="2026-06-22"),
            },
        ),
        Commit(
            "2026-06-23",
            {f"{_FOLDER}/finance.yml": _MENDED + "备案号: 2026-31\n张贴: {栏: 对外公开栏, 起: 2026-06-22}\n"},
        ),
    )


REPLY_TO_LETTER = act(
    "遮雨棚已列入暑期维修，八月底前在东门装好。\n", 日期="2026-05-25", 部门="总务处", 签批="总务主任", 方式="网上"
)


def _letter(text: str) -> dict[str, str | bytes | None]:
    """The letter in a folder of its own, as its first act wants it."""
    return {LETTER: None, f"{LETTER[:-3]}/opinion.md": text}


@dataclass(frozen=True)
class Planted:
    """A slip: the code that names it, the commits that bring it after the beginning, and how much it weighs."""

    code: str
    commits: tuple[Commit, ...]
    level: str = "error"


def _then(*steps: Files, days: Sequence[str] = ("2026-06-22", "2026-06-29", "2026-07-06")) -> tuple[Commit, ...]:
    return tuple(Commit(day, files) for day, files in zip(days, steps, strict=False))


_BACK = REPLY.replace("2026-04-10", "2026-05-30")


def slips() -> dict[str, Planted]:
    """Every planted slip by name."""
    policy = small_school()[POLICY]
    adopted = policy.replace("答复期限: {数: 45", "答复期限: {数: 145")
    added = "  - 自: 2026-03-01\n    依据: 补登的办法\n    阈值:\n      答复期限: {数: 120, 按: 自然日}\n"
    review, reply = f"{ANSWERED}/review.md", f"{ANSWERED}/reply-1.md"
    staff = OPINION.replace("公开范围: 社会", "公开范围: 教职工")
    other = f"{R}/opinions/2026/mail-2026-002.md"
    folder = f"{LEDGER[:-4]}"
    edit = FINANCE.replace("2000.00", "2100.00")
    unseen, unseen_edit = (each.replace("公开范围: 社会", "公开范围: 不公开") for each in (FINANCE, edit))
    given = correction("期末", "6195.50", "6159.50", on="2026-05-19")
    corrected = {LEDGER: None, f"{folder}/finance.yml": FINANCE, f"{folder}/correction-1.md": given}
    return {
        "silent edit of a closed month": Planted("H01", _then({LEDGER: FINANCE.replace("2000.00", "2100.00")})),
        "a total": Planted("H01", _then({LEDGER: FINANCE.replace("6159.50", "6169.50")})),
        "a row more": Planted("H01", _then({LEDGER: FINANCE.replace("期末", "  - {科目: 邮资, 金额: 1.00}\n期末")})),
        "a row less": Planted(
            "H01",
            _then({LEDGER: FINANCE.replace("  - 科目: 维修费\n    金额: 2000.00\n", "")}),
        ),
        "an adjustment that touched the books": Planted(
            "H01",
            _then(
                {
                    LEDGER: None,
                    f"{folder}/finance.yml": FINANCE.replace("6159.50", "6169.50"),
                    f"{folder}/correction-1.md": correction("期末", "6159.50", "6169.50", kind="账务调整"),
                }
            ),
        ),
        "an amount changed out of sight": Planted(
            "H01", _then({LEDGER: unseen}, {LEDGER: unseen_edit}, {LEDGER: edit})
        ),
        "a correction of another row": Planted(
            "H01",
            _then(
                {
                    LEDGER: None,
                    f"{folder}/finance.yml": edit,
                    f"{folder}/correction-1.md": correction("支出 办公费 金额", "2000.00", "2100.00"),
                }
            ),
        ),
        "a correction of one digit": Planted(
            "H01",
            _then(
                {
                    LEDGER: None,
                    f"{folder}/finance.yml": edit,
                    f"{folder}/correction-1.md": correction("支出 维修费 金额", "0", "1"),
                }
            ),
        ),
        "a vote": Planted(
            "H01",
            _then({f"{CONGRESS}/resolution-1.md": RESOLUTION.replace("赞成: 52", "赞成: 62")}),
        ),
        "a verdict": Planted(
            "H01",
            _then({f"{CONGRESS}/resolution-1.md": RESOLUTION.replace("宣布结论: 通过", "宣布结论: 未通过")}),
        ),
        "a deadline": Planted("H01", _then({reply: REPLY.replace("2026-06-30", "2026-09-30")})),
        "a day of assignment": Planted(
            "H01", _then({f"{WAITING}/review.md": WAITING_REVIEW.replace("04-20", "05-10")})
        ),
        "the end of a notice": Planted(
            "H01",
            _then({AWARD: NOTICE.replace("止: 2026-05-22", "止: 2026-05-29")}, days=("2026-05-21",)),
        ),
        "a name struck from a notice": Planted(
            "H01",
            _then(
                {AWARD: NOTICE.replace("  - {姓名: 段一苇, 部门: 语文组}", "  - {姓名: 欧知禾, 部门: 数学组}")},
                days=("2026-05-21",),
            ),
        ),
        "a disposition": Planted(
            "H01",
            _then({f"{WAITING}/review.md": WAITING_REVIEW.replace("去向: 立案", "去向: 转意见")}),
        ),
        "an outcome": Planted("H01", _then({reply: REPLY.replace("列入计划", "正在解决")})),
        "the words of a reply": Planted("H01", _then({reply: REPLY.replace("值班师傅两名", "值班师傅一名")})),
        "the judgement of a delegate": Planted(
            "H01",
            _then({f"{ANSWERED}/feedback-1.md": FEEDBACK.replace("评价: 满意", "评价: 基本满意")}),
        ),
        "a softened proposal": Planted(
            "H02",
            _then({f"{ANSWERED}/proposal.md": PROPOSAL.replace("19:10", "19:00")}),
        ),
        "a softened proposal nobody saw yet": Planted(
            "H02",
            _then(
                {f"{R}/proposals/2026/05-03-014.md": WAITING_PROPOSAL},
                {f"{R}/proposals/2026/05-03-014.md": WAITING_PROPOSAL.replace("操场加装照明", "操场照明")},
            ),
            "warning",
        ),
        "a reply that vanished": Planted("H03", _then({reply: None, f"{ANSWERED}/feedback-1.md": None})),
        "a reply replaced": Planted(
            "H04",
            _then(
                {
                    reply: act(
                        "改由工会安排加热柜，六月起供用。\n",
                        日期="2026-06-20",
                        部门="工会",
                        签批="工会主席",
                        逐条="[{建议: 1, 结果: 已解决}]",
                    )
                }
            ),
        ),
        "a reply that came back as another": Planted(
            "H04",
            _then({reply: None}, {reply: REPLY.replace("值班师傅两名", "值班师傅一名")}),
        ),
        "a deleted proposal": Planted("H05", _then(dict.fromkeys((f"{WAITING}/proposal.md", f"{WAITING}/review.md")))),
        "a deleted statement": Planted("H05", _then({LEDGER: None})),
        "a reused number": Planted("H06", _then({LEDGER: None}, {LEDGER: OTHER_LEDGER})),
        "a number reused at once": Planted("H06", _then({LEDGER: OTHER_LEDGER})),
        "a number of the withdrawn": Planted(
            "H06",
            _then(
                {AWARD: None, TOMBSTONES: tombstone("notices/title-2026-1")},
                {AWARD: NOTICE.replace("高级教师岗位", "优秀班主任").replace("2026-05-", "2026-06-"), TOMBSTONES: None},
            ),
        ),
        "a reused file number": Planted(
            "H06",
            _then(
                {
                    review: REVIEW.replace("立案号: 1", "立案号: 3"),
                    f"{WAITING}/review.md": WAITING_REVIEW.replace("立案号: 2", "立案号: 1"),
                }
            ),
        ),
        "a changed number": Planted("H07", _then({LEDGER: None, f"{R}/finances/2026/office-2026-3.yml": FINANCE})),
        "a narrowed audience": Planted("H08", _then({LETTER: staff})),
        "an act for fewer": Planted("H08", _then({reply: REPLY.replace("---\n", "---\n公开范围: 教职工\n", 1)})),
        "a widened audience": Planted("H09", _then({other: staff}, {other: OPINION}), "warning"),
        "a name made public": Planted(
            "H10",
            _then({f"{ANSWERED}/proposal.md": PROPOSAL.replace("公开姓名: 否", "公开姓名: 是")}),
            "warning",
        ),
        "a back-dated reply": Planted("H11", _then({}, {f"{WAITING}/reply-1.md": _BACK})),
        "a back-dated reply in a back-dated commit": Planted(
            "H11", _then({}, {f"{WAITING}/reply-1.md": _BACK}, days=("2026-06-22", "2026-06-05"))
        ),
        "a back-dated extension": Planted(
            "H11",
            _then(
                {},
                {f"{WAITING}/extension-1.md": act(日期="2026-06-01", 延至="2026-07-20", 理由="等待批复", 批准="校长")},
            ),
        ),
        "a future act": Planted(
            "H12",
            _then({f"{WAITING}/reply-1.md": REPLY.replace("2026-04-10", "2026-06-30")}),
        ),
        "a changed threshold": Planted("H13", _then({POLICY: adopted})),
        "a threshold for days gone by": Planted("H13", _then({POLICY: policy + added}), "warning"),
        "a later beginning": Planted(
            "H13", _then({POLICY: policy.replace("启用日期: 2025-09-01", "启用日期: 2026-05-01")})
        ),
        "a rewritten correction": Planted(
            "H14",
            _then(corrected, {f"{folder}/correction-1.md": given.replace("录入时看错", "上级要求")}),
        ),
        "a deleted correction": Planted("H14", _then(corrected, {f"{folder}/correction-1.md": None})),
        "a rewritten tombstone": Planted(
            "H15",
            _then(
                {AWARD: None, TOMBSTONES: tombstone("notices/title-2026-1")},
                {TOMBSTONES: tombstone("notices/title-2026-1", reason="另有原因")},
            ),
        ),
    }


OTHER_LEDGER = """类别: 工会经费
公开范围: 社会
期间: 2026-05
单位: 元
期初: 10.00
收入:
  - {科目: 会费, 金额: 90.00}
支出:
  - {科目: 职工活动, 金额: 100.00}
期末: 0.00
编制: 工会出纳
审核: 工会会计
批准: 工会主席
"""


def commit(repository: Repository, commits: Sequence[Commit]) -> Repository:
    """Make the commits, one after the other, on main."""
    for n, each in enumerate(commits):
        if each.branch:
            repository.git("checkout", "-q", "-b", f"change-{n}")
            repository.commit(each.files, on=each.on)
            repository.git("checkout", "-q", "main")
            repository.merge(f"change-{n}", "合并", on=each.on)
        else:
            repository.commit(each.files, on=each.on)
    return repository


def planted(folder: Path, *names: str) -> Repository:
    """A repository with the beginning on main, and for each slip a branch that ends with it (`branch_of`)."""
    repository = commit(Repository.new(folder), (beginning(),))
    for name in names or slips():
        repository.git("checkout", "-q", "-b", branch_of(name), "main")
        commit(repository, slips()[name].commits)
    repository.git("checkout", "-q", "main")
    return repository


def branch_of(name: str) -> str:
    """The branch on which a slip is planted."""
    return name.replace(" ", "-")


def rewritten(folder: Path) -> tuple[Repository, str]:
    """A repository whose past was rewritten behind everybody's back, and the commit that once stood for its end.

    The first commit says another amount now, and all that came after was made anew; no step of the new history
    shows it. Only a manifest from before knows better.
    """
    repository = commit(
        Repository.new(folder), (beginning(), Commit("2026-06-02", {f"{WAITING}/reply-1.md": LATE_REPLY}))
    )
    before = repository.head()
    repository.git("checkout", "-q", "--orphan", "anew")
    first = {**beginning().files, LEDGER: FINANCE.replace("2000.00", "2100.00").replace("6159.50", "6059.50")}
    repository.git("rm", "-rqf", ".")
    repository.commit(first, on=FIRST)
    repository.commit({f"{WAITING}/reply-1.md": LATE_REPLY}, on="2026-06-02")
    repository.git("branch", "-M", "anew", "main")
    return repository, before
