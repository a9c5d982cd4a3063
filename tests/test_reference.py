"""The manual of the checks, the field reference and the glossary: generated, complete, harmless."""

from __future__ import annotations

import re

from gongkai.personal import find
from gongkai.records import KINDS
from gongkai.records.declarations import declared
from gongkai.records.proposal import Answer, Proposal, Review
from gongkai.rules import RULES
from gongkai.views import manual, reference
from gongkai.views.reference import form_of

from tests.board_tree import board
from tests.conftest import WriteTree


def _field(model: type, label: str) -> str:
    return form_of(model, next(field for field in declared(model) if field.label == label))


def test_every_rule_has_a_page_and_a_line_in_the_listing(write_tree: WriteTree) -> None:
    """No code of a rule is forgotten; each line names its title and level."""
    found = {page.address: str(page.html) for page in manual.pages(board(write_tree))}
    for rule in RULES:
        assert f"rules/{rule.code.code}/" in found
        assert f'<a href="{rule.code.code}/">{rule.code.title}</a>' in found["rules/"]


def test_a_rule_page_shows_both_samples(write_tree: WriteTree) -> None:
    """C01: what it means, where the failing sample is reported, and the files of both samples as text."""
    (html,) = [str(page.html) for page in manual.pages(board(write_tree)) if page.address == "rules/C01/"]
    assert "<h1>没有回音</h1>" in html
    assert (
        html.index("意思")
        < html.index("不通过的样例</h2>")
        < html.index("通过的样例</h2>", html.index("不通过的样例</h2>") + 9)
    )
    assert "proposals/05-01-001/review.md:2:5" in html
    assert re.search(
        r"<figcaption>proposals/05-01-001/review.md</figcaption><pre tabindex=\"0\"><code>---\n去向: 不立案",
        html,
    )


def test_no_reference_page_shows_personal_data(write_tree: WriteTree) -> None:
    """Samples about personal data are masked: the gate would refuse the page otherwise."""
    shown = board(write_tree)
    for page in (*manual.pages(shown), *reference.pages(shown)):
        assert not [trace for trace in find(re.sub(r"<[^>]*>", "\n", str(page.html))) if trace.certain], page.address


def test_every_key_of_every_kind_is_in_the_reference(write_tree: WriteTree) -> None:
    """Chinese key, meaning and English name of each field, the required and staff-only ones marked."""
    found = {page.address: str(page.html) for page in reference.pages(board(write_tree))}
    for kind in KINDS:
        html = found[f"fields/{kind.kind()}/"]
        for field in declared(kind):
            assert f"<code>{field.name}</code>" in html
            assert field.label in html
    assert re.search(r"案由 <span class=\"gk-chip\">必填</span>", found["fields/proposal/"])
    assert re.search(r"原件 <span class=\"gk-chip gk-chip--wait\">仅教职工版</span>", found["fields/proposal/"])


def test_the_reference_says_what_may_stand_in_a_field() -> None:
    """Forms, choices, prose and mappings, each in words."""
    assert _field(Review, "日期") == "日期：2026-03-06、2026年3月6日、2026/3/6"
    assert _field(Review, "去向") == "立案、并案、转意见、不立案"
    assert _field(Review, "协办") == "文字；可以有多项"
    assert _field(Review, "并入") == "编号：proposals/05-03-012"
    assert _field(Review, "重点") == "是、否"
    assert _field(Proposal, "案据") == "正文里标题“## 案据”下面的文字"
    assert _field(Proposal, "附议人") == "见下表；可以有多项"
    assert _field(Answer, "期限") == "日期：2026-03-06、2026年3月6日、2026/3/6"


def test_the_glossary_pairs_chinese_with_english(write_tree: WriteTree) -> None:
    """Files, keys and choices, each with its name in code."""
    (html,) = [str(page.html) for page in reference.pages(board(write_tree)) if page.address == "glossary/"]
    for chinese, english in (
        ("提案", "proposal"),
        ("答复", "reply"),
        ("案由", "subject"),
        ("立案", "Disposition.FILED"),
    ):
        assert f'<th scope="row">{chinese}</th><td><code>{english}</code></td>' in html
