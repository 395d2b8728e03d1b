"""A second wallet, made of nothing but docs/wallet-api.yaml: it checks requests by the document and answers what its schemas allow."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import yaml
from hypothesis import strategies as st

DOCUMENT = yaml.load((Path(__file__).parents[2] / "docs" / "wallet-api.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
METHODS = ("get", "post")
TIMES = st.builds(
    lambda moment, offset: moment.replace(tzinfo=timezone(timedelta(minutes=offset))).isoformat(timespec="seconds"),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001  the zone is added
    st.integers(-12 * 60, 14 * 60),
)
"""As RFC 3339 has them."""


def plain(part: Any) -> Any:
    """Put what is referred to in the place of the reference."""
    if isinstance(part, list):
        return [plain(each) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        found: Any = DOCUMENT
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        return plain(found)
    return {name: plain(each) for name, each in part.items()}


@dataclass(frozen=True)
class Operation:
    """One operation of the document."""

    name: str
    method: str
    path: re.Pattern[str]
    told: dict[str, Any]

    def check(self, request: httpx2.Request) -> None:
        """Hold a request to the document: its headers, its query, its body and the names in its address."""
        query = dict(request.url.params)
        named = self.path.fullmatch(request.url.path).groupdict()
        where = {"path": named, "query": query, "header": request.headers}
        for parameter in self.told["parameters"]:
            value = where[parameter["in"]].get(parameter["name"])
            assert value is not None or not parameter.get("required"), f"{parameter['name']} is missing"
            if value is not None:
                kind = parameter["schema"].get("type")
                jsonschema.validate(int(value) if kind == "integer" else value, parameter["schema"])
        assert set(query) <= {each["name"] for each in self.told["parameters"]}
        assert request.headers["authorization"].startswith("Bearer ")
        body = self.told.get("requestBody")
        if body:
            jsonschema.validate(json.loads(request.content), body["content"]["application/json"]["schema"])
        else:
            assert not request.content

    @property
    def well(self) -> tuple[int, dict[str, Any]]:
        """The status and schema of its answer when all is well."""
        status = next(each for each in self.told["responses"] if each.startswith("2"))
        return int(status), self.told["responses"][status]["content"]["application/json"]["schema"]

    @property
    def refusals(self) -> dict[str, tuple[int, Any]]:
        """The status and the document's own example of each refusal, by its code."""
        found = {}
        for status, answer in self.told["responses"].items():
            for code, example in answer.get("content", {}).get("application/json", {}).get("examples", {}).items():
                if status.startswith("4"):
                    found[code] = (int(status), example["value"])
        return found


def operations() -> dict[str, Operation]:
    """Give all operations of the document by their names."""
    found = {}
    for path, told in plain(DOCUMENT["paths"]).items():
        pattern = re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path))
        for method in METHODS:
            if method in told:
                both = told[method] | {"parameters": [*told.get("parameters", ()), *told[method].get("parameters", ())]}
                found[both["operationId"]] = Operation(both["operationId"], method.upper(), pattern, both)
    return found


OPERATIONS = operations()


def asked_for(request: httpx2.Request) -> Operation:
    """Find the operation that a request is for; the most exact address wins."""
    found = [each for each in OPERATIONS.values() if each.method == request.method and each.path.fullmatch(request.url.path)]
    return min(found, key=lambda each: each.path.groups)


def wallet(answer: Callable[[Operation], tuple[int, Any]], asked: list[str]) -> httpx2.MockTransport:
    """Serve the document: every request is checked and noted, and answered as told."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        operation = asked_for(request)
        operation.check(request)
        asked.append(operation.name)
        status, body = answer(operation)
        return httpx2.Response(status, content=iter([json.dumps(body).encode()]))

    return httpx2.MockTransport(handle)


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Give everything that a schema allows, as far as this document goes."""
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of(*map(values, schema["anyOf"]))
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of(*(KINDS[kind](schema) for kind in kinds))


def _object(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """More than it names may come along, unless it says otherwise."""
    fields = {name: values(each) for name, each in schema.get("properties", {}).items()}
    known = {name: each for name, each in fields.items() if name in schema.get("required", ())}
    rest = {name: each for name, each in fields.items() if name not in known}
    closed = schema.get("additionalProperties") is False
    return st.fixed_dictionaries(known | ({} if closed else {"one day": st.just("more")}), optional=rest)


def _string(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if schema.get("format") == "date-time":
        return TIMES
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True)
    return st.text(min_size=schema.get("minLength", 0), max_size=schema.get("maxLength", 40))


KINDS: dict[str, Callable[[dict[str, Any]], st.SearchStrategy[Any]]] = {
    "object": _object,
    "array": lambda schema: st.lists(values(schema["items"]), max_size=3),
    "string": _string,
    "integer": lambda schema: st.integers(schema.get("minimum", -(10**9)), schema.get("maximum", 10**9)),
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
}
