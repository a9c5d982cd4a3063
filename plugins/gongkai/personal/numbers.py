"""Numbers known by their shape: of identity, pupils, mobile phones, bank cards, also masked too little."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.personal.traces import PersonalKind, Trace

GAP = "()（） \u00a0\u2002-\u200a\u202f\u3000‐‑‒–—−·•._-"
"""What may stand between the digits of one number, as the inside of a class."""

GAP_BYTES = b"() -._\xef\xbc\xc2\xa0\xb7\xe2\x80\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x90\x91\x92\x93\x94\xa2\xaf\xe3"
"""The bytes of which these are made."""

PART_BYTES = b"\n\t /~\xe3\x80\x81\xef\xbd\x9e"
"""The bytes of what parts the groups of an identity number, but of no other."""

ANY_GAP_BYTES = GAP_BYTES + PART_BYTES
_RUN = re.compile(rf"[0-9](?:[{GAP}]{{0,3}}[0-9]){{10,}}(?:[{GAP}]?[xX](?![0-9A-Za-z]))?")
# Signs that part the groups of an identity number, but of no other: it must be right to the last character.
_PARTED = re.compile(
    r"(?<![0-9A-Za-z.,/])[1-9][0-9]{3,15}(?:[ \t]?[\n/~～、][ \t]?[0-9]{2,14}){1,2}[xX]?(?![0-9A-Za-z.,/])"
)
_SCIENTIFIC = re.compile(r"(?<![0-9.])([1-9])\.([0-9]{8,17})[eE]\+?(10|17)(?![0-9])")
NUMERALS = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
"""Digits written as characters: 〇 in three ways, 幺 as one says 1 on the telephone, and the bank's own."""

_SPELT = str.maketrans(NUMERALS, "0001234567891123456789", " \u3000-")
_GROUP = re.compile("[0-9]+[xX]?|[xX]")
_FOUR = re.compile("[0-9]{4}")
_SINGLES = re.compile(rf"[0-9](?:[{GAP}]{{1,2}}[0-9xX]){{10,18}}")
_GAPS = re.compile(f"[{GAP}]+")
_NO_DIGIT = re.compile("[^0-9xX]+")
_ALPHANUMERIC = re.compile("[0-9xX]+")
_MOBILE = re.compile("(?:(?:00)?86|0)?1[3-9][0-9]{9}")
_MOBILE_SHAPES = frozenset({
    (11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5),
    (12,), (4, 8), (4, 4, 4), (1, 11), (1, 3, 4, 4),
    (13,), (2, 11), (2, 3, 4, 4), (2, 3, 8), (2, 7, 4),
    (15,), (4, 11), (4, 3, 4, 4), (4, 3, 8),
})  # fmt: skip
_MONEY_BEFORE = re.compile("[¥￥$][ ]?$")
_MONEY_AFTER = re.compile(r"(?:\.[0-9]+)?[ ]?[万亿]?元(?![旦月宵])")
_FRACTION_BEFORE = re.compile(r"(?:^|[0-9\s,\"'(-]|(?:^|[^A-Za-z])[A-Za-z])\.$")
_FRACTION_AFTER = re.compile(r"\.(?!0(?![0-9]))[0-9]{1,3}(?![0-9])")  # “.0” is a spreadsheet's, no fraction
_LETTERS_END = re.compile(r"\\?[A-Za-z]+$")
_LETTERS_START = re.compile("[A-Za-z]+")
_ALONE_BEFORE = re.compile("(?:^|[^0-9A-Za-z.-])[A-Za-z]?$")
_ALONE_AFTER = re.compile("[A-Za-z]?(?![0-9A-Za-z.-])")
_PATH_BEFORE = re.compile("(?:^|[\"'0-9 zZ])[MmLlHhVvCcSsQqTtAaZz][ ,]?$")
_PATH_AFTER = re.compile("[ ,]?[MmLlHhVvCcSsQqTtAaZz](?:[\"'0-9.-]|[ ][0-9.-]|$)")
_NEGATIVE = re.compile("(?:^|[\"'( ,])-$")
_TIMESTAMP = re.compile(
    "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5]"
)
_PUPIL = re.compile(rf"(?:^|[^A-Za-z0-9])(?P<kind>[GJLgjl])(?P<gap>[{GAP}]?)$")
_PUPIL_NUMBER = re.compile(
    "籍号码?[ ]?[:：=为是]*[ ]?(?P<number>[GJLgjl]?[0-9](?:[ -]?[0-9]){7,18}[xX]?)(?![0-9A-Za-z])"
)
_OF_A_PAPER = re.compile(
    "(?:课程|资产|公示|合同|项目|采购|计划|订单|发票|票据|设备|条形?|商品|快递|流水|备案|许可证?|学校|机构|索引|文件|公告)"
    "(?:编号|编码|代码|标识码|单号|证号|号|码)[ ]?[:：]?[ ]?[A-Z-]{0,6}$"
)
_LOOKS_LIKE_X = frozenset("×Ххχ✕")
_MOBILE_HEAD = re.compile("1[3-9]")
_CARD_PREFIX = re.compile("62|60|9558|4|5[1-5]|35")
_CARD_WORD = re.compile("卡号|账号|帐号|账户|帐户|开户|户名|银行")
_WEAK_MASK = re.compile(
    r"(?<![0-9A-Za-z*×●•█■])[1-9][0-9]{2,15}([*×●•█■xX])\1+[0-9]{0,12}(?:\1{2,}[0-9]{1,6})?[xX]?(?![0-9A-Za-z])"
)


