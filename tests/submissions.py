"""Proposals and opinions of a sample school for the tests, judged as `gongkai check` judges them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from gongkai.derive.cases import Case, cases
from gongkai.findings import Finding
from gongkai.load import Loaded, load
from gongkai.rules import check

TODAY = date(2026, 5, 20)
"""A Wednesday: by then the answer to a proposal assigned on 12 March is 23 days late."""

FOLDER = "proposals/05-01-001"
OTHER = "proposals/05-01-002"
GOOD_TEXT = "食堂两个窗口的供餐时间已延长到 19:10，由食堂管理员值守。\n"


def setting(name: str) -> str:
    """A settings file of the shipped sample school."""
    return (files("gongkai.rules") / "sample" / f"{name}.yml").read_text("utf-8")


def proposal(
    *,
    subject: str = "延长晚餐供餐时间",
    submitted: str = "2026-03-04",
    asks: str = "供餐延长到 19:10。",
    audience: str = "社会",
    people: str = "提案人: {代表团: 理科组}\n附议人: [{代表团: 理科组}, {代表团: 文科组}]\n",
) -> str:
    """A proposal of two seconders; the answer to its one ask is owed."""
    return (
        f"---\n公开范围: {audience}\n目录项: 教代会/提案\n案由: {subject}\n类别: 后勤与基建\n"
        f"提交日期: {submitted}\n{people}---\n## 案据\n晚自习的教师赶不上晚饭。\n## 建议\n{asks}\n"
    )


def act(text: str = "", **keys: str) -> str:
    """An act with these keys, in this order, and this prose."""
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + f"---\n{text}"


def review(went: str = "立案", **keys: str) -> str:
    """A review; filed, it is number 1, assigned on 12 March, so that the answer is due on Monday 27 April."""
    filed = {"日期": "2026-03-10", "立案号": "1", "主办": "总务处", "交办日期": "2026-03-12"}
    other = {"日期": "2026-03-10"}
    return act(去向=went, **{**(filed if went == "立案" else other), **keys})


def reply(day: str = "2026-04-08", answers: str = "[{建议: 1, 结果: 已解决}]", text: str = GOOD_TEXT) -> str:
    """A department's answer in time."""
    return act(text, 日期=day, 部门="总务处", 签批="分管副校长", 逐条=answers)


def feedback(day: str = "2026-04-15", rating: str = "满意", **keys: str) -> str:
    """The proposer's judgement."""
    return act(日期=day, 评价=rating, 凭据="签字表（纸质）", **keys)


def opinion(handling: str = "{去向: 交办, 接收: 总务处, 日期: 2026-04-20}", day: str = "2026-04-17") -> str:
    """A letter, to be answered ten working days after it was passed on."""
    head = f"---\n公开范围: 社会\n来源: 校长信箱\n收到日期: {day}\n署名: 实名\n内容性质: 普通\n"
    handled = f"处理: {handling}\n" if handling else ""
    return f"{head}标题: 校门口设遮雨棚\n{handled}---\n## 摘要\n雨天没有避雨的地方。\n"


def answered(**changed: str) -> dict[str, str]:
    """One filed, answered and judged proposal, with some of its files changed or added."""
    acts = {"proposal": proposal(), "review": review(), "reply-1": reply(), "feedback-1": feedback()}
    acts |= {name.replace("_", "-"): text for name, text in changed.items()}
    return {f"{FOLDER}/{name}.md": text for name, text in acts.items() if text}


@contextmanager
def _school(tree: Mapping[str, str | bytes]) -> Iterator[Loaded]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = {f"{name}.yml": setting(name) for name in ("school", "policy", "catalogue")}
        for path, content in {**settings, **tree}.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        yield load([folder], folder)


def opened(tree: Mapping[str, str | bytes]) -> Loaded:
    """A school folder with these files beside the sample settings."""
    with _school(tree) as loaded:
        return loaded


def judged(tree: Mapping[str, str | bytes], today: date = TODAY, *, scheduled: bool = False) -> list[Finding]:
    """Everything the checker says of these files on a day."""
    with _school(tree) as loaded:
        return [*loaded.findings, *check(loaded.register, today, scheduled=scheduled)]


def told(tree: Mapping[str, str | bytes], today: date = TODAY) -> list[str]:
    """The same as `place code level` lines, the place within the first proposal's folder where it can be."""
    return [
        f"{str(finding.location).removeprefix(f'{FOLDER}/')} {finding.code.code} {finding.level.value}"
        for finding in judged(tree, today)
    ]


def case_of(tree: Mapping[str, str | bytes], identity: str = FOLDER, today: date = TODAY) -> Case:
    """What became of one submission."""
    return next(case for case in cases(opened(tree).register, today) if case.record.identity == identity)
