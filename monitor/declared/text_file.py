"""Bytes of a declared file → text, or the problems that make it no text."""

import re
import stat
from pathlib import Path

from monitor.errors import Problem

MAX_BYTES = 1024 * 1024
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INDENT_TAB = re.compile(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)
_MOST_TABS_TOLD = 5


def read_bytes(path: Path) -> tuple[bytes, list[Problem]]:
    """The content of an ordinary file of at most `MAX_BYTES`; a device or a pipe is refused."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            return b"", [Problem(str(path), 0, "", "This is no ordinary file.")]
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return b"", [Problem(str(path), 0, "", "There is no such file.")]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        return b"", [Problem(str(path), 0, "", f"The file cannot be read: {reason}.")]
    if len(data) > MAX_BYTES:
        return b"", [_too_long(path)]
    return data, []


def decode(path: Path, data: bytes) -> tuple[str, list[Problem]]:
    """UTF-8 text without its byte-order mark, and everything in it that no YAML may hold."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "save the file as UTF-8"
        return "", [Problem(str(path), line, "", "This is not UTF-8 text.", hint)]
    return text, [*_forbidden(path, text), *_tabs(path, text)]


def _forbidden(path: Path, text: str) -> list[Problem]:
    found = FORBIDDEN.search(text)
    if found is None:
        return []
    message = f"A control character (U+{ord(found[0]):04X}) stands here."
    return [Problem(str(path), _line(text, found.start()), "", message, "delete it")]


def _tabs(path: Path, text: str) -> list[Problem]:
    if "\t" not in text:
        return []
    message = "The line begins with a tab."
    return [
        Problem(str(path), _line(text, found.start()), "", message, "indent with spaces")
        for found, _ in zip(_INDENT_TAB.finditer(text), range(_MOST_TABS_TOLD), strict=False)
    ]


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _too_long(path: Path) -> Problem:
    message = f"The file is longer than {MAX_BYTES // 1024} KiB, the most that is read."
    return Problem(str(path), 0, "", message)
