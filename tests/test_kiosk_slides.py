"""The slides of the hallway: chosen from the records, in the pages' words, fitting every screen, naming nobody."""

import csv
import io
import random
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from importlib.resources import files
from itertools import pairwise

import pytest
import zxingcpp
from gongkai.build import build
from gongkai.load import load
from gongkai.records import Audience
from gongkai.render.icons import chip
from gongkai.render.pages import Page
from gongkai.select import select
from gongkai.views import home, lists
from gongkai.views.board import Board
from gongkai.views.finances import pages as finances
from gongkai.views.kiosk import answers, notices, prose
from gongkai.views.kiosk.choosing import slides
from gongkai.views.kiosk.drafting import Draft, seconds, slides_of
from gongkai.views.kiosk.model import GROUPS, Level, Slide
from gongkai.views.kiosk.splitting import MOST_PARTS, Block, Form, Room, divided, kept_whole, lines
from gongkai.views.silence import pages as silence
from PIL import Image
from playwright.sync_api import Browser

from tests.board_tree import board
from tests.conftest import WriteTree
from tests.kiosk_layout import IN_LAYERS, SCREENS, faults, page_of
from tests.site import ROOT

TODAY = date(2026, 11, 20)
SITE = "https://qinghe.example/"
ROOMS = (Room(33.6, 15.0), Room(20.5, 22.0))


@pytest.fixture(scope="module")
def demo() -> Mapping[Audience, Board]:
    """The demo school's two boards, from one reading of its records."""
    register = load([ROOT / "disclosures", ROOT / "disclosures-staff"], ROOT).register
    return {audience: Board(select(register, audience, TODAY), SITE) for audience in (Audience.PUBLIC, Audience.STAFF)}


@pytest.fixture(scope="module")
def demo_slides(demo: Mapping[Audience, Board]) -> Mapping[Audience, tuple[Slide, ...]]:
    """What hangs on the demo school's two walls."""
    return {audience: slides(shown) for audience, shown in demo.items()}


def of_group(chosen: Iterable[Slide], group: str) -> tuple[Slide, ...]:
    return tuple(slide for slide in chosen if slide.group == group)


def words(slide: Slide) -> str:
    """What a passer-by reads, without line ends."""
    shown = slide.body.replace("</p>", " ").replace("</text>", " ")
    return " ".join(re.sub(r"<[^>]*>", "", shown).split())


# What is shown -------------------------------------------------------------------------------------------------


def test_the_demo_shows_every_family_in_its_order(demo_slides: Mapping[Audience, tuple[Slide, ...]]) -> None:
    """The public sees what the records hold, staff also what is theirs: union money, appraisals, minutes."""
    public = [slide.group for slide in demo_slides[Audience.PUBLIC]]
    staff = [slide.group for slide in demo_slides[Audience.STAFF]]
    ours = {"appraisal", "minutes"}
    assert list(dict.fromkeys(public)) == [group for group in GROUPS if group not in ours]
    assert list(dict.fromkeys(staff)) == list(GROUPS)
    money = [slide.identity for slide in of_group(demo_slides[Audience.STAFF], "money") if slide.part[0] == 1]
    assert money == ["finances/canteen-2026-10", "finances/union-2026-10"]


def test_idents_are_unique_and_stay(
    demo: Mapping[Audience, Board], demo_slides: Mapping[Audience, tuple[Slide, ...]]
) -> None:
    """Each slide has an id of its own that HTML takes, and a second build gives the same slides."""
    for audience, chosen in demo_slides.items():
        idents = [slide.ident for slide in chosen]
        assert len(set(idents)) == len(idents)
        assert all(re.fullmatch(r"[a-z][a-z0-9-]*", ident) for ident in idents)
        assert slides(demo[audience]) == chosen


def test_what_always_hangs_there_has_no_limit(demo_slides: Mapping[Audience, tuple[Slide, ...]]) -> None:
    """The four 第一 and the channels can be shown on any day, so the wall is never empty."""
    for chosen in demo_slides.values():
        lasting = [slide for slide in chosen if slide.group in ("accountability", "channels")]
        assert {slide.group for slide in lasting} == {"accountability", "channels"}
        assert all(slide.when.is_open and slide.when.level is Level.DEFAULT for slide in lasting)


