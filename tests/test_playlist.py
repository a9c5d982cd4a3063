"""The playlist of the screens (播单): what may be written, what is objected to, and who gets to see which of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

import pytest
from gongkai import gate
from gongkai.build import build
from gongkai.derive.renewal import next_renewal
from gongkai.load import load
from gongkai.publish import Refused, edition
from gongkai.records import Audience
from gongkai.records.fields import DayOrMoment, Moment, TimeOfDay, Weekday
from gongkai.records.playlist import (
    Group,
    Override,
    Playlist,
    SchoolDay,
    StaffPlaylist,
    Wall,
    own_words,
)
from gongkai.register import Register
from gongkai.render.pages import Asset
from gongkai.rules import check
from gongkai.select import select
from gongkai.settings import find
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from tests.conftest import WriteTree
from tests.school import small_school
from tests.site import ROOT

DAY = date(2026, 5, 20)
SCHOOL = """格式: 1
校名: 小校
部门: [{名称: 总务处}]
四个第一: {第一责任人: 书记, 第一执行人: 校长, 第一监督人: 工会主席, 第一评价人: 教职工, 评价渠道: 意见箱}
渠道: [{名称: 监督电话, 电话: 0599-5550123}]
"""
NOTICE = """---
公开范围: 社会
标题: 图书采购成交结果公示
事由: 采购
起: 2026-05-18
止: 2026-05-22
异议: {受理: 总务处, 电话: 0599-5550123}
---
图书 320 册。
"""
STAFF_NOTICE = NOTICE.replace("公开范围: 社会", "公开范围: 教职工\n限制公开理由: 校内事务")
OVER = NOTICE.replace("05-18", "04-24").replace("05-22", "05-08").replace("异议:", "结果: 无异议\n异议:")


def register_of(write_tree: WriteTree, playlist: str = "", **files: str) -> tuple[Register, list[str]]:
    """A small school with a playlist, and everything that is said about it: place, code, level, message."""
    tree: dict[str, str] = {
        "school.yml": SCHOOL,
        "policy.yml": "预设: 初中\n",
        "catalogue.yml": "目录: []\n",
        "notices/now-2026-1.md": NOTICE,
        "notices/staff-2026-1.md": STAFF_NOTICE,
        "notices/over-2026-1.md": OVER,
        "notices/hidden-2026-1.md": NOTICE.replace("公开范围: 社会", "公开范围: 不公开\n限制公开理由: 待定"),
        **({"playlist.yml": playlist} if playlist else {}),
        **{name.replace("__", "-") + ".yml": text for name, text in files.items()},
    }
    folder = write_tree({f"r/{path}": text for path, text in tree.items()}) / "r"
    loaded = load([folder], folder)
    found = [*loaded.findings, *check(loaded.register, DAY)]
    said = [f"{each.location} {each.code.code} {each.level.value} {each.message}" for each in found]
    return loaded.register, said


def told(write_tree: WriteTree, playlist: str, **files: str) -> list[str]:
    return register_of(write_tree, playlist, **files)[1]


# How times are written


@pytest.mark.parametrize(
    "typed",
    [
        "07:20-08:20",
        "7:20-8:20",
        "７：２０－８：２０",
        "07：20～08：20",
        "7:20—8:20",
        "7:20 至 8:20",
        "7点20分到8点20分",
    ],
)
def test_a_span_of_time_in_every_form(typed: str) -> None:
    """Full-width colons, tildes and dashes, 至 and 点 are read; an editor marks none of them."""
    read = TypeAdapter(TimeOfDay)
    assert str(read.validate_python(typed)) == "07:20-08:20"
    assert Draft202012Validator(read.json_schema()).is_valid(typed)


def test_a_span_may_run_over_midnight() -> None:
    """18:00-07:00 is the evening and the early morning; 24:00 ends a day."""
    read = TypeAdapter(TimeOfDay).validate_python
    assert read("18:00-07:00").times == (time(18), time(7))
    assert read("18:00-24:00").times == (time(18), time(0))
    assert str(read("21:00-06:00")) == "21:00-06:00"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("25:00-26:00", "写的是“25:00-26:00”，没有 25:00 这个时刻：小时到 24，分到 59。"),
        ("07:20-08:75", "写的是“07:20-08:75”，没有 08:75 这个时刻：小时到 24，分到 59。"),
        ("08:00-08:00", "写的是“08:00-08:00”，起止是同一个时刻；整天都放的，不写时间。"),
        ("早读", "写的是“早读”，看不懂。可以写：07:20-08:20；跨过半夜的 21:00-06:00。"),
        ("", "没有填写。"),
    ],
)
def test_a_mistyped_span_is_explained(typed: str, message: str) -> None:
    """What is wrong with it, and what may be written."""
    with pytest.raises(ValidationError) as error:
        TypeAdapter(TimeOfDay).validate_python(typed)
    assert error.value.errors()[0]["msg"] == message


@pytest.mark.parametrize(
    "typed",
    ["2026-11-20 18:00", "2026年11月20日18:00", "2026 年 11 月 20 日 18：00", "2026-11-20T18:00", "2026/11/20　18:00"],
)
def test_a_moment_in_every_form(typed: str) -> None:
    """A day and a time, half-width or full-width, with or without the space after 日."""
    read = TypeAdapter(Moment)
    assert read.validate_python(typed) == datetime(2026, 11, 20, 18)  # noqa: DTZ001
    assert Draft202012Validator(read.json_schema()).is_valid(typed)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2026-11-20", "写的是“2026-11-20”，没有写时刻。可以写：2026-11-20 18:00、2026年11月20日 18:00。"),
        ("2026-02-30 18:00", "写的是“2026-02-30”，没有这一天。"),
        ("2026-11-20 24:00", "写的是“2026-11-20 24:00”，看不懂。可以写：2026-11-20 23:59，或第二天 00:00。"),
        ("明天", "写的是“明天”，看不懂。可以写：2026-11-20 18:00、2026年11月20日 18:00。"),
    ],
)
def test_a_mistyped_moment_is_explained(typed: str, message: str) -> None:
    """A day without a time is not enough, and the sentence says so."""
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Moment).validate_python(typed)
    assert error.value.errors()[0]["msg"] == message


def test_where_a_day_is_enough_a_time_may_follow() -> None:
    """Days with dots are days, not times."""
    read = TypeAdapter(DayOrMoment).validate_python
    assert read("2026.11.20") == date(2026, 11, 20)
    assert read("2026.11.20 7:30") == datetime(2026, 11, 20, 7, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("typed", "number"),
    [("周一", 1), ("星期二", 2), ("礼拜三", 3), ("四", 4), ("5", 5), ("６", 6), ("周日", 7), ("星期天", 7), ("7", 7)],
)
def test_weekdays_in_every_form(typed: str, number: int) -> None:
    """周一, 星期一, 一 and 1 are one day."""
    read = TypeAdapter(Weekday)
    assert read.validate_python(typed) == number
    assert Draft202012Validator(read.json_schema()).is_valid(typed)


@pytest.mark.parametrize("typed", ["周一至周五", "工作日", "8", "周"])
def test_a_mistyped_weekday_is_explained(typed: str) -> None:
    """A run of days is a list, or the working days."""
    with pytest.raises(ValidationError, match="几天的写成列表 \\[周一, 周三\\]；平日写“日子: 工作日”"):
        TypeAdapter(Weekday).validate_python(typed)


# What is read


def test_a_school_without_screens_has_no_playlist(write_tree: WriteTree) -> None:
    """Neither file is missed (R08 is about the three that every school has), and both are empty."""
    register, said = register_of(write_tree)
    assert said == []
    assert (register.playlist, register.staff_playlist) == (Playlist(), StaffPlaylist())


def test_a_whole_playlist_is_read(write_tree: WriteTree) -> None:
    """Every key has its place in the model, single values without brackets too."""
    register, said = register_of(
        write_tree,
        "设置: {夜间熄屏: 21:00-06:00, 数据过期天数: 5, 每屏字数上限: 80}\n"
        "固定: 公示\n"
        "权重: {对象: notices/now-2026-1, 次数: 3}\n"
        "时段:\n"
        "  - {时间: [7:20-8:20, 12:10-13:00], 星期: [周一, 三], 日子: 教学日, 组: [账目], 起: 2026-05-01}\n"
        "活动:\n"
        "  - {起: 2026-05-20 8:00, 止: 2026-05-20, 标题: 开会, 批准: 校长, 栏: 对内栏}\n"
        "覆盖: {标题: 停水, 起: 2026-05-20 08:00, 止: 2026-05-20 12:00, 批准: 校长}\n",
    )
    assert said == []
    playlist = register.playlist
    assert playlist.screen is not None
    assert (str(playlist.screen.dark), playlist.screen.stale_days, playlist.screen.text_characters) == (
        "21:00-06:00",
        5,
        80,
    )
    assert playlist.pins == ("公示",)
    assert (playlist.weights[0].target, playlist.weights[0].times) == ("notices/now-2026-1", 3)
    (window,) = playlist.windows
    assert [str(span) for span in window.times] == ["07:20-08:20", "12:10-13:00"]
    assert (window.weekdays, window.days, window.groups) == ((1, 3), (SchoolDay.TEACHING,), (Group.MONEY,))
    assert (window.first, window.last, window.walls) == (date(2026, 5, 1), None, ())
    assert playlist.events[0].walls == (Wall.INSIDE,)
    assert isinstance(playlist.overrides[0], Override)
    assert own_words(playlist) == ("开会", "停水")


@pytest.mark.parametrize(
    ("playlist", "expected"),
    [
        (
            "覆盖:\n  - {标题: 停水, 起: 2026-05-20 08:00, 批准: 校长}\n",
            "playlist.yml:2:6 M02 error 缺少“止”。",
        ),
        (
            "覆盖:\n  - {标题: 停水, 起: 2026-05-20 08:00, 止: 2026-05-20 12:00}\n",
            "playlist.yml:2:6 M02 error 缺少“批准”。",
        ),
        (
            "活动:\n  - {标题: 开会, 起: 2026-05-20, 批准: 校长}\n",
            "playlist.yml:2:6 M02 error 缺少“止”。",
        ),
        (
            "时段:\n  - {时间: 25:00-26:00, 组: 公示}\n",
            "playlist.yml:2:10 M03 error “时间”写的是“25:00-26:00”，没有 25:00 这个时刻：小时到 24，分到 59。",
        ),
        (
            "时段:\n  - {时间: 07:20-08:20, 组: 通知}\n",
            "playlist.yml:2:26 M05 error “组”写的是“通知”。",
        ),
        (
            "固定: [公告]\n",
            (
                "playlist.yml:1:6 M03 error “固定”写的是“公告”，不是组，也不是编号。"
                f"组有：{'、'.join(Group)}；编号如 notices/title-2026-1。"
            ),
        ),
        (
            "权重: [{对象: 账目, 次数: 9}]\n",
            "playlist.yml:1:19 M03 error “次数”写的是“9”，一轮里最多放 5 次。",
        ),
        (
            "时段:\n  - {时间：07:20-08:20, 组: 公示}\n",
            "playlist.yml:2:8 S10 error “时间”后面是全角冒号“：”。",
        ),
    ],
)
def test_what_cannot_be_read_is_told_at_its_place(write_tree: WriteTree, playlist: str, expected: str) -> None:
    """A missing end, a group that there is not, a time of no clock: one objection each, at the key or value."""
    assert told(write_tree, playlist) == [expected]


def test_a_second_playlist_is_one_too_many(write_tree: WriteTree) -> None:
    """One file of each name; what only staff may read has a name of its own, and may lie in another folder."""
    folder = write_tree(
        {"a/playlist.yml": "固定: 公示\n", "b/playlist.yml": "固定: 公示\n", "b/playlist-staff.yml": "固定: 公示\n"}
    )
    loaded = load([folder / "a", folder / "b"], folder)
    assert [str(each.location) for each in loaded.findings if each.code.code == "R03"] == ["b/playlist.yml:1:1"]
    assert loaded.register.settings["playlist-staff.yml"] == "b/playlist-staff.yml"
    assert loaded.register.staff_playlist.pins == ("公示",)


# What is objected to

EVENT = "活动:\n  - {{起: {}, 止: {}, 标题: 开会, 批准: 校长}}\n"
OVERRIDE = "覆盖:\n  - {{标题: {}, 起: {}, 止: {}, 批准: 校长}}\n"


@pytest.mark.parametrize(
    ("playlist", "expected"),
    [
        ("时段:\n  - {时间: 07:20-08:20}\n", "playlist.yml:2:5 C113 error 这一项没有写放什么。"),
        (
            "时段:\n  - {时间: 07:20-08:20, 内容: 请排队, 批准: 校长}\n",
            "playlist.yml:2:27 C113 error 这一项没有写放什么。",
        ),
        ("时段:\n  - {组: 账目}\n", "playlist.yml:2:5 C113 error 时段没有写时间、星期或日子，会整天代替平时的内容。"),
        (
            "活动:\n  - {起: 2026-05-20, 止: 2026-05-21, 标题: 开会}\n",
            "playlist.yml:2:40 C113 error 自拟的文字没有写谁批准。",
        ),
        (
            EVENT.format("2026-05-21", "2026-05-20"),
            "playlist.yml:2:24 C113 error “止”2026-05-20 不比“起”2026-05-21 晚。",
        ),
        (
            OVERRIDE.format("停水", "2026-05-20 12:00", "2026-05-20 12:00"),
            "playlist.yml:2:38 C113 error “止”2026-05-20 12:00 不比“起”2026-05-20 12:00 晚。",
        ),
        (
            OVERRIDE.format("停水", "2026-05-20 12:00", "2026-05-23 12:01"),
            "playlist.yml:2:38 C114 error 覆盖长 73 小时，最多 72 小时：覆盖的时候公示也停，而最短的公示期是 3 天。",
        ),
        ("固定: notices/nwo-2026-1\n", "playlist.yml:1:5 C115 error 没有“notices/nwo-2026-1”这条记录。"),
        (
            "固定: [公示, notices/hidden-2026-1]\n",
            "playlist.yml:1:10 C115 error notices/hidden-2026-1 不公开，不能放到屏上。",
        ),
        (
            "权重: [{对象: notices/staff-2026-1, 次数: 2}]\n",
            "playlist.yml:1:11 C115 error notices/staff-2026-1 只给教职工看，不能放在对外栏。",
        ),
        (
            "时段:\n  - {时间: 07:20-08:20, 记录: [notices/now-2026-1, notices/staff-2026-1]}\n",
            "playlist.yml:2:48 C115 error notices/staff-2026-1 只给教职工看，不能放在对外栏。",
        ),
        (
            "固定: notices/over-2026-1\n",
            "playlist.yml:1:5 C116 warning notices/over-2026-1 的公示期到 2026-05-08 已满，屏上不再放。",
        ),
        (
            OVERRIDE.format("停水", "2026-04-18 12:00", "2026-04-19 12:00"),
            "playlist.yml:2:38 C116 notice 这一项到 2026-04-19 12:00 为止，已过 31 天，屏上早就不放了。",
        ),
        (
            OVERRIDE.format("停" * 41, "2026-05-20 12:00", "2026-05-20 14:00"),
            "playlist.yml:2:10 C117 error 标题 41 字，屏上最多 40 字，多 1 字。",
        ),
        (
            "设置: {每屏字数上限: 300}\n",
            "playlist.yml:1:14 C117 error 每屏字数上限写的是 300，一屏最多放得下 240 字。",
        ),
        ("权重: [{对象: 公示, 次数: 0}]\n", "playlist.yml:1:19 C119 error “公示”写了 0 次，公示期内的公示每天都要放。"),
        (
            "权重: [{对象: notices/now-2026-1, 次数: 0}]\n",
            "playlist.yml:1:35 C119 error “notices/now-2026-1”写了 0 次，公示期内的公示每天都要放。",
        ),
        (
            "权重: [{对象: 四个第一, 次数: 0}]\n",
            "playlist.yml:1:21 C119 error “四个第一”写了 0 次；没有别的可放的时候，屏上要有四个第一、怎样说话。",
        ),
    ],
)
def test_each_objection_at_its_place(write_tree: WriteTree, playlist: str, expected: str) -> None:
    """One slip, one objection, at what was typed."""
    assert told(write_tree, playlist) == [expected]


@pytest.mark.parametrize(
    "playlist",
    [
        OVERRIDE.format("停水", "2026-05-20 12:00", "2026-05-23 12:00"),  # 72 hours to the minute
        OVERRIDE.format("停水", "2026-04-19 12:00", "2026-04-20 12:00"),  # over for 30 days
        OVERRIDE.format("停" * 40, "2026-05-20 12:00", "2026-05-20 14:00"),
        EVENT.format("2026-05-20", "2026-05-20"),  # a day alone is meant whole
        EVENT.format("2026-05-20 08:00", "2026-05-20"),
        "时段:\n  - {时间: 18:00-07:00, 组: 账目}\n",
        "时段:\n  - {时间: 07:20-08:20, 栏: 对内栏, 记录: notices/staff-2026-1}\n",
        "时段:\n  - {时间: 07:20-08:20, 止: 2026-05-09, 记录: notices/over-2026-1}\n",  # the entry is over as well
        "权重: [{对象: 账目, 次数: 0}, {对象: notices/over-2026-1x, 次数: 1}]\n".replace(
            ", {对象: notices/over-2026-1x, 次数: 1}", ""
        ),
    ],
)
def test_what_is_right_is_left_alone(write_tree: WriteTree, playlist: str) -> None:
    """Limits are reached, not passed; a window may run over midnight; staff's own on staff's board."""
    assert told(write_tree, playlist) == []


def test_long_texts_by_the_school_s_own_limit(write_tree: WriteTree) -> None:
    """120 characters where the school has said nothing, else its own limit; blanks and line ends do not count."""
    event = "活动:\n  - 起: 2026-05-20\n    止: 2026-05-20\n    标题: 开会\n    批准: 校长\n    内容: {}\n"
    assert told(write_tree, event.format("请" * 60 + " " + "来" * 60)) == []
    assert told(write_tree, event.format("请" * 121)) == [
        "playlist.yml:6:9 C117 error 内容 121 字，屏上最多 120 字，多 1 字。"
    ]
    assert told(write_tree, "设置: {每屏字数上限: 240}\n" + event.format("请" * 240)) == []


def test_the_staff_s_playlist_may_name_what_only_staff_may_read(write_tree: WriteTree) -> None:
    """There is no 栏 in it: all of it is for the board inside."""
    staff = "固定: notices/staff-2026-1\n时段:\n  - {时间: 07:20-08:20, 记录: notices/staff-2026-1}\n"
    assert told(write_tree, "", playlist__staff=staff) == []
    wrong = staff.replace("时间: 07:20-08:20", "时间: 07:20-08:20, 栏: 对外栏")
    assert told(write_tree, "", playlist__staff=wrong) == ["playlist-staff.yml:3:23 M01 error 不认识的键“栏”。"]


def test_titles_that_will_hang_are_counted(write_tree: WriteTree) -> None:
    """Of notices only those that hang now or will; the others have long been read."""
    long = "标题: 二〇二五至二〇二六学年第二学期教学楼三层学生阅览室纸质图书及配套书架采购项目成交结果公示"
    notices = {
        "notices/now-2026-2": NOTICE.replace("标题: 图书采购成交结果公示", long),
        "notices/over-2026-2": OVER.replace("标题: 图书采购成交结果公示", long),
    }
    tree = {f"r/{name}.md": text for name, text in notices.items()}
    write_tree(tree)
    assert told(write_tree, "固定: 公示\n") == [
        "notices/now-2026-2.md:3:5 C118 notice 标题 44 字，上屏的标题最好不超过 40 字；屏上照放，字会小些。"
    ]


def test_personal_data_in_own_words_is_found(write_tree: WriteTree) -> None:
    """A number that is no channel's stops the build, wherever in the playlist it stands; a channel's does not."""
    text = "活动:\n  - 起: 2026-05-20\n    止: 2026-05-20\n    标题: 开会\n    批准: 校长\n    内容: 请打 {}。\n"
    assert told(write_tree, text.format("13900001234")) == ["playlist.yml:6:12 C45 error 这里有手机号。"]
    assert told(write_tree, text.format("0599-5550123")) == []
    assert told(write_tree, "", playlist__staff=text.format("13900001234")) == [
        "playlist-staff.yml:6:12 C45 error 这里有手机号。"
    ]


def test_a_public_repository_holds_no_staff_playlist(write_tree: WriteTree) -> None:
    """What only staff may read belongs into the private repository; so do the entries for the board inside."""
    school = SCHOOL + "仓库公开: 是\n"
    tree = {"school.yml": school, "policy.yml": "预设: 初中\n", "catalogue.yml": "目录: []\n"}
    entry = "时段:\n  - {时间: 07:20-08:20, 组: 账目, 栏: 对内栏}\n"
    folder = write_tree({**tree, "playlist.yml": entry, "playlist-staff.yml": "固定: 公示\n"})
    loaded = load([folder], folder)
    assert [(str(each.location), each.code.code) for each in check(loaded.register, DAY)] == [
        ("playlist-staff.yml:1:1", "R15"),
        ("playlist.yml:2:33", "R15"),
    ]


# Who sees what

FOR_STAFF = """活动:
  - {起: 2026-05-20, 止: 2026-05-21, 标题: 教工之家今天中午发放工会会员证件, 批准: 工会主席, 栏: 对内栏}
  - {起: 2026-05-20, 止: 2026-05-21, 标题: 食堂今天中午开放参观, 批准: 总务处, 栏: 对外栏}
  - {起: 2026-05-20, 止: 2026-05-21, 标题: 今天下午召开教职工大会, 批准: 校长}
