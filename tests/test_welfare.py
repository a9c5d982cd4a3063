"""Welfare: totals within the standard, told so that nobody can be recognised, adding up, and its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from gongkai.findings import Finding, Severity
from gongkai.load import load
from gongkai.personal.health import told_of_health, told_of_persons
from gongkai.records import Audience
from gongkai.records.declarations import declared
from gongkai.records.welfare import ReliefStandard, Welfare
from gongkai.rules import check
from gongkai.select import select
from gongkai.views import Board
from gongkai.views.welfare import pages

from tests.conftest import WriteTree
from tests.only_pages import only_pages
from tests.school import small_school

TODAY = date(2026, 5, 20)
SCHOOL = "格式: 1\n校名: 样例学校\n部门: [{名称: 工会}]\n"
STANDARDS = """启用日期: 2020-09-01
采用:
  - 自: 2020-09-01
    依据: 样例学校工会经费管理办法
    阈值:
      慰问标准:
        - {事由: 丧, 最低: 800, 最高: 800}
        - {事由: 病, 最低: 300, 最高: 300}
        - {事由: 困, 最低: 500, 最高: 1000, 每年: 是}
        - {事由: 留校, 最高: 100}
      汇总最少人次: 3
"""
RECORD = """公开范围: 社会
期间: 2025-2026学年第一学期
慰问:
  - {事由: 丧, 人次: 3, 金额合计: 2400.00, 经费来源: 工会经费}
  - {事由: 病, 人次: 4, 金额合计: 1200.00, 经费来源: 工会经费}
合计: {人次: 7, 金额: 3600.00}
"""
PATH = "welfare/2026/2025-2026-1.yml"

Judge = Callable[..., list[Finding]]


@pytest.fixture
def judge(write_tree: WriteTree) -> Judge:
    """What is said of one welfare record."""

    def findings(record: str, *, policy: str = STANDARDS) -> list[Finding]:
        settings = {"school.yml": SCHOOL, "policy.yml": policy, "catalogue.yml": "目录: []\n"}
        folder = write_tree({**settings, PATH: record})
        loaded = load([folder], folder)
        assert loaded.findings == ()
        return [each for each in check(loaded.register, TODAY) if each.record]

    return findings


def told(findings: list[Finding]) -> list[tuple[str, int, int]]:
    return [(each.code.code, each.location.line, each.location.column) for each in findings]


def test_within_the_standard_there_is_nothing_to_say(judge: Judge) -> None:
    """Three times 800 and four times 300 are 2,400 and 1,200."""
    assert judge(RECORD) == []


def test_more_than_the_standard(judge: Judge) -> None:
    """500 instead of 300 for each of four sick people is 800 too much; the school's own word stands."""
    [finding] = judge(RECORD.replace("1200.00", "2000.00").replace("合计: {人次: 7, 金额: 3600.00}\n", ""))
    assert told([finding]) == [("C41", 5, 26)]
    assert finding.message == "“病”4 人次共 2,000 元；按标准（每人次 300 元）最多 1,200 元，多 800 元。"
    assert finding.level is Severity.WARNING


def test_a_decision_behind_it_is_enough(judge: Judge) -> None:
    """What a meeting resolved may exceed the standard; a finance record resolves nothing."""
    over = RECORD.replace("1200.00", "2000.00").replace("3600.00", "4400.00")
    decided = over.replace("2000.00,", "2000.00, 超标准依据: meetings/05-02/resolution-1,")
    assert told(judge(decided)) == [("R10", 5, 42)]  # that resolution is not here; the amount is not objected to
    by_whom = judge(over.replace("2000.00,", "2000.00, 超标准依据: finances/union-2026-03,"))
    assert [each.code.code for each in by_whom] == ["C41", "R10"]


def test_less_than_the_standard(judge: Judge) -> None:
    """Promised 800 each, given 700 each: 300 are missing."""
    [finding] = judge(RECORD.replace("2400.00", "2100.00").replace("3600.00", "3300.00"))
    assert finding.message == "“丧”3 人次共 2,100 元；按标准（每人次 800 元）至少 2,400 元，少 300 元。"


def test_a_yearly_standard_may_be_paid_in_parts(judge: Judge) -> None:
    """Five people with 250 each in one term may get the rest in the next; over a school year it is too little."""
    half = (
        "公开范围: 社会\n期间: 2025-2026学年第一学期\n"
        "慰问:\n  - {事由: 困, 人次: 5, 金额合计: 1250.00, 经费来源: 工会经费}\n"
    )
    assert judge(half) == []
    assert told(judge(half.replace("学年第一学期", "学年"))) == [("C41", 4, 26)]


