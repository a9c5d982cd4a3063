"""How the playlist arranges the screens: pins, weights, parts of the day, events, overrides; and the school's days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path

import pytest
from gongkai.load import load
from gongkai.records import Audience
from gongkai.records.playlist import MOST_CHARACTERS, TEXT_CHARACTERS, TITLE_CHARACTERS, Group
from gongkai.select import select
from gongkai.views.board import Board
from gongkai.views.kiosk.arranging import arranged
from gongkai.views.kiosk.attributes import attributes
from gongkai.views.kiosk.bundle import SCRIPTS, files_of
from gongkai.views.kiosk.choosing import slides
from gongkai.views.kiosk.model import GROUPS, DayKind, Level, Slide, When
from gongkai.views.kiosk.school_days import LENGTH, calendar, kind_of
from gongkai.workdays import Term
from markupsafe import Markup
from playwright.sync_api import Page

from tests.board_tree import board
from tests.conftest import WriteTree
from tests.site import ROOT

TODAY = date(2026, 11, 20)
PERIOD = When(first=date(2026, 11, 16), last=date(2026, 11, 24), always=True)


def slide(ident: str, group: str, identity: str = "", when: When | None = None) -> Slide:
    return Slide(ident, group, ident, group, Markup(""), "", "", 10, identity=identity, when=when or When())


CHOSEN = (
    slide("n1", "notice", "notices/a-1", PERIOD),
    slide("a1", "answer", "proposals/05-03-001"),
    slide("a2", "answer", "proposals/05-03-002"),
    slide("m1", "money", "finances/x"),
    slide("m1-2", "money", "finances/x"),
    slide("accountability", "accountability"),
    slide("channels", "channels"),
)


def playing(
    write_tree: WriteTree,
    playlist: str = "",
    *,
    staff: str = "",
    audience: Audience = Audience.PUBLIC,
    chosen: Iterable[Slide] = CHOSEN,
) -> tuple[Slide, ...]:
    """The hand-made slides as this playlist arranges them."""
    extra = {name: text for name, text in (("playlist.yml", playlist), ("playlist-staff.yml", staff)) if text}
    return arranged(board(write_tree, audience, extra), chosen)


def idents(found: Iterable[Slide], level: Level | None = None) -> list[str]:
    return [each.ident for each in found if level is None or each.when.level is level]


# The daily round


def test_without_a_playlist_nothing_changes(write_tree: WriteTree) -> None:
    """The slides stay as they were chosen."""
    assert playing(write_tree) == CHOSEN


def test_pins_come_first_in_their_order(write_tree: WriteTree) -> None:
    """A group or a record; the others follow as they were."""
    found = playing(write_tree, "固定: [怎样说话, proposals/05-03-002]\n")
    assert idents(found) == ["channels", "a2", "n1", "a1", "m1", "m1-2", "accountability"]
    assert [each.ident for each in found if each.when.pinned] == ["channels", "a2"]


def test_weights_of_groups_and_of_records(write_tree: WriteTree) -> None:
    """A record's own weight goes before its group's; 0 takes it out of the daily round."""
    found = playing(
        write_tree,
        "权重:\n  - {对象: 新答复, 次数: 3}\n  - {对象: proposals/05-03-002, 次数: 2}\n  - {对象: 账目, 次数: 0}\n",
    )
    assert {each.ident: each.when.weight for each in found} == {
        "n1": 1, "a1": 3, "a2": 2, "accountability": 1, "channels": 1,
    }  # fmt: skip


def test_notices_and_what_always_remains_cannot_be_weighed_away(write_tree: WriteTree) -> None:
    """The check objects to it; and even so the screen shows them."""
    groups = "".join(f"  - {{对象: {group.value}, 次数: 0}}\n" for group in Group)
    found = playing(write_tree, f"权重:\n{groups}")
    assert idents(found) == ["n1", "accountability", "channels"]
    assert {each.when.weight for each in found} == {1}


# Parts of the day and events


def test_a_part_of_the_day_shows_copies_with_its_times(write_tree: WriteTree) -> None:
    """The daily round keeps its slides; the copies say whose content they show again."""
    found = playing(
        write_tree,
        "时段:\n  - {时间: [12:10-13:00, 18:00-07:00], 星期: [周五, 一], 日子: [工作日, 休息日], "
        "组: 账目, 止: 2027-01-29}\n",
    )
    assert found[: len(CHOSEN)] == CHOSEN
    first, second = found[len(CHOSEN) :]
    assert first.when == When(
        Level.WINDOW,
        last=date(2027, 1, 29),
        times=((time(12, 10), time(13)), (time(18), time(7))),
        weekdays=(1, 5),
        days=(DayKind.TEACHING, DayKind.WORKING, DayKind.OFF),
    )
    assert [(each.ident, each.same_as) for each in (first, second)] == [
        ("m1-window-1", "m1"),
        ("m1-2-window-1", "m1-2"),
    ]
    assert attributes(first)["data-times"] == "12:10-13:00,18:00-07:00"


def test_a_notice_needs_no_copy_because_it_plays_along(write_tree: WriteTree) -> None:
    """公示不因活动而停: its slide in the daily round is marked as always playing."""
    found = playing(write_tree, "活动:\n  - {起: 2026-11-20, 止: 2026-11-21, 组: [公示, 新答复]}\n")
    assert idents(found, Level.EVENT) == ["a1-event-1", "a2-event-1"]
    assert next(each for each in found if each.ident == "n1").when.always


def test_what_is_weighed_out_may_still_be_named(write_tree: WriteTree) -> None:
    """Money at noon only: 0 times in the daily round, and written out where it first stands."""
    found = playing(
        write_tree,
        "权重: [{对象: 账目, 次数: 0}]\n"
        "时段:\n  - {时间: 12:10-13:00, 组: 账目}\n  - {时间: 17:40-18:20, 记录: finances/x}\n",
    )
    assert [(each.ident, each.same_as) for each in found if each.group == "money"] == [
        ("m1-window-1", ""),
        ("m1-2-window-1", ""),
        ("m1-window-2", "m1-window-1"),
        ("m1-2-window-2", "m1-2-window-1"),
    ]


def test_a_copy_keeps_within_the_slide_s_own_days(write_tree: WriteTree) -> None:
    """A meeting of 5 December named until January is shown until 5 December, and not after an entry is over."""
    chosen = (slide("x", "meeting", when=When(first=date(2026, 11, 25), last=date(2026, 12, 5))),)
    found = playing(
        write_tree,
        "时段:\n"
        "  - {日子: 教学日, 组: 下次会议, 起: 2026-11-01, 止: 2027-01-29}\n"
        "  - {日子: 教学日, 组: 下次会议, 止: 2026-11-24}\n"
        "  - {日子: 教学日, 组: 下次会议, 起: 2026-12-01 12:00}\n",
        chosen=chosen,
    )
    assert [(each.ident, each.when.first, each.when.last) for each in found[1:]] == [
        ("x-window-1", date(2026, 11, 25), date(2026, 12, 5)),
        ("x-window-3", datetime(2026, 12, 1, 12), date(2026, 12, 5)),  # noqa: DTZ001
    ]


def test_a_record_that_was_not_chosen_is_shown_when_named(write_tree: WriteTree) -> None:
    """A pinned resolution gets a slide of its own; an unknown record none."""
    found = playing(write_tree, "固定: [meetings/05-03/resolution-1, notices/none-1]\n", chosen=CHOSEN)
    first = found[0]
    assert (first.identity, first.when.pinned, first.group) == ("meetings/05-03/resolution-1", True, "named")
    assert first.title == "绩效工资分配办法"
    assert len(found) == len(CHOSEN) + 1


def test_an_answered_proposal_that_is_named_shows_its_answer(write_tree: WriteTree) -> None:
    """Long after it was new: asks beside answers, under the name of its kind; a card shows no word of its text."""
    found = playing(write_tree, "固定: [proposals/04-01-001, proposals/05-03-002]\n", chosen=())
    answered, card = found[0], found[1]
    assert (answered.title, answered.kicker, answered.number) == ("公布校车路线", "提案", "04-01-001")
    assert "公布校车路线图" in answered.body
    assert card.identity == "proposals/05-03-002"
    assert "修缮操场照明" not in card.title + card.body
    assert "教师反映多次" not in card.body + card.more


# The school's own words

OWN = """活动:
  - 起: 2026-11-20 08:00
    止: 2026-11-20 17:00
    标题: {title}
    内容: {text}
    批准: 校长
