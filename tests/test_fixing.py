"""`gongkai fix`: what is safe is mended, everything else stays byte for byte."""

import os
from pathlib import Path

import pytest
from gongkai.fixing import fixed, write_atomically
from gongkai.records.declarations import labels
from gongkai.source import read
from hypothesis import given
from hypothesis import strategies as st


def _after(data: bytes, path: str = "a.yml") -> str:
    result = fixed(data, path)
    assert result is not None
    return result.data.decode()


def test_safe_slips_are_mended_and_listed() -> None:
    """Colons, commas between keys, digits and spaces; each with its line."""
    result = fixed("提案人：{代表团：高一，姓名：甲}\n提交日期: ２０２６年３月６日\n主办:乙\n".encode(), "a.yml")
    assert result is not None
    assert result.new == "提案人: {代表团: 高一, 姓名: 甲}\n提交日期: 2026年3月6日\n主办: 乙\n"
    assert result.mended == (
        "第 1 行：“提案人”后面是全角冒号“：”。",
        "第 1 行：“代表团”后面是全角冒号“：”。",
        "第 1 行：括号里的各项之间是全角逗号“，”。",
        "第 1 行：“姓名”后面是全角冒号“：”。",
        "第 2 行：数字是全角的。",
        "第 3 行：“主办:”后面缺一个空格。",
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_stay(ending: str) -> None:
    """A Windows file stays a Windows file, in front matter and prose."""
    text = f"---{ending}案由：甲{ending}---{ending}正文：乙{ending}{ending}末行"
    assert _after(text.encode(), "a.md") == text.replace("案由：", "案由: ")


def test_mixed_line_ends_stay_each_where_it_is() -> None:
    """Nothing but the slip changes."""
    assert _after("案由：甲\r\n主办: 乙\n类别: 丙\r\n".encode()) == "案由: 甲\r\n主办: 乙\n类别: 丙\r\n"


@pytest.mark.parametrize(
    ("data", "mended"),
    [
        (b"\xef\xbb\xbf" + "案由: 甲\r\n".encode(), "去掉了文件开头看不见的 BOM 标记"),
        ("案由: 甲\r\n".encode("gb18030"), "从 GBK/GB18030 编码转成 UTF-8"),
        ("案由: 甲\r\n".encode("utf-16"), "从 UTF-16 编码转成 UTF-8"),
    ],
)
def test_encodings_become_utf_8(data: bytes, mended: str) -> None:
    """Without BOM, with the same line ends."""
    result = fixed(data, "a.yml")
    assert result is not None
    assert result.data == "案由: 甲\r\n".encode()
    assert result.mended == (mended,)


@pytest.mark.parametrize(
    "text",
    [
        "案由: 甲\n",
        "协办: [甲，乙]\n",
        "案由: “双减”\n",
        "会费: {每人: 1,480.00}\n",
        "案由: 食堂 #2\n",
        '案由: "甲\n',
        "案由: 甲: 乙\n",
        "协办:\n\t- 甲\n",
        "别的：甲\n",
    ],
)
def test_what_may_mean_two_things_is_left_to_people(text: str) -> None:
    """No change where the clerk has to decide."""
    assert fixed(text.encode(), "a.yml") is None


def test_what_cannot_be_read_is_not_touched() -> None:
    """Unknown bytes and huge files stay as they are."""
    assert fixed(b"\xff\xfe\x00", "a.yml") is None
    assert fixed("案由：甲\n".encode() * 30_000, "a.yml") is None


PIECES = [
    "案由",
    "主办",
    "：",
    ":",
    ": ",
    " ",
    "\u3000",
    "１２",
    "甲",
    "\n",
    "\r\n",
    "- ",
    "{",
    "}",
    "，",
    ", ",
    "\u200b",
    "#",
    "“",
    "”",
    "\t",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_fixing_twice_is_fixing_once(text: str) -> None:
    """What was fixed needs no fixing, and what was fixed is not found again."""
    result = fixed(text.encode(), "a.yml")
    if result is None:
        return
    assert fixed(result.data, "a.yml") is None
    assert result.old == text.lstrip("\ufeff")
    assert len(result.new.splitlines()) <= len(text.splitlines())
    assert read(result.data, "a.yml", labels())[1] == () or result.new != text


def test_writing_is_atomic_and_keeps_the_mode(tmp_path: Path) -> None:
    """The new bytes, the old permissions, and nothing left beside."""
    file = tmp_path / "a.yml"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write_atomically(file, b"new\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a.yml"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk costs nothing."""
    file = tmp_path / "a.yml"
    file.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(file, b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.yml", b"old")]
