"""Where somebody lives: a place down to the house, by a word that says so or by its own detail."""

import re
from collections.abc import Iterator

from gongkai.personal.traces import PersonalKind, Trace
from gongkai.personal.words import BETWEEN

_NUMERAL = "(?:[0-9]{1,5}|[一二三四五六七八九十百]{1,5}|[A-Za-z])"
# A school's own address for letters stops at the street; one that goes further is somebody's home.
_BY_LETTER = (
    rf"通[讯信]地址(?={BETWEEN}[^，。；\n]{{0,40}}?"
    rf"(?:村[^，。；\n]{{0,8}}?{_NUMERAL}[号组]|[0-9][ ]?(?:室|户|栋|幢|单元)))"
)
_HOME = re.compile(
    rf"(?:住址(?!］)|家庭(?:详细)?地址|居住地址?|住宅地址|{_BY_LETTER}|户籍地址?|户籍所在地|户口所在地|家住|现住)"
    rf"{BETWEEN}(?P<place>[\u4e00-\u9fff0-9A-Za-z -]{{0,40}}?"
    rf"{_NUMERAL}(?:(?<=[0-9])(?:-[0-9]{{1,4}}){{1,3}}|[ ]?(?:号楼|号院|号|栋|幢|单元|室|组|户))"
    rf"(?:[ ]?[\u4e00-\u9fff]{{0,8}}?{_NUMERAL}[ ]?(?:号楼|号|栋|幢|座|单元|层|楼|室|户))*)"
)
_BUILDING = re.compile(
    "(?:[路街巷弄村]|胡同|大道|小区|花园|家园|家属院)"
    rf"(?:[ ]?{_NUMERAL}号(?:大院|院)?)?(?:[\u4e00-\u9fff]{{0,8}}(?:小区|花园|家园|苑|新村|家属院))?"
    rf"(?:[ ]?{_NUMERAL}(?:号楼|号|栋|幢|座|单元|层|楼))*"
    rf"(?:(?<=[号楼栋幢座元层])[ ]?{_NUMERAL}[ ]?[室户]|[ ]?(?:(?<=[栋幢座元])[0-9]{{3,4}}|(?<=[栋幢座元])))(?![0-9])"
)
_PLACE_BEFORE = re.compile("[\u4e00-\u9fff0-9]{0,24}$")
_PLACE_LEAD = re.compile(".*(?:地址|地点|住址|住在|住于|坐落|位于|家住|现住|[:：])")
_NUMERAL_END = re.compile("[0-9一二三四五六七八九十百A-Za-z][ ]?$")


def home(text: str, at: int) -> Iterator[Trace]:
    """Where a word says that somebody lives there, a place down to the house."""
    if match := _HOME.match(text, at):
        yield Trace(PersonalKind.address, match.start("place"), match.end("place"), True)


def building(text: str, at: int) -> Iterator[Trace]:
    """A street or estate down to the flat: a suspicion, as nobody is said to live there."""
    if not _NUMERAL_END.search(text[max(0, at - 2) : at]):
        return
    for match in _BUILDING.finditer(text, max(0, at - 40), at + 16):
        begin = max(0, match.start() - 24)
        before = text[begin : match.start()]
        lead = _PLACE_BEFORE.search(before)
        offset = lead.start() if lead else len(before)
        if cut := _PLACE_LEAD.match(before, offset):
            offset = cut.end()
        yield Trace(PersonalKind.address, begin + offset, match.end(), False)