def test_an_empty_school_has_its_two_slides(write_tree: WriteTree) -> None:
    """The folder that `gongkai init` writes gives a wall that says who answers and where to speak."""
    skeleton = files("gongkai") / "skeleton" / "disclosures"
    root = write_tree(
        {f"r/{name}.yml": (skeleton / f"{name}.yml").read_bytes() for name in ("school", "policy", "catalogue")}
    )
    shown = Board(select(load([root / "r"], root).register, Audience.PUBLIC, TODAY))
    chosen = slides(shown)
    assert {"accountability", "channels"} <= {slide.group for slide in chosen}
    assert not {"notice", "answer", "waiting", "promise", "money", "news"} & {slide.group for slide in chosen}
    nothing = Board(select(load([root], root).register, Audience.PUBLIC, TODAY))
    assert [words(slide) for slide in slides(nothing)][-2:] == ["学校还没有登记四个第一。", "学校还没有登记渠道。"]


def test_a_notice_hangs_on_its_days_and_beside_everything(write_tree: WriteTree) -> None:
    """From its first to its last day, whatever else is shown; the slide itself says until when."""
    (slide,) = of_group(slides(board(write_tree)), "notice")
    assert (slide.when.first, slide.when.last, slide.when.always) == (date(2026, 11, 16), date(2026, 11, 24), True)
    assert slide.chip is not None
    assert slide.chip.word == "公示中，到 11月24日"
    assert words(slide) == "公示到2026年11月24日为止，有异议请在这天以前找校纪检。"
    assert slide.title == "高级教师岗位推荐人选公示"


def test_new_answers_are_those_of_two_weeks_or_the_newest_three(
    write_tree: WriteTree, demo: Mapping[Audience, Board]
) -> None:
    """A school that answered nothing lately still shows its newest answers; one that did shows all of them."""
    quiet = [draft.identity for draft in answers.drafts(board(write_tree))]
    assert quiet == ["proposals/05-03-001", "opinions/box-2026-001", "proposals/04-01-001"]
    recent = [draft.on or date.min for draft in answers.drafts(demo[Audience.PUBLIC])]
    assert recent == sorted(recent, reverse=True)
    assert all((TODAY - on).days < 14 for on in recent)


def test_the_next_meeting_stands_with_its_agenda(write_tree: WriteTree) -> None:
    """A meeting that is announced is shown until it is held."""
    coming = "公开范围: 社会\n类型: 家长联系会\n日期: 2026-12-04\n地点: 报告厅\n议程: [{事项: 通报食堂收支}]\n"
    chosen = slides(board(write_tree, extra={"meetings/parents-2026-2.yml": coming}))
    slide = next(slide for slide in chosen if slide.identity == "meetings/parents-2026-2")
    assert words(slide) == "2026年12月4日，报告厅。 议程 1.通报食堂收支"
    assert slide.when.last == date(2026, 12, 4)


def test_what_is_missing_is_named_without_a_ranking(write_tree: WriteTree) -> None:
    """The silence board names matters and their days in the page's words, and no department."""
    shown = board(
        write_tree, extra={"finances/2026/union-2026-10.yml": "类别: 工会经费\n公开范围: 教职工\n期间: 2026-10\n"}
    )
    told = " ".join(words(slide) for slide in of_group(slides(shown), "silence"))
    awaited = silence.waiting(shown)
    assert [each.matter for each in awaited] == ["经费月报", "经费月报"]
    for each in awaited:
        assert f"{each.matter} {each.period}" in told
        assert f"已过 {each.days} 天" in told
    assert "工会" not in told


# The same words and numbers everywhere ---------------------------------------------------------------------------


def outputs(shown: Board) -> dict[str, str]:
    """Every page, and every file that is text, by address."""
    made: dict[str, str] = {}
    for output in build(shown.selected, SITE):
        if isinstance(output, Page):
            made[output.address] = str(output.html)
        elif output.address.endswith((".json", ".csv")):
            made[output.address] = output.content.decode("utf-8-sig")
    return made


