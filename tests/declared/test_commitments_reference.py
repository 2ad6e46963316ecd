import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.declared.commitments import load_register
from monitor.declared.schema import json_schema
from monitor.domain.commitment import AmendmentKind, ConditionKind, Kind, Proof, Proration

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "commitments.md"
TEXT = REFERENCE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, flags=re.DOTALL)


def keys_of(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from keys_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from keys_of(part)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_file_without_a_problem(example: str, tmp_path: Path) -> None:
    path = tmp_path / "commitments.yaml"
    path.write_text(example, encoding="utf-8")
    assert load_register(path).problems == ()


def test_every_key_of_the_schema_is_explained_or_shown() -> None:
    spoken_of = set(re.findall(r"`([a-z_]+)`", TEXT)) | set(re.findall(r"\b([a-z_]+):", TEXT))
    assert set(keys_of(json_schema("commitments"))) - spoken_of == set()


@pytest.mark.parametrize("words", [Kind, AmendmentKind, ConditionKind, Proof, Proration])
def test_every_word_that_a_key_may_hold_is_named(words: type[Kind]) -> None:
    assert {word.value for word in words} - set(re.findall(r"`([a-z-]+)`", TEXT)) == set()
