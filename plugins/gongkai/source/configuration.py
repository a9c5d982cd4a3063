"""Reading options from mkdocs.yml, which is somebody else's file with tags of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml


class _PlainLoader(yaml.CSafeLoader):
    """A safe loader to which unknown tags are plain values."""


def _untagged(loader: _PlainLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


_PlainLoader.add_multi_constructor("", _untagged)


@dataclass(frozen=True, slots=True)
class Configuration:
    """What mkdocs.yml says of the site's address and of its repository, as it was typed, and of one plugin.

    `content` is the folder of the school's own pages; `has_theme` tells whether MkDocs can make its site.
    """

    site_url: Any
    repo_url: Any
    repo_name: Any
    options: dict[str, Any]
    content: str = "docs"
    has_theme: bool = False


def configuration(text: str, plugin: str) -> Configuration | None:
    """What mkdocs.yml says of one plugin; without options when it has none, None when the text cannot be read."""
    try:
        data = yaml.load(text, Loader=_PlainLoader)  # a safe loader that also ignores tags
    except (yaml.YAMLError, ValueError):
        return None
    if not isinstance(data, dict):
        return Configuration(None, None, None, {})
    options = _options(data.get("plugins"), plugin)
    content = str(data.get("docs_dir") or "docs")
    has_theme = bool(data.get("theme"))
    return Configuration(data.get("site_url"), data.get("repo_url"), data.get("repo_name"), options, content, has_theme)


def _options(plugins: Any, plugin: str) -> dict[str, Any]:
    for entry in plugins if isinstance(plugins, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get(plugin), dict):
            return dict(entry[plugin])
    return {}