def test_slide_page_and_download_say_the_same(write_tree: WriteTree) -> None:
    """Figures, money and waiting are the same on the wall, on the page and in the files, by the digit."""
    shown = board(write_tree, extra={"finances/2026/canteen-2026-10.yml": CANTEEN})
    chosen, made = slides(shown), outputs(shown)
    (figures,) = of_group(chosen, "figures")
    assert words(figures) == "本届提案已答复 3 / 4 件 等待最久 53 天 正在公示 1 项 承诺按期兑现 1 / 2 项"
    assert [f"{each.value} {each.unit}" for each in home.figures(shown)] == ["3 / 4 件", "53 天", "1 项", "1 / 2 项"]
    first, *more = (slide for slide in of_group(chosen, "money") if slide.identity == "finances/canteen-2026-10")
    sentence = "收入 1,500.00 元，支出 1,350.50 元，结余 149.50 元；期末结余 149.50 元。"
    chief = "支出最多的是原料，1,200.00 元，占支出合计的 88.9%。"
    page = re.sub(r"<[^>]*>", "", made["finances/canteen-2026-10/"])
    for said in (sentence, chief):
        assert said in words(first)
        assert said in page
    rows = list(csv.reader(io.StringIO(made["finances/canteen-2026-10/canteen-2026-10-statement.csv"])))
    record = made["finances/canteen-2026-10/record.json"]
    for name, amount in (("原料", "1200.00"), ("人工", "100.50"), ("水电", "50.00"), ("支出合计", "1350.50")):
        assert any(name in row and amount in row for row in rows)
        assert any(name in words(slide) and f"{Decimal(amount):,}" in words(slide) for slide in (first, *more))
        assert amount in record
    (waiting,) = of_group(chosen, "waiting")
    assert "已经交办、还没有答复的 2 件，其中逾期 1 件。" in words(waiting)
    assert "逾期 8 天" in words(waiting)
    assert "逾期 8 天" in made["proposals/05-03-002/"]


CANTEEN = """类别: 食堂
公开范围: 社会
名称: 十月食堂收支
期间: 2026-10
期初: 0.00
收入: [{科目: 伙食费, 金额: 1500.00}]
支出: [{科目: 原料, 金额: 1200.00}, {科目: 人工, 金额: 100.50}, {科目: 水电, 金额: 50.00}]
期末: 149.50
食堂: {经营方式: 自营}
"""


def test_answers_stand_beside_their_asks(write_tree: WriteTree) -> None:
    """As on the page: each ask, its answer with sign and word, what became of the promise, who signed when."""
    slide = next(slide for slide in slides(board(write_tree)) if slide.identity == "proposals/05-03-001")
    assert words(slide) == (
        "建供餐延长。 答已解决。供餐到七点十分。 建公布菜单。 "
        "答列入计划。承诺：公布菜单与价格（2026年10月31日前）。 承诺已兑现，迟 10 天"
    )
    assert slide.body.count("<svg") == 2
    assert slide.sign.startswith("高一年级代表团提出 · 总务处答复 · 分管副校长签批 · 2026年9月20日 · 指纹 ")
    assert (slide.number, slide.address, slide.kicker) == ("05-03-001", "proposals/05-03-001/", "新答复　提案")


def test_promises_and_silence_repeat_the_sentences_of_their_pages(demo: Mapping[Audience, Board]) -> None:
    """The sentence over a drawing is the page's own."""
    shown = demo[Audience.PUBLIC]
    chosen = slides(shown)
    pages = {page.address: str(page.html) for page in lists.pages(shown) if isinstance(page, Page)}
    overview = next(iter(silence.pages(shown)))
    assert isinstance(overview, Page)
    caption = partial(re.search, r"<figcaption>(.*?)</figcaption>")
    for group, html in (("promise", pages["promises/"]), ("silence", str(overview.html))):
        found = caption(of_group(chosen, group)[0].body)
        assert found
        assert found[0] in html
    money = of_group(chosen, "money")[0]
    record = shown.register.records[money.identity]
    page = next(each for each in finances.pages(shown) if isinstance(each, Page) and each.source == record.identity)
    total = re.sub(r"<[^>]*>", "", money.body.split("</p>")[0])
    assert total.strip() in re.sub(r"<[^>]*>", "", page.html)


def test_the_reading_view_has_the_record_without_links(demo_slides: Mapping[Audience, tuple[Slide, ...]]) -> None:
    """The long text stands once, with the first part, and leads nowhere."""
    for chosen in demo_slides.values():
        for slide in chosen:
            assert "<a" not in slide.more + slide.body
            assert not (slide.part[0] > 1 and slide.more)
        proposal = next(slide for slide in chosen if slide.identity == "proposals/05-03-013")
        assert [title for title in ("案据", "建议", "答复全文") if f"<h3>{title}</h3>" in proposal.more] == [
            "案据",
            "建议",
            "答复全文",
        ]


# Nobody is named who need not be ---------------------------------------------------------------------------------

NAMED = """---
公开范围: 社会
标题: 岗位推荐人选公示
事由: {matter}
起: 2026-11-16
止: {last}
名单: [{{姓名: 欧阳知禾, 部门: 语文组, 项目: 高级教师}}]
公开个人信息依据: 职称推荐办法
---
"""


