"""The demo school: large and varied enough, written by hand, correct in every sum, and clean when checked.

Everything but the last check is worked out here from the files alone, so that a mistake shared by the demo
and the checker is seen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Any

import pytest
import yaml
from gongkai.load import load
from gongkai.rules import check

from tests.site import ROOT

PUBLIC, STAFF = ROOT / "disclosures", ROOT / "disclosures-staff"
TODAY = "2026-11-20"
MAIN = {
    "proposals": "proposal",
    "opinions": "opinion",
    "meetings": "meeting",
    "finances": "finance",
    "agreements": "agreement",
}


@dataclass(frozen=True)
class File:
    """One record file as plain strings: its address, its keys, the text below the front matter."""

    path: Path
    data: dict[str, Any]
    body: str

    @property
    def kind(self) -> str:
        return self.path.relative_to(ROOT).parts[1]

    @property
    def number(self) -> str:
        """The record's number: the folder of a record in a folder, else the file's own name."""
        return self.path.parent.name if self.in_folder else self.path.stem

    @property
    def in_folder(self) -> bool:
        return re.fullmatch(r"\d{4}", self.path.parent.name) is None

    @property
    def is_main(self) -> bool:
        return not self.in_folder or self.path.stem == MAIN.get(self.kind)


@cache
def files() -> tuple[File, ...]:
    """Every record file of both folders; every value is a text, as it was typed."""
    return tuple(_read(path) for folder in (PUBLIC, STAFF) for path in sorted(folder.glob("*/**/*.[my][dm]*")))


def _read(path: Path) -> File:
    text = path.read_text("utf-8")
    front, body = text.split("\n---\n", 1) if path.suffix == ".md" else (text, "")
    return File(path, yaml.load(front.removeprefix("---\n"), yaml.BaseLoader), body)


def mains(kind: str) -> tuple[File, ...]:
    return tuple(file for file in files() if file.kind == kind and file.is_main)


def acts(record: File, name: str) -> tuple[File, ...]:
    """The acts of one name of a record, in order."""
    found = _by_folder()[record.path.parent] if record.in_folder else ()
    return tuple(file for file in found if file.path.stem.partition("-")[0] == name)


@cache
def _by_folder() -> dict[Path, list[File]]:
    folders: dict[Path, list[File]] = defaultdict(list)
    for file in files():
        folders[file.path.parent].append(file)
    return folders


def route(proposal: File) -> str:
    if acts(proposal, "withdrawal"):
        return "撤回"
    reviews = acts(proposal, "review")
    return str(reviews[0].data["去向"]) if reviews else "已收"


def school_year(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7])
    first = year if month >= 9 else year - 1
    return f"{first}-{first + 1}"


# How much there is


def test_proposals_go_all_five_ways() -> None:
    """At least sixty proposals in two 届 and three school years, along all five 去向 and still waiting."""
    proposals = mains("proposals")
    routes = Counter(route(proposal) for proposal in proposals)
    assert len(proposals) >= 60
    assert routes.keys() == {"立案", "并案", "转意见", "不立案", "撤回", "已收"}
    assert all(routes[name] >= 3 for name in ("立案", "并案", "转意见", "不立案", "撤回"))
    assert {proposal.number.split("-")[0] for proposal in proposals} == {"04", "05"}
    assert len({school_year(proposal.data["提交日期"]) for proposal in proposals}) >= 3


def test_proposals_live_through_every_act() -> None:
    """Some are merged, reopened, delayed, extended, handed over or corrected; some promises are kept late."""
    proposals = mains("proposals")
    names = Counter(
        act
        for each in proposals
        for act in ("reply", "delay", "extension", "handover", "correction")
        if acts(each, act)
    )
    assert all(names[act] >= 1 for act in ("delay", "extension", "handover", "correction"))
    reopened = [each for each in proposals if any(act.data["评价"] == "不满意" for act in acts(each, "feedback"))]
    answered_again = [each for each in reopened if any(act.path.stem == "reply-2" for act in acts(each, "reply"))]
    assert len(reopened) > len(answered_again) >= 2
    assert sum(_is_kept_late(each, act) for each in proposals for act in acts(each, "progress")) >= 2
    leads = {act.data["并入"] for each in proposals for act in acts(each, "review") if "并入" in act.data}
    assert len(leads) >= 4
    assert leads <= {f"proposals/{each.number}" for each in proposals if route(each) in ("立案", "转意见")}


def _is_kept_late(proposal: File, progress: File) -> bool:
    reply, _, ask = progress.data["关于"].partition(" 建议")
    answers = [
        answer for act in acts(proposal, "reply") if act.path.stem == reply for answer in act.data.get("逐条", [])
    ]
    due = [answer["期限"] for answer in answers if answer["建议"] == ask and "期限" in answer]
    return bool(due) and progress.data.get("完成日期", "") > due[0]


def test_opinions_come_through_every_channel() -> None:
    """At least forty opinions through all six channels, most answered, some joined, kept or passed on."""
    opinions = mains("opinions")
    assert len(opinions) >= 40
    sources = Counter(opinion.data["来源"] for opinion in opinions)
    assert sources.keys() == {"意见箱", "校长信箱", "接待日", "恳谈会", "留言板", "金点子"}
    routes = {opinion.data["处理"]["去向"] for opinion in opinions}
    assert routes == {"交办", "合并答复", "转专门渠道", "留存参考"}
    assert sum(bool(acts(opinion, "reply")) for opinion in opinions) >= 30
    assert len({school_year(opinion.data.get("收到日期") or opinion.data["开箱日期"]) for opinion in opinions}) >= 3


def test_meetings_resolve() -> None:
    """At least four congresses in two 届, each with resolutions; one vote failed; some were carried out."""
    congresses = [meeting for meeting in mains("meetings") if meeting.data["类型"] == "教代会"]
    assert len(congresses) >= 4
    assert {meeting.number.split("-")[0] for meeting in congresses} == {"04", "05"}
    assert all(acts(meeting, "resolution") for meeting in congresses)
    assert {act.data["宣布结论"] for meeting in congresses for act in acts(meeting, "resolution")} == {
        "通过",
        "未通过",
    }
    assert sum(len(acts(meeting, "execution")) for meeting in congresses) >= 5


@pytest.mark.parametrize(("stem", "folder"), [("canteen", PUBLIC), ("union", STAFF)])
def test_monthly_statements_have_no_hole(stem: str, folder: Path) -> None:
    """From September 2023 to October 2026 each month but the holidays has its one statement."""
    months = [month for each in statements(stem) for month in covered(each.data["期间"])]
    assert all(each.path.is_relative_to(folder) for each in statements(stem))
    assert len(months) == len(set(months))
    owed = {
        (year, month)
        for year in range(2023, 2027)
        for month in range(1, 13)
        if (2023, 9) <= (year, month) <= (2026, 10)
    }
    assert {(year, month) for year, month in owed - set(months)} <= {
        (year, month) for year, month in owed if month in (2, 7, 8)
    }
    assert set(months) <= owed


def test_yearly_statements_and_fees() -> None:
    """Each year has its budget and final account, the union's too; each term its fees."""
    numbers = {finance.number for finance in mains("finances")}
    assert numbers >= {f"budget-{year}" for year in (2024, 2025, 2026)}
    assert numbers >= {f"final-{year}" for year in (2023, 2024, 2025)}
    assert numbers >= {"union-budget-2025", "union-final-2024", "union-final-2025", "union-budget-2026"}
    terms = {f"fees-{year}-{year + 1}-{term}" for year in (2023, 2024, 2025) for term in (1, 2)}
    assert numbers >= terms | {"fees-2026-2027-1"}


