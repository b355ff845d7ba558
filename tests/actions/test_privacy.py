"""Random acts by random people: whatever happens, nobody is shown another firm's books."""

from __future__ import annotations

import itertools
from dataclasses import fields, is_dataclass
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dealflow.actions.claims import intake, review, waiting_decks
from dealflow.actions.companies import companies
from dealflow.actions.people import people
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, commit, open_workspace, record
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.deck import Submission
from dealflow.domain.claims.events import DeckRead
from dealflow.domain.people.access import Audience, OrganisationKind, Role, Viewer
from dealflow.domain.people.people import NewOrganisation
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.domain.values.event import By
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import DealflowError
from dealflow.settings import Settings
from tests.actions.conftest import AT, claim, person, renamed

FIRMS = ("a", "b", "o")
_numbers = itertools.count(1)
_act = st.tuples(
    st.sampled_from(["deck", "public", "company", "open", "move", "note", "pass", "word", "add", "confirm", "undo"]),
    st.integers(0, 6),
    st.integers(0, 5),
)


def secret(firm: str) -> str:
    """What a firm writes wherever it may write; nobody else must ever read it."""
    return f"secret-of-{firm}"


def shown(value: object) -> str:
    """Everything that a screen is given, as one text."""
    if is_dataclass(value):
        return " ".join(shown(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, dict):
        return " ".join(f"{shown(key)} {shown(one)}" for key, one in value.items())
    if isinstance(value, tuple | list):
        return " ".join(shown(one) for one in value)
    return value.value if isinstance(value, Enum) else str(value)


class World:
    """A workspace with seven people of three organisations and a company's guest, and what they have made so far."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        self.at = AT
        kinds = (OrganisationKind.VC, OrganisationKind.VC, OrganisationKind.ORGANISER)
        for firm, kind in zip(FIRMS, kinds, strict=True):
            people.register_organisation(
                Acting(ws, people.SYSTEM, AT), NewOrganisation(firm, firm, kind), organisation_id=firm
            )
        organiser = person(ws, "o1", "o", Role.ORGANISER)
        self.company = companies.register_company(Acting(ws, organiser, AT), CompanyDetails("모두의 회사(가상)"))
        self.people = [
            person(ws, "a1", "a", Role.ANALYST),
            person(ws, "a2", "a", Role.ADMIN),
            person(ws, "b1", "b", Role.OPERATOR),
            person(ws, "b2", "b", Role.VIEWER),
            organiser,
            person(ws, "g1", "a", Role.COMPANY_GUEST, self.company),
            people.SYSTEM,
        ]
        self.decks: list[str] = []
        self.engagements: list[str] = []
        self.claims: list[str] = []
        self.companies = [self.company]

    def act(self, kind: str, viewer: Viewer, choice: int) -> None:
        """Let somebody try something; what is refused has not happened."""
        self.at += timedelta(minutes=1)
        # a guest is of the company: what it brings is its own to see, and no firm's secret
        mine = "the company's" if viewer.role is Role.COMPANY_GUEST else secret(viewer.organisation_id)
        try:
            getattr(self, f"_{kind}")(viewer, mine, choice)
        except DealflowError:
            return

    def _one(self, known: list[str], choice: int) -> str:
        return known[choice % len(known)] if known else "none"

    def _deck(self, viewer: Viewer, mine: str, choice: int, audience: Audience = Audience.ORGANISATION) -> None:
        name = mine if audience is Audience.ORGANISATION else "public"
        received = intake.receive(
            Acting(self.ws, viewer, self.at),
            file_name=f"{name}.pdf",
            data=f"{choice}".encode(),
            submission=Submission(audience=audience),
        )
        if not received.duplicate:
            quoted = renamed(claim(name, 100 + choice), received.deck_id)
            event = DeckRead(received.deck_id, "test", "test", ((960.0, 540.0),), (), (quoted,))
            by = By("system", self.at, "worker")
            commit(self.ws, lambda session: record(self.ws, session, [event], by, after=1))
            self.decks.append(received.deck_id)
            self.claims.append(quoted.id)

    def _public(self, viewer: Viewer, mine: str, choice: int) -> None:
        self._deck(viewer, mine, choice, Audience.EVENT)

    def _company(self, viewer: Viewer, mine: str, _choice: int) -> None:
        if viewer.organisation_id in {"a", "b"}:
            self.companies.append(
                companies.register_company(Acting(self.ws, viewer, self.at), CompanyDetails(f"{mine} 회사"))
            )

    def _confirm(self, viewer: Viewer, mine: str, choice: int) -> None:
        deck_id = self._one(self.decks, choice)
        audience = intake.deck(Looking(self.ws, viewer), deck_id).audience
        if audience is Audience.ORGANISATION:
            new = CompanyDetails(f"{mine} 새 회사", region=mine)
            self.companies.append(
                intake.confirm_company(Acting(self.ws, viewer, self.at), deck_id, new=new, round_label=mine)
            )
        else:
            intake.confirm_company(Acting(self.ws, viewer, self.at), deck_id, company_id=self.company)

    def _open(self, viewer: Viewer, mine: str, choice: int) -> None:
        opened = engagements.open_engagement(
            Acting(self.ws, viewer, self.at),
            NewEngagement(
                company_id=self._one(self.companies, choice),
                investor_id=FIRMS[choice % 3],
                track="vc",
                round_label=mine,
            ),
        )
        self.engagements.append(opened)

    def _move(self, viewer: Viewer, mine: str, choice: int) -> None:
        engagements.move(Acting(self.ws, viewer, self.at), self._one(self.engagements, choice), "ir", note=mine)

    def _note(self, viewer: Viewer, mine: str, choice: int) -> None:
        engagements.note(Acting(self.ws, viewer, self.at), self._one(self.engagements, choice), mine)
        engagements.set_next_step(
            Acting(self.ws, viewer, self.at), self._one(self.engagements, choice), step=mine, due=None, assignee_id=None
        )

    def _pass(self, viewer: Viewer, mine: str, choice: int) -> None:
        engagements.set_status(
            Acting(self.ws, viewer, self.at),
            self._one(self.engagements, choice),
            Status.PASSED,
            reason=self.ws.reasons[0].id,
            note=mine,
        )

    def _word(self, viewer: Viewer, mine: str, choice: int) -> None:
        review.reject(Acting(self.ws, viewer, self.at), self._one(self.claims, choice), note=mine)

    def _add(self, viewer: Viewer, mine: str, choice: int) -> None:
        deck_id = self._one(self.decks, choice)
        if intake.deck(Looking(self.ws, viewer), deck_id).owner_id == viewer.organisation_id:
            mine = "public" if intake.deck(Looking(self.ws, viewer), deck_id).audience is Audience.EVENT else mine
        figure = review.NewFigure(
            page=1, metric="customers_count", quote=mine, quantity=Quantity(Unit.COUNT, Decimal(choice))
        )
        self.claims.append(review.add(Acting(self.ws, viewer, self.at), deck_id, figure))

    def _undo(self, viewer: Viewer, _mine: str, choice: int) -> None:
        review.undo_last(Acting(self.ws, viewer, self.at), self._one(self.decks, choice))

    def screens(self, viewer: Viewer) -> str:
        """Everything that the viewer can be shown, as one text."""
        seen: list[object] = []

        def look(ask: object, *given: object, **named: object) -> None:
            try:
                seen.append(ask(Looking(self.ws, viewer), *given, **named))  # type: ignore[operator]  # one of the queries
            except DealflowError:
                return

        on = self.at.date()
        look(intake.decks)
        look(waiting_decks.waiting)
        look(companies.companies, None, ["customers_count"])
        look(engagements.engagements, on=on)
        look(engagements.board, engagements.EngagementFilter(track="vc"), on=on)
        look(engagements.matrix, engagements.EngagementFilter(), on=on)
        for deck_id in self.decks:
            look(intake.deck, deck_id)
            look(intake.matches, deck_id)
            look(intake.deck_file, deck_id)
            look(review.claims, deck_id)
        for company_id in self.companies:
            look(companies.company, company_id, on=on)
        for engagement_id in self.engagements:
            look(engagements.engagement, engagement_id, on=on)
        return shown(seen)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("privacy")


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)
@given(acts=st.lists(_act, min_size=8, max_size=20))
def test_nobody_is_ever_shown_another_firms_engagement_note_word_or_find(
    folder: Path, acts: list[tuple[str, int, int]]
) -> None:
    ws = open_workspace(Settings(data_dir=folder, workspace=f"w{next(_numbers)}"), follow=False)
    try:
        world = World(ws)
        for kind, who, choice in acts:
            world.act(kind, world.people[who], choice)
        for viewer in world.people:
            own = "" if viewer.role is Role.COMPANY_GUEST else viewer.organisation_id
            seen = world.screens(viewer)
            for firm in {*FIRMS, "system"} - {own}:
                assert secret(firm) not in seen
    finally:
        close_workspace(ws)


def test_the_acts_of_the_property_do_happen(folder: Path) -> None:
    """Silence of the property would prove nothing if its acts were all refused."""
    ws = open_workspace(Settings(data_dir=folder, workspace=f"w{next(_numbers)}"), follow=False)
    try:
        world = World(ws)
        for kind in ("company", "deck", "confirm", "open", "move", "note", "pass", "word", "add"):
            world.act(kind, world.people[0], 0)
        assert world.screens(world.people[0]).count(secret("a")) > 15
        assert secret("a") not in world.screens(world.people[2])
    finally:
        close_workspace(ws)
