"""The same numbers as the pages: every figure below is computed from the downloaded CSV files alone.

Nothing of `gongkai` is imported: what stands here is what a reader with a spreadsheet could do.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import median

import pytest

Line = dict[str, str]

MINIMUM = 5
"""Of fewer than these a page tells parts and whole instead of a percentage."""


class Download:
    """The tables of a site's open data, and the day of which they are."""

    def __init__(self, site: Path) -> None:
        self.folder = site / "data"
        self.today = date.fromisoformat(json.loads((self.folder / "datapackage.json").read_text("utf-8"))["version"])

    def table(self, name: str) -> list[Line]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def by_record(self, name: str) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.table(name):
            found[line["record"]].append(line)
        return found


@pytest.fixture(scope="session")
def download(demo_site: Path) -> Download:
    return Download(demo_site)


def text_of(site: Path, address: str) -> str:
    """A page without its tags."""
    page = (site / address / "index.html").read_text("utf-8")
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", page.partition("<body")[2])))


def rate(part: int, whole: int) -> str:
    """A rate as the pages tell it: a percentage rounded half-up, or parts and whole where there are few."""
    if not whole:
        return "—"
    if whole < MINIMUM:
        return f"{part} / {whole}"
    return f"{(Decimal(100 * part) / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


class Proposals:
    """What became of every proposal, read from its acts and its rounds and not from its derived columns."""

    def __init__(self, download: Download) -> None:
        self.today = download.today.isoformat()
        self.lines = {line["id"]: line for line in download.table("proposals")}
        self.acts = download.by_record("proposal-acts")
        self.rounds = download.by_record("proposal-rounds")
        self.promises = download.by_record("proposal-promises")

    def all(self, identity: str, act: str) -> list[Line]:
        return [line for line in self.acts[identity] if line["act"] == act]

    def route(self, identity: str) -> str:
        return "撤回" if self.all(identity, "撤回") else self.all(identity, "审查")[0]["disposition"]

    def answered(self, identity: str) -> bool:
        route = self.route(identity)
        if route == "不立案":
            return True
        if route == "并案":
            lead = self.all(identity, "审查")[0]["merged_into"]
            return bool(self.all(lead, "答复")) and all(line["answered_on"] for line in self.rounds[identity])
        return bool(self.rounds[identity][-1]["answered_on"])

    def overdue(self, identity: str) -> bool:
        last = self.rounds[identity][-1] if self.rounds[identity] else None
        return bool(last and not last["answered_on"] and last["due_on"] < self.today)

    def first(self, identity: str) -> Line | None:
        """The first round, where it says whether an answer came in time."""
        if self.route(identity) not in ("立案", "转意见"):
            return None
        line = self.rounds[identity][0]
        return line if line["answered_on"] or line["due_on"] < self.today else None

    def final_rating(self, identity: str) -> str:
        found = self.all(identity, "反馈")
        return found[-1]["rating"] if found else ""

    def overview(self, chosen: Iterable[str]) -> list[str]:
        """The line of the statistics page for some proposals."""
        some = list(chosen)
        counted = [each for each in some if self.route(each) != "撤回"]
        timed = [line for each in counted if (line := self.first(each))]
        in_time = [line for line in timed if line["answered_on"] and line["answered_on"] <= line["due_on"]]
        taken = [days(line["began_on"], line["answered_on"] or self.today) for line in timed]
        rated = [word for each in some if (word := self.final_rating(each)) in ("满意", "基本满意", "不满意")]
        states = [line["state"] for each in some for line in self.promises[each]]
        due = [state for state in states if state != "未到期"]
        return [
            str(len(some)),
            str(len(counted)),
            rate(sum(map(self.answered, counted)), len(counted)),
            str(sum(map(self.overdue, counted))),
            rate(len(in_time), len(timed)),
            f"{Decimal(median(taken)):f}" if taken else "—",
            rate(len(rated) - rated.count("不满意"), len(rated)),
            rate(due.count("已兑现"), len(due)),
        ]


@pytest.fixture(scope="session")
def proposals(download: Download) -> Proposals:
    return Proposals(download)