def test_reasons_told_together_lie_between_their_standards(judge: Judge) -> None:
    """For 丧 and 病 together three cases cost from 900 to 2,400."""
    merged = (
        "公开范围: 社会\n期间: 2025-2026学年第一学期\n"
        "慰问:\n  - {事由: [丧, 病], 人次: 3, 金额合计: %s, 经费来源: 工会经费}\n"
    )
    assert judge(merged % "900.00") == []
    assert judge(merged % "2400.00") == []
    assert told(judge(merged % "2401.00")) == [("C41", 4, 31)]
    assert told(judge(merged % "899.00")) == [("C41", 4, 31)]


def test_a_standard_that_is_not_the_schools(judge: Judge) -> None:
    """A line may repeat the school's standard, not change it; a reason without one brings its own."""
    own = RECORD.replace("1200.00,", "1200.00, 适用标准: {最低: 300, 最高: 300},")
    assert judge(own) == []
    [finding] = judge(own.replace("最高: 300}", "最高: 500}"))
    assert told([finding]) == [("C41", 5, 41)]
    assert finding.message == "“病”的适用标准写每人次 300–500 元，本校规则“慰问标准”是每人次 300 元。"
    wedding = RECORD.replace("病", "婚").replace("1200.00,", "1200.00, 适用标准: {最高: 200},")
    [finding] = judge(wedding)
    assert finding.level is Severity.WARNING
    assert "最多 800 元，多 400 元" in finding.message


def test_a_standard_that_is_only_advised(judge: Judge) -> None:
    """A school that has adopted nothing is told a notice."""
    [finding] = judge(RECORD.replace("1200.00", "1300.00").replace("3600", "3700"), policy="启用日期: 2020-09-01\n")
    assert finding.level is Severity.NOTICE


@pytest.mark.parametrize(
    ("words", "objected"),
    [
        ("节日慰问改发购物卡", True),
        ("以现金发放", True),
        ("发实物，不发现金和购物卡", False),
        ("未使用现金、购物卡", False),
    ],
)
def test_cash_and_cards(judge: Judge, words: str, objected: bool) -> None:
    """Cash and shopping cards are objected to, not the sentence that says there were none."""
    assert [each.code.code for each in judge(f"{RECORD}说明: {words}\n")] == (["C41"] if objected else [])


def test_too_few_cases_stand_together(judge: Judge) -> None:
    """One or two cases are one line with another reason; none at all tells of nobody."""
    few = RECORD.replace("人次: 3, 金额合计: 2400.00", "人次: 2, 金额合计: 1600.00").replace(
        "人次: 7, 金额: 36", "人次: 6, 金额: 28"
    )
    [finding] = judge(few)
    assert told([finding]) == [("C91", 4, 17)]
    assert finding.message == "“丧”只有 2 人次，不满 3 人次不单列，免得看出是谁。"
    assert finding.level is Severity.ERROR
    nobody = RECORD.replace("人次: 3, 金额合计: 2400.00", "人次: 0, 金额合计: 0.00").replace(
        "人次: 7, 金额: 36", "人次: 4, 金额: 12"
    )
    assert judge(nobody) == []


