"""Reading options from mkdocs.yml, which is somebody else's file with tags of its own."""

from __future__ import annotations

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


def configuration(text: str, plugin: str) -> dict[str, Any] | None:
    """The options of one plugin in mkdocs.yml: empty when it has none, None when the text cannot be read."""
    try:
        data = yaml.load(text, Loader=_PlainLoader)  # a safe loader that also ignores tags
    except (yaml.YAMLError, ValueError):
        return None
    plugins = data.get("plugins") if isinstance(data, dict) else None
    for entry in plugins if isinstance(plugins, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get(plugin), dict):
            return dict(entry[plugin])
    return {}
