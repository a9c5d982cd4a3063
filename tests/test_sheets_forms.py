"""The forms of sheets: what each says, that it says what the page and the files say, and by what it is matched."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import StringIO

import pytest
import zxingcpp
from gongkai.load import load
from gongkai.records import Audience
from gongkai.records.finance import Finance
from gongkai.records.meeting import Meeting, Resolution
from gongkai.records.notice import Listed, Notice
from gongkai.records.proposal import Proposal
from gongkai.register import Record
from gongkai.render.pages import Page
from gongkai.render.tables import files_of
from gongkai.select import select
from gongkai.sheets import ledgers, notices, posters, proposals, reports, resolutions
from gongkai.sheets.document import Facts, Grid, Paper, Sheet, Style
from gongkai.sheets.words import Manner, Run, runs_of
from gongkai.sheets.words import text_of as words_of
from gongkai.views.board import Board
from gongkai.views.data.gathered import gathered
from gongkai.views.finances import pages as finances
from gongkai.views.finances import tables as statement_tables
from gongkai.views.meetings import resolutions as resolution_pages
from gongkai.views.proposals import pages as proposal_pages
from gongkai.views.record_pages import whole
from gongkai.views.reports import congress as congress_forms
from gongkai.views.reports.papers import page_of
from markupsafe import Markup

from tests.board_tree import FILES
from tests.demo_board import SITE, demo_board
from tests.sheet_files import DAY, MILLIMETRES, page_sizes, pdf_of, pictures, text_of

NOTICE, STATEMENT, PROPOSAL, MEETING = (
    "notices/title-2026-1",
    "finances/canteen-2026-05",
    "proposals/05-02-001",
    "meetings/05-02",
)


def _sheets() -> dict[str, Sheet]:
    board = demo_board()
    found = board.register.records
    return {
        "公示": next(notices.sheets(board, found[NOTICE])),
        "公文式公示": next(notices.sheets(board, found[NOTICE], Style.OFFICIAL)),
        "提案": next(proposals.sheets(board, found[PROPOSAL])),
        "决议": next(resolutions.sheets(board, found[MEETING])),
        "台账": next(ledgers.sheets(board, found[STATEMENT])),
        "办理情况报告": next(reports.sheets(board, found[MEETING])),
        "呈报表": tuple(reports.sheets(board, found[MEETING]))[1],
        "海报": next(posters.sheets(board, found[NOTICE], paper=Paper.A4)),
        "横海报": next(posters.sheets(board, found[STATEMENT], paper=Paper.A3_WIDE)),
    }


FORMS = ("公示", "公文式公示", "提案", "决议", "台账", "办理情况报告", "呈报表", "海报", "横海报")
RECORDS = {
    "公示": (NOTICE, f"{NOTICE}/"),
    "公文式公示": (NOTICE, f"{NOTICE}/"),
    "提案": (PROPOSAL, f"{PROPOSAL}/"),
    "决议": (MEETING, f"{MEETING}/resolution-1/"),
    "台账": (STATEMENT, f"{STATEMENT}/"),
    "办理情况报告": ("", "reports/proposals-05-02/"),
    "呈报表": (MEETING, "reports/congress-05-02/"),
    "海报": (NOTICE, f"{NOTICE}/"),
    "横海报": (STATEMENT, f"{STATEMENT}/"),
}


@cache
def _made(form: str) -> Sheet:
    return _all()[form]


@cache
def _all() -> dict[str, Sheet]:
    return _sheets()


@cache
def _pdf(form: str) -> bytes:
    return pdf_of(_made(form))


def _page_text(page: Page) -> str:
    """The words of a page without spaces, as those of a sheet are read."""
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", str(page.html))).split())


# What stands around every text -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_every_page_of_every_form_has_its_marks(form: str) -> None:
    """Number, hotline, day of the data, and which of how many sheets it is; on the 公文式 the hotline once."""
    pdf, made = _pdf(form), _made(form)
    pages = len(page_sizes(pdf))
    for page in range(pages):
        text = text_of(pdf, page)
        assert made.mark.number in text
        assert "2026年11月20日" in text
        assert f"第{page + 1}/{pages}张" in text
        if made.style is Style.NOTICE:
            assert f"监督电话{made.mark.phone}" in text
    assert made.mark.phone in text_of(pdf)


@pytest.mark.parametrize("form", FORMS)
def test_the_code_leads_to_the_page_and_is_large_enough(form: str) -> None:
    """A camera reads the address of the page from the printed sheet; the code itself is at least 25 mm wide."""
    scale = 2
    picture = pictures(_pdf(form), scale)[-1]
    found = zxingcpp.read_barcodes(picture.convert("L"))
    assert [each.text for each in found] == [SITE + RECORDS[form][1]]
    corners = found[0].position
    across = abs(corners.top_right.x - corners.top_left.x) / scale * MILLIMETRES
    assert across >= 25


@pytest.mark.parametrize("form", FORMS)
def test_the_fingerprint_is_that_of_the_manifest(form: str) -> None:
    """The eight signs are the first of the record's digest among the open data; a paper has those of all records."""
    data = gathered(demo_board())
    digests = {each.identity: each.digest for each in data.all}
    counts_many = form in ("办理情况报告", "呈报表")
    digest = data.digest if counts_many else digests[RECORDS[form][0]]
    assert f"{digest[:4]}-{digest[4:8]}".upper() in text_of(_pdf(form))


