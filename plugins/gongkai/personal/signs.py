"""The words and signs at which a text is looked at closely, in one pattern for one quick pass."""

import re

from gongkai.personal.escapes import INVISIBLE, STANDS_FOR_ONE
from gongkai.personal.homes import building, home
from gongkai.personal.numbers import weak_mask
from gongkai.personal.words import PROVINCES, birthday, messenger, passports

_LOOKS = {
    weak_mask: "** ×× ●● •• ██ ■■ xx XX",
    messenger: "微信 扣扣 QQ qq VX vx wx WeChat Wechat wechat",
    passports: "护照 通行证 台胞证 回乡证",
    birthday: "出生 生日 生于 日生 月生",
    home: "住址 家庭地址 居住 住宅地址 通讯地址 通信地址 户籍 户口 家住 现住",
    building: "室 单元 栋 幢",
}
WORDS = {word: look for look, words in _LOOKS.items() for word in words.split()}
"""Each word, and the look to take where it stands."""

_HEADS = "".join(sorted({word[0] for word in WORDS}))
_TAILS = "|".join(sorted({re.escape(word[1:]) for word in WORDS if len(word) > 1}, key=lambda each: (-len(each), each)))
SIGN = re.compile(
    rf"[@&%\\{INVISIBLE}{STANDS_FOR_ONE}{_HEADS}{PROVINCES}]"
    rf"(?:(?<=[@室栋幢{INVISIBLE}{STANDS_FOR_ONE}])|{_TAILS}|(?<=[{PROVINCES}])[A-HJ-NP-Z]"
    r"|(?<=&)[#a-zA-Z]|(?<=%)[0-9A-Fa-f]|(?<=\\)u)"
)
"""A word of WORDS, a mail sign, the head of a plate or of an escape."""
