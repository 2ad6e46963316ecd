"""The schemas that editors check by take what the loader takes, and refuse common slips."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.declared.alerts_form import ChannelForm, RouteForm
from monitor.declared.commitment_form import CommitmentForm
from monitor.declared.due_form import DueForm
from monitor.declared.feeds_form import FeedForm, SeriesForm
from monitor.declared.form import Form
from monitor.declared.node import Listing, Node, Scalar
from monitor.declared.schema import Which, json_schema
from monitor.declared.terms_form import AmendmentForm, QuantityForm
from monitor.declared.yaml_file import parse_yaml

REPOSITORY = Path(__file__).resolve().parents[2]
SHIPPED: list[tuple[Which, Path]] = [
    ("commitments", REPOSITORY / "commitments.yaml"),
    ("feeds", REPOSITORY / "config" / "feeds.yaml"),
    ("alerts", REPOSITORY / "config" / "alerts.yaml"),
]
PACKS = sorted((REPOSITORY / ".." / "shared" / "evidence").glob("*.yaml"))
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def as_editors_see(node: Node) -> Any:
    """Plain scalars typed by the core schema of YAML 1.2, as the editors' servers type them."""
    if isinstance(node, Listing):
        return [as_editors_see(entry) for entry in node.entries]
    if not isinstance(node, Scalar):
        return {key.text: as_editors_see(value) for key, value in node.pairs}
    return node.text if node.quoted else _typed(node.text)


def _typed(text: str) -> str | float | bool | None:
    words = {"": None, "~": None, "null": None, "true": True, "false": False}
    if text in words:
        return words[text]
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