@pytest.mark.parametrize("form", ["公示", "公文式公示", "海报"])
def test_a_notice_says_from_when_to_when_it_hangs(form: str) -> None:
    """公示期 with both days, and in the corner of each page the day on which the sheet comes off."""
    text = text_of(_pdf(form))
    assert "2026年11月16日至2026年11月24日" in text
    assert _made(form).mark.take_down == date(2026, 11, 24)
    assert "2026年11月24日" in text_of(_pdf(form), 0).replace("至2026年11月24日", "").replace("在2026年11月24日", "")


@pytest.mark.parametrize("identity", [PROPOSAL, MEETING])
def test_other_records_have_the_official_style_too(identity: str) -> None:
    """A proposal, the resolutions and the papers of a meeting can be set as a 公文, headings and tables included."""
    board = demo_board()
    record = board.register.records[identity]
    families = (proposals, resolutions, reports)
    made = [each for family in families for each in family.sheets(board, record, Style.OFFICIAL)]
    assert made
    for each in made[-2:]:
        pdf = pdf_of(each)
        assert set(page_sizes(pdf)) == {(210, 297)}
        assert "—1—" in text_of(pdf, 0)


def test_nothing_is_numbered_or_sealed_that_no_record_numbers() -> None:
    """No form has a 文号, its brackets, or a place marked for a seal; only the 呈报表 names who stamps it by hand."""
    for form in FORMS:
        text = text_of(_pdf(form))
        assert not any(word in text for word in ("〔", "〕", "文号", "此处盖章", "签发人"))
        assert ("盖章" in text) is (form in ("呈报表", "台账"))
    assert "盖章：纸质原件已盖章" in text_of(_pdf("台账"))


@pytest.mark.parametrize("paper", list(Paper))
def test_a_poster_has_the_paper_asked_for(paper: Paper) -> None:
    """A3 and A4, upright and wide: one page of just that size, with the one message."""
    board = demo_board()
    (made,) = posters.sheets(board, board.register.records[STATEMENT], paper=paper)
    pdf = pdf_of(made)
    assert page_sizes(pdf) == [paper.size]
    text = text_of(pdf)
    assert all(
        words in text for words in ("2026年5月食堂收支", "收入471,447.00元", "支出466,506.23元", "期末结余75,887.91元")
    )


def test_staff_sheets_are_marked_and_lead_nowhere() -> None:
    """A sheet for staff says 内部公开 on every page, and has no code and no address."""
    board = demo_board(Audience.STAFF)
    union = next(each for each in board.register.of(Finance) if each.content.audience is Audience.STAFF)
    for made in (*ledgers.sheets(board, union), *posters.sheets(board, union)):
        assert (made.mark.address, made.mark.code) == ("", "")
        pdf = pdf_of(made)
        assert all("内部公开" in text_of(pdf, page) for page in range(len(page_sizes(pdf))))
        assert "在教职工版搜索编号" in text_of(pdf)
        assert made.name.endswith("-内部公开")


def test_without_a_site_the_sheet_says_where_to_look() -> None:
    """While the school has not said where its site stands, the number leads there instead of a code."""
    board = Board(demo_board().selected)
    (made,) = notices.sheets(board, board.register.records[NOTICE])
    pdf = pdf_of(made)
    assert "在学校网站搜索编号title-2026-1" in text_of(pdf)
    assert not zxingcpp.read_barcodes(pictures(pdf)[0].convert("L"))


# The same figures everywhere ---------------------------------------------------------------------------------


