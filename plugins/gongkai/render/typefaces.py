"""Which fonts a sheet is set in, and whether they hold every character.

Offices ask for 仿宋, 小标宋, 黑体 and 楷体. The usual files of these are the property of their makers and come with
Windows or macOS, so none is shipped: each role takes the first family that the machine has, and ends with Noto or
Source Han (SIL Open Font License), which hold far more characters. A character that no family of a chain holds
would be printed as an empty box; it is found before anything is typeset.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from gongkai.render.typesetting import Face
from gongkai.unable import Unable


@dataclass(frozen=True, slots=True)
class Role:
    """What a font is for on a sheet: its name in the templates, in Chinese, and the families that offices expect."""

    name: str
    label: str
    families: tuple[str, ...]

    @property
    def expected(self) -> tuple[str, ...]:
        """The families that offices expect; the others stand in for them."""
        return tuple(family for family in self.families if family not in STAND_INS)


_SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN")
_SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
_SONG = ("SimSun", "Songti SC", "STSong", "FandolSong")
_HEI = ("SimHei", "Heiti SC", "STHeiti", "Microsoft YaHei", "PingFang SC", "FandolHei")

STAND_INS = frozenset((*_SERIF, *_SANS))
"""Free fonts that anybody may install, and that take the place of those that offices expect."""

ROLES = (
    Role("fang", "仿宋", ("FangSong", "FangSong_GB2312", "STFangsong", "FandolFang R", "FandolFang", *_SERIF)),
    Role("title", "小标宋", ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", *_SERIF)),
    Role("hei", "黑体", (*_HEI[:3], *_SANS)),
    Role("kai", "楷体", ("KaiTi", "KaiTi_GB2312", "STKaiti", "Kaiti SC", "LXGW WenKai", "AR PL KaitiM GB", *_SERIF)),
    Role("song", "宋体", (*_SONG[:3], *_SERIF)),
)
"""Every role with its families, the expected ones first."""

LAST = tuple(dict.fromkeys((*_SERIF, *_SANS, *_SONG, *_HEI, *(name for role in ROLES for name in role.families))))
"""At the end of every chain: whatever Chinese font a machine has, those with most characters first."""

RARE = ("Plangothic P1", "Plangothic P2", "SimSun-ExtB", "MingLiU-ExtB", "HanaMinB", "Jigmo", "Jigmo2", "Jigmo3")
"""Fonts for the rarest characters of names, after all others."""


SCRIPTS = {
    "TIBETAN": ("藏文", ("Microsoft Himalaya", "Noto Serif Tibetan")),
    "MONGOLIAN": ("蒙古文", ("Mongolian Baiti", "Noto Sans Mongolian")),
    "ARABIC": ("维吾尔文、哈萨克文", ("Microsoft Uighur", "Noto Naskh Arabic")),
    "YI": ("彝文", ("Microsoft Yi Baiti", "Noto Sans Yi")),
}
"""The scripts of other peoples of China, in which names are written too, by the first word of Unicode's names."""

OTHERS = tuple(family for _, families in SCRIPTS.values() for family in families)


class NoTypefacesError(Unable):
    """The machine has no Chinese font, or one that cannot be read; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A character that cannot be printed, and why not."""

    character: str
    reason: str
    cure: str

    @property
    def code_point(self) -> str:
        return f"U+{ord(self.character):04X}"

    @property
    def shown(self) -> str:
        """The character and its code point; a character that cannot be shown only by the latter."""
        return f"“{self.character}”（{self.code_point}）" if self.character.isprintable() else self.code_point


