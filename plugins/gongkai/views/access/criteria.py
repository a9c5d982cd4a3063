"""WCAG 2.2 level A and AA, criterion by criterion: how the site meets each, and the test that holds it to that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CHECKED_IN = "0.1.0"
"""The release in which all of this was last checked."""

AXE = "test_axe_finds_nothing_on_any_type_of_page"
NU = "test_the_nu_checker_finds_no_error_on_any_page"
VALIDATE = "test_html_validate_finds_no_error_on_any_type_of_page"
SKIP = "test_the_first_link_leads_past_the_navigation"
SEARCH = "test_a_reader_searches_by_keyboard_alone"
FILTERS = "test_filters_and_folded_parts_work_by_keyboard"
MENU = "test_the_menu_and_the_colours_of_a_phone_work_by_keyboard"
FOCUS = "test_the_focus_is_seen_never_covered_and_never_caught"
REFLOW = "test_nothing_scrolls_sideways_at_320_pixels"
SPACING = "test_text_may_be_spaced_out"
MOTION = "test_nothing_moves_where_motion_is_unwanted"
FORCED = "test_the_colours_of_the_system_are_respected"
NAMES = "test_a_screen_reader_hears_these_names"
MONEY = "test_money_is_heard_as_it_is_written"


class Verdict(StrEnum):
    """How the site stands to a criterion."""

    MET = "满足"
    PARTLY = "部分"
    NOT_APPLICABLE = "不适用"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One success criterion: its number, level and Chinese name, and how it is met or why not wholly."""

    number: str
    level: str
    name: str
    how: str
    tests: tuple[str, ...] = ()
    verdict: Verdict = Verdict.MET


@dataclass(frozen=True, slots=True)
class Principle:
    """One of the four principles, with its criteria."""

    ident: str
    name: str
    criteria: tuple[Criterion, ...]


def _absent(number: str, level: str, name: str, why: str) -> Criterion:
    return Criterion(number, level, name, why, verdict=Verdict.NOT_APPLICABLE)


_NO_MEDIA = "本站没有音频和视频。"

PERCEIVABLE = Principle(
    "perceivable",
    "可感知",
    (
        Criterion(
            "1.1.1",
            "A",
            "非文本内容",
            "图表有标题、说明和同样数字的表；状态图标旁边都有字。学校附上的照片和扫描件，要靠学校写的说明，读屏软件未必读得出里面的字。",
            (AXE, NAMES),
            Verdict.PARTLY,
        ),
        _absent("1.2.1", "A", "纯音频和纯视频（预先录制）", _NO_MEDIA),
        _absent("1.2.2", "A", "字幕（预先录制）", _NO_MEDIA),
        _absent("1.2.3", "A", "音频描述或媒体替代（预先录制）", _NO_MEDIA),
        _absent("1.2.4", "AA", "字幕（实时）", _NO_MEDIA),
        _absent("1.2.5", "AA", "音频描述（预先录制）", _NO_MEDIA),
        Criterion(
            "1.3.1",
            "A",
            "信息和关系",
            "标题、列表、表格、表单都用本来的标记：表有名称和行列的头，输入框有标签。",
            (AXE, NU, VALIDATE),
        ),
        Criterion("1.3.2", "A", "有意义的顺序", "读出来的顺序就是看到的顺序；手机上也是先头后尾。", (NAMES, MENU)),
        Criterion("1.3.3", "A", "感官特性", "说明里不靠“右边的”“红色的”指路，都说名称。", (NAMES,)),
        Criterion("1.3.4", "AA", "方向", "横着竖着都能看，不锁定方向。", (REFLOW,)),
        Criterion(
            "1.3.5",
            "AA",
            "识别输入目的",
            "搜索和筛选不问个人资料；我要提案、我要反映里的姓名一栏标明了用途。",
            (VALIDATE,),
        ),
        Criterion("1.4.1", "A", "颜色的使用", "每种状态都有图形、文字和颜色三样；链接有下划线。", (AXE, FORCED)),
        _absent("1.4.2", "A", "音频控制", _NO_MEDIA),
        Criterion("1.4.3", "AA", "对比度（最低）", "文字与底色 4.5:1 以上，浅色深色都测。", (AXE,)),
        Criterion("1.4.4", "AA", "调整文字大小", "放大到 200% 不丢字、不叠字。", (REFLOW,)),
        Criterion("1.4.5", "AA", "文字图像", "没有用图片代替文字；图表里的字也是文字。", (AXE, NAMES)),
        Criterion(
            "1.4.10", "AA", "回流", "320 像素宽时整页不用左右拖；数据表在自己的框里左右滚动，键盘也能滚。", (REFLOW,)
        ),
        Criterion("1.4.11", "AA", "非文本对比度", "输入框的边、焦点框与底色 3:1 以上。", (FOCUS,)),
        Criterion("1.4.12", "AA", "文字间距", "行距、段距、字距加大后不丢字、不叠字。", (SPACING,)),
        Criterion(
            "1.4.13",
            "AA",
            "悬停或聚焦时的内容",
            "没有自己做的浮窗；提示用浏览器的，里面的话页面上另有写明。",
            (NAMES,),
        ),
    ),
)