def test_a_statement_has_the_figures_of_its_page_and_its_file() -> None:
    """Total sentence and every amount of the sheet's table stand on the page, in the CSV and in record.json."""
    board = demo_board()
    record = board.register.get(STATEMENT, Finance)
    assert record
    statement = finances.place_of(board, record).link.statement
    tables = statement_tables.tables_of(record, statement, board.links(f"{STATEMENT}/"))
    page = _page_text(finances.page(board, record, tables))
    sheet = text_of(_pdf("台账"))
    total = "收入471,447.00元，支出466,506.23元，结余4,940.77元；期末结余75,887.91元。"
    assert total in page
    assert total in sheet
    file = next(each for each in files_of("", (tables["statement"],)) if each.address.endswith(".csv"))
    amounts = [row[-1] for row in csv.reader(StringIO(file.content.decode("utf-8-sig"))) if row[-1][:1].isdigit()]
    assert len(amounts) == 28
    published = next(each.core for each in gathered(board).all if each.identity == STATEMENT)
    for amount in amounts:
        assert f"{float(amount):,.2f}" in sheet
        assert f"{float(amount):,.2f}" in page
        assert f'"{amount}"' in published


def test_a_resolution_has_the_votes_of_its_page() -> None:
    """62 delegates, 56 yes, 0 no, 2 abstained, at least 32: beside each other on the sheet, and on the page."""
    board = demo_board()
    meeting = board.register.get(MEETING, Meeting)
    assert meeting
    act = meeting.all(Resolution)[0]
    (page,) = (each for each in resolution_pages.page(board, meeting, act) if isinstance(each, Page))
    sheet = text_of(_pdf("决议"))
    assert "代表总数应到实到赞成反对弃权至少需要62605856" in sheet
    for words in ("赞成56票，超过代表总数62人的一半（至少32票）。", "实到58＝赞成56＋反对0＋弃权2。"):
        assert words in sheet
        assert words in _page_text(page)


def test_a_proposal_has_the_asks_answers_and_days_of_its_page() -> None:
    """Each 建议 with what was answered, every step with its day, the promise with what became of it."""
    board = demo_board()
    record = board.register.get(PROPOSAL, Proposal)
    assert record
    page, sheet = _page_text(proposal_pages.page(board, record)), text_of(_pdf("提案"))
    for words in (
        "选定一种工具，由学校统一开户，任课教师每人一个账号。",
        "选定一种，为112名任课教师开通账号，全年费用11200元从信息化经费列支。",
        "承诺：小学、初中各办一场上手培训（2026年5月31日前）",
        "2026年2月25日",
        "3月24日",
        "4月20日",
        "按期（第27天，期限45天）",
        "小学场到场41人，初中场到场58人。",
    ):
        assert words in sheet
        assert words in page
    asks, course = sheet.index("一、建议与答复"), sheet.index("二、办理经过")
    assert asks < sheet.index("承诺与兑现") < course < sheet.index("三、原文")


@pytest.mark.parametrize(("form", "rate"), [("办理情况报告", "答复率88.2%"), ("呈报表", "代表总数62人")])
def test_a_paper_says_every_sentence_of_its_page(form: str, rate: str) -> None:
    """Nothing is worded anew for the sheet: each sentence and each cell of the page stands on it."""
    board = demo_board()
    name = _made(form).mark.number
    paper = next(each for each in reports.papers(board) if each.name == name)
    page = next(_page_text(each) for each in page_of(board, paper) if isinstance(each, Page))
    sheet = text_of(_pdf(form))
    said = ["".join(words_of(sentence).split()) for part in paper.parts for sentence in part.sentences]
    assert rate in "".join(said)
    assert all(words in page and words in sheet for words in said)
    assert all(name in sheet for name in paper.signatures)


def test_every_paper_of_the_site_can_be_printed() -> None:
    """The papers of sessions, school years and congresses: as many sheets as pages, under the same names."""
    board = demo_board()
    names = {sheet.mark.number for sheet in reports.every(board)}
    assert names == {paper.name for paper in reports.papers(board)}
    assert {"annual-2025-2026", "proposals-05-02", "congress-05-02"} <= names
    assert len(tuple(congress_forms.papers(board))) == sum(name.startswith("congress-") for name in names)


def test_a_number_keeps_the_sign_behind_it() -> None:
    """No line begins with ； or ：, and a code stands apart from the name it belongs to."""
    assert runs_of(whole("代收费 3 项；其中 5 项")) == (
        Run("代收费 "),
        Run("3 项；", Manner.WHOLE),
        Run("其中 "),
        Run("5 项", Manner.WHOLE),
    )
    assert words_of(Markup('<span class="gk-code">30101</span>基本工资')) == "30101 基本工资"


def test_no_word_of_a_template_is_printed() -> None:
    """What belongs to the templates' own language stands on no sheet."""
    for form in FORMS:
        text = text_of(_pdf(form))
        assert not any(word in text for word in ("else", "#let", "=>", "{", "none", "auto"))


