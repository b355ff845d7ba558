"""What is remembered is what a fresh question would answer: after every commit, of this process or another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealflow.actions.companies import companies
from dealflow.actions.companies.companies import CompanyFilter
from dealflow.actions.home import deadlines
from dealflow.actions.people import people
from dealflow.actions.pipeline import engagement_views, engagements, funnel
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.remembered import Answers, remembered
from dealflow.actions.platform.workspace import Workspace, close_workspace, commit, open_workspace
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.store.ledger.queries import people as people_queries
from tests.actions.conftest import AT, Cast

counted: list[str] = []


@remembered
def names(ws: Workspace, prefix: str = "") -> tuple[str, ...]:
    counted.append(prefix)
    return tuple(person.name for person in people.people(ws) if person.name.startswith(prefix))


def test_an_answer_is_worked_out_once_until_somebody_writes(ws: Workspace, cast: Cast) -> None:
    counted.clear()
    assert names(ws) == names(ws)
    assert names(ws, "anna") == ("anna(가상)",)
    assert counted == ["", "anna"]
    people.register_person(
        Acting(ws, cast.admin, AT), name="annabel(가상)", organisation_id="a", role=Role.ANALYST, person_id="annabel"
    )
    assert names(ws, "anna") == ("anna(가상)", "annabel(가상)")
    assert counted == ["", "anna", "anna"]


@pytest.mark.usefixtures("cast")
def test_what_stands_beside_the_journal_is_seen_as_well(ws: Workspace) -> None:
    assert "anna(가상)" in names(ws)
    position = ws.ledger.position()
    commit(ws, lambda session: people_queries.keep_name(session, ws.name, "anna", "다른 이름(가상)"))
    assert ws.ledger.position() == position
    assert "anna(가상)" not in names(ws)


def test_what_another_process_wrote_is_seen_at_the_next_question(ws: Workspace, cast: Cast) -> None:
    before = companies.companies(Looking(ws, cast.anna))
    other = open_workspace(ws.settings, follow=False)
    try:
        made = companies.register_company(Acting(other, cast.anna, AT), CompanyDetails("새벽로봇(가상)"))
    finally:
        close_workspace(other)
    found = {row.company.id for row in companies.companies(Looking(ws, cast.anna))}
    assert found == {row.company.id for row in before} | {made}


def test_nobody_is_given_what_another_may_see(ws: Workspace, cast: Cast) -> None:
    own = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("우리만(가상)"))
    asked = CompanyFilter(text="우리만")
    assert [row.company.id for row in companies.companies(Looking(ws, cast.anna), asked)] == [own]
    assert companies.companies(Looking(ws, cast.bora), asked) == ()


def test_inside_an_act_nothing_is_remembered(ws: Workspace, cast: Cast) -> None:
    counted.clear()

    @remembered
    def roles(looking: Looking) -> int:
        counted.append("asked")
        return len(people_queries.persons(looking.session, looking.ws.name))

    def twice(looking: Looking) -> tuple[int, int]:
        return roles(looking), roles(looking)

    first, second = commit(ws, lambda session: twice(Looking(ws, cast.anna).within(session)))
    assert (first == second, counted) == (True, ["asked", "asked"])


def test_many_who_ask_at_once_wait_for_one_answer() -> None:
    answers, begun, may_end = Answers(), Event(), Event()
    worked: list[int] = []

    def slowly() -> int:
        worked.append(1)
        begun.set()
        assert may_end.wait(10)
        return 7

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(answers.get, "key", lambda: "1", slowly) for _ in range(8)]
        assert begun.wait(10)
        may_end.set()
        assert [question.result() for question in asked] == [7] * 8
    assert len(worked) == 1


def test_an_error_is_not_remembered_and_the_longest_unasked_is_forgotten() -> None:
    answers = Answers(most=2)
    tries: list[str] = []

    def fails() -> int:
        tries.append("failed")
        raise ValueError

    for _ in range(2):
        try:
            answers.get("a", lambda: "1", fails)
        except ValueError:
            continue
    assert tries == ["failed", "failed"]
    for key in ("a", "b", "a", "c", "a", "b"):
        answers.get(key, lambda: "1", lambda: tries.append("worked") or 0)
    assert tries.count("worked") == 4  # a, b, c, and b again


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_after_any_act_the_screens_answer_as_books_opened_afresh(
    ws: Workspace, cast: Cast, data: st.DataObject
) -> None:
    viewers: tuple[Viewer, ...] = (cast.anna, cast.adam, cast.bora)
    number = ws.ledger.position()
    for step in range(3):
        doer = data.draw(st.sampled_from((cast.anna, cast.bora)))
        if data.draw(st.booleans()):
            companies.register_company(Acting(ws, doer, AT), CompanyDetails(f"회사 {number} {step}(가상)"))
        else:
            wish = NewEngagement(cast.shared_company, doer.organisation_id, "vc", round_label=f"{number} {step}")
            engagements.open_engagement(Acting(ws, doer, AT), wish)
        fresh = open_workspace(ws.settings, follow=False)
        try:
            for viewer in viewers:
                for ask in (
                    lambda books, viewer: companies.companies(Looking(books, viewer)),
                    lambda books, viewer: engagement_views.engagements(Looking(books, viewer), on=AT.date()),
                    lambda books, viewer: deadlines.deadlines(Looking(books, viewer), on=AT.date()),
                    lambda books, viewer: funnel.home(Looking(books, viewer), on=AT.date()).stale,
                ):
                    assert ask(ws, viewer) == ask(fresh, viewer)
        finally:
            close_workspace(fresh)


def test_large_answers_are_forgotten_by_their_rows_and_the_last_one_stays() -> None:
    answers, worked = Answers(most_rows=10), []

    def ask(key: str, rows: int) -> None:
        answers.get(key, lambda: "1", lambda: worked.append(key) or tuple(range(rows)))

    for key, rows in (("a", 4), ("b", 4), ("a", 4), ("c", 4), ("a", 4), ("b", 4)):
        ask(key, rows)
    assert worked == ["a", "b", "c", "b"]  # b went as the longest unasked one when c came
    for _ in range(2):
        ask("huge", 1_000)
    assert worked.count("huge") == 1
