"""`gongkai new`: skeletons that load once filled in, examples that are right, numbers that are free."""

import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from gongkai.new import CreationError, create, plan_act, plan_record, skeleton
from gongkai.records.declarations import declared, labels
from gongkai.records.decode import decode
from gongkai.records.filetypes import FileType, UnknownTypeError, file_type, file_types
from gongkai.source import Document, parse

from tests.conftest import WriteTree

TYPES = file_types()
TODAY = date(2026, 11, 20)


def _example(kind: FileType) -> Document:
    name = f"{kind.name}{'.md' if kind.is_prose else '.yml'}"
    document, problems = parse((files("gongkai") / "examples" / name).read_text("utf-8"), name, labels())
    assert document is not None
    assert problems == ()
    return document


def _objections(kind: FileType, text: str) -> list[str]:
    document, problems = parse(text, kind.file, labels())
    found = [f"{problem.location} {problem.message}" for problem in problems]
    if document is not None:
        found += [f"{each.location} {each.message}" for each in decode(document, kind.model)[1]]
    return found


def _filled(kind: FileType) -> str:
    """The skeleton with each open line given the value that the example has there."""
    values = _example(kind).data
    assert isinstance(values, dict)
    lines: list[str] = []
    inside: object = values
    for line in skeleton(kind).split("\n"):
        match = re.fullmatch(r"(?P<indent>[ -]*)(?P<label>[^\s#:-][^:]*):", line)
        if not match:
            lines.append(line)
            continue
        at = values if not match["indent"] else inside
        value = at.get(match["label"]) if isinstance(at, Mapping) else None
        if isinstance(value, str):
            lines.append(f"{line} {value}")
        else:
            inside = value[0] if isinstance(value, list) else value
            lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_filled_skeleton_loads(kind: FileType) -> None:
    """Once what is required is filled in, a skeleton loads without a finding."""
    assert _objections(kind, _filled(kind)) == []


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_every_example_is_right_when_uncommented(kind: FileType) -> None:
    """With “# ” taken away from every example line, the file still loads without a finding."""
    text = "\n".join(line.removeprefix("# ") for line in _filled(kind).split("\n"))
    assert _objections(kind, text) == []


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_every_field_has_an_example(kind: FileType) -> None:
    """Each key of each model stands in an example file, so that no skeleton shows “……”."""
    assert "……" not in re.sub(r"(?m)^##.*$", "", skeleton(kind))


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_every_field_is_explained(kind: FileType) -> None:
    """Each key is explained with its meaning, and whether it must be written."""
    text = skeleton(kind)
    for field in declared(kind.model):
        need = "必填" if field.required else "选填"
        expected = (
            f"## {field.label}写在"
            if field.in_prose or field.is_body
            else f"## {field.label}（{need}）：{field.meaning}"
        )
        assert expected in text


def test_unfilled_skeleton_says_what_is_open() -> None:
    """An untouched skeleton is objected to once for each required key, at that key."""
    text = skeleton(file_type("反馈"))
    lines = text.split("\n")
    opened = [
        f"feedback-1.md:{number}:1 “{line[:-1]}”没有填写。"
        for number, line in enumerate(lines, 1)
        if re.fullmatch(r"[^#\s-].*:", line)
    ]
    assert [each.split(" ")[1] for each in opened] == [
        "“日期”没有填写。",
        "“评价”没有填写。",
        "“凭据”没有填写。",
    ]
    assert _objections(file_type("反馈"), text) == opened


def test_feedback_skeleton_reads_as_written() -> None:
    """A short skeleton, word for word: the type's own fields stand before the common ones."""
    text = skeleton(file_type("feedback"))
    explanation = "“##”开头的行是说明，可以删去；“# ”开头的行是例子，要用时去掉“# ”，改成自己的内容；其余的行必填。"
    forms = "日期写 2026-03-06、2026年3月6日或 2026/3/6；金额写 1234.50 或 1,234.50（花括号里带千分位时加引号）。"
    assert text.startswith(
        "---\n"
        "## 反馈（feedback-1.md）\n"
        f"## {explanation}\n"
        f"## {forms}\n"
        "\n"
        "## 日期（必填）：作出这一步的日期\n"
        "##   例：2026-04-20\n"
        "日期:\n"
        "\n"
        "## 评价（必填）：满意、基本满意、不满意、未反馈\n"
        "评价:\n"
        "\n"
        "## 方式（选填）：怎样征求的\n"
        "##   可以写：书面、面复、书面和面复、网上\n"
        "# 方式: 面复\n"
    )
    assert text.index("意见公开") < text.index("数字（选填）")


def test_type_is_found_by_either_name() -> None:
    """A type answers to its English name, its label and its folder; anything else gets a guess."""
    assert file_type("proposal") is not None
    assert file_type("提案").name == file_type("Proposals").name == "proposal"
    with pytest.raises(UnknownTypeError, match=r"^没有“提安”这一种文件。是不是“提案”？可以写：proposal（提案）、"):
        file_type("提安")


PROPOSAL = "---\n公开范围: 社会\n案由: 修路灯\n类别: 后勤与基建\n提交日期: {}\n提案人: {{代表团: 文科组}}\n---\n"


