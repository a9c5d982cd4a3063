"""The MkDocs door: load, check and gate before anything is cleaned; then hand the pages over."""

from __future__ import annotations

from gongkai.plugin.door import GongkaiPlugin

__all__ = ["GongkaiPlugin"]
