"""What attached files say: every format that may be published is read whole; others are refused with a cure."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from gongkai.attachments.package import Package
from gongkai.attachments.reading import MAX_BYTES, Found, Passage, Reading, Unreadable, Unseen

__all__ = ["MAX_BYTES", "Passage", "Reading", "is_document", "is_readable", "read"]

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGES = ("xlsx", "docx", "pptx")
_PICTURES = ("jpg", "jpeg", "png", "gif", "webp", "tif", "tiff", "bmp")
_READABLE = frozenset((*_PACKAGES, *_PICTURES, "pdf", "csv", "tsv", "txt", "md"))

_CURES = {
    **dict.fromkeys(("xls", "et"), "用 WPS 或 Excel 打开，另存为 .xlsx。"),
    **dict.fromkeys(("doc", "wps", "rtf", "odt"), "用 WPS 或 Word 打开，另存为 .docx，或导出为 PDF。"),
    **dict.fromkeys(("ppt", "dps", "odp"), "用 WPS 或 PowerPoint 打开，另存为 .pptx，或导出为 PDF。"),
    **dict.fromkeys(("xlsm", "xltm", "xlsb", "docm", "dotm", "pptm"), "另存为不带宏的 .xlsx、.docx 或 .pptx。"),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar"), "解开压缩包，要公布的文件一个一个登记。"),
    **dict.fromkeys(("heic", "heif", "avif"), "另存为 JPG 或 PNG。"),
    "ods": "用 WPS 或 Excel 打开，另存为 .xlsx。",
    "ofd": "用版式阅读软件打开，导出为 PDF。",
}
_ANY = "换成 xlsx、docx、pptx、pdf、csv、txt 或常见的图片；不公布的文件移出仓库。"

MAX_DEPTH = 2
"""How deep files may lie in files: a workbook in a document is usual, more is not."""

_KEPT = 200
_known: dict[tuple[str, bytes], Reading] = {}


def is_readable(name: str) -> bool:
    """Whether files of this name can be read, if they are what they are called."""
    return _suffix(name) in _READABLE


def is_document(name: str) -> bool:
    """Whether people put their own words or pictures into files of this name, readable or not."""
    return _suffix(name) in _READABLE or _suffix(name) in _CURES


def read(name: str, data: bytes) -> Reading:
    """Everything a file says, or why it cannot be published; the same bytes are read once."""
    key = (_suffix(name), sha256(data).digest())
    if key not in _known:
        if len(_known) >= _KEPT:
            _known.clear()
        _known[key] = _whole(name, data)
    return _known[key]


def embedded(data: bytes, name: str, depth: int) -> Found:
    """What a file inside another says, with its name before each place; raises Unreadable."""
    if _suffix(name) in {"emf", "wmf", "svg"}:
        yield Unseen(f"图片“{name}”")
        return
    try:
        for found in _reader(name, data, depth):
            if isinstance(found, Passage):
                yield replace(found, place=f"里面的“{name}”{found.place}")
            else:
                yield found
    except Unreadable as refusal:
        raise Unreadable(f"里面的“{name}”：{refusal.problem}", refusal.cure) from None


def _whole(name: str, data: bytes) -> Reading:
    passages: list[Passage] = []
    unseen: list[str] = []
    try:
        for found in _reader(name, data, 0):
            if isinstance(found, Unseen):
                unseen.append(found.what)
            elif found.text or found.kind:
                passages.append(found)
    except Unreadable as refusal:
        return Reading(problem=refusal.problem, cure=refusal.cure)
    return Reading(tuple(passages), "、".join(dict.fromkeys(unseen)))


def _reader(name: str, data: bytes, depth: int) -> Found:
    from gongkai.attachments import documents, parts, pdfs, pictures, texts, workbooks  # noqa: PLC0415

    suffix = _suffix(name)
    _refuse(suffix, data)
    if depth > MAX_DEPTH:
        raise Unreadable("文件里套文件，套得太深。", "里面的文件取出来，单独登记。")
    if suffix in _PACKAGES:
        package = Package(data, depth)
        readers = {"xl": workbooks.workbook, "word": documents.document}
        reader = readers.get(package.main.split("/")[0])
        return reader(package) if reader else parts.others(package, frozenset())
    if suffix in _PICTURES:
        return pictures.picture(data)
    if suffix == "pdf":
        return pdfs.pdf(data, depth)
    return texts.plain(data) if suffix in {"txt", "md"} else texts.table(data)


def _refuse(suffix: str, data: bytes) -> None:
    if suffix not in _READABLE:
        what = f"程序读不了 .{suffix} 文件" if suffix else "文件没有扩展名"
        raise Unreadable(f"{what}，不能公布。", _CURES.get(suffix, _ANY))
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise Unreadable(f"超过 {limit} MB，没有读入。", "压缩图片或分成几个文件。")
    if suffix in _PACKAGES and data.startswith(_OLD):
        what = "文件有打开密码，或是改了扩展名的旧格式，程序读不了。"
        raise Unreadable(what, "去掉密码，用 WPS 或 Office 另存为新格式。")


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
