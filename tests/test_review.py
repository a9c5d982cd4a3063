"""The review: what publishing a change would do, said of pages, records, figures, clocks and people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gongkai.history.differences.records import Change, Piece, Sign
from gongkai.records import Audience
from gongkai.review.covering import Cover
from gongkai.review.data import as_json
from gongkai.review.html import as_html
from gongkai.review.markdown import as_markdown
from gongkai.review.model import Origin, PageChange, PersonalTouch, Review
from gongkai.review.paging import own_pages
from gongkai.review.plain import as_text
from gongkai.review.sections import Verdict
from gongkai.review.sides import Side
from gongkai.review.texts import lines_of, only_in
from gongkai.review.words import told

from tests.reviewed import CHANGE, MAIL, bare_side, changed, published, review_of, side_of
from tests.school import NOTICE, OPINION

WITHHELD = "disclosures/opinions/2026/mail-2026-002.md"
STAFF = "staff/notices/2026/cadre-2026-1.md"
CADRE = NOTICE.replace("公开范围: 社会", "公开范围: 教职工\n限制公开理由: 只在校内公示").replace("段一苇", "欧阳未名")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """What is published; the public sees neither the staff's notice nor the letter that nobody may read."""
    hidden = OPINION.replace("公开范围: 社会", "公开范围: 不公开").replace("遮雨棚", "储物柜")
    tree = published() | {STAFF: CADRE, WITHHELD: hidden}
    return side_of(tmp_path_factory.mktemp("old"), tree, "main")


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """The same with the planted change, and with other words in what the public does not see."""
    hidden = OPINION.replace("公开范围: 社会", "公开范围: 不公开").replace("遮雨棚", "更衣柜")
    tree = changed(published(), {**CHANGE, STAFF: CADRE.replace("一名", "两名"), WITHHELD: hidden})
    tree["content/index.md"] += "\n欢迎参观。\n"
    return side_of(tmp_path_factory.mktemp("new"), tree, "这次改动")


@pytest.fixture(scope="module")
def made(old: Side, new: Side) -> Review:
    return review_of(old, new)


TEXT = """\
结论：现在不能发布。
  · 意见 opinions/mail-2026-001 公布过，现在不见了，也没有登记撤下。\
（disclosures/opinions/2026/mail-2026-001.md:2:1，H05）
"""

SECTIONS = {
    "gone": """\
【公众将不再看到】1 项
  撤下  意见：请在校门口设遮雨棚（意见 mail-2026-001）（opinions/mail-2026-001/）
""",
    "records": """\
【逐份记录的改动】3 份：其中改动的数字 5 个。
  修改  财务：2026年3月收支月报（finances/office-2026-03）
      新增：更正 1
      支出 › 办公费 › 金额（数字）：1,040.50 → 1,140.50
      期末（数字）：6,159.50 → 6,059.50
      随之变为 · 支出合计：3,040.50 元 → 3,140.50 元
      随之变为 · 结余：2,959.50 元 → 2,859.50 元
  修改  公示：高级教师岗位推荐人选公示（notices/title-2026-1）
      名单（数字）：1 人 → 2 人
      正文：按职称推荐办法，经评议推荐〔删：一名〕〔增：两名〕高级教师岗位人选，现予公示。
  修改  提案：延长晚餐供餐时间（proposals/05-03-012）
      新增：答复 1
      案由：后勤与基建类提案（答复后公开全文） → 延长晚餐供餐时间
      提案人 › 代表团：新增 文科组
      附议人 › 文科组 › 代表团：新增 文科组
      附议人 › 理科组 › 代表团：新增 理科组
      案据：新增 晚自习教师 18:40 下课后食堂已停止供餐。
      建议：新增 1. 供餐延长到 19:10。 2. 公布延时窗口的菜单与价格。
      随之变为 · 办理状态：逾期 → 已答复
      随之变为 · 办理结果：新增 列入计划
      随之变为 · 建议 2 的承诺：新增 未到期
      随之变为 · 答复期限：2026年4月30日，逾期 → 2026年4月30日，2026年5月20日完成，迟 20 天
      随之变为 · 建议 2 的承诺期限：新增 2026年6月30日
""",
    "clocks": """\
【时钟】3 个
  启动  延长晚餐供餐时间：承诺，总务处（proposals/05-03-012）
      从现在起计时，2026年6月30日到期
  停止  延长晚餐供餐时间：答复，总务处（proposals/05-03-012）
      2026年5月20日办成（期限 2026年4月30日）
  停止  请在校门口设遮雨棚：意见答复，总务处（opinions/mail-2026-001）
      不再计时（原期限 2026年6月2日）
""",
    "personal": """\
【个人信息】1 项：只说种类和位置，不重复内容。
  增  公示名单里的姓名 1 处（notices/title-2026-1）
""",
    "written": """\
【自己写的网页和网站设置】1 个
  修改  index.md（content/index.md）
      + 欢迎参观。
""",
}