def test_names_hang_only_while_a_notice_runs(write_tree: WriteTree) -> None:
    """On its days the names are on the slide and in its text; afterwards there is neither slide nor name."""
    running = NAMED.format(matter="职称", last="2026-11-24")
    over = NAMED.format(matter="职称", last="2026-11-19")
    chosen = slides(board(write_tree, extra={"notices/title-2026-2.md": running}))
    slide = next(slide for slide in chosen if slide.identity == "notices/title-2026-2")
    assert "欧阳知禾 语文组，高级教师" in words(slide).replace("欧阳知禾语", "欧阳知禾 语")
    assert slide.when.last == date(2026, 11, 24)
    ended = slides(board(write_tree, extra={"notices/title-2026-2.md": over}))
    assert "欧阳知禾" not in "".join(slide.body + slide.more for slide in ended)


def test_those_who_are_helped_are_never_named_on_a_wall(write_tree: WriteTree) -> None:
    """资助: the page may name them while its notice runs, a wall only says where to look."""
    shown = board(write_tree, extra={"notices/aid-2026-9.md": NAMED.format(matter="资助", last="2026-11-24")})
    slide = next(slide for slide in slides(shown) if slide.identity == "notices/aid-2026-9")
    assert "欧阳知禾" not in slide.body + slide.more
    assert notices.NAMELESS in words(slide)


def test_proposers_are_named_with_consent_only(write_tree: WriteTree) -> None:
    """Staff's pages may name them, their walls may not: visitors pass there too."""
    for audience in (Audience.PUBLIC, Audience.STAFF):
        chosen = slides(board(write_tree, audience))
        assert "林同" not in "".join(slide.body + slide.more + slide.sign for slide in chosen)
    agreed = {"proposals/05-03-001/proposal.md": AGREED}
    slide = next(slide for slide in slides(board(write_tree, extra=agreed)) if slide.identity == "proposals/05-03-001")
    assert slide.sign.startswith("高一年级代表团 林同提出 · ")


AGREED = """---
公开范围: 社会
案由: 延长晚餐供餐时间
类别: 后勤与基建
提交日期: 2026-08-28
提案人: {代表团: 高一年级, 姓名: 林同, 公开姓名: 是}
---
## 案据
教师反映多次。
## 建议
1. 供餐延长。
2. 公布菜单。
"""


def test_the_public_wall_is_the_same_with_and_without_staffs_records(
    demo: Mapping[Audience, Board], demo_slides: Mapping[Audience, tuple[Slide, ...]]
) -> None:
    """Without the staff folder not a byte of a public slide changes, and no canary stands on one."""
    alone = select(load([ROOT / "disclosures"], ROOT).register, Audience.PUBLIC, TODAY)
    assert slides(Board(alone, SITE)) == demo_slides[Audience.PUBLIC]
    assert "内部核对码" not in page_of(demo[Audience.PUBLIC], demo_slides[Audience.PUBLIC])
    assert "内部核对码" in page_of(demo[Audience.STAFF], demo_slides[Audience.STAFF])


# How long, in how many parts -------------------------------------------------------------------------------------


def test_a_slide_stands_as_long_as_it_takes_to_read() -> None:
    """Characters / 4.5 + 3 seconds, at least 8, six more where there is something to look at."""
    assert seconds(("字" * 10,)) == 8
    assert seconds(("字" * 45,)) == 13
    assert seconds(("字" * 46,)) == 14
    assert seconds(("字" * 45,), True) == 19


def test_every_slide_of_the_demo_stands_long_enough(demo_slides: Mapping[Audience, tuple[Slide, ...]]) -> None:
    """No Chinese character of a title or body is too fast for 4.5 a second, and no slide stands for ever."""
    for slide in demo_slides[Audience.STAFF]:
        read = len(re.findall(r"[\u4e00-\u9fff]", slide.title + words(slide)))
        assert max(8, read / 4.5 + 3) <= slide.seconds <= 90


def text_of(parts: Iterable[tuple[Block, ...]]) -> str:
    return "".join(block.text for part in parts for block in part)


def test_text_is_divided_between_sentences_and_nothing_is_lost() -> None:
    """Every part ends with a sentence, and the parts together say what was to be said."""
    told = "".join(f"第{n}句话说明一件具体的事情，写明由谁来办、什么时候办完。" for n in range(30))
    parts = divided((Block(Form.TEXT, told),), ROOMS, "余下的请看全文。")
    assert text_of(parts) == told
    assert len(parts) == 3
    assert all(part[-1].text.endswith("。") for part in parts)


