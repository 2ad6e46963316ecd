"""Whatever a declared file holds, it gives a value or problems and never raises."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.declared.commitments import load_register
from monitor.declared.loaded import Loaded
from monitor.declared.settings import load_alerts, load_feeds
from monitor.errors import Grade

SCRAPS = st.sampled_from(
    [
        *("version: 1\n", "commitments:\n", "feeds:\n", "channels:\n", "routes:\n", "parties:\n"),
        *("  - id: a\n", "    kind: never\n", "    obligor: US\n", "    due: 2025-02-30\n"),
        *("    statement: 'x\n", "    watch: {terms: [a, b]}\n", "    due: {on: ~}\n"),
        *("&a ", "*a", "<<: ", "!!t ", "? ", ": ", "- ", "[", "]", "{", "}", "'", '"', "|\n"),
        *("---\n", "...\n", "%YAML 1.1\n", "# x\n", "\0", "\ufeff", "\u2028", "\x85", "\r"),
        *("    made: 2025-01-01\n", "    obligee: CN\n", "    address: https://e.org\n", "💥"),
        *("    quantity: {target: 1, unit: t}\n", "    url: ${X}\n", "    amendments: [{on: 1}]\n"),
        *("\n", "\t", ">\n", "\\u12", "    - b\n", "    series: [a]\n", "  a: b\n", "    to: c\n"),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(SCRAPS, max_size=25).map("".join), st.binary(max_size=120)
)


@pytest.mark.parametrize("load", [load_register, load_feeds, load_alerts])
@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=TEXTS)
def test_any_text_gives_a_value_or_errors(
    tmp_path: Path, load: Callable[[Path], Loaded[object]], content: str | bytes
) -> None:
    path = tmp_path / "file.yaml"
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    path.write_bytes(data)

    loaded = load(path)

    errors = [p for p in loaded.problems if p.grade is Grade.ERROR]
    assert (loaded.value is None) == bool(errors)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert all(0 <= p.line <= lines and p.message for p in loaded.problems)