def objections(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    """What a validator would object to: the few keywords that these schemas use."""
    if "$ref" in schema:
        yield from objections(value, root["definitions"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema and all(list(objections(value, s, root)) for s in schema["anyOf"]):
        yield f"{value!r} is none of {len(schema['anyOf'])} forms"
    for choice in schema.get("allOf", ()):
        yield from objections(value, choice, root)
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is none of {schema['enum']}"
    kinds = schema.get("type", list(TYPES))
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if not any(
        isinstance(value, TYPES[k]) and (k == "boolean" or not isinstance(value, bool))
        for k in kinds
    ):
        yield f"{value!r} is no {kinds}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{value!r} does not look like {schema['pattern']}"
    if isinstance(value, list) and "items" in schema:
        for entry in value:
            yield from objections(entry, schema["items"], root)
    if isinstance(value, dict):
        yield from _objections_to_keys(value, schema, root)


def _objections_to_keys(
    value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]
) -> Iterator[str]:
    yield from (f"{key} is missing" for key in schema.get("required", ()) if key not in value)
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for key, entry in value.items():
        if key in known:
            yield from objections(entry, known[key], root)
        elif others is False:
            yield f"{key} is unknown"
        elif isinstance(others, dict):
            yield from objections(key, schema.get("propertyNames", {}), root)
            yield from objections(entry, others, root)


def _check(which: Which, text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    tree, problems = parse_yaml(Path("file.yaml"), data)
    assert tree is not None, problems
    schema = json_schema(which)
    return list(objections(as_editors_see(tree), schema, schema))


@pytest.mark.parametrize(("which", "path"), SHIPPED)
def test_the_schemas_take_the_shipped_files(which: Which, path: Path) -> None:
    assert _check(which, path.read_bytes()) == []


@pytest.mark.parametrize(("which", "path"), SHIPPED)
def test_the_shipped_schemas_are_those_of_the_program(which: Which, path: Path) -> None:
    shipped = REPOSITORY / "config" / f"{which}.schema.json"
    command = f"monitor schema {which} > config/{which}.schema.json"

    assert json.loads(shipped.read_text(encoding="utf-8")) == json_schema(which), command


def test_nothing_stands_beside_a_reference() -> None:
    """Draft 7 passes over it, and so do the editors."""

    def crowded(schema: Any) -> Iterator[dict[str, Any]]:
        if isinstance(schema, dict) and "$ref" in schema and len(schema) > 1:
            yield schema
        for inner in schema.values() if isinstance(schema, dict) else schema:
            if isinstance(inner, dict | list):
                yield from crowded(inner)

    assert [c for which, _ in SHIPPED for c in crowded(json_schema(which))] == []


@pytest.mark.shared
@pytest.mark.skipif(not PACKS, reason="the packs of labelled news do not lie beside the project")
def test_the_schema_takes_every_pack() -> None:
    assert [o for path in PACKS for o in _check("commitments", path.read_bytes())] == []


LONG_AND_SHORT = """\
version: 1
parties: [{id: 1, aliases: one, organs: [a, b]}]
commitments:
  - id: 2025
    kind: quantity
    obligor: [US, 3M]
    obligee: China
    statement: 2025
    due: {on: 2025-12-31, at: 12:01, remind: 14d, firm: false, utc_offset: "-04:00"}
    text: https://example.org
    amendments:
      - {on: 2025-12-03, kind: extend, due: 2026-02-28}
      - {on: 2025-12-04, kind: extend, due: {after: {offset: 90d, event: x}}}
    quantity: {target: 12, unit: Mt, at_risk_below: "0.85", weights: [1, 2.5]}
    watch: {terms: [145%, 2018, 1.5], exclude: x, within: 48h}
    alerts: {severity: {overdue: critical}, muted: progress}
    note:
    draft: "true"
"""
SLIPS = [
    ("a misspelled key", "obligee: China", "oblige: China"),
    ("a kind that is none", "kind: quantity", "kind: quantty"),
    ("a day that is none", "due: 2026-02-28", "due: next spring"),
    ("a time that is none", "at: 12:01", "at: noon"),
    ("a length that is none", "within: 48h", "within: 48"),
    ("an id with capitals", "id: 2025", "id: Soybeans"),
    ("a list for a text", "note:", "note: [a]"),
    ("a text for a list of things", "{on: 2025-12-03, kind: extend, due: 2026-02-28}", "x"),
    ("yes for true", 'draft: "true"', "draft: yes"),
    ("a cause that is none", "{overdue: critical}", "{overdu: critical}"),
    ("a severity that is none", "{overdue: critical}", "{overdue: loud}"),
    ("another version", "version: 1", "version: 2"),
]


def test_the_schema_takes_short_and_long_forms() -> None:
    assert _check("commitments", LONG_AND_SHORT) == []


@pytest.mark.parametrize(("right", "wrong"), [s[1:] for s in SLIPS], ids=[s[0] for s in SLIPS])
def test_the_schema_refuses_a_slip(right: str, wrong: str) -> None:
    assert right in LONG_AND_SHORT
    assert _check("commitments", LONG_AND_SHORT.replace(right, wrong)) != []


@pytest.mark.parametrize(
    "form",
    [
        *(CommitmentForm, DueForm, QuantityForm, AmendmentForm, FeedForm, SeriesForm),
        *(ChannelForm, RouteForm),
    ],
)
def test_the_examples_that_editors_show_are_right(form: type[Form]) -> None:
    schema = form.model_json_schema()
    long = schema.get("$defs", {}).get(form.__name__, schema)
    [example] = long.get("examples") or long["anyOf"][-1]["examples"]

    assert form.model_validate(example).model_fields_set == {
        name for name, info in form.model_fields.items() if (info.alias or name) in example
    }


@pytest.mark.parametrize("which", ["commitments", "feeds", "alerts"])
def test_every_key_is_described(which: Which) -> None:
    schema = json_schema(which)
    forms = [schema, *schema["definitions"].values()]
    forms += [choice for form in forms for choice in form.get("anyOf", ())]

    bare = [
        key
        for form in forms
        for key, value in form.get("properties", {}).items()
        if not value.get("description", "").endswith((".", ",", "}", "…", '"'))
    ]

    assert bare == []
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert all("title" not in form for form in schema["definitions"].values())
