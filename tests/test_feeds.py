"""Feeds: what is told, in what words, to whom; and that independent readers take them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import pytest
from gongkai.records import Audience
from gongkai.render.feeds import Feed, Item, atom, json_feed
from gongkai.views import feeds, home
from gongkai.views.board import Board
from gongkai.views.proposals import pages as proposals
from jsonschema import Draft7Validator, FormatChecker
from lxml import etree

from tests.board_tree import FILES
from tests.conftest import WriteTree
from tests.followed import HOSTILE, SITE, demo, small

SCHEMAS = Path(__file__).parent / "schemas"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
GRAMMAR = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
JSON_SCHEMA = Draft7Validator(
    json.loads((SCHEMAS / "jsonfeed-1.1.json").read_text("utf-8")), format_checker=FormatChecker()
)

BOTH = pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.STAFF])


def _files(board: Board) -> dict[str, bytes]:
    return {asset.address: asset.content for asset in feeds.files(board)}


def _items(files: dict[str, bytes], address: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(files[address])["items"]
    return items


def _told(files: dict[str, bytes], address: str) -> list[tuple[str, str]]:
    return [(each["date_published"][:10], each["title"]) for each in _items(files, address)]


@BOTH
def test_every_feed_is_atom(audience: Audience) -> None:
    """The grammar of RFC 4287 takes each, its three further rules hold, and a feed reader has no complaint."""
    found = {address: data for address, data in _files(demo(audience)).items() if address.endswith(".xml")}
    assert len(found) > 80
    for address, data in found.items():
        tree = etree.fromstring(data)
        assert GRAMMAR.validate(tree), (address, GRAMMAR.error_log)
        assert tree.find("a:author/a:name", ATOM) is not None, address
        for entry in tree.findall("a:entry", ATOM):
            assert entry.find("a:link[@rel='alternate']", ATOM) is not None, address
        read = feedparser.parse(data)
        assert not read.bozo, (address, read.get("bozo_exception"))
        assert read.version == "atom10"
        assert [link.href for link in read.feed.links if link.rel == "self"] == [SITE + address]


@BOTH
def test_every_json_feed_is_one(audience: Audience) -> None:
    """The schema of JSON Feed 1.1 takes each, with its addresses and days."""
    found = {address: data for address, data in _files(demo(audience)).items() if address.endswith(".json")}
    assert len(found) > 80
    for address, data in found.items():
        made = json.loads(data)
        assert list(JSON_SCHEMA.iter_errors(made)) == [], address
        assert made["feed_url"] == SITE + address


@BOTH
def test_both_forms_say_the_same(audience: Audience) -> None:
    """The same entries in the same order, each once, the newest first, never more than fifty."""
    files = _files(demo(audience))
    for address in (address for address in files if address.endswith(".xml")):
        entries = etree.fromstring(files[address]).findall("a:entry", ATOM)
        items = _items(files, address.replace(".xml", ".json"))
        for term, key in (("id", "id"), ("title", "title"), ("updated", "date_published"), ("summary", "content_text")):
            assert [entry.findtext(f"a:{term}", None, ATOM) for entry in entries] == [each[key] for each in items]
        days = [each["date_published"] for each in items]
        assert days == sorted(days, reverse=True), address
        assert len({each["id"] for each in items}) == len(items) <= 50, address


def test_every_link_leads_to_its_place(demo_site: Path) -> None:
    """The page of each entry is there, and so is the section on it."""
    links = set()
    for path in sorted(demo_site.rglob("feed.json")) + sorted((demo_site / "feeds").rglob("*.json")):
        links |= {each["url"] for each in json.loads(path.read_text("utf-8"))["items"]}
    assert len(links) > 400
    for link in sorted(links):
        page, _, section = link.removeprefix(SITE).partition("#")
        html = (demo_site / page / "index.html").read_text("utf-8")
        assert not section or f'id="{section}"' in html, link


def test_the_course_of_a_proposal(write_tree: WriteTree) -> None:
    """Every act is an entry with a title that says what happened and a summary that says what of it."""
    files = _files(small(write_tree))
    made = json.loads(files["proposals/05-03-001/feed.json"])
    assert made["title"] == "青禾学校校务公开：提案 05-03-001 延长晚餐供餐时间"
    assert made["home_page_url"] == "https://qinghe.example/proposals/05-03-001/"
    subject = "提案“延长晚餐供餐时间”。"
    answers = "建议 1 已解决：供餐到七点十分。建议 2 列入计划，期限 2026年10月31日：公布菜单与价格。"
    assert [(*each.values(),) for each in made["items"]] == [
        _item("progress-1", "05-03-001 承诺已兑现", f"{subject}关于建议 2。佐证：公示栏照片。", "2026-11-10"),
        _item("feedback-1", "05-03-001 对第 1 次答复的评价：满意", subject, "2026-09-25"),
        _item("reply-1", "05-03-001 总务处答复：2 项建议已逐条回应", subject + answers, "2026-09-20"),
        _item("assigned", "05-03-001 交办总务处：答复期限 2026年10月16日", subject, "2026-09-01"),
        _item("review", "05-03-001 审查立案：主办 总务处", subject, "2026-08-31"),
        _item("submitted", "05-03-001 提案提交", subject, "2026-08-28"),
    ]


def _item(name: str, title: str, summary: str, day: str) -> tuple[object, ...]:
    return (
        f"tag:qinghe.example,2026:/proposals/05-03-001/{name}",
        f"https://qinghe.example/proposals/05-03-001/#{name}",
        title,
        summary,
        f"{day}T08:00:00+08:00",
        ["提案"],
    )


def test_a_merged_proposal_tells_of_its_answer(write_tree: WriteTree) -> None:
    """Who follows the one that was merged learns of the answer given with the other; the feed of all tells it once."""
    files = _files(small(write_tree))
    assert _told(files, "proposals/05-03-006/feed.json") == [
        ("2026-09-20", "05-03-006 总务处在05-03-001 中一并答复"),
        ("2026-08-31", "05-03-006 审查并案"),
        ("2026-08-29", "05-03-006 提案提交"),
    ]
    assert [title for _, title in _told(files, "feeds/all.json") if "一并答复" in title] == []


def test_a_card_tells_no_word_of_the_text(write_tree: WriteTree) -> None:
    """Before its time a proposal has a feed of dates and departments."""
    files = _files(small(write_tree))
    text = files["proposals/05-03-002/feed.xml"].decode()
    assert "操场" not in text
    assert "灯具" not in text
    assert _told(files, "proposals/05-03-002/feed.json")[0] == (
        "2026-11-13",
        "05-03-002 校长说明逾期原因：新期限 2026年11月30日",
    )


def test_one_feed_for_everything_each_kind_each_department(write_tree: WriteTree) -> None:
    """Only of what there is something to tell; a department has what it handles, answers or must disclose."""
    files = _files(small(write_tree))
    shared = {address for address in files if address.startswith("feeds/") and address.endswith(".json")}
    assert {address for address in shared if "departments" not in address} == {
        "feeds/all.json",
        *(f"feeds/{kind}.json" for kind in ("proposals", "opinions", "meetings", "finances", "notices")),
    }
    titles = {json.loads(files[address])["title"] for address in shared if "departments" in address}
    assert titles == {f"青禾学校校务公开：{name}" for name in ("总务处", "教学处", "工会")}
    assert _told(files, "feeds/notices.json") == [
        ("2026-11-16", "高级教师岗位推荐人选公示：公示至 2026年11月24日"),
        ("2026-10-09", "优秀教师人选公示：公示至 2026年10月16日"),
    ]
    assert _told(files, "feeds/meetings.json") == [
        ("2026-10-16", "绩效工资分配办法：第五届教职工代表大会第三次会议，赞成 52 / 代表总数 100"),
        ("2026-10-16", "第五届教职工代表大会第三次会议：应到 98 人，实到 92 人，决议 1 项"),
    ]


def test_a_feed_is_bounded(write_tree: WriteTree) -> None:
    """Of sixty notices the newest fifty are told."""
    notice = "---\n公开范围: 社会\n标题: 公示{}\n事由: 采购\n起: 2026-{:02d}-{:02d}\n止: 2026-11-24\n---\n"
    days = [(month, day) for month in (9, 10) for day in range(1, 31)]
    extra = {f"notices/procure-2026-{n}.md": notice.format(n, *days[n - 1]) for n in range(1, 61)}
    told = _told(_files(small(write_tree, extra=extra)), "feeds/notices.json")
    assert len(told) == 50
    assert told[0][0] == "2026-11-16"
    assert told[-1] == ("2026-09-13", "公示13：公示至 2026年11月24日")  # the other two notices are newer


def test_names_of_entries_stay(write_tree: WriteTree) -> None:
    """Another title, further acts and an encrypted address change no name that a reader has already seen."""
    before = small(write_tree)
    later = "---\n关于: reply-1 建议2\n日期: 2026-11-12\n佐证: 菜单照片\n---\n"
    path = "proposals/05-03-001/proposal.md"
    extra = {path: FILES[path].replace("延长晚餐", "推迟晚餐"), "proposals/05-03-001/progress-2.md": later}
    after = replace(small(write_tree, extra=extra), site_url="http://qinghe.example/")
    old = [each["id"] for each in _items(_files(before), "proposals/05-03-001/feed.json")]
    new = [each["id"] for each in _items(_files(after), "proposals/05-03-001/feed.json")]
    assert new == ["tag:qinghe.example,2026:/proposals/05-03-001/progress-2", *old]


def test_a_department_keeps_its_feed_under_a_new_name(write_tree: WriteTree) -> None:
    """A renamed department has its own past in its feed, and the feed its address."""
    renamed = FILES["school.yml"].replace(
        "{名称: 总务处}", "{名称: 后勤处, 自: 2026-11-15, 曾用名: [{名称: 总务处, 至: 2026-11-14}]}"
    )
    before = _by_title(_files(small(write_tree)))
    after = _by_title(_files(small(write_tree, extra={"school.yml": renamed})))
    assert before["总务处"]["feed_url"] == after["后勤处"]["feed_url"]
    assert [each["id"] for each in before["总务处"]["items"]] == [each["id"] for each in after["后勤处"]["items"]]


def _by_title(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    made = (
        json.loads(data)
        for address, data in files.items()
        if address.startswith("feeds/departments/") and "json" in address
    )
    return {each["title"].partition("：")[2]: each for each in made}


def test_a_site_without_address(write_tree: WriteTree) -> None:
    """Still valid: Atom's links lead from the feed's own place, JSON Feed has none; names are the school's."""
    files = _files(replace(small(write_tree), site_url=""))
    tree = etree.fromstring(files["feeds/notices.xml"])
    assert GRAMMAR.validate(tree), GRAMMAR.error_log
    assert not feedparser.parse(files["feeds/notices.xml"]).bozo
    links = [link.get("href") for link in tree.iterfind(".//a:link", ATOM)]
    assert links == ["../feeds/notices.xml", "../notices/", "../notices/title-2026-1/", "../notices/award-2026-1/"]
    made = json.loads(files["feeds/notices.json"])
    assert list(JSON_SCHEMA.iter_errors(made)) == []
    assert "feed_url" not in made
    assert all("url" not in each and each["id"].startswith("urn:uuid:") for each in made["items"])


