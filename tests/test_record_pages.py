"""The page of every record kind: what it says, what it withholds, and that no text becomes markup."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pytest
from gongkai.build import build
from gongkai.load import load
from gongkai.records import Audience
from gongkai.records.fields import BIDI
from gongkai.render.pages import Page
from gongkai.select import select
from gongkai.views import notices

from tests.board_tree import FILES, board
from tests.conftest import WriteTree
from tests.record_pages import TODAY, between, everything, of_records, read, record_pages, shown_to, text
from tests.record_tree import SETTINGS, TREE


@pytest.fixture
def public() -> dict[str, Page]:
    return shown_to(Audience.PUBLIC)


@pytest.fixture
def staff() -> dict[str, Page]:
    return shown_to(Audience.STAFF)


# Proposals


def test_asks_stand_beside_their_answers(public: dict[str, Page]) -> None:
    """The first thing under the title is each ask with its own answer and what became of its promise."""
    words = text(public["proposals/05-03-012/"])
    table = between(words, "建议答复（总务处，2026年4月10日）", "承诺与兑现")
    assert table == (
        "1供餐延长到 19:10。已解决四月十三日起供餐到七点十分。"
        "2公布延时窗口的菜单与价格。列入计划已兑现，迟 10 天承诺：公布菜单与价格（2026年6月30日前）"
    )


def test_chips_say_how_far_with_what_outcome_and_in_time(public: dict[str, Page]) -> None:
    """The 25th of 45 days is in time, and a kept promise counts as resolved."""
    words = text(public["proposals/05-03-012/"])
    assert words.startswith(
        "提案›五届三次›05-03-012已答复已解决按期（第 25 天，期限 45 天）延长晚餐供餐时间"
        "高一年级代表团后勤与基建主办 总务处分管副校长签批"
    )


def test_the_course_names_every_act_and_unfolds_the_deadline(public: dict[str, Page]) -> None:
    """Each step has its day, and the deadline shows how it was counted, on what basis, and the result."""
    words = between(text(public["proposals/05-03-012/"]), "办理经过", "答复全文")
    assert words.startswith(
        "提交2026年3月6日高一年级代表团，附议 2 人立案，立案号 73月12日提案工作委员会主任签批。交办3月16日"
    )
    assert (
        "主办 总务处，协办 工会。答复期限 2026年4月30日期限怎么数3月17日起算，45 个自然日，"
        "末日 4月30日（周四，工作日）。"
        "依据：五届一次教代会通过的提案工作办法（2024年9月1日起）。"
        "2026年4月10日答复，是第 25 天，在期限之内。"
    ) in words
    assert (
        "评价：满意（面复）4月17日工会记录，凭据：签字表（纸质）承诺办完7月10日关于建议 2。佐证：公示栏照片。" in words
    )


def test_a_lead_names_what_was_merged_into_it_and_its_partners(public: dict[str, Page]) -> None:
    """The proposals merged into a lead are listed with whose they are; their delegations are co-proposers."""
    page = public["proposals/05-03-012/"]
    words = text(page)
    assert "05-03-021 晚餐时增加座位教辅代表团，逐条答复 1 条" in words
    assert "共同提案人教辅代表团" in words
    assert 'href="../../proposals/05-03-021/"' in page.html


def test_a_merged_proposal_shows_the_leads_answer_to_its_own_asks(public: dict[str, Page]) -> None:
    """What is answered in the lead's reply stands beside the merged proposal's own ask, and only that."""
    page = public["proposals/05-03-021/"]
    words = text(page)
    assert "主案的答复（总务处，2026年4月10日）二楼加二十个座位。留作参考理由：二楼没有空地" in words
    assert "四月十三日起供餐到七点十分" not in everything(page)
    assert "并案：与内容相同的提案合并办理，由主案一并答复（主案 05-03-012 延长晚餐供餐时间）" in words
    assert "告知提案人3月13日" in words


def test_a_correction_shows_the_old_value_beside_the_new(public: dict[str, Page]) -> None:
    """A misprint names place, old, new, reason and approver; withdrawn personal data has no old value."""
    words = text(public["proposals/05-03-012/"])
    assert (
        "更正 2 处公布笔误（2026年7月20日，工会主席批准）：reply-1.md 建议 1 的说明。"
        "原来公布“七点”，更正为“七点十分”。理由：抄录时漏字"
        "撤回个人信息（2026年7月21日，工会主席批准）：案据第二段。理由：写了学生姓名"
    ) in words


def test_figures_show_how_they_follow(public: dict[str, Page]) -> None:
    """A ratio is written out with its terms and marked as agreeing."""
    words = between(text(public["proposals/05-03-012/"]) + "§", "数字下列", "§")
    assert "晚自习教师40 人原始数字" in words
    assert "吃不上饭15 人是 晚自习教师 40 的一部分 重算一致" in words
    assert "占比37.5%吃不上饭 15 ÷ 晚自习教师 40 ＝ 37.5% 重算一致" in words


def test_a_withheld_name_is_nowhere_in_the_public_pages(public: dict[str, Page]) -> None:
    """Names without consent, the original's number and unreleased comments are in no public page."""
    written = "\n".join(everything(page) for page in public.values())
    for hidden in ("林同", "周禾", "何平", "许安", "2026-GH-03", "菜也要热", "内部公开"):
        assert hidden not in written
    assert "高一年级 1 人；教辅 沈可" in text(public["proposals/05-03-012/"])


