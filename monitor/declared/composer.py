"""YAML events → a tree of texts with lines. Never recursive, so that no depth can hurt.

Only ruamel's pure scanner and parser are used: its constructors, which turn texts into surprise
types, never run.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from monitor.declared.node import Listing, Mapping, Node, Scalar, Step, path_of
from monitor.declared.text_file import FORBIDDEN
from monitor.declared.yaml_words import explain
from monitor.errors import Problem

MAX_DEPTH = 20
MAX_ALIASES = 50
MAX_PROBLEMS = 200


class _Stop(Exception):
    """The rest of the file cannot be read; the problem is already noted."""


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A finished node, how many nodes it holds and how many levels of lists and mappings."""

    node: Node
    size: int
    height: int


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    line: int
    is_mapping: bool
    anchor: str | None
    step: Step | None
    entries: list[Node] = field(default_factory=list)
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    key: Scalar | None = None
    awaits_value: bool = False
    lines: dict[str, int] = field(default_factory=dict)
    size: int = 1
    height: int = 1


def compose(file: str, text: str, max_nodes: int) -> tuple[Node | None, list[Problem]]:
    """The tree of one document and what is wrong with it; None where reading had to stop."""
    composer = _Composer(file, text, max_nodes)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            composer.take(event)
    except _Stop:
        return None, composer.problems
    except MarkedYAMLError as error:
        found = explain(error, text)
        composer.tell(composer.line(found.position), found.message, found.hint)
        return None, composer.problems
    except (YAMLError, ValueError, AssertionError, AttributeError, IndexError, OverflowError):
        # ruamel's scanner lets a few malformed escapes and headers through to plain Python errors.
        composer.tell(composer.last_line, "The YAML cannot be understood near here.", "")
        return None, composer.problems
    return composer.root, composer.problems


