"""From Excel: what was filled in becomes records exactly, and what could be read in two ways is refused in its cell."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result
from gongkai.cli import main
from gongkai.cli.starting import start
from gongkai.findings import Severity
from gongkai.importing import placing
from gongkai.importing.cells import Doubtful, exact
from gongkai.importing.forms import FORMS, find_form
from gongkai.importing.process import Imported, NotImported, bring_in
from gongkai.importing.shapes import Form
from gongkai.load import load
from gongkai.records.finance import Finance
from gongkai.records.proposal import Proposal
from gongkai.rules import check
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.builds import files_of
from tests.workbook_files import MAIN, blank, layout, mark, number, packed, parts, sheet, workbook

TODAY = date(2026, 11, 20)
NEW = "disclosures/finances/2026/ledger-2026-10.yml"


@dataclass
class School:
    """A school's folder, in which workbooks are imported."""

    folder: Path

    def bring(self, data: bytes, name: str = "十月.xlsx") -> Imported:
        file = self.folder / name
        file.write_bytes(data)
        records = self.folder / "disclosures"
        return bring_in(file, (records,), self.folder, records, TODAY)

    def problems(self, data: bytes) -> list[tuple[str, str, str]]:
        """Cell, message and cure of each problem; nothing has been written."""
        before = self.records()
        made = self.bring(data)
        assert made.written == ()
        assert self.records() == before
        return [(each.ref, each.message, each.cure) for each in made.problems]

    def records(self) -> dict[str, bytes]:
        """Every file below the folder of records."""
        return files_of(self.folder / "disclosures")


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    monkeypatch.delenv("GONGKAI_TODAY", raising=False)
    start(tmp_path / "school")
    monkeypatch.chdir(tmp_path / "school")
    return School(tmp_path / "school")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="gongkai")


AT = layout(find_form("ledger"))
ROW = int(AT["收支明细.收支"][1:])
"""The first row of the table of the ledger."""


def ledger(**changed: str) -> dict[str, str]:
    """The cells of a right statement of October; a name such as B11 or a label with its new content."""
    cells = blank("ledger")
    values = {
        "公开范围": "社会",
        "目录项": "财务/收支",
        "期间": "2026-10",
        "单位": "元",
        "编制": "会计",
        "审核": "财务主管",
    }
    cells |= {AT[name]: text for name, text in values.items()}
    cells[AT["期初结余"]] = number(AT["期初结余"], "12800")
    cells[AT["期末结余"]] = number(AT["期末结余"], "13290.3")
    lines = [
        ("收入", "一级", "财政拨款", "1480"),
        ("支出", "一级", "办公费", ""),
        ("支出", "二级", "纸张文具", "600.1"),
    ]
    lines += [("支出", "二级", "设备耗材", "389.6")]
    for row, (side, level, account, amount) in enumerate(lines, ROW):
        cells |= {f"A{row}": side, f"B{row}": level, f"C{row}": account}
        if amount:
            cells[f"D{row}"] = number(f"D{row}", amount)
    for name, text in changed.items():
        ref = AT.get(name, name)
        cells[ref] = text.replace("@", ref)
    return {ref: text for ref, text in cells.items() if text}


INCOME = f"D{ROW}"


# What is right


def test_a_statement_becomes_a_record_as_a_person_would_write_it(school: School) -> None:
    """Keys in the order of the model, money with two decimals, no comment, the number made from the period."""
    made = school.bring(workbook("ledger", ledger()))
    assert made.problems == ()
    assert [path.relative_to(school.folder).as_posix() for path in made.written] == [NEW]
    assert (school.folder / NEW).read_bytes().decode() == (
        "公开范围: 社会\n"
        "目录项: 财务/收支\n"
        "类别: 收支月报\n"
        "期间: 2026-10\n"
        "单位: 元\n"
        "期初: 12800.00\n"
        "收入:\n"
        "  - 科目: 财政拨款\n"
        "    金额: 1480.00\n"
        "支出:\n"
        "  - 科目: 办公费\n"
        "    明细:\n"
        "      - 科目: 纸张文具\n"
        "        金额: 600.10\n"
        "      - 科目: 设备耗材\n"
        "        金额: 389.60\n"
        "期末: 13290.30\n"
        "编制: 会计\n"
        "审核: 财务主管\n"
    )


def test_what_was_imported_checks_clean(school: School) -> None:
    """The record loads, and `gongkai check --strict` objects to nothing."""
    school.bring(workbook("ledger", ledger()))
    assert run("check", "--strict", "--today", "2026-11-20").exit_code == 0


def test_import_on_the_command_line_in_full(school: School) -> None:
    """The table of what was read, then what was written."""
    Path("十月.xlsx").write_bytes(workbook("ledger", ledger()))
    result = run("import", "十月.xlsx", "--today", "2026-11-20")
    assert result.exit_code == 0
    assert result.output == (
        "按“收支月报填报表”读到 1 份：\n"
        "  工作表  编号                     行  合计\n"
        "  表      finances/ledger-2026-10  4   收入 1,480.00 元，支出 989.70 元\n"
        "已写 1 份记录：\n"
        f"  {NEW}\n"
        "Excel 原件不用放进记录文件夹，也不会公布。再运行 gongkai check 看看。\n"
    )


