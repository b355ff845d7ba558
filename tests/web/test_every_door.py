"""Whatever is posted at a door is answered in words: no body breaks one, and a refused form keeps what was typed."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Message, Scope

from dealflow.actions.investment import vote_links
from dealflow.actions.irday.contacts import consent_requests
from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.programme import event_profile
from dealflow.actions.people import api_tokens
from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import NewEngagement
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.programme.part_contents import EventProfile, RegistrationTerms
from dealflow.domain.irday.timetable.timetable import Timetable
from dealflow.domain.values.korean_days import korean_day
from dealflow.web import files_and_health
from dealflow.web.people import sign_in
from tests.actions.award.award_story import call_addresses, judge_address
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.investment.test_vote_links import called
from tests.actions.irday import planned_events
from tests.actions.regional.programme_story import begun
from tests.costly import costly

__all__ = ["cast", "stage", "ws"]

NOW = datetime.now(UTC)
YESTERDAY = korean_day(NOW) - timedelta(days=1)
FORM = "application/x-www-form-urlencoded"


@dataclass
class Doors:
    """The application with an address that opens for each route that takes something."""

    application: Starlette
    token: str
    addresses: dict[str, str] = field(default_factory=dict)
    item: str = ""
    networks: Iterator[int] = field(default_factory=itertools.count)
    """Each form comes from another network: one alone may send so many."""

    def post(self, path: str, body: bytes, content_type: bytes = FORM.encode()) -> tuple[int, str, str]:
        """Post and return status, media type and text; whatever breaks inside is raised here."""
        plain, _, query = path.partition("?")
        headers = [(b"host", b"test"), (b"authorization", f"Bearer {self.token}".encode())]
        headers += [(b"content-type", content_type)] if content_type else []
        scope: Scope = {
            "type": "http", "method": "POST", "path": plain, "raw_path": plain.encode(), "query_string": query.encode(),
            "headers": headers, "scheme": "http", "http_version": "1.1", "server": ("test", 80),
            "client": (f"network-{next(self.networks)}", 1), "root_path": "",
        }  # fmt: skip
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        asyncio.run(self.application(scope, receive, send))
        kinds = [value.decode() for name, value in sent[0]["headers"] if name.lower() == b"content-type"]
        text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
        return sent[0]["status"], "".join(kinds).partition(";")[0], text


@pytest.fixture
def doors(ws: Workspace, cast: Cast, request: pytest.FixtureRequest) -> Doors:
    """A committee with an open vote, yesterday's IR day, an engagement; ``None`` for a day without a plan."""
    plan: Timetable | None = getattr(request, "param", planned_events.PLAN)
    planned_events.set_up(ws, cast.organiser, cast.shared_company, on=YESTERDAY, plan=plan)
    organiser, later = Acting(ws, cast.organiser, NOW), NOW + timedelta(days=1)
    session_id, item = called(ws, cast)
    secret = vote_links.issue(Acting(ws, cast.anna, NOW), session_id, "vera", expires_at=later)
    engagement = engagements.open_engagement(
        Acting(ws, cast.anna, NOW), NewEngagement(company_id=cast.shared_company, investor_id="a", track="followup")
    )
    firm = access_links.issue(organiser, "day", LinkPurpose.FIRM, expires_at=later, participant_id="inv-b")
    apply, desk = (
        access_links.issue(organiser, "day", purpose, expires_at=later)
        for purpose in (LinkPurpose.APPLY, LinkPurpose.DESK)
    )
    judged, (call, case) = judge_address(ws, cast), call_addresses(ws, cast)
    public = access_links.issue(organiser, "day", LinkPurpose.PUBLIC, expires_at=later)
    profile = EventProfile("day", registration=RegistrationTerms(is_open=True))
    event_profile.keep_profile(organiser, profile)
    programme = begun(ws, cast)
    figures = programme.path(programme.firm_id)
    application = Starlette(
        routes=files_and_health.routes(lambda: ws), middleware=files_and_health.middleware(lambda: ws)
    )
    addresses = {
        "/vote/{session_id}/{secret}": f"/vote/{session_id}/{secret}",
        "/judge/{judge_id}/{secret}": judged,
        "/judge/{judge_id}/{secret}/act": f"{judged}/act",
        "/call/{award_id}/{secret}/apply": f"{call}/apply",
        "/case/{application_id}/{secret}": case,
        "/figures/{teller_id}/{secret}": figures,
        "/day/apply-{event_id}/{secret}": apply,
        "/day/firm-{participant}/{secret}": firm,
        "/day/firm-{participant}/{secret}/log": f"{firm}/log",
        "/day/consent-{attendee}/{secret}": consent_requests.ask(organiser, "day", ["inv-b-p"])["inv-b-p"],
        "/day/public-{event_id}/{secret}/register": f"{public}/register",
        "/day/pass-{registration_id}/{secret}": "/day/pass-x/y",
        "/day/desk-{event}/{secret}": desk,
        "/day/desk-{event}/{secret}/act": f"{desk}/act",
        "/api/v1/companies": "/api/v1/companies",
        "/api/v1/decks": "/api/v1/decks",
        "/api/v1/engagements": "/api/v1/engagements",
        "/api/v1/engagements/{engagement_id}/move": f"/api/v1/engagements/{engagement}/move",
        "/api/{rest:path}": "/api/elsewhere",
    }
    return Doors(application, api_tokens.make(Acting(ws, cast.anna, NOW), "동기화"), addresses, item)