@dataclass(frozen=True)
class Typefaces:
    """The faces of a machine, and the chain of each role."""

    faces: tuple[Face, ...]

    @cached_property
    def _by_family(self) -> Mapping[str, Face]:
        """One face of each family, the nearest to the regular weight: coverage is the same in all."""
        ordered = sorted(self.faces, key=lambda face: (abs(face.weight - 400), face.path, face.index))
        return {face.family: face for face in reversed(ordered)}

    @cached_property
    def chains(self) -> Mapping[str, tuple[str, ...]]:
        """The families that the machine has for each role, in order; raises NoTypefacesError."""
        if not any(family in self._by_family for family in LAST):
            raise NoTypefacesError(f"这台机器上没有中文字体，印不了。{CURE}")
        return {
            role.name: tuple(
                each for each in dict.fromkeys((*role.families, *LAST, *RARE, *OTHERS)) if each in self._by_family
            )
            for role in ROLES
        }

    def face(self, role: Role) -> Face:
        """The face that a role is set in."""
        return self._by_family[self.chains[role.name][0]]

    @cached_property
    def prints(self) -> Mapping[str, str]:
        """Every font file that a sheet may be set in, by family, as size and time: what a change of fonts changes."""
        families = sorted({family for chain in self.chains.values() for family in chain})
        paths = {family: sorted({face.path for face in self.faces if face.family == family}) for family in families}
        return {family: ";".join(map(_stamp, found)) for family, found in paths.items()}

    @cached_property
    def _covered(self) -> frozenset[int]:
        """The characters that every role can print."""
        found = None
        for chain in self.chains.values():
            held: frozenset[int] = frozenset().union(*(covered(self._by_family[family]) for family in chain))
            found = held if found is None else found & held
        return found or frozenset()

    def missing(self, text: str) -> Iterator[Missing]:
        """Every character of a text that would not be printed, once each, in the order of the text."""
        known = self._covered
        for character in dict.fromkeys(text):
            if ord(character) not in known or _is_unfit(character):
                yield from _judged(character)


CURE = (
    "安装 Noto Serif CJK SC 和 Noto Sans CJK SC（Debian、Ubuntu 的包名 fonts-noto-cjk），"
    "或把字体文件放进 fonts 文件夹；运行 gongkai doctor 看还缺什么。"
)

_PASSED = frozenset("\n\u200b")
"""A line end, and the mark that lets a long word part: set, but not drawn."""


def _is_unfit(character: str) -> bool:
    return unicodedata.category(character) in ("Co", "Cs", "Cc", "Cn")


def _judged(character: str) -> Iterator[Missing]:
    category = unicodedata.category(character)
    if character in _PASSED:
        return
    if category == "Co":
        cure = "这是用造字程序造的字，换一台机器就变成别的字或空框；换成国家标准里的字，打不出的写拼音并加说明。"
        yield Missing(character, "是自造字", cure)
    elif category == "Cs":
        yield Missing(character, "是半个字符", "文件里这个字坏了；删去重新打一遍。")
    elif category == "Cc":
        yield Missing(character, "是控制符", "看不见，多半是从别处粘贴带来的；删去这一处重新打。")
    else:
        yield Missing(character, "字体里没有", _cure(character))


def _cure(character: str) -> str:
    """What to do about a character that no font holds, by what it is."""
    name = unicodedata.name(character, "")
    if script := SCRIPTS.get(name.partition(" ")[0]):
        return f"安装{script[0]}字体（{' 或 '.join(script[1])}），或把字体文件放进 fonts 文件夹。"
    if name.startswith("VARIATION SELECTOR"):
        return "这是选字形的记号，自己看不见；删去它，再看前面的字对不对。"
    if unicodedata.category(character) in ("Mn", "Me"):
        return "这是加在前一个字母上的符号；和字母打成一个字（é 不分成两个），打不成的去掉。"
    if unicodedata.category(character) in ("So", "Sk"):
        return "表情和图画符号印不出来；改成文字。"
    return "安装有这个字的字体（如“遍黑体 Plangothic”，或 Windows 的“宋体-扩展B”），或把字体文件放进 fonts 文件夹。"


def covered(face: Face) -> frozenset[int]:
    """The characters that a face holds."""
    return _covered_by(face.path, face.index, _stamp(face.path))


def _stamp(path: str) -> str:
    """By what a font file is known as the same: its size and the time of its last change."""
    state = Path(path).stat()
    return f"{Path(path).name}:{state.st_size}:{state.st_mtime_ns}"


@lru_cache(maxsize=64)
def _covered_by(path: str, index: int, stamp: str) -> frozenset[int]:
    # Only who prints pays for this library.
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415

    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, AssertionError, struct.error, IndexError, KeyError, ValueError):
        raise NoTypefacesError(f"字体文件 {path} 坏了，读不出有哪些字。换一个完好的，或把它移走。") from None


def families_of(chains: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The chains as data for a template."""
    return {role: list(chain) for role, chain in sorted(chains.items())}