@pytest.mark.parametrize(
    ("content", "amount", "note"),
    [
        ('<c r="@" t="inlineStr"><is><t>1480.00</t></is></c>', "1480.00", "数字存成了文字，读成 1480.00"),
        ('<c r="@" t="inlineStr"><is><t>1,480.00</t></is></c>', "1480.00", "写了千分位，读成 1480.00"),
        ('<c r="@" t="inlineStr"><is><t>１４８０</t></is></c>', "1480.00", "写的是全角数字，读成 1480.00"),
        ('<c r="@" t="inlineStr"><is><t> 1480 </t></is></c>', "1480.00", "前后有空格，读成 1480.00"),
        ('<c r="@"><v>1480.0000000000002</v></c>', "1480.00", ""),
        ('<c r="@"><f>D1+D2</f><v>1480.0000000000002</v></c>', "1480.00", "是公式，读的是算出的值 1480.00"),
        ('<c r="@"><f>SUM(表1[金额])</f><v>1480</v></c>', "1480.00", "是公式，读的是算出的值 1480.00"),
        ('<c r="@"><f t="shared" si="0"/><v>1480</v></c>', "1480.00", "是公式，读的是算出的值 1480.00"),
        ('<c r="@" s="3"><v>1.48E3</v></c>', "1480.00", ""),
    ],
)
def test_amounts_are_exact_and_unusual_ones_are_told(school: School, content: str, amount: str, note: str) -> None:
    """A number stored as text is taken exactly, binary noise of a float never reaches the record; the rest is said."""
    made = school.bring(workbook("ledger", ledger(**{INCOME: content})))
    assert made.problems == ()
    assert f"金额: {amount}\n" in (school.folder / NEW).read_text("utf-8")
    assert [each.message for each in made.drafts.notes] == ([note] if note else [])


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_cents_survive_the_way_through_a_float(cents: int) -> None:
    """Any amount of up to 15 digits, written with 17 digits as Excel does, comes back to the cent."""
    typed = Decimal(cents).scaleb(-2)
    assert exact(f"{float(typed):.17g}") == typed
    assert exact(repr(float(typed))) == typed


@pytest.mark.parametrize("text", ["1234567890123456", "1e15", "1E+300", "-1234567890123456789", "inf", "nan"])
def test_numbers_beyond_fifteen_digits_are_refused(text: str) -> None:
    """Such a number has lost digits before we see it."""
    with pytest.raises(Doubtful):
        exact(text)


def test_a_day_as_a_serial_is_read_where_its_format_shows_a_day(school: School) -> None:
    """46339 with the format of a day is 2026-11-13."""
    made = school.bring(workbook("ledger", ledger(备案日期='<c r="@" s="1"><v>46339</v></c>', 备案号="财备-1")))
    assert made.problems == ()
    assert "备案日期: 2026-11-13\n" in (school.folder / NEW).read_text("utf-8")


def test_a_month_that_excel_made_a_day_is_read_where_it_shows_a_month(school: School) -> None:
    """2026-10 typed in a plain cell becomes the first of October, shown as a month: only that can be meant."""
    made = school.bring(workbook("ledger", ledger(期间='<c r="@" s="5"><v>46296</v></c>')))
    assert made.problems == ()
    assert [each.message for each in made.drafts.notes] == ["变成了日期，读成 2026-10"]


# What is refused, each in its cell


