"""A workspace whose house A has written a canary wherever it can, and everybody else who tries to come by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any, Final

from dealflow.actions.claims import intake
from dealflow.actions.companies import companies
from dealflow.actions.investment import funds, sessions
from dealflow.actions.irday.programme import ir_events
from dealflow.actions.people import api_tokens
from dealflow.actions.people.api_tokens import TokenScope
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, close_workspace, commit, open_workspace, record
from dealflow.domain.claims.claims import Claim
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.deck import Submission
from dealflow.domain.claims.events import DeckRead
from dealflow.domain.investment.committee import Appointment, Fund, SessionKind, VotingRule
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.domain.values.event import By
from dealflow.errors import DealflowError
from dealflow.settings import Settings
from dealflow.store.ledger import journal
from tests.actions.conftest import AT, claim, person, registered_cast, renamed
from tests.security.arguments import NOW, Arguments, CannotBeMadeError
from tests.security.every_act import Deed, deeds

CANARY: Final = "카나리아"
_MADE: Final[dict[str, tuple[str, Callable[[Any], str]]]] = {
    "notes.notes.write": ("note_id", str),
    "notes.documents.put": ("document_id", str),
    "companies.contacts.add_contact": ("contact_id", str),
    "pipeline.saved_views.keep_view": ("view_id", str),
    "investment.deals.pay": ("payment_id", str),
    "tips.operators.designate": ("operator_id", str),
    "api.webhooks.make": ("webhook_id", itemgetter(0)),
    "api.webhooks.test": ("letter_id", str),
    "inbound.taking_in.take_letter": ("inbound_id", attrgetter("inbound_id")),
}
"""The acts whose answer holds the id of what they made, by which others try to reach it."""
_ENDS: Final = ("destroy", "withdraw", "undo", "revoke", "merge", "let_go", "drop", "close", "shelve", "void", "refile")
"""Acts that would take away again what fills the books."""
MISFIT: Final = (ValueError, TypeError, AttributeError, LookupError, OSError, RuntimeError, ArithmeticError)
"""What a made-up argument may cause that no form can: it is a value of the right kind and of no sense."""


@dataclass
class World:
    """A workspace whose house A has written a canary wherever it can, and everybody else who tries."""

    ws: Workspace
    house: Viewer
    analyst: Viewer
    reader: Viewer
    rivals: dict[str, Viewer]
    ids: dict[str, str] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)

    def arguments(self, text: str) -> Arguments:
        return Arguments(self.ids | {"folder": str(self.ws.settings.data_dir / "out")}, text)


@contextmanager
def filled_world(folder: Path) -> Iterator[World]:
    """Open a workspace in which house A has used every act that it could, with a canary for words."""
    ws = open_workspace(Settings(data_dir=folder, warehouse_path=":memory:", webhooks_private=True))
    try:
        cast = registered_cast(ws)
        rivals = {
            "rival analyst": cast.bora,
            "rival operator": person(ws, "bo", "b", Role.OPERATOR),
            "rival viewer": person(ws, "bv", "b", Role.VIEWER),
            "rival house admin": person(ws, "bh", "b", Role.HOUSE_ADMIN),
            "administrator": cast.admin,
            "organiser": cast.organiser,
            "guest": cast.guest,
        }
        world = World(ws, person(ws, "hana", "a", Role.HOUSE_ADMIN), cast.anna, cast.viewer_a, rivals)
        _found(world, cast.organiser)
        for deed in deeds():
            if deed.acts and not deed.name.startswith("people.") and not deed.name.split(".")[-1].startswith(_ENDS):
                _fill(world, deed)
        for deed in deeds():  # once more: what the first round made can be written about now
            is_act = deed.acts and not deed.name.startswith("people.") and deed.name not in world.filled
            if is_act and not deed.name.split(".")[-1].startswith(_ENDS):
                _fill(world, deed)
        yield world
    finally:
        close_workspace(ws)


def _found(world: World, organiser: Viewer) -> None:
    """Enter by hand what the rest hangs on: company, deck with a figure, deal, fund, committee and its item."""
    ws, acting = world.ws, Acting(world.ws, world.analyst, AT)
    event = ir_events.register_ir_event(Acting(ws, organiser, AT), IrEventDetails("봄 IR(가상)", "", NOW.date()))
    company = companies.register_company(acting, CompanyDetails(f"{CANARY} 회사(가상)"))
    other = companies.register_company(acting, CompanyDetails(f"{CANARY} 다른 회사(가상)"))
    deck = intake.receive(
        acting, file_name=f"{CANARY}.pdf", data=CANARY.encode(), submission=Submission(company_id=company)
    ).deck_id
    quoted: Claim = renamed(claim("quoted", 12), deck)
    read = DeckRead(deck, "test", "test", ((960.0, 540.0),), (), (quoted,))
    commit(ws, lambda session: record(ws, session, [read], By("system", AT, "worker"), after=1))
    engagement = engagements.open_engagement(acting, NewEngagement(company, "a", "vc", CANARY, assignee_id="anna"))
    api_tokens.make(acting, CANARY, scopes=[TokenScope.READ])
    [token] = api_tokens.tokens(acting, at=AT)
    voters = ("anna", "hana")
    fund = funds.keep_fund(
        acting, Fund("", "", CANARY, CANARY, mother_fund_backed=False, voters=voters, rule=VotingRule())
    )
    meeting = sessions.convene(acting, SessionKind.PRELIMINARY, Appointment(NOW, CANARY, CANARY))
    item = sessions.table_item(acting, meeting, engagement_id=engagement, fund_id=fund.id)
    world.ids |= {
        "company_id": company, "into_id": other, "deck_id": deck, "before_id": deck, "after_id": deck,
        "claim_id": quoted.id, "engagement_id": engagement, "fund_id": fund.id, "session_id": meeting, "item_id": item,
        "ir_event_id": event, "event_id": event, "investor_id": "a", "organisation_id": "a", "person_id": "anna",
        "voter_id": "anna", "assignee_id": "anna", "chair_id": "anna", "owner_id": "a", "target_id": engagement,
        "participant_id": "p", "people_id": "anna", "mention_id": "anna", "company": company, "investor": "a",
        "token_id": token.id,
    }  # fmt: skip


def _fill(world: World, deed: Deed) -> None:
    acting = Acting(world.ws, world.house, NOW)
    try:
        result = deed.function(acting, **world.arguments(CANARY).of(deed.function))
    except (DealflowError, CannotBeMadeError, *MISFIT):
        return
    world.filled.add(deed.name)
    if deed.name in _MADE:
        name, id_of = _MADE[deed.name]
        world.ids[name] = id_of(result)


def strange_events(world: World) -> set[str]:
    """Return the kinds of events of others in streams that house A began."""
    ours = {"anna", "hana", "adam", "vera"}
    with world.ws.ledger.read() as session:
        everything = journal.events_after(session, world.ws.name, 0, 100_000)
        begun: dict[str, str] = {}
        strange = set()
        for recorded in everything:
            first = begun.setdefault(recorded.event.stream, recorded.actor)
            if first in ours and recorded.actor not in ours | {"system"}:
                strange.add(f"{recorded.event.kind} by {recorded.actor}")
    return strange
