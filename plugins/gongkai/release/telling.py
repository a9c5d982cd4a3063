"""A verdict in words, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gongkai.release.chains import called
from gongkai.release.remarks import Remark
from gongkai.release.verdicts import Verdict, by_sort

SHOWN = 20
"""So many places of one sort are told in words; the JSON holds all."""


def as_text(verdict: Verdict) -> str:
    """Whole or not, and if not, what is wrong where, what it means and what to do."""
    return "\n".join(_lines(verdict))


def _lines(verdict: Verdict) -> Iterator[str]:
    if verdict.link:
        link = verdict.link
        signs = f"，指纹 {signs_of(verdict.fingerprint)}" if verdict.fingerprint else ""
        yield f"{link.school}，给“{link.audience}”看，{called(link)}{signs}"
        yield f"这次发布的摘要：{link.digest}"
    if verdict.files or not verdict.releases:
        yield f"核对了 {verdict.files} 个文件，{verdict.size / 1_000_000:.1f} MB。"
    if verdict.releases:
        yield f"和仓库里的历史比了 {verdict.releases} 次发布。"
    for what, remarks in by_sort(verdict):
        yield ""
        yield f"{what.title}（{len(remarks)} 处）：{what.meaning}。"
        yield from (f"  {_place(remark)}" for remark in remarks[:SHOWN])
        if len(remarks) > SHOWN:
            yield f"  另有 {len(remarks) - SHOWN} 处，全部用 --format json 看。"
        yield f"  怎么办：{what.cure}"
    if verdict.remarks:
        yield ""
    yield f"结论：{verdict_word(verdict)}" + (f"，共 {len(verdict.remarks)} 处。" if verdict.remarks else "。")
    yield from verdict.notes


def verdict_word(verdict: Verdict) -> str:
    """The verdict in one word."""
    return "完好" if verdict.is_whole else "不符"


def signs_of(digest: str) -> str:
    """The signs of a digest as they are printed on paper."""
    return f"{digest[:4]}-{digest[4:8]}".upper()


def _place(remark: Remark) -> str:
    return f"{remark.place}：{remark.detail}" if remark.detail else remark.place


def as_json(verdict: Verdict) -> str:
    """Everything, for programs."""
    link = verdict.link
    told = {
        "source": verdict.label,
        "verdict": verdict_word(verdict),
        "whole": verdict.is_whole,
        "release": {**link.told(), "digest": link.digest} if link else None,
        "fingerprint": signs_of(verdict.fingerprint) if verdict.fingerprint else None,
        "files": verdict.files,
        "bytes": verdict.size,
        "releases": verdict.releases,
        "remarks": [
            {
                "what": remark.what.code,
                "title": remark.what.title,
                "place": remark.place,
                "detail": remark.detail,
                "meaning": remark.what.meaning,
                "cure": remark.what.cure,
            }
            for remark in verdict.remarks
        ],
        "notes": verdict.notes,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
