"""From the sheets of a filled-in form to drafts of records, each value with the cell that it came from.

Whatever is not as the form has it (a label, a column, a cell outside, a merged cell) is a problem and
not a guess: one problem per cell, all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongkai.importing.cells import Doubtful, Read, read
from gongkai.importing.drafts import Draft, Drafts, Options, Place, Remark
from gongkai.importing.forms import FORMS
from gongkai.importing.rows import Line, nested
from gongkai.importing.shapes import (
    GUIDE_SHEET,
    LEVELS,
    MARK,
    OPTIONS_SHEET,
    VERSION,
    Field,
    Form,
    Shape,
    Table,
    Values,
)
from gongkai.records.fields import excerpt
from gongkai.workbooks import Cell, Kind, Sheet, Unreadable, Workbook
from gongkai.workbooks import formats as looks
from gongkai.workbooks.references import position


def form_of(workbook: Workbook) -> Form:
    """The form that a workbook was made from; raises Unreadable."""
    marked = workbook.sheet(OPTIONS_SHEET)
    cells = marked.cells if marked else {}
    mark, name, version = (cells.get((1, column)) for column in (1, 2, 3))
    form = next((form for form in FORMS if name and form.name == name.text), None)
    if mark is None or mark.text != MARK or form is None:
        kinds = "、".join(form.label for form in FORMS)
        raise Unreadable(
            f"这个工作簿不是用 gongkai template 生成的模板，认不出哪一格是什么，没有读。可以生成的模板：{kinds}。"
        )
    if version is None or version.text != str(VERSION):
        raise Unreadable(
            f"这个工作簿用的是另一版模板，没有读。用 gongkai template {form.label} 重新生成一份，把数填过去。"
        )
    return form


def draft(workbook: Workbook, form: Form, options: Options) -> Drafts:
    """Read every sheet of the form."""
    found = Drafts(form)
    for sheet in workbook.sheets:
        title = sheet.cells.get((1, 1))
        if title and title.kind is Kind.TEXT and title.text.strip() == form.title:
            _SheetReader(sheet, found, options, workbook.counts_from_1904).read()
        elif sheet.cells and sheet.name not in (OPTIONS_SHEET, GUIDE_SHEET):
            found.unread.append(sheet.name)
    if not found.drafts and not found.problems:
        raise Unreadable(f"没有一张填好的“{form.title}”。表的 A1 格要保留“{form.title}”；数填在浅黄色的格里。")
    return found


def heading(part: Values | Table) -> str:
    """What stands above a part of a form."""
    return f"【{part.title}】"


def label(typed: str) -> str:
    """A label without the star that marks it as required."""
    return typed.strip().rstrip("*＊").strip()


class _SheetReader:
    """Reads one sheet of a form into one draft, or into one draft per row."""

    def __init__(self, sheet: Sheet, found: Drafts, options: Options, from_1904: bool) -> None:
        self.sheet, self.found, self.form = sheet, found, found.form
        self.options, self.from_1904 = options, from_1904
        self.draft = Draft(found.form, (sheet.name, 1, 1))
        self.decimals = 2
        self.last = max((row for row, _ in sheet.cells), default=0)

    def read(self) -> None:
        before = len(self.found.problems)
        self.merged()
        for part, first, last in self.parts():
            if isinstance(part, Values):
                self.values(part, first + 1, last)
            elif columns := self.header(part, first + 1, last):
                self.table(part, columns, first + 2, last)
        if not self.form.many and (self.draft.data or len(self.found.problems) > before):
            self.found.drafts.append(self.draft)

    def parts(self) -> Iterator[tuple[Values | Table, int, int]]:
        """Each part with the row of its heading and its last row."""
        starts = {}
        for part in self.form.parts:
            rows = [row for (row, column), cell in self.sheet.cells.items() if column == 1 and _is(cell, heading(part))]
            if len(rows) == 1:
                starts[rows[0]] = part
            else:
                message = (
                    f"找不到“{heading(part)}”这一行。" if not rows else f"“{heading(part)}”出现了 {len(rows)} 次。"
                )
                self.object(rows[-1] if rows else 1, 1, message, "照模板恢复；一张表只填一份，另一份复制整张工作表。")
        ends = [*sorted(starts)[1:], self.last + 1]
        for first, after in zip(sorted(starts), ends, strict=False):
            yield starts[first], first, after - 1
        for (row, column), cell in self.sheet.cells.items():
            if 2 < row < min(starts, default=0):
                self.object(row, column, f"这里写的“{excerpt(cell.text)}”没有读。", "表头上方不填内容，删去它。")

    def merged(self) -> None:
        for area in self.sheet.merged:
            first = position(area.partition(":")[0])
            if first and first[0] > 2:
                self.object(*first, f"{area} 合并了单元格，不知道值属于哪一格。", "取消合并，每格各填各的。")

    def values(self, part: Values, first: int, last: int) -> None:
        """A part of labelled values: label, value, explanation."""
        fields = {each.label: each for each in part.fields}
        seen: dict[str, Place] = {}
        filled: set[str] = set()
        for row in range(first, last + 1):
            typed = self.sheet.cells.get((row, 1))
            value = self.sheet.cells.get((row, 2))
            for column in sorted(column for at, column in self.sheet.cells if at == row and column > 3):
                self.object(row, column, "这一格不在表里，没有读。", "删去它；要说明的话写进“说明”一类的格。")
            if typed is None and value is None:
                continue
            name = label(typed.text) if typed else ""
            if name not in fields:
                self.object(
                    row, 1 if typed else 2, f"不认识的一项“{excerpt(name)}”。", "照模板的名称写，或删去这一行。"
                )
                continue
            if name in seen:
                self.object(row, 1, f"“{name}”写了两次。", "只留一行。")
                continue
            seen[name] = (self.sheet.name, row, 2)
            found = self.cell(value, fields[name]) if value else None
            if value:
                filled.add(name)
            if found:
                self.take(fields[name], found.text, seen[name])
        self.required(part.fields, seen, filled, first)

    def take(self, field: Field, text: str, place: Place) -> None:
        if field.label == "编号":
            self.draft.number, self.draft.number_place = text, place
        if field.keys == ("单位",):
            self.decimals = 6 if text == "万元" else 2
        if field.keys:
            self.draft.put(field.keys, text, place)
            self.draft.cells.setdefault((field.label,), place)

    def required(self, fields: tuple[Field, ...], seen: Mapping[str, Place], filled: set[str], first: int) -> None:
        """A required cell may be blank only where its whole group is."""
        groups = {each.group for each in fields if each.label in filled}
        for each in fields:
            if each.label not in seen:
                if each.required:
                    self.object(first, 1, f"“{each.label}”这一行不见了。", "照模板恢复这一行。")
                continue
            _, row, column = seen[each.label]
            if each.label == "编号":
                self.draft.number_place = seen[each.label]
            if not each.group and each.keys:
                self.draft.cells.setdefault((each.label,), seen[each.label])
            if (each.required or (each.together and each.group in groups)) and each.label not in filled:
                self.object(row, column, f"“{each.label}”没有填。", f"{each.help or '在这一格填上'}。")

    def header(self, part: Table, row: int, last: int) -> dict[int, Field]:
        """The columns of a table by their headings; an unknown, doubled or missing one is a problem."""
        fields = {each.label: each for each in part.fields}
        columns: dict[int, Field] = {}
        for (at, column), cell in sorted(self.sheet.cells.items()):
            if at != row:
                continue
            name = label(cell.text)
            if name not in fields:
                cure = "照模板的栏名写；多出来的一栏删去，要说的话写进“说明”。"
                self.object(row, column, f"不认识的一栏“{excerpt(name)}”。", cure)
            elif fields[name] in columns.values():
                self.object(row, column, f"“{name}”这一栏写了两次。", "只留一栏。")
            else:
                columns[column] = fields[name]
        for name, each in fields.items():
            if each not in columns.values():
                self.object(row, 1, f"缺少“{name}”这一栏。", "照模板恢复这一栏。")
        known = {column for at, column in self.sheet.cells if at == row}
        for at, column in sorted(self.sheet.cells):
            if row < at <= last and column not in known:
                self.object(at, column, "这一格上面没有栏名，没有读。", "删去它，或移到有栏名的地方。")
        return columns if len(columns) == len(fields) else {}

    def table(self, part: Table, columns: Mapping[int, Field], first: int, last: int) -> None:
        lines = [line for row in range(first, last + 1) if (line := self.line(columns, row))]
        if self.form.many:
            self.found.drafts += [self.record(line) for line in lines]
            return
        self.draft.rows += len(lines)
        if part.keys:
            self.listed(part.keys, lines)
            return
        problems = nested(lines, LEVELS, self.draft.data, self.draft.cells)
        self.found.problems += [Remark(*place, message, cure) for place, message, cure in problems]

    def line(self, columns: Mapping[int, Field], row: int) -> Line | None:
        """A row of a table; None where nothing stands in it."""
        filled = {column: cell for column in columns if (cell := self.sheet.cells.get((row, column)))}
        if not filled:
            return None
        values, places = {}, {each.label: (self.sheet.name, row, column) for column, each in columns.items()}
        groups = {columns[column].group for column in filled}
        doubtful = False
        for column, each in columns.items():
            if cell := filled.get(column):
                found = self.cell(cell, each)
                doubtful = doubtful or found is None
                if found:
                    values[each.label] = found.text
            elif each.required or (each.together and each.group in groups):
                doubtful = True
                self.object(row, column, f"“{each.label}”没有填。", f"{each.help or '在这一格填上'}。")
        return Line(values, places, doubtful)

    def listed(self, keys: tuple[str, ...], lines: list[Line]) -> None:
        """A plain list of rows; a table left empty is no list."""
        if not lines:
            return
        data = self.draft.data
        for key in keys[:-1]:
            data = data.setdefault(key, {})
        data[keys[-1]] = [dict(line.values) for line in lines]
        for index, line in enumerate(lines):
            self.draft.cells[(*keys, index)] = next(iter(line.places.values()))
            for name, place in line.places.items():
                self.draft.cells[(*keys, index, name)] = place

    def record(self, line: Line) -> Draft:
        """A row that is a record of its own."""
        draft = Draft(self.form, next(iter(line.places.values())), rows=1)
        table = next(part for part in self.form.parts if isinstance(part, Table))
        for each in table.fields:
            place = line.places[each.label]
            text = line.values.get(each.label, "")
            if each.keys:
                draft.cells[each.keys] = place
            if text and each.keys:
                draft.put(each.keys, text, place)
        draft.number, draft.number_place = line.values.get("编号", ""), line.places["编号"]
        draft.session = line.values.get("届次", "")
        return draft

    def cell(self, cell: Cell, field: Field) -> Read | None:
        """The value of a cell, or None with the objection to it."""
        try:
            if self.from_1904 and field.shape in (Shape.DAY, Shape.PERIOD) and _is_serial(cell):
                cure = "写成文字（格式先设成“文本”），如 2026-10-12。"
                raise Doubtful("这个工作簿按 1904 年起算日期，和别的表差四年，不能照读。", cure)
            found = read(cell, field, self.options.get(field.options, ()), self.decimals)
        except Doubtful as doubt:
            self.object(cell.row, cell.column, doubt.message, doubt.cure)
            return None
        if found.note:
            self.found.notes.append(Remark(self.sheet.name, cell.row, cell.column, found.note))
        return found if found.text else None

    def object(self, row: int, column: int, message: str, cure: str) -> None:
        self.found.problems.append(Remark(self.sheet.name, row, column, message, cure))


def _is(cell: Cell, text: str) -> bool:
    return cell.kind is Kind.TEXT and cell.text.strip() == text


def _is_serial(cell: Cell) -> bool:
    return cell.kind is Kind.NUMBER and looks.is_date(cell.format)
