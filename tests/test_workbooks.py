"""Workbooks as files: whatever is handed in gets a clear answer in bounded time, and is read as it is."""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner
from gongkai.cli import main
from gongkai.cli.starting import start
from gongkai.importing.forms import find_form
from gongkai.importing.sheets import form_of
from gongkai.workbooks import Kind, Unreadable, opening, read_workbook
from gongkai.workbooks.annotating import annotated
from gongkai.workbooks.formats import decimals, is_date, is_month, is_percentage, is_scaled
from gongkai.workbooks.references import column_name, position, reference
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.workbook_files import MAIN, OFFICE, PACKAGE, blank, mark, number, packed, parts, sheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def book(cells: dict[str, str]) -> dict[str, str]:
    return parts({"表": sheet(cells)})


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_workbook(data)
    return str(caught.value)


LOCKED = (
    "这个文件设了打开密码，读不了。用 WPS 或 Excel 打开，在“文件 → 文档加密（保护工作簿）”里去掉密码，保存后再导入。"
)
SAVE_AS = "用 WPS 或 Excel 打开，“另存为”时文件类型选“Excel 工作簿（*.xlsx）”，再导入新存的文件。"
AGAIN = "用 gongkai template 重新生成一份模板，照着填。"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", f"这个文件是空的。{AGAIN}"),
        (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), f"这是旧格式的表格（.xls 或 WPS 的 .et）。{SAVE_AS}"),
        (
            OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            LOCKED,
        ),
        (b"%PDF-1.7\n", f"这是 PDF，不是 Excel 工作簿。{AGAIN}"),
        (b"<html><table><tr><td>1</td></tr></table></html>", f"这是网页或 XML 文件，只是改了扩展名。{SAVE_AS}"),
        ("科目,金额\n会费,1480\n".encode(), f"这是文本文件（如 CSV），只是改了扩展名。{AGAIN}"),
        ("科目,金额\n会费,1480\n".encode("gb18030"), f"这是文本文件（如 CSV），只是改了扩展名。{AGAIN}"),
        ("科目\t金额\n".encode("utf-16"), f"这是文本文件（如 CSV），只是改了扩展名。{AGAIN}"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", f"这不是 Excel 工作簿，或者文件坏了。{AGAIN}"),
        (b"PK\x03\x04" + b"\0" * 40, "这个文件坏了，读不完整。用 WPS 或 Excel 打开看看，能打开就另存一份再导入。"),
        (packed({"a.txt": "x"}), f"这是一个压缩包，不是 Excel 工作簿。{AGAIN}"),
        (packed({"[Content_Types].xml": "", "word/document.xml": ""}), f"这是 Word 文档，不是 Excel 工作簿。{AGAIN}"),
        (packed({"mimetype": "x", "content.xml": ""}), f"这是 OpenDocument（.ods）表格。{SAVE_AS}"),
        (packed({**book({}), "xl/vbaProject.bin": b"x"}), f"这个工作簿带宏（.xlsm），没有读。{SAVE_AS}"),
        (
            packed({"[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"}),
            f"这个工作簿带宏（.xlsm），没有读。{SAVE_AS}",
        ),
        (packed({"[Content_Types].xml": "", "xl/workbook.bin": b"x"}), f"这是二进制工作簿（.xlsb）。{SAVE_AS}"),
    ],
)
def test_each_other_sort_of_file_is_called_by_its_name(data: bytes, said: str) -> None:
    """By its bytes and not by its name; with what to do about it."""
    assert refusal(data) == said


def test_a_locked_zip_is_told(tmp_path: Path) -> None:
    """A zip with a password on its parts has a flag in each entry."""
    data = bytearray(packed(book({"A1": "x"})))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)
    assert refusal(bytes(data)) == "这个文件加了密码，读不了。去掉密码，另存一份再导入。"


@pytest.mark.parametrize("cut", [200, 600, 1000])
def test_a_file_cut_short_is_damaged(cut: int) -> None:
    """Half a download is no workbook."""
    assert refusal(packed(book({"A1": "x"}))[:cut]).startswith("这个文件坏了，读不完整。")


