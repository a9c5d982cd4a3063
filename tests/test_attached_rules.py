"""What the checker and the gate say of attachments, exceptions and the roster; nothing they say repeats a datum."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from gongkai import examination, publish
from gongkai.findings import Finding, Severity
from gongkai.load import load
from gongkai.publish import edition
from gongkai.records import Audience
from gongkai.report import as_github, as_json, as_text, present
from gongkai.rules import check
from gongkai.settings import find
from gongkai.views.policy.pages import pages
from PIL import Image

from tests.attachment_files import cell, docx, paragraph, xlsx
from tests.board_tree import FILES, board
from tests.conftest import WriteTree
from tests.school import NOTICE, small_school
from tests.submissions import FOLDER, answered, judged, proposal, reply, setting, told

IDENTITY = "99010119900307100X"
MOBILE = "13800001234"

Tree = dict[str, str | bytes]


def attaching(name: str, data: bytes, entry: str = "", **changed: str) -> Tree:
    """An answered proposal with one attachment; its entry stands at line 9, column 11."""
    listed = f"附件: [{{文件: {name}, 标题: 附表{entry}}}]\n---\n## 案据"
    tree: Tree = dict(answered(proposal=proposal().replace("---\n## 案据", listed), **changed))
    return {**tree, f"{FOLDER}/attachments/{name}": data}


def sheet(*rows: tuple[str, ...]) -> bytes:
    written = ""
    for number, row in enumerate(rows, 1):
        cells = "".join(cell(f"{column}{number}", text) for column, text in zip("ABCDE", row, strict=False))
        written += f'<row r="{number}">{cells}</row>'
    return xlsx(written)


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding


def picture(*, placed: bool) -> bytes:
    exif = Image.Exif()
    if placed:
        exif.get_ifd(0x8825)[1] = "N"
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_personal_data_in_an_attachment_is_told_with_its_places() -> None:
    """One finding for a kind in a file, at the attachment's entry, with the first places and how many."""
    rows = (("姓氏", "证件"), *((f"第{n}人", IDENTITY) for n in range(1, 6)))
    finding = only(judged(attaching("a.xlsx", sheet(*rows))))
    assert str(finding.location) == f"{FOLDER}/proposal.md:9:11"
    assert (finding.code.code, finding.level) == ("C45", Severity.ERROR)
    assert finding.message == (
        "附件“a.xlsx”里有身份证号：工作表“名单”B 列第 2 行、工作表“名单”B 列第 3 行、工作表“名单”B 列第 4 行等 5 处。"
    )
    assert finding.cure == "在原文件里删去或遮盖，隐藏的工作表、行、列、批注和修订里的也要删，另存后替换附件。"


def test_the_label_of_a_column_tells_what_a_cell_is() -> None:
    """A date under 出生日期 is a birthday; a date under 日期 is not."""
    data = sheet(("出生日期", "发放日期"), ("1990-03-07", "2026-03-12"))
    assert only(judged(attaching("a.xlsx", data))).message == "附件“a.xlsx”里有出生日期：工作表“名单”A 列第 2 行。"


def test_names_and_authors_in_attachments_are_warnings() -> None:
    """A column of names, and the person who made the file, each once and each with its own cure."""
    assert told(attaching("a.xlsx", sheet(("姓名", "分数"), ("林同", "95"), ("周禾", "96")))) == [
        "proposal.md:9:11 C74 warning"
    ]
    assert told(attaching("a.xlsx", sheet(("姓名", "分数"), ("林*", "95"), ("周某某", "96")))) == []
    made = docx(paragraph("通知"), **{"settings.xml": '<a xmlns="x"/>'})
    by_somebody = xlsx("", parts={"docProps/core.xml": '<a xmlns="x"><creator>林同</creator></a>'})
    assert told(attaching("a.docx", made)) == []
    finding = only(judged(attaching("a.xlsx", by_somebody)))
    assert finding.message == "附件“a.xlsx”里像是有作者的姓名：文件属性。"
    assert finding.cure == "打开文件，在“文件—属性”（“检查文档”）里删去作者、单位，再另存替换。"


@pytest.mark.parametrize(
    ("presets", "level"), [("[初中]", "C74 warning"), ("[小学]", "C45 error"), ("[初中, 小学隐私]", "C45 error")]
)
def test_class_and_name_of_young_pupils_are_an_error(presets: str, level: str) -> None:
    """Where pupils are under fourteen, class and name together stop the build, in prose and in attachments."""
    policy = {"policy.yml": f"预设: {presets}\n" + setting("policy").partition("\n")[2]}
    assert setting("policy").startswith("预设: ")
    prose: Tree = dict(answered(reply_1=reply(text="三年级2班林同获奖，食堂窗口供餐延长到 19:10，由管理员值守。\n")))
    assert told({**prose, **policy}) == [f"reply-1.md:7:6 {level}"]
    table = sheet(("班级", "姓名"), ("三年级2班", "林同"))
    assert told({**attaching("a.xlsx", table), **policy}) == [f"proposal.md:9:11 {level}"]