def numbers_of_persons(text: str, allowed: frozenset[str]) -> Iterator[Trace]:
    """Each number of a person, unless it is an allowed phone number."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        if not _FOUR.search(text, start, end) and not _SINGLES.fullmatch(text, start, end):
            continue  # coordinates, dates, versions: no number of a person is written in groups that small
        groups = [match.span() for match in _GROUP.finditer(text, start, end)]
        longest = 1 if len(groups) > 1 and _is_drawing(text, start, end) else 18
        index = 0
        while index < len(groups):
            trace, used = _number_at(text, groups, index, longest)
            if trace and _GAPS.sub("", text[trace.start : trace.end])[-11:] not in allowed:
                yield trace
            index += used
    for match in _SCIENTIFIC.finditer(text):
        digits = (match[1] + match[2]).ljust(int(match[3]) + 1, "0")
        if _MOBILE.fullmatch(digits) and digits not in allowed:
            yield Trace(PersonalKind.mobile, *match.span(), False)
        elif len(digits) == 18 and _is_birthday(digits[6:14]):
            yield Trace(PersonalKind.identity, *match.span(), False)


def parted_identities(text: str) -> Iterator[Trace]:
    """Identity numbers whose groups stand on lines of their own, or are parted by strokes."""
    for run in _PARTED.finditer(text):
        digits = _NO_DIGIT.sub("", run.group())
        if len(digits) == 18 and _is_birthday(digits[6:14]) and _check_character(digits) == digits[17].upper():
            yield Trace(PersonalKind.identity, *run.span(), True)


def has_long_number(text: str) -> bool:
    """Whether digits stand together that `numbers_of_persons` could take for a number of a person."""
    return any(
        (_FOUR.search(text, *run.span()) or _SINGLES.fullmatch(text, *run.span())) and not _is_digest(text, *run.span())
        for run in _RUN.finditer(text)
    )


def _is_digest(text: str, start: int, end: int) -> bool:
    """Whether digits without a gap are surely but a part of a hexadecimal digest."""
    digits = text[start:end]
    return digits.isdecimal() and _is_part(text, start, end) and not _stands_alone(text, start, end, digits)


def has_parted_number(text: str) -> bool:
    """Whether groups of digits stand apart as those of an identity number would."""
    return _PARTED.search(text) is not None


def in_words(text: str, start: int, end: int) -> Iterator[Trace]:
    """A mobile or identity number spelt in Chinese numerals (一三八……): a suspicion."""
    digits = text[start:end].translate(_SPELT).upper()
    if text[end : end + 1] in {*NUMERALS, "十"}:
        return
    if _MOBILE.fullmatch(digits) and len(digits) == 11:
        yield Trace(PersonalKind.mobile, start, end, False)
    elif len(digits) == 18 and _is_birthday(digits[6:14]):
        yield Trace(PersonalKind.identity, start, end, False)


def _number_at(text: str, groups: list[tuple[int, int]], index: int, longest: int) -> tuple[Trace | None, int]:
    """The number that begins with a group of digits, and how many groups it takes."""
    start, total = groups[index][0], 0
    sizes: tuple[int, ...] = ()
    for first, end in groups[index : index + longest]:
        sizes = (*sizes, end - first)
        total += end - first
        if total > 19:
            break
        if total < 11:
            continue
        if len(sizes) == total:
            # Single digits are a number only when no further single digit stands beside them.
            beside = groups[max(0, index - 1) : index] + groups[index + total : index + total + 1]
            if any(stop - begin == 1 for begin, stop in beside):
                continue
        elif not (sizes in _MOBILE_SHAPES or (total >= 15 and max(sizes) >= 4)):
            continue
        if len(sizes) > 1:
            gaps = set(_ALPHANUMERIC.sub("", text[start:end]))
            if "." in gaps and (gaps != {"."} or len(sizes) < 3):
                continue  # a decimal point
            if _NEGATIVE.search(_before(text, start, 2)):
                continue  # a coordinate
        if trace := _number(text, start, end, sizes):
            return trace, len(sizes)
    return None, 1


def _number(text: str, start: int, end: int, sizes: tuple[int, ...]) -> Trace | None:
    digits = _GAPS.sub("", text[start:end])
    single = sizes.count(1) == len(sizes)
    if _is_part(text, start, end) and not _stands_alone(text, start, end, digits):
        return None
    if _MOBILE.fullmatch(digits):
        return _mobile(text, start, end, digits)
    if len(digits) == 17 and text[end : end + 1] in _LOOKS_LIKE_X and _is_birthday(digits[6:14]):
        return Trace(PersonalKind.identity, start, end + 1, _check_character(digits) == "X")
    if _LETTERS_START.match(text, end) and not _stands_alone(text, start, end, digits):
        return None
    if len(digits) == 18 and (single or (max(sizes) >= 4 and len(sizes) <= 6)):
        born = _is_birthday(digits[6:14]) and not _TIMESTAMP.match(digits)
        valid = born and _check_character(digits) == digits[17].upper()
        letter = _PUPIL.search(_before(text, start, 3))
        if letter and (len(sizes) == 1 or born):
            certain = valid or letter.group("kind") not in "Gg"
            return Trace(PersonalKind.pupil, start - len(letter.group("kind")) - len(letter["gap"]), end, certain)
        if valid or (born and sizes in {(18,), (6, 8, 4)} and not _OF_A_PAPER.search(_before(text, start, 16))):
            return Trace(PersonalKind.identity, start, end, valid)
    if sizes == (15,) and digits[0] != "0" and _is_birthday("19" + digits[6:12]):
        certain = "身份" in _before(text, start, 16)
        return Trace(PersonalKind.old_identity, start, end, certain)
    return _bank_card(text, start, end, digits, sizes)


def _mobile(text: str, start: int, end: int, digits: str) -> Trace | None:
    """A phone number, unless it is money, the name of a mailbox or the number of a paper; 0138… is a suspicion."""
    if text[end : end + 1] == "@" or _is_money(text, start, end) or _OF_A_PAPER.search(_before(text, start, 16)):
        return None
    certain = text[end : end + 2] != ".0" and len(digits) != 12
    return Trace(PersonalKind.mobile, start - (_before(text, start, 1) == "+"), end, certain)


def pupil_number(text: str, at: int) -> Iterator[Trace]:
    """A number that is called a pupil's (学籍号), whatever its shape."""
    if match := _PUPIL_NUMBER.match(text, at):
        yield Trace(PersonalKind.pupil, match.start("number"), match.end("number"), True)