@pytest.mark.parametrize(
    ("where", "content", "message", "cure"),
    [
        (
            INCOME,
            '<c r="@" t="e"><f>SUM(#REF!)</f><v>#REF!</v></c>',
            "这一格显示的是错误 #REF!。",
            "公式引用的格没有了；直接填上值。",
        ),
        (
            INCOME,
            '<c r="@"><f>SUM(D1:D2)</f></c>',
            "这一格是公式，但文件里没有保存算出的值。",
            "用 WPS 或 Excel 打开，保存一次再导入；或直接填上值。",
        ),
        (
            INCOME,
            '<c r="@"><f>[1]Sheet1!A1</f><v>1480</v></c>',
            "这一格的公式引用了别的文件，读不到。",
            "直接填上值（复制，选择性粘贴为数值）。",
        ),
        (
            INCOME,
            '<c r="@"><f>1000000.1-1000000</f><v>9.999999997671694E-2</v></c>',
            "算出来的数是 0.0999999999767169，有 16 位小数；元的金额最多写到分。",
            "在公式外面套上 ROUND(…,2)。",
        ),
        (
            INCOME,
            '<c r="@" t="b"><v>1</v></c>',
            "这一格是逻辑值 TRUE。",
            "填数，如 1480.00；没有发生填 0，不适用填 —。",
        ),
        (INCOME, "一千四", "金额写的是“一千四”，看不懂。", "填数，如 1480.00；没有发生填 0，不适用填 —。"),
        (INCOME, "(260.00)", "写的是“(260.00)”，用括号表示负数。", "是负数就写 -260.00。"),
        (INCOME, "（260）", "写的是“（260）”，用括号表示负数。", "是负数就写 -260。"),
        (INCOME, "14,80", "金额写的是“14,80”，看不懂。", "填数，如 1480.00；没有发生填 0，不适用填 —。"),
        (INCOME, "1480元", "写的是“1480元”，带了货币符号或单位。", "只填数，如 1480.00；单位写在表头。"),
        (INCOME, "￥1480", "写的是“￥1480”，带了货币符号或单位。", "只填数，如 1480.00；单位写在表头。"),
        (INCOME, "0.148万元", "写的是“0.148万元”，带了另一个单位。", "换算成表头“单位”里写的单位，只填数。"),
        (
            INCOME,
            "12%",
            "写的是“12%”，这里要金额，不是百分比。",
            "填数，如 1480.00；没有发生填 0，不适用填 —。",
        ),
        (
            INCOME,
            '<c r="@" s="2"><v>0.12</v></c>',
            "这一格是百分比格式，不是金额。",
            "把格式设成“数值”，重新填金额。",
        ),
        (INCOME, '<c r="@" s="1"><v>46307</v></c>', "这一格变成了日期，不是金额。", "把格式设成“数值”，重新填金额。"),
        (
            INCOME,
            '<c r="@" s="4"><v>1480000</v></c>',
            "这一格的格式把数缩小了显示（如按千、按万），看到的和存的不一样。",
            "把格式设成“数值”，看清真正的数；整张表只用“单位”里写的一个单位。",
        ),
        (
            INCOME,
            '<c r="@"><v>1.2345678901234568E+18</v></c>',
            "这个数超过 15 位，Excel 已经把后面的位数丢掉了。",
            "把格式设成“文本”，再照原样填一次。",
        ),
        (
            INCOME,
            '<c r="@"><v>1480.125</v></c>',
            "这个数是 1480.125，有 3 位小数；元的金额最多写到分。",
            "核对后重新填。",
        ),
        ("备案日期", '<c r="@"><v>46307</v></c>', "写的是数 46307，不是日期。", "写成 2026-10-12 的样子。"),
        (
            "备案日期",
            '<c r="@" s="1"><v>46307.5</v></c>',
            "这一格的日期带了钟点，或者不是一个真的日期。",
            "写成 2026-10-12 的样子，不带钟点。",
        ),
        ("备案日期", "2026-02-30", "日期写的是“2026-02-30”，没有这一天。", "写成 2026-10-12 的样子。"),
        (
            "期间",
            '<c r="@" s="1"><v>46307</v></c>',
            "期间写成了一天（2026-10-12）。",
            "把格式设成“文本”，写成 2026-10 的样子；几个月合报写 2026-01至2026-02。",
        ),
        ("公开范围", "全校", "“公开范围”写的是“全校”，不在可选的词里。", "点格子右边的箭头选：社会、教职工、不公开。"),
        ("公开范围", "", "“公开范围”没有填。", "谁可以看：社会、教职工、不公开。"),
        (f"B{ROW + 2}", "三级", "这一行是三级，上面没有二级。", "在它上面补二级，或改这一行的层级。"),
        (
            f"A{ROW + 2}",
            "收入",
            "这一行是二级“收入”，上面的大项却不是“收入”。",
            "先写收入的一级科目，再写它下面的二级。",
        ),
        (f"D{ROW + 2}", "", "“金额”没有填。", "没有发生填 0，不适用填 —；没有这一项就删去整行。"),
        (f"C{ROW + 2}", "", "“科目”没有填。", "科目名称。"),
        (f"H{ROW}", "多的话", "这一格上面没有栏名，没有读。", "删去它，或移到有栏名的地方。"),
        (
            f"H{ROW - 1}",
            "备注二",
            "不认识的一栏“备注二”。",
            "照模板的栏名写；多出来的一栏删去，要说的话写进“说明”。",
        ),
        ("A5", "公开范 围", "不认识的一项“公开范 围”。", "照模板的名称写，或删去这一行。"),
        ("E8", "乱写", "这一格不在表里，没有读。", "删去它；要说明的话写进“说明”一类的格。"),
        ("编号", "十月", "编号“十月”写法不对。", "在“编号”里写，只用小写字母、数字和“-”，如 canteen-2026-10。"),
        ("编制", "会\u0007计", "文字里有看不见的控制符（U+0007）。", "删去这一格，重新输入。"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(
    school: School, where: str, content: str, message: str, cure: str
) -> None:
    """One slip, the exact sentence, the exact cell; nothing is written and the workbook comes back with it."""
    ref = AT.get(where, where)
    found = school.problems(workbook("ledger", ledger(**{where: content.replace("\u0007", "_x0007_")})))
    assert (ref, message, cure) in found
    if where != "A5":  # a label that is gone is missed as well
        assert len(found) == 1
    sheet_back = load_workbook("十月-批注.xlsx")["表"]
    assert sheet_back[ref].comment.text == f"{message}改法：{cure}"
    assert sheet_back[ref].fill.start_color.rgb == "FFFFC7CE"


def test_merged_cells_are_refused(school: School) -> None:
    """Nobody can tell to which of the cells the value belongs."""
    extra = f'<mergeCells count="1"><mergeCell ref="A{ROW}:B{ROW}"/></mergeCells>'
    assert school.problems(workbook("ledger", ledger(), extra=extra)) == [
        (f"A{ROW}", f"A{ROW}:B{ROW} 合并了单元格，不知道值属于哪一格。", "取消合并，每格各填各的。")
    ]


def test_days_that_count_from_1904_are_refused(school: School) -> None:
    """The same number is another day in such a workbook."""
    cells = ledger(备案日期='<c r="@" s="1"><v>46307</v></c>', 备案号="财备-1")
    sheets = {"表": sheet(cells), "gongkai": sheet(mark("ledger"))}
    data = packed(parts(sheets, before='<workbookPr date1904="1"/>'))
    assert school.problems(data) == [
        (
            AT["备案日期"],
            "这个工作簿按 1904 年起算日期，和别的表差四年，不能照读。",
            "写成文字（格式先设成“文本”），如 2026-10-12。",
        )
    ]


def test_all_problems_come_at_once(school: School) -> None:
    """Three slips on two sheets are three remarks, in the order of the workbook."""
    first = ledger(公开范围="", **{INCOME: "(1)"})
    second = ledger(期间="去年")
    sheets = {"甲": sheet(first), "乙": sheet(second), "gongkai": sheet(mark("ledger"))}
    made = school.bring(packed(parts(sheets)))
    assert [(each.sheet, each.ref) for each in made.problems] == [
        ("甲", AT["公开范围"]),
        ("甲", INCOME),
        ("乙", AT["期间"]),
    ]


# Rules


def test_rules_judge_before_anything_is_written(school: School) -> None:
    """A closing balance that does not add up is found by the same rule as in a record, in its own cell."""
    found = school.problems(workbook("ledger", ledger(期末结余='<c r="@"><v>13290.31</v></c>')))
    assert [(ref, message) for ref, message, _ in found] == [
        (AT["期末结余"], "“期末”写 13,290.31，按期初加收入减支出重算为 13,290.30，相差 0.01。")
    ]


def test_personal_data_is_found_and_never_repeated(school: School) -> None:
    """A mobile number in a note is refused in its cell; neither screen nor returned workbook says it again."""
    data = workbook("ledger", ledger(**{f"G{ROW}": "联系 138" + "12345678"}))
    Path("十月.xlsx").write_bytes(data)
    result = run("import", "十月.xlsx", "--today", "2026-11-20")
    assert result.exit_code == 1
    assert f"工作表“表” G{ROW}：这里有手机号。" in result.output
    assert "12345678" not in result.output
    assert "12345678" not in load_workbook("十月-批注.xlsx")["表"][f"G{ROW}"].comment.text


def test_an_existing_record_is_never_overwritten(school: School) -> None:
    """A month that was disclosed is changed by a correction, and the sentence says how."""
    before = (school.folder / "disclosures/finances/2026/ledger-2026-09.yml").read_bytes()
    assert school.problems(workbook("ledger", ledger(期间="2026-09"))) == [
        (
            AT["期间"],
            "finances/ledger-2026-09 已经有了，没有覆盖它。",
            "公开过的数只能更正：gongkai new 更正 finances/ledger-2026-09；是另一份就换一个编号。",
        )
    ]
    assert (school.folder / "disclosures/finances/2026/ledger-2026-09.yml").read_bytes() == before


def test_one_month_filled_in_twice_is_refused(school: School) -> None:
    """Two sheets of one workbook cannot be the same record."""
    sheets = {"甲": sheet(ledger()), "乙": sheet(ledger()), "gongkai": sheet(mark("ledger"))}
    made = school.bring(packed(parts(sheets)))
    assert [(each.sheet, each.ref, each.message) for each in made.problems] == [
        ("乙", AT["期间"], "编号 finances/ledger-2026-10 在这个工作簿里用了两次。")
    ]


def test_a_rule_about_what_is_missing_points_at_its_cell(school: School) -> None:
    """A statement without its signatures is marked where they belong."""
    assert [(ref, message) for ref, message, _ in school.problems(workbook("ledger", ledger(编制="", 审核="")))] == [
        (AT["编制"], "财务记录没有写“编制”、“审核”。")
    ]


def test_what_a_new_month_does_to_its_neighbour_stops_it_too(school: School) -> None:
    """October joins in between: November's opening no longer follows, and is told at November's own place."""
    october = school.folder / NEW
    later = october.with_name("ledger-2026-11.yml")
    later.write_text(
        "公开范围: 社会\n类别: 收支月报\n期间: 2026-11\n期初: 99.00\n收入:\n  - {科目: 拨款, 金额: 1.00}\n"
        "期末: 100.00\n编制: 会计\n审核: 财务主管\n",
        "utf-8",
    )
    Path("十月.xlsx").write_bytes(workbook("ledger", ledger()))
    result = run("import", "十月.xlsx", "--today", "2026-11-20")
    assert result.exit_code == 1
    assert "disclosures/finances/2026/ledger-2026-11.yml:4:" in result.output
    assert result.output.endswith("\n共 1 处要改，一份记录也没有写。\n")
    assert not october.exists()


def test_a_warning_is_shown_and_does_not_stop(school: School) -> None:
    """A statement published late is written, with the warning beside it."""
    made = school.bring(workbook("ledger", ledger()))
    assert made.written
    assert all(not verdict.stops for verdict in made.verdicts)


# Folders


def test_what_is_not_public_asks_for_its_folder(school: School) -> None:
    """With a folder for staff beside the public one, nothing for staff goes by default to the public one."""
    Path("disclosures-staff").mkdir()
    config = Path("mkdocs.yml")
    text = config.read_text("utf-8")
    assert "records: [disclosures]" in text
    config.write_text(text.replace("records: [disclosures]", "records: [disclosures, disclosures-staff]"), "utf-8")
    staff = ledger(公开范围="教职工", 限制公开理由="内部")
    Path("十月.xlsx").write_bytes(workbook("ledger", staff))
    before = school.records()
    result = run("import", "十月.xlsx", "--today", "2026-11-20")
    assert result.exit_code == 2
    assert result.output == (
        "里面有不向社会公开的记录，而记录文件夹有几个：disclosures、disclosures-staff。"
        "用 --to 写明放进哪一个；什么也没有写。\n"
    )
    assert school.records() == before
    result = run("import", "十月.xlsx", "--to", "disclosures-staff", "--today", "2026-11-20")
    assert result.exit_code == 0, result.output
    assert Path("disclosures-staff/finances/2026/ledger-2026-10.yml").is_file()
    assert school.records() == before


def test_the_same_slip_in_many_cells_is_told_once(school: School) -> None:
    """Ten rows without an amount are one sentence with the first cells and their number; each has its remark."""
    rows: dict[str, str] = {}
    for row in range(ROW + 4, ROW + 14):
        rows |= {f"A{row}": "支出", f"B{row}": "一级", f"C{row}": "办公费"}
    Path("十月.xlsx").write_bytes(workbook("ledger", ledger(**rows)))
    result = run("import", "十月.xlsx", "--today", "2026-11-20")
    first = "、".join(f"D{row}" for row in range(ROW + 4, ROW + 12))
    assert result.output.endswith(
        f"\n工作表“表” {first} 等 10 格：“金额”没有填。\n    改法：没有发生填 0，不适用填 —；没有这一项就删去整行。\n\n"
        "共 10 处要改，一份记录也没有写。\n"
        "同样的话写在 十月-批注.xlsx 的红格批注里；改好它（或原文件）再导入。\n"
    )
    back = load_workbook("十月-批注.xlsx")["表"]
    assert all(back[f"D{row}"].comment for row in range(ROW + 4, ROW + 14))


# Hidden things


def test_hidden_sheets_rows_and_columns_are_named(school: School) -> None:
    """What a clerk does not see is read all the same, or named as unread."""
    hidden = sheet(
        ledger(),
        rows={ROW + 2: ' hidden="1"'},
        columns='<cols><col min="7" max="7" hidden="1"/><col min="3" max="3" hidden="1"/></cols>',
    )
    sheets = {"表": hidden, "旧账": sheet({"A1": "x", "B2": "y"}), "草稿": sheet({"A1": "z"})}
    states = {"旧账": "hidden", "gongkai": "veryHidden"}
    Path("十月.xlsx").write_bytes(packed(parts({**sheets, "gongkai": sheet(mark("ledger"))}, hidden=states)))
    result = run("import", "十月.xlsx", "--today", "2026-11-20")
    assert result.exit_code == 0
    assert f"隐藏的行：“表”第 {ROW + 2} 行，照样读了。\n" in result.output
    assert "隐藏的列：“表”C、G 列，照样读了。\n" in result.output
    assert "隐藏的工作表“旧账”：没有读，里面 2 格有内容。\n" in result.output
    assert "没有读：工作表“草稿”不是填报表，里面 1 格有内容。\n" in result.output
    assert "金额: 600.10\n" in Path(NEW).read_text("utf-8")


# All or none


def two_months() -> bytes:
    november = ledger(期间="2026-11", 期初结余='<c r="@"><v>13290.3</v></c>', 期末结余='<c r="@"><v>13780.6</v></c>')
    return packed(parts({"甲": sheet(ledger()), "乙": sheet(november), "gongkai": sheet(mark("ledger"))}))


def test_several_months_are_written_together(school: School) -> None:
    """A workbook with a sheet for each month becomes as many records."""
    made = school.bring(two_months())
    assert [path.name for path in made.written] == ["ledger-2026-10.yml", "ledger-2026-11.yml"]
    assert run("check", "--strict", "--today", "2026-12-01").exit_code == 0


@pytest.mark.parametrize("error", [OSError("full"), KeyboardInterrupt()])
def test_an_error_between_two_files_leaves_none(
    school: School, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """A full disk at the second file takes back the first, and leaves no folder of ours behind."""
    before = school.records()
    linked: list[Path] = []

    def link(source: Path, target: Path) -> None:
        if linked:
            raise error
        linked.append(target)
        target.write_bytes(source.read_bytes())

    monkeypatch.setattr(placing, "_link", link)
    with pytest.raises(type(error)):
        school.bring(two_months())
    assert len(linked) == 1
    assert school.records() == before
    assert not list((school.folder / "disclosures").glob(".*"))


KILLED_AT_THE_SECOND_FILE = """
import os
from gongkai.cli import main
from gongkai.importing import placing
real, done = placing._link, []
def link(source, target):
    if done:
        os._exit(9)
    done.append(target)
    real(source, target)
placing._link = link
main(["import", "十月.xlsx", "--today", "2026-11-20"])
"""


def test_a_killed_import_is_taken_back_by_the_next(school: School) -> None:
    """Killed between two files, nothing can clean up; the next import does, and says so."""
    before = school.records()
    Path("十月.xlsx").write_bytes(two_months())
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_THE_SECOND_FILE], check=False, capture_output=True)
    assert killed.returncode == 9, killed.stderr
    assert (school.folder / NEW).exists()
    result = run("import", "十月.xlsx", "--today", "2026-11-20")
    assert result.exit_code == 0
    assert result.output.startswith(
        "上次导入写到一半被中断，已先撤回它写下的 1 个文件：finances/2026/ledger-2026-10.yml。\n"
    )
    assert set(school.records()) - set(before) == {
        "finances/2026/ledger-2026-10.yml",
        "finances/2026/ledger-2026-11.yml",
    }


def test_an_error_at_the_first_file_leaves_no_empty_folder(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of a new year is made for the file, and goes with it."""

    def link(source: Path, target: Path) -> None:
        assert target.parent.is_dir()
        raise OSError("full")

    monkeypatch.setattr(placing, "_link", link)
    january = ledger(期间="2027-01", 期初结余='<c r="@"><v>1</v></c>', 期末结余='<c r="@"><v>491.3</v></c>')
    with pytest.raises(OSError, match="full"):
        school.bring(workbook("ledger", january))
    assert not (school.folder / "disclosures/finances/2027").exists()


def test_a_disk_without_links_is_written_all_the_same(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAT and some network disks know no links; the files are copied, and still replace none."""

    def link(source: Path, target: Path) -> None:
        if target.exists():
            raise FileExistsError(17, "exists", str(source), None, str(target))
        raise PermissionError

    monkeypatch.setattr("gongkai.importing.placing.os.link", link)
    assert len(school.bring(two_months()).written) == 2
    assert Path(NEW).read_text("utf-8").endswith("审核: 财务主管\n")


def test_a_file_that_came_meanwhile_is_kept(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves the same number while the import runs: theirs stays, and nothing of ours is left."""
    real = placing.place

    def place(folder: Path, root: Path, paths: Sequence[PurePosixPath]) -> None:
        (school.folder / NEW).write_text("他人: 写的\n", "utf-8")
        real(folder, root, paths)

    monkeypatch.setattr(placing, "place", place)
    with pytest.raises(NotImported, match="刚才已经有了，没有覆盖它"):
        school.bring(two_months())
    assert (school.folder / NEW).read_text("utf-8") == "他人: 写的\n"
    assert not (school.folder / NEW.replace("-10", "-11")).exists()


# The workbook that comes back


def test_the_returned_workbook_keeps_what_it_had(school: School) -> None:
    """Widths, lists to choose from, formats and the hidden sheet are still there; the original is untouched."""
    assert run("template", "收支月报", "模板.xlsx").exit_code == 0
    original = Path("模板.xlsx").read_bytes()
    assert run("import", "模板.xlsx", "--today", "2026-11-20").exit_code == 1
    assert Path("模板.xlsx").read_bytes() == original
    before, after = load_workbook(BytesIO(original))["收支月报"], load_workbook("模板-批注.xlsx")["收支月报"]
    assert after.freeze_panes == before.freeze_panes == "B3"
    assert len(after.data_validations.dataValidation) == len(before.data_validations.dataValidation) > 10
    assert after.column_dimensions["C"].width == before.column_dimensions["C"].width
    assert after["D40"].number_format == before["D40"].number_format
    assert load_workbook("模板-批注.xlsx")["gongkai"].sheet_state == "veryHidden"


def test_remarks_go_when_the_cell_is_mended(school: School) -> None:
    """The returned workbook is mended and imported itself; what was right is not marked again."""
    school.bring(workbook("ledger", ledger(公开范围="", **{INCOME: "(1)"})))
    book = load_workbook("十月-批注.xlsx")
    book["表"][INCOME] = 1480
    book.save("十月-批注.xlsx")
    made = school.bring(Path("十月-批注.xlsx").read_bytes(), "十月-批注.xlsx")
    assert made.returned is not None
    assert made.returned.name == "十月-批注2.xlsx"
    back = load_workbook(made.returned)["表"]
    assert back[INCOME].comment is None
    assert back[AT["公开范围"]].comment is not None


def test_a_file_of_that_name_that_is_not_ours_is_kept(school: School) -> None:
    """The returned workbook takes another name rather than another file's place, and its own place again."""
    Path("十月-批注.xlsx").write_bytes(b"mine")
    for _ in range(2):
        made = school.bring(workbook("ledger", ledger(公开范围="")))
        assert made.returned is not None
        assert made.returned.name == "十月-批注2.xlsx"
    assert Path("十月-批注.xlsx").read_bytes() == b"mine"


def test_a_workbook_with_broken_styles_comes_back_with_its_contents(school: School) -> None:
    """Styles that openpyxl cannot read cost the colours of the original, not the remarks."""
    broken = parts({"表": sheet(ledger(公开范围="")), "gongkai": sheet(mark("ledger"))})
    broken["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}"><fills count="1"><fill/></fills></styleSheet>'
    assert [ref for ref, _, _ in school.problems(packed(broken))] == [AT["公开范围"]]
    back = load_workbook("十月-批注.xlsx")["表"]
    assert back[AT["公开范围"]].comment.text.startswith("“公开范围”没有填。")
    assert back[AT["期间"]].value == "2026-10"


# The other forms


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_template_is_a_form_that_import_knows(school: School, form: Form) -> None:
    """A template straight from the program is recognised, by Chinese and by English name, and found empty."""
    for name in (form.label, form.name):
        target = f"{name}-空.xlsx"
        assert run("template", name, target).exit_code == 0
        sheets = load_workbook(target).sheetnames
        assert sheets == ["说明", form.label, "gongkai"]
        result = run("import", target)
        assert result.exit_code in (1, 2)
        assert "没有填" in result.output or "没有一张填好的" in result.output


def fill(path: str, values: Mapping[str, object], tables: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Fill in a template as a clerk would, by the labels that are to be seen."""
    book = load_workbook(path)
    form = book.worksheets[1]
    rows = {str(row[0].value or "").rstrip(" *"): row[0].row or 0 for row in reversed(list(form.iter_rows(min_row=3)))}
    for label, value in values.items():
        form.cell(rows[label], 2).value = value  # type: ignore[assignment]
    for title, lines in tables.items():
        head = rows[f"【{title}】"] + 1
        columns = {str(cell.value).rstrip(" *"): cell.column for cell in form[head] if cell.value}
        for row, line in enumerate(lines, head + 1):
            for label, value in line.items():
                form.cell(row, columns[label]).value = value  # type: ignore[assignment]
    book.save(path)


STATEMENT = [
    {"收支": "收入", "层级": "一级", "科目": "会费", "金额": 1176},
    {"收支": "支出", "层级": "一级", "科目": "职工活动支出", "金额": 912.5},
]


def test_a_template_begins_with_what_repeats(school: School) -> None:
    """Audience, item, posts and accounts of the last month, never its amounts or notes, nor a year's budget."""
    budget = "公开范围: 教职工\n类别: 收支月报\n期间: 2026\n支出:\n  - {科目: 全年, 金额: 1}\n经办: 某岗\n"
    Path("disclosures/finances/2026/ledger-2026.yml").write_text(budget, "utf-8")
    assert run("template", "收支月报", "月报.xlsx").exit_code == 0
    form = load_workbook("月报.xlsx")["收支月报"]
    values = {str(row[0].value).rstrip(" *"): row[1].value for row in form.iter_rows(min_row=4, max_row=24)}
    assert (values["公开范围"], values["目录项"], values["审核"], values["经办"]) == (
        "社会",
        "财务/收支",
        "财务主管",
        None,
    )
    assert (values["期间"], values["期初结余"], values["期末结余"]) == (None, None, None)
    rows = [tuple(cell.value for cell in row) for row in form.iter_rows(min_row=ROW, max_row=ROW + 5, max_col=7)]
    assert rows == [
        ("收入", "一级", "财政拨款", None, None, None, None),
        ("支出", "一级", "办公费", None, None, None, None),
        ("支出", "二级", "纸张文具", None, None, None, None),
        ("支出", "二级", "设备耗材", None, None, None, None),
        ("支出", "一级", "水电费", None, None, None, None),
        (None,) * 7,
    ]


def test_a_template_offers_the_school_s_own_words(school: School) -> None:
    """Lists to choose from are the school's items, delegations and sessions; anything else is refused by Excel."""
    assert run("template", "提案", "提案.xlsx").exit_code == 0
    book = load_workbook("提案.xlsx")
    options = book["gongkai"]
    lists = {
        column[1].value: [cell.value for cell in column[2:] if cell.value] for column in options.iter_cols(min_row=1)
    }
    assert lists["代表团"] == ["文科组", "理科组", "行政教辅"]
    assert lists["届次"] == ["一届一次"]
    assert "教代会/提案" in lists["目录项"]
    named = {name: each.attr_text for name, each in book.defined_names.items()}
    validations = book["提案"].data_validations.dataValidation
    strict = [each for each in validations if each.type == "list"]
    assert {each.formula1 for each in strict} <= set(named)
    assert all(each.showErrorMessage for each in strict)
    assert book["提案"].freeze_panes == "A5"


def test_a_union_statement_round_trip(school: School) -> None:
    """Members' fees, plan and signatures come out as typed, money to the cent, without any finding."""
    assert run("template", "union", "工会.xlsx").exit_code == 0
    values = {"公开范围": "教职工", "限制公开理由": "按目录只向教职工公开", "期间": "2026-10", "单位": "元"}
    dues = {"实缴人数": 147, "每人": 10, "上缴": 2, "留存": 8}
    signed = {"下月计划": "文体活动", "编制": "工会出纳", "审核": "工会会计", "批准": "工会主席", "盖章": "是"}
    fill("工会.xlsx", {**values, "期初结余": 100, "期末结余": 363.5, **dues, **signed}, {"收支明细": STATEMENT})
    result = run("import", "工会.xlsx", "--today", "2026-11-20")
    assert result.exit_code == 0, result.output
    record = load((school.folder / "disclosures",)).register.get("finances/union-2026-10", Finance)
    assert record is not None
    assert record.content.dues is not None
    assert (record.content.dues.members, record.content.dues.kept) == (147, Decimal("8.00"))
    assert record.content.expense[0].amount is not None
    assert record.content.expense[0].amount.cells == (("", Decimal("912.50")),)


def test_a_group_is_filled_whole_or_not_at_all(school: School) -> None:
    """Members without their fee are asked for the rest of the group, and for nothing else."""
    assert run("template", "union", "工会.xlsx").exit_code == 0
    values = {"公开范围": "社会", "期间": "2026-10", "单位": "元", "期初结余": 100, "期末结余": 363.5, "实缴人数": 147}
    fill("工会.xlsx", values, {"收支明细": STATEMENT})
    made = school.bring(Path("工会.xlsx").read_bytes(), "工会.xlsx")
    assert [each.message for each in made.problems] == ["“每人”没有填。", "“上缴”没有填。", "“留存”没有填。"]


def test_a_canteen_statement_round_trip(school: School) -> None:
    """Both sides, meals and a margin as printed come out as typed."""
    assert run("template", "食堂", "食堂.xlsx").exit_code == 0
    side = {"收入": 1000, "支出": 991.6, "盈余": 8.4, "盈余率": 0.0084}
    values = {"公开范围": "社会", "期间": "2026-10", "单位": "元", "期初结余": 0, "期末结余": 8.4, "经营方式": "自营"}
    values |= {"编制": "食堂会计", "审核": "财务主管"}
    values |= {f"学生伙食{name}": value for name, value in side.items()}
    rows = [
        {"收支": "收入", "层级": "一级", "科目": "学生伙食费", "金额": 1000},
        {"收支": "支出", "层级": "一级", "科目": "原料支出", "金额": 991.6},
    ]
    meals = [{"对象": "学生", "人数": 50, "标准": 10, "天数": 2, "金额": 1000}]
    fill("食堂.xlsx", values, {"收支明细": rows, "用餐人数": meals})
    result = run("import", "食堂.xlsx", "--today", "2026-11-20")
    assert result.exit_code == 0, result.output
    text = Path("disclosures/finances/2026/canteen-2026-10.yml").read_text("utf-8")
    assert "    盈余率: 0.84%\n" in text
    assert "    - 对象: 学生\n      人数: 50\n      标准: 10.00\n      天数: 2\n      金额: 1000.00\n" in text


def test_a_table_of_fees_round_trip(school: School) -> None:
    """A term's fees take the number of the term; 按实结算 stays a dash."""
    assert run("template", "收费", "收费.xlsx").exit_code == 0
    item = {"性质": "代收费", "对象": "初中", "计费单位": "元/生·学期", "自愿": "是", "依据": "代收费管理办法"}
    items: list[dict[str, object]] = [{"项目": "作业本费", "标准": 19, **item}, {"项目": "学生装", "标准": "—", **item}]
    values = {"公开范围": "社会", "期间": "2026-2027学年第一学期", "单位": "元", "监督电话": "0599-5550123"}
    fill("收费.xlsx", values, {"收费项目": items})
    result = run("import", "收费.xlsx", "--today", "2026-11-20")
    assert result.exit_code == 0, result.output
    assert "finances/fees-2026-2027-1  2   2 个收费项目\n" in result.output
    text = Path("disclosures/finances/2026/fees-2026-2027-1.yml").read_text("utf-8")
    assert "监督电话: 0599-5550123\n" in text
    assert "    标准: 19.00\n" in text
    assert "    标准: —\n" in text


def test_proposals_take_the_next_numbers_of_their_session(school: School) -> None:
    """One row is one proposal; asks are a list of their own, and signs that would be Markdown stay signs."""
    assert run("template", "提案", "提案.xlsx").exit_code == 0
    row: dict[str, object] = {
        "届次": "一届一次",
        "公开范围": "社会",
        "类别": "后勤与基建",
        "提交日期": date(2026, 9, 10),
    }
    row |= {"提案人代表团": "理科组", "提案人姓名": "林同", "附议人1代表团": "文科组", "附议人2代表团": "文科组"}
    text = {"案由": "给阅览室换灯", "案据": "灯老旧。\n# 眼睛累\n2. 上课也暗", "建议1": "换灯。", "建议2": "测照度"}
    second: dict[str, object] = {**row, "案由": "添书", "案据": "书少。", "建议1": "买书。"}
    fill("提案.xlsx", {}, {"提案": [{**row, **text}, second]})
    result = run("import", "提案.xlsx", "--today", "2026-09-20")
    assert result.exit_code == 0, result.output
    loaded = load((school.folder / "disclosures",))
    assert loaded.findings == ()
    record = loaded.register.get("proposals/01-01-002", Proposal)
    assert loaded.register.get("proposals/01-01-003", Proposal) is not None
    assert record is not None
    assert record.content.submitted_on == date(2026, 9, 10)
    assert record.content.proposer.name == "林同"
    assert [person.delegation for person in record.content.seconders] == ["文科组", "文科组"]
    assert record.content.grounds == "灯老旧。\n\n\\# 眼睛累\n\n2\\. 上课也暗"
    assert record.content.suggestions == "1. 换灯。\n2. 测照度"


def test_a_rule_about_a_proposal_points_at_its_cell(school: School) -> None:
    """Personal data in the second ask of the second row is refused in the cell of that ask."""
    cells = blank("proposal")
    at = layout(find_form("proposal"))
    filled = {"届次": "一届一次", "公开范围": "社会", "案由": "换灯", "类别": "后勤与基建", "提交日期": "2026-09-10"}
    filled |= {
        "提案人代表团": "理科组",
        "附议人1代表团": "文科组",
        "附议人2代表团": "理科组",
        "案据": "暗。",
        "建议1": "换。",
    }
    for label, text in filled.items():
        ref = at[f"提案.{label}"]
        cells |= {ref: text, ref.replace("5", "6"): text}
    cells[at["提案.建议2"].replace("5", "6")] = "打 138" + "12345678 问问"
    made = school.bring(workbook("proposal", cells))
    assert [(each.ref, each.message) for each in made.problems] == [
        (at["提案.建议2"].replace("5", "6"), "这里有手机号。")
    ]


def test_what_is_written_has_no_error(school: School) -> None:
    """Whatever an import writes has been judged: the folder has no error afterwards."""
    school.bring(two_months())
    loaded = load((school.folder / "disclosures",))
    findings = (*loaded.findings, *check(loaded.register, TODAY))
    assert [finding for finding in findings if finding.level is Severity.ERROR] == []


# The command line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("template", "月报"), "“月报”有几种模板，写明是哪一种：收支月报、食堂、工会经费、收费。\n"),
        (
            ("template", "提安"),
            "没有“提安”这种模板。是不是“提案”？可以写：收支月报（ledger）、食堂（canteen）、工会经费（union）、收费（fees）、提案（proposal）。\n",
        ),
        (("import", "没有.xlsx"), "没有文件“没有.xlsx”。\n"),
        (("import", "mkdocs.yml", "--to", "没有"), "没有文件夹“没有”。检查 --to 后面的名字。\n"),
    ],
)
def test_wrong_use_is_told_in_chinese(school: School, arguments: tuple[str, ...], said: str) -> None:
    """One sentence and exit code 2."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output == said


def test_a_template_never_replaces_a_file(school: School) -> None:
    """What is there already stays."""
    Path("a.xlsx").write_bytes(b"mine")
    result = run("template", "收费", "a.xlsx")
    assert result.exit_code == 2
    assert result.output == "a.xlsx 已经有了，没有改动它。换一个文件名。\n"
    assert Path("a.xlsx").read_bytes() == b"mine"
