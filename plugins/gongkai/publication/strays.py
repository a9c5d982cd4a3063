"""Files that are no part of a site: backups, keys, ledgers, repositories, links that lead out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gongkai.findings import Finding, Location
from gongkai.publication.disk import files_in
from gongkai.publication.ledger import LEDGER
from gongkai.records import SETTINGS
from gongkai.rules.outputs import STRAY_FILE
from gongkai.staging import MARK

_ALLOWED = (".well-known/", ".nojekyll", MARK)
"""What begins with a dot and belongs to a site all the same."""

_KINDS = (
    ("版本库", re.compile(r"(?:^|/)\.(?:git|svn|hg)(?:/|$|ignore$|modules$|attributes$)")),
    (
        "环境变量或密钥",
        re.compile(r"(?:^|/)(?:\.env(?:\..*)?|.*\.(?:pem|key|p12|pfx|kdbx)|id_(?:rsa|ed25519)|release-key)$"),
    ),
    ("发布台账", re.compile(rf"(?:^|/){re.escape(LEDGER)}$")),
    ("学校的设置", re.compile(rf"(?:^|/)(?:mkdocs\.yml|{'|'.join(map(re.escape, sorted(SETTINGS)))}|roster\.\w+)$")),
    (
        "编辑器或系统留下的文件",
        re.compile(
            r"(?:~|\.(?:swp|swo|bak|orig|rej|tmp|part))$|(?:^|/)(?:~\$|\.~lock|#.*#$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)",
            re.IGNORECASE,
        ),
    ),
    ("程序源码的对照表", re.compile(r"\.(?:js|css)\.map$")),
)


def strays(folder: Path) -> Iterator[Finding]:
    """Each file that must not be served, with what it is."""
    for address, path in files_in(folder):
        kind = "通到别处的链接" if path.is_symlink() else _kind(address)
        if kind:
            cure = "从 content/ 或主题的文件夹里删去它，再发布一次。"
            yield Finding(STRAY_FILE, Location(address), f"这是{kind}，不能放进网站。", cure)


def _kind(address: str) -> str:
    found = next((kind for kind, pattern in _KINDS if pattern.search(address)), "")
    if found or address.startswith(_ALLOWED):
        return found
    return "隐藏的文件" if any(part.startswith(".") for part in address.split("/")) else ""
