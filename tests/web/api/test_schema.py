"""The API keeps to its own description, whatever is sent: drawn from the OpenAPI document, no 5xx, no breach."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette

from dealflow.actions.people import api_tokens
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.web import files_and_health
from dealflow.web.api import openapi
from dealflow.web.api.catalogue import OPERATIONS
from tests.actions.conftest import AT, Cast, cast, stage, ws
from tests.costly import costly

__all__ = ["cast", "stage", "ws"]

DOCUMENT = openapi.document(OPERATIONS, "/api/v1")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NAMES = [operation.handle.__name__ for operation in OPERATIONS]


@dataclass
class Described:
    """The operations as the served document describes them, a token, and ids of records that are there."""

    operations: dict[str, APIOperation]
    token: str
    ids: dict[str, str]


@pytest.fixture
def described(ws: Workspace, cast: Cast) -> Described:
    acting = Acting(ws, cast.anna, AT)
    engagement = engagements.open_engagement(
        acting, NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc")
    )
    ws.settings.api_per_minute = 10**9
    application = Starlette(
        routes=files_and_health.routes(lambda: ws), middleware=files_and_health.middleware(lambda: ws)
    )
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", application)
    operations = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        operations[operation.definition.raw["operationId"]] = operation
    token = api_tokens.make(Acting(ws, cast.anna, datetime.now(UTC)), "x")
    return Described(operations, token, {"company_id": cast.shared_company, "engagement_id": engagement})


def test_every_operation_is_described_with_its_scope_and_refusals() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    described = [one for path in DOCUMENT["paths"].values() for one in path.values()]
    assert len(described) == len(OPERATIONS)
    assert all("Scope of the token" in one["description"] and one["summary"] for one in described)
    assert all({"400", "401", "403", "404", "429"} <= set(one["responses"]) for one in described)
    assert json.loads(json.dumps(DOCUMENT)) == DOCUMENT


@pytest.mark.slow
@costly(150)
@given(data=st.data())
def test_whatever_is_sent_is_answered_as_described(described: Described, data: st.DataObject) -> None:
    mode = data.draw(st.sampled_from(GenerationMode))
    operation = described.operations[data.draw(st.sampled_from(NAMES))]
    case = data.draw(operation.as_strategy(generation_mode=mode))
    for parameter in case.path_parameters or {}:
        if parameter in described.ids and data.draw(st.booleans()):
            case.path_parameters[parameter] = described.ids[parameter]
    response = case.call(headers={"Authorization": f"Bearer {described.token}"})
    case.validate_response(response, checks=CHECKS)
