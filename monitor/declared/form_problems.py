"""Forms filled in from a file; what pydantic objects to, as Problems with lines."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from monitor.declared.form import Form, Forms
from monitor.declared.nearby import nearest
from monitor.declared.node import (
    Listing,
    Mapping,
    Node,
    Plain,
    Scalar,
    Step,
    existing,
    line_at,
    path_of,
    plain,
)
from monitor.errors import Problem

F = TypeVar("F", bound=Form)
_MOST = 200  # more objections than anybody reads, each of which takes a search for what was meant
_SHOWABLE = re.compile(r"[A-Za-z][A-Za-z_-]{0,23}")


@dataclass(frozen=True)
class Source:
    """A file's name and content: what turns a path inside it into a place."""

    file: str
    tree: Node

    @cached_property
    def content(self) -> Plain:
        """The tree as plain Python, always the same objects."""
        return plain(self.tree)

    def line(self, steps: Sequence[Step]) -> int:
        """The line of the deepest place along `steps` that the file has."""
        return line_at(self.tree, steps)

    def text(self, name: str) -> str:
        """What stands under a key of the file itself; empty where no text does."""
        node = self.tree.get(name) if isinstance(self.tree, Mapping) else None
        return node.text if isinstance(node, Scalar) and not node.is_nothing else ""

    def texts(self, name: str, key: str) -> list[str]:
        """What stands under a key in each entry of a list; empty where no text does."""
        entries = self.tree.get(name) if isinstance(self.tree, Mapping) else None
        if not isinstance(entries, Listing):
            return []
        found = (e.get(key) if isinstance(e, Mapping) else None for e in entries.entries)
        return [node.text if isinstance(node, Scalar) else "" for node in found]

    def problem(self, steps: Sequence[Step], message: str, hint: str = "") -> Problem:
        """An error at the deepest place along `steps` that the file has."""
        there = existing(self.tree, steps)
        return Problem(self.file, self.line(there), path_of(there), message, hint)


def fill(form: type[F], source: Source) -> tuple[F | None, list[Problem]]:
    """The form filled in, or everything that does not fit it."""
    forms = Forms()
    try:
        return form.model_validate(source.content, context=forms), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[:_MOST]
    return None, list(_Objections(source, source.content, forms).problems(details))


def sound_entries(form: type[F], source: Source, name: str, whole: Form | None) -> dict[int, F]:
    """The entries of a list that fit their form, each by its place; the others are passed over.

    whole: the form of the file, if it could be filled in: its entries are known to fit.
    """
    if whole is not None:
        return dict(enumerate(getattr(whole, name)))
    content = source.content
    entries = content.get(name) if isinstance(content, dict) else None
    sound: dict[int, F] = {}
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        with suppress(ValidationError):
            sound[index] = form.model_validate(entry)
    return sound


def _is_showable(step: Step) -> bool:
    """Whether a step of a path may be printed: a key may be a secret in the wrong place."""
    return isinstance(step, int) or _SHOWABLE.fullmatch(step) is not None


class _Objections:
    """Turns one validation's errors into problems."""

    def __init__(self, source: Source, content: Plain, forms: Forms) -> None:
        self._source = source
        self._content = content
        self._forms = forms
        self._meant: set[tuple[Step, ...]] = set()

    def problems(self, details: Sequence[ErrorDetails]) -> Iterator[Problem]:
        """Unknown keys come first: a misspelled key explains the missing one beside it."""
        for detail in details:
            if detail["type"] == "extra_forbidden":
                yield self._unknown(detail["loc"])
        missing: dict[tuple[Step, ...], list[str]] = {}
        for detail in details:
            if detail["type"] == "missing" and detail["loc"] not in self._meant:
                missing.setdefault(detail["loc"][:-1], []).append(f"`{detail['loc'][-1]}`")
            elif detail["type"] not in {"missing", "extra_forbidden"}:
                yield self._wrong(detail)
        for steps, keys in missing.items():
            yield self._missing(steps, keys)

    def _unknown(self, steps: tuple[Step, ...]) -> Problem:
        key, parent = str(steps[-1]), steps[:-1]
        known = self._known(parent)
        close = nearest(key, known, 0.6)
        if close:
            self._meant.add((*parent, close))
        hint = f"did you mean {close}?" if close else f"known here: {', '.join(known)}"
        if not _is_showable(key):
            line = line_at(self._source.tree, steps)
            return Problem(self._source.file, line, path_of(parent), "This key is not known.", hint)
        return self._source.problem(steps, f"The key `{key}` is not known here.", hint)

    def _missing(self, steps: tuple[Step, ...], keys: list[str]) -> Problem:
        form = self._forms.by_mapping.get(id(self._at(steps)))
        thing = form.thing if form else "This"
        needed = " and ".join(filter(None, (", ".join(keys[:-1]), keys[-1])))
        return self._source.problem(steps, f"{thing} needs {needed}.")

    def _wrong(self, detail: ErrorDetails) -> Problem:
        steps = existing(self._source.tree, tuple(s for s in detail["loc"] if s != "[key]"))
        context = detail.get("ctx", {})
        message = context.get("message") or "This value does not fit here."
        line = self._source.line(steps)
        path = path_of(tuple(takewhile(_is_showable, steps)))
        return Problem(self._source.file, line, path, message, context.get("hint", ""))

    def _known(self, steps: tuple[Step, ...]) -> list[str]:
        form = self._forms.by_mapping.get(id(self._at(steps)))
        return form.known_keys() if form else []

    def _at(self, steps: tuple[Step, ...]) -> Plain:
        content = self._content
        for step in existing(self._source.tree, steps):
            content = content[step]  # type: ignore[index]
        return content
