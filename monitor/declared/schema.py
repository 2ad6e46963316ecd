"""JSON Schemas of the three files, from the very forms that read them: editors complete by them."""

from typing import Any, Literal, TypeAlias

from monitor.declared.alerts_form import PolicyForm
from monitor.declared.commitment_form import RegisterForm
from monitor.declared.feeds_form import FeedsForm
from monitor.declared.form import Form

Which: TypeAlias = Literal["commitments", "feeds", "alerts"]

_FORMS: dict[str, type[Form]] = {
    "commitments": RegisterForm,
    "feeds": FeedsForm,
    "alerts": PolicyForm,
}
_TITLES = {
    "commitments": "commitments.yaml: what was promised",
    "feeds": "feeds.yaml: where the monitor looks",
    "alerts": "alerts.yaml: whom it tells, and how",
}
_NOTHING = {"type": "null"}


def json_schema(which: Which) -> dict[str, Any]:
    """The schema (draft 7, which every editor knows) of one file: what the loader takes, it takes.

    It is wider than the loader in what it cannot say (days that exist, ids that are declared).
    """
    form = _FORMS[which]
    made = form.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    definitions = {name: _tidied(schema) for name, schema in sorted(made.pop("$defs").items())}
    top = {"$schema": "http://json-schema.org/draft-07/schema#", "title": _TITLES[which]}
    return {**top, **_tidied(made), "definitions": definitions}


def _tidied(schema: Any) -> Any:
    """Without machine-made titles and defaults, and with `null` for every key one may leave out."""
    if isinstance(schema, list):
        return [_tidied(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {
        key: _properties(value, schema) if key == "properties" else _tidied(value)
        for key, value in schema.items()
        if key not in {"title", "default"}
    }
    if len(tidy) > 1 and "$ref" in tidy:  # draft 7 passes over whatever stands beside a reference
        reference = tidy.pop("$ref")
        return {**tidy, "allOf": [{"$ref": reference}]}
    return tidy


def _properties(properties: dict[str, Any], owner: dict[str, Any]) -> dict[str, Any]:
    required = set(owner.get("required", ()))
    return {
        name: _tidied(value) if name in required else _or_nothing(_tidied(value))
        for name, value in properties.items()
    }


def _or_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    """A key with nothing after its colon counts as left out."""
    described = {key: schema[key] for key in schema if key in {"description", "examples"}}
    rest = {key: value for key, value in schema.items() if key not in described}
    choices = rest["anyOf"] if set(rest) == {"anyOf"} else rest.get("allOf", [rest])
    nothing = [] if _NOTHING in choices else [_NOTHING]
    return {**described, "anyOf": [*choices, *nothing]}
