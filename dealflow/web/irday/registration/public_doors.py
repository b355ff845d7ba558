"""The event's public address: the programme, its calendar file, the form for attendees; and each attendee's own pass.

``/day/public-{event}/{secret}`` may stand on any page; ``/day/pass-{registration}/{secret}`` is one person's own. A
form is taken only up to a size, and only so many of one network within some minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.irday.links.access_links import Opened
from dealflow.actions.irday.participants.application_fields import typed_email
from dealflow.actions.irday.registration import registrations
from dealflow.actions.irday.registration.public_programme import PublicProgramme, of_event, opened_programme
from dealflow.actions.irday.registration.registrations import SaidOfSelf
from dealflow.actions.notices import attendee_letters
from dealflow.actions.platform.posted_form import Flag, NeededText, PostedForm, RefusedFormError, Text, text, understood
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.errors import DayLinkError, InvalidInputError
from dealflow.i18n import LANGUAGES
from dealflow.reports.irday.registration import attendee_pass as pass_page
from dealflow.reports.irday.registration import programme_ics, programme_page, register_form
from dealflow.reports.irday.registration.register_form import RegisterSheet
from dealflow.reports.notices import attendee_letters as letter_words
from dealflow.web.kit import public_pages
from dealflow.web.kit.rate_limit import Pace

PUBLIC: Final = "/day/public-{event_id}/{secret}"
ATTENDEE: Final = "/day/pass-{registration_id}/{secret}"
_LARGEST: Final = 20_000
_FORMS, _FORMS_S = 20, 600.0
"""Forms that one network may send within ten minutes: an office that registers its people one after the other."""
_READS, _READS_S = 600, 60.0
"""Questions to one address in a minute: a hall that opens the programme at once."""
_STATUS: Final = {"expired": 410, "gone": 410}
_Respond = Callable[[Request, bytes, Workspace], Response]


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the doors' routes; ``workspace`` gives the process's one workspace."""
    reads, forms = Pace(_READS, _READS_S), Pace(_FORMS, _FORMS_S)

    def endpoint(respond: _Respond) -> Callable[[Request], object]:
        async def responded(request: Request) -> Response:
            lang = public_pages.language_of(request)
            network = request.client.host if request.client else ""
            is_form = request.method == "POST"
            if not reads.lets_in(request.url.path) or (is_form and not forms.lets_in(f"{request.url.path} {network}")):
                answer = public_pages.page(register_form.refusal("too_many", lang), 429)
                answer.headers["Retry-After"] = str(int(_FORMS_S))
                return answer
            body = await public_pages.body_of(request, _LARGEST)
            if body is None:
                return public_pages.page(register_form.refusal("too_large", lang), 413)
            return await run_in_threadpool(_checked, respond, request, body, workspace())

        return responded

    return [
        Route(f"{PUBLIC}/schedule.ics", endpoint(_calendar)),
        Route(f"{PUBLIC}/register", endpoint(_register), methods=["GET", "POST"]),
        Route(PUBLIC, endpoint(_programme)),
        Route(f"{ATTENDEE}/schedule.ics", endpoint(_pass_calendar)),
        Route(ATTENDEE, endpoint(_pass), methods=["GET", "POST"]),
    ]


def _agreed(typed: str, field: str) -> bool:
    if typed != "yes":
        raise InvalidInputError(field=field, problem="consent_needed")
    return True


class AttendeeForm(PostedForm):
    """The form as it was posted."""

    name: Annotated[str, text(needed=True, longest=80)]
    organisation: NeededText
    title: Annotated[str, text(longest=80)]
    email: Annotated[str, understood(typed_email)]
    phone: Annotated[str, text(longest=40)]
    consent_personal_data: Annotated[bool, understood(_agreed)]
    consent_portrait: Flag
    act: Text

    def said(self, fields: Mapping[str, str], offered: Collection[str]) -> SaidOfSelf:
        """Return what was said, with those of the offered parts that were ticked."""
        parts = public_pages.with_prefix(fields, register_form.PART_PREFIX)
        ticked = tuple(part for part, value in parts.items() if value == "yes" and part in offered)
        return SaidOfSelf(
            self.name, self.organisation, self.email, self.title, self.phone, ticked, self.consent_portrait
        )


def _checked(respond: _Respond, request: Request, body: bytes, ws: Workspace) -> Response:
    """Return an answer, or the page that says why the address does not open."""
    try:
        return respond(request, body, ws)
    except DayLinkError as error:
        problem = str(error.parameters["problem"])
        html = register_form.refusal(problem, public_pages.language_of(request))
        return public_pages.page(html, _STATUS.get(problem, 404))


def _address(request: Request) -> str:
    names = request.path_params
    return f"/day/{LinkPurpose.PUBLIC.value}-{names['event_id']}/{names['secret']}"


def _opened(request: Request, ws: Workspace, at: datetime) -> PublicProgramme:
    return _pair(request, ws, at)[1]


