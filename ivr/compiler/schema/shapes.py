"""The shapes of all types of fields: a type's own where it has one, else what its fields declare, as `ivr.compiler.shape` reads it."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, Literal, get_args, get_origin

from ivr.compiler.docs import Doc, field_docs
from ivr.compiler.schema.parts import Schema, named
from ivr.compiler.shape import declared


class Shapes:
    """Shapes by type, told in one language; those used often stand once, among `defs`."""

    def __init__(self, language: str, own: Mapping[object, Schema]) -> None:
        self.language = language
        self.own = dict(own)
        self.defs: dict[str, Schema] = {}

    def define(self, name: str, shape: Schema) -> Schema:
        """Write a shape down once, and give what stands for it."""
        self.defs[name] = shape
        return {"$ref": f"#/$defs/{name}"}

    def of(self, kind: Any) -> Schema:
        """Give the shape of a type."""
        if kind in self.own:
            return self.own[kind]
        match get_origin(kind), get_args(kind):
            case (None, _) if is_dataclass(kind):
                return self.table(kind)
            case (origin, allowed) if origin is Literal:
                return {"enum": list(allowed)}
            case (origin, (_, inner)) if origin is Mapping:
                return named(self.of(inner))
            case (origin, (inner, _)) if origin is tuple:
                return {"type": "array", "items": self.of(inner)}
        raise TypeError(f"no shape for the field type {kind!r}")

    def table(self, cls: Any, **instead: Schema) -> Schema:
        """Take a table of a dataclass's fields, some of them with a shape of their own here."""
        docs = field_docs(cls)
        properties = {each.key: self.told(docs[each.name], instead.get(each.name) or self.of(each.type)) for each in declared(cls)}
        required = [each.key for each in declared(cls) if each.required]
        return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}

    def told(self, doc: Doc, shape: Schema) -> Schema:
        """Say what a shape is for."""
        return {"description": doc.of(self.language), **shape}
