"""Attached files are read whole, hidden parts included; what cannot be read says so. All data is invented."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from gongkai.attachments import package as packages
from gongkai.attachments import read
from gongkai.attachments.cleaning import cleaned
from gongkai.attachments.names import fault, visible
from gongkai.attachments.reading import Passage, Reading
from gongkai.attachments.traces import traces
from gongkai.personal import PersonalKind
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter

from tests.attachment_files import cell, docx, package, paragraph, pdf, relations, shared, story, xlsx

IDENTITY = "99010119900307100X"
MOBILE = "13800001234"


def said(name: str, data: bytes) -> list[tuple[str, str]]:
    """Every passage as (place, text), without the links between parts."""
    return [(each.place, each.text) for each in read(name, data).passages if each.place != "链接"]


def places(name: str, data: bytes, text: str) -> list[str]:
    return [place for place, passage in said(name, data) if text in passage]


def test_every_cell_is_read_hidden_or_not() -> None:
    """Hidden sheets, columns and rows are read like others, and the place says that they are hidden."""
    rows = (
        f'<row r="1">{cell("A1", "一")}{cell("C1", "二")}</row>'
        f'<row r="2" hidden="1">{cell("A2", "三")}{cell("C2", "四")}</row><row r="3" ht="0">{cell("A3", "五")}</row>'
    )
    columns = '<cols><col min="3" max="4" width="9" hidden="1"/></cols>'
    second = f'<worksheet xmlns="x"><sheetData><row><c t="str"><v>{IDENTITY}</v></c></row></sheetData></worksheet>'
    data = xlsx(rows, before=columns, parts={"xl/worksheets/sheet2.xml": second})
    assert said("a.xlsx", data)[:6] == [
        ("工作表“名单”A 列第 1 行", "一"),
        ("工作表“名单”C 列（已隐藏）第 1 行", "二"),
        ("工作表“名单”A 列第 2 行（已隐藏）", "三"),
        ("工作表“名单”C 列（已隐藏）第 2 行（已隐藏）", "四"),
        ("工作表“名单”A 列第 3 行（已隐藏）", "五"),
        ("工作表“底稿”（已隐藏）A 列第 1 行", IDENTITY),
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<v>1.10105198001011E+17</v>", "110105198001011000"),  # fifteen digits are all that a number keeps
        ("<v>1.3800001234E10</v>", MOBILE),
        ("<v>990101199003071237</v>", "990101199003071237"),
        ('<f>"请打" &amp; "13800001234"</f><v>0</v>', "0"),
        ("<v>not a number</v>", "not a number"),
    ],
)
def test_numbers_are_read_in_full(written: str, text: str) -> None:
    """A number in a cell is what a person would read, never 1.1E+17."""
    passages = said("a.xlsx", xlsx(f'<row r="1"><c r="B1">{written}</c></row>'))
    assert passages[0] == ("工作表“名单”B 列第 1 行", text)


def test_a_formula_may_hold_text() -> None:
    """What a formula puts together from texts is read as well as what it shows."""
    data = xlsx(f'<row r="1"><c r="B1"><f>"请打"&amp;"{MOBILE}"</f><v>0</v></c></row>')
    assert places("a.xlsx", data, MOBILE) == ["工作表“名单”B 列第 1 行的公式"]


@pytest.mark.parametrize(("base", "serial"), [("", 32939), ('<workbookPr date1904="1"/>', 31477)])
def test_a_date_is_a_date(base: str, serial: int) -> None:
    """A cell that shows a date is read as one, in both calendars of spreadsheets, under its column's label."""
    rows = f'<row r="1">{cell("A1", "出生年月")}</row><row r="2"><c r="A2" s="1"><v>{serial}</v></c></row>'
    book = f'<workbook xmlns:r="http://x">{base}<sheets><sheet name="名单" r:id="worksheet1"/></sheets></workbook>'
    (_, passage, *_) = read("a.xlsx", xlsx(rows, parts={"xl/workbook.xml": book})).passages
    assert (passage.text, passage.lead) == ("1990-03-07", "出生日期")