def test_a_text_without_any_sentence_is_divided_too() -> None:
    """Nobody need write full stops: it is divided between characters, and nothing is lost."""
    told = "长" * 900
    parts = divided((Block(Form.TEXT, told),), ROOMS, "余下的请看全文。")
    assert text_of(parts) == told
    assert len(parts) == 3


def test_a_very_long_text_ends_after_four_parts_with_the_way_to_the_rest() -> None:
    """The fourth part says where the rest is."""
    parts = divided((Block(Form.TEXT, "这句话有十个字长呢。" * 400),), ROOMS, "余下的请扫码看全文。")
    assert len(parts) == MOST_PARTS
    assert parts[-1][-1] == Block(Form.REST, "余下的请扫码看全文。")


def test_an_ask_is_never_parted_from_its_answer() -> None:
    """No part ends with a question."""
    pairs = [
        block
        for n in range(9)
        for block in (
            Block(Form.ASK, f"第 {n} 条建议", "建"),
            Block(Form.ANSWER, "已经办好。" * 12, "答", chip("resolved")),
        )
    ]
    parts = divided(pairs, ROOMS, "")
    assert len(parts) == MOST_PARTS
    assert all(part[-1].form is not Form.ASK for part in parts)


def test_rows_are_not_divided_and_parts_are_about_equal() -> None:
    """Ten rows that need two parts stand five and five."""
    rows = tuple(Block(Form.ROW, f"第 {n} 行", note="说明") for n in range(10))
    parts = divided(rows, (Room(33.6, 25.0), Room(20.5, 40.0)), "")
    assert [len(part) for part in parts] == [5, 5]


def test_lines_are_counted_as_a_browser_sets_them() -> None:
    """A date goes to the next line whole, a comma never begins one."""
    assert lines("字" * 10, 10.4) == 1
    assert lines("字" * 11, 10.4) == 2
    assert lines("字" * 9 + "2026年11月20日", 10.4) == 2
    assert lines("字" * 10 + "，" + "字" * 8, 10.4) == 2
    assert lines("字" * 10 + "，" + "字" * 9, 10.4) == 3


def test_dates_numbers_and_phones_are_kept_whole() -> None:
    """Each in a span that the stylesheet does not let a line part."""
    assert kept_whole("<b>期限2026年11月20日，电话 0599-5550118") == (
        '&lt;b&gt;期限<span class="gk-nowrap">2026年11月20日</span>，电话 <span class="gk-nowrap">0599-5550118</span>'
    )


def test_prose_becomes_blocks() -> None:
    """Headings, paragraphs, items with their numbers and rows of tables; links are words."""
    text = (
        "## 一\n甲[乙](https://example.org/)。\n\n1. 丙\n2. 丁\n\n- 戊\n\n| 科目 | 金额 |\n| --- | --- |\n| 水 | 3 |\n"
    )
    assert [(block.form, block.label, block.text) for block in prose.blocks(text)] == [
        (Form.HEAD, "", "一"),
        (Form.TEXT, "", "甲乙。"),
        (Form.ITEM, "1.", "丙"),
        (Form.ITEM, "2.", "丁"),
        (Form.ITEM, "·", "戊"),
        (Form.TEXT, "", "科目　金额"),
        (Form.TEXT, "", "水　3"),
    ]


# On every screen -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_every_slide_fits_every_screen(
    chromium: Browser, demo: Mapping[Audience, Board], demo_slides: Mapping[Audience, tuple[Slide, ...]], screen: str
) -> None:
    """Nothing of the demo's slides, public or staff, is cut off, too wide, or over something else."""
    audience = Audience.PUBLIC if screen in ("720p", "4:3") else Audience.STAFF
    assert faults(chromium, page_of(demo[audience], demo_slides[audience]), screen) == []
    if screen == "standing":
        assert faults(chromium, page_of(demo[Audience.PUBLIC], demo_slides[Audience.PUBLIC]), screen) == []


