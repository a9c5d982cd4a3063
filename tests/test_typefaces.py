"""Which fonts a sheet is set in, and that no character is ever printed as an empty box."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from gongkai.render.tables import Column, Kind, Table, ungrouped
from gongkai.render.typefaces import LAST, ROLES, NoTypefacesError, Typefaces, covered
from gongkai.render.typesetting import Face
from gongkai.sheets.document import Bullets, Facts, Grid, Heading, Paragraph, Sheet
from gongkai.sheets.printing import sentences, unprintable

from tests import sheet_files


def _font(path: Path, characters: str, family: str = "FandolFang R") -> Face:
    """A font that holds only these characters, as a file."""
    names = [".notdef", *(f"u{ord(each):04X}" for each in characters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(each): f"u{ord(each):04X}" for each in characters})
    builder.setupGlyf({name: Glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return Face(family, str(path), 0, 400)


def _missing(made: Sheet, faces: Typefaces) -> list[tuple[str, str]]:
    return [(place, missing.code_point) for _, place, missing in unprintable((made,), faces)]


def test_each_role_takes_the_first_family_that_is_there() -> None:
    """What offices expect before what stands in for it; the last ones hold what the first lack."""
    faces = tuple(Face(name, f"/{name}", 0, 400) for name in ("SimHei", "LXGW WenKai", "FangSong", "Noto Serif CJK SC"))
    chains = Typefaces(faces).chains
    assert chains["fang"] == ("FangSong", "Noto Serif CJK SC", "SimHei", "LXGW WenKai")
    assert chains["title"] == ("Noto Serif CJK SC", "SimHei", "FangSong", "LXGW WenKai")
    assert chains["hei"] == ("SimHei", "Noto Serif CJK SC", "FangSong", "LXGW WenKai")
    assert chains["kai"] == ("LXGW WenKai", "Noto Serif CJK SC", "SimHei", "FangSong")


def test_every_role_ends_with_the_same_fonts() -> None:
    """A character is printable or not, whatever it is printed in."""
    ends = {tuple(each for each in chain if each in LAST) for chain in sheet_files.press().faces.chains.values()}
    assert len({frozenset(end) for end in ends}) == 1
    assert {role.label for role in ROLES} == {"仿宋", "小标宋", "黑体", "楷体", "宋体"}


def test_without_a_chinese_font_nothing_is_printed() -> None:
    """The message says what to install."""
    with pytest.raises(NoTypefacesError, match="这台机器上没有中文字体，印不了。安装 Noto Serif CJK SC"):
        _ = Typefaces((Face("DejaVu Sans", "/d", 0, 400),)).chains


def test_a_name_that_no_font_holds_is_named_with_its_record_and_place(tmp_path: Path) -> None:
    """Record, table, row, column, character and code point; and which font to install."""
    columns = (Column("序号", Kind.NUMBER), Column("姓名"))
    table = Table("names", "名单", columns, ungrouped([(1, "段一苇"), (2, "林喆")]), heads=1)
    made = sheet_files.sheet(Heading("名单"), Grid(table))
    everything = "".join(sorted(set("样张样例学校名单序号姓段一苇林0123456789samplenoticeFAC-./年月日")))
    faces = Typefaces((_font(tmp_path / "f.ttf", everything),))
    found = next(unprintable((made,), faces))
    assert _missing(made, faces) == [("表“名单”第 2 行“姓名”", "U+5586")]
    assert "\n".join(sentences([found])) == (
        "notices/sample-2026-1：表“名单”第 2 行“姓名”里的“喆”（U+5586）字体里没有，印出来是空框。\n"
        "    改法：安装有这个字的字体（如“遍黑体 Plangothic”，或 Windows 的“宋体-扩展B”），"
        "或把字体文件放进 fonts 文件夹。"
    )
    other = _font(tmp_path / "g.ttf", "喆", "Noto Serif CJK SC")
    assert _missing(made, Typefaces((*faces.faces, other))) == []


def test_names_of_real_life_are_printable_here() -> None:
    """The names that the usual free fonts of offices lack; a character of plane 2 is told, not boxed."""
    faces = sheet_files.press().faces
    assert list(faces.missing("喆堃珺昇犇骉玥晟婼祎翀旻劼甯邨昉赟燊玮琎禛")) == []
    assert [each.shown for each in faces.missing("林\U000203f7")] == ["“\U000203f7”（U+203F7）"]


@pytest.mark.parametrize(
    ("character", "code", "reason"),
    [
        ("\ue000", "U+E000", "是自造字"),
        ("\ud800", "U+D800", "是半个字符"),
        ("\x07", "U+0007", "是控制符"),
        ("\U0001f600", "“\U0001f600”（U+1F600）", "字体里没有"),
    ],
)
def test_what_is_no_character_is_told_apart(character: str, code: str, reason: str) -> None:
    """Made-up characters, halves of characters, control signs and pictures each have their own cure."""
    (found,) = sheet_files.press().faces.missing(f"林{character}{character}")
    assert (found.shown, found.reason) == (code, reason)
    assert found.cure.endswith("。")


@pytest.mark.parametrize(
    ("character", "cure"),
    [
        ("\u0f56", "安装藏文字体（Microsoft Himalaya 或 Noto Serif Tibetan），或把字体文件放进 fonts 文件夹。"),
        ("\u0f7c", "安装藏文字体（Microsoft Himalaya 或 Noto Serif Tibetan），或把字体文件放进 fonts 文件夹。"),
        ("\u182a", "安装蒙古文字体（Mongolian Baiti 或 Noto Sans Mongolian），或把字体文件放进 fonts 文件夹。"),
        ("\U000e0100", "这是选字形的记号，自己看不见；删去它，再看前面的字对不对。"),
        ("\u0303", "这是加在前一个字母上的符号；和字母打成一个字（é 不分成两个），打不成的去掉。"),
        ("\U0001f600", "表情和图画符号印不出来；改成文字。"),
    ],
)
def test_every_sort_of_character_has_its_own_cure(tmp_path: Path, character: str, cure: str) -> None:
    """A Tibetan name is no picture, and a mark above a letter is no rare character."""
    (found,) = Typefaces((_font(tmp_path / "f.ttf", "林"),)).missing(f"林{character}")
    assert found.cure == cure


def test_characters_with_one_cure_are_named_together(tmp_path: Path) -> None:
    """A name in another script is one objection, not one for each letter."""
    made = sheet_files.sheet(Paragraph("བསོད"))
    characters = "".join(sorted(set("样张样例学校0123456789samplenoticeFAC-./年月日")))
    faces = Typefaces((_font(tmp_path / "f.ttf", characters),))
    (said, *others) = sentences(unprintable((made,), faces))
    assert others == []
    assert said.startswith(
        "notices/sample-2026-1：正文里的“བ”（U+0F56）、“ས”（U+0F66）、“ོ”（U+0F7C）、“ད”（U+0F51）字体里没有，"
    )


def test_a_broken_font_file_is_named(tmp_path: Path) -> None:
    """Nobody prints boxes because a copy on a stick went wrong."""
    face = _font(tmp_path / "f.ttf", "林")
    data = (tmp_path / "f.ttf").read_bytes()
    (tmp_path / "f.ttf").write_bytes(data[: len(data) // 3])
    with pytest.raises(NoTypefacesError, match=r"f\.ttf 坏了，读不出有哪些字。换一个完好的，或把它移走。"):
        list(Typefaces((face,)).missing("林"))


def test_marks_that_show_nothing_are_left_out_in_silence() -> None:
    """Those that turn the order of a line, and those of no width, are on no sheet."""
    made = sheet_files.sheet(Paragraph("甲\u202e乙\u200b丙\ufeff丁\u2066"), title="题\u202e目")
    assert _missing(made, sheet_files.press().faces) == []
    assert "甲乙丙丁" in sheet_files.text_of(sheet_files.pdf_of(made))


def test_the_place_is_told_for_every_block() -> None:
    """The title, and the blocks by the heading that they stand under."""
    made = sheet_files.sheet(
        Heading("一、经过"),
        Paragraph("经\ue000过"),
        Facts((("地点", "三\ue001楼"),)),
        Bullets(((Paragraph("条\ue002"),),)),
        title="题\ue003目",
    )
    assert _missing(made, sheet_files.press().faces) == [
        ("标题", "U+E003"),
        ("“一、经过”下的正文", "U+E000"),
        ("“一、经过”下的事项", "U+E001"),
        ("“一、经过”下的条目", "U+E002"),
    ]


def test_a_changed_font_file_is_read_again(tmp_path: Path) -> None:
    """Fonts are known by size and time; another file under the same name is another font."""
    first = _font(tmp_path / "f.ttf", "甲")
    assert ord("乙") not in covered(first)
    second = _font(tmp_path / "f.ttf", "甲乙丙")
    assert ord("乙") in covered(second)
