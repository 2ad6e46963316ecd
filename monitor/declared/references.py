"""`${NAME}` and `file:path` → the secrets they stand for. Nothing of a value is ever told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from monitor.declared.form_problems import Source
from monitor.declared.node import Step
from monitor.errors import Problem
from monitor.secret import Secret

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_BROKEN = re.compile(r"\$\{|^\$[A-Za-z_]")
_FILE = re.compile(r"file:(?!//)(.+)|file://(/.+)")
_MAX_BYTES = 64 * 1024


@dataclass
class References:
    """Resolves the references of one file, and keeps what could not be resolved.

    base: the directory that relative paths start from. literal: whether any value stood in the
    file itself, in the clear.
    """

    source: Source
    base: Path
    environment: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    literal: bool = False

    def secret(self, written: str, steps: Sequence[Step]) -> Secret:
        """The value, empty where it cannot be had (a problem then says why)."""
        if not written:
            return Secret("")
        if found := _FILE.fullmatch(written):
            return Secret(self._of_file(self.base / Path(found[1] or found[2]).expanduser(), steps))
        if _BROKEN.search(_VARIABLE.sub("", written)):
            message = "A reference to a variable cannot be read."
            self._tell(steps, message, "write ${NAME}, of letters, digits and underscores")
            return Secret("")
        if not _VARIABLE.search(written):
            self.literal = True
        return Secret(_VARIABLE.sub(lambda found: self._of_variable(found[1], steps), written))

    def _of_variable(self, name: str, steps: Sequence[Step]) -> str:
        value = self.environment.get(name)
        if value is None:
            self._tell(steps, f"The environment has no variable {name}.", f"set {name}")
        elif not value.strip():
            self._tell(steps, f"The variable {name} is empty.", f"set {name}")
        return (value or "").strip()

    def _of_file(self, path: Path, steps: Sequence[Step]) -> str:
        if not path.is_file():
            self._tell(steps, "The file of this reference does not exist.", f"looked for {path}")
            return ""
        try:
            data = path.read_bytes()[: _MAX_BYTES + 1]
            text = data.decode("utf-8-sig").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            self._tell(steps, "The file of this reference cannot be read as text.", str(path))
            return ""
        if not text.strip() or len(data) > _MAX_BYTES or re.search(r"[\x00-\x1f\x7f]", text):
            self._tell(steps, "The file of this reference must hold one line.", str(path))
            return ""
        return text

    def _tell(self, steps: Sequence[Step], message: str, hint: str) -> None:
        self.problems.append(self.source.problem(steps, message, hint))
