"""当时公布的样子: a past release is shown as it was, less whatever may no longer be seen."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from gongkai.build import build
from gongkai.load import load
from gongkai.past import Past, PastRelease, Since, Then
from gongkai.publish import edition
from gongkai.records import Audience
from gongkai.render.pages import Asset, Page
from gongkai.select import select
from gongkai.settings import find
from gongkai.source.releases import MANIFEST
from gongkai.views import Board
from gongkai.views.past import releases as past_releases

from tests.repositories import Repository
from tests.submissions import act, proposal, reply, review
from tests.test_timelines import school, told

TODAY = date(2026, 11, 20)
RELEASED = date(2026, 4, 30)
OLD = "食堂两个窗口的供餐时间已延长到 19:10，由食堂管理员值守。另见 [[proposals/05-01-006]]，两件一并办理。\n"
NEW = "食堂三个窗口的供餐时间已延长到 19:10，由食堂管理员值守。另见另一件，两件一并办理。\n"
DIGEST = "ab" * 16

Files = dict[str, str | bytes | None]


def at(n: int) -> str:
    return f"disclosures/proposals/05-01-{n:03}"


LAST = {6: 10, 10: 6}
"""The one that is deleted was filed last, so that no number lacks in between."""


def answered(n: int, text: str, subject: str = "延长晚餐供餐时间") -> Files:
    return {
        f"{at(n)}/proposal.md": proposal(subject=subject),
        f"{at(n)}/review.md": review(立案号=str(LAST.get(n, n))),
        f"{at(n)}/reply-1.md": reply(text=text),
    }


def withdrawal(**narrower: str) -> str:
    return act(
        **narrower, 日期="2026-05-06", 类型="撤回个人信息", 位置="reply-1", 新值="有关住户", 理由="认得出", 批准="校长"
    )


def progress(**narrower: str) -> str:
    return act("窗口试运行一周，记录在案备查。\n", **narrower, 日期="2026-04-20", 关于="reply-1 建议1")


NOTICE = """---
公开范围: 社会
目录项: 人事/公示
标题: {title}
事由: 职称
起: 2026-04-20
止: 2026-12-31
名单: [{{姓名: 欧知禾, 部门: 语文组, 项目: 高级教师}}]
公开个人信息依据: 本人书面同意
异议: {{受理: 工会, 电话: 见学校渠道}}
结果: 待批复
---
公示期内可以实名反映。
"""
QUIET = "阅览室已添二十个座位，借阅办法照旧，开放到晚上九点。\n"
FIRST: Files = {
    **answered(1, OLD),
    **answered(2, QUIET),
    **answered(3, "有事请打 13800001234，值班室每天有人接听电话。\n"),
    **answered(4, "已请三栋二〇六的住户搬走杂物，通道每天有人看管。\n"),
    **answered(5, QUIET),
    f"{at(5)}/progress-1.md": progress(),
    **answered(6, QUIET, "增设教师阅览座位"),
    f"{at(7)}/proposal.md": proposal(subject="添置体育馆储物柜"),
    f"{at(7)}/review.md": review(立案号="7"),
    **answered(8, "已请五栋一〇九的住户搬走杂物，通道每天有人看管。\n"),
    **answered(9, "操场两盏路灯已修好，由总务处每周巡查一次，记录在案。\n"),
    **answered(10, QUIET, "把增设教师阅览座位和书架合办"),
    "disclosures/notices/2026-01/notice.md": NOTICE.format(title="高级教师推荐人选公示"),
}
THEN: Files = {
    f"{at(1)}/reply-1.md": reply(text=NEW),
    f"{at(3)}/reply-1.md": reply(text="有事请到值班室，值班室每天有人接听电话。\n"),
    f"{at(4)}/reply-1.md": reply(text="已请有关住户搬走杂物，通道每天有人看管。\n"),
    f"{at(4)}/correction-1.md": withdrawal(),
    f"{at(5)}/progress-1.md": progress(公开范围="教职工"),
    **dict.fromkeys(answered(6, QUIET)),
    **answered(7, QUIET, "添置体育馆储物柜"),
    f"{at(8)}/reply-1.md": reply(text="已请有关住户搬走杂物，通道每天有人看管。\n"),
    f"{at(8)}/correction-1.md": withdrawal(公开范围="教职工"),
    f"{at(9)}/reply-1.md": reply(text="操场三盏路灯已修好，由总务处每周巡查一次，记录在案。\n"),
    f"{at(10)}/proposal.md": proposal(subject="把阅览座位和书架合办"),
    "disclosures/notices/2026-01/notice.md": NOTICE.format(title="高级教师推荐人选名单公示"),
}
SECRETS = {
    "a number that was withdrawn": "13800001234",
    "personal data that was withdrawn": "三栋二〇六",
    "personal data withdrawn by an act for staff": "五栋一〇九",
    "an act that is only for staff now": "试运行一周",
    "the title of a record that is gone": "增设教师阅览座位",
}


@dataclass(frozen=True)
class Site:
    """The public site of a school that released on one day and changed its records on another."""

    repository: Repository
    listed: Mapping[str, str]
    records: Mapping[str, Then]
    pages: Mapping[str, Page]
    said: str
    """Everything in all pages and files."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    repository = school(tmp_path_factory.mktemp("released"))
    repository.commit(FIRST, on=RELEASED.isoformat())
    register = load([repository.folder / "disclosures"], repository.folder).register
    outputs = build(select(register, Audience.PUBLIC, RELEASED))
    manifest = next(each.content for each in outputs if isinstance(each, Asset) and each.address == MANIFEST)
    listed = json.loads(manifest)
    own = {identity: entry["digest"] for identity, entry in listed["records"].items()}
    listed["records"]["proposals/05-01-009"]["digest"] = DIGEST
    repository.commit({f"disclosures/releases/{RELEASED}.json": json.dumps(listed)}, "清单", on="2026-05-01")
    repository.commit(THEN, on="2026-05-06")
    (release,) = told(repository).releases
    made = edition(find(repository.folder / "mkdocs.yml"), TODAY)
    found = {output.address: output for output in made.outputs if isinstance(output, Page)}
    files = (each.content.decode("utf-8", "replace") for each in made.outputs if isinstance(each, Asset))
    said = "\n".join((*(str(page.html) for page in found.values()), *files))
    return Site(repository, own, {each.identity: each for each in release.records}, found, said)


