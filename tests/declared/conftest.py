from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from monitor.declared.commitments import load_register
from monitor.declared.loaded import Loaded
from monitor.domain.commitment import Commitment, Register

Write = Callable[[str], Path]
Read = Callable[[str], Loaded[Register]]
Told = Callable[[str], list[str]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a declared file and gives its path."""

    def to_file(text: str) -> Path:
        path = tmp_path / "commitments.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return to_file


@pytest.fixture
def read(write: Write) -> Read:
    """Loads a register from text."""
    return lambda text: load_register(write(text))


@pytest.fixture
def told(write: Write) -> Told:
    """The sentences said about a register, without the directory of its file."""

    def sentences(text: str) -> list[str]:
        path = write(text)
        return [str(p).replace(f"{path.parent}/", "") for p in load_register(path).problems]

    return sentences


@pytest.fixture
def first(read: Read) -> Callable[[str], Commitment]:
    """The first commitment of a register that has no error."""

    def of(text: str) -> Commitment:
        loaded = read(text)
        assert loaded.value is not None, [str(p) for p in loaded.problems]
        return loaded.value.commitments[0]

    return of