def test_the_staff_build_shows_names_and_is_marked(staff: dict[str, Page]) -> None:
    """Staff see who proposed and seconded, the original and the comment, on pages marked 内部公开."""
    words = text(staff["proposals/05-03-012/"])
    assert "高一年级代表团 林同" in words
    assert "附议人高一年级 周禾；教辅 沈可" in words
    assert "原件档号 2026-GH-03" in words
    assert "意见：菜也要热" in words
    assert all("内部公开" in text(page) for page in staff.values())


def test_a_card_has_no_word_of_the_text(public: dict[str, Page]) -> None:
    """Before the answer the public sees number, category, department and days waiting, no word of it."""
    page = public["proposals/05-03-030/"]
    for hidden in ("照明", "操场", "跑道", "四盏", "灯太暗", "高一年级", "教辅"):
        assert hidden not in everything(page)
    words = text(page)
    assert "安全卫生类提案（答复后公开全文）安全卫生主办 总务处" in words
    assert "答复后公开全文，已等 16 天" in words
    assert "等待答复期限 2026年12月21日还有 31 天" in words
    assert [heading.ident for heading in page.sections] == ["course", "basis"]


def test_staff_read_what_the_public_does_not_yet(staff: dict[str, Page]) -> None:
    """After review staff see the whole proposal, its asks marked as not answered."""
    words = text(staff["proposals/05-03-030/"])
    assert "加装四盏灯。尚未答复" in words
    assert "傍晚看不清跑道。" in words


def test_an_overdue_answer_is_red_on_the_page(write_tree: WriteTree) -> None:
    """Past the deadline the chip and the last step say by how many days."""
    pages = record_pages(write_tree, TREE, today=date(2026, 12, 31))
    words = text(pages["proposals/05-03-030/"])
    assert "逾期 10 天" in words
    assert "等待答复期限 2026年12月21日已过 10 天" in words
    assert "gk-step--late" in pages["proposals/05-03-030/"].html


def test_a_second_answer_keeps_the_first_one_to_be_read(write_tree: WriteTree) -> None:
    """After 不满意 the new answer stands beside the ask and the earlier one unfolds below it."""
    extra = {
        "r/proposals/05-03-012/feedback-1.md": """---
日期: 2026-04-17
评价: 不满意
凭据: 签字表
意见: 太晚
---
""",
        "r/proposals/05-03-012/reply-2.md": """---
日期: 2026-05-08
部门: 总务处
签批: 校长
逐条: [{建议: 1, 结果: 已解决, 说明: 改到七点半。}]
---
""",
    }
    words = text(record_pages(write_tree, {**TREE, **extra})["proposals/05-03-012/"])
    assert (
        "1供餐延长到 19:10。已解决第 2 次答复，2026年5月8日改到七点半。"
        "此前的答复已解决第 1 次答复，2026年4月10日四月十三日起供餐到七点十分。"
    ) in words


def test_a_proposal_that_was_not_filed_gives_the_reason(write_tree: WriteTree) -> None:
    """不立案 shows the reason above the asks, and no ask is called not yet answered."""
    review = "---\n去向: 不立案\n日期: 2026-10-22\n理由: 属于上级职权\n告知提案人: 2026-10-23\n---\n"
    words = text(record_pages(write_tree, {**TREE, "r/proposals/05-03-030/review.md": review})["proposals/05-03-030/"])
    assert "不立案：没有立案，已把理由告知提案人。理由：属于上级职权" in words
    assert "加装四盏灯。没有立案，理由见上" in words
    assert "尚未答复" not in words


