"""JSON Schema of the menu files, by which editors complete, explain and check them while they are written."""

from ivr.compiler.schema.files import schema

__all__ = ["schema"]
