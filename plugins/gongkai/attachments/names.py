"""Whether an attachment may be served under its name: it must say what it is, on every system and in every script."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = frozenset('<>:"|?*\\/%#')
_DOUBLE = re.compile(
    r"\.(?:html?|xhtml|svgz?|m?js|css|xml|swf|exe|com|bat|cmd|vbs|ps1|hta|php|jsp|aspx?|cgi|sh|lnk|jar|apk"
    r"|zip|rar|7z|pdf|doc[xm]?|xls[xm]?|ppt[xm]?)\.[^.]+$",
    re.IGNORECASE,
)
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_LONGEST = 150


def fault(name: str) -> str:
    """What is wrong with a name, in words that follow “文件名”; empty where nothing is."""
    if any(unicodedata.category(char).startswith("C") for char in name):
        return "里有看不见的字符"
    if special := sorted(_SPECIAL.intersection(name)):
        return f"里有 {' '.join(special)}"
    if name.startswith((".", " ", "-")) or name.endswith((".", " ")):
        return "的头尾有空格、点或减号"
    if _DOUBLE.search(name):
        return "有两个扩展名"
    if is_device(name):
        return "是 Windows 留给设备的名字"
    return "太长" if len(name.encode()) > _LONGEST else ""


def is_device(name: str) -> bool:
    """Whether Windows keeps a name, with any extension, for a device, so that no file or folder can bear it."""
    return bool(_DEVICE.match(name))


def visible(name: str) -> str:
    """A name with a sign in place of each character that cannot be seen."""
    return "".join("□" if unicodedata.category(char).startswith("C") else char for char in name)