OPERABLE = Principle(
    "operable",
    "可操作",
    (
        Criterion(
            "2.1.1", "A", "键盘", "搜索、筛选、展开、排序、菜单、深浅色，都能只用键盘。", (SEARCH, FILTERS, MENU)
        ),
        Criterion("2.1.2", "A", "无键盘陷阱", "用 Tab 能进也能出；菜单按 Esc 收起。", (FOCUS, MENU)),
        Criterion(
            "2.1.4",
            "A",
            "字符键快捷键",
            "只有搜索页的结果里可以按 / 回到搜索框，焦点在别处时不起作用。",
            (SEARCH,),
        ),
        _absent("2.2.1", "A", "时间可调", "没有时间限制，也不会自动退出。"),
        Criterion("2.2.2", "A", "暂停、停止、隐藏", "没有自己会动的内容。", (MOTION,)),
        Criterion("2.3.1", "A", "三次闪光或低于阈值", "没有闪烁的内容。", (MOTION,)),
        Criterion("2.4.1", "A", "绕过区块", "每页第一个链接跳到正文。", (SKIP,)),
        Criterion("2.4.2", "A", "页面标题", "每页标题说明是哪一份记录，再加上网站名。", (AXE, NU)),
        Criterion("2.4.3", "A", "焦点顺序", "焦点按阅读顺序走。", (SKIP, SEARCH, MENU)),
        Criterion("2.4.4", "A", "链接目的（上下文中）", "链接写明去哪里；几个“怎么算”各带所算的事。", (AXE, NAMES)),
        Criterion("2.4.5", "AA", "多种途径", "菜单、公开目录、列表、搜索，四条路。", (SEARCH, NAMES)),
        Criterion("2.4.6", "AA", "标题和标签", "每段有标题，每个输入框有标签。", (AXE, NAMES)),
        Criterion("2.4.7", "AA", "焦点可见", "焦点有三像素的框。", (FOCUS,)),
        Criterion("2.4.11", "AA", "焦点不被遮挡（最低）", "留在顶上的页眉不会盖住焦点。", (FOCUS,)),
        Criterion("2.5.1", "A", "指针手势", "不用多指或画线的手势。", (MENU,)),
        Criterion("2.5.2", "A", "指针取消", "按下时不动作，松开才动作；移开再松就取消。", (MENU,)),
        Criterion("2.5.3", "A", "名称中的标签", "读出来的名称含有看得见的字。", (AXE, NAMES)),
        _absent("2.5.4", "A", "动作驱动", "不用摇动、倾斜设备来操作。"),
        _absent("2.5.7", "AA", "拖拽动作", "没有要拖拽的东西。"),
        Criterion("2.5.8", "AA", "目标大小（最低）", "点按的地方不小于 24 像素，或者周围留够了空。", (AXE,)),
    ),
)

UNDERSTANDABLE = Principle(
    "understandable",
    "可理解",
    (
        Criterion("3.1.1", "A", "页面语言", "每页写明是简体中文（zh-CN）。", (AXE, NU)),
        Criterion(
            "3.1.2",
            "AA",
            "局部语言",
            "正文只用中文；“字段”“词汇”和数据字典里的英文名当作代码，没有逐个标明语言。",
            verdict=Verdict.PARTLY,
        ),
        Criterion("3.2.1", "A", "聚焦时", "焦点移到哪里都不会自己打开或换页。", (FOCUS,)),
        Criterion("3.2.2", "A", "输入时", "选筛选条件只增减本页的行，并报出还剩几条，不换页。", (FILTERS,)),
        Criterion("3.2.3", "AA", "一致的导航", "各页的菜单、搜索在同一位置，次序一样。", (NAMES,)),
        Criterion("3.2.4", "AA", "一致的识别", "同一状态、同一按钮，各页用同样的图形和字。", (NAMES,)),
        Criterion("3.2.6", "A", "一致的帮助", "每页页脚同一处有本页的链接；渠道和电话在“四个第一”。", (NAMES,)),
        Criterion("3.3.1", "A", "错误识别", "我要提案、我要反映里，漏填的一栏写明缺什么。", (AXE,)),
        Criterion("3.3.2", "A", "标签或说明", "每个输入框写明填什么、怎么填。", (AXE, NAMES)),
        Criterion("3.3.3", "AA", "错误建议", "提示里写明要填成什么样。", (AXE,)),
        Criterion(
            "3.3.4",
            "AA",
            "错误预防（法律、财务、数据）",
            "本站不收任何提交；我要提案、我要反映只在您自己的设备上生成文件，交出去之前都能改。",
            verdict=Verdict.NOT_APPLICABLE,
        ),
        Criterion("3.3.7", "A", "冗余输入", "同一件事不问两遍；搜索的词留在框里和网址里。", (SEARCH,)),
        _absent("3.3.8", "AA", "可访问的认证（最低）", "不用登录，没有验证码。"),
    ),
)

ROBUST = Principle(
    "robust",
    "健壮",
    (
        Criterion("4.1.2", "A", "名称、角色、值", "用浏览器本来的控件，读屏软件认得。", (AXE, VALIDATE, NAMES)),
        Criterion("4.1.3", "AA", "状态消息", "搜到几条、筛出几条，会读出来，焦点不动。", (SEARCH, FILTERS)),
    ),
)

PRINCIPLES = (PERCEIVABLE, OPERABLE, UNDERSTANDABLE, ROBUST)

CRITERIA = tuple(criterion for principle in PRINCIPLES for criterion in principle.criteria)
