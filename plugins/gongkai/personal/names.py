"""Names of persons, as far as a pattern can know them: by surname and length, and by what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongkai.personal.traces import PersonalKind, Trace

# Without 于, 万, 向, 常, 时, 成: as surnames they are rarer than as words.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段钱汤尹黎易武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦"
    "申尤毕聂丛焦柳邢岳齐梅莫庄辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁隋甘景薄包司柏宁柯阮桂"
    "闵强柴华车冉房辜岑闫肖"
)
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|端木|南宫"
_NAME = f"(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"

_EVERYDAY = (
    "高一 高二 高三 高中 高职 高级 高年 高龄 高分 高校 高血 任课 任何 任教 任职 何时 何人 方便 方案 方面 方式 方法 "
    "安全 安排 安心 安置 安装 关心 关注 关爱 关怀 关于 关系 温暖 温馨 文科 文明 文艺 文化 文件 文印 史地 程序 施工 "
    "康复 石油 江西 江苏 左右 严重 严格 华侨 白天 白血 夏季 夏令 季度 周一 周二 周三 周四 周五 周六 周日 周末 周边 "
    "周期 金额 金牌 金奖 金秋 张贴 张榜 许可 许多 项目 齐全 包括 包含 查看 查询 查体 管理 管道 车辆 车间 房屋 房间 "
    "房租 盛大 盛会 强化 强调 马上 马术 章程 章节 易患 易感 席位 景区 甘蔗 曾经 曾因 宁静 宁愿 柏油 田径 陶艺 陶瓷 "
    "武术 游泳 游戏 童年 牛奶 梅花 谷雨 谢谢 谢绝 祝贺 祝愿 洪水 庄重 毕业 费用 尤其 孔子 龙舟 龙头 余下 余额 段落 "
    "段考 纪律 纪念 纪检 申请 申报 申诉 卫生 凌晨 欧洲 阳光 苗木 汤圆 钱款 钟点 司机 司法 东方 公孙 单亲 顾问 莫名 "
    "方阵 方队 方程 严查 严禁 顾及 顾客 余款 余额 孟母 温度 白内 高危 高效 华东 牛肉 孔雀 管弦 钱币 "
    "鲁迅 雷锋 段位 秦腔 曲艺 曲目 舒适 贺卡 贺信 祝福 庄稼 黄色 黄金 白色 林木 林业 江河 陆续 沈阳 郑州"
)
_WORDS = frozenset(_EVERYDAY.split())
"""How everyday words begin that look like a surname with something after it."""

_NOBODY = frozenset({"同学", "老师", "同志", "女士", "先生", "某某", "某", "小朋友", "师傅"})
"""What stands after a surname when the rest of the name is withheld."""

_STARTS = (
    "(?:(?<![\u4e00-\u9fff])|(?<=[对给为和与由请是、有的])"
    "|(?<=教师|老师|职工|教工|员工|会员|学生|同学|同志|代表|看望|探望))"
)
_TITLE = "老师|教师|同志|同学|女士|先生|师傅|小朋友"
_ILL = (
    "因病|因患|患|身患|罹患|确诊|住院|病重|病危|病故|手术|离异|离婚|丧偶|怀孕|流产|残疾|家庭困难|家庭贫困|家境|低保"
    "|生病|骨折|[乳肺肝胃肠宫食甲鼻]{1,2}[腺颈道咽]?癌|癌症|肿瘤|白血病|尿毒症|糖尿病|抑郁"
)
_KIND_OF = (
    "困难|特困|贫困|低保|残疾|孤儿|患者|患病|生病|单亲|离异|留守儿童|建档立卡|救助对象|慰问对象|帮扶对象|资助对象"
)
_WHO = "学生|职工|教职工|教师|老师|教工|同学|儿童|家庭|生|户|的"
# As short as can be: in 林同因患 the name ends before 因.
_SHORT_NAME = _NAME.replace("{1,2}", "{1,2}?")


@cache
def _patient() -> re.Pattern[str]:
    """Compiled where it is first needed: the surnames make it slow to compile."""
    return re.compile(
        f"{_STARTS}(?P<name>{_SHORT_NAME})(?={_TITLE}|{_ILL}|[ ]?[ |,，：:（(、][ ]?(?:{_ILL}))"
        f"|(?:{_KIND_OF})(?:{_WHO}){{0,2}}[ ]?[：:、]?[ ]?(?P<after>{_NAME})"
        f"(?=[^\u4e00-\u9fff]|{_TITLE}|[和与等因已]|\\Z)"
    )


_NUMERAL = "[一二三四五六七八九十0-9]{1,2}"
_CLASS = (
    f"(?:[小初高]?{_NUMERAL}年级?|[0-9]{{4}}级|[初高]{_NUMERAL}|[一二三四五六七八九](?=[0-9])"
    f"|[1-9](?=[0-9]{{2}}班)|{_NUMERAL}(?=[（(])|[小中大])[ ]?[（(]?{_NUMERAL}[)）]?[ ]?班"
)


@cache
def _with_class() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name after a class and before it; compiled where first needed, as above."""
    after = re.compile(
        f"{_CLASS}(?:的|学生|同学|小朋友|姓名|[ \t：:，,、|]){{0,3}}"
        f"(?P<name>{_NAME})(?=同学|小朋友|[^\u4e00-\u9fff]|[和与等获在因]|被[评授]|荣获|\\Z)"
    )
    before = re.compile(f"(?<![\u4e00-\u9fff])(?P<name>{_NAME})(?:同学)?[ ]?[（(，,、|]?[ ]?{_CLASS}(?!主任)")
    return after, before


_OFFICE = re.compile(
    "(?:处|室|部|科|办|会|组|校|局|中心|院|团|队|班|书记|校长|主任|主席|老师|用户|管理员|公司|软件|科技|教务|财务)$"
)


def looks_like_name(text: str) -> bool:
    """Whether a short text that stands alone, as in a column of names, is a person's name."""
    plain = text.strip()
    return bool(re.fullmatch(_NAME, plain) and _may_be(plain) and not _OFFICE.search(plain))


def _may_be(name: str) -> bool:
    return name[:2] not in _WORDS and name[1:] not in _NOBODY


def health(text: str, at: int) -> Iterator[Trace]:
    """A name beside a word of illness or hardship: a suspicion, as names have no shape."""
    begin = max(text.rfind("\n", 0, at) + 1, at - 40)
    for match in _patient().finditer(text, begin, at + 40):
        group = "after" if match["after"] else "name"
        if _may_be(match[group]):
            yield Trace(PersonalKind.health, match.start(group), match.end(group), False)


def pupil_name(text: str, at: int) -> Iterator[Trace]:
    """A pupil's name beside a class."""
    begin = max(text.rfind("\n", 0, at) + 1, at - 20)
    for pattern in _with_class():
        for match in pattern.finditer(text, begin, at + 12):
            if _may_be(match["name"]):
                yield Trace(PersonalKind.pupil_name, match.start("name"), match.end("name"), False)