"""
STAFF_FILE = (
    "覆盖:\n  - {标题: 行政楼上午停电请到图书馆办公, 起: 2026-05-20 08:00, 止: 2026-05-20 11:00, 批准: 总务处}\n"
)


def test_entries_for_staff_are_not_selected_for_the_public(write_tree: WriteTree) -> None:
    """Neither those that say 对内栏 nor the staff's own playlist; staff may see all."""
    register, said = register_of(write_tree, FOR_STAFF, playlist__staff=STAFF_FILE)
    assert said == []
    public = select(register, Audience.PUBLIC, DAY).register
    assert own_words(public.playlist) == ("食堂今天中午开放参观", "今天下午召开教职工大会")
    assert own_words(public.staff_playlist) == ()
    staff = select(register, Audience.STAFF, DAY).register
    assert len(own_words(staff.playlist)) == 3
    assert own_words(staff.staff_playlist) == ("行政楼上午停电请到图书馆办公",)


def test_the_gate_knows_the_texts_of_staff_entries(write_tree: WriteTree) -> None:
    """They are looked for in every public output like any hidden text; identities of records are no secret."""
    register, _ = register_of(write_tree, FOR_STAFF, playlist__staff="固定: notices/staff-2026-1\n" + STAFF_FILE)
    hidden = gate.hidden_texts(register, select(register, Audience.PUBLIC, DAY))
    assert {"教工之家今天中午发放工会会员证件", "行政楼上午停电请到图书馆办公"} <= hidden
    assert not any("notices/" in text for text in hidden)
    assert not {"食堂今天中午开放参观", "今天下午召开教职工大会"} & hidden


