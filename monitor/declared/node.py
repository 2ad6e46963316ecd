"""What stands in a YAML file: texts, lists and mappings, each with its line; no types guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Step: TypeAlias = str | int
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text as written. `quoted` texts are never taken for "nothing"."""

    text: str
    line: int
    quoted: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether it stands for "not given": empty, `~` or `null`, without quotes."""
        return not self.quoted and self.text in _NOTHING


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, in order."""

    entries: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file; keys are unique."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    line: int

    def key(self, name: str) -> Scalar | None:
        """The key itself, with the line on which it stands."""
        return next((key for key, _ in self.pairs if key.text == name), None)

    def get(self, name: str) -> "Node | None":
        """The value under a key, None if there is no such key."""
        return next((value for key, value in self.pairs if key.text == name), None)


Node: TypeAlias = Scalar | Listing | Mapping


def plain(node: Node) -> Plain:
    """The same as plain Python: str, list, dict, and None for nothing."""
    if isinstance(node, Scalar):
        return None if node.is_nothing else node.text
    if isinstance(node, Listing):
        return [plain(entry) for entry in node.entries]
    return {key.text: plain(value) for key, value in node.pairs}


def line_at(node: Node, steps: Sequence[Step]) -> int:
    """The line of the deepest place along `steps` that exists.

    The line of a key serves for a value that is itself a list or a mapping.
    """
    line = node.line
    for step in steps:
        found = _step(node, step)
        if found is None:
            break
        node, line = found
    return line


def _step(node: Node, step: Step) -> tuple[Node, int] | None:
    if isinstance(node, Listing) and isinstance(step, int) and step < len(node.entries):
        return node.entries[step], node.entries[step].line
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            if key.text == step:
                return value, value.line if isinstance(value, Scalar) else key.line
    return None


def existing(node: Node, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The part of `steps` that the tree has: a short form has nothing inside."""
    for depth, step in enumerate(steps):
        found = _step(node, step)
        if found is None:
            return tuple(steps[:depth])
        node = found[0]
    return tuple(steps)


def path_of(steps: Sequence[Step]) -> str:
    """The place inside a file as people write it: `commitments[3].due`."""
    words = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return "".join(words).removeprefix(".")