def _pair(request: Request, ws: Workspace, at: datetime) -> tuple[Opened, PublicProgramme]:
    names = request.path_params
    return opened_programme(ws, f"{LinkPurpose.PUBLIC.value}-{names['event_id']}", names["secret"], at=at)


def _programme(request: Request, _body: bytes, ws: Workspace) -> Response:
    programme = _opened(request, ws, datetime.now(UTC))
    track = request.query_params.get("track", "")
    html = programme_page.page(
        programme,
        public_pages.language_of(request),
        address=_address(request),
        track=track if track in programme.tracks else "",
    )
    return public_pages.page(html)


def _calendar(request: Request, _body: bytes, ws: Workspace) -> Response:
    at = datetime.now(UTC)
    programme = _opened(request, ws, at)
    base = ws.settings.public_url or str(request.base_url).rstrip("/")
    data = programme_ics.as_ics(
        programme,
        at=at,
        lang=public_pages.language_of(request),
        track=request.query_params.get("track", ""),
        parts=request.query_params.getlist("part"),
        url=f"{base}{_address(request)}",
    )
    return Response(data, media_type="text/calendar", headers=public_pages.HEADERS)


def _register(request: Request, body: bytes, ws: Workspace) -> Response:
    """Return the form, or keep what was posted and lead to the pass."""
    at, fields = datetime.now(UTC), public_pages.fields_of(body) or {}
    lang = fields.get(register_form.SWITCH, "")
    lang = lang if lang in LANGUAGES else public_pages.language_of(request)
    opened, programme = _pair(request, ws, at)
    sheet = RegisterSheet(programme, lang, _address(request), fields)
    if not programme.is_open:
        return public_pages.page(register_form.closed(lang, sheet.address), 200 if not body else 409)
    if fields.get("act") != "register":
        return public_pages.page(register_form.form(sheet))
    if fields.get(register_form.TRAP):
        return RedirectResponse(f"{sheet.address}?lang={lang}", 303, headers=public_pages.HEADERS)
    try:
        form = AttendeeForm.read(fields)
        said = form.said(fields, register_form.offered_parts(programme))
        path = registrations.register(ws, opened, said, at=at)
        _confirm(ws, programme, path, lang, at)
    except RefusedFormError as error:
        return public_pages.page(register_form.form(replace(sheet, problems=error.problems)), 422)
    except InvalidInputError as error:
        field = str(error.parameters.get("field", ""))
        problems = {field if field in fields else "name": error}
        return public_pages.page(register_form.form(replace(sheet, problems=problems)), 409)
    return RedirectResponse(f"{path}?lang={lang}", 303, headers=public_pages.HEADERS)


def _confirm(ws: Workspace, programme: PublicProgramme, path: str, lang: str, at: datetime) -> None:
    """Write to whoever registered, where letters can be sent.

    The letter names the pass's address below the installation's own public address alone: what a browser calls this
    server is whatever a stranger typed.
    """
    _, _, link, secret = path.split("/")
    attendee_pass = registrations.open_pass(ws, link.removeprefix("pass-"), secret)
    url = f"{ws.settings.public_url}{path}?lang={lang}" if ws.settings.public_url else ""
    letter = attendee_letters.of_pass(attendee_pass, programme, lang, at=at, url=url)
    attendee_letters.confirm(ws, letter, letter_words.written)


def _pass_calendar(request: Request, _body: bytes, ws: Workspace) -> Response:
    """Return what an attendee chose as a calendar file."""
    names, at = request.path_params, datetime.now(UTC)
    attendee_pass = registrations.open_pass(ws, names["registration_id"], names["secret"])
    programme = of_event(ws, attendee_pass.event, at=at)
    lang, parts = public_pages.language_of(request), attendee_pass.registration.parts
    data = programme_ics.as_ics(programme, at=at, lang=lang, parts=parts)
    return Response(data, media_type="text/calendar", headers=public_pages.HEADERS)


def _pass(request: Request, body: bytes, ws: Workspace) -> Response:
    """Return an attendee's pass; giving it back is asked twice."""
    names, lang = request.path_params, public_pages.language_of(request)
    act = (public_pages.fields_of(body) or {}).get("act", "")
    if act == "cancel":
        gone = registrations.cancel(ws, names["registration_id"], names["secret"], at=datetime.now(UTC))
        return public_pages.page(pass_page.page(gone, lang))
    attendee_pass, at = registrations.open_pass(ws, names["registration_id"], names["secret"]), datetime.now(UTC)
    base = ws.settings.public_url or str(request.base_url).rstrip("/")
    programme = of_event(ws, attendee_pass.event, at=at)
    address = request.url.path
    letter = attendee_letters.of_pass(attendee_pass, programme, lang, at=at, url=f"{base}{address}?lang={lang}")
    html = pass_page.page(
        attendee_pass, lang, asks=act == "ask", letter=letter_words.written(letter, is_copied=True), address=address
    )
    return public_pages.page(html)