def test_a_photograph_says_neither_where_it_was_taken_nor_goes_unseen() -> None:
    """The position is an error; what only a person can see is a notice, until somebody has looked."""
    assert told(attaching("a.jpg", picture(placed=False))) == ["proposal.md:9:11 C107 notice"]
    assert told(attaching("a.jpg", picture(placed=False), ", 核对日期: 2026-05-19")) == []
    finding = only(judged(attaching("a.jpg", picture(placed=True), ", 核对日期: 2026-05-19")))
    assert (finding.code.code, finding.message) == ("C45", "附件“a.jpg”里有拍摄位置：照片的属性。")


def test_what_cannot_be_read_is_not_published_however_old() -> None:
    """A locked file is an error also in historic records, where everything else is a notice."""
    history = {"policy.yml": setting("policy").replace("启用日期: 2025-09-01", "启用日期: 2026-05-01")}
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert told({**attaching("a.xlsx", locked), **history}) == ["proposal.md:9:11 C104 error"]


def test_declared_numbers_and_exceptions_hold_in_attachments() -> None:
    """What the school has declared is public there too."""
    exception = f"个人信息例外:\n  - {{文字: {MOBILE}, 理由: 值班手机, 批准: 校长, 至: 2026-05-20}}\n"
    tree = {**attaching("a.txt", f"请打 {MOBILE}".encode()), "policy.yml": setting("policy") + exception}
    assert told(tree) == []


def test_an_expired_exception_is_told_once_at_its_end_date() -> None:
    """The day after its last day the entry itself is the error, with what to do about it."""
    exception = f"个人信息例外:\n  - {{文字: {MOBILE}, 理由: 值班手机, 批准: 校长, 至: 2026-05-19}}\n"
    policy = setting("policy") + exception
    finding = only(judged({**answered(), "policy.yml": policy}))
    line = policy.count("\n")
    assert (
        str(finding.location)
        == f"policy.yml:{line}:{len(f'  - {{文字: {MOBILE}, 理由: 值班手机, 批准: 校长, 至: ') + 1}"
    )
    assert (finding.code.code, finding.message) == ("C45", "这一项个人信息例外到 2026-05-19 为止，已经过期。")


def listed_notice(name: str, data: bytes, **changed: str | bytes) -> dict[str, str | bytes]:
    notice = NOTICE.replace("异议:", f"附件: [{{文件: {name}, 标题: 附表}}]\n异议:")
    tree: dict[str, str | bytes] = {**small_school(), **changed}
    del tree["disclosures/notices/2026/title-2026-1.md"]
    folder = "disclosures/notices/2026/title-2026-1"
    return {**tree, f"{folder}/notice.md": notice, f"{folder}/attachments/{name}": data}


def codes(root: Path, today: date) -> list[str]:
    register = load([root / "disclosures"], root).register
    return [f"{each.code.code} {each.message}" for each in check(register, today)]


def test_a_listed_name_in_an_attachment_is_told_before_it_expires(write_tree: WriteTree) -> None:
    """An attachment is not taken down with the list, so the name must not be in it from the first day."""
    root = write_tree(listed_notice("a.docx", docx(paragraph("经段一苇申报"))))
    assert "R14 附件“a.docx”里有名单上的姓名；附件到期不会自动撤下。" in codes(root, date(2026, 5, 20))


