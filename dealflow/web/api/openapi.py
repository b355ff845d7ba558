"""The description of the API for programs, OpenAPI 3.1, made from the operations and their models: never by hand."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from typing import Any, Final, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from dealflow import __version__
from dealflow.web.api.operations import Operation
from dealflow.web.api.problems import MEDIA_TYPE, Problem

_REF: Final = "#/components/schemas/{model}"
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A text of your own: the same request under the same key is done once within 24 hours.",
    "schema": {"type": "string", "maxLength": 200, "pattern": "^[A-Za-z0-9_-]*$"},
}
_LANG: Final = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "The language of `detail` in problems.",
    "schema": {"type": "string", "enum": ["ko", "en"]},
}
_NUMBER: Final = {"schema": {"type": "integer"}}
_PACE: Final = {
    "RateLimit-Limit": {"description": "Requests a minute.", **_NUMBER},
    "RateLimit-Remaining": {"description": "Requests that are left now.", **_NUMBER},
    "RateLimit-Reset": {"description": "Seconds until all of them are there again.", **_NUMBER},
}
_REFUSALS: Final = {
    "400": "What was given cannot be taken.",
    "401": "No token, or one that opens nothing.",
    "403": "The token or its person may not do this.",
    "404": "There is no such record that the token's person may know of.",
    "409": "It stands otherwise by now, or something must be in place first.",
    "413": "The body is too large.",
    "415": "The body is of another kind.",
    "429": "Too many requests; `Retry-After` says how long to wait.",
    "503": "Busy; nothing was done.",
}
_OF_BODIES: Final = frozenset({"409", "413", "415"})

Json = dict[str, Any]  # a document of many kinds of values


def document(operations: Sequence[Operation[Any]], base: str) -> Json:
    """Return the OpenAPI document of the operations under an address."""
    modes: dict[tuple[type[BaseModel], Literal["serialization", "validation"]], None] = {
        (Problem, "serialization"): None
    }
    for operation in operations:
        modes[operation.answer, "serialization"] = None
        if operation.has_body:
            modes[operation.takes, "validation"] = None
    refs, schemas = models_json_schema(list(modes), ref_template=_REF)
    paths: dict[str, Json] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "dealflow",
            "version": __version__,
            "description": "Companies, decks with figures and their evidence, engagements, decisions and IR days.",
        },
        "servers": [{"url": base}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: Operation[Any], refs: Any) -> Json:  # noqa: ANN401  # pydantic's own mapping
    summary, _, more = (inspect.getdoc(operation.handle) or "").partition("\n\n")
    described: Json = {
        "operationId": operation.handle.__name__,
        "summary": summary.replace("\n", " "),
        "description": f"{more.strip()}\n\nScope of the token: `{operation.scope.value}`.".strip(),
        "parameters": [*_path_parameters(operation), *_query_parameters(operation), _LANG],
        "responses": {
            str(operation.status): {
                "description": "Done.",
                "headers": _PACE,
                "content": {"application/json": {"schema": refs[operation.answer, "serialization"]}},
            },
            **_refusals(operation, refs),
        },
    }
    if operation.method != "GET":
        described["parameters"].append(_KEY)
        described["requestBody"] = {"required": True, "content": _content(operation, refs)}
    return described


def _content(operation: Operation[Any], refs: Any) -> Json:  # noqa: ANN401  # pydantic's own mapping
    if operation.takes_file:
        return {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {"application/json": {"schema": refs[operation.takes, "validation"]}}


def _refusals(operation: Operation[Any], refs: Any) -> Json:  # noqa: ANN401  # pydantic's own mapping
    content = {MEDIA_TYPE: {"schema": refs[Problem, "serialization"]}}
    return {
        status: {"description": words, "content": content}
        for status, words in _REFUSALS.items()
        if operation.method != "GET" or status not in _OF_BODIES
    }


def _path_parameters(operation: Operation[Any]) -> list[Json]:
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    names = re.findall(r"\{(\w+)\}", operation.path)
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in names]


def _query_parameters(operation: Operation[Any]) -> list[Json]:
    if operation.has_body:
        return []
    schema = operation.takes.model_json_schema()
    needed, defined = schema.get("required", []), schema.get("$defs", {})
    return [
        {
            "name": name,
            "in": "query",
            "required": name in needed,
            **({"description": part["description"]} if "description" in part else {}),
            "schema": _plain(part, defined),
        }
        for name, part in schema.get("properties", {}).items()
    ]


def _plain(schema: Json, defined: Json) -> Json:
    """Return the schema of a parameter: what is params, without the null for what is not, and without references."""
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    kind = {**schema, **kinds[0]} if len(kinds) == 1 else dict(schema)
    if "$ref" in kind:
        kind |= defined[kind["$ref"].rpartition("/")[2]]
    left_out = {"anyOf", "$ref", "description", "title"} | ({"default"} if kind.get("default") is None else set())
    return {name: value for name, value in kind.items() if name not in left_out}
