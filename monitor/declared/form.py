"""What every form of a declared file shares: strict, closed, and silent about what it was given.

A form is the shape in which the user writes a thing; its `value()` is the thing itself. The texts
of a form come from `node.plain`, so each of them is a str, whatever it looks like.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic_core import CoreSchema, PydanticCustomError


@dataclass(slots=True)
class Forms:
    """Which form took which mapping, by the mapping's identity: to say what keys it knows."""

    by_mapping: dict[int, "type[Form]"] = field(default_factory=dict)


def refuse(message: str, hint: str = "") -> PydanticCustomError:
    """An error that carries the sentence and the way out through pydantic."""
    return PydanticCustomError("declared", "{message}", {"message": message, "hint": hint})


def shown_by(*examples: dict[str, Any]) -> ConfigDict:
    """The configuration of a form that shows editors how an entry looks."""
    return ConfigDict(json_schema_extra={"examples": list(examples)})


class Form(BaseModel):
    """A mapping with known keys. `short` names the key that a bare text stands for."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)
    short: ClassVar[str] = ""
    thing: ClassVar[str] = "This"

    @model_validator(mode="before")
    @classmethod
    def _take(cls, data: object, info: ValidationInfo) -> object:
        """The long form, without known keys that have no value; what is no mapping is refused."""
        if isinstance(data, str) and cls.short:
            return {cls.short: data}
        if not isinstance(data, dict):
            raise refuse(f"{cls.thing} is written as a mapping of keys to values.", cls._keys())
        if isinstance(info.context, Forms):
            info.context.by_mapping[id(data)] = cls
        known = cls.known_keys()
        return {key: v for key, v in data.items() if v is not None or key not in known}

    @classmethod
    def known_keys(cls) -> list[str]:
        """The keys as the user writes them, in the order of the form."""
        return [info.alias or name for name, info in cls.model_fields.items()]

    @classmethod
    def _keys(cls) -> str:
        required = [i.alias or name for name, i in cls.model_fields.items() if i.is_required()]
        return f"such as {', '.join(f'{key}: …' for key in required or cls.known_keys()[:3])}"

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> dict[str, Any]:
        """Let the schema accept the short form beside the long one."""
        schema = handler(core_schema)
        if cls.short:
            long = handler.resolve_ref_schema(schema)
            content = dict(long)
            short = content["properties"][cls.short]
            choices = [s for s in short.get("anyOf", [short]) if s != {"type": "null"}]
            long.clear()
            long["anyOf"] = [*choices, content]
        return schema