def test_a_part_with_wrong_bytes_is_damaged() -> None:
    """Bytes that do not unpack to what the zip promises are found."""
    data = bytearray(packed(book({f"A{n}": f"文字{n * 7919}" for n in range(1, 200)})))
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[at : at + 20] = b"\xff" * 20
    assert refusal(bytes(data)).startswith("这个文件坏了，读不完整。")


def test_broken_xml_is_damaged() -> None:
    """Half an element, an unknown entity, a wrong encoding."""
    for text in ("<worksheet", "<worksheet>&nope;</worksheet>", '<?xml version="1.0" encoding="klingon"?><a/>'):
        assert refusal(packed({**book({}), "xl/worksheets/sheet1.xml": text})).startswith("这个文件坏了")


def test_a_dtd_is_refused_unread() -> None:
    """Entities that blow up, or that name another file, have no place in a workbook."""
    for entity in ('<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/hostname">'):
        text = f"<!DOCTYPE x [{entity}]><worksheet>&b;</worksheet>"
        said = refusal(packed({**book({}), "xl/worksheets/sheet1.xml": text}))
        assert said == f"这个文件里有不该有的 DTD 声明，没有读。{AGAIN}"


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    """A few kilobytes that would become hundreds of megabytes are refused by what the zip says of itself."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        for name, text in book({}).items():
            file.writestr(name, text)
        with file.open("xl/bomb.xml", "w", force_zip64=True) as part:
            for _ in range(101):
                part.write(bytes(opening.MEGABYTE))
    assert len(buffer.getvalue()) < 200_000
    assert refusal(buffer.getvalue()).startswith("这个文件解开后太大，没有读。多半是表下面有成片只有格式的空行")


def test_too_many_parts_are_refused() -> None:
    """A workbook has some dozen parts."""
    assert refusal(packed({**book({}), **{f"x/{n}": "" for n in range(opening.MAX_PARTS)}})).startswith(
        "这个文件解开后太大"
    )


def test_two_parts_of_one_name_are_refused() -> None:
    """Excel and we might read different ones."""
    buffer = BytesIO(packed(book({"A1": "x"})))
    with ZipFile(buffer, "a") as file:
        file.writestr("XL/worksheets/Sheet1.xml", sheet({"A1": "y"}))
    assert refusal(buffer.getvalue()) == f"这个文件里有同名的部分，不知道该读哪一个，没有读。{AGAIN}"


def test_a_large_file_is_refused() -> None:
    """Above 20 MB nothing is even unpacked."""
    assert (
        refusal(b"PK\x03\x04" + bytes(opening.MAX_FILE)) == f"这个文件超过 20 MB，没有读。一张报表只有几十 KB。{AGAIN}"
    )


def test_too_many_cells_are_refused() -> None:
    """A bound on what is kept in memory."""
    rows = "".join(f'<row r="{n}">' + f'<c r="A{n}"><v>1</v></c>' * 1 + "</row>" for n in range(1, 50_002))
    text = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    assert refusal(packed({**book({}), "xl/worksheets/sheet1.xml": text})).startswith("工作簿里有内容的格超过 50000 个")


def test_endless_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that packs well may hold more elements than anybody has time for."""
    monkeypatch.setattr(opening, "MAX_ELEMENTS", 1_000)
    text = f'<worksheet xmlns="{MAIN}"><sheetData>{"<c/>" * 1_000}</sheetData></worksheet>'
    assert refusal(packed({**book({}), "xl/worksheets/sheet1.xml": text})).startswith("这个文件解开后太大")


def test_endless_text_in_a_cell_is_refused() -> None:
    """Excel allows 32,767 characters."""
    assert refusal(packed(book({"B2": "长" * 70_000}))) == (
        "工作表“表”B2 里的文字太长，没有读。一格最多 32767 个字，请删减。"
    )


