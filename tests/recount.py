"""The statistics of proposals counted once more, from the text of the files, with nothing of `gongkai`.

Slow, plain and separate on purpose: it reads the demo school's files with a YAML library and counts as
the definitions on the statistics page say, so that a slip in the program cannot hide in its own test.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import chinese_calendar
import yaml

File = Mapping[str, Any]


@dataclass(frozen=True)
class Paper:
    """One proposal with its acts, as the files say."""

    number: str
    main: File
    acts: Mapping[str, File]

    def numbered(self, kind: str) -> dict[int, File]:
        """The acts of one kind by their numbers."""
        found = ((re.fullmatch(rf"{kind}-(\d+)", name), act) for name, act in self.acts.items())
        return {int(match[1]): act for match, act in sorted(found, key=lambda each: str(each[0])) if match}


def papers(folders: list[Path], *, public: bool) -> dict[str, Paper]:
    """Every proposal that is out of review, as one audience may see it."""
    found: dict[str, Paper] = {}
    for main in sorted(path for folder in folders for path in folder.glob("proposals/*/*/proposal.md")):
        paper = _read(main)
        visible = paper.main["公开范围"] == "社会" or (not public and paper.main["公开范围"] == "教职工")
        acts = {name: seen for name, act in paper.acts.items() if (seen := _seen(name, act, public))}
        if visible and ("review" in acts or "withdrawal-1" in acts):
            found[paper.number] = Paper(paper.number, paper.main, acts)
    return found


def _read(main: Path) -> Paper:
    acts = {path.stem: _front(path) for path in main.parent.glob("*.md") if path != main}
    return Paper(main.parent.name, _front(main), acts)


def _front(path: Path) -> File:
    text = path.read_text("utf-8").split("\n---\n")[0].removeprefix("---\n")
    values: File = yaml.safe_load(text)
    return values


def _seen(name: str, act: File, public: bool) -> File | None:
    if not public or act.get("公开范围", "社会") == "社会":
        return act
    return {**act, "逐条": []} if name.startswith("reply") and act.get("摘要") else None


def _due(began: date, days: int) -> date:
    due = began + timedelta(days=days)
    while not chinese_calendar.is_workday(due):
        due += timedelta(days=1)
    return due


def _month_later(began: date) -> date:
    year, month = divmod(began.year * 12 + began.month, 12)
    return _due(date(year, month + 1, began.day), 0)


def _extended(paper: Paper, began: date, due: date) -> date:
    for act in paper.numbered("extension").values():
        if began <= act["日期"] <= due:
            due = max(due, act["延至"])
    return due


@dataclass(frozen=True)
class Counted:
    """What was counted of one group."""

    numbers: Counter[str]
    days: list[int]

    @property
    def median(self) -> float | None:
        return median(self.days) if self.days else None


def recount(folders: list[Path], today: date, *, public: bool = True) -> dict[tuple[str, str], Counted]:
    """Every figure by group, a group being the name of a dimension and of one of its values."""
    known = papers(folders, public=public)
    totals: dict[tuple[str, str], Counted] = defaultdict(lambda: Counted(Counter(), []))
    for paper in known.values():
        names, days = _names(paper, known, today)
        for place in _places(paper, known):
            totals[place].numbers.update(names)
            totals[place].days.extend(days)
    return dict(totals)


def _places(paper: Paper, known: Mapping[str, Paper]) -> Iterator[tuple[str, str]]:
    term, meeting = paper.number.split("-")[:2]
    on = paper.main["提交日期"]
    year = on.year if on.month >= 9 else on.year - 1
    yield "all", "全部"
    yield "session", f"{'零一二三四五'[int(term)]}届{'零一二三四五'[int(meeting)]}次"
    yield "department", {"": "未交办", "教导处": "教学处"}.get(name := _department(paper, known), name)
    yield "category", paper.main["类别"]
    yield "school_year", f"{year}-{year + 1}学年"


def _lead(paper: Paper, known: Mapping[str, Paper]) -> Paper | None:
    number = paper.acts.get("review", {}).get("并入", "").removeprefix("proposals/")
    return known.get(number)


def _department(paper: Paper, known: Mapping[str, Paper]) -> str:
    told = _lead(paper, known) or paper
    handed = list(told.numbered("handover").values())
    name: str = handed[-1]["转"] if handed else told.acts.get("review", {}).get("主办", "")
    return name


def _names(paper: Paper, known: Mapping[str, Paper], today: date) -> tuple[list[str], list[int]]:
    feedback = paper.numbered("feedback")
    route = "撤回" if "withdrawal-1" in paper.acts else paper.acts["review"]["去向"]
    names = ["received", *_judged(feedback)]
    names.append(
        {"立案": "filed", "并案": "merged", "转意见": "opinion", "不立案": "rejected", "撤回": "withdrawn"}[route]
    )
    if route == "撤回":
        return names, []
    lead = _lead(paper, known) or paper
    replies = lead.numbered("reply") if route != "不立案" else {}
    asked = [1, *(n + 1 for n, act in feedback.items() if act["评价"] == "不满意")]
    answered = route == "不立案" or all(n in replies for n in asked)
    names += ["answerable", "answered" if answered else "open"]
    if answered and replies and not {"满意", "基本满意", "不满意"} & {_last(feedback)}:
        names.append("unrated")
    days: list[int] = []
    if route in ("立案", "转意见"):
        names += _timed(paper, replies, today, days)
    last = max(asked)
    if not answered and last > 1:
        began = feedback[last - 1]["日期"]
        names += ["overdue"] if today > _extended(paper, began, _month_later(began)) else []
    elif not answered and "unanswered" in names:
        names.append("overdue")
    promised = _promised(paper, lead, today) if route != "不立案" else []
    return [*names, *promised, *("due" for name in promised if name != "pending")], days


def _last(feedback: Mapping[int, File]) -> str:
    return str(feedback[max(feedback)]["评价"]) if feedback else ""


def _judged(feedback: Mapping[int, File]) -> Iterator[str]:
    words = {"满意": "satisfied", "基本满意": "basic", "不满意": "unsatisfied"}
    for which, n in (("first", min(feedback, default=0)), ("final", max(feedback, default=0))):
        if n and feedback[n]["评价"] in words:
            yield f"{which}_{words[feedback[n]['评价']]}"
            yield f"{which}_rated"


def _timed(paper: Paper, replies: Mapping[int, File], today: date, days: list[int]) -> list[str]:
    review = paper.acts["review"]
    began = review.get("交办日期", review["日期"])
    for act in paper.numbered("handover").values():
        began = act.get("交办日期", began)
    due = _extended(paper, began, _due(began, 45))
    if 1 not in replies and today <= due:
        return ["not_due"]
    taken = ((replies[1]["日期"] if 1 in replies else today) - began).days
    days.append(taken)
    span = 1 + sum(taken > edge for edge in (15, 30, 45, 60, 90))
    state = "unanswered" if 1 not in replies else "in_time" if replies[1]["日期"] <= due else "late"
    return [state, "timed", f"days_{span}"]


def _promised(paper: Paper, lead: Paper, today: date) -> list[str]:
    latest: dict[str, tuple[int, File]] = {}
    for n, reply in sorted(lead.numbered("reply").items()):
        for answer in reply.get("逐条") or ():
            latest[str(answer["建议"])] = (n, answer)
    own = {ask: each for ask, each in latest.items() if ("/" in ask) is (paper is not lead)}
    mine = {ask: each for ask, each in own.items() if paper is lead or ask.startswith(f"{paper.number}/")}
    found = []
    for ask, (n, answer) in mine.items():
        if "期限" not in answer or answer["结果"] == "已解决":
            continue
        about = [
            act
            for _, act in sorted(lead.numbered("progress").items())
            if act["关于"].replace(" ", "") in (f"reply-{n}", f"reply-{n}建议{ask}")
        ]
        due = [answer["期限"], *(act["新期限"] for act in about if "新期限" in act)][-1]
        done = next((act["完成日期"] for act in about if "完成日期" in act), None)
        if done:
            found.append("kept" if done <= due else "kept_late")
        else:
            found.append("unmet" if today > due else "pending")
    return found
