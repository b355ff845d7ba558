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
from dealflow.actions.platform.posted_form import PostedForm
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


class BallotForm(PostedForm):
    """A ballot paper as it came back: what to do, in which language to go on, and what is said on each item.

    An item without a known ballot is left out, whatever was typed for it.
    """

    act: str
    language: str
    choices: dict[str, Choice]

    @classmethod
    def gather(cls, fields: Mapping[str, str]) -> dict[str, object]:
        """Return the fields, those of an item together."""
        opinions, conditions = (public_pages.with_prefix(fields, prefix) for prefix in ("opinion-", "condition-"))
        choices = {
            item: Choice(Ballot(ballot), opinions.get(item, ""), conditions.get(item, ""))
            for item, ballot in public_pages.with_prefix(fields, "ballot-").items()
            if ballot in set(Ballot)
        }
        return {"act": fields.get("act", ""), "language": fields.get(ballot_form.SWITCH, ""), "choices": choices}


def _answer(request: Request, body: bytes, ws: Workspace) -> Response:
    """Return the page for one request; the clock is asked here, once."""
    session_id, secret = request.path_params["session_id"], request.path_params["secret"]
    at, lang = datetime.now(UTC), public_pages.language_of(request)
    fields = public_pages.fields_of(body)
    if fields is None:
        return public_pages.page(ballot_form.refusal("too_long", lang), 413)
    form, message = BallotForm.read(fields), ""
    lang = form.language if form.language in LANGUAGES else lang
    try:
        if form.act == "cast":
            count, message = _cast(ws, session_id, secret, form, lang, at)
            if not message:
                return public_pages.page(ballot_form.thanks(count, lang))
        paper = vote_links.open_paper(ws, session_id, secret, at=at)
    except CommitteeRuleError as error:
        problem = str(error.parameters["problem"])
        refusal = ballot_form.refusal(problem if problem in _CLOSED else "link_unknown", lang)
        return public_pages.page(refusal, _CLOSED.get(problem, 404))
    if not paper.items:
        return public_pages.page(ballot_form.nothing_open(paper, lang))
    return public_pages.page(ballot_form.form(paper, lang, typed=fields, message=message), 409 if message else 200)


def _cast(ws: Workspace, session_id: str, secret: str, form: BallotForm, lang: str, at: datetime) -> tuple[int, str]:
    """Cast the votes and return how many they are, or why none was cast.

    Raises:
        CommitteeRuleError: the address does not open.
    """
    try:
        return vote_links.hand_in(ws, session_id, secret, form.choices, at=at), ""
    except (InvalidInputError, ChangedMeanwhileError) as error:
        return 0, words_of(error, lang)
    except CommitteeRuleError as error:
        if error.parameters["problem"] != "ended":
            raise
        return 0, t("vote.ended_meanwhile", lang)
