"""当时公布的样子 of releases that only the ledger of `gongkai publish` tells of: no list of them was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
from gongkai.history.past.published_then import OTHER_COUNT
from gongkai.history.past.releases import CUT, NOT_IN_GIT, NOT_IN_HISTORY, RETURNED
from gongkai.history.past.remembering import SHALLOW, past
from gongkai.history.registers import registers_of
from gongkai.past import Past, PastRelease, Since, Step
from gongkai.plugin import asked
from gongkai.publication import ledger
from gongkai.publication.ledger import Action, Line
from gongkai.publish import edition
from gongkai.records import Audience
from gongkai.render.pages import Page
from gongkai.select import select
from gongkai.settings import LEDGER, find
from gongkai.source.releases import Published, Way

from tests.repositories import Repository
from tests.submissions import proposal, reply, review
from tests.test_past_releases import FIRST, OLD, RELEASED, SECRETS, THEN, answered, at, words
from tests.test_timelines import TODAY, school

SIGN = "7f3a91c2"
FINDS = "proposals/05-01-001"


def made(n: int, day: str, commit: str, count: int = 1, way: Way = Way.PUBLISHED, sign: str = SIGN) -> Published:
    return Published(n, date.fromisoformat(day), "社会", way, commit, count, sign)


def told(
    repository: Repository,
    published: Iterable[Published],
    audience: Audience = Audience.PUBLIC,
    today: date = TODAY,
) -> Past:
    """What the pages of the present work tree would tell of their past and of these releases."""
    folders = [repository.folder / "disclosures"]
    with registers_of(folders, repository.folder) as registers:
        current = registers.at().register
    now = select(current, audience, today)
    found = past(folders, repository.folder, current, now, lambda text: "林同" in text, tuple(published))
    assert found
    return found


def turns(release: PastRelease) -> dict[str, tuple[Step, Since]]:
    """What a release did, by the number of the record."""
    assert release.against
    return {each.then.identity.partition("/")[2]: (each.step, each.then.since) for each in release.against.turns}


def since(release: PastRelease) -> Mapping[str, int]:
    return {each.name: count for each, count in release.since.items()}


@pytest.fixture
def home(tmp_path: Path) -> Repository:
    return school(tmp_path / "school")


def test_each_release_tells_what_it_showed_and_what_is_other_today(home: Repository) -> None:
    """The second shows one more record, the third another state of the first; both states lead to their pages."""
    one = home.commit(answered(1, OLD), on="2026-04-30")
    two = home.commit(answered(2, OLD.replace("两个", "四个")), on="2026-05-01")
    three = home.commit({f"{at(1)}/reply-1.md": reply(text=OLD.replace("两个", "五个"))}, on="2026-05-02")
    home.commit({f"{at(1)}/reply-1.md": reply(text=OLD.replace("两个", "三个"))}, on="2026-05-03")
    lines = (made(1, "2026-04-30", one), made(2, "2026-05-01", two, 2), made(3, "2026-05-02", three, 2))
    first, second, third = told(home, lines).releases
    assert (first.against, since(first)) == (None, {"CHANGED": 1})
    assert turns(second) == {"05-01-002": (Step.CAME, Since.SAME)}
    assert since(second) == {"CHANGED": 1, "SAME": 1}
    assert [(each.identity, each.place) for each in second.records] == [(FINDS, "2026-04-30")]
    assert turns(third) == {"05-01-001": (Step.CHANGED, Since.CHANGED)}
    assert [(each.identity, each.place) for each in third.records] == [(FINDS, "2026-05-02")]
    assert [bool(each.selected) for each in (first, second, third)] == [True, False, True]


def test_releases_that_showed_the_same_share_a_page(home: Repository) -> None:
    """Neither another day nor a commit of what only staff may see makes another page."""
    one = home.commit(answered(1, OLD), on="2026-04-30")
    staff = proposal(audience="教职工", subject="值班室内部安排")
    two = home.commit({f"{at(2)}/proposal.md": staff, f"{at(2)}/review.md": review(立案号="2")}, on="2026-05-02")
    lines = (made(1, "2026-04-30", one), made(2, "2026-05-01", one), made(3, "2026-05-02", two))
    found = told(home, lines).releases
    assert [(each.has_page, each.same_as) for each in found] == [
        (True, ""),
        (False, "2026-04-30"),
        (False, "2026-04-30"),
    ]


def test_a_text_is_opened_by_its_day_and_by_the_answer_to_another(home: Repository) -> None:
    """Released again from the same commit, a record whose day came is new; the answer to another opens one."""
    later = proposal(subject="添置饮水机").replace("目录项", "发布日期: 2026-05-02\n目录项")
    merged = {
        f"{at(2)}/proposal.md": proposal(subject="添置微波炉"),
        f"{at(2)}/review.md": review("并案", 并入="proposals/05-01-001"),
    }
    waiting = {f"{at(1)}/proposal.md": proposal(), f"{at(1)}/review.md": review()}
    one = home.commit(
        {**waiting, **merged, f"{at(3)}/proposal.md": later, f"{at(3)}/review.md": review(立案号="2")}, on="2026-04-30"
    )
    two = home.commit({f"{at(1)}/reply-1.md": reply()}, on="2026-05-03")
    lines = (made(1, "2026-04-30", one, 2), made(2, "2026-05-02", one, 3), made(3, "2026-05-03", two, 3))
    first, second, third = told(home, lines).releases
    assert since(first) == {"CARD": 2}
    assert turns(second) == {"05-01-003": (Step.CAME, Since.CARD)}
    assert turns(third) == {"05-01-001": (Step.OPENED, Since.SAME), "05-01-002": (Step.OPENED, Since.SAME)}
    assert not any(each.remark for each in (first, second, third))


def test_what_cannot_be_shown_is_told_in_a_sentence(home: Repository) -> None:
    """Records that were not committed, commits that are no more, a return, a taking down, another count."""
    one = home.commit(answered(1, OLD), on="2026-04-30")
    lines = (
        made(1, "2026-04-30", one),
        made(2, "2026-05-01", ""),
        made(3, "2026-05-02", "1" * 40),
        made(1, "2026-05-03", one, way=Way.RETURNED),
        made(4, "2026-05-04", one, 1, Way.CUT),
        made(5, "2026-05-05", one, 3),
        made(5, "2026-05-06", one, 3),
        Published(6, date(2026, 5, 7), "教职工", Way.PUBLISHED, one, 9, SIGN),
        made(7, "2026-11-20", one),
    )
    found = told(home, lines).releases
    assert [(each.n, each.remark, each.same_as, each.fingerprint) for each in found] == [
        (1, "", "", SIGN),
        (2, NOT_IN_GIT, "", ""),
        (3, NOT_IN_HISTORY, "", ""),
        (1, RETURNED.format(n=1), "2026-04-30", SIGN),
        (4, CUT, "2026-04-30", SIGN),
        (5, OTHER_COUNT.format(then=3, now=1), "2026-04-30", SIGN),
        (5, RETURNED.format(n=5), "2026-04-30", SIGN),
    ]


def test_every_release_of_a_day_has_its_name(home: Repository) -> None:
    """The last of a day is called by the day, those before it by their numbers too; an older commit may come later."""
    one = home.commit(answered(1, OLD), on="2026-04-30")
    two = home.commit(answered(2, OLD), on="2026-04-30")
    home.commit({f"{at(1)}/reply-1.md": reply(text=OLD.replace("两个", "三个"))}, on="2026-05-03")
    lines = (made(1, "2026-04-30", two, 2), made(2, "2026-04-30", one), made(3, "2026-04-30", two, 2))
    found = told(home, lines).releases
    assert [each.name for each in found] == ["2026-04-30-1", "2026-04-30-2", "2026-04-30"]
    assert [turns(each) for each in found[1:]] == [
        {"05-01-002": (Step.WENT, Since.SAME)},
        {"05-01-002": (Step.CAME, Since.SAME)},
    ]
    assert [each.place for release in found for each in release.records] == ["2026-04-30-1"] * 3


def test_a_shallow_clone_says_so(home: Repository, tmp_path: Path) -> None:
    """The releases are listed without what they showed."""
    one = home.commit(answered(1, OLD), on="2026-04-30")
    home.commit({}, on="2026-05-01")
    clone = home.clone(tmp_path / "clone", "--depth=1")
    found = told(clone, [made(1, "2026-04-30", one, 7)])
    assert (found.complete, found.gap) == (False, SHALLOW)
    assert [(each.n, each.count, each.has_page, each.fingerprint) for each in found.releases] == [(1, 7, False, "")]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page | bytes]:
    """The site of a school that released thrice and whose records lost most of what may be lost."""
    repository = school(tmp_path_factory.mktemp("planted"))
    one = repository.commit(FIRST, on=RELEASED.isoformat())
    two = repository.commit(
        {f"{at(2)}/reply-1.md": reply(text="阅览室已添三十个座位，借阅办法照旧。\n")}, on="2026-05-02"
    )
    three = repository.commit({**THEN, f"{at(2)}/reply-1.md": FIRST[f"{at(2)}/reply-1.md"]}, on="2026-05-06")
    lines = (made(1, "2026-04-30", one, 11), made(2, "2026-05-02", two, 11), made(3, "2026-05-06", three, 10))
    outputs = edition(find(repository.folder / "mkdocs.yml"), TODAY, published=lines).outputs
    return {each.address: each if isinstance(each, Page) else each.content for each in outputs}


def page(planted: Mapping[str, Page | bytes], address: str) -> Page:
    found = planted[address]
    assert isinstance(found, Page)
    return found


def test_an_old_state_stands_at_the_first_release_that_showed_it(planted: Mapping[str, Page | bytes]) -> None:
    """Under the day, the number and the fingerprint; the second release leads there, and a state that came back too."""
    then = page(planted, f"releases/2026-04-30/{FINDS}/")
    assert "这是 2026年4月30日（第 1 次）公布的样子，不是现在的内容" in words(then)
    assert "两个窗口" in words(then)
    assert "三个窗口" not in words(then)
    assert (then.entry, then.is_gone) == (None, True)
    second = str(page(planted, "releases/2026-05-02/").html)
    assert f'href="../../releases/2026-04-30/{FINDS}/"' in second
    assert f"releases/2026-05-02/{FINDS}/" not in planted
    assert "releases/2026-05-02/proposals/05-01-002/" in planted
    assert "releases/2026-04-30/proposals/05-01-002/" not in planted


def test_every_record_leads_to_its_earlier_states(planted: Mapping[str, Page | bytes]) -> None:
    """The page of a record names each day whose state can be seen."""
    now = str(page(planted, f"{FINDS}/").html)
    assert f'<a href="../../releases/2026-04-30/{FINDS}/">2026年4月30日（第 1 次）</a>' in now


def test_a_release_says_what_it_did(planted: Mapping[str, Page | bytes]) -> None:
    """What was withdrawn since is counted and named by its number, without a title."""
    third = words(page(planted, "releases/2026-05-06/"))
    assert "前一次是第 2 次发布，2026年5月2日" in third
    assert "（不显示）不再公布现在不再公开05-01-006" in third.replace("\n", "")
    assert "与现在相同：10 份" in third
    listed = words(page(planted, "releases/"))
    assert "有改动 1 份" in listed


def test_no_fingerprint_gives_away_what_was_withdrawn(planted: Mapping[str, Page | bytes]) -> None:
    """Of releases that counted personal data which is gone the list tells none."""
    listed = words(page(planted, "releases/"))
    assert listed.count("7F3A-91C2") == 1
    assert "7F3A-91C2" in words(page(planted, "releases/2026-05-06/"))


@pytest.mark.parametrize("secret", SECRETS)
def test_what_may_no_longer_be_seen_is_nowhere(secret: str, planted: Mapping[str, Page | bytes]) -> None:
    """No page and no file of the whole site repeats it."""
    said = (str(each.html).encode() if isinstance(each, Page) else each for each in planted.values())
    assert not any(SECRETS[secret].encode() in each for each in said)


def test_no_old_page_shows_a_list_of_names(planted: Mapping[str, Page | bytes]) -> None:
    """Not even while the notice is up."""
    assert "欧知禾" in words(page(planted, "notices/2026-01/"))
    assert "欧知禾" not in str(page(planted, "releases/2026-04-30/notices/2026-01/").html)


def test_the_ledger_is_read_for_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A taking down is one, of records that were not committed no commit is told, a line without a day is left out."""
    line = Line(1, 1, "1-aaaaaaaa", Action.PUBLISH, "2026-04-30", "社会", 3, 9, "d" * 64, "7F3A-91C2", "c" * 40)
    ledger.append(tmp_path, line)
    for n, action, dirty, day in ((2, Action.SCRUB, True, "2026-05-01"), (3, Action.ROLLBACK, False, "gestern")):
        values = {"line": n, "action": action, "dirty": dirty, "date": day}
        ledger.append(tmp_path, Line(**{**{name: getattr(line, name) for name in line.__slots__}, **values}))
    assert asked.published() == ()
    monkeypatch.setenv(LEDGER, str(tmp_path))
    assert asked.published() == (
        made(1, "2026-04-30", "c" * 40, 3),
        made(1, "2026-05-01", "", 3, Way.CUT),
    )
