"""One edition of the board: loaded, checked, selected, built and gated; all of it, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai import gate
from gongkai.build import SameAddress, build
from gongkai.collector import collector_paused
from gongkai.findings import Finding, Severity, ordered
from gongkai.load import load
from gongkai.register import Register
from gongkai.render.pages import Output
from gongkai.report import Shown, present, summary
from gongkai.rules import check
from gongkai.rules.privacy import Declared, declared
from gongkai.select import select
from gongkai.settings import BadSettings, Settings


class Refused(Exception):
    """Nothing is published: the records have errors, or the outputs would leak."""

    def __init__(self, findings: tuple[Finding, ...], shown: tuple[Shown, ...]) -> None:
        super().__init__(summary(findings))
        self.shown = shown
        self.summary = summary(findings)


@dataclass(frozen=True)
class Examined:
    """A register with every finding about it, in order."""

    register: Register
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        return any(finding.level is Severity.ERROR for finding in self.findings)

    def shown(self, findings: tuple[Finding, ...] | None = None) -> tuple[Shown, ...]:
        return present(self.findings if findings is None else findings, self.register.documents)


@dataclass(frozen=True)
class Edition:
    """Everything that is published, and the warnings and notices that do not stop it."""

    outputs: tuple[Output, ...]
    shown: tuple[Shown, ...]
    footer: Mapping[str, str]
    known: Declared

    def leaks(self, pages: Iterable[tuple[str, str]], files: Iterable[tuple[str, bytes]] = ()) -> tuple[Shown, ...]:
        """What the school's own pages (path, text) and other files (path, bytes) must not say."""
        return present((*gate.own_pages(pages, self.known), *gate.own_files(files, self.known)), {})


@collector_paused()
def examine(settings: Settings, today: date, *, scheduled: bool = False) -> Examined:
    """Load and check."""
    loaded = load(settings.records, settings.base)
    findings = (*loaded.findings, *check(loaded.register, today, scheduled=scheduled))
    return Examined(loaded.register, ordered(findings))


@collector_paused()
def edition(settings: Settings, today: date, *, scheduled: bool = False) -> Edition:
    """Everything that one audience is shown on one day; raises Refused, or BadSettings for a clash of addresses."""
    examined = examine(settings, today, scheduled=scheduled)
    if examined.has_errors:
        raise Refused(examined.findings, examined.shown())
    selected = select(examined.register, settings.audience, today)
    try:
        outputs = tuple(build(selected))
    except SameAddress as error:
        raise BadSettings(f"两个页面用了同一个地址：{error}。给其中一个换编号。") from None
    known = declared(examined.register, today)
    if selected.is_public:
        hidden = gate.hidden_texts(examined.register, selected)
        leaks = gate.search(outputs, hidden, known)
        if leaks:
            raise Refused(leaks, present(leaks, {}))
    return Edition(outputs, examined.shown(), _footer(examined.register), known)


def _footer(register: Register) -> dict[str, str]:
    """What stands at the foot of every page: the four 第一 and the site's filing numbers."""
    school = register.school
    posts = school.accountability
    lines = {"name": school.name, "icp": school.icp or "", "police": school.police or ""}
    if posts:
        pairs = (
            ("第一责任人", posts.party),
            ("第一执行人", posts.executive),
            ("第一监督人", posts.supervisor),
            ("第一评价人", posts.judges),
        )
        lines["accountability"] = "　".join(f"{label}：{post}" for label, post in pairs)
    return lines