def test_empty_formatted_rows_leave_nothing_behind() -> None:
    """A hundred thousand rows with only a format are run through; the one value is found."""
    rows = "".join(f'<row r="{n}" s="3" customFormat="1"/>' for n in range(2, 100_002))
    text = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData><row r="1"><c r="A1"><v>7</v></c></row>'
        f"{rows}</sheetData></worksheet>"
    )
    data = packed({**book({}), "xl/worksheets/sheet1.xml": text})
    found = read_workbook(data).sheets[0]
    assert (len(found.cells), found.rows) == (1, 100_001)
    back = load_workbook(BytesIO(annotated(data, read_workbook(data), {("表", "A1"): "改"})))["表"]
    assert back["A1"].comment is not None
    assert back.max_row == 1


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=6), st.booleans())
def test_whatever_is_wrong_with_a_file_is_said_in_one_way(at: int, bytes_: bytes, in_a_part: bool) -> None:
    """Any bytes changed anywhere, packed or within a part, give a workbook or Unreadable and nothing else."""
    made: dict[str, str | bytes] = dict(parts({"表": sheet({"A1": "甲", "B2": number("B2", "1")})}))
    if in_a_part:
        name = sorted(made)[at % len(made)]
        text = made[name]
        content = bytearray(text.encode() if isinstance(text, str) else text)
        content[at % len(content) : at % len(content) + len(bytes_)] = bytes_
        made[name] = bytes(content)
    data = bytearray(packed(made))
    if not in_a_part:
        data[at % len(data) : at % len(data) + len(bytes_)] = bytes_
    with suppress(Unreadable):
        assert read_workbook(bytes(data)).sheets


# As WPS and others write


def test_a_sheet_that_says_it_is_a1_is_read_whole() -> None:
    """The size that a sheet says of itself is not believed; absolute targets lead to their parts."""
    found = read_workbook(packed(book({"A1": "甲", "C9": "乙"}))).sheets[0]
    assert {cell.ref: cell.text for cell in found.cells.values()} == {"A1": "甲", "C9": "乙"}


def test_relative_and_odd_targets_lead_to_their_parts() -> None:
    """Relative, with dots, with backslashes, in other case."""
    for target in ("worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml", "worksheets\\Sheet1.xml"):
        made = book({"A1": "甲"})
        made["xl/_rels/workbook.xml.rels"] = (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="{target}"/></Relationships>'
        )
        assert read_workbook(packed(made)).sheets[0].cells[1, 1].text == "甲"


