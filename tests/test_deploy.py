"""The server settings that `gongkai init` leaves for whoever runs the web server: what each address is served with."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

NGINX = (files("gongkai") / "skeleton/deploy/nginx.conf").read_text("utf-8")
CADDY = (files("gongkai") / "skeleton/deploy/Caddyfile").read_text("utf-8")


def _map(name: str) -> list[tuple[str, str]]:
    block = re.search(rf"map \$uri \${name} {{\n(.*?)\n}}", NGINX, re.DOTALL)
    assert block
    entries = re.findall(r'^\s*("[^"]*"|\S+)\s+("[^"]*"|[^;]+);$', block[1], re.MULTILINE)
    return [(key.strip('"'), value.strip('"')) for key, value in entries]


def _served(name: str, address: str) -> str:
    """What nginx answers: the first pattern that fits, in order, else the default."""
    entries = _map(name)
    for pattern, value in entries:
        if pattern.startswith("~"):
            flags = re.IGNORECASE if pattern.startswith("~*") else re.RegexFlag(0)
            if re.search(pattern.lstrip("~*"), address, flags):
                return value
    return dict(entries)["default"]


@pytest.mark.parametrize(
    ("address", "cached"),
    [
        ("/proposals/05-03-012/", "no-cache"),
        ("/assets/stylesheets/main.57a0d79d.min.css", "public, max-age=31536000, immutable"),
        ("/assets/javascripts/bundle.a5f9d56c.min.js", "public, max-age=31536000, immutable"),
        ("/assets/gongkai/gongkai.css", "public, max-age=3600"),
        ("/notices/title-2026-1/报价表.csv", "no-cache"),
    ],
)
def test_only_what_never_changes_is_kept_for_a_year(address: str, cached: str) -> None:
    """A list of names must be gone the day it expires, so pages and attachments are asked for each time."""
    assert _served("gongkai_cache", address) == cached


@pytest.mark.parametrize(
    ("address", "framed"),
    [
        ("/", "frame-ancestors 'none'"),
        ("/proposals/05-03-012/", "frame-ancestors 'none'"),
        ("/embed/", "frame-ancestors *"),
        ("/notices/title-2026-1/a.xlsx", "frame-ancestors 'none'"),
        ("/badge/answered.svg", "frame-ancestors 'none'"),
    ],
)
def test_only_the_fragment_may_be_framed(address: str, framed: str) -> None:
    """No other site can lay its own buttons over a page; the fragment for the school's home page is made for it."""
    assert framed in _served("gongkai_policy", address)


@pytest.mark.parametrize(
    ("address", "readers"),
    [
        ("/data/proposals.json", "*"),
        ("/proposals/05-03-012/record.json", "*"),
        ("/feeds/all.xml", "*"),
        ("/proposals/05-03-012/", ""),
        ("/search/data/a.json", ""),
    ],
)
def test_programs_of_other_sites_may_read_the_data(address: str, readers: str) -> None:
    """A page of another site can fetch data, feeds and calendars, and nothing else."""
    assert _served("gongkai_readers", address) == readers


@pytest.mark.parametrize("address", ["/a/报价表.csv", "/a/b.XLSX", "/a/b.docx", "/a/b.txt", "/a/b.zip"])
def test_documents_are_saved_and_cannot_run(address: str) -> None:
    """They are downloaded, and even if opened in place nothing in them runs."""
    assert _served("gongkai_disposition", address) == "attachment"
    if not address.endswith("XLSX"):
        assert "sandbox" in _served("gongkai_policy", address)


@pytest.mark.parametrize("address", ["/", "/robots.txt", "/a/b.pdf", "/a/b.png", "/sitemap.xml"])
def test_the_rest_is_shown_in_place(address: str) -> None:
    """Pages, pictures, PDF and what crawlers read are no downloads."""
    assert _served("gongkai_disposition", address) == ""


def test_both_servers_send_the_same_headers() -> None:
    """Whichever server a school has, the browser is told the same."""
    for header in (
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Permissions-Policy",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
        "Access-Control-Allow-Origin",
        "Cache-Control",
        "Content-Disposition",
    ):
        assert header in NGINX
        assert header in CADDY
    policies = {value for _, value in _map("gongkai_policy")}
    assert policies == set(re.findall(r'Content-Security-Policy "([^"]+)"', CADDY))
    assert NGINX.count("{") == NGINX.count("}")
    assert CADDY.count("{") == CADDY.count("}")


def test_no_policy_in_a_header_undoes_that_of_a_page() -> None:
    """A page's own policy names its scripts; the header must not forbid them, nor allow any other."""
    policy = _served("gongkai_policy", "/")
    assert "script-src" not in policy
    assert "default-src" not in policy
    assert "unsafe" not in policy
