"""Taking what may no longer be said out of a site that is finished, when no other can be made in its place.

The page of a record whose time is over is replaced by one that says so. Anywhere else only the words go; a file out
of which they cannot be taken goes as a whole.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from gongkai.concealed import SHORTEST
from gongkai.publication.disk import files_in
from gongkai.publication.scanning import places
from gongkai.publication.withdrawn import MANUAL, TAKEN_OUT, Showing, withdrawn
from gongkai.release.model import PAPERS
from gongkai.render.pages import root_of
from gongkai.render.templates import day as in_words
from gongkai.render.templates import environment
from gongkai.staging import MARK

_WALL = "kiosk/index.html"
_TEXTS = (".html", ".json", ".js", ".csv", ".xml", ".txt", ".ics", ".svg", ".md")


def scrub(folder: Path, allowed: Showing) -> tuple[str, ...]:
    """Take out of a site what may not be shown; the addresses of every file that is another now, or gone."""
    found = withdrawn(folder, allowed)
    records = {*found.names, *found.corrected} | {each for each in found.records if each in allowed.removed}
    texts = allowed.hidden | found.texts
    own = {f"{identity}/index.html" for identity in records}
    files = [
        (address, path)
        for address, path in files_in(folder)
        if address not in PAPERS and address != MARK and not address.startswith(MANUAL)
    ]
    saying = frozenset(places(((address, path.read_bytes()) for address, path in files), texts))
    wall = _sum(folder / _WALL)
    changed: list[str] = []
    for address, path in files:
        if address in own:
            path.write_bytes(_page(address, allowed))
            changed.append(address)
        elif address in saying:
            _clean(address, path, texts)
            changed.append(address)
    if wall != _sum(folder / _WALL):
        _tell_screens(folder, wall, _sum(folder / _WALL))
    return tuple(changed)


def _sum(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _tell_screens(folder: Path, old: str, new: str) -> None:
    """Screens in the hallway keep the page that they have until they are told that another has its place."""
    for name in ("kiosk/current.js", "kiosk/manifest.json", "kiosk/sw.js"):
        file = folder / name
        if file.is_file():
            file.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))


def _clean(address: str, path: Path, texts: frozenset[str]) -> None:
    """Take the words out of a file, or the file out of the site."""
    if address.endswith(_TEXTS):
        data = _without(path.read_bytes().decode("utf-8", "surrogateescape"), texts).encode("utf-8", "surrogateescape")
        if not places([(address, data)], texts):
            path.write_bytes(data)
            return
    path.unlink()
    parent = path.parent
    while not any(parent.iterdir()):  # an empty folder would be one that the release does not know
        parent.rmdir()
        parent = parent.parent


def _without(text: str, texts: frozenset[str]) -> str:
    """The text with every word that must go replaced; a short one only where it stands as a word of its own."""
    found = sorted((each for each in texts if each in text), key=lambda each: (-len(each), each))
    for each in found:
        alone = len(each) < SHORTEST
        pattern = rf"(?<!\w){re.escape(each)}(?!\w)" if alone else re.escape(each)
        text = re.sub(pattern, TAKEN_OUT, text)
    return text


def _page(address: str, allowed: Showing) -> bytes:
    place = address.removesuffix("index.html")
    values = {"root": root_of(place), "day": in_words(allowed.today), "number": place.strip("/").split("/")[1]}
    return environment().get_template("taken-down.html.jinja").render(values).encode()
