"""The running program as a wheel: what a school's CI installs is what checked its records here, byte for byte."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import as_file, files
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gongkai.unable import Unable

_WHEEL = "Wheel-Version: 1.0\nGenerator: gongkai\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest day a zip knows: the same program gives the same wheel on any day."""


def own_wheel() -> tuple[str, bytes]:
    """The name and the content of the wheel; raises Unable where the program is not installed."""
    try:
        installed = distribution("gongkai")
    except PackageNotFoundError:
        raise Unable("gongkai 是直接从源码运行的，做不成安装包。先用 pip 安装它，再运行一次。") from None
    about = f"gongkai-{installed.version}.dist-info"
    described = {
        f"{about}/METADATA": installed.read_text("METADATA") or "",
        f"{about}/WHEEL": _WHEEL,
        f"{about}/entry_points.txt": installed.read_text("entry_points.txt") or "",
        f"{about}/licenses/LICENSE": installed.read_text("licenses/LICENSE") or "",
    }
    content = {**dict(_package()), **{name: text.encode() for name, text in described.items() if text}}
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in content.items()]
    content[f"{about}/RECORD"] = "\n".join((*lines, f"{about}/RECORD,,", "")).encode()
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=9) as wheel:
        for name, data in content.items():
            member = ZipInfo(name, _EPOCH)
            member.external_attr = 0o644 << 16
            member.compress_type = ZIP_DEFLATED
            wheel.writestr(member, data)
    return f"gongkai-{installed.version}-py3-none-any.whl", packed.getvalue()


def _package() -> Iterator[tuple[str, bytes]]:
    with as_file(files("gongkai")) as folder:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"gongkai/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