def test_prefixed_elements_and_missing_references_are_read() -> None:
    """`x:row` is a row, and cells without a name follow one another."""
    made = book({})
    made["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>'
        "<x:row><x:c><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    found = read_workbook(packed(made)).sheets[0]
    assert {cell.ref: cell.text for cell in found.cells.values()} == {"A1": "1", "B1": "2", "A2": "3"}


def test_shared_texts_are_read_without_their_phonetics() -> None:
    """Rich text is one text; how it is pronounced is none of it; `_x000D_` is the character it stands for."""
    made = book({"A1": '<c r="A1" t="s"><v>0</v></c>', "A2": '<c r="A2" t="s"><v>1</v></c>'})
    made["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN}"><si><r><t>会</t></r><r><t>费</t></r><rPh sb="0" eb="1"><t>hui</t></rPh></si>'
        "<si><t>一_x000D_二</t></si></sst>"
    )
    cells = read_workbook(packed(made)).sheets[0].cells
    assert [cells[1, 1].text, cells[2, 1].text] == ["会费", "一\r二"]


def test_missing_shared_texts_are_told_with_the_cell() -> None:
    """A file that lost its texts is refused, not read with numbers in their place."""
    assert refusal(packed(book({"B2": '<c r="B2" t="s"><v>0</v></c>'}))) == (
        "工作表“表”B2 的文字不在文件里（缺少 sharedStrings），文件存坏了。用 WPS 或 Excel 打开，另存一份再导入。"
    )


def test_missing_styles_are_no_formats() -> None:
    """Without styles every number is plain."""
    made = book({"A1": number("A1", "1.50", 3)})
    del made["xl/styles.xml"]
    cell = read_workbook(packed(made)).sheets[0].cells[1, 1]
    assert (cell.kind, cell.text, cell.format) == (Kind.NUMBER, "1.50", "General")


def test_a_sheet_whose_part_is_missing_is_told() -> None:
    """The list of sheets and the parts must agree."""
    made = book({"A1": "x"})
    del made["xl/worksheets/sheet1.xml"]
    assert refusal(packed(made)).startswith("工作表“表”在文件里找不到，文件可能坏了。")


def test_links_to_other_files_are_noticed_and_not_followed() -> None:
    """The workbook says that there are some; nothing is read from them."""
    assert read_workbook(packed({**book({"A1": "x"}), "xl/externalLinks/externalLink1.xml": "<a/>"})).has_links


# Which form it is


def test_a_workbook_that_is_no_form_of_ours_is_refused() -> None:
    """Without the mark nobody could tell which cell is what."""
    with pytest.raises(Unreadable, match="不是用 gongkai template 生成的模板"):
        form_of(read_workbook(packed(book({"A1": "x"}))))
    other = parts({"表": sheet(blank("ledger")), "gongkai": sheet({**mark("ledger"), "B1": "unknown"})})
    with pytest.raises(Unreadable, match="不是用 gongkai template 生成的模板"):
        form_of(read_workbook(packed(other)))


def test_a_form_of_another_version_is_refused() -> None:
    """Its cells may lie elsewhere."""
    newer = parts({"表": sheet(blank("ledger")), "gongkai": sheet(mark("ledger", 2))})
    with pytest.raises(Unreadable, match="用的是另一版模板"):
        form_of(read_workbook(packed(newer)))
    assert form_of(read_workbook(packed(parts({"gongkai": sheet(mark("ledger"))})))) is find_form("ledger")


def test_on_the_command_line_it_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No trace, exit code 2, and no file written."""
    start(tmp_path / "school")
    monkeypatch.chdir(tmp_path / "school")
    Path("旧.xls").write_bytes(OLE + b"\0" * 600)
    result = CliRunner().invoke(main, ["import", "旧.xls"], prog_name="gongkai")
    assert result.exit_code == 2
    assert result.output == f"旧.xls：这是旧格式的表格（.xls 或 WPS 的 .et）。{SAVE_AS}\n"
    assert not list(Path().glob("*批注*"))


# Names of cells, formats


def test_names_of_cells() -> None:
    """Letters count without a zero; what is no name is none."""
    assert [column_name(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
    assert reference(5, 28) == "AB5"
    assert [position(ref) for ref in ("B5", "$AB$5", "b5", "5", "A0", "ABCD1", "")] == [
        (5, 2),
        (5, 28),
        (5, 2),
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("code", "date", "month", "percentage", "scaled"),
    [
        ("General", False, False, False, False),
        ("@", False, False, False, False),
        ("#,##0.00", False, False, False, False),
        ('#,##0.00"元"', False, False, False, False),
        ("[Red]#,##0.00_);(#,##0.00)", False, False, False, False),
        ("0.00%", False, False, True, False),
        ("0.00,", False, False, False, True),
        ('0!.0,"万元"', False, False, False, True),
        ("0\\万", False, False, False, True),
        ("yyyy-mm-dd", True, False, False, False),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", True, False, False, False),
        ('yyyy"年"m"月"', True, True, False, False),
        ("yyyy\\-mm;@", True, True, False, False),
        ("h:mm", True, False, False, False),
    ],
)
def test_what_a_format_shows(code: str, date: bool, month: bool, percentage: bool, scaled: bool) -> None:
    """Texts, colours and conditions of a format are not its letters."""
    assert (is_date(code), is_month(code), is_percentage(code), is_scaled(code)) == (date, month, percentage, scaled)


def test_how_many_decimals_a_format_shows() -> None:
    """Of the first section."""
    assert [decimals(code) for code in ("0%", "0.00%", "0.0;-0.000", "General")] == [0, 2, 1, 0]
