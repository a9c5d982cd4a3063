"""The commands for clerks with Excel or WPS: template and import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from pydantic import ValidationError
from rich.cells import cell_len

from gongkai.cli.chinese import FOUND, Command
from gongkai.cli.program import config_option, settings_of, today_option
from gongkai.derive.statements import examine
from gongkai.derive.tables import Table
from gongkai.findings import Severity
from gongkai.importing import placing
from gongkai.importing.files import NewFile
from gongkai.importing.forms import find_form
from gongkai.importing.process import Imported, NotImported, bring_in
from gongkai.importing.shapes import GUIDE_SHEET, OPTIONS_SHEET
from gongkai.importing.templates import template as made
from gongkai.load import load
from gongkai.personal import mask
from gongkai.report import as_text
from gongkai.settings import Settings
from gongkai.today import today_of
from gongkai.workbooks import Sheet
from gongkai.workbooks.references import column_name


@click.command(
    cls=Command, options_metavar="[选项]", help="生成 Excel 填报模板：收支月报、食堂、工会经费、收费、提案。"
)
@click.argument("kind", metavar="种类")
@click.argument("out", metavar="[文件.xlsx]", required=False)
@today_option
@config_option
def template(kind: str, out: str | None, today: str | None, config: str | None) -> None:
    form = find_form(kind)
    found = settings_of(config)
    target = Path(out or f"{form.label}模板.xlsx")
    if target.suffix.lower() != ".xlsx":
        raise click.UsageError(f"模板的文件名要以 .xlsx 结尾，写的是“{target.name}”。")
    if target.exists():
        raise NotImported(f"{target.as_posix()} 已经有了，没有改动它。换一个文件名。")
    register = load(found.records, found.base).register
    data = made(register, form, today_of(found, today).day)
    with target.open("xb") as file:
        file.write(data)
    click.echo(f"已生成 {target.as_posix()}（{form.title}）。")
    click.echo(f"用 WPS 或 Excel 打开，照“{GUIDE_SHEET}”填好、保存，再运行：gongkai import {target.as_posix()}")


@click.command(
    "import", cls=Command, options_metavar="[选项]", help="把填好的 Excel 模板读成记录；有一处错误就一份也不写。"
)
@click.argument("file", metavar="文件.xlsx")
@click.option("--to", metavar="文件夹", help="写进哪个记录文件夹；默认是 mkdocs.yml 里的第一个。")
@today_option
@config_option
@click.pass_context
def import_(ctx: click.Context, file: str, to: str | None, today: str | None, config: str | None) -> None:
    found = settings_of(config)
    target = Path(to) if to else found.records[0]
    if target.is_dir() and (gone := placing.take_back_interrupted(target)):
        click.echo(f"上次导入写到一半被中断，已先撤回它写下的 {len(gone)} 个文件：{'、'.join(gone)}。")
    imported = bring_in(Path(file), found.records, found.base, target if to else None, today_of(found, today).day)
    click.echo("\n".join(mask(line) for line in _shown(imported)))
    for verdict in imported.verdicts:
        if verdict.shown.level is not Severity.NOTICE and not (verdict.stops and verdict.remark):
            click.echo("\n" + as_text(verdict.shown))
    if imported.written:
        _tell_written(imported, found)
        return
    _tell_problems(imported)
    ctx.exit(FOUND)


def _shown(imported: Imported) -> Iterator[str]:
    """What was read, what of it is hidden, and what was understood in an unusual way."""
    form = imported.drafts.form
    yield f"按“{form.title}”读到 {len(imported.drafts.drafts)} 份："
    yield from _table(
        [("工作表", "编号", "行", "合计"), *(_line(imported, file) for file in imported.files)]
        if imported.files
        else [("工作表", "行"), *((each.place[0], str(each.rows)) for each in imported.drafts.drafts)]
    )
    for sheet in imported.workbook.sheets:
        yield from _hidden(sheet, sheet.name in imported.drafts.unread)
    for sheet in imported.workbook.sheets:
        if sheet.name in imported.drafts.unread and not sheet.is_hidden:
            yield f"没有读：工作表“{sheet.name}”不是填报表，里面 {len(sheet.cells)} 格有内容。"
    if imported.workbook.has_links:
        yield "没有读：工作簿链接了别的文件；链接不会带进记录。"
    for message, refs in _grouped(imported):
        yield f"照样读了：{_listed(refs)} {message}。"


def _listed(refs: Sequence[str]) -> str:
    """The first few cells, and how many there are."""
    return "、".join(refs[:8]) + (f" 等 {len(refs)} 格" if len(refs) > 8 else "")


def _grouped(imported: Imported) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for note in imported.drafts.notes:
        groups.setdefault(note.message, []).append(f"“{note.sheet}”{note.ref}")
    return list(groups.items())


def _line(imported: Imported, file: NewFile) -> tuple[str, str, str, str]:
    return file.draft.place[0], file.identity, str(file.draft.rows), _totals(file)


def _totals(file: NewFile) -> str:
    """What the statement comes to, reckoned from its rows."""
    data = file.draft.data
    if file.draft.form.many:
        return str(data.get("案由", ""))
    if "收费项目" in data:
        return f"{len(data['收费项目'])} 个收费项目"
    try:
        content = file.draft.form.kind.model_validate({"类别": file.draft.form.category, **data})
        statement = examine(content)  # type: ignore[arg-type]
    except ValidationError:
        return ""
    totals = (("收入", statement.income), ("支出", statement.expense))
    return "，".join(f"{name} {_sum(table)} {data['单位']}" for name, table in totals if table.total)


def _sum(table: Table) -> str:
    value = table.total[0].value
    return "—" if value is None else f"{value:,.2f}"


def _hidden(sheet: Sheet, unread: bool) -> Iterator[str]:
    if sheet.name == OPTIONS_SHEET:
        return
    if sheet.is_hidden:
        read = "没有读" if unread or sheet.name == GUIDE_SHEET else "照样读了"
        yield f"隐藏的工作表“{sheet.name}”：{read}，里面 {len(sheet.cells)} 格有内容。"
    rows, columns = sheet.hidden_with_content()
    if rows:
        yield f"隐藏的行：“{sheet.name}”第 {'、'.join(map(str, rows))} 行，照样读了。"
    if columns:
        yield f"隐藏的列：“{sheet.name}”{'、'.join(map(column_name, columns))} 列，照样读了。"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns side by side; a Chinese character is two wide."""
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        padded = (text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True))
        yield "  " + "  ".join(padded).rstrip()


def _tell_written(imported: Imported, found: Settings) -> None:
    click.echo(f"已写 {len(imported.written)} 份记录：")
    for path in imported.written:
        click.echo(f"  {path.as_posix()}")
    click.echo("Excel 原件不用放进记录文件夹，也不会公布。再运行 gongkai check 看看。")


def _tell_problems(imported: Imported) -> None:
    groups: dict[tuple[str, str, str], list[str]] = {}
    for each in imported.problems:
        groups.setdefault((each.sheet, each.message, each.cure), []).append(each.ref)
    for (sheet, message, cure), refs in groups.items():
        click.echo(f"\n工作表“{mask(sheet)}” {_listed(refs)}：{message}\n    改法：{cure}")
    count = len(imported.problems) or sum(verdict.stops for verdict in imported.verdicts)
    click.echo(f"\n共 {count} 处要改，一份记录也没有写。")
    if imported.returned:
        click.echo(f"同样的话写在 {imported.returned.as_posix()} 的红格批注里；改好它（或原文件）再导入。")