def test_a_leak_of_a_staff_entry_stops_publishing(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should an output ever say it, nothing is published."""
    tree = small_school(**{"disclosures/playlist.yml": FOR_STAFF})
    settings = find(write_tree(tree) / "mkdocs.yml")
    leak = Asset("leak.json", '{"x": "教工之家今天中午发放工会会员证件"}'.encode())
    monkeypatch.setattr("gongkai.publish.build", lambda *given: (*build(*given), leak))
    with pytest.raises(Refused) as refused:
        edition(settings, DAY)
    assert [(each.code, each.path) for each in refused.value.shown] == [("G01", "leak.json")]


def test_public_bytes_do_not_depend_on_what_is_for_staff(write_tree: WriteTree) -> None:
    """With and without the entries for the board inside and the staff's own playlist, each byte is the same."""

    def outputs(name: str, files: Mapping[str, str]) -> list[object]:
        tree = small_school(**{f"disclosures/{path}": text for path, text in files.items()})
        root = write_tree({f"{name}/{path}": text for path, text in tree.items()}) / name
        return list(edition(find(root / "mkdocs.yml"), DAY).outputs)

    lines = FOR_STAFF.splitlines(keepends=True)
    bare = "".join(line for line in lines if "对内栏" not in line)
    assert outputs("with", {"playlist.yml": FOR_STAFF, "playlist-staff.yml": STAFF_FILE}) == outputs(
        "without", {"playlist.yml": bare}
    )


def test_the_playlist_asks_for_no_new_build(write_tree: WriteTree) -> None:
    """Screens know the beginnings and ends themselves: the next day to build on stays that of the notice."""
    plain, _ = register_of(write_tree)
    playlist = EVENT.format("2026-05-21 07:00", "2026-05-21") + OVERRIDE.format(
        "停水", "2026-05-21 08:00", "2026-05-21 09:00"
    )
    planned, said = register_of(write_tree, playlist)
    assert said == []
    for register in (plain, planned):
        renewal = next_renewal(register, DAY, Audience.PUBLIC)
        assert renewal is not None
        assert (renewal.day, renewal.record) == (date(2026, 5, 23), "notices/now-2026-1")


# The demonstration school


def test_the_demo_s_playlist_shows_every_section() -> None:
    """Windows of the day, an event, overrides, entries for staff in both files; and nothing to object to."""
    loaded = load([ROOT / "disclosures", ROOT / "disclosures-staff"], ROOT)
    playlist, staff = loaded.register.playlist, loaded.register.staff_playlist
    assert [str(span) for window in playlist.windows[:3] for span in window.times] == [
        "07:20-08:20",
        "12:10-13:00",
        "17:40-18:20",
    ]
    assert playlist.windows[1].groups == (Group.MONEY,)
    assert len(playlist.events) == len(playlist.overrides) == 2
    assert [entry.walls for entry in playlist.windows if entry.walls] == [(Wall.OUTSIDE,), (Wall.INSIDE,)]
    assert staff.windows
    assert staff.overrides
    found = check(loaded.register, date(2026, 11, 20))
    assert [each for each in found if each.location.path.endswith(("playlist.yml", "playlist-staff.yml"))] == []
    assert [each for each in found if each.code.code == "C118"] == []