# Long, many and hostile --------------------------------------------------------------------------------------


def _changed(**changed: object) -> Record[Notice]:
    record = demo_board().register.get(NOTICE, Notice)
    assert record
    return replace(record, content=record.content.model_copy(update=changed))


@pytest.mark.parametrize("style", list(Style))
def test_a_list_of_two_hundred_names_is_whole(style: Style) -> None:
    """Each name once, the head again on every page with 续表, and the number of people above."""
    people = tuple(Listed.model_construct(name=f"赵{chr(0x4E00 + n)}", department=None, item=None) for n in range(200))
    (made,) = notices.sheets(demo_board(), _changed(names=people), style)
    pdf = pdf_of(made)
    text = text_of(pdf)
    assert all(text.count(each.name) == 1 for each in people)
    assert len(page_sizes(pdf)) > 1
    assert "续表" in text_of(pdf, 1)
    assert "200人" in text


def test_names_are_on_paper_only_while_the_notice_runs() -> None:
    """On the day after the last one the board has no names, and the sheet says none and counts none."""
    running = "".join(words for block in _made("公示").blocks for words in _cells(block))
    assert "欧阳知禾" in running
    over = demo_board(Audience.PUBLIC, date(2026, 11, 25))
    (made,) = notices.sheets(over, over.register.records[NOTICE])
    text = text_of(pdf_of(made))
    assert "欧阳知禾" not in text
    assert "名单" not in text


def _cells(block: object) -> Iterator[str]:
    if isinstance(block, Grid):
        yield from (str(cell) for group in block.table.groups for row in group.rows for cell in row.cells)
    elif isinstance(block, Facts):
        yield from (words_of(said) for _, said in block.rows)


HOSTILE = '<script>alert(1)</script> #panic("x") $x$ #read("data.json") =SUM(A1) @ref <lab> \u202e\u2067逆'


@pytest.mark.parametrize("style", list(Style))
def test_hostile_text_is_only_text(style: Style) -> None:
    """Markup of every kind is printed as typed, and marks that turn the order of a text are gone."""
    (made,) = notices.sheets(demo_board(), _changed(title=HOSTILE, text=HOSTILE), style)
    text = text_of(pdf_of(made))
    assert text.count("<script>alert(1)</script>") >= 2
    assert text.count('#panic("x")') >= 2
    assert text.count("=SUM(A1)") >= 2
    assert not any(mark in text for mark in "\u202e\u2067")


def test_a_title_of_three_hundred_characters_stays_on_its_sheet() -> None:
    """It is set smaller on the plain sheet and the poster, which stays one page, and whole on every one of them."""
    title = ("关于做好青禾学校2026-2027学年第一学期专业技术岗位聘任工作的补充意见" * 9)[:300]
    (plain,) = notices.sheets(demo_board(), _changed(title=title))
    (poster,) = posters.sheets(demo_board(), _changed(title=title), paper=Paper.A3)
    assert title in text_of(pdf_of(plain), 0)
    pdf = pdf_of(poster)
    assert title in text_of(pdf)
    assert len(page_sizes(pdf)) == 1


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A month with one income and sixty expenses of 100.00 each."""
    folder = tmp_path_factory.mktemp("ledger")
    rows = "".join(f"  - {{科目: 第{n}项支出, 金额: 100.00}}\n" for n in range(1, 61))
    files = {
        **FILES,
        "finances/ledger-2026-10.yml": (
            "公开范围: 社会\n目录项: 财务/经费月报\n类别: 收支月报\n期间: 2026-10\n单位: 元\n期初: 500.00\n"
            f"收入:\n  - {{科目: 拨款, 金额: 6500.00}}\n支出:\n{rows}期末: 1000.00\n"
        ),
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    board = Board(select(load([folder]).register, Audience.PUBLIC, DAY), SITE)
    (made,) = ledgers.sheets(board, board.register.records["finances/ledger-2026-10"])
    return pdf_of(made)


def test_a_long_statement_is_summed_page_by_page(ledger: bytes) -> None:
    """The sums of the pages add up to the 6,000.00 of all sixty rows, and each page after the first says 续表."""
    pages = [text_of(ledger, page) for page in range(len(page_sizes(ledger)))]
    found = (re.findall(r"本页小计([\d,]+\.\d\d)", page) for page in pages)
    sums = [float(amount.replace(",", "")) for amounts in found for amount in amounts]
    assert len(pages) >= 3
    assert sum(sums) == 6000
    assert "总计6,000.00" in "".join(pages)
    assert all("续表" in page for page in pages[1:-1])
    assert all("第1项支出" in page for page in pages[:1])
    assert "期末结余1,000.00" in pages[-1]
