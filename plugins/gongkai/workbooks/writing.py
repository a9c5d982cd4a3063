"""A form as a workbook: an explanation, cells to fill in, lists to choose from, and a hidden mark."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from gongkai.workbooks.references import column_name

if TYPE_CHECKING:
    import openpyxl
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

INPUT_COLOUR = "FFFFF9DB"
_HEAD_COLOUR = "FF1F5C57"
_PART_COLOUR = "FFE3EFEC"
_GREY = "FF6B6B6B"
_LINE = "FFD0D0D0"
_FONT = "微软雅黑"


@dataclass(frozen=True, slots=True)
class Input:
    """A cell to fill in, or a column of such cells: what may stand there, and what it shows now.

    `choices` is the name of a list of options; a `strict` one takes nothing else. `format` is Excel's.
    """

    label: str
    help: str = ""
    required: bool = False
    choices: str = ""
    strict: bool = False
    format: str = "@"
    width: int = 16
    value: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Labelled cells, one below the other."""

    heading: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to fill in: its columns, the first rows as far as they are known, and blank rows."""

    heading: str
    columns: tuple[Input, ...]
    rows: tuple[tuple[str, ...], ...]
    blank: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole workbook. `mark` fills the first row of the very hidden sheet that also holds the options."""

    title: str
    sheet: str
    hint: str
    parts: tuple[Block | Grid, ...]
    guide_sheet: str
    guide: tuple[str, ...]
    options_sheet: str
    mark: tuple[str, ...]
    options: tuple[tuple[str, tuple[str, ...]], ...]