def _text_of(review: Review, ident: str) -> str:
    """One section of the report as plain text, without what a reader must unfold."""
    report = told(review)
    section = next(each for each in report.sections if each.ident == ident)
    entries = tuple(replace(entry, folded=()) for entry in section.entries)
    text = as_text(replace(report, sections=(replace(section, entries=entries),)))
    return text[text.index("【") :]


def test_the_one_line(made: Review) -> None:
    """The first line counts pages, figures, clocks, personal data and findings.

    Three record pages and the school's own change, a letter goes, and the first promise of a school year makes
    the page that looks back on it; of figures 办公费, 期末, 支出合计, 结余 and the number of names; closed periods
    object to the letter, the list, its text and the text of the staff's notice.
    """
    first = as_text(told(made)).partition("\n")[0]
    assert first == (
        "本次将新增 1、修改 4、撤下 1 页；改动的数字 5 个；启动/停止时钟 3 个；涉及个人信息 1 处；新增发现 4、已消除 1"
    )


def test_verdict_and_what_is_compared(made: Review) -> None:
    """Beneath stands what stops the change, which sides were compared for whom, and what does not change at all."""
    text = as_text(told(made))
    assert TEXT in text
    assert "\n从“main”到“这次改动”，两边都按 2026年5月20日 算；公众看的网站。\n" in text
    assert "\n另有 2 份记录有改动，公众看不到；内容用 --audience staff 看。\n" in text
    assert "\n没有变化的：学校设置的改动、公开范围、审批。\n" in text


@pytest.mark.parametrize("ident", SECTIONS)
def test_sections_word_for_word(made: Review, ident: str) -> None:
    """What went, each record, the clocks, the people and the school's own page are told exactly so."""
    assert _text_of(made, ident) == SECTIONS[ident]


def test_what_is_newly_read_stands_whole(made: Review) -> None:
    """Every line of the answer and of the text that it opens is there, under the page on which it will stand."""
    section = next(each for each in told(made).sections if each.ident == "new")
    assert [(entry.sign, entry.title, entry.place) for entry in section.entries] == [
        ("新内容", "财务：2026年3月收支月报 · 更正 1", "finances/office-2026-03/"),
        ("新内容", "提案：延长晚餐供餐时间 · 答复 1", "proposals/05-03-012/"),
        ("新页", "2025-2026 学年回头看", "lookback/2025-2026/"),
    ]
    lines = [line.pieces[0].text for line in section.entries[1].lines]
    for line in (
        "1 供餐延长到 19:10。 ｜ 已解决 自 4 月 13 日起二楼窗口供餐至 19:10。",
        "二楼窗口延长供餐，值班师傅两名，周一至周四执行；菜单与价格核算后在公示栏公布。",
        "晚自习教师 18:40 下课后食堂已停止供餐。",
    ):
        assert line in lines