def test_next_proposal_continues_the_latest_session(write_tree: WriteTree) -> None:
    """The next number follows the session that was last submitted to, past numbers used in other folders."""
    root = write_tree(
        {
            "disclosures/proposals/2026/05-03-002/proposal.md": PROPOSAL.format("2026-10-09"),
            "disclosures/proposals/2025/05-02-009/proposal.md": PROPOSAL.format("2025-10-09"),
            "staff/proposals/05-03-003/proposal.md": PROPOSAL.format("2026-10-10"),
        }
    )
    planned = plan_record(file_type("提案"), root / "disclosures", (root / "staff",), TODAY, None)
    assert planned.number == "05-03-004"
    assert planned.path == root / "disclosures/proposals/2026/05-03-004/proposal.md"


@pytest.mark.parametrize(
    ("kind", "existing", "expected"),
    [
        ("finance", "finances/2026/canteen-2026-12.yml", "canteen-2027-01"),
        ("finance", "finances/2026/union-2026-07-08.yml", "union-2026-09"),
        ("finance", "finances/2026/budget-2026.yml", "budget-2027"),
        ("opinion", "opinions/2026/box-2026-017.md", "box-2026-018"),
        ("opinion", "opinions/2025/box-2025-017.md", "box-2026-001"),
        ("meeting", "meetings/2026/05-03/meeting.yml", "05-04"),
        ("notice", "notices/2026/title-2026-1.md", "title-2026-2"),
    ],
)
def test_series_go_on(write_tree: WriteTree, kind: str, existing: str, expected: str) -> None:
    """Months follow months, series by year begin anew, even after a file that cannot be read."""
    root = write_tree({existing: "公开范围: 社会\n"})
    assert plan_record(file_type(kind), root, (), TODAY, None).number == expected


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("proposal", "proposals/2026/01-01-001/proposal.md"),
        ("opinion", "opinions/2026/opinion-2026-001/opinion.md"),
        ("meeting", "meetings/2026/01-01/meeting.yml"),
        ("finance", "finances/2026/finance-2026-11.yml"),
        ("notice", "notices/2026/notice-2026-001.md"),
    ],
)
def test_first_of_its_kind(tmp_path: Path, kind: str, path: str) -> None:
    """In an empty folder each kind has a first number and a place in the year's folder."""
    assert plan_record(file_type(kind), tmp_path, (), TODAY, None).path == tmp_path / path


def test_bad_and_taken_numbers_are_refused(write_tree: WriteTree) -> None:
    """A number that is badly written or used already is refused with the reason."""
    root = write_tree({"notices/title-2026-1.md": "---\n"})
    with pytest.raises(CreationError, match=r"^编号“A 1”写法不对。编号只用小写字母、数字和“-”，如 05-03-012。$"):
        plan_record(file_type("公示"), root, (), TODAY, "A 1")
    with pytest.raises(CreationError, match=r"^编号 title-2026-1 已经用在 .*title-2026-1.md。换一个编号，"):
        plan_record(file_type("公示"), root, (), TODAY, "title-2026-1")


def test_acts_are_numbered_and_found_by_any_name(write_tree: WriteTree) -> None:
    """An act goes beside its record, one number on, however the record is named: identity, number or path."""
    root = write_tree({"proposals/2026/05-03-012/proposal.md": "", "proposals/2026/05-03-012/reply-1.md": ""})
    folder = root / "proposals/2026/05-03-012"
    for target in (
        "proposals/05-03-012",
        "05-03-012",
        folder.as_posix() + "/",
        (folder / "proposal.md").as_posix(),
    ):
        assert plan_act(file_type("答复"), target, (root,)).path == folder / "reply-2.md"
    assert plan_act(file_type("审查"), "05-03-012", (root,)).path == folder / "review.md"
    with pytest.raises(CreationError, match=r"^没有找到“05-03-013”。答复要写在已有的记录后面，如："):
        plan_act(file_type("答复"), "05-03-013", (root,))


def test_act_about_a_single_file_moves_it_into_a_folder(write_tree: WriteTree) -> None:
    """A record of one file becomes a folder when its first act comes; its content and number stay."""
    root = write_tree({"finances/2026/union-2026-03.yml": "类别: 工会经费\n"})
    create(plan_act(file_type("更正"), "finances/union-2026-03", (root,)))
    assert not (root / "finances/2026/union-2026-03.yml").exists()
    assert (root / "finances/2026/union-2026-03/finance.yml").read_text("utf-8") == "类别: 工会经费\n"
    assert (root / "finances/2026/union-2026-03/correction-1.md").is_file()


def test_nothing_is_overwritten(write_tree: WriteTree) -> None:
    """A file that exists stays as it is."""
    root = write_tree({"proposals/05-03-012/proposal.md": "", "proposals/05-03-012/review.md": "原文"})
    with pytest.raises(CreationError, match=r"review.md 已经有了，没有改动它。$"):
        create(plan_act(file_type("审查"), "05-03-012", (root,)))
    assert (root / "proposals/05-03-012/review.md").read_text("utf-8") == "原文"