def test_a_hidden_value_in_an_attachment_stops_publishing(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gate unpacks attachments: a name that may not be shown is found in a hidden sheet, and not repeated."""
    rows = f'<row r="3">{cell("B3", "林同")}</row>'
    data = xlsx(
        "", parts={"xl/worksheets/sheet2.xml": f'<worksheet xmlns="x"><sheetData>{rows}</sheetData></worksheet>'}
    )
    monkeypatch.setattr(examination, "check", lambda *_, **__: ())  # the rules would object before the gate does
    root = write_tree(listed_notice("a.xlsx", data))
    with pytest.raises(publish.Refused) as refused:
        edition(find(root / "mkdocs.yml"), date(2026, 5, 20))
    (shown,) = refused.value.shown
    assert (shown.code, shown.path) == ("G01", "notices/title-2026-1/a.xlsx")
    assert shown.message == (
        "这个附件里（工作表“底稿”（已隐藏）B 列第 3 行）有只给教职工看、或尚未公开的内容，已停止发布。"
    )
    root = write_tree(listed_notice("a.xlsx", sheet(("电话", MOBILE))))
    with pytest.raises(publish.Refused) as refused:
        edition(find(root / "mkdocs.yml"), date(2026, 5, 20))
    assert [(each.code, each.path) for each in refused.value.shown] == [("G02", "notices/title-2026-1/a.xlsx")]


def test_no_output_repeats_a_datum(write_tree: WriteTree) -> None:
    """Numbers in texts, in names of files and sheets, and roster names are in no form of a report."""
    secrets = (IDENTITY, MOBILE, "1381111", "林同山", "段一苇")
    book = xlsx(f'<row r="1">{cell("A1", IDENTITY)}</row>')
    sheets = '<sheets><sheet name="13811112222" r:id="worksheet1"/></sheets>'
    workbook = {"xl/workbook.xml": f'<workbook xmlns:r="http://x">{sheets}</workbook>'}
    called = xlsx(f'<row r="1">{cell("A1", "13811112222")}</row>', parts=workbook)
    folder = "disclosures/proposals/2026/05-03-012"
    tree: Mapping[str, str | bytes] = {
        **small_school(),
        "roster.txt": "林同山\n段一苇\n",
        f"disclosures/notices/2026/{MOBILE}.md": NOTICE,
        "disclosures/notices/2026/b-1/notice.md": NOTICE.replace("现予公示。", f"现予公示。林同山提出，电话{MOBILE}。"),
        f"{folder}/attachments/{MOBILE}.xlsx": book,
        f"{folder}/attachments/b.xlsx": called,
        f"{folder}/proposal.md": small_school()[f"{folder}/proposal.md"].replace(
            "类别:", f"附件: [{{文件: {MOBILE}.xlsx, 标题: 甲}}, {{文件: b.xlsx, 标题: 乙}}]\n类别:"
        ),
    }
    root = write_tree(tree)
    loaded = load([root / "disclosures"], root)
    findings = [*loaded.findings, *check(loaded.register, date(2026, 5, 20))]
    assert {"C45", "C105"} <= {each.code.code for each in findings}
    shown = present(findings, loaded.register.documents)
    for text in ("\n".join(map(as_text, shown)), as_json(shown), as_github(shown)):
        assert [secret for secret in secrets if secret in text] == []


ROSTER = {"roster.csv": "工号,姓名\n1,段一苇\n2,林同\n", ".gitignore": "/site/\nroster.txt\nroster.csv\n"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("食堂由段一苇负责延长到 19:10，两个窗口值守。", "reply-1.md:7:4 C105 warning"),
        ("食堂经林同同意延长到 19:10，两个窗口值守。", "reply-1.md:7:4 C105 warning"),
        ("树林同学校食堂相邻，窗口延长到 19:10 供餐。", ""),
        ("园林同意增设座位，窗口延长到 19:10 供餐。", ""),
    ],
)
def test_roster_names_in_prose(text: str, place: str) -> None:
    """A name of the roster in prose is a warning; two characters that are part of other words are not."""
    tree: Tree = {**answered(reply_1=reply(text=f"{text}\n")), **ROSTER}
    assert told(tree) == [place] * bool(place)


def test_roster_names_in_their_fields_and_attachments() -> None:
    """Fields for names are the place for names; an attachment is not, and is told once."""
    named: Tree = dict(
        answered(proposal=proposal().replace("提案人: {代表团: 理科组", "提案人: {代表团: 理科组, 姓名: 林同"))
    )
    assert "姓名: 林同" in str(named[f"{FOLDER}/proposal.md"])
    assert told({**named, **ROSTER}) == []
    finding = only(judged({**attaching("a.docx", docx(paragraph("经办：林同"))), **ROSTER}))
    assert (finding.code.code, finding.message) == ("C105", "附件“a.docx”里有名册上的姓名：正文第 1 段。")
    assert told({**attaching("a.xlsx", sheet(("姓名",), ("林同",))), **ROSTER}) == ["proposal.md:9:11 C74 warning"]
    named = attaching("林同.txt", "说明".encode())
    assert [each.message for each in judged({**named, **ROSTER})] == ["这里有名册上的姓名（林*）。"]


def test_a_roster_that_git_would_take_along_is_told() -> None:
    """The roster itself must stay out of the repository; in GB18030 it is read as well."""
    finding = only(judged({**answered(), "roster.txt": "段一苇\n".encode("gb18030")}))
    assert (str(finding.location), finding.code.code) == ("roster.txt:1:1", "C105")
    assert finding.message == "名册 roster.txt 没有写进 .gitignore，会随仓库流出去。"


def test_exceptions_are_counted_for_everybody_and_explained_to_staff(write_tree: WriteTree) -> None:
    """The rules' page says how many hold and when the first ends; reasons are for staff, the texts for nobody."""
    entries = (
        f"个人信息例外:\n  - {{文字: {MOBILE}, 理由: 值班手机公示, 批准: 校长, 至: 2026-12-31}}\n"
        "  - {文字: 闽A·D12345, 理由: 公务用车公示, 批准: 校长, 至: 2027-06-30}\n"
        "  - {文字: 闽A·D12346, 理由: 过期的, 批准: 校长, 至: 2026-11-19}\n"
    )
    extra = {"policy.yml": FILES["policy.yml"] + entries}
    (public,) = pages(board(write_tree, extra=extra))
    (staff,) = pages(board(write_tree, Audience.STAFF, extra=extra))
    for page in (public, staff):
        assert "2 条，每条都有理由、批准人和期限，最近一条 2026年12月31日到期" in page.html
        assert MOBILE not in page.html
    assert "值班手机公示" not in public.html
    assert "值班手机公示" in staff.html