def school_year(day: str) -> str:
    year = int(day[:4]) - (day[5:7] < "09")
    return f"{year}-{year + 1}学年"


GROUPINGS: dict[str, Callable[[Line], str]] = {
    "全部": lambda line: "全部",
    "按届次": lambda line: line["session"],
    "按承办部门": lambda line: line["department_now"] or "未交办",
    "按类别": lambda line: line["category"],
    "按学年": lambda line: school_year(line["submitted_on"]),
}


def test_statistics_follow_from_the_download(demo_site: Path, proposals: Proposals) -> None:
    """Every line of the overview – all, by session, department, category, year – comes out of the tables."""
    page = (demo_site / "statistics" / "index.html").read_text("utf-8")
    table = page.partition('id="overview-table"')[2].partition("</table>")[0]
    printed = {}
    for name, cells in re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table, re.DOTALL):
        values = re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)
        printed[re.sub(r"<[^>]*>", "", name)] = [re.sub(r"<[^>]*>", "", value).strip() for value in values]
    assert len(printed) > 20
    for named in GROUPINGS.values():
        groups: dict[str, list[str]] = defaultdict(list)
        for identity, line in proposals.lines.items():
            groups[named(line)].append(identity)
        for name, members in groups.items():
            assert printed.pop(name) == proposals.overview(members), name
    assert printed == {}


def test_derived_columns_say_the_same_as_the_acts(proposals: Proposals) -> None:
    """去向、已答复、按时 and 用时 in the derived columns are those that follow from acts and rounds."""
    for identity, line in proposals.lines.items():
        assert line["route"] == proposals.route(identity)
        if line["route"] != "撤回":
            assert (line["answered"] == "是") is proposals.answered(identity), identity
            assert bool(line["overdue_days"]) is proposals.overdue(identity)
        first = proposals.first(identity)
        if first and first["answered_on"]:
            assert line["first_days"] == str(days(first["began_on"], first["answered_on"]))
            assert (line["first_in_time"] == "是") is (first["answered_on"] <= first["due_on"])


def test_outcomes_follow_from_the_answers(download: Download) -> None:
    """The result of a proposal is the least settled of the latest answers to its asks, kept promises being settled."""
    order = ("正在解决", "列入计划", "已向上反映", "留作参考", "已解决")
    asks, promises = download.by_record("proposal-asks"), download.by_record("proposal-promises")
    for line in download.table("proposals"):
        number = f"{line['number']}/" if line["lead_record"] else ""
        kept = {each["ask"] for each in promises[line["id"]] if each["done_on"]}
        found = {
            "已解决" if f"{number}{ask['n']}" in kept else ask["outcome"] for ask in asks[line["id"]] if ask["outcome"]
        }
        expected = next((word for word in order if word in found), "")
        if line["is_card"] != "是":
            assert line["outcome"] == expected, line["id"]


def test_home_follows_from_the_download(demo_site: Path, download: Download, proposals: Proposals) -> None:
    """The four figures of the home page: answered of this congress, longest wait, on notice, kept promises."""
    page = (demo_site / "index.html").read_text("utf-8")
    figures = re.findall(
        r'gk-figure__label">(.*?)</p>.*?gk-figure__number">(.*?)</span>'
        r'(?: <span class="gk-figure__unit">(.*?)</span>)?',
        page,
        re.DOTALL,
    )
    newest = max(line["number"][:2] for line in proposals.lines.values())
    own = [each for each, line in proposals.lines.items() if line["number"][:2] == newest]
    counted = [each for each in own if proposals.route(each) != "撤回"]
    rounds = [*download.table("proposal-rounds"), *download.table("opinion-rounds")]
    last = {line["record"]: line for line in rounds}
    today = download.today.isoformat()
    waiting = [days(line["began_on"], today) for line in last.values() if not line["answered_on"]]
    noticed = [line for line in download.table("notices") if line["first"] <= today <= line["last"]]
    promises = [*download.table("proposal-promises"), *download.table("opinion-promises")]
    due = [line for line in promises if line["done_on"] or line["due_on"] < today]
    kept = [line for line in due if line["done_on"] and line["done_on"] <= line["due_on"]]
    assert figures == [
        ("本届提案已答复", str(sum(map(proposals.answered, counted))), f"/ {len(counted)} 件"),
        ("等待最久", str(max(waiting)), "天"),
        ("正在公示", str(len(noticed)), "项"),
        ("承诺按期兑现", str(len(kept)), f"/ {len(due)} 项"),
    ]