"""


def test_own_words_are_a_slide(write_tree: WriteTree) -> None:
    """With who approved them; no code, for there is no page of it."""
    (own,) = playing(write_tree, OWN.format(title="今天开放日", text="请从东门进。"))[len(CHOSEN) :]
    assert (own.ident, own.group, own.title, own.kicker, own.address) == (
        "own-event-1",
        "own",
        "今天开放日",
        "活动",
        "",
    )
    assert own.sign == "校长批准"
    assert "请从东门进。" in own.body
    assert own.when == When(Level.EVENT, datetime(2026, 11, 20, 8), datetime(2026, 11, 20, 17))  # noqa: DTZ001


def test_own_words_are_escaped(write_tree: WriteTree) -> None:
    """What looks like markup is text."""
    found = playing(write_tree, OWN.format(title="<b>开</b>", text="'<script>alert(1)</script>'"))
    page = _page(board(write_tree), found)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "<h2>&lt;b&gt;开&lt;/b&gt;</h2>" in page


def test_the_longest_own_words_fit_on_one_slide(write_tree: WriteTree) -> None:
    """A title of 40 characters and a text of 240 are not divided, lying or standing."""
    playlist = "设置: {每屏字数上限: 240}\n" + OWN.format(title="题" * TITLE_CHARACTERS, text="文" * MOST_CHARACTERS)
    (own,) = playing(write_tree, playlist)[len(CHOSEN) :]
    assert own.part == (1, 1)
    assert TEXT_CHARACTERS < MOST_CHARACTERS


def test_short_own_words_stand_in_larger_letters(write_tree: WriteTree) -> None:
    """As long as they fit; of an approver too long for the last line the text tells, and grows by it."""
    bodies = []
    for text, who in (
        ("文" * TEXT_CHARACTERS, "校长"),
        ("文" * (TEXT_CHARACTERS + 1), "校长"),
        ("文", "岗" * TEXT_CHARACTERS),
    ):
        playlist = OWN.format(title="题", text=text).replace("批准: 校长", f"批准: {who}")
        (own,) = playing(write_tree, playlist)[len(CHOSEN) :]
        bodies.append('<div class="k-large">' in own.body)
    assert bodies == [True, False, False]


def test_an_override_says_who_and_until_when(write_tree: WriteTree) -> None:
    """It is there until its end, and no longer built after it."""
    playlist = (
        "覆盖:\n"
        "  - {标题: 停水, 起: 2026-11-19 08:00, 止: 2026-11-19 18:00, 批准: 校长}\n"
        "  - {标题: 停电, 起: 2026-11-20 08:00, 止: 2026-11-20 18:00, 批准: 总务主任}\n"
        "  - {标题: 演练, 起: 2026-11-27 09:55, 止: 2026-11-27 10:30, 批准: 校长}\n"
    )
    found = playing(write_tree, playlist)[len(CHOSEN) :]
    assert [(each.title, each.kicker, each.chip and each.chip.word, each.sign) for each in found] == [
        ("停电", "紧急通知", "到 18:00", "总务主任批准 · 到 11月20日 18:00 自动撤下"),
        ("演练", "紧急通知", "到 10:30", "校长批准 · 到 11月27日 10:30 自动撤下"),
    ]
    assert {each.when.level for each in found} == {Level.OVERRIDE}


# The two boards


def test_each_board_shows_its_own(write_tree: WriteTree) -> None:
    """对外栏 and 对内栏 part what is said to be for one of them; the staff's playlist is for staff alone."""
    window = "  - {{时间: 07:20-08:20, 标题: {}, 批准: 校长{}}}\n"
    playlist = (
        "时段:\n" + window.format("内", ", 栏: 对内栏") + window.format("外", ", 栏: 对外栏") + window.format("都", "")
    )
    staff = "时段:\n" + window.format("只", "") + "固定: 新答复\n权重: [{对象: 新答复, 次数: 2}]\n"
    public = playing(write_tree, playlist, staff=staff)
    assert [each.title for each in public[len(CHOSEN) :]] == ["外", "都"]
    assert idents(public, Level.WINDOW) == ["own-window-1", "own-window-2"]  # counts nothing that is hidden
    assert public[: len(CHOSEN)] == CHOSEN
    inside = playing(write_tree, playlist, staff=staff, audience=Audience.STAFF)
    assert [each.title for each in inside[len(CHOSEN) :]] == ["内", "都", "只"]
    assert idents(inside)[:2] == ["a1", "a2"]
    assert [each.when.weight for each in inside[:2]] == [2, 2]