def test_pages_by_why_they_change(made: Review) -> None:
    """Pages of changed records stand apart from those that only follow, and the school's own from both."""
    assert [(page.change, page.address) for page in made.pages if not page.follows] == [
        (Change.CHANGED, "finances/office-2026-03/"),
        (Change.ADDED, "lookback/2025-2026/"),
        (Change.CHANGED, "notices/title-2026-1/"),
        (Change.REMOVED, "opinions/mail-2026-001/"),
        (Change.CHANGED, "proposals/05-03-012/"),
        (Change.CHANGED, "content/index.md"),
    ]
    following = {page.address: page for page in made.following}
    assert {"", "clocks/", "finances/", "opinions/", "proposals/", "statistics/"} <= following.keys()
    assert not any(page.record for page in made.following)
    assert following[""].origin is Origin.BOARD
    assert any("6,059.50" in line for line in following["finances/"].new)


def test_figures_of_the_board(made: Review) -> None:
    """Home, the statistics and the sums of the accounts tell what they said and what they will say."""
    figures = {(each.page, each.name): (each.old, each.new) for each in made.figures}
    assert figures["首页", "本届提案已答复"] == ("0 / 1 件", "1 / 1 件")
    assert figures["首页", "等待最久"] == ("65 天", "0 天")
    assert figures["提案统计", "答复，按部门 总务处，已答复"] == ("0", "1")
    assert figures["财务", "收支月报，已公布各期支出相加"] == ("3,040.50 元", "3,140.50 元")


def _formats(review: Review) -> Iterator[str]:
    report = told(review)
    yield from (as_text(report), as_markdown(report), as_html(report), as_json(review))


def test_no_name_in_any_format(made: Review) -> None:
    """Names that a page takes down after a while stand in no report; where they stood a word says so."""
    for text in _formats(made):
        assert not any(name in text for name in ("段一苇", "沈可", "林同", "周禾", "欧阳未名"))
    names = next(each for each in told(made).sections if each.ident == "pages").entries
    lines = [piece.text for entry in names for line in entry.folded for piece in line.pieces]
    assert "［姓名］ ｜ 数学组" in [line.strip(" ｜") for line in lines]


def test_the_public_report_knows_nothing_of_staff(made: Review) -> None:
    """What only staff may see, and what nobody may, is counted and never told."""
    for text in _formats(made):
        assert not any(word in text for word in ("cadre-2026-1", "更衣柜", "储物柜", "mail-2026-002", "只在校内公示"))


def test_staff_see_their_own(tmp_path: Path) -> None:
    """For staff the report tells the staff's records; that more may read one is told to both."""
    opened = CADRE.replace("公开范围: 教职工\n限制公开理由: 只在校内公示", "公开范围: 社会")
    trees = {"main": published() | {STAFF: CADRE}, "new": published() | {STAFF: opened}}
    for audience in (Audience.STAFF, Audience.PUBLIC):
        sides = (bare_side(tmp_path / audience.value / name, tree, audience) for name, tree in trees.items())
        review = review_of(*sides)
        assert _text_of(review, "audiences") == (
            "【公开范围】1 项\n  放宽  高级教师岗位推荐人选公示（notices/cadre-2026-1）\n"
            "      谁可以看：教职工 → 社会\n"
        )
        own = next(each for each in review.records if each.identity == "notices/cadre-2026-1")
        touched = PersonalTouch("公示名单里的姓名", "notices/cadre-2026-1", 1, added=True)
        is_public = audience is Audience.PUBLIC
        assert own.change is (Change.ADDED if is_public else Change.CHANGED)
        assert (touched in review.personal) is is_public


def test_a_narrower_record_is_told_without_its_new_words(tmp_path: Path) -> None:
    """What the public loses is named as it was; what is written about it from then on is not."""
    narrowed = OPINION.replace("公开范围: 社会", "公开范围: 教职工\n限制公开理由: 涉及内部安排").replace(
        "遮雨棚", "更衣柜"
    )
    old = bare_side(tmp_path / "old", published())
    new = bare_side(tmp_path / "new", published() | {MAIL: narrowed})
    review = review_of(old, new)
    assert _text_of(review, "audiences") == (
        "【公开范围】1 项\n  收窄  请在校门口设遮雨棚（opinions/mail-2026-001）\n      谁可以看：社会 → 教职工\n"
    )
    assert "更衣柜" not in as_json(review)