def test_a_withdrawn_proposal_stays_a_card(write_tree: WriteTree) -> None:
    """The public learns that and when it was withdrawn, never what it said or why."""
    withdrawal = "---\n日期: 2026-10-25\n凭据: 撤回申请（纸质）\n理由: 已另行解决\n---\n"
    page = record_pages(write_tree, {**TREE, "r/proposals/05-03-030/withdrawal-1.md": withdrawal})[
        "proposals/05-03-030/"
    ]
    words = text(page)
    assert "安全卫生类提案（已撤回）" in words
    assert "提案人已书面撤回，全文不公开" in words
    assert "撤回10月25日凭据：撤回申请（纸质）" in words
    for hidden in ("照明", "已另行解决", "答复后公开"):
        assert hidden not in page.html + page.title + page.description


# Opinions


def test_an_opinions_answer_stands_beside_its_summary(public: dict[str, Page]) -> None:
    """Summary, answer, then how it was dealt with; working days count from the day of assignment."""
    words = text(public["opinions/box-2026-001/"])
    assert (
        "摘要与答复摘要二楼饮水机连着一周不热。答复（总务处，2026年3月13日）已更换加热管，水温恢复正常。"
        "一并答复的意见box-2026-002 开水不开"
    ) in words
    assert "按期（第 4 个工作日，期限 7 个工作日）" in words


def test_a_joined_opinion_shows_the_answer_it_got_elsewhere(public: dict[str, Page]) -> None:
    """An opinion answered together with another shows that answer and links there."""
    page = public["opinions/box-2026-002/"]
    words = text(page)
    assert "一并答复（总务处，2026年3月13日）已更换加热管，水温恢复正常。" in words
    assert "在那一件里一并答复（见 box-2026-001 饮水机出水不热）" in words
    assert 'href="../../opinions/box-2026-001/"' in page.html


def test_routes_without_an_answer_are_explained(public: dict[str, Page]) -> None:
    """留存参考 gives its reason, 转专门渠道 says why nothing more is told."""
    assert "留存参考：目前不能办理，留下来供以后研究时参考。理由：屋面承重不够" in text(
        public["opinions/idea-2026-001/"]
    )
    assert "转专门渠道：已转专门机构按规定办理，结果告知本人，内容不公开" in text(public["opinions/mail-2026-001/"])


# Notices


def test_a_running_notice_shows_names_period_and_where_to_object(public: dict[str, Page]) -> None:
    """From Monday 16 to Tuesday 24 November are nine days, two of them a weekend."""
    page = public["notices/title-2026-1/"]
    words = text(page)
    assert "公示中，还有 4 天" in words
    assert "姓名部门项目欧知禾语文组高级教师" in words
    assert (
        "首尾两天都算：2026年11月16日至2026年11月24日共 9 天，"
        "其中周末和节假日 2 天不算工作日，合 7 个工作日。"
        "本校规定这类公示不少于 5 个工作日：符合。"
    ) in words
    assert '<a href="../../accountability/">见学校渠道</a>' in page.html
    assert "欧知禾" not in page.title + page.description + (page.entry.words if page.entry else "")


def test_an_expired_notice_has_no_names(public: dict[str, Page], staff: dict[str, Page]) -> None:
    """After the last day neither build shows a name; the outcome links to its record."""
    for pages in (public, staff):
        page = pages["notices/award-2026-1/"]
        assert "慕砚川" not in everything(page)
        words = text(page)
        assert "已结束" in words
        assert "公示期已满，名单按规定撤下。" in words
        assert '<a href="../../notices/title-2026-1/">高级教师岗位推荐人选公示</a>' in page.html
        # 28 September to 12 October 2026: 1 to 7 October off, 10 October worked, one Sunday besides.
        assert "共 15 天，其中周末和节假日 8 天不算工作日，合 7 个工作日。" in words


def test_names_are_there_on_the_last_day_and_gone_on_the_next(write_tree: WriteTree) -> None:
    """The last day belongs to the period."""
    last = record_pages(write_tree, TREE, today=date(2026, 11, 24))["notices/title-2026-1/"]
    after = record_pages(write_tree, TREE, today=date(2026, 11, 25))["notices/title-2026-1/"]
    assert "公示中，今天截止" in text(last)
    assert "欧知禾" in text(last)
    assert "欧知禾" not in everything(after)


def test_a_notice_leads_with_until_when_or_with_what_came_of_it(public: dict[str, Page]) -> None:
    """A running notice says where to object before its text; one that has ended says its result."""
    words = text(public["notices/title-2026-1/"])
    assert words.index("公示到2026年11月24日为止，有异议请在这天以前找") < words.index("公示内容")
    words = text(public["notices/award-2026-1/"])
    over = "公示已结束2026年10月12日公示期满。结果：高级教师岗位推荐人选公示"
    assert words.index(over) < words.index("公示内容")


