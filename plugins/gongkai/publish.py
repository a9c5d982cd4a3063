"""One edition of the board: loaded, checked, selected, built and gated; all of it, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai import gate
from gongkai.build import SameAddress, build
from gongkai.concealed import Search
from gongkai.examination import Examined, examine
from gongkai.findings import Finding
from gongkai.history.past.remembering import past
from gongkai.past import Past
from gongkai.register import Register
from gongkai.render.pages import Output
from gongkai.render.templates import day
from gongkai.report import Shown, present, summary
from gongkai.rules.privacy import Declared, declared
from gongkai.select import Selected, select
from gongkai.settings import BadSettings, Settings
from gongkai.source.releases import Published, Release, UnreadableReleaseError, release

UNTOLD = "从前的内容里有现在不公开的，这一次没有列出从前的变更。"

FOOTER_LINKS = (
    ("有话请说", (("intake/opinion/", "我要反映"), ("intake/proposal/", "我要提案"), ("intake/", "急事和举报找谁"))),
    ("公开与数据", (("catalogue/", "公开目录"), ("data/", "开放数据"), ("follow/", "订阅"))),
    ("本站", (("search/", "搜索"), ("glossary/", "词汇"), ("access/", "无障碍说明"))),
)
"""What every page leads to at its foot: columns of addresses with their words."""


class Refused(Exception):
    """Nothing is published: the records have errors, or the outputs would leak."""

    def __init__(self, findings: tuple[Finding, ...], shown: tuple[Shown, ...]) -> None:
        super().__init__(summary(findings))
        self.shown = shown
        self.summary = summary(findings)


@dataclass(frozen=True)
class Edition:
    """Everything that is published, and the warnings and notices that do not stop it."""

    outputs: tuple[Output, ...]
    shown: tuple[Shown, ...]
    footer: Mapping[str, str]
    known: Declared
    hidden: frozenset[str] = frozenset()
    """What the public may not read anywhere; empty for staff."""

    def leaks(self, pages: Iterable[tuple[str, str]], files: Iterable[tuple[str, bytes]] = ()) -> tuple[Shown, ...]:
        """What the school's own pages (path, text) and other files (path, bytes) must not say."""
        return present((*gate.own_pages(pages, self.known), *gate.own_files(files, self.known)), {})


def edition(
    settings: Settings, today: date, *, scheduled: bool = False, published: Sequence[Published] = ()
) -> Edition:
    """Everything that one audience is shown on one day; raises Refused, or BadSettings for a clash of addresses."""
    return edition_of(examine(settings, today, scheduled=scheduled), settings, today, published)


def edition_of(examined: Examined, settings: Settings, today: date, published: Sequence[Published] = ()) -> Edition:
    """The edition of records that have been examined; raises Refused, or BadSettings for a clash of addresses.

    `published` are the releases before this one as the ledger of `gongkai publish` tells them.
    """
    if examined.has_errors:
        raise Refused(examined.findings, examined.shown())
    selected = select(examined.register, settings.audience, today)
    known = declared(examined.register, today)
    hidden = gate.hidden_texts(examined.register, selected) if selected.is_public else frozenset()
    told = _past(examined.register, selected, settings, hidden, published)
    shown, footer = examined.shown(), _footer(examined.register, today)
    del examined  # with 10,000 records the texts that they were read from are 100 MB
    outputs = _outputs(selected, settings, told)
    if selected.is_public:
        leaks = gate.search(outputs, hidden, known)
        if leaks and told:
            # What is only in git nobody can mend in the records: rather than the site, the history is withheld.
            outputs = _outputs(selected, settings, Past(complete=False, gap=UNTOLD))
            leaks = gate.search(outputs, hidden, known)
        if leaks:
            raise Refused(leaks, present(leaks, {}))
    return Edition(outputs, shown, footer, known, hidden)


def _outputs(selected: Selected, settings: Settings, told: Past | None) -> tuple[Output, ...]:
    try:
        return tuple(build(selected, settings.site_url, settings.issues, _previous(settings, selected), told))
    except SameAddress as error:
        raise BadSettings(f"两个页面用了同一个地址：{error}。给其中一个换编号。") from None


def _past(
    register: Register,
    selected: Selected,
    settings: Settings,
    hidden: frozenset[str],
    published: Sequence[Published],
) -> Past | None:
    """What git knows of the board, if the school wants it told."""
    if not settings.history:
        return None
    is_hidden = Search(hidden).stands_in
    return past(settings.records, settings.base, register, selected, is_hidden, published)


def _previous(settings: Settings, selected: Selected) -> Release | None:
    """The release before, if the school names one for this audience; raises BadSettings.

    A list for staff names records that the public may never have seen, so it is refused; the public's list
    says nothing of what staff saw, so a build for staff goes without; so does a look at a day before that release.
    """
    if settings.previous is None:
        return None
    try:
        found = release(settings.previous, settings.base)
    except UnreadableReleaseError as error:
        raise BadSettings(str(error)) from None
    within = settings.previous.is_relative_to(settings.base)
    place = (settings.previous.relative_to(settings.base) if within else settings.previous).as_posix()
    if found.school != selected.register.school.name:
        cure = f"换成本校的；学校改过名的，把清单里的 school 改成“{selected.register.school.name}”。"
        raise BadSettings(f"{place}：这是“{found.school}”的发布清单，不是本校的。{cure}")
    if selected.is_public and found.audience != selected.audience.value:
        cure = "换成向社会公开的那次发布的清单。"
        raise BadSettings(f"{place}：这份清单是给“{found.audience}”看的那一版的，不能用来比。{cure}")
    comparable = found.audience == selected.audience.value and found.day <= selected.today
    return found if comparable else None


def _footer(register: Register, today: date) -> dict[str, str]:
    """What stands at the foot of every page: the four 第一, whom to call, the day, the site's filing numbers."""
    school = register.school
    posts = school.accountability
    phone = next((f"{channel.name} {channel.phone}" for channel in school.channels if channel.phone), "")
    lines = {"name": school.name, "icp": school.icp or "", "police": school.police or ""}
    lines |= {"phone": phone, "today": day(today)}
    if posts:
        pairs = (
            ("第一责任人", posts.party),
            ("第一执行人", posts.executive),
            ("第一监督人", posts.supervisor),
            ("第一评价人", posts.judges),
        )
        lines["accountability"] = "　".join(f"{label}：{post}" for label, post in pairs)
    return lines