def test_settings_and_followers(tmp_path: Path) -> None:
    """A rule that changes is told with the figures that follow from it, and moves clocks of records that stay."""
    policy = published()["disclosures/policy.yml"]
    assert policy.count("答复期限: {数: 45, 按: 自然日}") == 1
    longer = policy.replace("答复期限: {数: 45, 按: 自然日}", "答复期限: {数: 90, 按: 自然日}")
    old = bare_side(tmp_path / "old", published())
    new = bare_side(tmp_path / "new", published() | {"disclosures/policy.yml": longer})
    review = review_of(old, new)
    assert "答复期限（数字）：45 个自然日 → 90 个自然日" in _text_of(review, "settings")
    assert _text_of(review, "clocks") == (
        "【时钟】1 个\n  改期  后勤与基建类提案（答复后公开全文）：答复，总务处（proposals/05-03-012）\n"
        "      期限 〔删：2026年4月30日〕〔增：2026年6月15日〕\n"
    )
    assert [each.identity for each in review.followers] == ["proposals/05-03-012"]


def test_old_errors_are_no_fault_of_a_change(tmp_path: Path) -> None:
    """A change without new errors is not blocked by an old one, but the report says that nothing is published."""
    old = bare_side(tmp_path / "old", published())
    new = replace(bare_side(tmp_path / "new", published() | {"disclosures/school.yml": _other_name()}), obstacle="")
    review = replace(review_of(old, new), unbuilt=(), is_unbuildable=False)
    report = told(review)
    assert report.verdict is Verdict.OWES
    assert report.reasons == (
        "这次改动没有带来新的错误，但原来就有 1 处错误；全部改好以前，网站不会更新。",
        "答复期限 2026-04-30 已过 20 天，还没有答复。（disclosures/proposals/2026/05-03-012/review.md:7:7，C02）",
    )
    assert not review.is_blocked


def _other_name() -> str:
    return published()["disclosures/school.yml"].replace("校名: 样例学校", "校名: 样例中学")


def test_a_side_that_makes_no_pages(tmp_path: Path) -> None:
    """Without pages to compare the report still tells the records, counts them as pages, and blocks."""
    old = bare_side(tmp_path / "old", published())
    new = bare_side(tmp_path / "new", changed(published(), CHANGE))
    review = review_of(old, new)
    text = as_text(told(review))
    assert text.startswith("本次将新增 0、修改 3、撤下 1 页；改动的数字 5 个；")
    assert "old：没有排。new：没有排。没有网页可比，页数按记录数说；改好错误以后再看一次。" in text
    assert "\n结论：现在不能发布。\n  · new：没有排。\n" in text
    assert review.is_blocked


def test_findings_of_unseen_records_are_not_quoted(tmp_path: Path) -> None:
    """What is wrong with a record of the staff is told to the public's reviewer without place and words."""
    old = bare_side(tmp_path / "old", published() | {STAFF: CADRE})
    new = bare_side(tmp_path / "new", published() | {STAFF: CADRE.replace("一名", "两名")})
    closed = review_of(old, new).findings.closed
    assert [(each.place, each.message) for each in closed] == [
        ("这里看不到的记录:1:1", "已公布的内容改了，没有更正（这里看不到的记录）。")
    ]


def test_findings_that_cannot_say_where_are_told_once(tmp_path: Path) -> None:
    """Many findings about records that are not shown are one line with their number, after those that are shown."""
    other = STAFF.replace("2026-1", "2026-2")
    two = published() | {STAFF: CADRE, other: CADRE}
    old = bare_side(tmp_path / "old", two)
    change = {STAFF: CADRE.replace("一名", "两名"), other: CADRE.replace("一名", "两名"), MAIL: None}
    review = replace(review_of(old, bare_side(tmp_path / "new", changed(two, change))), is_unbuildable=False)
    reasons = told(review).reasons
    assert reasons[0].startswith("意见 opinions/mail-2026-001 公布过，现在不见了")
    assert reasons[1:] == ("已公布的内容改了，没有更正（这里看不到的记录）。（H01，共 2 处）",)