class _Composer:
    """Takes events one by one; `root` and `problems` are what came of them."""

    def __init__(self, file: str, text: str, max_nodes: int) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.last_line = 1
        self._max_nodes = max_nodes
        self._starts = [0, *(found.end() for found in re.finditer("\r\n|\n|\r", text))]
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._aliases = 0
        self._nodes = 0
        self._documents = 0

    def line(self, index: int) -> int:
        """The 1-based line of a character, counted as editors count."""
        return bisect_right(self._starts, index)

    def tell(self, line: int, message: str, hint: str = "") -> None:
        """Note a problem at the place that is being read."""
        steps = [f.step for f in self._stack if f.step is not None]
        if self._stack and self._stack[-1].key is not None:
            steps.append(self._stack[-1].key.text)
        # Keys may be anything, even a secret in the wrong place; only plain words are shown.
        shown = [s for s in steps if isinstance(s, int) or re.fullmatch(r"[a-z_-]{1,24}", s)]
        path = path_of(shown) if len(shown) == len(steps) else ""
        self.problems.append(Problem(self.file, line, path, message, hint))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stop

    def take(self, event: Event) -> None:
        """One event of the stream, in order."""
        if isinstance(event, DocumentStartEvent):
            self._begin_document(event)
        elif isinstance(event, NodeEvent):
            self.last_line = self.line(event.start_mark.index)
            self._take_node(event)
        elif isinstance(event, CollectionEndEvent):
            self._close()

    def _take_node(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent):
            self._alias(event)
        elif isinstance(event, ScalarEvent):
            self._refuse_tag(event)
            self._count(1)
            if event.style == '"' and FORBIDDEN.search(event.value):
                self.tell(self.last_line, "An escape stands for a control character.", "delete it")
            line = self.last_line if event.value or event.style else self._line_of_nothing()
            scalar = Scalar(event.value, line, quoted=bool(event.style))
            self._place(_Anchored(scalar, 1, 0), event.anchor)
        elif isinstance(event, CollectionStartEvent):
            self._refuse_tag(event)
            self._open(event)

    def _line_of_nothing(self) -> int:
        """A value that is not there stands on the line of its key, not where the next one does."""
        key = self._stack[-1].key if self._stack else None
        return key.line if key is not None else self.last_line

    def _begin_document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        line = self.line(event.start_mark.index)
        if self._documents > 1:
            self.tell(line, "A second document begins here.", "a file holds one; remove the ---")
            raise _Stop
        if event.version or event.tags:
            self.tell(1, "Lines that begin with % are not read.", "remove them")

    def _refuse_tag(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.ctag is not None and str(event.ctag):
            hint = "remove the word that begins with !, or put the text into quotes"
            self.tell(self.last_line, "Tags are not read.", hint)

    def _open(self, event: CollectionStartEvent) -> None:
        self._count(1)
        self._refuse_depth(1)
        is_mapping = isinstance(event, MappingStartEvent)
        self._stack.append(_Frame(self.last_line, is_mapping, event.anchor, self._step()))
        if event.anchor:
            self._anchors[event.anchor] = None  # open: an alias to it would never end

    def _step(self) -> Step | None:
        if not self._stack:
            return None
        frame = self._stack[-1]
        if frame.is_mapping:
            return frame.key.text if frame.key is not None else "?"
        return len(frame.entries)

    def _close(self) -> None:
        frame = self._stack.pop()
        node: Node
        if frame.is_mapping:
            node = Mapping(tuple(frame.pairs), frame.line)
        else:
            node = Listing(tuple(frame.entries), frame.line)
        self._place(_Anchored(node, frame.size, frame.height), frame.anchor)

    def _alias(self, event: AliasEvent) -> None:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            self.tell(self.last_line, f"More than {MAX_ALIASES} aliases (*) stand in this file.")
            raise _Stop
        target = self._anchors.get(event.anchor or "")
        if target is None:
            message = "This alias (*) names nothing that was anchored (&) and ended before it."
            self.tell(self.last_line, message, "put texts that begin with * into quotes")
            raise _Stop
        self._count(target.size)
        self._refuse_depth(target.height)
        self._place(target, None)

    def _place(self, found: _Anchored, anchor: str | None) -> None:
        """Put a finished node where it belongs: under a key, into a list, at the root."""
        if anchor:
            self._anchors[anchor] = found
        if not self._stack:
            self.root = found.node
            return
        frame = self._stack[-1]
        frame.size += found.size
        frame.height = max(frame.height, found.height + 1)
        if not frame.is_mapping:
            frame.entries.append(found.node)
        elif not frame.awaits_value:
            self._take_key(frame, found.node)
        else:
            self._take_value(frame, found.node)

    def _count(self, size: int) -> None:
        """Keep the number of nodes, with every alias written out in full, within its bound."""
        self._nodes += size
        if self._nodes > self._max_nodes:
            message = f"The file has more than {self._max_nodes:,} entries, the most that is read."
            self.tell(self.last_line, message)
            raise _Stop

    def _refuse_depth(self, height: int) -> None:
        if len(self._stack) + height > MAX_DEPTH:
            message = f"Lists and mappings lie more than {MAX_DEPTH} deep in each other here."
            self.tell(self.last_line, message)
            raise _Stop

    def _take_key(self, frame: _Frame, node: Node) -> None:
        frame.awaits_value = True
        if not isinstance(node, Scalar):
            self.tell(node.line, "A key must be plain text.", "is a quote or a comma missing?")
            frame.key = None
        elif node.text == "<<" and not node.quoted:
            self.tell(node.line, "Merge keys (<<) are not read.", "write the keys out")
            frame.key = None
        elif node.text in frame.lines:
            self._repeated(frame, node)
        else:
            frame.lines[node.text] = node.line
            frame.key = node

    def _repeated(self, frame: _Frame, key: Scalar) -> None:
        frame.key = key
        first = frame.lines[key.text]
        self.tell(
            key.line,
            f"The same key stands already on line {first}.",
            "keep one of them, or begin a new entry with a dash",
        )
        frame.key = None

    @staticmethod
    def _take_value(frame: _Frame, node: Node) -> None:
        if frame.key is not None:
            frame.pairs.append((frame.key, node))
        frame.key = None
        frame.awaits_value = False