ROUTES = (
    "/vote/{session_id}/{secret}", "/judge/{judge_id}/{secret}",
    "/judge/{judge_id}/{secret}/act", "/figures/{teller_id}/{secret}",
    "/call/{award_id}/{secret}/apply", "/case/{application_id}/{secret}",
    "/day/apply-{event_id}/{secret}", "/day/firm-{participant}/{secret}",
    "/day/firm-{participant}/{secret}/log", "/day/desk-{event}/{secret}", "/day/desk-{event}/{secret}/act",
    "/day/consent-{attendee}/{secret}",
    "/day/public-{event_id}/{secret}/register", "/day/pass-{registration_id}/{secret}",
    "/api/v1/companies", "/api/v1/decks", "/api/v1/engagements", "/api/v1/engagements/{engagement_id}/move",
    "/api/{rest:path}",
)  # fmt: skip
ACTS = (
    "tell",
    "keep",
    "submit",
    "withdraw",
    "apply",
    "register",
    "cancel",
    "cast",
    "mark",
    "here",
    "wishes",
    "survey",
    "log",
    "find",
    "scan",
    "in",
    "out",
    "",
)
NAMES = (
    "entry", "because", "mark-effect", "mark-x", "value-revenue", "value-defect_rate", "before-defect_rate",
    "figure_1_before", "figure_1_name", "office", "summary", "drop-x",
    "organisation", "email", "part-ir", "consent_portrait", "entry", "because", "mark-effect", "mark-x",
    "answer", "consent_contacts",
    "act", "who", "q", "code", "seen", "wish-0", "wish-x", "veto-inv-a", "overall", "again", "comment", "company",
    "interest", "unit", "low", "high", "requests", "next_step", "next_step_text", "next_due", "note", "is_told",
    "typed_at", "knows", "stage", "version", "switch_to", "homepage", "kind", "name_ko", "biz_reg_no", "revenue",
    "revenue_year", "founded", "headcount", "person_2_email", "ticket_high", "away_1_from", "away_1_to", "wish_1",
    "veto_1", "round_2", "deck", "consent_personal_data", "contact_email", "ballot-x", "opinion-x", "", "\x00", "가",
)  # fmt: skip
SNARES = (
    "", "yes", "1", "-1", "0", "9" * 8, "9" * 5_000, "1e999999", "1e-999999", "NaN", "-Infinity", "²", "٣", "５억",
    "sup-daon", "sup-mireu", "inv-a", "inv-b-p", "eok", "meeting", "high", "for", "ir", "company", "operator", "en",
    "2026-12-09", "2026-13-40", "0001-01-01", "9999-12-31", NOW.isoformat(), "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59", "2026-03-02T10:00", "\x00", "inv-b-p\x00", "\ud800", "dfa:nobody", "dfa:\x00", "25:99",
    "10:00", "a@b.c", "<b>&amp;", "\u202e", "가" * 5_000, "900101-1234567",
)  # fmt: skip
texts = st.sampled_from(SNARES) | st.text(max_size=12)
pairs = st.lists(st.tuples(st.sampled_from(NAMES) | texts, texts), max_size=12)
values = st.recursive(
    texts | st.none() | st.booleans() | st.integers() | st.floats() | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
CHARSETS = ("utf-8", "utf-7", "utf-16", "idna", "punycode", "undefined", "unicode_escape", "hex", "x-none")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@st.composite
def form_bodies(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A form as it should be, with fields as they should not."""
    fields = [("act", draw(st.sampled_from(ACTS))), *draw(pairs)]
    body = b"&".join(b"=".join(quote_from_bytes(_bytes(part)).encode() for part in pair) for pair in fields)
    return body, FORM.encode()


@st.composite
def multipart_bodies(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A form with files, whole or broken off, in any character set."""
    files = draw(st.lists(st.tuples(texts, st.binary(max_size=40)), max_size=2))
    parts = [(f'name="{name}"', _bytes(value)) for name, value in [("act", draw(st.sampled_from(ACTS))), *draw(pairs)]]
    parts += [(f'name="deck"; filename="{name}"', data) for name, data in files]
    body = b"".join(b"--x\r\nContent-Disposition: form-data; " + _bytes(head) + b"\r\n\r\n" + data + b"\r\n"
                    for head, data in parts)  # fmt: skip
    end = draw(st.sampled_from([b"--x--\r\n", b"--x\r\n", b"", b"--y--"]))
    charset = draw(st.sampled_from(CHARSETS))
    return body + end, f"multipart/form-data; charset={charset}; boundary=x".encode()


@st.composite
def json_bodies(draw: st.DrawFn) -> tuple[bytes, bytes]:
    fields = draw(st.dictionaries(st.sampled_from(NAMES), values, max_size=10) | values)
    return json.dumps(fields).encode(), b"application/json"


TYPES = (FORM.encode(), b"application/json", b"multipart/form-data", b"multipart/form-data; boundary=", b"text/plain",
         b"", b"\xff\xfe", b"multipart/form-data; boundary=x", b"text/html; charset=idna")  # fmt: skip
RAW = (b"", b"[" * 90_000, b'{"a":' * 20_000, b"&" * 7_000, b"a=" * 3_000, b"\xff\xfe=\xff", b"%00=%ff&act=%",
       b"x" * 1_200_000, b"--x", b"--x\r\n\r\n", b'{"stage": "ir", "stage": 3}', b"null", b'"\\ud800"')  # fmt: skip
bodies = (
    form_bodies() | multipart_bodies() | json_bodies()
    | st.tuples(st.sampled_from(RAW) | st.binary(max_size=60), st.sampled_from(TYPES))
    | st.tuples((form_bodies() | json_bodies()).map(lambda body: body[0]), st.sampled_from(TYPES))
)  # fmt: skip


def test_every_route_that_takes_something_is_tried_here(ws: Workspace) -> None:
    routes = files_and_health.routes(lambda: ws)
    taking = {route.path for route in routes if isinstance(route, Route) and "POST" in (route.methods or ())}
    of_accounts = {route.path for route in sign_in.routes(lambda: ws) if isinstance(route, Route)}
    assert taking - of_accounts == set(ROUTES)  # those are tried by tests/web/people


@pytest.mark.filterwarnings(
    "ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)  # Starlette's, of a
@pytest.mark.parametrize("route", ROUTES)  # file whose form breaks off: it is closed when it is forgotten
@costly(60)
@given(body=bodies)
def test_no_body_whatever_breaks_a_door(doors: Doors, route: str, body: tuple[bytes, bytes]) -> None:
    status, kind, text = doors.post(doors.addresses[route], *body)
    assert status < 500
    if kind in {"application/json", "application/problem+json"}:
        assert isinstance(json.loads(text), dict)
    elif status != 303:
        assert (kind, "<html lang=" in text) == ("text/html", True)


def test_an_address_with_a_sign_that_no_database_holds_opens_nothing(doors: Doors) -> None:
    for address in doors.addresses.values():
        assert doors.post(f"{address}\x00", b"act=log")[::2] == (404, '{"error":"not_found"}')


class Filled(HTMLParser):
    """What a browser would send of each form of a page, by what the form is for (``act``)."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[dict[str, str]] = []
        self._field = self._text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        match tag:
            case "form":
                self.forms.append({})
            case "input" if self.forms and (values.get("type") not in {"radio", "checkbox"} or "checked" in values):
                self.forms[-1][name] = values.get("value", "")
            case "textarea" | "select":
                self._field, self._text = name, ""
                self.forms[-1].setdefault(name, "")
            case "option" if "selected" in values and self._field:
                self.forms[-1][self._field] = values["value"]

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.forms[-1][self._field] = self._text
        if tag in {"textarea", "select"}:
            self._field = ""


def refused(doors: Doors, address: str, fields: dict[str, str], form_of: Callable[[dict[str, str]], bool]) -> None:
    """Post fields that are refused, and hold the form that comes back against them."""
    body = "&".join(
        f"{quote_from_bytes(_bytes(name))}={quote_from_bytes(_bytes(value))}" for name, value in fields.items()
    )
    status, _, page = doors.post(address, body.encode())
    assert status in {409, 422}
    (form,) = filter(form_of, Filled(page).forms)
    assert {name: form.get(name, "") for name in fields if name != "act"} == {
        name: value for name, value in fields.items() if name != "act"
    }


typed_texts = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="\r"), max_size=20).map(
    str.strip
)


@costly(10)
@given(opinion=typed_texts, condition=typed_texts)
def test_a_vote_without_a_choice_keeps_its_words(doors: Doors, opinion: str, condition: str) -> None:
    fields = {"act": "cast", f"opinion-{doors.item}": opinion, f"condition-{doors.item}": condition}
    refused(doors, doors.addresses["/vote/{session_id}/{secret}"], fields, bool)


@costly(10)
@given(words=st.lists(typed_texts, min_size=6, max_size=6), side=st.sampled_from(["company", "investor"]))
def test_an_application_with_something_wrong_keeps_every_field(doors: Doors, words: list[str], side: str) -> None:
    name, english, sector, title, equipment, product = words
    fields = {
        "name_ko": name, "name_en": english, "away_1_from": "10:00", "away_1_to": "09:00",
        "consent_personal_data": "yes", "act": "apply",
    }  # fmt: skip
    fields |= {
        "company": {"sector": sector, "product": product, "presenter_title": title, "region": "부산", "revenue": "협의",
                    "biz_reg_no": "12", "round": "Series A", "contact_sits": "yes", "wish_1": "inv-a",
                    "wish_2": "inv-a", "equipment": equipment},
        "investor": {"sectors": sector, "person_2_title": title, "person_3_email": "a@", "regions": product,
                     "round_2": "yes", "ticket_low": "30억", "ticket_high": "1억", "kind": "operator",
                     "veto_1": "sup-daon"},
    }[side]  # fmt: skip
    address = f"{doors.addresses['/day/apply-{event_id}/{secret}']}?as={side}"
    refused(doors, address, fields, lambda form: "name_ko" in form)


@costly(10)
@given(words=st.lists(typed_texts, min_size=3, max_size=3), company=st.sampled_from(["sup-daon", "sup-mireu"]))
def test_a_log_with_an_amount_that_is_none_keeps_its_words(doors: Doors, words: list[str], company: str) -> None:
    requests, step, note = words
    fields = {
        "act": "log", "company": company, "interest": "high", "low": "셋", "high": "5.5", "unit": "million",
        "requests": requests, "next_step": "meeting", "next_step_text": step, "next_due": "2026-12-09", "note": note,
    }  # fmt: skip
    address = doors.addresses["/day/firm-{participant}/{secret}"]
    refused(doors, address, fields, lambda form: form.get("company") == company and form.get("low") == "셋")


@pytest.mark.parametrize("doors", [None], indirect=True)
def test_wishes_that_contradict_each_other_are_kept_on_the_page(doors: Doors) -> None:
    fields = {"act": "wishes", "wish-0": "sup-mireu", "wish-1": "sup-daon", "veto-sup-daon": "1", "veto-sup-mireu": ""}
    address = doors.addresses["/day/firm-{participant}/{secret}"]
    del fields["veto-sup-mireu"]
    refused(doors, address, fields, lambda form: form.get("act") == "wishes")


@costly(5)
@given(words=typed_texts)
def test_a_survey_that_says_too_much_keeps_what_it_says(doors: Doors, words: str) -> None:
    fields = {"act": "survey", "overall": "4", "again": "1", "comment": words + "가" * 4_001}
    address = doors.addresses["/day/firm-{participant}/{secret}"]
    refused(doors, address, fields, lambda form: form.get("act") == "survey")
