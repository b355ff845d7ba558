"""An office's and a firm's form: figures told, refused beside their fields, nothing typed lost, in both languages."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.testclient import TestClient

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.regional import programmes
from dealflow.web import files_and_health
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.regional.programme_story import PROOF, begun

__all__ = ["cast", "stage", "ws"]


def test_a_firm_tells_its_quarter_and_what_is_wrong_stands_beside_its_field(ws: Workspace, cast: Cast) -> None:
    story = begun(ws, cast)
    path = story.path(story.firm_id)
    client = TestClient(
        Starlette(routes=files_and_health.routes(lambda: ws), middleware=files_and_health.middleware(lambda: ws))
    )
    page = client.get(path, params={"q": "2026-Q1"})
    assert (page.status_code, page.headers.get("set-cookie", "")) == (200, "")
    assert "도입기업1(가상)" in page.text
    fields = {"act": "tell", "value-revenue": "12억 3,000만", "value-defect_rate": "1.5%", "note": "<b>비고(가상)"}
    refused = client.post(f"{path}?q=2026-Q1", data=fields)
    assert refused.status_code == 422
    for words in ("12억 3,000만", "&lt;b&gt;비고(가상)", 'name="before-defect_rate" value="" maxlength="60"'):
        assert words in refused.text
    fields |= {"before-defect_rate": "3"}
    answer = client.post(f"{path}?q=2026-Q1&lang=en", data=fields, files={"proof": ("증빙.pdf", PROOF)})
    assert (answer.status_code, "are submitted" in answer.text, "Evidence is on file" in answer.text) == (
        200, True, True,
    )  # fmt: skip
    (report,) = programmes.programme(Looking(ws, cast.organiser), story.programme_id).books.reports
    assert [(figure.id, str(figure.value), str(figure.before)) for figure in report.figures] == [
        ("defect_rate", "1.5", "3"), ("revenue", "1230000000", "None"),
    ]  # fmt: skip
    program = client.post(f"{path}?q=2026-Q1", data=fields, files={"proof": ("a.exe", b"MZ")})
    assert (program.status_code, "증빙으로 받을 수 없는" in program.text) == (422, True)
    switched = client.post(f"{path}?q=2026-Q1", data=fields | {"act": "", "switch_to": "en", "value-exports": "77"})
    assert ('value="77"' in switched.text, "Quarterly figures" in switched.text) == (True, True)
    office = client.post(f"{story.path(story.office_id)}?q=2026-Q1", data={"act": "tell", "value-national": "5"})
    assert office.status_code == 422  # an office tells every fund, and 0 where nothing was spent
    assert client.get(path.replace(story.secrets[story.firm_id], "x")).status_code == 404
