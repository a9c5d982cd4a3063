"""One side of a review: the records of one moment, what is found about them, and every page they would make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from types import MappingProxyType

from gongkai import gate
from gongkai.build import SameAddress, build
from gongkai.collector import collector_paused
from gongkai.examination import Examined
from gongkai.findings import Finding, ordered
from gongkai.records import Audience
from gongkai.register import Register
from gongkai.render.pages import Output, Page
from gongkai.render.repository import IssueForm
from gongkai.rules.privacy import declared
from gongkai.select import Selected, select

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Site:
    """What is published, by address: the pages whole, of the files their digests; attachments by themselves."""

    pages: Mapping[str, Page]
    files: Mapping[str, bytes]
    attached: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Side:
    """The records as they stand at one moment, judged and built as if published today.

    `name` is what the reader calls the moment. `own` are the school's own pages and its mkdocs.yml, by path.
    `site` is None where these records make no pages; `obstacle` then says why.
    """

    name: str
    register: Register
    findings: tuple[Finding, ...]
    selected: Selected
    site: Site | None
    obstacle: str
    own: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Board:
    """For whom a site is built, on which day, and where it will stand."""

    audience: Audience
    today: date
    site_url: str = ""
    issues: IssueForm | None = None


@collector_paused()
def side(
    name: str, examined: Examined, board: Board, *, own: Mapping[str, str] = _NOTHING, is_gated: bool = False
) -> Side:
    """Build the records of one moment; `is_gated` also searches the pages for what they must not say."""
    register, findings = examined.register, examined.findings
    selected = select(register, board.audience, board.today)
    outputs, obstacle = _built(selected, board, broken=examined.has_errors)
    # Records with errors are not published anyway, and mostly it is these that the gate would find again.
    if is_gated and outputs and selected.is_public and not examined.has_errors:
        hidden = gate.hidden_texts(register, selected)
        findings = ordered((*findings, *gate.search(outputs, hidden, declared(register, board.today))))
    return Side(name, register, findings, selected, _site(outputs) if outputs else None, obstacle, own)


def _built(selected: Selected, board: Board, *, broken: bool) -> tuple[tuple[Output, ...], str]:
    """Every output, or why there are none; records with errors were never meant to be built, so they may fail."""
    try:
        return tuple(build(selected, board.site_url, board.issues)), ""
    except SameAddress as error:
        return (), f"两个页面用了同一个地址：{error}"
    except Exception as error:
        if not broken:
            raise
        return (), f"有错误的记录排不成网页（{type(error).__name__}）"


def _site(outputs: Sequence[Output]) -> Site:
    pages = {output.address: output for output in outputs if isinstance(output, Page) and not output.of_program}
    files = {output.address: sha256(output.content).digest() for output in outputs if not isinstance(output, Page)}
    attached = (output.address for output in outputs if not isinstance(output, Page) and output.is_attached)
    return Site(pages, files, frozenset(attached))