def test_a_notice_without_objection_says_so_first(write_tree: WriteTree) -> None:
    """无异议 is the word of the verdict, with its tick."""
    files = {"r/notices/award-2026-1.md": re.sub("结果: .*", "结果: 无异议", FILES["notices/award-2026-1.md"])}
    page = record_pages(write_tree, {**TREE, **files})["notices/award-2026-1/"]
    assert "公示已结束，无异议2026年10月16日公示期满。期内没有收到异议。" in text(page)
    assert "gk-verdict--good" in page.html


# Every kind


def test_every_record_leads_up_to_its_list(public: dict[str, Page]) -> None:
    """The way up names the list, and what lies between: the session of a proposal, the meeting of a resolution."""
    assert '<a href="../../notices/">公示</a>' in public["notices/title-2026-1/"].html
    proposal = public["proposals/05-03-012/"]
    assert proposal.within == (("proposals/?%E5%B1%8A%E6%AC%A1=%E4%BA%94%E5%B1%8A%E4%B8%89%E6%AC%A1", "五届三次"),)
    assert f'<a href="../../{proposal.within[0][0]}">五届三次</a>' in proposal.html
    resolution = public["meetings/05-03/resolution-1/"]
    assert [address for address, _ in resolution.within] == ["meetings/05-03/"]
    assert '<a href="../../../meetings/05-03/">' in resolution.html


def test_every_section_is_on_its_page_once(public: dict[str, Page], staff: dict[str, Page]) -> None:
    """Whatever the table of contents names is an element of the page, and no ident occurs twice."""
    for page in (*public.values(), *staff.values()):
        idents = re.findall(r' id="([^"]+)"', page.html)
        assert len(idents) == len(set(idents)), page.address
        assert {heading.ident for heading in page.sections} <= set(idents), page.address
        assert page.sections
        assert page.description
        assert page.entry


def test_pages_use_only_classes_that_the_stylesheet_knows(public: dict[str, Page]) -> None:
    """A class without a rule is a slip, except the names of defaults that need none."""
    styles = (files("gongkai") / "assets" / "gongkai.css").read_text(encoding="utf-8")
    plain = {
        "gk-section",
        "gk-basis-card",
        "gk-step--done",
        "gk-level-0",
        "gk-verdict--quiet",
        "gk-chip--quiet",
    }
    used = {
        name
        for page in public.values()
        for names in re.findall(r'class="([^"]*)"', page.html)
        for name in names.split()
    }
    assert {name for name in used - plain if f".{name}" not in styles} == set()


def test_a_record_page_does_not_depend_on_other_records(write_tree: WriteTree, public: dict[str, Page]) -> None:
    """One more proposal, opinion and statement elsewhere changes no page but its own."""
    more = {
        name.replace("05-03-030", "05-03-031").replace("idea-2026-001", "idea-2026-002"): content
        for name, content in TREE.items()
        if "05-03-030" in name or "idea-2026-001" in name
    }
    grown = record_pages(write_tree, {**TREE, **more})
    assert len(grown) == len(public) + 2
    assert all(grown[address].html == page.html for address, page in public.items())


HOSTILE = (
    "<script>alert(1)</script></title>{{ 7*7 }}{% raw %}<b onclick=alert(1)>[点](javascript:alert(1))"
    '\u202e\u2066"onmouseover="alert(1)'
)


