"""Pictures that the school attached to what is shown: each on a slide of its own, made small and without metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from markupsafe import Markup

from gongkai.attachments.scaling import scaled
from gongkai.records.notice import Matter, Notice
from gongkai.register import AttachedFile
from gongkai.render.pages import Asset
from gongkai.source.files import File
from gongkai.views.board import Board
from gongkai.views.kiosk.drafting import Draft
from gongkai.views.kiosk.model import Slide
from gongkai.views.kiosk.splitting import Block, Form

MOST = 3
"""So many pictures of one record."""
FOLDER = "kiosk/pictures/"
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff")
_HEIGHTS = (13.4, 15.4)


def of(board: Board, draft: Draft) -> Iterator[Draft]:
    """The slides of the pictures attached to the record of a draft, after it; none of people who are helped (资助)."""
    record = board.register.records.get(draft.identity)
    if record is None or (isinstance(record.content, Notice) and record.content.matter is Matter.AID):
        return
    shown = ((file, name) for file in record.attachments if (name := _name(file)))
    for n, (file, name) in enumerate(shown, 1):
        if n > MOST:
            return
        picture = Markup('<img class="k-picture" src="pictures/{}" alt="{}">').format(name, file.title)
        yield replace(
            draft,
            ident=f"{draft.ident}-picture-{n}",
            title=file.title,
            kicker=f"{draft.kicker}　附图",
            blocks=(Block(Form.DRAWN, drawn=picture, heights=_HEIGHTS),),
            repeated=(),
            more=Markup(),
            pictures=(name,),
        )


def files(board: Board, slides: Iterable[Slide]) -> Iterator[Asset]:
    """The pictures of these slides, each once."""
    wanted = {name for slide in slides for name in slide.pictures}
    for record in sorted({slide.identity for slide in slides if slide.pictures}):
        for file in board.register.records[record].attachments:
            name = _name(file)
            if name in wanted:
                wanted.discard(name)
                yield Asset(f"{FOLDER}{name}", _made(file.file)[0])


def _name(file: AttachedFile) -> str:
    """What a picture is called: by the hash of what is served; empty for what is no picture that can be shown."""
    if not file.name.lower().endswith(_SUFFIXES):
        return ""
    content, suffix = _made(file.file)
    return f"{sha256(content).hexdigest()[:16]}.{suffix}" if content else ""


@lru_cache(maxsize=32)
def _made(file: File) -> tuple[bytes, str]:
    return scaled(file.read_bytes())
