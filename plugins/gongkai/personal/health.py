"""Words that tell of somebody's illness or hardship at home, and names with a form of address.

These are looked for only where no person may be told of at all: in records that are totals. Elsewhere a
hospital, an insurance against illness or a teacher named in her duty is ordinary school life.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# With what makes another word of it: 其中风险, 最低保障, 距离异常, 简单亲切.
_ILLNESSES = (
    "癌|肿瘤|白血病|尿毒症|糖尿病|高血压|心脏病|冠心病|心肌梗|心梗|脑梗|脑溢血|脑出血|(?<!其)中风(?!险)|偏瘫|骨折"
    "|抑郁|精神分裂|精神病|艾滋|肝炎|肝硬化|肺炎|肺结核|肾结石|胆结石|囊肿|手术|住院|化疗|放疗|透析|流产|剖宫产"
    "|确诊|病危|重症|病历|诊断为|医治|残疾|伤残|(?<!最)低保(?!障)|离异(?!常)|丧偶|(?<!简)单亲(?!切)|车祸"
)
# A cover, a course or a test that is named after an illness is offered to everybody.
_OFFERED = r"(?![^，。；、\s]{0,8}(?:互助|保障|保险|筛查|检查|讲座|预防|防治|知识|标准))"
_HEALTH = re.compile(f"(?:{_ILLNESSES}){_OFFERED}")

# The commonest family names, without those that are mostly other words before 老师 (其余老师, 祝贺老师, 高三老师).
_FAMILY_NAMES = "王李张刘陈杨黄赵吴徐孙朱胡郭罗宋郑韩唐冯董萧曹袁邓傅沈彭吕苏卢蒋蔡贾魏薛叶阎潘杜戴邹熊陆郝崔邱侯邵孟黎"
_OTHER_WORDS = "陆续|陈列|陈述|杜绝|张贴|张罗|罗列|郑重|苏州|徐州|郑州|杨浦|黄昏|王牌"
_ADDRESSED = re.compile(
    f"(?<![0-9一两二三四五六七八九十几每])(?!{_OTHER_WORDS})[{_FAMILY_NAMES}]"
    "(?:[\u4e00-\u9fff]{0,2}?(?:老师|同志|先生|女士|师傅|主任|校长)|某)"
    r"|(?:欧阳|司马|上官|诸葛)[\u4e00-\u9fff]{0,2}(?:老师|同志|先生|女士|师傅)"
    r"|(?:姓名|受助人|慰问对象|领取人|职工本人)[:：]"
)


_GAPS = frozenset(" \u3000\xa0\u200b\u200c\u200d\ufeff·•*_")


def told_of_health(text: str) -> Iterator[int]:
    """Where a text tells of an illness or of hardship at home."""
    return _places(_HEALTH, text)


def told_of_persons(text: str) -> Iterator[int]:
    """Where a text addresses or announces a single person by name."""
    return _places(_ADDRESSED, text)


def _places(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Where a pattern begins in a text; gaps set between the characters of a word do not hide it.

    Words that touch (癌 and 住院 in “癌住院”) are one place: they are deleted together.
    """
    kept = [at for at, char in enumerate(text) if char not in _GAPS]
    compact = "".join(text[at] for at in kept)
    end = -1
    for match in pattern.finditer(compact):
        if match.start() != end:
            yield kept[match.start()]
        end = match.end()