def _quoted(words: str) -> str:
    """As a YAML string; without the marks that turn the line, which are refused there and stay in prose."""
    escaped = BIDI.sub("", words).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _hostile_tree(words: str, heading: str = "") -> dict[str, str]:
    """One record of each kind in which every text is the given one, titles another if told so."""
    say, head = _quoted(words), _quoted(heading or words)
    return {
        **SETTINGS,
        "r/proposals/05-03-001/proposal.md": f"""---
公开范围: 社会
目录项: {say}
案由: {head}
类别: {say}
提交日期: 2026-03-06
提案人: {{代表团: {say}}}
附件: [{{文件: 'javascript:a.pdf', 标题: {say}}}]
---
## 案据
{words}

## 建议
1. {words}
""",
        "r/proposals/05-03-001/attachments/javascript:a.pdf": "x",
        "r/proposals/05-03-001/review.md": f"""---
去向: 立案
日期: 2026-03-12
主办: {say}
签批: {say}
---
{words}
""",
        "r/proposals/05-03-001/reply-1.md": f"""---
日期: 2026-04-10
部门: {say}
签批: {say}
摘要: {say}
逐条: [{{建议: 1, 结果: 列入计划, 说明: {say}, 承诺: {say}, 期限: 2026-06-30}}]
---
{words}
""",
        "r/proposals/05-03-001/correction-1.md": f"""---
日期: 2026-04-20
类型: 公布笔误
位置: {say}
原值: {say}
新值: {say}
理由: {say}
批准: {say}
---
""",
        "r/opinions/box-2026-001.md": f"""---
公开范围: 社会
标题: {head}
来源: 意见箱
开箱日期: 2026-03-06
署名: 匿名
内容性质: 普通
处理: {{去向: 留存参考, 日期: 2026-03-09, 接收: {say}, 理由: {say}}}
---
## 摘要
{words}
""",
        "r/meetings/05-03/meeting.yml": f"""公开范围: 社会
类型: 教代会
名称: {head}
日期: 2026-03-20
地点: {say}
召集: {say}
纪要: {say}
代表总数: 2
应到: 2
实到: 2
代表团: [{{名称: {say}, 人数: 2}}]
议程: [{{事项: {say}, 材料: {say}}}]
会前报告: {{日期: 2026-03-02, 报送: {say}}}
委员会: [{{名称: {say}, 人数: 1, 委员: [{say}]}}]
""",
        "r/meetings/05-03/resolution-1.md": f"""---
事项: {head}
职权: 讨论通过
表决: {{方式: 举手, 赞成: 2}}
宣布结论: 通过
责任部门: {say}
口径: {{分母: 代表总数, 要求: 过半数, 依据: {say}}}
未采纳意见: [{{意见: {say}, 说明: {say}}}]
---
{words}
""",
        "r/finances/union-2026-03.yml": f"""类别: 工会经费
公开范围: 社会
名称: {head}
期间: 2026-03
收入: [{{科目: {say}, 编码: {say}, 说明: {say}, 金额: 3}}]
支出: [{{科目: {say}, 金额: 1}}, {{科目: 乙, 金额: 1}}, {{科目: 丙, 金额: 1}}]
增减说明: {say}
编制: {say}
数字: [{{名称: {say}, 值: 2, 由: {{积: [2, 1]}}}}]
""",
        "r/notices/title-2026-1.md": f"""---
公开范围: 社会
标题: {head}
起: 2026-11-16
止: 2026-11-24
名单: [{{姓名: {say}, 部门: {say}}}]
公开个人信息依据: {say}
异议: {{受理: {say}, 电话: {say}}}
结果: {say}
---
{words}
""",
    }


ALL_KINDS = {
    "proposals/05-03-001/",
    "opinions/box-2026-001/",
    "meetings/05-03/",
    "meetings/05-03/resolution-1/",
    "finances/union-2026-03/",
    "notices/title-2026-1/",
}


def _any_pages(write_tree: WriteTree, files: dict[str, str]) -> dict[str, Page]:
    """The pages of records even where the texts themselves are objected to."""
    loaded = load([write_tree(files) / "r"])
    return of_records(build(select(loaded.register, Audience.PUBLIC, TODAY)))


def test_hostile_texts_stay_texts_on_every_page(write_tree: WriteTree) -> None:
    """Markup, template code, handlers, script addresses and marks that turn the line are words or gone."""
    pages = _any_pages(write_tree, _hostile_tree(HOSTILE))
    assert set(pages) == ALL_KINDS
    for page in pages.values():
        found = read(page)
        assert found.bad == [], page.address
        words = "".join(found.words)
        assert "<script>alert(1)</script></title>{{ 7*7 }}" in words
        for written in (page.html, page.title, page.description, page.entry.words if page.entry else ""):
            assert not re.search("[\u202a-\u202e\u2066-\u2069]", written), page.address
    assert 'href="./javascript%3Aa.pdf"' in pages["proposals/05-03-001/"].html


def test_a_title_of_ten_thousand_characters_is_a_page_like_any_other(write_tree: WriteTree) -> None:
    """Length breaks nothing: the whole title stands in the page of every kind."""
    title = "长" * 10_000
    pages = _any_pages(write_tree, _hostile_tree("短句。", title))
    assert set(pages) == ALL_KINDS
    assert all(title in page.html for page in pages.values())


def test_an_old_record_may_name_a_number_that_is_not_there(write_tree: WriteTree) -> None:
    """What only a notice is said of is still shown: the figure, and that the other number is missing."""
    text = FILES["notices/award-2026-1.md"].replace("结果:", "数字: [{名称: 优秀, 值: 3, 由: {其中: 参评}}]\n结果:")
    shown = board(write_tree, extra={"notices/award-2026-1.md": text})
    html = {page.address: str(page.html) for page in notices.pages(shown)}["notices/award-2026-1/"]
    assert "由“参评”得出，这里没有这个数字" in html