def test_what_stands_beside_cells() -> None:
    """Comments with their authors, headers, names, caches, left-over texts and properties are read too."""
    comments = (
        '<comments xmlns="x"><authors><author>林同</author></authors><commentList><comment ref="B7" authorId="0">'
        "<text><r><t>138</t></r><r><t>00001234</t></r></text></comment></commentList></comments>"
    )
    cache = f'<pivotCacheDefinition xmlns="x"><sharedItems><s v="{IDENTITY}"/></sharedItems></pivotCacheDefinition>'
    data = xlsx(
        '<row r="1"><c r="A1" t="s"><v>1</v></c></row>',
        sheet=f"<headerFooter><oddHeader>&amp;C{MOBILE}</oddHeader></headerFooter>",
        parts={
            "xl/sharedStrings.xml": shared(f"旧名单{MOBILE}", "现在的"),
            "xl/worksheets/_rels/sheet1.xml.rels": relations(comments="../comments1.xml"),
            "xl/comments1.xml": comments,
            "xl/pivotCache/pivotCacheDefinition1.xml": cache,
            "docProps/core.xml": '<coreProperties xmlns="x"><creator>林同</creator></coreProperties>',
        },
    )
    assert places("a.xlsx", data, MOBILE) == [
        "工作表“名单”的页眉页脚和设置",
        "工作表“名单”B 列第 7 行的批注",
        "已删的单元格留下的文字",
    ]
    assert places("a.xlsx", data, IDENTITY) == ["数据透视表的缓存"]
    authors = [(each.place, each.text) for each in read("a.xlsx", data).passages if each.author]
    assert authors == [("工作表“名单”的批注人", "林同"), ("文件属性", "林同")]


def test_a_paragraph_is_read_across_its_runs_and_through_its_revisions() -> None:
    """Runs join to one text; what a revision deleted or replaced is read as it stood before."""
    deleted = f'<w:del w:author="林同"><w:r><w:delText>{MOBILE}</w:delText></w:r></w:del>'
    inserted = '<w:ins w:author="林同"><w:r><w:t>138****1234</w:t></w:r></w:ins>'
    data = docx(paragraph("请打 138", "0000", "1234") + paragraph("请打 ", deleted, inserted))
    assert said("a.docx", data) == [
        ("正文第 1 段", f"请打 {MOBILE}"),
        ("正文的批注人或修订人", "林同"),
        ("正文第 2 段", "请打 138****1234"),
        ("正文第 2 段（修订里已删的文字）", f"请打 {MOBILE}"),
    ]


def test_what_stands_beside_the_body() -> None:
    """Headers, footnotes, comments, text boxes, captions of pictures and links are read, each with its place."""
    box = f"<w:r><w:txbxContent>{paragraph(MOBILE)}</w:txbxContent></w:r>"
    picture = '<w:drawing><wp:docPr xmlns:wp="x" id="1" descr="林同的照片"/></w:drawing>'
    field = '<w:r><w:instrText>HYPERLINK "mailto:lin@example.com"</w:instrText></w:r>'
    data = docx(
        paragraph("前", box, "后") + paragraph(picture, field),
        header1=story("hdr", paragraph("页眉里的字")),
        footnotes=story("footnotes", f"<w:footnote>{paragraph('脚注里的字')}</w:footnote>"),
        comments=story("comments", f'<w:comment w:author="周禾">{paragraph("批注里的字")}</w:comment>'),
    )
    found = dict(said("a.docx", data))
    assert found["正文第 2 段"] == MOBILE
    assert found["正文第 1 段"] == "前后"
    assert found["正文的图片说明"] == "林同的照片"
    assert found["正文第 3 段的域代码"] == 'HYPERLINK "mailto:lin@example.com"'
    assert found["页眉第 1 段"] == "页眉里的字"
    assert found["脚注第 1 段"] == "脚注里的字"
    assert found["批注第 1 段"] == "批注里的字"
    assert found["批注的批注人或修订人"] == "周禾"


def test_a_table_of_a_document_has_labels() -> None:
    """A cell is announced by the label to its left or on top of its column."""
    rows = (("姓名", "出生日期"), ("林同", "1990-03-07"))
    table = "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) + "</w:tr>" for row in rows)
    passages = read("a.docx", docx(f"<w:tbl>{table}</w:tbl>")).passages
    assert [(each.place, each.text, each.lead) for each in passages[2:4]] == [
        ("第 1 个表格第 2 行第 1 格", "林同", "姓名"),
        ("第 1 个表格第 2 行第 2 格", "1990-03-07", "出生日期"),
    ]


