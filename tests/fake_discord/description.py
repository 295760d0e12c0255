"""Discord's own OpenAPI description as the judge of requests, and of this server's replies."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

PLACE = Path(__file__).resolve().parents[2] / "../shared/discord/openapi.json"
_URI = "urn:discord"


def normal(template: str) -> str:
    """A path template without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", template)


class Description:
    """Validators for each operation, each made when it is first used."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._paths: dict[str, Any] = {
            normal(p): (p, item) for p, item in document["paths"].items()
        }
        resource = Resource(contents=document, specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_URI, resource)
        self._validators: dict[str, Draft202012Validator] = {}

    def knows(self, method: str, template: str) -> bool:
        """Whether Discord has such a route."""
        return method.lower() in self._paths.get(normal(template), ("", {}))[1]

    def request_problems(
        self, method: str, template: str, query: Mapping[str, str], body: Any
    ) -> list[str]:
        """What the description says against a request; `body` is None where there was none."""
        path, item = self._paths[normal(template)]
        operation = item[method.lower()]
        known = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
        problems = [f"unknown query parameter {name!r}" for name in query if name not in known]
        if "requestBody" not in operation:
            return problems + (["a body where there must be none"] if body is not None else [])
        pointer = _pointer("paths", path, method.lower(), "requestBody", *_JSON)
        return problems + self._problems(pointer, text_ids(body))

    def response_problems(self, method: str, template: str, status: int, body: Any) -> list[str]:
        """What the description says against a reply of this server."""
        path, item = self._paths[normal(template)]
        responses = item[method.lower()]["responses"]
        if str(status) not in responses:
            return [f"there is no status {status} here"]
        if body is None or "content" not in responses[str(status)]:
            return []
        pointer = _pointer("paths", path, method.lower(), "responses", str(status), *_JSON)
        return self._problems(pointer, body)

    def _problems(self, pointer: str, value: Any) -> list[str]:
        if pointer not in self._validators:
            schema = {"$ref": f"{_URI}#{pointer}"}
            self._validators[pointer] = Draft202012Validator(schema, registry=self._registry)
        errors = self._validators[pointer].iter_errors(value)
        return [f"{e.json_path}: {e.message[:200]}" for e in map(_cause, errors)]


def _cause(error: ValidationError) -> ValidationError:
    """The failure at the bottom of a union: in the branch that the value's `type` means."""
    if not error.context:
        return error
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    meant = [found for found in branches.values() if not any(map(_is_other_type, found))]
    return _cause((meant or list(branches.values()))[0][0])


def _is_other_type(error: ValidationError) -> bool:
    path = list(error.relative_path)
    return path == ["type"] or (not path and error.validator == "type")


def text_ids(value: Any) -> Any:
    """`value` with numbers as text where they are ids: Discord takes both, the description one."""
    if isinstance(value, list):
        return [text_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: str(item) if key.endswith("_id") and isinstance(item, int) else text_ids(item)
        for key, item in value.items()
    }


_JSON = ("content", "application/json", "schema")


def _pointer(*parts: str) -> str:
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


@cache
def load() -> Description | None:
    """The description beside this checkout; None where it is not there."""
    if not PLACE.exists():
        return None
    return Description(json.loads(PLACE.read_text(encoding="utf-8")))