def test_promises_follow_from_the_download(demo_site: Path, download: Download) -> None:
    """The sentence of the promises page, from due day and day of completion alone."""
    today = download.today.isoformat()
    lines = [*download.table("proposal-promises"), *download.table("opinion-promises")]
    kept = sum(bool(line["done_on"]) and line["done_on"] <= line["due_on"] for line in lines)
    late = sum(bool(line["done_on"]) and line["done_on"] > line["due_on"] for line in lines)
    unmet = sum(not line["done_on"] and line["due_on"] < today for line in lines)
    due = kept + late + unmet
    assert (
        f"写明期限的承诺 {len(lines)} 项：到期的和已经兑现的 {due} 项，其中按期兑现 {kept} 项（{rate(kept, due)}），"
        f"迟兑现 {late} 项，到期未完成 {unmet} 项；未到期 {len(lines) - due} 项。"
    ) in text_of(demo_site, "promises")


def test_statements_follow_from_the_download(demo_site: Path, download: Download) -> None:
    """Totals are the sums of the top rows, 结余 income less expense, 期末 期初 and 结余; each is printed so."""
    rows, totals = download.by_record("finance-rows"), download.by_record("finance-totals")
    checked = 0
    for line in download.table("finances"):
        told = {(each["section"], each["item"], each["column"]): Decimal(each["amount"]) for each in totals[line["id"]]}
        page = (demo_site / line["id"] / "index.html").read_text("utf-8")
        printed = {Decimal(value) for value in re.findall(r'<data value="(-?[0-9.]+)">', page)}
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for row in rows[line["id"]]:
            if row["level"] == "1" and row["part_only"] == "否" and row["amount"] and row["unit"] != "%":
                sums[row["section"], row["column"]] += Decimal(row["amount"])
        extra = Decimal(line["carry_used"] or 0)
        for (section, item, column), amount in told.items():
            if item == "合计":
                allowed = {sums[section, column], sums[section, column] + (extra if section == "收入" else 0)}
                assert amount in allowed, (line["id"], section, column)
            elif item == "结余" and (("收入", "合计", column) in told or ("支出", "合计", column) in told):
                income, expense = (told.get((side, "合计", column), Decimal(0)) for side in ("收入", "支出"))
                assert amount == income - expense, line["id"]
            if rows[line["id"]] and section in ("收入", "支出", "本表"):  # a page of a pause prints no table
                assert amount in printed, (line["id"], section, item, amount)
                checked += 1
    assert checked > 100


def test_verdicts_follow_from_the_votes(demo_site: Path, download: Download) -> None:
    """Each vote recomputed by the base and majority told beside it is the verdict on the resolution's page."""
    base = {
        "代表总数": "vote_total",
        "应到": "vote_due",
        "出席": "vote_present",
        "发出票": "vote_issued",
        "收回票": "vote_returned",
        "有效票": "vote_valid",
    }
    needed: dict[str, Callable[[int], int]] = {
        "过半数": lambda count: count // 2 + 1,
        "半数以上": lambda count: -(-count // 2),
        "三分之二以上": lambda count: -(-2 * count // 3),
        "一致通过": lambda count: count,
    }
    judged = 0
    for line in download.table("meeting-resolutions"):
        if not line["judged_verdict"]:
            continue
        count = int(line["judged_base_count"])
        assert line[base[line["judged_base"]]] in ("", str(count))
        least = needed[line["judged_majority"]](count)
        assert str(least) == line["judged_needed"]
        verdict = "通过" if int(line["vote_yes"]) >= least else "未通过"
        page = text_of(demo_site, line["id"])
        assert verdict == line["judged_verdict"]
        assert f"赞成 {line['vote_yes']} 票" in page
        assert f"至少 {least} 票" in page
        judged += 1
    assert judged >= 10