def test_the_groups_of_the_playlist_are_those_of_the_screens() -> None:
    """Each family of slides can be named, and no other."""
    assert {group.name.lower() for group in Group} == set(GROUPS)


# The school's days

TERMS = (Term("一", date(2026, 9, 1), date(2027, 1, 29)),)


def test_october_2026_with_its_worked_saturday() -> None:
    """国庆 2026: off from Thursday 1st to Wednesday 7th, worked on Saturday 10th (State Council's notice)."""
    found = "".join(kind_of(date(2026, 10, n), TERMS) for n in range(1, 32))
    assert found == "HHHHHHH" + "TTTH" + "TTTTTHH" + "TTTTTHH" + "TTTTTH"


def test_a_worked_saturday_outside_the_term_is_no_teaching_day() -> None:
    """2026-02-14 and 02-28 are worked for 春节; the winter holidays last until 1 March."""
    terms = (Term("一", date(2025, 9, 1), date(2026, 1, 30)), Term("二", date(2026, 3, 2), date(2026, 7, 10)))
    assert [kind_of(date(2026, 2, n), terms) for n in (13, 14, 15, 28)] == ["W", "W", "H", "W"]
    assert [kind_of(day, terms) for day in (date(2026, 3, 2), date(2026, 7, 10), date(2026, 7, 13))] == ["T", "T", "W"]