def test_a_phone_reads_the_code_of_a_slide(chromium: Browser, demo: Mapping[Audience, Board]) -> None:
    """From the dark and the light wall it leads to the record's own page; a wall for staff has no code."""
    public, staff = demo[Audience.PUBLIC], demo[Audience.STAFF]
    slide = next(each for each in slides(public) if each.identity == "proposals/05-03-013")
    for dark in (False, True):
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        page.set_content(page_of(public, (slide,), dark=dark))
        page.evaluate(IN_LAYERS)
        with Image.open(io.BytesIO(page.screenshot())) as picture:
            found = zxingcpp.read_barcodes(picture.convert("L"))
        page.close()
        assert [each.text for each in found] == [f"{SITE}proposals/05-03-013/"]
    assert "gk-qr" not in page_of(staff, (slide,)).partition("</style>")[2]


def hostile(shown: Board) -> tuple[Slide, ...]:
    """What records can hold at worst: endless titles, words without an end, markup, marks of direction, long lists."""
    chance = random.Random(5)  # the same texts every time
    pieces = (
        "的",
        "校",
        "说",
        "，",
        "。",
        "；",
        "“引”",
        "（括号）",
        "——",
        "2026年11月20日",
        "339,843.04 元",
        "x" * 70,
        "A3",
        "<script>alert(1)</script>",
        "\u202e倒\u202c",
        "https://example.edu.cn/a/very/long/address/?q=1",
        " ",
        "05-03-012",
    )

    def text(length: int) -> str:
        made = ""
        while len(made) < length:
            made += chance.choice(pieces)
        return made[:length]

    def block(form: Form) -> Block:
        length = chance.choice((1, 20, 34, 120, 400))
        sign = chance.choice((None, chip("overdue", "久未办结，逾期 120 天")))
        if form in (Form.ROW, Form.LINE):
            side = chance.choice(("11-20", "1,234,567.00")) if form is Form.LINE else ""
            return Block(form, text(length // 2), "", sign if form is Form.ROW else None, text(20), side)
        label = {Form.ASK: "建", Form.ANSWER: "答", Form.ITEM: "1."}.get(form, "")
        return Block(form, text(length), label, sign if form is Form.ANSWER else None)

    forms = [form for form in Form if form is not Form.DRAWN]
    drafts = (
        Draft(
            ident=f"hostile-{n}",
            group="answer",
            title=text(chance.choice((4, 29, 60, 1000))),
            kicker="新答复　提案",
            blocks=tuple(block(chance.choice(forms)) for _ in range(chance.choice((1, 4, 12)))),
            address="proposals/05-03-012/",
            number="reception-2026-002",
            chip=chip("overdue", "久未办结，逾期 120 天"),
            who=text(33),
        )
        for n in range(40)
    )
    return tuple(slide for draft in drafts for slide in slides_of(shown, draft))


@pytest.mark.parametrize("screen", ["1080p", "standing"])
def test_whatever_is_written_fits(chromium: Browser, demo: Mapping[Audience, Board], screen: str) -> None:
    """No text can break a slide: it is divided, and what is markup in it is words."""
    made = hostile(demo[Audience.PUBLIC])
    html = page_of(demo[Audience.PUBLIC], made)
    assert "<script>" not in html
    assert "\u202e" not in html
    assert faults(chromium, html, screen) == []


def test_only_what_is_shown_is_made(write_tree: WriteTree) -> None:
    """Fifty answers and fifty waiting proposals more add no slide beyond the newest twelve and the longest six."""
    extra: dict[str, str] = {}
    for n in range(101, 151):
        extra[f"opinions/box-2026-{n}/opinion.md"] = OPINION
        extra[f"opinions/box-2026-{n}/reply-1.md"] = (
            "---\n日期: 2026-11-18\n部门: 总务处\n签批: 总务主任\n---\n已办好。\n"
        )
        extra[f"opinions/mail-2026-{n}.md"] = OPINION
    chosen = slides(board(write_tree, extra=extra))
    assert len({slide.identity for slide in of_group(chosen, "answer")}) == answers.MOST == 12
    waiting = of_group(chosen, "waiting")
    assert sum(slide.body.count('class="k-row"') for slide in waiting) == 6


OPINION = """---
公开范围: 社会
标题: 饮水机出水不热
来源: 意见箱
开箱日期: 2026-11-13
署名: 匿名
内容性质: 普通
处理: {去向: 交办, 接收: 总务处, 日期: 2026-11-16}
---
## 摘要
二楼饮水机不热。
"""


def test_parts_follow_one_another(demo_slides: Mapping[Audience, tuple[Slide, ...]]) -> None:
    """The parts of a text stand together, in order, each saying which it is."""
    for chosen in demo_slides.values():
        for before, after in pairwise(chosen):
            n, count = before.part
            assert after.part == ((n + 1, count) if n < count else (1, after.part[1]))
