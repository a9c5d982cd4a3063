"""Every code that a finding may carry, in the order in which people look them up."""

from __future__ import annotations

import difflib

from gongkai import load, source
from gongkai.findings import Code
from gongkai.records import decode
from gongkai.rules import RULES, outputs, past


def all_codes() -> tuple[Code, ...]:
    """The codes of files, values, references, rules, outputs and history, each once."""
    ruled = sorted({rule.code.code: rule.code for rule in RULES}.items())
    found = (code for _, code in ruled)
    return (*source.CODES, *decode.CODES, *load.CODES, *found, *outputs.CODES, *past.CODES)


def find_code(typed: str) -> Code | None:
    """The code with this number (in any case) or slug."""
    wanted = typed.strip()
    return next((code for code in all_codes() if wanted.upper() == code.code or wanted.lower() == code.slug), None)


def near_codes(typed: str) -> tuple[Code, ...]:
    """Codes whose number, slug or title looks like what was typed."""
    names = {name: code for code in all_codes() for name in (code.code, code.slug, code.title)}
    within = [code for code in all_codes() if len(typed.strip()) > 1 and typed.strip() in code.title]
    near = [names[name] for name in difflib.get_close_matches(typed.strip(), names, 5, 0.5)]
    near += [names[name] for name in difflib.get_close_matches(typed.strip().upper(), names, 5, 0.6)]
    return tuple(dict.fromkeys((*within, *near)))[:5]
