"""In time: published within days of being made, months in a row, each by its day, names gone from the files."""

from __future__ import annotations

from datetime import date

from tests.submissions import judged, setting

TODAY = date(2026, 5, 20)
NOTICE = """---
公开范围: 社会
目录项: 人事/公示
标题: 校服采购结果公示
事由: 采购
起: 2026-03-30
止: 2026-04-03
异议: {受理: 校纪检, 电话: 见学校渠道}
结果: 无异议
---
采购结果见公告栏。
"""


def ledger(period: str, opening: int, extra: str = "", item: str = "目录项: 财务/收支\n") -> str:
    """A statement of 5000 in and 4200 out."""
    return f"""类别: 收支月报
公开范围: 社会
{item}期间: {period}
单位: 元
期初: {opening}
收入:
  - {{科目: 拨款, 金额: 5000.00}}
支出:
  - {{科目: 办公, 金额: 4200.00}}
期末: {opening + 800}
{extra}编制: 出纳
审核: 会计
批准: 校长
"""


def said(files: dict[str, str]) -> list[str]:
    return [
        f"{finding.location.path} {finding.code.code} {finding.level.value} {finding.message}"
        for finding in judged(files, TODAY)
    ]


def dated(made: str, published: str) -> dict[str, str]:
    head = f"形成日期: {made}\n发布日期: {published}\n异议"
    return {"notices/procure-2026-1.md": NOTICE.replace("异议", head, 1)}


def test_the_day_of_making_is_not_counted() -> None:
    """Twenty working days from Friday 27 February 2026, with the make-up day of the 28th, end on 26 March."""
    assert said(dated("2026-02-27", "2026-03-26")) == []
    (late,) = said(dated("2026-02-27", "2026-03-27"))
    assert late == (
        "notices/procure-2026-1.md C30 warning 形成日期 2026-02-27，发布日期 2026-03-27，隔了 21 个工作日；"
        "本校规则的公开时限是 20 个工作日，到 2026-03-26。"
    )


def test_what_is_published_before_it_is_made_is_a_wrong_date() -> None:
    """One of the two days is mistyped; that is not a late disclosure."""
    assert said(dated("2026-03-31", "2026-03-30")) == [
        "notices/procure-2026-1.md C05 error 发布日期 2026-03-30 早于形成日期 2026-03-31。"
    ]


def test_a_row_of_months_may_be_joined_but_not_broken_or_told_twice() -> None:
    """January and February together are whole; April missing, or March told twice, is not."""
    winter = {
        "finances/ledger-2026-01-02.yml": ledger("2026-01至2026-02", 0),
        "finances/ledger-2026-03.yml": ledger("2026-03", 800),
    }
    assert said(winter) == []
    assert said({**winter, "finances/ledger-2026-05.yml": ledger("2026-05", 1600)}) == [
        "finances/ledger-2026-05.yml C32 warning 缺 2026-04 的月报：上一份是 2026年3月，这一份是 2026年5月。"
    ]
    assert said({**winter, "finances/ledger-2026-04.yml": ledger("2026-03", 1600)}) == [
        "finances/ledger-2026-04.yml C32 warning 期间 2026年3月 与 finances/ledger-2026-03（2026年3月）重叠。"
    ]


def test_a_year_mistyped_by_centuries_is_a_gap_like_any_other() -> None:
    """From April 126 to January 2026 are 22,798 months; less 1,900 Julys and Augusts and 1,899 Februaries 17,099."""
    (told,) = said(
        {
            "finances/ledger-2026-01.yml": ledger("0126-03", 0),
            "finances/ledger-2026-02.yml": ledger("2026-02", 800),
        }
    )
    assert told.startswith("finances/ledger-2026-02.yml C32 warning 缺 0126-04、0126-05、0126-06、0126-09、")
    assert told.endswith("、0127-06 等 17099 个月的月报：上一份是 126年3月，这一份是 2026年2月。")


def test_a_gap_that_the_catalogue_shows_is_told_there_alone() -> None:
    """Where the matter is owed monthly, the missing April is C31's and not C32's as well."""
    catalogue = setting("catalogue").replace(
        "{名称: 收支, 频次: 即时", "{名称: 收支, 频次: 每月, 豁免月份: [1, 2, 7, 8, 9, 10, 11, 12]"
    )
    tree = {
        "catalogue.yml": catalogue,
        "finances/ledger-2026-03.yml": ledger("2026-03", 0),
        "finances/ledger-2026-05.yml": ledger("2026-05", 800),
    }
    assert [line.split()[1] for line in said(tree)] == ["C31"]


def test_a_monthly_statement_after_its_day_is_late_once() -> None:
    """March is due on Wednesday 15 April 2026; published on the 16th it is one day late."""
    catalogue = setting("catalogue").replace(
        "{名称: 收支, 频次: 即时", "{名称: 收支, 频次: 每月, 豁免月份: [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]"
    )
    for day, told in (("2026-04-15", 0), ("2026-04-16", 1)):
        extra = f"形成日期: 2026-01-05\n发布日期: {day}\n" if told else f"发布日期: {day}\n"
        tree = {"catalogue.yml": catalogue, "finances/ledger-2026-03.yml": ledger("2026-03", 0, extra)}
        late = (
            "finances/ledger-2026-03.yml C33 warning “财务/收支”2026年3月的，"
            "应在 2026-04-15 前公开，发布日期是 2026-04-16，迟 1 天。"
        )
        assert said(tree) == told * [late]


def test_names_stay_in_the_file_no_longer_than_the_school_allows() -> None:
    """A period that ended on 20 April is over for thirty days on 20 May, for thirty-one the day after."""
    names = "名单: [{姓名: 林同}]\n公开个人信息依据: 采购办法\n异议"
    notice = NOTICE.replace("2026-04-03", "2026-04-20").replace("异议", names, 1)
    files = {"notices/procure-2026-1.md": notice}
    assert judged(files, date(2026, 5, 20)) == []
    (finding,) = judged(files, date(2026, 5, 21))
    assert (finding.code.code, finding.level.value) == ("C44", "notice")
    assert "林同" not in finding.message + finding.cure
