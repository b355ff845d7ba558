"""The judges' door: ``/judge/{judge}/{secret}`` shows one judge's score sheets and takes them back, account or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.award import judging
from dealflow.actions.award.judging import JudgePaper, Said
from dealflow.actions.platform.posted_form import PostedForm
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.award.declarations import Interest, InterestKind
from dealflow.errors import DayLinkError, DealflowError, InvalidInputError
from dealflow.i18n.errors import words_of
from dealflow.reports.award import score_sheet
from dealflow.reports.investment import ballot_form
from dealflow.reports.kit import public_page, templates
from dealflow.web.kit import public_pages
from dealflow.web.kit.rate_limit import Pace

PATH: Final = "/judge/{judge_id}/{secret}"
_LARGEST: Final = 100_000
_MOST_DIGITS: Final = 4
_DECLARE: Final = "declare"
_ACTS: Final = ("mark", _DECLARE)
_AT_MOST, _WITHIN_S = 300, 60.0
_Respond = Callable[[Request, bytes, Workspace], Response]


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the door's routes; ``workspace`` gives the process's one workspace."""
    pace = Pace(_AT_MOST, _WITHIN_S)

    def endpoint(respond: _Respond) -> Callable[[Request], object]:
        async def responded(request: Request) -> Response:
            body = await public_pages.body_of(request, _LARGEST)
            lang = public_pages.language_of(request)
            if body is None:
                return public_pages.page(ballot_form.refusal("too_long", lang), 413)
            if not pace.lets_in(request.url.path):
                return public_pages.page(ballot_form.refusal("too_long", lang), 429)
            return await run_in_threadpool(respond, request, body, workspace())

        return responded

    return [
        Route(PATH, endpoint(_page), methods=["GET", "POST"]),
        Route(f"{PATH}/act", endpoint(_act), methods=["POST"]),
        Route(f"{PATH}/worker.js", _worker),
    ]


class SheetForm(PostedForm):
    """A score sheet as it came: of which entry, points by criterion as they were typed, words, why to stand aside."""

    act: str
    entry: str
    comment: str
    because: str
    marks: dict[str, str]

    @classmethod
    def gather(cls, fields: Mapping[str, str]) -> dict[str, object]:
        """Return the fields, the points by criterion."""
        names = ("act", "entry", "comment", "because")
        marks = public_pages.with_prefix(fields, "mark-")
        return {name: fields.get(name, "").strip() for name in names} | {"marks": marks}

    @property
    def said(self) -> Said:
        """Return what the judge says; what is no number of points is none that any criterion has."""
        marks = tuple((criterion, _points(text)) for criterion, text in self.marks.items() if text.strip())
        return Said(self.entry, marks, self.comment, self.because)


class DeclareForm(PostedForm):
    """A declaration as it came: of which cases, and by case what ties the judge to it and why."""

    entries: dict[str, str]
    kinds: dict[str, str]
    reasons: dict[str, str]

    @classmethod
    def gather(cls, fields: Mapping[str, str]) -> dict[str, object]:
        """Return the fields by case."""
        prefixes = {"entries": "entry-", "kinds": "kind-", "reasons": "because-"}
        return {name: public_pages.with_prefix(fields, prefix) for name, prefix in prefixes.items()}

    @property
    def interests(self) -> tuple[Interest, ...]:
        """Return the interests that are declared.

        Raises:
            InvalidInputError: one is of no kind that there is.
        """
        kinds = {kind.value: kind for kind in InterestKind}
        ties = {entry_id: kind for entry_id, kind in self.kinds.items() if kind.strip()}
        for kind in ties.values():
            if kind not in kinds:
                raise InvalidInputError(field="interest", problem="unknown", value=kind)
        return tuple(
            Interest(entry_id, kinds[kind], self.reasons.get(entry_id, "").strip()) for entry_id, kind in ties.items()
        )


def _points(text: str) -> int:
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else -1


def _page(request: Request, body: bytes, ws: Workspace) -> Response:
    """Return a judge's page; without a script its forms are answered here."""
    judge_id, secret = request.path_params["judge_id"], request.path_params["secret"]
    lang, message = public_pages.language_of(request), ""
    fields = public_pages.fields_of(body) or {}
    try:
        if fields.get("act") in _ACTS:
            try:
                _take(ws, (judge_id, secret), fields)
            except DayLinkError:
                raise
            except DealflowError as error:
                message = words_of(error, lang)
        paper = judging.open_paper(ws, judge_id, secret)
    except DayLinkError:
        return public_pages.page(ballot_form.refusal("link_unknown", lang), 404)
    html = score_sheet.page(paper, lang, typed=fields if message else None, message=message)
    return public_pages.page(html, 409 if message else 200, policy=public_page.policy(score_sheet.SCRIPT))


def _act(request: Request, body: bytes, ws: Workspace) -> Response:
    """Take a declaration or one sheet from the page's script, and say how it stands."""
    address = request.path_params["judge_id"], request.path_params["secret"]
    lang, fields = public_pages.language_of(request), public_pages.fields_of(body) or {}
    try:
        paper = _take(ws, address, fields)
    except DayLinkError:
        return public_pages.page(ballot_form.refusal("link_unknown", lang), 404)
    except DealflowError as error:
        return JSONResponse({"words": words_of(error, lang)}, 409, headers=public_pages.HEADERS)
    entry_id = fields.get("entry", "").strip()
    sheet = paper.sheets.get(entry_id)
    values = {
        "words": score_sheet.state_words(paper, entry_id, lang),
        "aside": sheet is not None and bool(sheet.recused_because),
        "counts": score_sheet.counts(paper, lang),
        "undeclared": len(paper.undeclared),
    }
    return JSONResponse(values, headers=public_pages.HEADERS)


def _take(ws: Workspace, address: tuple[str, str], fields: Mapping[str, str]) -> JudgePaper:
    """Keep what was posted, and return the paper as it then stands.

    Raises:
        As ``judging.declare`` and ``judging.fill_in``.
    """
    if fields.get("act") == _DECLARE:
        form = DeclareForm.read(fields)
        return judging.declare(ws, *address, tuple(form.entries), form.interests, at=datetime.now(UTC))
    return judging.fill_in(ws, *address, SheetForm.read(fields).said, at=datetime.now(UTC))


def _worker(request: Request) -> Response:
    """Return the script that keeps the page on the tablet, so that it opens without a connection."""
    return public_pages.worker(request, templates.source(score_sheet.WORKER))