def test_what_is_not_known_yet_is_said() -> None:
    """2027's holidays are not on record, nor its second term; a school without terms is told so."""
    found = calendar(TODAY, TERMS)
    assert len(found.letters) == LENGTH
    assert found.letters[:10] == "THHTTTTTHH"
    assert found.doubts == (
        "2027 年放假安排未收录，按周一至周五推算，暂定。",
        "2027年2月1日起的校历未登记，工作日都按教学日算，暂定。",
    )
    assert calendar(date(2024, 12, 1), ()).doubts[-1] == "学校没有登记学期，工作日都按教学日算。"
    both = (Term("一", date(2024, 9, 2), date(2025, 1, 17)), Term("二", date(2025, 2, 17), date(2025, 7, 4)))
    (doubt,) = calendar(date(2024, 9, 2), both).doubts
    assert doubt == "2025年9月1日起的校历未登记，工作日都按教学日算，暂定。"


# The demonstration school, as the player plays it


@dataclass(frozen=True)
class Demo:
    """One of the demonstration school's boards, and what it plays."""

    board: Board
    slides: tuple[Slide, ...]


@pytest.fixture(scope="module")
def demo() -> Mapping[Audience, Demo]:
    """Both boards of the demonstration school on 2026-11-20."""
    register = load([ROOT / "disclosures", ROOT / "disclosures-staff"], ROOT).register
    boards = [Board(select(register, audience, TODAY), "https://gongkai.example/") for audience in AUDIENCES]
    return {each.selected.audience: Demo(each, arranged(each, slides(each))) for each in boards}