def test_numbers_of_persons_are_counted_not_repeated(tmp_path: Path) -> None:
    """A telephone number that comes with a text is one place of personal data, masked wherever it would be said."""
    number = "138-0000-1234"
    told_by = published()[MAIL].replace("请在校门东侧设遮雨棚。", f"请在校门东侧设遮雨棚，电话 {number}。")
    old = bare_side(tmp_path / "old", published())
    review = review_of(old, bare_side(tmp_path / "new", published() | {MAIL: told_by}))
    assert review.personal == (PersonalTouch("手机号", MAIL, 1, added=True),)
    assert all(number not in text for text in _formats(review))
    assert "［手机号］" in as_json(review)


def test_a_number_that_runs_over_pieces_is_hidden() -> None:
    """A word difference must not show a number in two parts that no one of them gives away."""
    pieces = (Piece(Sign.SAME, "电话 138-0000-"), Piece(Sign.OLD, "1234"), Piece(Sign.NEW, "5678"))
    assert Cover().pieces(pieces) == (Piece(Sign.OLD, "电话 ［手机号］"), Piece(Sign.NEW, "电话 ［手机号］"))


def test_names_are_hidden_where_they_are_names() -> None:
    """Longer names always, short ones as words of their own, and those of a record wherever its texts have them."""
    cover = Cover(frozenset({"段一苇", "林同"}), {"notices/1": frozenset({"林同"})})
    assert cover("推荐段一苇等") == "推荐［姓名］等"
    assert cover("树林同学") == "树林同学"
    assert cover("提案人 林同，文科组") == "提案人 ［姓名］，文科组"
    assert cover("树林同学", "notices/1/reply-1") == "树［姓名］学"
    assert cover("一\u202e二\n三\x07") == "一二 三"


def test_own_pages_and_setup() -> None:
    """Pages that the school wrote come and go with their lines; mkdocs.yml changes no page, and is told too."""
    before = {"content/a.md": "# 甲\n\n乙\n", "mkdocs.yml": "site_name: 甲\n", "content/same.md": "同\n"}
    after = {"content/b.md": "丙\n", "mkdocs.yml": "site_name: 乙\n", "content/same.md": "同\n"}
    assert list(own_pages(before, after, Cover())) == [
        PageChange("content/a.md", "a.md", Change.REMOVED, gone=("# 甲", "乙"), origin=Origin.SCHOOL),
        PageChange("content/b.md", "b.md", Change.ADDED, new=("丙",), origin=Origin.SCHOOL),
        PageChange(
            "mkdocs.yml", "mkdocs.yml", Change.CHANGED, "", False, ("site_name: 乙",), ("site_name: 甲",), Origin.SETUP
        ),
    ]


def test_lines_of_a_page() -> None:
    """Paragraphs, items and rows are lines; drawings, choices and ways through the site are not read."""
    html = (
        "<nav>路</nav><h1>标题</h1><h2>收支</h2><table><caption>收支</caption><tr><th>科目</th><th>金额</th></tr>"
        "<tr><td><p>办公费</p></td><td>1&nbsp;040.50</td></tr></table><svg><svg></svg><text>图</text></svg>"
        "<dl><dt>经办</dt> <dd>出纳</dd></dl><p><b>甲</b><span>乙</span> &lt;丙&gt;</p>"
        "<select><option>丁</option></select>"
    )
    assert lines_of(html) == ("收支", "科目 ｜ 金额", "办公费 ｜ 1 040.50", "经办：出纳", "甲 乙 <丙>")


def test_lines_that_only_one_side_has() -> None:
    """What stands twice and then three times is one line more; what only moved is none."""
    assert only_in(("乙", "甲", "甲", "甲"), ("甲", "乙", "甲")) == ("甲",)
    assert only_in(("甲", "乙"), ("乙", "甲")) == ()


def test_reports_are_the_same_every_time(old: Side, new: Side, made: Review) -> None:
    """The same two sides give the same bytes in every format."""
    assert tuple(_formats(review_of(old, new))) == tuple(_formats(made))
