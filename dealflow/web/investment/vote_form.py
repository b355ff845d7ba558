"""The door for votes from afar: ``/vote/{session}/{secret}`` shows a ballot paper and takes it back, account or none.

The secret's 192 bits leave nothing to guess, and the page shows the open items of one voter, nothing else of the house.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.investment import vote_links
from dealflow.actions.investment.vote_links import Choice
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.investment.committee import Ballot
from dealflow.errors import ChangedMeanwhileError, CommitteeRuleError, InvalidInputError
from dealflow.i18n import LANGUAGES, t
from dealflow.i18n.errors import words_of
from dealflow.reports.investment import ballot_form
from dealflow.web.kit import public_pages

PATH: Final = "/vote/{session_id}/{secret}"
_LARGEST: Final = 1_000_000
"""Bytes of a form: far more than fifty items with long opinions."""
_CLOSED: Final = {"link_used": 410, "link_expired": 410, "session_closed": 410}
"""Statuses of addresses that opened once; any other refusal reads as an address that never was."""


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the door's one route; ``workspace`` gives the process's one workspace."""

    async def vote(request: Request) -> Response:
        body = await public_pages.body_of(request, _LARGEST)
        if body is None:
            return public_pages.page(ballot_form.refusal("too_long", public_pages.language_of(request)), 413)
        return await run_in_threadpool(_answer, request, body, workspace())

    return [Route(PATH, vote, methods=["GET", "POST"])]


def _answer(request: Request, body: bytes, ws: Workspace) -> Response:
    """Return the page for one request; the clock is asked here, once."""
    session_id, secret = request.path_params["session_id"], request.path_params["secret"]
    at, lang = datetime.now(UTC), public_pages.language_of(request)
    given = public_pages.fields_of(body)
    if given is None:
        return public_pages.page(ballot_form.refusal("too_long", lang), 413)
    text = given.get(ballot_form.SWITCH, "")
    lang = text if text in LANGUAGES else lang
    told_text = ""
    try:
        if given.get("act") == "cast":
            try:
                return public_pages.page(
                    ballot_form.thanks(vote_links.hand_in(ws, session_id, secret, choices_of(given), at=at), lang)
                )
            except (InvalidInputError, ChangedMeanwhileError) as error:
                told_text = words_of(error, lang)
            except CommitteeRuleError as error:
                if error.parameters["problem"] != "ended":
                    raise
                told_text = t("vote.ended_meanwhile", lang)
        paper = vote_links.open_paper(ws, session_id, secret, at=at)
    except CommitteeRuleError as error:
        problem = str(error.parameters["problem"])
        return public_pages.page(
            ballot_form.refusal(problem if problem in _CLOSED else "link_unknown", lang), _status(problem)
        )
    if not paper.items:
        return public_pages.page(ballot_form.nothing_open(paper, lang))
    return public_pages.page(ballot_form.form(paper, lang, typed=given, told=told_text), 409 if told_text else 200)


def choices_of(given: Mapping[str, str]) -> dict[str, Choice]:
    """Return what a form says, by item; an item without a known ballot is left out, whatever was typed for it."""
    return {
        name.removeprefix("ballot-"): Choice(
            Ballot(value),
            given.get(f"opinion-{name.removeprefix('ballot-')}", ""),
            given.get(f"condition-{name.removeprefix('ballot-')}", ""),
        )
        for name, value in given.items()
        if name.startswith("ballot-") and value in set(Ballot)
    }


def _status(problem: str) -> int:
    return _CLOSED.get(problem, 404)
