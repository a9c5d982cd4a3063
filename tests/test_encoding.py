"""Bytes to text: what is read, what is only recognised, and what is refused, with exact places."""

import pytest
from gongkai.source import Decoded, decode
from hypothesis import given
from hypothesis import strategies as st

LABELS = frozenset({"案由", "主办", "公开范围"})


def _said(decoded: Decoded) -> tuple[str, str]:
    assert decoded.finding is not None
    return f"{decoded.finding.location} {decoded.finding.code.code}", decoded.finding.message


def test_utf_8_is_read_with_and_without_bom() -> None:
    """A BOM is no fault and no part of the text."""
    text = "案由: 延长𠮷\n"
    assert decode(text.encode(), "a.yml") == Decoded(text, "utf-8")
    assert decode(b"\xef\xbb\xbf" + text.encode(), "a.yml") == Decoded(text, "utf-8", bom=True)
    assert decode(b"\xef\xbb\xbf\xef\xbb\xbf" + text.encode(), "a.yml").text == text


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_become_lf(ending: str) -> None:
    """Windows, Unix and old Mac line ends read the same."""
    assert decode(f"案由: 甲{ending}主办: 乙{ending}".encode(), "a.yml").text == "案由: 甲\n主办: 乙\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"", "utf-16-le"), (b"", "utf-16-be")],
)
def test_utf_16_is_recognised_with_and_without_bom(mark: bytes, encoding: str) -> None:
    """Notepad's “Unicode” is named for what it is and read for further findings."""
    decoded = decode(mark + "案由: 延长\r\n".encode(encoding), "a.yml", LABELS)
    assert decoded.text == "案由: 延长\n"
    assert _said(decoded) == ("a.yml:1:1 S02", "文件是 UTF-16 编码，不是 UTF-8。")


def test_gb18030_is_recognised_by_our_labels() -> None:
    """One of our keys makes it GB18030; the place is the first byte that is not UTF-8."""
    decoded = decode("# x\n  案由: 延长\n".encode("gb18030"), "a.yml", LABELS)
    assert decoded.text == "# x\n  案由: 延长\n"
    assert _said(decoded) == ("a.yml:2:3 S02", "文件是 GBK/GB18030 编码，不是 UTF-8。")
    assert decode("## 案由\n延长\n".encode("gb18030"), "a.md", LABELS).text == "## 案由\n延长\n"


def test_gb18030_without_our_labels_is_not_believed() -> None:
    """GB18030 accepts nearly any bytes, so a label in the middle of prose proves nothing."""
    decoded = decode("x: 案由延长\n".encode("gb18030"), "a.yml", LABELS)
    assert decoded.text is None
    message = "第 4 个字节（第 1 行）不是 UTF-8，也认不出是 GB18030，文件没有读入。"
    assert _said(decoded) == ("a.yml:1:4 S03", message)


def test_a_truncated_character_is_named_by_byte_and_line() -> None:
    """Half a file is not read as if it were whole."""
    decoded = decode("案由: 延长\r\n主办: 总务".encode()[:-1], "a.yml", LABELS)
    message = "第 28 个字节（第 2 行）不是 UTF-8，也认不出是 GB18030，文件没有读入。"
    assert _said(decoded) == ("a.yml:2:6 S03", message)


def test_two_encodings_in_one_file_are_not_converted() -> None:
    """Pasting GBK bytes into a UTF-8 file must not turn the rest into garbage."""
    decoded = decode("案由: 延长\n".encode() + "主办: 总务处\n".encode("gb18030"), "a.yml", LABELS)
    assert decoded.text is None
    message = "文件里混着两种编码：有的地方是 UTF-8，有的地方是 GBK/GB18030，没有读入。"
    assert _said(decoded) == ("a.yml:2:1 S03", message)


def test_nul_bytes_that_are_not_utf_16_are_named() -> None:
    """A damaged file is not taken for UTF-16."""
    decoded = decode("案由: 延长\n主\0办: x\n".encode(), "a.yml", LABELS)
    assert _said(decoded) == ("a.yml:2:2 S03", "第 2 行有空字节（NUL），文件可能已损坏，没有读入。")


def test_a_broken_utf_16_file_is_named_by_its_own_lines() -> None:
    """Lines and columns are counted in characters of that encoding, not in bytes."""
    decoded = decode(b"\xff\xfe" + "案由: 甲\n主办".encode("utf-16-le") + b"\x00", "a.yml", LABELS)
    assert _said(decoded) == ("a.yml:2:3 S03", "第 19 个字节（第 2 行）不是 UTF-16，文件没有读入。")


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_finding(data: bytes) -> None:
    """No bytes crash the decoder, and nothing is refused in silence."""
    decoded = decode(data, "a.yml", LABELS)
    assert decoded.text is not None or decoded.finding is not None