def test_notices_cover_all_matters() -> None:
    """At least twenty notices on every matter, with and without names, running, over and still to come."""
    notices = mains("notices")
    assert len(notices) >= 20
    assert {notice.data["事由"] for notice in notices} == {
        "职称", "评优评先", "聘任", "干部任免", "招聘", "资助", "采购", "收费", "征求意见", "其他"
    }  # fmt: skip
    assert any("名单" in notice.data for notice in notices)
    assert any(notice.data["起"] <= TODAY <= notice.data["止"] for notice in notices)
    assert any(notice.data["起"] > TODAY for notice in notices)
    assert any(notice.data["止"] < TODAY for notice in notices)


def test_the_catalogue_has_two_levels_and_holds_every_record() -> None:
    """Classes with matters, each with its basis and department; every record names one that exists."""
    classes = yaml.load((PUBLIC / "catalogue.yml").read_text("utf-8"), yaml.BaseLoader)["目录"]
    items = {f"{group['名称']}/{item['名称']}": item for group in classes for item in group["事项"]}
    assert len(classes) >= 5
    assert len(items) >= 15
    assert all(item["依据"] and item["责任部门"] and item["要素"] for item in items.values())
    named = {file.data.get("目录项") for file in files() if file.is_main}
    assert named == items.keys()


