"""The page 无障碍说明: every criterion once, each with tests that exist."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter

from gongkai.views.access import pages as access
from gongkai.views.access.criteria import CHECKED_IN, CRITERIA, PRINCIPLES, Verdict

from tests.board_tree import board
from tests.conftest import WriteTree
from tests.site import ROOT


def test_every_criterion_of_level_a_and_aa_is_answered() -> None:
    """WCAG 2.2 has 31 of level A and 24 of level AA; 4.1.1 is no longer one of them."""
    assert Counter(each.level for each in CRITERIA) == {"A": 31, "AA": 24}
    numbers = [tuple(map(int, each.number.split("."))) for each in CRITERIA]
    assert numbers == sorted(set(numbers))
    assert (4, 1, 1) not in numbers
    assert [{each.number[0] for each in principle.criteria} for principle in PRINCIPLES] == [{"1"}, {"2"}, {"3"}, {"4"}]


def test_every_test_that_is_named_exists() -> None:
    """A criterion that is said to be met names tests, and each of them is a function of ours."""
    ours = {
        node.name
        for path in (ROOT / "tests").glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert {test for each in CRITERIA for test in each.tests} <= ours
    assert [each.number for each in CRITERIA if each.verdict is Verdict.MET and not each.tests] == []
    assert [each.number for each in CRITERIA if each.verdict is Verdict.NOT_APPLICABLE and each.tests] == []


def test_the_page_says_what_is_wanting_and_whom_to_tell(write_tree: WriteTree) -> None:
    """The counts, the two criteria met in part, the school's telephone; no claim to a standard that was not tested."""
    (page,) = access.pages(board(write_tree))
    html = str(page.html)
    assert page.address == "access/"
    assert "共 55 条：满足 42 条，部分 2 条，不适用 11 条" in html
    assert "<li>1.1.1 非文本内容：" in html
    assert "<li>3.1.2 局部语言：" in html
    assert '监督电话：<span class="gk-nowrap">0599-5550118</span>' in html
    assert html.count("<tr id=") == 55
    assert re.search(r"GB/T 37668-2019.*没有逐项测过", html)


def test_the_check_is_of_this_release() -> None:
    """Whoever makes a release checks again."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == CHECKED_IN