AUDIENCES = (Audience.PUBLIC, Audience.STAFF)


def _page(shown: Board, chosen: tuple[Slide, ...]) -> str:
    found = {each.address: each.content for each in files_of(shown, chosen)}
    return found["kiosk/index.html"].decode()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_slide_of_the_demo_has_another_s_ident(demo: Mapping[Audience, Demo], audience: Audience) -> None:
    """On either board; each copy leads to a slide that is written out, earlier on the page."""
    seen: dict[str, Slide] = {}
    for each in demo[audience].slides:
        assert each.ident not in seen
        seen[each.ident] = each
        if each.same_as:
            assert not seen[each.same_as].same_as
    assert any(each.same_as for each in seen.values())


MOMENTS = {
    "Friday before lessons": ("2026-11-20T07:10", "default"),
    "Friday morning": ("2026-11-20T07:20", "window"),
    "the minute after": ("2026-11-20T08:20", "default"),
    "Friday noon": ("2026-11-20T12:30", "window"),
    "Saturday morning": ("2026-11-21T07:30", "default"),
    "Saturday": ("2026-11-21T10:00", "window"),
    "the drill": ("2026-11-27T10:00", "override"),
    "after the drill": ("2026-11-27T10:30", "default"),
    "the week of judging": ("2026-12-15T12:30", "event"),
}


def test_the_player_keeps_the_precedence_of_the_playlist(
    page: Page, tmp_path: Path, demo: Mapping[Audience, Demo]
) -> None:
    """Override alone; event, then part of the day, each with the notices of the day; else the daily round."""
    public = demo[Audience.PUBLIC]
    folder = files("gongkai") / "assets" / "kiosk"
    html = _page(public.board, public.slides)
    (tmp_path / "index.html").write_text(html.split("<script")[0] + html.partition("</script>")[2], "utf-8")
    page.goto((tmp_path / "index.html").as_uri())
    for name in SCRIPTS[: SCRIPTS.index("choose") + 1]:
        page.evaluate((folder / f"{name}.js").read_text("utf-8"))
    found = page.evaluate(
        """moments => {
            const all = kiosk.read(document.getElementById("slides"));
            return moments.map(moment => kiosk.choose(all, Date.parse(moment + ":00+08:00"), document.body.dataset)
                .map(slide => [slide.level, slide.id, slide.title, slide.element.querySelector("h2").textContent]));
        }""",
        [moment for moment, _ in MOMENTS.values()],
    )
    levels = list(Level)
    for (name, (_, expected)), chosen in zip(MOMENTS.items(), found, strict=True):
        assert chosen, name
        assert levels[max(level for level, *_ in chosen)] == expected, name
        assert all(title == heading for _, _, title, heading in chosen), name
    by_name = dict(zip(MOMENTS, found, strict=True))
    assert [title for _, _, title, _ in by_name["the drill"]] == ["消防疏散演练，请按班级路线下楼"]
    noon = by_name["Friday noon"]
    notices = [each.ident for each in public.slides if each.when.always]
    assert len(notices) >= 3
    assert [ident for level, ident, *_ in noon if level == 0] == notices
    assert {title for level, _, title, _ in noon if level == 1} == {"食堂的账和菜，都请大家来看", "2026年10月食堂收支"}
    assert [ident for level, ident, *_ in by_name["the week of judging"] if level == 0] == []
    assert "own-event-2" not in {ident for _, ident, *_ in noon}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_wall_says_what_its_calendar_does_not_know(demo: Mapping[Audience, Demo], audience: Audience) -> None:
    """The page carries the doubts, and the hours in which the screen is dark."""
    html = _page(demo[audience].board, CHOSEN)
    assert 'data-doubts="2027 年放假安排未收录，按周一至周五推算，暂定。' in html
    assert 'data-dark="21:00-06:00"' in html
    assert 'data-stale-days="3"' in html