def test_what_only_staff_may_see_is_in_their_feeds_alone(write_tree: WriteTree) -> None:
    """A record for staff, a private comment and a narrower act: in one edition and not in the other."""
    extra = {
        "notices/office-2026-1.md": (
            "---\n公开范围: 教职工\n标题: 干部任前公示内部核对码K1\n事由: 干部任免\n起: 2026-11-18\n止: 2026-11-24\n"
            "异议: {受理: 校纪检, 电话: 见学校渠道}\n---\n"
        ),
        "proposals/05-03-001/feedback-1.md": (
            "---\n日期: 2026-09-25\n评价: 满意\n凭据: 签字表\n意见: 内部核对码K2\n意见公开: 否\n---\n"
        ),
        "proposals/05-03-001/progress-2.md": (
            "---\n公开范围: 教职工\n关于: reply-1 建议2\n日期: 2026-11-12\n佐证: 内部核对码K3\n---\n"
        ),
    }
    texts = {
        audience: b"".join(_files(small(write_tree, audience, extra)).values()).decode()
        for audience in (Audience.PUBLIC, Audience.STAFF)
    }
    for canary in ("内部核对码K1", "内部核对码K2", "内部核对码K3"):
        assert canary not in texts[Audience.PUBLIC]
        assert canary in texts[Audience.STAFF]
    assert "（教职工版）" in texts[Audience.STAFF]
    assert "（教职工版）" not in texts[Audience.PUBLIC]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_stays_text(text: str) -> None:
    """Nothing in a title or summary becomes markup, breaks the file or reads otherwise than it is written."""
    item = Item("tag:a", date(2026, 11, 20), text, text, "x/?q=<\"'&", "notice", "公示")
    feed = Feed("tag:f", SITE, "feeds/all", "", text, text, text, date(2026, 11, 20), (item,))
    shown = re.sub("[\u202a-\u202e\u2066-\u2069\x00\x0b\ud800\ufffe]", "", text)
    tree = etree.fromstring(atom(feed))
    assert GRAMMAR.validate(tree), GRAMMAR.error_log
    assert tree.findtext("a:entry/a:title", None, ATOM) == shown
    assert tree.findtext("a:subtitle", None, ATOM) == shown
    assert {each.tag.partition("}")[2] for each in tree.iter()} == {
        *("feed", "title", "subtitle", "id", "updated", "author", "name", "uri", "link", "generator"),
        *("entry", "category", "summary"),
    }
    made = json.loads(json_feed(feed))
    assert made["items"][0]["content_text"] == shown


def test_pages_name_their_feeds(write_tree: WriteTree) -> None:
    """Home names the feeds of everything, a proposal its own, and these are there."""
    shown = small(write_tree)
    files = _files(shown)
    named = [form for page in (*home.pages(shown), *proposals.pages(shown)) for form in page.alternates]
    addresses = {form.address for form in named if "feed" in form.address}
    assert addresses == {address for address in files if address.startswith(("feeds/all", "proposals/"))}
    types = {form.address.rpartition(".")[2]: form.type for form in named if "feed" in form.address}
    assert types == {"xml": "application/atom+xml", "json": "application/feed+json"}