def _bank_card(text: str, start: int, end: int, digits: str, sizes: tuple[int, ...]) -> Trace | None:
    """A card number by prefix and check digit; words before it settle what these leave open."""
    fours = set(sizes[:-1]) == {4} and sizes[-1] <= 4
    if len(digits) < 16 or not digits.isdecimal() or not (len(sizes) == 1 or fours or sizes in {(6, 10), (6, 13)}):
        return None
    if _is_money(text, start, end):
        return None
    named = _CARD_WORD.search(_before(text, start, 24)) is not None
    if not named and _OF_A_PAPER.search(_before(text, start, 16)):
        return None
    if not _CARD_PREFIX.match(digits) and not named:
        return None
    if not _is_luhn(digits):
        return Trace(PersonalKind.bank_card, start, end, False) if named else None
    return Trace(PersonalKind.bank_card, start, end, named or digits.startswith(("62", "9558")))


def _is_money(text: str, start: int, end: int) -> bool:
    return _MONEY_AFTER.match(text, end) is not None or _MONEY_BEFORE.search(_before(text, start, 3)) is not None


def _before(text: str, position: int, width: int) -> str:
    return text[max(0, position - width) : position]


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether digits belong to something larger: a hexadecimal digest, a decimal fraction, an amount."""
    before, after = _before(text, start, 12), text[end : end + 12]
    left, right = _LETTERS_END.search(before), _LETTERS_START.match(after)
    if (left and _is_hexadecimal(left.group())) or (right and _is_hexadecimal(right.group())):
        return True
    return _FRACTION_BEFORE.search(before) is not None or _FRACTION_AFTER.match(after) is not None


def _stands_alone(text: str, start: int, end: int, digits: str) -> bool:
    """Whether one letter at either end is all that stands beside a number: too little for a digest."""
    if not (_MOBILE.fullmatch(digits) or (len(digits) == 18 and _is_birthday(digits[6:14]))):
        return False
    return _ALONE_BEFORE.search(_before(text, start, 2)) is not None and _ALONE_AFTER.match(text, end) is not None


def _is_hexadecimal(letters: str) -> bool:
    return not letters.startswith("\\") and all(letter in "abcdefABCDEF" for letter in letters)


def _is_drawing(text: str, start: int, end: int) -> bool:
    """Whether digits are coordinates of a drawn path: a lone command letter touches them."""
    before, after = _before(text, start, 3), text[end : end + 3]
    return _PATH_BEFORE.search(before) is not None or _PATH_AFTER.match(after) is not None


def _is_birthday(digits: str) -> bool:
    if digits[:2] not in {"18", "19", "20"} or not digits.isdecimal():
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _check_character(digits: str) -> str:
    """The check character that GB 11643-1999 gives to the first 17 digits."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % 11]


def _is_luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def weak_mask(text: str, at: int) -> Iterator[Trace]:
    """A number masked too little to be safe; 138****1234 and 35*************123 are masked well."""
    match = _WEAK_MASK.search(text, max(0, at - 16), at + 18) if text[at - 1 : at].isdecimal() else None
    if not match:
        return
    token = match.group()
    shown = sum(character.isdecimal() for character in token)
    kind = None
    if len(token) == 18 and shown >= 9:
        kind = PersonalKind.identity
    elif len(token) == 11 and shown >= 8 and _MOBILE_HEAD.match(token):
        kind = PersonalKind.mobile
    elif len(token) in {16, 17, 19} and shown >= 13 and _CARD_PREFIX.match(token):
        kind = PersonalKind.bank_card
    if kind:
        yield Trace(kind, match.start(), match.end(), False)