def words(page: Page) -> str:
    return re.sub(r"<[^>]*>", "", str(page.html))


def test_a_changed_record_is_shown_as_it_was(site: Site) -> None:
    """The old words stand at an address of their own, under the day and the fingerprint of the list of that day."""
    now, then = (site.pages[f"{place}proposals/05-01-001/"] for place in ("", "releases/2026-04-30/"))
    assert "三个窗口" in words(now)
    assert "两个窗口" not in re.sub(r'<section class="gk-past".*', "", str(now.html), flags=re.DOTALL)
    assert "两个窗口" in words(then)
    assert "三个窗口" not in words(then)
    sign = site.listed["proposals/05-01-001"][:8].upper()
    assert f"当时清单里的指纹 {sign[:4]}-{sign[4:]}，与这里的内容相符" in words(then)
    assert 'href="../../../../proposals/05-01-001/">看现在的这一页' in str(then.html)
    assert (then.entry, then.is_gone) == (None, True)
    assert "releases/2026-04-30/proposals/05-01-002/" not in site.pages
    assert "与现在相同：1 份" in words(site.pages["releases/2026-04-30/"])


def test_every_link_of_an_old_page_leads_somewhere(site: Site) -> None:
    """What a page of that day led to and is gone today is left as words."""
    then = site.pages["releases/2026-04-30/proposals/05-01-001/"]
    targets = re.findall(r'href="(\.\./[^"#?]*)', str(then.html))
    assert targets
    assert {target.removeprefix("../../../../") for target in targets} <= set(site.pages)


