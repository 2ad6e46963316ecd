"""YAML 1.2 read strictly: every scalar stays the text that was written, with its line.

Refused, each with its line: duplicate keys, tags, merge keys, more than one document, directives,
tabs as indentation, keys that are no plain text, and whatever is too deep, too long or expands to
too much. What a text means (a day, a number) is decided by the form that expects it.
"""

from pathlib import Path

from monitor.declared.node import Node
from monitor.declared.text_file import decode, read_bytes
from monitor.errors import Problem

MAX_NODES = 200_000
_MAX_LINES = 100_000


def load_yaml(path: Path) -> tuple[Node | None, list[Problem]]:
    """The file's content; None if it is empty or cannot be understood as a whole.

    A tree may come together with problems: they are then all of a kind that leaves the rest
    readable, so that the form's own problems can be told in the same breath.
    """
    data, problems = read_bytes(path)
    if problems:
        return None, problems
    return parse_yaml(path, data)


def parse_yaml(path: Path, data: bytes) -> tuple[Node | None, list[Problem]]:
    """As `load_yaml`, of bytes at hand; `path` only names them."""
    text, problems = decode(path, data)
    if problems:
        return None, problems
    if _looks_endless(text):
        message = f"The file has more than {MAX_NODES:,} entries, the most that is read."
        return None, [Problem(str(path), 0, "", message)]
    from monitor.declared.composer import compose  # ruamel.yaml is slow to import

    return compose(str(path), text, MAX_NODES)


def _looks_endless(text: str) -> bool:
    """A cheap count of what can begin a node; far above the limit it saves seconds of scanning."""
    if text.count("\n") > _MAX_LINES:
        return True
    signs = text.count(",") + text.count("[") + text.count("{") + text.count("- ")
    return signs + text.count(": ") + text.count(":\n") > MAX_NODES
