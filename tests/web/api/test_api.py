"""The door for programs: what a token lists, reads and does, through the same gates and rights as the screens."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.people import api_tokens, signin
from dealflow.actions.people.api_tokens import TokenScope
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.events import CompanyRegistered
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.domain.values.event import By
from dealflow.store.ledger import journal
from dealflow.web.api.catalogue import OPERATIONS
from tests.actions.conftest import AT, Cast, cast, stage, ws
from tests.web.api.program import Program, program_of

__all__ = ["cast", "stage", "ws"]


@pytest.fixture
def program(ws: Workspace, cast: Cast) -> Program:
    return program_of(ws, cast.anna)


@pytest.fixture
def opened(ws: Workspace, cast: Cast) -> str:
    return engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", round_label="Series A"),
    )


def test_a_token_lists_its_houses_engagements_with_what_blocks_them(program: Program, opened: str) -> None:
    told = program.get("/engagements", track="vc")
    [row] = told.json["items"]
    assert (told.status, row["id"], row["stage"], row["version"]) == (200, opened, "meeting", 1)
    assert row["blocked"] == {"stage": "pre_ic", "missing": ["business_field", "assignee"]}
    assert int(told.headers["ratelimit-remaining"]) == int(told.headers["ratelimit-limit"]) - 1


def test_a_move_goes_through_the_gates_and_keeps_its_source(ws: Workspace, program: Program, opened: str) -> None:
    told = program.send("POST", f"/engagements/{opened}/move", {"stage": "pre_ic"})
    assert (told.status, told.code, told.json["missing"]) == (409, "gate_closed", ["business_field", "assignee"])
    assert told.headers["content-type"] == "application/problem+json"
    told = program.send("POST", f"/engagements/{opened}/move", {"stage": "ir", "version": 1, "note": "동기화"})
    assert (told.status, told.json["stage"], told.json["version"]) == (200, "ir", 2)
    assert program.send("POST", f"/engagements/{opened}/move", {"stage": "review", "version": 1}).status == 409
    with ws.ledger.read() as session:
        assert journal.read_stream(session, ws.name, f"engagement:{opened}")[-1].source == "api"
    record_told = program.get(f"/engagements/{opened}")
    assert [line["kind"] for line in record_told.json["history"]] == ["engagement_moved", "engagement_opened"]


def test_without_a_token_nothing_opens_not_even_with_a_browsers_cookie(
    cast: Cast, program: Program, opened: str
) -> None:
    cookie = signin.new_token()
    signin.sign_in(cookie, cast.anna.person_id)
    for stranger in (
        Program(program.application, cookie=f"{signin.COOKIE}={cookie}"),
        Program(program.application, "anna.x.y"),
        Program(program.application, program.token[:-1] + ("B" if program.token.endswith("A") else "A")),
    ):
        told = stranger.get("/engagements")
        assert (told.status, told.headers["www-authenticate"]) == (401, "Bearer")
        assert stranger.send("POST", f"/engagements/{opened}/move", {"stage": "ir"}).status == 401


def test_what_one_house_writes_no_other_house_reads_by_any_operation(
    ws: Workspace, cast: Cast, program: Program, opened: str
) -> None:
    canary = "카나리아노트"
    program.send("POST", f"/engagements/{opened}/move", {"stage": "ir", "note": canary})
    own = program.send("POST", "/companies", {"name": "혼자아는회사 (가상)"}).json["id"]
    rival = program_of(ws, cast.bora)
    places = {
        "{company_id}": own, "{deck_id}": own, "{engagement_id}": opened, "{note_id}": opened, "{event_id}": opened,
    }  # fmt: skip
    for operation in OPERATIONS:
        path = operation.path
        for name, value in places.items():
            path = path.replace(name, value)
        if operation.method == "GET":
            query = "q=혼자아는" if path == "/search" else ""
            told = rival.ask("GET", path, query=query)
            assert canary not in str(told.json)
            assert own not in str(told.json.get("items", told.json.get("changes", told.json.get("hits", ""))))
            assert opened not in str(told.json)
    assert rival.get(f"/companies/{own}").status == 404
    assert rival.get(f"/engagements/{opened}").status == 404
    assert rival.send("POST", f"/engagements/{opened}/move", {"stage": "review"}).status == 404
    assert rival.get("/engagements").json == {"items": [], "next": None}


def test_a_token_does_what_it_was_made_for_and_nothing_else(ws: Workspace, cast: Cast, opened: str) -> None:
    reader = program_of(ws, cast.anna, TokenScope.READ)
    assert reader.get("/me").json["scopes"] == ["read"]
    for method, path in (("POST", "/companies"), ("POST", "/decks"), ("POST", f"/engagements/{opened}/move")):
        told = reader.send(method, path, {"stage": "ir"})
        assert (told.status, told.json["problem"]) == (403, "scope")
    assert program_of(ws, cast.anna, TokenScope.WRITE).get("/companies").status == 403


def test_a_viewers_token_moves_nothing_whatever_its_scope(ws: Workspace, cast: Cast, opened: str) -> None:
    told = program_of(ws, cast.viewer_a).send("POST", f"/engagements/{opened}/move", {"stage": "ir"})
    assert (told.status, told.code) == (403, "not_allowed")


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"stage": 3}', '{"stage": "ir", "stages": 1}', '{"stage": "\\u0000"}']
)
def test_what_is_no_move_is_refused_in_words_of_the_language_asked_for(
    program: Program, opened: str, body: str
) -> None:
    headers = {b"content-type": b"application/json"}
    texts = set()
    for lang in ("ko", "en"):
        told = program.ask("POST", f"/engagements/{opened}/move", body.encode(), headers=headers, query=f"lang={lang}")
        assert (told.status, told.code) == (400, "invalid_input")
        texts.add(told.json["detail"])
    assert len(texts) == 2


def test_bodies_that_are_huge_or_of_another_kind_are_not_read(program: Program, opened: str) -> None:
    path = f"/engagements/{opened}/move"
    huge = program.ask("POST", path, b" " * 100_001, headers={b"content-type": b"application/json"})
    assert huge.status == 413
    assert program.ask("POST", path, b"{}").status == 415


def test_addresses_and_methods_that_are_none_are_told_as_problems(program: Program, opened: str) -> None:
    assert program.get("/nothing").code == "not_found"
    told = program.ask("DELETE", f"/engagements/{opened}")
    assert (told.status, told.headers["allow"]) == (405, "GET")


def test_the_same_request_under_its_key_is_done_once(program: Program) -> None:
    first = program.send("POST", "/companies", {"name": "한번만 (가상)"}, key="k-1")
    again = program.send("POST", "/companies", {"name": "한번만 (가상)"}, key="k-1")
    assert (first.status, again.status, again.json) == (201, 201, first.json)
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
    other = program.send("POST", "/companies", {"name": "다른것 (가상)"}, key="k-1")
    assert (other.status, other.json["problem"]) == (400, "key_used")
    unkeyed = program.send("POST", "/companies", {"name": "한번만 (가상)"})
    assert (unkeyed.status, unkeyed.json["problem"]) == (400, "known_company")


def test_a_refused_request_keeps_no_answer_so_that_it_can_be_sent_again(program: Program, opened: str) -> None:
    path = f"/engagements/{opened}/move"
    assert program.send("POST", path, {"stage": "pre_ic"}, key="k").status == 409
    assert program.send("POST", path, {"stage": "ir"}, key="k").status == 200


def test_a_company_is_amended_field_by_field_and_a_rival_change_makes_it_lose(program: Program) -> None:
    made = program.send("POST", "/companies", {"name": "새회사 (가상)", "region": "부산"}).json
    told = program.send("PATCH", f"/companies/{made['id']}", {"sector": "바이오", "version": made["version"]})
    assert (told.status, told.json["region"], told.json["sector"]) == (200, "부산", "바이오")
    late = program.send("PATCH", f"/companies/{made['id']}", {"sector": "AI", "version": made["version"]})
    assert (late.status, late.code) == (409, "changed_meanwhile")


def test_a_deck_is_brought_and_read_and_the_same_again_is_known(program: Program, cast: Cast) -> None:
    query = f"file_name=deck.pdf&company_id={cast.shared_company}"
    told = program.send("POST", "/decks", b"%PDF-1.4 (fictional)", query=query)
    [deck] = told.json["decks"]
    assert (told.status, deck["is_known"], program.read) == (201, False, [deck["deck_id"]])
    assert program.send("POST", "/decks", b"%PDF-1.4 (fictional)", query=query).json["decks"][0]["is_known"] is True
    one = program.get(f"/decks/{deck['deck_id']}").json
    assert (one["state"], one["company_id"], one["size_bytes"]) == ("queued", cast.shared_company, 20)
    assert program.get(f"/decks/{deck['deck_id']}/claims").json == {"items": [], "next": None}
    assert program.read == [deck["deck_id"]]


def test_pages_give_every_company_once(ws: Workspace, cast: Cast, program: Program) -> None:
    for number in range(7):
        companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails(f"회사{number} (가상)"))
    seen, cursor = [], ""
    while cursor is not None:
        told = program.get("/companies", limit=3, **({"cursor": cursor} if cursor else {})).json
        seen += [company["id"] for company in told["items"]]
        cursor = told["next"]
    assert seen == sorted(set(seen))
    assert len(seen) == len(program.get("/companies", limit=200).json["items"])
    for cursor in ("!", "가", "////"):
        assert program.ask("GET", "/decisions", query=f"cursor={cursor}").status == 400


def test_as_of_a_day_the_pipeline_stands_as_it_stood(program: Program, opened: str) -> None:
    program.send("POST", f"/engagements/{opened}/move", {"stage": "ir"})
    [then] = program.get("/engagements", as_of="2026-03-02").json["items"]
    [now] = program.get("/engagements").json["items"]
    assert (then["stage"], then["moves"], now["stage"]) == ("meeting", [], "ir")
    assert program.get("/engagements", as_of="2026-03-01").json["items"] == []
    assert program.get("/engagements", as_of="9999-12-31").status == 400


def test_changes_tell_ids_and_kinds_of_what_the_viewer_may_see(
    ws: Workspace, cast: Cast, program: Program, opened: str
) -> None:
    start = program.get("/changes", limit=1_000).json["position"]
    program.send("POST", f"/engagements/{opened}/move", {"stage": "ir", "note": "비밀"})
    told = program.get("/changes", since=start).json
    [change] = told["changes"]
    assert (change["record"], change["id"], change["kind"]) == ("engagement", opened, "engagement_moved")
    assert set(change) == {"position", "at", "record", "id", "kind"}
    assert (told["position"], told["has_more"]) == (change["position"], False)
    rival = program_of(ws, cast.bora)
    assert rival.get("/changes", since=start).json["changes"] == []
    first = program.get("/changes", limit=1).json
    assert (len(first["changes"]), first["has_more"]) == (1, True)


def test_who_asks_too_often_is_told_how_long_to_wait(ws: Workspace, cast: Cast) -> None:
    tight = replace(ws, settings=ws.settings.model_copy(update={"api_per_minute": 3}))
    hurried, calm = program_of(tight, cast.anna), program_of(tight, cast.adam)
    answers = [hurried.get("/me") for _ in range(4)]
    assert [told.status for told in answers] == [200, 200, 200, 429]
    assert (answers[-1].json["problem"], answers[-1].headers["retry-after"]) == ("too_many_requests", "20")
    assert calm.get("/me").status == 200


@pytest.mark.slow
def test_a_page_of_a_thousand_companies_comes_within_the_budget(ws: Workspace, program: Program) -> None:
    events = [CompanyRegistered(f"many-{n:04}", f"회사{n:04} (가상)") for n in range(1_000)]

    def register(session: api_tokens.Session) -> None:
        for event in events:
            record(ws, session, [event], By("anna", AT), after=0)

    commit(ws, register)
    for path in ("/companies", "/decks", "/engagements", "/notes", "/changes"):
        took_s = []
        for limit in (200, 199, 198):
            begun = time.process_time()  # what it costs: others may be at work on the machine
            assert program.get(path, limit=limit).status == 200
            took_s.append(time.process_time() - begun)
        assert min(took_s) < 0.3, path
