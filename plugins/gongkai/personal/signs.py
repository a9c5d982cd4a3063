"""The words and signs at which a text is looked at closely, in one pattern for one quick pass."""

import re

from gongkai.personal.escapes import INVISIBLE, STANDS_FOR_ONE
from gongkai.personal.homes import building, home
from gongkai.personal.names import health, pupil_name
from gongkai.personal.numbers import NUMERALS, pupil_number, weak_mask
from gongkai.personal.words import PROVINCES, birthday, messenger, passports

_LOOKS = {
    weak_mask: "** ×× ●● •• ██ ■■ xx XX",
    messenger: "微信 扣扣 QQ qq VX vx WX wx WeChat Wechat wechat",
    pupil_number: "籍号",
    passports: "护照 通行证 台胞证 回乡证",
    birthday: "出生 生日 生于 日生 月生 生",
    home: "住址 家庭地址 家庭详细地址 居住 住宅地址 通讯地址 通信地址 户籍 户口 家住 现住",
    building: "室 单元 栋 幢",
    health: "因病 患病 患有 患癌 身患 罹患 确诊 住院 病重 病危 手术 癌症 肿瘤 大病 重病 抑郁 "
    "离异 离婚 丧偶 怀孕 流产 残疾 低保 家境 贫困 特困 困难 生病 病故 骨折 白血病 尿毒症 糖尿病 癌 "
    "孤儿 患者 单亲 救助对象 帮扶对象",
    pupil_name: "班",
}
WORDS = {word: look for look, words in _LOOKS.items() for word in words.split()}
"""Each word, and the look to take where it stands."""

_HEADS = "".join(sorted({word[0] for word in WORDS}))
_TAILS = sorted({word[1:] for word in WORDS if len(word) > 1}, key=lambda each: (-len(each), each))
_SECONDS = "".join(sorted({re.escape(tail[0]) for tail in _TAILS}))
SIGN = re.compile(
    rf"[@&%\\{INVISIBLE}{STANDS_FOR_ONE}{_HEADS}{PROVINCES}{NUMERALS}]"
    # Of the many 室 of a school only one behind a numeral can be of a home.
    rf"(?:(?<=[@癌{INVISIBLE}{STANDS_FOR_ONE}])|(?<=[0-9一二三四五六七八九十百A-Za-z \n][室栋幢])"
    r"|(?<=[0-9一二三四五六七八九十)）]班)|(?<=[0-9]生)"
    rf"|(?<=[{NUMERALS}])(?:[ \u3000-]?[{NUMERALS}0-9]){{10,17}}[xX]?"
    rf"|(?=[{_SECONDS}])(?:{'|'.join(map(re.escape, _TAILS))})|(?<=[{PROVINCES}])[A-HJ-NP-Z]"
    r"|(?<=&)[#a-zA-Z]|(?<=%)[0-9A-Fa-f]|(?<=\\)[u*_.@+-]|(?<=[住出微护生Q])[ \u3000]{1,4}[址生信照日Q])"
)
"""A word of WORDS, a mail sign, the head of a plate or of an escape; or what only begins and ends like words."""