def test_the_staff_folder_has_every_kind() -> None:
    """The staff folder holds records of every old kind and of most new ones, none of them for the public."""
    staff = [file for file in files() if file.path.is_relative_to(STAFF) and file.is_main]
    assert {file.kind for file in staff} >= {"proposals", "opinions", "meetings", "finances", "notices", "appraisals"}
    assert {file.data["公开范围"] for file in staff} == {"教职工", "不公开"}
    public = [file for file in files() if file.path.is_relative_to(PUBLIC) and file.is_main]
    assert {file.data["公开范围"] for file in public} == {"社会"}


# How it is written

SHINGLE = 4
NOTES = ("纪要", "原因", "理由", "说明", "意见", "增减说明", "赤字说明", "差额说明", "下月计划")
"""Keys under which somebody writes sentences. Not 限制公开理由, one ground for a whole series of statements,
nor a reply's 摘要, which says again what the reply says."""
SHORTEST = 16
"""Characters of a text below which likeness means nothing: “按学籍人数和生均标准核定”."""


def test_no_two_texts_are_alike() -> None:
    """No text contains sixty per cent of the four-character shingles of another: nothing is copied."""
    shingled = [(where, shingles(text)) for where, text in texts()]
    holders: dict[str, list[int]] = defaultdict(list)
    shared: Counter[tuple[int, int]] = Counter()
    for index, (_, pieces) in enumerate(shingled):
        for piece in pieces:
            for other in holders[piece]:
                shared[other, index] += 1
            holders[piece].append(index)
    alike = [
        (shingled[one][0], shingled[two][0])
        for (one, two), count in shared.items()
        if count >= 0.6 * min(len(shingled[one][1]), len(shingled[two][1]))
    ]
    assert len(shingled) > 700
    assert alike == []


def texts() -> Iterator[tuple[str, str]]:
    """Every prose body, section and longer note with the place where it stands."""
    for file in files():
        for number, section in enumerate(re.split(r"^## .*$", file.body, flags=re.MULTILINE)):
            if len(plain(section)) >= SHORTEST:
                yield f"{file.path.relative_to(ROOT)} {number}", section
        for key, note in notes(file.data):
            if len(plain(note)) >= SHORTEST:
                yield f"{file.path.relative_to(ROOT)} {key}", note


