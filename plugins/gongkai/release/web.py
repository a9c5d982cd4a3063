"""A copy of a site that a server on this machine gives out. No other machine is ever asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import quote, urlsplit

from gongkai.release.remarks import Remark
from gongkai.release.sources import AbsentError, Summed, UnreadError, Unverifiable, summed

HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_PATIENCE = 30


class Served:
    """A site at an address of this machine. It cannot say what was added: a server tells no list."""

    is_listed = False

    def __init__(self, address: str) -> None:
        self.label = address
        self._host, self._port, self._path = _parts(address)
        self._connection = HTTPConnection(self._host, self._port, timeout=_PATIENCE)

    def names(self) -> Sequence[str]:
        return ()

    def oddities(self) -> Sequence[Remark]:
        return ()

    def read(self, name: str, most: int) -> bytes:
        answer = self._asked(name)
        try:
            return answer.read(most + 1)
        except (OSError, HTTPException):
            raise UnreadError("传到一半断了") from None
        finally:
            self._finish(answer)

    def summed(self, name: str) -> Summed:
        answer = self._asked(name)
        try:
            return summed(answer.read)
        except (OSError, HTTPException):
            raise UnreadError("传到一半断了") from None
        finally:
            self._finish(answer)

    def _asked(self, name: str) -> HTTPResponse:
        path = f"{self._path}{quote(os.fsencode(name))}"
        try:
            answer = self._answer(path)
        except (OSError, HTTPException):
            cause = f"{self._host} 的 {self._port} 端口没有回答。先在这台电脑上启动网站，如 python -m http.server。"
            raise Unverifiable(f"{self.label} 打不开：{cause}") from None
        if answer.status == HTTPStatus.OK:
            return answer
        self._finish(answer)
        if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            raise AbsentError(name)
        if 300 <= answer.status < 400:
            raise UnreadError("服务器让人转到别的网址，没有跟去")
        raise UnreadError(f"服务器回答 {answer.status}")

    def _answer(self, path: str) -> HTTPResponse:
        """The answer; a connection that was kept open may have been closed in between, so it is opened once more."""
        for last in (False, True):
            try:
                self._connection.request("GET", path, headers={"Accept-Encoding": "identity"})
                return self._connection.getresponse()
            except (OSError, HTTPException):
                self._connection.close()
                if last:
                    raise
        raise AssertionError("unreachable")

    def _finish(self, answer: HTTPResponse) -> None:
        """Make the connection ready for the next question; a body that was not read through is cut off."""
        if not answer.isclosed():
            self._connection.close()


def _parts(address: str) -> tuple[str, int, str]:
    """Host, port and path of an address on this machine; raises Unverifiable for any other."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError:
        raise Unverifiable(f"“{address}”不是网址。写成 http://127.0.0.1:8000/ 的样子。") from None
    if host not in HOSTS or parts.scheme != "http" or parts.username is not None:
        raise Unverifiable(
            f"{address} 不在这台电脑上。核对不联网：先把网站整个下载下来（如 wget --mirror），再写那个文件夹。"
        )
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    return host, port, path if path.isascii() and path.isprintable() and " " not in path else quote(path)
