"""Pictures on the wall: made small, without a trace of where and by whom they were taken, named by what they are."""

import io
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType

import pytest
from gongkai.attachments.scaling import scaled
from gongkai.load import load
from gongkai.records import Audience
from gongkai.select import select
from gongkai.views.board import Board
from gongkai.views.kiosk import pictures
from gongkai.views.kiosk.choosing import slides
from PIL import Image
from playwright.sync_api import Browser

from tests.board_tree import FILES, TODAY
from tests.conftest import WriteTree
from tests.kiosk_layout import faults, page_of

NOTICE = """---
公开范围: 社会
标题: 护眼灯更换后的教室照片公示
事由: {matter}
起: 2026-11-16
止: 2026-11-24
附件:
  - {{文件: room.jpg, 标题: 更换后的教室}}
  - {{文件: plan.png, 标题: 灯位图}}
  - {{文件: broken.png, 标题: 坏了的图}}
  - {{文件: list.csv, 标题: 清单}}
---
"""


def photograph(width: int = 2400, height: int = 1800) -> bytes:
    """A camera's picture lying on its side, with its place, its author and a note."""
    image = Image.new("RGB", (width, height), "#7a4e00")
    image.paste("#22613f", (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter to the right
    exif[0x013B] = "林同"
    exif[0x8825] = {1: "N", 2: (26.0, 5.0, 1.0)}
    made = io.BytesIO()
    image.save(made, "JPEG", exif=exif, comment="教师林同摄")
    return made.getvalue()


def drawing() -> bytes:
    made = io.BytesIO()
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(made, "PNG")
    return made.getvalue()


def shown(write_tree: WriteTree, matter: str = "采购", files: Mapping[str, bytes] = MappingProxyType({})) -> Board:
    """The small school with a notice to which pictures are attached."""
    folder = "notices/procure-2026-9"
    attached = {
        "room.jpg": photograph(),
        "plan.png": drawing(),
        "broken.png": b"\x89PNG\r\n\x1a\nnone",
        "list.csv": b"a,b\n",
    }
    tree: dict[str, str | bytes] = {f"r/{name}": text for name, text in FILES.items()}
    tree[f"r/{folder}/notice.md"] = NOTICE.format(matter=matter)
    tree |= {f"r/{folder}/attachments/{name}": data for name, data in {**attached, **files}.items()}
    root = write_tree(tree)
    return Board(select(load([root / "r"], root).register, Audience.PUBLIC, TODAY))


def test_a_photograph_is_made_small_upright_and_bare() -> None:
    """At most 1,920 px, turned as it is to be seen, and neither place nor name nor note is left in it."""
    data, suffix = scaled(photograph())
    assert suffix == "jpg"
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (1440, 1920)
        assert dict(image.getexif()) == {}
        assert "comment" not in image.info
    assert "林同".encode() not in data
    assert b"GPS" not in data


def test_a_drawing_keeps_its_holes_and_the_same_picture_gives_the_same_bytes() -> None:
    """PNG with transparency stays so; nothing is enlarged."""
    data, suffix = scaled(drawing())
    assert suffix == "png"
    with Image.open(io.BytesIO(data)) as image:
        assert (image.size, image.mode) == ((300, 200), "RGBA")
    assert scaled(drawing()) == (data, suffix)


@pytest.mark.parametrize("data", [b"", b"nothing", photograph(40, 30)[:200]], ids=["empty", "text", "cut"])
def test_what_is_no_picture_is_left_out(data: bytes) -> None:
    """A damaged file stops no wall."""
    assert scaled(data) == (b"", "")


def test_each_picture_has_a_slide_after_its_record(write_tree: WriteTree) -> None:
    """With its title, on the days of its notice; what is damaged or no picture has none."""
    board = shown(write_tree)
    chosen = slides(board)
    own = [slide for slide in chosen if slide.identity == "notices/procure-2026-9"]
    assert [slide.title for slide in own] == ["护眼灯更换后的教室照片公示", "更换后的教室", "灯位图"]
    assert all(slide.when == own[0].when for slide in own)
    assert 'alt="更换后的教室"' in own[1].body
    made = {asset.address: asset.content for asset in pictures.files(board, chosen)}
    assert list(made) == [f"kiosk/pictures/{name}" for slide in own[1:] for name in slide.pictures]
    for address, content in made.items():
        assert address.rpartition("/")[2].partition(".")[0] == sha256(content).hexdigest()[:16]


def test_no_pictures_of_those_who_are_helped(write_tree: WriteTree) -> None:
    """资助: a picture may show who they are."""
    assert not [slide for slide in slides(shown(write_tree, "资助")) if slide.pictures]


@pytest.mark.parametrize("screen", ["720p", "standing"])
def test_pictures_fit(chromium: Browser, write_tree: WriteTree, screen: str) -> None:
    """However tall or wide a picture is, it stands within its slide, whatever its title."""
    board = shown(write_tree, files={"room.jpg": photograph(3000, 200), "plan.png": photograph(200, 3000)})
    html = page_of(board, slides(board))
    for asset in pictures.files(board, slides(board)):
        data = f"data:image/{'png' if asset.address.endswith('png') else 'jpeg'};base64,"
        html = html.replace(asset.address.removeprefix("kiosk/"), data + b64encode(asset.content).decode())
    assert faults(chromium, html, screen) == []
