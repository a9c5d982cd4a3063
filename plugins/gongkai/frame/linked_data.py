"""schema.org's words for a page: what it is about, whose it is, and where in the site it stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gongkai.frame import Site
from gongkai.render.pages import Page

Node = dict[str, Any]

_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

CHAPTERS = {
    "proposals": "提案",
    "opinions": "意见",
    "meetings": "会议",
    "finances": "财务",
    "notices": "公示",
    "decisions": "决策",
    "regulations": "制度",
    "agreements": "集体合同",
    "plans": "工作计划",
    "organisations": "机构",
    "welfare": "慰问帮扶",
    "activities": "工会活动",
    "appraisals": "民主评议",
    "assets": "资产清册",
    "reports": "生成的文书",
    "rules": "检查项",
    "fields": "字段",
    "catalogue": "公开目录",
    "silence": "公开进度",
    "statistics": "统计",
    "lookback": "回头看",
}
"""How the pages that lists lead to are called in a path of links, by folder."""


def script(page: Page, site: Site) -> str:
    """The block of data for a page's head; nothing in it can end the block."""
    graph = {"@context": "https://schema.org", "@graph": list(_nodes(page, site))}
    text = _WRITER.encode(graph)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/ld+json">{text}</script>'


def _nodes(page: Page, site: Site) -> tuple[Node, ...]:
    school = {"@id": site.link("#school", page.address)}
    if not page.address:
        return (_website(site, school), {"@type": "School", **school, "name": site.school, "url": site.link("", "")})
    return (_subject(page, site, school), _path(page, site))


def _website(site: Site, school: Node) -> Node:
    return {
        "@type": "WebSite",
        "@id": site.link("#website", ""),
        "url": site.link("", ""),
        "name": site.name,
        "inLanguage": "zh-CN",
        "publisher": school,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{site.link('search/', '')}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def _subject(page: Page, site: Site, school: Node) -> Node:
    node: Node = {"@type": _type(page)}
    if page.thing:
        node |= page.thing
    where = site.link(page.address, page.address)
    days = {"datePublished": page.published, "dateModified": page.modified}
    return node | {
        "@id": f"{where}#subject",
        "url": where,
        "name": page.title,
        **({"description": page.description} if page.description else {}),
        # An event says when it was held; when a page about it came out is no word of schema.org's.
        **({} if node["@type"] == "Event" else _of_a_work(page, site, school)),
        **({} if node["@type"] == "Event" else {word: day.isoformat() for word, day in days.items() if day}),
    }


def _of_a_work(page: Page, site: Site, school: Node) -> Node:
    forms = [
        {
            "@type": "DataDownload" if page.address == "data/" else "MediaObject",
            "contentUrl": site.link(form.address, page.address),
            "encodingFormat": form.type,
            "name": form.title,
        }
        for form in page.alternates
    ]
    word = "distribution" if page.address == "data/" else "encoding"
    return {
        "inLanguage": "zh-CN",
        "publisher": school,
        "isPartOf": {"@id": site.link("#website", page.address)},
        "isAccessibleForFree": True,
        **({word: forms} if forms else {}),
    }


def _type(page: Page) -> str:
    if page.of_program:
        return "TechArticle"
    if page.address == "search/":
        return "SearchResultsPage"
    return "Dataset" if page.address == "data/" else "CollectionPage" if page.address.count("/") == 1 else "WebPage"


def _path(page: Page, site: Site) -> Node:
    """From the home page over the list, where there is one, to the page."""
    folder, _, below = page.address.partition("/")
    steps = [("", site.name)]
    if below and folder in CHAPTERS:
        steps.append((f"{folder}/", CHAPTERS[folder]))
    steps += page.within
    steps.append((page.address, page.title))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": site.link(address, page.address)}
            for n, (address, name) in enumerate(steps, 1)
        ],
    }


def readable(thing: Mapping[str, Any] | None) -> str:
    """What is said of a page's subject, as the gate reads it."""
    return json.dumps(thing, ensure_ascii=False) if thing else ""