def written(plan: Plan) -> bytes:
    """The workbook as a file."""
    from openpyxl import Workbook  # noqa: PLC0415  # slow to import, needed rarely

    book = Workbook()
    guide = book.worksheets[0]
    guide.title = plan.guide_sheet
    _guide(guide, plan)
    sheet = book.create_sheet(plan.sheet)
    names = _options(book, plan)
    _form(sheet, plan, names)
    book.active = 1
    guide.sheet_view.tabSelected = False
    book.properties.creator = "gongkai"
    book.properties.title = plan.title
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _guide(sheet: Worksheet, plan: Plan) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    sheet.column_dimensions["A"].width = 100
    sheet.sheet_view.showGridLines = False
    sheet["A1"] = f"怎样填写“{plan.title}”"
    sheet["A1"].font = Font(name=_FONT, size=16, bold=True, color=_HEAD_COLOUR)
    sheet.row_dimensions[1].height = 32
    for row, line in enumerate(plan.guide, 3):
        cell = sheet.cell(row, 1, line)
        cell.font = Font(name=_FONT, size=11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 22 * (1 + len(line) // 60)


def _options(book: openpyxl.Workbook, plan: Plan) -> dict[str, str]:
    """The very hidden sheet with the mark and the lists; the defined name of each list.

    By name, because Excel moves a list that names another sheet into an extension that others drop.
    """
    from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415

    sheet = book.create_sheet(plan.options_sheet)
    sheet.sheet_state = "veryHidden"
    for column, text in enumerate(plan.mark, 1):
        _plain(sheet, 1, column, text)
    names = {}
    for column, (name, choices) in enumerate(plan.options, 1):
        _plain(sheet, 2, column, name)
        for row, choice in enumerate(choices, 3):
            _plain(sheet, row, column, choice)
        if choices:
            letter = column_name(column)
            area = f"'{plan.options_sheet}'!${letter}$3:${letter}${len(choices) + 2}"
            names[name] = f"{plan.options_sheet}_{column}"
            book.defined_names[names[name]] = DefinedName(names[name], attr_text=area)
    return names


def _plain(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """A text that is never taken for a formula."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"


def _form(sheet: Worksheet, plan: Plan, names: dict[str, str]) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    sheet.sheet_view.showGridLines = False
    sheet["A1"] = plan.title
    sheet["A1"].font = Font(name=_FONT, size=16, bold=True, color=_HEAD_COLOUR)
    sheet.row_dimensions[1].height = 32
    sheet["A2"] = plan.hint
    sheet["A2"].font = Font(name=_FONT, size=10, color=_GREY)
    widths = {1: 18, 2: 26, 3: 22} if len(plan.parts) > 1 else {}
    row = 3
    for part in plan.parts:
        _heading(sheet, row, part, plan)
        if isinstance(part, Block):
            row = _block(sheet, row + 1, part, names)
        else:
            for column, each in enumerate(part.columns, 1):
                widths[column] = max(widths.get(column, 0), each.width)
            row = _grid(sheet, row + 1, part, names)
            if len(plan.parts) == 1:
                sheet.freeze_panes = "A5"
        row += 1
    if len(plan.parts) > 1:
        sheet.freeze_panes = "B3"
    for column, width in widths.items():
        sheet.column_dimensions[column_name(column)].width = width
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _heading(sheet: Worksheet, row: int, part: Block | Grid, plan: Plan) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

    sheet.row_dimensions[row].height = 24
    widest = max([3, *(len(each.columns) for each in plan.parts if isinstance(each, Grid))])
    for column in range(1, widest + 1):
        sheet.cell(row, column).fill = PatternFill("solid", start_color=_PART_COLOUR)
    cell = sheet.cell(row, 1, part.heading)
    cell.font = Font(name=_FONT, size=12, bold=True, color=_HEAD_COLOUR)
    cell.alignment = Alignment(vertical="center")


def _block(sheet: Worksheet, row: int, part: Block, names: dict[str, str]) -> int:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    for each in part.inputs:
        name = sheet.cell(row, 1, _label(each))
        name.font = Font(name=_FONT, size=11, bold=each.required)
        name.alignment = Alignment(vertical="center", indent=1)
        _input(sheet, row, 2, each, each.value)
        note = sheet.cell(row, 3, each.help or None)
        note.font = Font(name=_FONT, size=9, color=_GREY)
        note.alignment = Alignment(vertical="center", indent=1)
        sheet.row_dimensions[row].height = 21
        if validation := _validation(each, names):
            validation.add(f"B{row}")
            sheet.add_data_validation(validation)
        row += 1
    return row


def _grid(sheet: Worksheet, row: int, part: Grid, names: dict[str, str]) -> int:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

    last = row + len(part.rows) + part.blank
    for column, each in enumerate(part.columns, 1):
        cell = sheet.cell(row, column, _label(each))
        cell.font = Font(name=_FONT, size=11, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", start_color=_HEAD_COLOUR)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if validation := _validation(each, names):
            letter = column_name(column)
            validation.add(f"{letter}{row + 1}:{letter}{last}")
            sheet.add_data_validation(validation)
    sheet.row_dimensions[row].height = 44 if any(len(each.label) > 5 for each in part.columns) else 26
    blank = ("",) * len(part.columns)
    for at, values in enumerate((*part.rows, *(blank for _ in range(part.blank))), row + 1):
        for column, (each, value) in enumerate(zip(part.columns, values, strict=True), 1):
            _input(sheet, at, column, each, value)
        sheet.row_dimensions[at].height = 20
    return last + 1


def _label(each: Input) -> str:
    return f"{each.label} *" if each.required else each.label


def _input(sheet: Worksheet, row: int, column: int, each: Input, value: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415

    cell = sheet.cell(row, column)
    if value:
        _plain(sheet, row, column, value)
    side = Side(style="thin", color=_LINE)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.fill = PatternFill("solid", start_color=INPUT_COLOUR)
    cell.font = Font(name=_FONT, size=11)
    cell.number_format = each.format
    is_number = each.format != "@"
    cell.alignment = Alignment(horizontal="right" if is_number else "left", vertical="center", wrap_text=not is_number)


def _validation(each: Input, names: dict[str, str]) -> DataValidation | None:
    """The list to choose from, and the help shown when the cell is selected."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    listed = names.get(each.choices)
    if not listed and not each.help:
        return None
    made = DataValidation(type="list" if listed else None, formula1=listed, allow_blank=True)
    made.showErrorMessage = bool(listed) and each.strict
    made.errorTitle, made.error = "不在可选的词里", "点格子右边的箭头选一个。"
    if each.help:
        made.showInputMessage = True
        made.promptTitle, made.prompt = each.label[:32], each.help[:255]
    return made
