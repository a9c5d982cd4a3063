"""What a word or sign announces: mail, plates, messengers, passports, birthdays."""

import re
from collections.abc import Iterator

from gongkai.personal.traces import PersonalKind, Trace

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
"""The characters with which a plate begins, one for each province."""

_PLATE = re.compile(
    f"[{PROVINCES}][A-HJ-NP-Z][·• -]?"
    "(?:[DF][0-9A-HJ-NP-Z][0-9]{4}|[0-9]{5}[DF]|(?=(?:[A-Z]*[0-9]){3})[0-9A-HJ-NP-Z]{4}[0-9A-HJ-NP-Z挂学警港澳])"
    "(?![0-9A-Za-z])"
)
_PASSPORT = re.compile("(?<![0-9A-Za-z])(?:[DEGPSdegps][A-Z]?[0-9]{7,8}|[CHLMTWchlmtw][0-9]{8,10})(?![0-9A-Za-z-])")
_DATED = re.compile("[A-Z]{1,2}20[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{2,4}$")  # as offices number their papers
_TAIWAN = re.compile("台胞证(?:件?号码?)?[ ]?[:：=为是]*[ ]?(?P<number>[0-9]{8})(?![0-9])")
_EMAIL_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._%+-]*[A-Za-z0-9_])?$")
_EMAIL_HOST = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.)+(?!(?:png|jpe?g|gif|svg|webp|avif|css|m?js|map)\b)[A-Za-z]{2,24}")
_APART_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._%+-]*[A-Za-z0-9_])?[ ]{0,3}$")
_APART_HOST = re.compile(
    r"[ ]{0,3}(?:[A-Za-z0-9-]{1,63}[ ]?[.。][ ]?){1,4}(?:com|cn|net|org|edu|gov|example)(?![A-Za-z0-9-])"
)
_SPACES = re.compile("[ ]+")
_MESSENGER = re.compile(
    r"(?:微信(?:号码?|[账帐]号|[ ]?ID|[ ]?(?=[:：=（(]))|(?<![A-Za-z-])"
    "(?:[Ww]e[Cc]hat|VX|vx|WX|wx)(?=[号:： ])(?:[ ]?ID)?)号?"
    r"[ ]?[:：=为是（(]*[ ]?(?P<named>[A-Za-z][A-Za-z0-9_-]{5,19})"
    r"(?![0-9A-Za-z_./:-]|[ ]?(?:[:：]|公众|服务号|订阅号|小程序))"
    r"|(?:微信|(?<![A-Za-z])(?:VX|vx))[ ]?(?P<bare>(?=[A-Za-z_-]+[0-9])[A-Za-z][A-Za-z0-9_-]{5,19})"
    r"(?![0-9A-Za-z_./-])"
    r"|(?<![0-9A-Za-z+/_])(?:QQ|qq|扣扣)(?:号码?)?[ ]?[:：=为是]*[ ]?(?P<number>[1-9][0-9]{4,11})"
    r"(?![0-9A-Za-z@])"
)
_YEAR_MONTH = "(?:18|19|20)[0-9]{2}(?:[ ]?[年./-][ ]?[01]?[0-9]|[01][0-9](?=[0-3][0-9](?![0-9])|(?![0-9])))"
_BIRTH_DATE = (
    rf"(?:{_YEAR_MONTH}(?:(?:[ ]?月[ ]?|[./-]?[ ]?)[0-3]?[0-9](?![0-9])(?:[ ]?日)?|[ ]?月)?"
    "|[一二][一二三四五六七八九〇零○]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)"
)
BETWEEN = r"(?:<[^<>]{0,80}>|[\s:：|\"'=为是于在]){0,12}"
"""What may stand between a word and what it announces: markup, a colon, a cell border, 为, 于."""

_BORN_ON = re.compile(
    rf"(?:出生(?:日期|年月日?|时间|月份?)?|生于){BETWEEN}(?P<date>{_BIRTH_DATE})"
    rf"|生日(?:<[^<>]{{0,80}}>|[\s|\"']){{0,4}}[:：=为是][\s\"']{{0,2}}(?P<feast>{_BIRTH_DATE})"
)
_ON_BORN = re.compile(rf"(?P<date>(?<![0-9]){_BIRTH_DATE})[ ]?(?:出生|生(?=[,，。；;、）)\s]|$))")
# Who may enter a school is told by the days between which a child was born: that is nobody's birthday.
_SPAN_BEFORE = re.compile("(?:[至到]|[—–~～]+)[ ]?$")
_SPAN_AFTER = re.compile(
    "[ ]?(?:[（(]含[^）)]{0,4}[）)])?[ ]?(?:[至到后]|前(?!往)|[以之][前后]|期间|[—–~～]+[ ]?[0-9]"
    "|出生的?(?:适龄)?(?:儿童|幼儿|人口))"
)
_FULL_DATE = re.compile(r"[0-9]{8}|.+日|[0-9]{4}[^0-9]+[0-9]{1,2}[^0-9]+[0-9]{1,2}")


def email(text: str, at: int, allowed: frozenset[str]) -> Iterator[Trace]:
    """A mail address around an @, unless it is an allowed one."""
    begin = max(0, at - 64)
    name = _EMAIL_NAME.search(text[begin:at])
    host = _EMAIL_HOST.match(text, at + 1)
    if name and host:
        if text[begin + name.start() : host.end()].lower() not in allowed:
            yield Trace(PersonalKind.email, begin + name.start(), host.end(), True)
        return
    # Set apart so that no program collects it (lin @ example . com): a person reads it all the same.
    name, host = _APART_NAME.search(text[begin:at]), _APART_HOST.match(text, at + 1)
    if name and host and _SPACES.sub("", text[begin + name.start() : host.end()]).lower() not in allowed:
        yield Trace(PersonalKind.email, begin + name.start(), host.end(), True)


def plate(text: str, at: int) -> Iterator[Trace]:
    """The number plate of a car."""
    if match := _PLATE.match(text, at):
        yield Trace(PersonalKind.plate, at, match.end(), True)


def messenger(text: str, at: int) -> Iterator[Trace]:
    """An account of 微信 or QQ after the messenger's name."""
    if match := _MESSENGER.match(text, at):
        group = match.lastgroup or ""
        yield Trace(PersonalKind.messenger, match.start(group), match.end(group), group != "bare")


def passports(text: str, at: int) -> Iterator[Trace]:
    """Numbers of passports and permits: only within reach of a word that names the paper."""
    if match := _TAIWAN.match(text, at):
        yield Trace(PersonalKind.passport, match.start("number"), match.end("number"), True)
    # The number may also stand before the word (持 E00001234 号护照), on the same line.
    begin = max(text.rfind("\n", 0, at) + 1, at - 16)
    for match in _PASSPORT.finditer(text, begin, at + 64):
        yield Trace(PersonalKind.passport, match.start(), match.end(), _DATED.match(match.group()) is None)


def birthday(text: str, at: int) -> Iterator[Trace]:
    """A date that somebody was born on, before or after the word; without its day a suspicion."""
    for match in (_BORN_ON.match(text, at), _ON_BORN.search(text, max(0, at - 20), at + 3)):
        if match:
            group = match.lastgroup or ""
            if _SPAN_AFTER.match(text, match.end(group)) or _SPAN_BEFORE.search(text[: match.start(group)][-2:]):
                continue
            certain = _FULL_DATE.match(match[group]) is not None
            yield Trace(PersonalKind.birthday, match.start(group), match.end(group), certain)