def test_each_record_says_what_became_of_it(site: Site) -> None:
    """What may no longer be seen is named with neither title nor fingerprint of what it was."""
    since = {identity.partition("/")[2]: each.since for identity, each in site.records.items()}
    withheld = dict.fromkeys(("05-01-003", "05-01-004", "05-01-005", "05-01-008", "05-01-010"), Since.WITHHELD)
    changed = dict.fromkeys(("05-01-001", "05-01-009", "2026-01"), Since.CHANGED)
    rest = {"05-01-002": Since.SAME, "05-01-006": Since.GONE, "05-01-007": Since.CARD}
    assert since == {**withheld, **changed, **rest}
    assert site.records["proposals/05-01-006"].title == ""
    told = {identity for identity, each in site.records.items() if each.digest}
    assert told == {"proposals/05-01-001", "proposals/05-01-002", "proposals/05-01-009", "notices/2026-01"}


@pytest.mark.parametrize("secret", SECRETS)
def test_what_may_no_longer_be_seen_is_nowhere(secret: str, site: Site) -> None:
    """No page and no file of the whole site repeats it."""
    assert SECRETS[secret] not in site.said


def test_a_digest_of_what_was_withdrawn_is_not_repeated(site: Site) -> None:
    """From a digest and the rest of a record a withdrawn number could be guessed."""
    sign = site.listed["proposals/05-01-003"][:8].upper()
    assert f"{sign[:4]}-{sign[4:]}" not in site.said


def test_an_old_page_never_shows_a_list_of_names(site: Site) -> None:
    """Not even while the notice is still up, for old pages are not rebuilt when copies of them stay."""
    assert "欧知禾" in words(site.pages["notices/2026-01/"])
    then = site.pages["releases/2026-04-30/notices/2026-01/"]
    assert "高级教师推荐人选公示" in words(then)
    assert "欧知禾" not in str(then.html)
    assert "与这里的内容相符" in words(then)


def test_a_card_has_no_page_of_that_day(site: Site) -> None:
    """What had no public text on that day is listed without its title."""
    assert "releases/2026-04-30/proposals/05-01-007/" not in site.pages
    assert "体育馆储物柜" not in words(site.pages["releases/2026-04-30/"])


def test_records_that_are_not_what_was_released_are_told(site: Site) -> None:
    """Where the day's records give another fingerprint than the list, the page says both."""
    then = site.pages["releases/2026-04-30/proposals/05-01-009/"]
    assert "当时清单里的指纹 ABAB-ABAB 与仓库里那一天的内容" in words(then)


def test_without_lists_there_are_no_past_releases(site: Site) -> None:
    """A school that kept no list has no such pages."""
    assert told(site.repository, today=date(2026, 4, 30)).releases == ()


def _many(count: int) -> Past:
    """So many daily releases from 30 December 2025 on, in each of which 101 records were others than today."""
    others = tuple(Then(f"notices/2026-{n}", "", f"公示 {n}", Since.CHANGED, "2025-12-30") for n in range(101))
    return Past(
        complete=True,
        releases=tuple(
            PastRelease(
                day.isoformat(), day, None, others, n + 1, DIGEST, 101, {Since.CHANGED: 101}, has_page=n != 2,
                same_as="2025-12-31" if n == 2 else "",
            )
            for n, day in enumerate(date(2025, 12, 30) + timedelta(days=n) for n in range(count))
        ),
    )  # fmt: skip


def test_long_lists_stay_short(site: Site) -> None:
    """Releases are listed year by year, those that were the same in one row, and not all that others are today."""
    register = load([site.repository.folder / "disclosures"], site.repository.folder).register
    board = Board(select(register, Audience.PUBLIC, TODAY), past=_many(5))
    pages = {each.address: each for each in past_releases.outputs(board, (), lambda _: ()) if isinstance(each, Page)}
    assert sorted(pages) == sorted(
        ["releases/", "releases/2025/"]
        + [f"releases/{day}/" for day in ("2025-12-30", "2025-12-31", "2026-01-02", "2026-01-03")]
    )
    newest, before = words(pages["releases/"]), words(pages["releases/2025/"])
    assert "2026年 4 次" in newest
    assert "2025年 1 次" in newest
    assert [day in newest for day in ("2026-01-03", "2025-12-31 至 2026-01-01", "2025-12-30")] == [True, True, False]
    assert "2025-12-30" in before
    first = words(pages["releases/2025-12-30/"])
    assert "与现在不同的有 101 份，这里不逐份列" in first
    assert "公示 100" not in first
    assert 'href="../../releases/2025-12-31/">上一次' in str(pages["releases/2026-01-02/"].html)