def test_slides_and_their_notes_are_read() -> None:
    """Text split over runs is one; each slide and each page of notes has its number."""
    text = '<s xmlns:a="x"><a:p><a:r><a:t>{}</a:t></a:r><a:r><a:t>{}</a:t></a:r></a:p></s>'
    data = package({
        "_rels/.rels": relations(officeDocument="ppt/presentation.xml"),
        "ppt/presentation.xml": '<presentation xmlns="x"/>',
        "ppt/slides/slide3.xml": text.format("138", "00001234"),
        "ppt/notesSlides/notesSlide2.xml": text.format("备", "注"),
    })  # fmt: skip
    assert said("a.pptx", data) == [("第 3 张幻灯片", MOBILE), ("第 2 页备注", "备注")]


def test_a_file_within_a_file_is_read() -> None:
    """A workbook in a document and a photograph in it are read with their names; a third storey is refused."""
    inner = xlsx(f'<row r="1">{cell("A1", MOBILE)}</row>')
    data = docx(paragraph("见表"), **{"embeddings/table.xlsx": inner, "media/photo.jpg": photo()})
    assert places("a.docx", data, MOBILE) == ["里面的“table.xlsx”工作表“名单”A 列第 1 行"]
    kinds = [(each.place, each.kind) for each in read("a.docx", data).passages if each.kind]
    assert kinds == [("里面的“photo.jpg”照片的属性", PersonalKind.location)]
    for _ in range(3):
        data = docx(paragraph("再套一层"), **{"embeddings/inner.docx": data})
    assert read("a.docx", data).problem.endswith("文件里套文件，套得太深。")
    unknown = docx(paragraph("见对象"), **{"embeddings/oleObject1.bin": b"x"})
    assert read("a.docx", unknown).problem == "里面的“oleObject1.bin”：程序读不了 .bin 文件，不能公布。"


def test_the_text_layer_of_a_pdf_is_read_under_black_bars() -> None:
    """A bar drawn over a number hides it from eyes only; notes, authors and links are read as well."""
    note = "<< /Type /Annot /Subtype /Text /Contents (13900001234) /T (Lin) /Rect [0 0 1 1] >>"
    link = "<< /Type /Annot /Subtype /Link /A << /S /URI /URI (mailto:lin@example.com) >> /Rect [0 0 1 1] >>"
    stream = f"BT /F1 12 Tf 20 20 Td ({MOBILE}) Tj ET 0 0 0 rg 10 10 200 30 re f"
    data = pdf(stream, page="/Annots [6 0 R 7 0 R]", objects=(note, link))
    assert said("a.pdf", data) == [
        ("第 1 页", MOBILE),
        ("第 1 页的批注", "13900001234"),
        ("第 1 页的批注", "Lin"),
        ("第 1 页的批注", "mailto:lin@example.com"),
    ]


