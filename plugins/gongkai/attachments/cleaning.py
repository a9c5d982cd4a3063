"""Office files as they are published: without the notes that the program made about whoever worked on them.

What people wrote – text, remarks, revisions – is never changed here; a file with such traces is refused by
a rule, for only its author can say what should stay.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_OFFICE = (".xlsx", ".docx", ".pptx")
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
_APP = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_CUSTOM = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
_PEOPLE = b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>'
_EMPTY = {
    "docProps/core.xml": _HEAD + _CORE,
    "docProps/app.xml": _HEAD + _APP,
    "docProps/custom.xml": _HEAD + _CUSTOM,
    "word/people.xml": _HEAD + _PEOPLE,
}
"""Author, company, times, templates and reviewers: the parts stay, so that nothing refers to what is missing."""

_THUMBNAIL = re.compile(r"docProps/thumbnail\.\w+")
_TO_THUMBNAIL = re.compile(rb'<Relationship\b[^>]*Target="/?docProps/thumbnail\.\w+"[^>]*?(?:/>|></Relationship>)')
_WHERE_IT_LAY = re.compile(rb"<(?:\w+:)?absPath\b[^>]*?(?:/>|></(?:\w+:)?absPath>)")
_OPENED_BY = re.compile(rb"<(?:\w+:)?fileSharing\b[^>]*?(?:/>|></(?:\w+:)?fileSharing>)")
_MADE_FROM = re.compile(rb"<(?:\w+:)?attachedTemplate\b[^>]*?(?:/>|></(?:\w+:)?attachedTemplate>)")
_TO_TEMPLATE = re.compile(rb'<Relationship\b[^>]*Type="[^"]*/attachedTemplate"[^>]*?(?:/>|></Relationship>)')
"""The template lay in a folder of the author's, whose path names the author."""
_DAY = (1980, 1, 1, 0, 0, 0)


def cleaned(name: str, data: bytes) -> bytes:
    """The file without its properties; the same file gives the same bytes. Other formats stay as they are."""
    if not name.lower().endswith(_OFFICE):
        return data
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in given.namelist():
            if part.endswith("/") or _THUMBNAIL.fullmatch(part):
                continue
            entry = zipfile.ZipInfo(part, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # as everywhere, whatever system builds
            kept.writestr(entry, _part(part, given))
    return made.getvalue()


def _part(name: str, package: zipfile.ZipFile) -> bytes:
    if name.endswith(".psmdcp"):  # as exporting programs call the core properties
        return _EMPTY["docProps/core.xml"]
    if name in _EMPTY:
        return _EMPTY[name]
    content = package.read(name)
    if name == "_rels/.rels":
        return _TO_THUMBNAIL.sub(b"", content)
    if name == "word/settings.xml":
        return _MADE_FROM.sub(b"", content)
    if name == "word/_rels/settings.xml.rels":
        return _TO_TEMPLATE.sub(b"", content)
    if name == "xl/workbook.xml":
        return _OPENED_BY.sub(b"", _WHERE_IT_LAY.sub(b"", content))
    return content
