"""``/search.json``: what the search palette shows while somebody types; checked against who sits at the browser."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dealflow.actions.home import search
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Viewer
from dealflow.i18n import LANGUAGES, Language, t
from dealflow.reports.home import search_words

_MOST: Final = 5
_LONGEST: Final = 100


def answer(request: Request, ws: Workspace, viewer: Viewer) -> Response:
    """Return the first hits of each kind, in the words of the language that is asked for."""
    text, lang = request.query_params.get("q", "")[:_LONGEST], request.query_params.get("lang", "")
    lang = lang if lang in LANGUAGES else Language.KO.value
    results = search.search(Looking(ws, viewer), text, most=_MOST)
    groups = [
        {
            "name": t(f"search.kind.{group.kind.value}", lang),
            "more": group.has_more,
            "hits": [_line(search_words.line_of(hit, text, lang)) for hit in group.hits],
        }
        for group in results.groups
    ]
    told = {"groups": groups, "nothing": search_words.nothing(results, lang)}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


def _line(line: search_words.Line) -> dict[str, object]:
    return {
        "title": line.title,
        "sub": line.sub,
        "pieces": [[piece.text, piece.is_hit] for piece in line.pieces],
        "screen": line.screen,
        "query": dict(line.query),
    }
