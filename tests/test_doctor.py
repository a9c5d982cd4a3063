"""`gongkai doctor`: what is there, what is missing and how to get it, on every kind of machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from gongkai.cli import main
from gongkai.cli.doctor import Level, Sign, Surroundings, examine, here
from gongkai.render.typesetting import Face, TypesettingError
from gongkai.settings import BadSettings

from tests.conftest import WriteTree
from tests.school import small_school

WINDOWS_FONTS = ("FangSong", "KaiTi", "SimHei", "SimSun")

NO_FONTS = (
    "Debian、Ubuntu 运行 sudo apt install fonts-noto-cjk；其他系统装 Noto Serif、Noto Sans CJK SC；"
    "装不了的，把字体文件放进 fonts 文件夹。"
)


def _faces(*names: str) -> Callable[[], tuple[Face, ...]]:
    return lambda: tuple(Face(name, f"C:\\Windows\\Fonts\\{name}.ttf", 0, 400) for name in names)


GOOD = Surroundings(
    system="Windows",
    python=(3, 12, 1),
    required=lambda: ("click>=8.1", "typst>=0.15.2,<0.16"),
    version={"click": "8.1", "typst": "0.15.2"}.get,
    faces=_faces(*WINDOWS_FONTS),
    program={"git": "git.exe"}.get,
    is_writable=lambda: True,
    encoding="gbk",
    records=lambda: "mkdocs.yml 读得出，记录在 disclosures",
)


def _said(around: Surroundings, level: Level) -> list[Sign]:
    return [sign for sign in examine(around) if sign.level is level]


def test_a_complete_machine_is_told_what_it_has() -> None:
    """A Windows machine with its own fonts lacks nothing that is needed."""
    assert [sign.words for sign in _said(GOOD, Level.GOOD)] == [
        "Python 3.12.1，Windows",
        "所需的 2 个程序包都在",
        "排版程序 Typst 0.15.2（印张贴件用；不需要浏览器）",
        "仿宋：FangSong（C:\\Windows\\Fonts\\FangSong.ttf）",
        "黑体：SimHei（C:\\Windows\\Fonts\\SimHei.ttf）",
        "楷体：KaiTi（C:\\Windows\\Fonts\\KaiTi.ttf）",
        "宋体：SimSun（C:\\Windows\\Fonts\\SimSun.ttf）",
        "git 在",
        "这个文件夹可以写",
        "终端用 gbk 编码，中文显示得出；少见的字显示成问号，不影响文件",
        "mkdocs.yml 读得出，记录在 disclosures",
        "看网站、放走廊屏用系统自带的浏览器就可以",
    ]
    (title,) = _said(GOOD, Level.OPTIONAL)
    assert title.words.startswith("小标宋：没有，用 SimSun 代替")
    assert _said(GOOD, Level.MISSING) == []


def test_everything_that_can_be_missing_is_told_with_its_cure() -> None:
    """An old Python, packages, Typst, fonts, rights and settings: each with what to do."""

    def unreadable() -> str:
        raise BadSettings("这里没有 mkdocs.yml。")

    bare = replace(
        GOOD,
        system="Linux",
        python=(3, 9, 2),
        version=lambda name: None,
        faces=_faces("DejaVu Sans"),
        program=lambda name: None,
        is_writable=lambda: False,
        encoding="ANSI_X3.4-1968",
        records=unreadable,
    )
    assert [sign.text for sign in _said(bare, Level.MISSING)] == [
        "[缺] Python 3.9.2 太旧\n      办法：安装 Python 3.11 或更新的版本。",
        "[缺] 少了程序包：click、typst\n      办法：运行 pip install click typst。",
        f"[缺] 没有中文字体，印出来全是空框\n      办法：{NO_FONTS}",
        "[缺] 这个文件夹不能写，生成的网站和张贴件放不下\n      办法：换到自己的文件夹里，或请管理员给写的权限。",
        "[缺] 设置读不成：这里没有 mkdocs.yml。",
    ]
    assert [sign.words for sign in _said(bare, Level.OPTIONAL)] == [
        "没有 git：能检查和生成，但没有修改的历史",
        "终端用 ANSI_X3.4-1968 编码，中文显示不全",
        "没有找到浏览器",
        "没有 cage",
    ]


def test_stand_ins_are_named_with_the_way_to_the_expected_fonts() -> None:
    """On each system in its own way; none is needed."""
    ways = {
        "Linux": "从有使用权的 Windows 电脑把 simfang.ttf 放进 fonts 文件夹；没有也可以照样印。",
        "Windows": "在“设置 › 应用 › 可选功能”里添加“简体中文补充字体”，装好后有 simfang.ttf。",
        "macOS": "在“字体册”里下载这个字体；不下载也可以照样印。",
    }
    for system, way in ways.items():
        around = replace(GOOD, system=system, faces=_faces("Noto Serif CJK SC", "Noto Sans CJK SC"))
        fang = next(sign for sign in examine(around) if sign.words.startswith("仿宋"))
        assert fang.level is Level.OPTIONAL
        assert fang.cure == way


def test_without_the_engine_the_fonts_are_not_guessed() -> None:
    """What cannot be looked at is said to be so."""

    def none() -> tuple[Face, ...]:
        raise TypesettingError("没有 Typst")

    signs = _said(replace(GOOD, faces=none, version={"click": "8.1"}.get), Level.MISSING)
    assert [sign.words for sign in signs] == ["少了程序包：typst", "字体没有查成：要先装好 Typst"]


def test_run_from_source_the_packages_cannot_be_held_against_a_list() -> None:
    """Nothing is claimed that was not looked at."""
    (first, *_) = _said(replace(GOOD, required=tuple), Level.OPTIONAL)
    assert first.words == "gongkai 没有安装，直接从源码运行；所需的程序包没有核对"


def test_this_machine_is_told_in_chinese(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends well where all that is needed is there, and with 1 where something is not."""
    folder = write_tree(small_school())
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as ended:
        main(["doctor"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.endswith("\n必需的都在。\n")
    Path("mkdocs.yml").unlink()
    with pytest.raises(SystemExit) as ended:
        main(["doctor"])
    assert ended.value.code == 1
    out = capsys.readouterr().out
    assert "[缺] 设置读不成：这里没有 mkdocs.yml。" in out
    assert out.endswith("\n缺 1 样，照上面的办法补上。\n")


def test_a_folder_of_records_that_is_not_there_is_named(write_tree: WriteTree) -> None:
    """A slip in mkdocs.yml is found before anything else is tried."""
    config = write_tree({"mkdocs.yml": "plugins:\n  - gongkai: {records: [disclosure]}\n"}) / "mkdocs.yml"
    with pytest.raises(BadSettings, match="里写的记录文件夹不在：disclosure"):
        here(config).records()
