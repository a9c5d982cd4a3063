"""One import from beginning to end: read, draft, judge, and then write all or return the workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.collector import collector_paused
from gongkai.fixing import write_atomically
from gongkai.importing import placing
from gongkai.importing.drafts import Drafts, Remark
from gongkai.importing.files import NewFile, numbered
from gongkai.importing.judging import Verdict, judge, known
from gongkai.importing.sheets import draft, form_of
from gongkai.importing.templates import choices
from gongkai.load import load
from gongkai.personal import mask
from gongkai.records import Audience
from gongkai.unable import Unable
from gongkai.workbooks import Unreadable, Workbook, read_workbook
from gongkai.workbooks.annotating import annotated, is_own
from gongkai.workbooks.opening import MAX_FILE

RETURNED = "批注"
_PUBLIC = Audience.PUBLIC.value


@dataclass(frozen=True)
class Imported:
    """What became of an import: either every file was written, or `returned` is the workbook with remarks."""

    workbook: Workbook
    drafts: Drafts
    files: tuple[NewFile, ...]
    problems: tuple[Remark, ...]
    verdicts: tuple[Verdict, ...]
    written: tuple[Path, ...] = ()
    returned: Path | None = None


class NotImported(Unable):
    """The import cannot be made; the message is a Chinese sentence."""


@collector_paused()
def bring_in(file: Path, folders: Sequence[Path], base: Path, chosen: Path | None, today: date) -> Imported:
    """Import a workbook into the folder chosen, else the first; raises NotImported where that cannot be done."""
    data = _bytes(file)
    to = chosen or folders[0]
    if not to.is_dir():
        raise NotImported(f"没有文件夹“{to.as_posix()}”。检查 --to 后面的名字。")
    several = chosen is None and len(folders) > 1
    folders = tuple(folders) if to.resolve() in {folder.resolve() for folder in folders} else (*folders, to)
    try:
        workbook = read_workbook(data)
        form = form_of(workbook)
        loaded = load(folders, base)
        drafts = draft(workbook, form, choices(loaded.register, form, today))
    except Unreadable as error:
        raise NotImported(f"{file.name}：{error}") from None
    if several and any(each.data.get("公开范围", _PUBLIC) != _PUBLIC for each in drafts.drafts):
        names = "、".join(folder.as_posix() for folder in folders)
        raise NotImported(
            f"里面有不向社会公开的记录，而记录文件夹有几个：{names}。用 --to 写明放进哪一个；什么也没有写。"
        )
    taken = {*loaded.register.records, *loaded.register.broken}
    files, clashes = numbered(drafts.drafts, taken)
    problems = [*drafts.problems, *clashes]
    verdicts: tuple[Verdict, ...] = ()
    written: tuple[Path, ...] = ()
    if not problems:
        with placing.staged(to, ((each.path, each.text) for each in files)) as folder:
            verdicts = judge(folders, base, folder, files, known(loaded, today), today)
            problems += [each.remark for each in verdicts if each.stops and each.remark]
            if not any(each.stops for each in verdicts):
                written = _placed(folder, to, files)
    told = _in_order(problems, workbook)
    returned = _returned(file, data, workbook, told) if told else None
    return Imported(workbook, drafts, tuple(files), told, verdicts, written, returned)


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise NotImported(f"没有文件“{file}”。" if not file.exists() else f"“{file}”不是文件。")
    if file.stat().st_size > MAX_FILE:
        raise NotImported(f"{file.name}：这个文件超过 {MAX_FILE // 1024 // 1024} MB，没有读。一张报表只有几十 KB。")
    return file.read_bytes()


def _placed(folder: Path, to: Path, files: Sequence[NewFile]) -> tuple[Path, ...]:
    try:
        placing.place(folder, to, [each.path for each in files])
    except placing.AlreadyThere as error:
        raise NotImported(
            f"{Path(str(error)).name} 刚才已经有了，没有覆盖它，也没有写别的文件。再导入一次看看。"
        ) from None
    return tuple(to / each.path for each in files)


def _in_order(problems: Sequence[Remark], workbook: Workbook) -> tuple[Remark, ...]:
    """By sheet, row and column; what is said of a workbook never repeats personal data."""
    order = {sheet.name: index for index, sheet in enumerate(workbook.sheets)}
    masked = {Remark(each.sheet, each.row, each.column, mask(each.message), mask(each.cure)): None for each in problems}
    return tuple(sorted(masked, key=lambda each: (order.get(each.sheet, 0), each.row, each.column)))


def _returned(file: Path, data: bytes, workbook: Workbook, problems: Sequence[Remark]) -> Path | None:
    """Write the workbook with remarks beside the file; somebody else's file of that name is left alone.

    None where nothing can be written there: what is wrong is told all the same.
    """
    remarks: dict[tuple[str, str], list[str]] = {}
    for each in problems:
        remarks.setdefault((each.sheet, each.ref), []).append(f"{each.message}改法：{each.cure}")
    stem = re.sub(rf"-{RETURNED}\d*$", "", file.stem)
    target = next(
        path
        for n in range(1, 1000)
        if (path := file.with_name(f"{stem}-{RETURNED}{n if n > 1 else ''}.xlsx")) != file
        and (not path.exists() or is_own(path.read_bytes()))
    )
    made = annotated(data, workbook, {at: "\n".join(texts) for at, texts in remarks.items()})
    try:
        write_atomically(target, made)
    except OSError:
        return None
    return target