def test_a_scanned_page_is_named() -> None:
    """A page without a text layer is left to a person; properties and enclosed files are read all the same."""
    writer = PdfWriter(clone_from=BytesIO(pdf("10 10 200 30 re f")))
    writer.add_metadata({"/Author": "林同"})
    writer.add_attachment("名单.csv", f"电话,{MOBILE}".encode())
    file = BytesIO()
    writer.write(file)
    found = read("a.pdf", file.getvalue())
    assert found.unseen == "第 1 页（没有文字层的扫描图）"
    assert ("文件属性", "林同", True) in [(each.place, each.text, each.author) for each in found.passages]
    assert places("a.pdf", file.getvalue(), MOBILE) == ["里面的“名单.csv”第 1 行第 2 列"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_in_every_encoding(encoding: str) -> None:
    """Notepad and Excel write four encodings; cells have their labels, and lines stay together."""
    table = read("a.csv", f'班级,姓名\n三年级2班,"林同"\n备注,{MOBILE}\n'.encode(encoding)).passages
    assert [(each.place, each.text, each.lead) for each in table[2:4]] == [
        ("第 2 行第 1 列", "三年级2班", "班级"),
        ("第 2 行第 2 列", "林同", "姓名"),
    ]
    assert said("a.txt", "甲\n990101\n19900307\n1237\n\n乙\n".encode(encoding)) == [
        ("第 1 行起", "甲\n990101\n19900307\n1237"),
        ("第 6 行", "乙"),
    ]


def photo(*, author: bytes = b"", comment: bytes = b"") -> bytes:
    """A picture that knows where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (26.0, 38.0, 1.0)})
    if author:
        exif[0x013B] = author
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif, comment=comment)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_what_a_camera_wrote(encoding: str) -> None:
    """Position, author and comment of a photograph; what it shows is left to a person."""
    found = read("a.jpg", photo(author="林同".encode(encoding), comment=b"lin@example.com"))
    assert [(each.place, each.text, each.author, each.kind) for each in found.passages] == [
        ("照片的属性", "", False, PersonalKind.location),
        ("照片的属性", "林同", True, None),
        ("图片的附注", "lin@example.com", False, None),
    ]
    assert found.unseen == "图片上的字和人脸"


def test_notes_of_a_png() -> None:
    """Texts that programs append to a picture are read."""
    notes = PngInfo()
    notes.add_text("Author", "林同")
    notes.add_itxt("Comment", f"电话 {MOBILE}")
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG", pnginfo=notes)
    assert said("a.png", file.getvalue()) == [("图片的附注", "林同"), ("图片的附注", f"电话 {MOBILE}")]


def test_what_an_agency_wrote_into_a_photograph() -> None:
    """Author and caption in the older form (IPTC), which picture editors still write."""
    entries = b"".join(
        b"\x1c\x02" + number + len(text).to_bytes(2, "big") + text
        for number, text in ((b"\x50", "林同".encode()), (b"\x78", f"电话 {MOBILE}".encode()))
    )
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + len(entries).to_bytes(4, "big") + entries
    segment = b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block
    plain = photo()
    found = read("a.jpg", plain[:2] + segment + plain[2:]).passages
    assert [(each.place, each.text, each.author) for each in found[-2:]] == [
        ("照片的说明", "林同", True),
        ("照片的说明", f"电话 {MOBILE}", False),
    ]


@pytest.mark.parametrize("side", [12_000, 60_000])
def test_a_picture_that_claims_to_be_huge_is_not_unpacked(side: int) -> None:
    """A few bytes may claim any number of pixels; the claim is enough to refuse."""
    size = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in ((b"IHDR", size), (b"IDAT", b"x"))
    )
    assert read("a.png", b"\x89PNG\r\n\x1a\n" + chunks).problem == "图片大得不正常，没有读入。"


def test_what_a_document_keeps_out_of_sight() -> None:
    """Variables of a document are read, and a web page enclosed in it is refused with its name."""
    variables = '<w:settings xmlns:w="x"><w:docVars><w:docVar w:name="a" w:val="13800001234"/></w:docVars></w:settings>'
    assert len(places("a.docx", docx(paragraph("字"), settings=variables), MOBILE)) == 1
    enclosed = docx(paragraph("字"), **{"afchunk.mht": b"<p>"})
    assert read("a.docx", enclosed).problem == "里面的“afchunk.mht”：程序读不了 .mht 文件，不能公布。"


def locked() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf("")))
    writer.encrypt("密码")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def with_password() -> bytes:
    file = bytearray(docx(paragraph("字")))
    for at in range(len(file) - 3):
        if file[at : at + 4] == b"PK\x01\x02":
            file[at + 8] |= 1  # the flag of an encrypted entry
    return bytes(file)


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


ANOTHER = "用 WPS 或 Office 打开，另存为新的文件再登记；打不开的，换一份。"
ANY = "换成 xlsx、docx、pptx、pdf、csv、txt 或常见的图片；不公布的文件移出仓库。"
NEWER = "去掉密码，用 WPS 或 Office 另存为新格式。"

REFUSED: dict[str, tuple[str, Callable[[], bytes], str, str]] = {
    "old table": ("a.xls", lambda: OLD, "程序读不了 .xls 文件，不能公布。", "用 WPS 或 Excel 打开，另存为 .xlsx。"),
    "old text": (
        *("a.DOC", lambda: OLD, "程序读不了 .doc 文件，不能公布。"),
        "用 WPS 或 Word 打开，另存为 .docx，或导出为 PDF。",
    ),
    "macros by name": (
        *("a.xlsm", lambda: b"", "程序读不了 .xlsm 文件，不能公布。"),
        "另存为不带宏的 .xlsx、.docx 或 .pptx。",
    ),
    "macros within": (
        *("a.docx", lambda: docx("", **{"vbaProject.bin": b"x"}), "文件里有宏（程序），不能公布。"),
        "另存为不带宏的 .xlsx 或 .docx。",
    ),
    "archive": ("a.zip", lambda: b"", "程序读不了 .zip 文件，不能公布。", "解开压缩包，要公布的文件一个一个登记。"),
    "ofd": ("a.ofd", lambda: b"", "程序读不了 .ofd 文件，不能公布。", "用版式阅读软件打开，导出为 PDF。"),
    "no suffix": ("名单", lambda: b"", "文件没有扩展名，不能公布。", ANY),
    "web page": ("a.html", lambda: b"", "程序读不了 .html 文件，不能公布。", ANY),
    "password": ("a.xlsx", lambda: OLD, "文件有打开密码，或是改了扩展名的旧格式，程序读不了。", NEWER),
    "encrypted parts": ("a.docx", with_password, "文件加了密，程序读不了。", "去掉密码，另存后再登记。"),
    "damaged": ("a.docx", lambda: b"PK\x03\x04 broken", "文件损坏，读不完整。", ANOTHER),
    "another package": (
        *("a.xlsx", lambda: package({"a.txt": b"x"})),
        *("这不是 xlsx、docx 或 pptx 文件，只是用了这样的扩展名。", ANOTHER),
    ),
    "locked pdf": ("a.pdf", locked, "PDF 有密码或权限限制，程序读不了。", "重新导出为没有密码和限制的 PDF。"),
    "damaged pdf": ("a.pdf", lambda: b"%PDF-1.7", "PDF 损坏，读不完整。", "用 WPS 或浏览器打开，重新导出为 PDF。"),
    "no picture": ("a.jpg", lambda: b"<html>", "图片损坏，或者不是图片。", "用看图软件打开，另存为 JPG 或 PNG。"),
    "no text": (
        *("a.txt", lambda: b"\x00\x01\xff", "不是文本文件，或编码读不懂。"),
        "用记事本打开，“另存为”时编码选 UTF-8。",
    ),
    "too large": ("a.txt", lambda: b"a" * (20 * 1024 * 1024 + 1), "超过 20 MB，没有读入。", "压缩图片或分成几个文件。"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_says_what_to_do(case: str) -> None:
    """Old, locked, programmed, damaged and foreign files each get their own answer, and no passage."""
    name, make, problem, cure = REFUSED[case]
    found = read(name, make())
    assert (found.problem, found.cure, found.passages) == (problem, cure, ())


BOMB = "解开以后大得不正常，没有读入。"


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """One huge part, huge parts together, too many parts and too deep a tree are all refused."""
    assert read("a.docx", docx("<w:p/>" * 3_000_000)).problem == BOMB
    assert read("a.docx", docx("<a>" * 300 + "</a>" * 300)).problem == BOMB
    monkeypatch.setattr(packages, "MAX_WHOLE", 3_000)
    assert read("a.docx", docx(paragraph("字" * 1_000), header1=story("hdr", paragraph("字" * 1_000)))).problem == BOMB
    monkeypatch.setattr(packages, "MAX_PARTS", 2)
    assert read("a.docx", docx(paragraph("字"), header1=story("hdr", ""))).problem == BOMB


@pytest.mark.parametrize(
    "declared", ['<!DOCTYPE a [<!ENTITY b "13800001234">]>', '<!DOCTYPE a SYSTEM "http://a.example/">']
)
def test_no_document_type_is_followed(declared: str) -> None:
    """Entities that unfold, or that lie elsewhere, are refused unread."""
    parts = {"_rels/.rels": relations(officeDocument="word/document.xml"), "word/document.xml": f"{declared}<a>x</a>"}
    assert read("a.docx", package(parts)).problem == "文件损坏，读不完整。"


WHOLE = {
    "a.xlsx": xlsx(f'<row r="1">{cell("A1", "姓名")}<c r="B1" s="1"><v>32939</v></c></row>'),
    "a.docx": docx(paragraph("字", MOBILE), header1=story("hdr", paragraph("字"))),
    "a.pdf": pdf(f"BT /F1 12 Tf 20 20 Td ({MOBILE}) Tj ET"),
    "a.jpg": photo(author=b"Lin"),
    "a.csv": "姓名,电话\n".encode(),
}


@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 10_000), st.binary(max_size=20), st.integers(0, 40))
def test_no_damage_is_a_crash(name: str, at: int, put: bytes, cut: int) -> None:
    """Whatever is broken in a file, the answer is a reading or a refusal."""
    data = WHOLE[name]
    at %= len(data)
    found = read(name, data[:at] + put + data[at + cut :])
    assert bool(found.problem) is bool(found.cure)


@given(st.sampled_from(["a.xlsx", "a.docx"]), st.integers(0, 10_000), st.binary(max_size=20), st.integers(0, 40))
def test_no_damage_within_a_part_is_a_crash(name: str, at: int, put: bytes, cut: int) -> None:
    """The same for parts that unpack without fault."""
    with zipfile.ZipFile(BytesIO(WHOLE[name])) as opened:
        parts: dict[str, str | bytes] = {part: opened.read(part) for part in opened.namelist()}
    part = sorted(parts)[at % len(parts)]
    content = parts[part]
    assert isinstance(content, bytes)
    at %= len(content)
    parts[part] = content[:at] + put + content[at + cut :]
    found = read(name, package(parts))
    assert bool(found.problem) is bool(found.cure)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (f'<w:p><w:bookmarkStart w:id="0" w:name="T{MOBILE}"/></w:p>', "正文的书签"),
        (f'<w:p><w:fldSimple w:instr="HYPERLINK tel:{MOBILE}"/></w:p>', "正文的域代码"),
        (f'<w:sdt><w:sdtPr><w:alias w:val="{MOBILE}"/></w:sdtPr></w:sdt>', "正文的内容控件"),
        (f'<w:sdt><w:sdtPr><w:listItem w:displayText="{MOBILE}"/></w:sdtPr></w:sdt>', "正文的内容控件"),
        (f'<w:p><w:docPr name="{MOBILE}.jpg"/></w:p>', "正文的图片说明"),
    ],
)
def test_what_a_document_says_in_its_markup_is_read(body: str, place: str) -> None:
    """Bookmarks, fields, controls and names of pictures are typed by people as well."""
    assert places("a.docx", docx(body), MOBILE) == [place]


def test_names_and_remarks_of_a_package_are_read() -> None:
    """A picture keeps the name it had before it was inserted, and a filter the values it was set to."""
    assert "里面文件的名称" in places("a.docx", docx("", **{f"{MOBILE}.rels": "<a/>"}), MOBILE)
    remarked = BytesIO(xlsx())
    with zipfile.ZipFile(remarked, "a") as opened:
        opened.comment = MOBILE.encode()
    assert places("a.xlsx", remarked.getvalue(), MOBILE) == ["压缩包的附注"]
    filtered = xlsx(sheet=f'<autoFilter><filters><filter val="{MOBILE}"/></filters></autoFilter>')
    assert places("a.xlsx", filtered, MOBILE) == ["工作表“名单”的提示"]


def test_a_cameras_remark_in_wide_letters_is_read() -> None:
    """The remark of a photograph may be UTF-16, told by its first eight bytes."""
    picture, exif = BytesIO(), Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + MOBILE.encode("utf-16-le")
    Image.new("RGB", (2, 2)).save(picture, "JPEG", exif=exif)
    assert places("a.jpg", picture.getvalue(), MOBILE) == ["照片的属性"]


def test_what_the_program_noted_is_not_published() -> None:
    """Author, company, reviewers, the folder it lay in: gone; every other part is as it was."""
    core = '<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:creator>林同</dc:creator></cp:coreProperties>'
    path = '<x:absPath xmlns:x="x" url="C:\\Users\\林同\\"/>'
    away = f'<workbook xmlns="s"><fileSharing userName="林同"/>{path}<sheets/></workbook>'
    rels = (
        '<Relationships><Relationship Id="a" Type="t" Target="docProps/thumbnail.jpeg"/>'
        '<Relationship Id="b" Type="t" Target="xl/workbook.xml"/></Relationships>'
    )
    data = package({
        "_rels/.rels": rels,
        "docProps/core.xml": core,
        "docProps/app.xml": "<Properties><Company>某公司</Company></Properties>",
        "package/services/metadata/core-properties/1a2b.psmdcp": core,
        "docProps/thumbnail.jpeg": b"picture",
        "xl/workbook.xml": away,
        "xl/worksheets/sheet1.xml": "<worksheet/>",
    })  # fmt: skip
    with zipfile.ZipFile(BytesIO(cleaned("a.XLSX", data))) as made:
        parts = {name: made.read(name).decode() for name in made.namelist()}
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert sorted(parts) == [
        *("_rels/.rels", "docProps/app.xml", "docProps/core.xml"),
        "package/services/metadata/core-properties/1a2b.psmdcp",
        *("xl/workbook.xml", "xl/worksheets/sheet1.xml"),
    ]
    assert not any(word in text for text in parts.values() for word in ("林同", "某公司", "thumbnail"))
    assert "<sheets/>" in parts["xl/workbook.xml"]
    assert 'Target="xl/workbook.xml"' in parts["_rels/.rels"]
    assert cleaned("a.xlsx", data) == cleaned("a.xlsx", data)
    assert cleaned("a.csv", b"1,2") == b"1,2"


def test_the_template_of_a_document_names_nobody() -> None:
    """The path of a template holds its author's name; what else the part refers to stays."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    path = "file:///C:\\Users\\林同\\公文.dotx"
    rels = (
        f'<Relationships><Relationship Id="a" Type="{kind}/attachedTemplate" Target="{path}" TargetMode="External"/>'
        f'<Relationship Id="b" Type="{kind}/other" Target="b.xml"/></Relationships>'
    )
    data = package({
        "word/settings.xml": '<w:settings><w:attachedTemplate r:id="a"/><w:zoom w:percent="100"/></w:settings>',
        "word/_rels/settings.xml.rels": rels,
    })  # fmt: skip
    with zipfile.ZipFile(BytesIO(cleaned("a.docx", data))) as made:
        said = made.read("word/settings.xml").decode()
        kept = made.read("word/_rels/settings.xml.rels").decode()
    assert said.endswith('?><w:settings><w:zoom w:percent="100"/></w:settings>')
    assert kept.endswith(f'<Relationships><Relationship Id="b" Type="{kind}/other" Target="b.xml"/></Relationships>')


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("工作表“名单”的批注", ("批注",)),
        ("正文第 3 段（修订里已删的文字）", ("修订",)),
        ("工作表“底稿”（已隐藏）B 列第 3 行", ("隐藏的工作表",)),
        ("第 2 页备注", ("幻灯片的备注",)),
        ("里面的“表1.xlsx”工作表“a”A 列第 1 行", ("嵌在里面的文件",)),
        ("正文第 1 段", ()),
        ("文件属性", ()),
        ("里面的“图1.png”图片说明", ()),
    ],
)
def test_traces_of_editing_are_named(place: str, named: tuple[str, ...]) -> None:
    """What a reader does not see and a stranger finds; properties are cleaned, so they are no fault of the author's."""
    assert traces(Reading((Passage(place, "话"),))) == named
    assert traces(Reading((Passage(place, " "),))) == ()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("报价表.csv", ""),
        ("2026年3月（终稿）-1.xlsx", ""),
        ("v1.2.pdf", ""),
        ("报价.html.csv", "有两个扩展名"),
        ("名单.pdf.xlsx", "有两个扩展名"),
        ("cod\u202efdp.csv", "里有看不见的字符"),
        ("a\nb.csv", "里有看不见的字符"),
        ("..\\..\\a.csv", "里有 \\"),
        ("a?b#c.csv", "里有 # ?"),
        (".htaccess", "的头尾有空格、点或减号"),
        ("aux.csv", "是 Windows 留给设备的名字"),
        ("长" * 60 + ".csv", "太长"),
    ],
)
def test_names_that_mislead_are_refused(name: str, wrong: str) -> None:
    """A name says what the file is and can be an address on every system."""
    assert fault(name) == wrong
    assert "\u202e" not in visible(name)
