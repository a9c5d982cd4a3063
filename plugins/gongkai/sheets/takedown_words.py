"""What is said at the terminal of the sheets that come off the walls."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.personal import mask
from gongkai.render.templates import day
from gongkai.sheets.takedown import State, Takedown

NOTHING = "今天没有要撤下的张贴件。"


def told(found: Takedown) -> str:
    """The list for whoever goes round with a key: wall by wall each sheet with its signs, then what to type."""
    parts = [line for wall in found.walls for line in _wall(found, wall)]
    head = f"撤下单，{day(found.today)}：" if found.hanging else f"{day(found.today)}：{NOTHING}"
    return "\n".join((head, *parts, *_edits(found), *_unrecorded(found)))


def _wall(found: Takedown, wall: str) -> Iterator[str]:
    own = found.on(wall)
    must = sum(each.state in (State.OVERDUE, State.TODAY) for each in own)
    yield ""
    yield f"{mask(wall)}：{f'{must} 张今天要撤' if must else '今天没有必须撤的'}"
    for each in own:
        signs = f"，指纹 {each.fingerprint}" if each.fingerprint else ""
        yield f"  {each.state.value}  {each.record.number}  {mask(each.record.content.heading)}"
        yield f"      {day(each.posting.first)}贴出，{mask(each.reason)}{signs}"


def _edits(found: Takedown) -> Iterator[str]:
    """What to type into which file; nothing for sheets that stay for some days, or whose last day stands there."""
    own = (each for wall in found.walls for each in found.on(wall) if each.state is not State.SOON)
    edits = [(each, each.edit) for each in own if each.edit]
    if not edits:
        return
    yield "\n撤下以后，在文件的“张贴”里写上最后一天“止”："
    for each, (old, new) in edits:
        yield f"  {each.place}（{each.record.number}，{mask(each.posting.board)}）"
        yield f"      {mask(old)} 改成 {mask(new % found.today)}"
    if any(each.state is State.OVERDUE for each, _ in edits):
        yield "  “止”写真正撤下的那天；早就撤下、只是没有登记的，写当时的日期。"


def _unrecorded(found: Takedown) -> Iterator[str]:
    if not found.unrecorded:
        return
    yield "\n正在公示、还没有登记张贴的："
    for each in found.unrecorded:
        content = each.record.content
        until = day(content.last)
        yield f"  {each.record.number}  {mask(content.title)}（到 {until}，应贴{mask('、'.join(each.walls))}）"
        entries = ", ".join(f"{{栏: {wall}, 起: {found.today}}}" for wall in each.walls)
        # A second “张贴” in one file would be a slip of its own.
        written = f" 的“张贴”里加上：{mask(entries)}" if content.posted else f" 里写：张贴: [{mask(entries)}]"
        yield f"      贴出以后在 {each.record.path}{written}（“起”写贴出的那天）"