PROTECTION = """公开范围: 社会
期间: 2025-2026学年第二学期
保障:
  - 项目: 互助保障
    应参加人数: 100
    参加人数: 98
    人次: 4
    金额: 3822.00
    分项:
      - {名称: 续保, 人数: 90, 金额: 3510.00}
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("参加人数: 98", "参加人数: 101", "C89", (6, 11)),
        ("人数: 90", "人数: 99", "C89", (10, 22)),
        ("金额: 3510.00", "金额: 3822.01", "C89", (10, 30)),
        ("人次: 4", "人次: 2", "C91", (7, 9)),
        ("人数: 90", "人数: 1", "C91", (10, 22)),
    ],
)
def test_a_part_is_no_greater_than_its_whole(
    judge: Judge, old: str, new: str, code: str, place: tuple[int, int]
) -> None:
    """Those insured are among those entitled, and each part lies in its whole; few cases are not told."""
    assert judge(PROTECTION) == []
    assert told(judge(PROTECTION.replace(f"    {old}", f"    {new}").replace(f", {old}", f", {new}"))) == [
        (code, *place)
    ]


def test_a_wrong_sum_is_one_finding(judge: Judge) -> None:
    """A mistyped amount is told at the sum, not again as off the standard."""
    findings = judge(RECORD.replace("1200.00", "12000.00"))
    assert told(findings) == [("C89", 6, 17)]
    assert findings[0].message == "“合计金额”写 3,600.00，按各项相加重算为 14,400.00，相差 -10,800.00。"


@pytest.mark.parametrize(
    "words",
    [
        "其中一人住院",
        "一名教师做手术",
        "王老师家有困难",
        "赵敏同志由工会看望",
        "郑某的慰问金",
        "姓名: 见签领单",
        "低保家庭两户",
        "一人住 院",
        "一人因癌住院",
        "看望王·老师",
    ],
)
def test_nobody_is_named_and_no_illness_told(judge: Judge, words: str) -> None:
    """A name or an illness in a welfare record is an error that never repeats the words, however old it is."""
    [finding] = judge(f'{RECORD}说明: "{words}"\n', policy="启用日期: 2026-03-01\n")
    assert (finding.code.code, finding.level) == ("C92", Severity.ERROR)
    assert not any(part in finding.message + finding.cure for part in ("住院", "手术", "赵敏", "低保家庭"))


@pytest.mark.parametrize(
    "words",
    [
        "在职职工住院医疗互助保障续保",
        "女教职工癌症筛查两年一次",
        "由各年级老师代领，每学期两次",
        "按最低保障线以上发放",
        "高三老师和二十余位老师参加，感谢老师",
        "请工会主席和党支部书记签字",
        "陆续有老师退休，其余老师照旧，祝贺老师们",
        "名单不张贴，由陈列室主任保管",
        "其中风险由保险承担，总结核对后公布",
    ],
)
def test_what_is_offered_to_everybody_may_be_told(words: str) -> None:
    """Insurances, tests and people in general are no secret."""
    assert [*told_of_health(words), *told_of_persons(words)] == []


def test_attachments_stay_outside(judge: Judge, write_tree: WriteTree) -> None:
    """A welfare record carries no attachment: lists of receivers travel in them."""
    write_tree({"welfare/2026/2025-2026-1/attachments/list.csv": "a\n"})
    folder = write_tree(
        {
            "school.yml": SCHOOL,
            "policy.yml": STANDARDS,
            "catalogue.yml": "目录: []\n",
            "welfare/2026/2025-2026-1/welfare.yml": RECORD + "附件: [{文件: list.csv, 标题: 签领单}]\n",
        }
    )
    register = load([folder], folder).register
    assert [each.code.code for each in check(register, TODAY) if each.record] == ["C92"]


def test_there_is_no_field_for_a_person() -> None:
    """Of every key of the model none asks for a name or an illness."""
    labels = {field.label for field in declared(Welfare)} | {
        inner.label for field in declared(Welfare) if field.model for inner in declared(field.model)
    }
    assert not any(word in label for label in labels for word in ("姓名", "人员", "病情", "家庭", "受助人"))


def test_standards_as_people_say_them() -> None:
    """One amount, a range, only an upper end."""
    assert str(ReliefStandard.model_validate({"最低": "800", "最高": "800"})) == "每人次 800 元"
    assert str(ReliefStandard.model_validate({"最低": "500", "最高": "1,000", "每年": "是"})) == "每人每年 500–1,000 元"
    assert str(ReliefStandard.model_validate({"最高": "100"})) == "每人次不超过 100 元"


def test_the_page(write_tree: WriteTree) -> None:
    """The standard stands beside each line, totals below, percentages with what they divide, and why no names."""
    folder = write_tree({**small_school(), f"disclosures/{PATH}": RECORD + PROTECTION.split("\n", 2)[2]})
    policy = folder / "disclosures/policy.yml"
    policy.write_text(STANDARDS, "utf-8")
    board = Board(select(load([folder / "disclosures"], folder).register, Audience.PUBLIC, TODAY))
    shown = {page.address: str(page.html) for page in only_pages(pages(board))}
    html = shown["welfare/2025-2026-1/"]
    for words in ("丧事慰问", "每人次 800 元", "在标准内", "3,600.00", "98 / 100", "98.0%", "其中：续保", "90 / 98"):
        assert words in html
    assert "没有姓名、病情和家庭情况" in html
    assert "不满 3 人次的事由合成一行" in html.replace('<span class="gk-nowrap">', "").replace("</span>", "")
    assert "2025-2026学年第一学期慰问帮扶" in shown["welfare/"]