def notes(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from notes(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from notes(value, key)
    elif key in NOTES:
        yield key, data


def plain(text: str) -> str:
    return re.sub(r"[\W\d]+", "", text)


def shingles(text: str) -> frozenset[str]:
    letters = plain(text)
    return frozenset(letters[start : start + SHINGLE] for start in range(len(letters) - SHINGLE + 1))


def test_nothing_looks_like_a_real_person_or_number() -> None:
    """No identity or card number or foreign mail, no mobile but the declared one; phones are of the fictional block."""
    channels = yaml.load((PUBLIC / "school.yml").read_text("utf-8"), yaml.BaseLoader)["渠道"]
    declared = {channel["电话"] for channel in channels if "电话" in channel}
    for path in sorted((*PUBLIC.rglob("*"), *STAFF.rglob("*"))):
        text = path.name + "\n" + (path.read_text("utf-8") if path.is_file() else "")
        where = path.relative_to(ROOT)
        bare = re.sub(r"(?<=\d)[ \-](?=\d{4})", "", text)
        assert set(re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", bare)) <= declared, where
        assert re.findall(r"(?<![\dA-Za-z])[1-9]\d{14,18}[\dXx]?(?![\dA-Za-z])", bare) == [], where
        assert {phone[:8] for phone in re.findall(r"0\d{2,3}-\d{7,8}", text)} <= {"0599-555"}, where
        assert {mail.partition("@")[2] for mail in re.findall(r"[\w.]+@[\w.]+", text)} <= {"qinghe.example"}, where


def test_files_are_plain_utf8() -> None:
    """UTF-8 without BOM or carriage return, with a final line end."""
    for path in sorted((*PUBLIC.rglob("*.*"), *STAFF.rglob("*.*"))):
        data = path.read_bytes()
        where = path.relative_to(ROOT)
        assert not data.startswith(b"\xef\xbb\xbf"), where
        assert b"\r" not in data, where
        assert data.endswith(b"\n"), where
        assert data.decode("utf-8"), where


# Whether the sums are right: own arithmetic, from the texts alone

SERIES = ("canteen", "union")


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "").removesuffix("%"))


def statements(stem: str) -> list[File]:
    """The monthly statements of a series in time."""
    found = (file for file in mains("finances") if re.fullmatch(stem + r"-\d{4}-[\d-]+", file.number))
    return sorted(found, key=lambda file: str(file.data["期间"]))


def covered(period: str) -> list[tuple[int, int]]:
    """The months of 2026-03 or 2026-07至2026-08."""
    first, _, last = period.partition("至")
    year, month = map(int, first.split("-"))
    end = tuple(map(int, (last or first).split("-")))
    months = [(year, month)]
    while months[-1] != end:
        year, month = months[-1]
        months.append((year + month // 12, month % 12 + 1))
    return months


def amount(typed: Any, column: str) -> Decimal:
    text = typed[column] if isinstance(typed, dict) else typed
    return Decimal(0) if text == "—" else number(text)


def tables(finance: File) -> Iterator[tuple[list[str], list[Any], Any]]:
    """The columns, rows and written total of each table of a statement."""
    data = finance.data
    columns = data.get("列", [""])
    yield columns, data.get("收入", []), data.get("收入合计")
    yield columns, data.get("支出", []), data.get("支出合计")
    for table in data.get("分表", []):
        yield table.get("列", [""]), table["行"], table.get("合计")


def wrong_rows(rows: list[Any], column: str) -> Iterator[str]:
    for row in rows:
        details = row.get("明细", [])
        parts = [each for each in details if each.get("其中") != "是"]
        own = amount(row["金额"], column)
        if parts and sum(amount(each["金额"], column) for each in parts) != own:
            yield row["科目"]
        if any(amount(each["金额"], column) > own for each in details):
            yield row["科目"]
        yield from wrong_rows(details, column)


@pytest.mark.parametrize("finance", mains("finances"), ids=lambda file: file.number)
def test_tables_add_up(finance: File) -> None:
    """Rows are the sums of their details, totals of their rows; 结余 and 期末 follow, in each column."""
    data = finance.data
    for columns, rows, total in tables(finance):
        for column in columns:
            assert list(wrong_rows(rows, column)) == []
            if total is not None:
                assert sum(amount(row["金额"], column) for row in rows) == amount(total, column)
    for column in data.get("列", [""]) if "结余" in data else []:
        balance = amount(data["收入合计"], column) - amount(data["支出合计"], column)
        assert amount(data["结余"], column) == balance
    if "期末" in data and "列" not in data:
        net = amount(data["结余"], "") if "结余" in data else Decimal(0)
        assert number(data["期初"]) + net == number(data["期末"])
    if "结转余额" in data:
        assert number(data["上年结转"]) - number(data["动用以前年度结余"]) == number(data["结转余额"])


@pytest.mark.parametrize("stem", SERIES)
def test_balances_carry_over(stem: str) -> None:
    """期末 of each monthly statement is 期初 of the next, and so is the canteen's larder."""
    for before, after in pairwise(statements(stem)):
        assert before.data["期末"] == after.data["期初"], after.number
        if stem == "canteen":
            assert before.data["食堂"]["库存"]["期末"] == after.data["食堂"]["库存"]["期初"], after.number


@pytest.mark.parametrize("union", statements("union"), ids=lambda file: file.number)
def test_dues_agree(union: File) -> None:
    """每人 is 上缴 and 留存; what stayed was booked, or a difference is explained."""
    dues = union.data["会费"]
    assert number(dues["每人"]) == number(dues["上缴"]) + number(dues["留存"])
    [booked] = [number(row["金额"]) for row in union.data["收入"] if row["科目"] == "会费"]
    stayed = number(dues["实缴人数"]) * number(dues["留存"]) * int(dues.get("月数", 1))
    assert (stayed != booked) is ("差额说明" in dues)


@pytest.mark.parametrize("canteen", statements("canteen"), ids=lambda file: file.number)
def test_meals_and_margins_agree(canteen: File) -> None:
    """Heads × rate × days, both kitchens' surplus and margin, the term's margin, and all together."""
    block = canteen.data["食堂"]
    if block.get("停供") == "是":
        return
    income = expense = Decimal(0)
    for side in (block["学生伙食"], block["教职工伙食"]):
        surplus = number(side["收入"]) - number(side["支出"])
        assert number(side["盈余"]) == surplus
        assert share(surplus, number(side["收入"]), 2) == number(side["盈余率"])
        income += number(side["收入"])
        expense += number(side["支出"])
    assert income == number(canteen.data["收入合计"])
    assert expense == number(canteen.data["支出合计"])
    eaten = {"学生伙食": Decimal(0), "教职工伙食": Decimal(0)}
    for meal in block["用餐"]:
        assert number(meal["人数"]) * number(meal["标准"]) * number(meal["天数"]) == number(meal["金额"])
        eaten["教职工伙食" if meal["对象"] == "教职工" else "学生伙食"] += number(meal["金额"])
    assert eaten == {side: number(block[side]["收入"]) for side in eaten}
    assert block["盈亏率口径"] == "累计"
    term = [each for each in statements("canteen") if _term(each) == _term(canteen) and "收入合计" in each.data]
    so_far = term[: term.index(canteen) + 1]
    plus = sum((number(each.data["收入合计"]) for each in so_far), Decimal(0))
    minus = sum((number(each.data["支出合计"]) for each in so_far), Decimal(0))
    assert share(plus - minus, plus, 2) == number(block["盈亏率"])


def _term(canteen: File) -> tuple[str, bool]:
    """The school year, and whether a statement begins in its autumn term."""
    year, month = covered(canteen.data["期间"])[0]
    return school_year(f"{year}-{month:02}"), month in (9, 10, 11, 12, 1)


def share(part: Decimal, whole: Decimal, decimals: int) -> Decimal:
    return (part / whole * 100).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def test_years_follow_one_another() -> None:
    """上年决算 of each budget is 本年决算 of the year before, the school's and the union's."""
    by_number = {finance.number: finance for finance in mains("finances")}
    followed = 0
    for name, finance in sorted(by_number.items()):
        if "budget" in name:
            stem, year = name.rsplit("-", 1)
            before = by_number[f"{stem.replace('budget', 'final')}-{int(year) - 1}"]
            for key in ("收入合计", "支出合计"):
                assert amount(finance.data[key], "上年决算") == amount(before.data[key], "本年决算"), name
                followed += 1
    assert followed >= 8


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_unions_year_is_the_sum_of_its_months(year: int) -> None:
    """Income and expense of the yearly account are those of the monthly statements."""
    [final] = [finance for finance in mains("finances") if finance.number == f"union-final-{year}"]
    months = [each for each in statements("union") if each.data["期间"].startswith(str(year))]
    for key in ("收入合计", "支出合计"):
        assert sum(number(each.data[key]) for each in months) == amount(final.data[key], "本年决算")


@pytest.mark.parametrize(
    "file",
    [file for file in files() if "数字" in file.data],
    ids=lambda file: str(file.path.relative_to(ROOT)),
)
def test_figures_follow(file: File) -> None:
    """Each printed figure follows from what it is made of; shares are rounded to their printed decimals."""
    printed = {figure["名称"]: figure["值"] for figure in file.data["数字"]}

    def operand(name: str) -> Decimal:
        if name in printed:
            return number(printed[name])
        if name in file.data:
            return number(file.data[name])
        return number(name)

    for figure in file.data["数字"]:
        for relation, terms in figure.get("由", {}).items():
            value = number(figure["值"])
            if relation == "其中":
                assert value <= operand(terms), figure
                continue
            values = [operand(term) for term in terms]
            if relation == "比率":
                decimals = len(figure["值"].removesuffix("%").partition(".")[2])
                assert value == share(values[0], values[1], decimals), figure
            else:
                expected = {"合计": sum(values), "积": prod(values), "差": 2 * values[0] - sum(values)}
                assert value == expected[relation], figure


@pytest.mark.parametrize(
    "resolution",
    [file for file in files() if "代表总数" in file.data.get("表决", {})],
    ids=lambda file: "/".join(file.path.parts[-2:]),
)
def test_votes_add_up(resolution: File) -> None:
    """One chain from those who could vote to those who agreed, and the verdict of more than half of all."""
    vote = {key: int(value) for key, value in resolution.data["表决"].items() if key != "方式"}
    meeting = yaml.load((resolution.path.parent / "meeting.yml").read_text("utf-8"), yaml.BaseLoader)
    assert all(vote[key] == int(meeting[key]) for key in ("代表总数", "应到", "实到"))
    assert vote["代表总数"] >= vote["应到"] >= vote["实到"] >= vote["应到"] * 2 / 3
    cast = vote["赞成"] + vote["反对"] + vote["弃权"]
    if resolution.data["表决"]["方式"] == "举手":
        assert cast == vote["实到"]
    else:
        assert vote["实到"] >= vote["发出"] >= vote["收回"] == vote["有效"] + vote["无效"]
        assert cast == vote["有效"]
    assert resolution.data["宣布结论"] == ("通过" if vote["赞成"] * 2 > vote["代表总数"] else "未通过")
    assert sum(int(each["人数"]) for each in meeting["代表团"]) == vote["代表总数"]


# What the checker says of it

DELIBERATE = {
    ("C03", "disclosures/opinions/2026/board-2026-005.md"): "a running clock: shows 将到期 on the home page",
    ("C03", "disclosures/opinions/2026/idea-2026-003.md"): "a running clock: shows 将到期 on the home page",
    ("C03", "disclosures/opinions/2026/mail-2026-004.md"): "a running clock: shows 将到期 on the home page",
    (
        "C07",
        "disclosures/proposals/2025/05-01-012/reply-1.md",
    ): "one promise unmet: 到期未完成 has something to show",
    ("C33", "disclosures/finances/2024/canteen-2024-05.yml"): "a statement that came late: shows 迟",
    ("C85", "disclosures/agreements/2024/general-2024/agreement.md"): "an agreement near its end: shows 将到期",
}
"""Every finding that the demo is meant to have, with the reason; none of them stops a build."""


def test_the_check_is_clean_but_for_deliberate_warnings() -> None:
    """The checker says nothing of the demo but what is meant to be shown, and that only as warnings."""
    loaded = load([PUBLIC, STAFF], ROOT)
    findings = (*loaded.findings, *check(loaded.register, date.fromisoformat(TODAY)))
    assert sorted((each.code.code, each.location.path) for each in findings) == sorted(DELIBERATE)
    assert {each.level.value for each in findings} <= {"warning", "notice"}


def test_the_day_is_pinned() -> None:
    """mkdocs.yml pins the day on which the demo is clean, and these tests use the same."""
    assert f"today: {TODAY} " in (ROOT / "mkdocs.yml").read_text("utf-8")
