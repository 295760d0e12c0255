"""Discord's own OpenAPI description as the judge of requests, and of this server's replies."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs

PLACE = Path(__file__).resolve().parents[2] / "../shared/discord/openapi.json"
_URI, _DIALECT = "urn:discord", "https://json-schema.org/draft/2020-12/schema"


def normal(template: str) -> str:
    """A path template without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", template)


class Description:
    """Validators for each operation, each made when it is first used."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._paths: dict[str, Any] = {
            normal(p): (p, item) for p, item in document["paths"].items()
        }
        self._registry = jsonschema_rs.Registry([(_URI, document)])
        self._validators: dict[str, Any] = {}

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
            schema = {"$schema": _DIALECT, "$ref": f"{_URI}#{pointer}"}
            validator = jsonschema_rs.validator_for(schema, registry=self._registry)
            self._validators[pointer] = validator
        causes = map(_cause, self._validators[pointer].iter_errors(value))
        return [f"{_place(cause)}: {cause.message[:200]}" for cause in causes]


def _cause(error: Any) -> Any:
    """The failure at the bottom of a union: in the branch that the value's `type` means."""
    branches = [branch for branch in getattr(error.kind, "context", ()) if branch]
    if not branches:
        return error
    here = list(error.instance_path)
    meant = [b for b in branches if not any(_is_other_type(inner, here) for inner in b)]
    return _cause((meant or branches)[0][0])


def _is_other_type(error: Any, here: list[str | int]) -> bool:
    path = list(error.instance_path)
    return path == [*here, "type"] or (path == here and error.kind.name == "type")


def _place(error: Any) -> str:
    return "$" + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.instance_path)


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
    return "".join("/" + quote(part.replace("~", "~0").replace("/", "~1")) for part in parts)


@cache
def load() -> Description | None:
    """The description beside this checkout; None where it is not there."""
    if not PLACE.exists():
        return None
    return Description(json.loads(PLACE.read_text(encoding="utf-8")))
