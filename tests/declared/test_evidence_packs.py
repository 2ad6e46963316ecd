"""The packs of labelled news come with registers in the short form: all of them load."""

from pathlib import Path

import pytest

from monitor.declared.commitments import load_register
from monitor.errors import Grade

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "evidence"
PACKS = sorted(SHARED.glob("*.yaml"))


@pytest.mark.shared
@pytest.mark.skipif(not PACKS, reason="the packs of labelled news do not lie beside the project")
def test_every_pack_loads_without_an_error() -> None:
    loaded = {path.stem: load_register(path) for path in PACKS}

    assert len(loaded) == 14
    errors = [str(p) for r in loaded.values() for p in r.problems if p.grade is Grade.ERROR]
    assert errors == []
    assert all(register.value is not None for register in loaded.values())
    assert sum(len(r.value.commitments) for r in loaded.values() if r.value) == 103
