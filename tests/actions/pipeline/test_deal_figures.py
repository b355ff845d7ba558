"""Amounts on cards and sums of stages: from terms, notes and decks, one's own books only, and each taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dealflow.actions.pipeline import deal_figures, engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.deal_sizes import DealSize, SizeField, SizeSource
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.domain.values.typed_money import money_of
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from tests.actions.conftest import AT, Cast

ON = date(2026, 3, 20)


def opened(ws: Workspace, viewer: Viewer, company: str, label: str = "A") -> str:
    new = NewEngagement(company_id=company, investor_id=viewer.organisation_id, track="vc", round_label=label)
    return engagements.open_engagement(Acting(ws, viewer, AT), new)


def noted(ws: Workspace, viewer: Viewer, engagement: str, **texts: str) -> None:
    size = DealSize(**{name: money_of(text, name) for name, text in texts.items()})
    engagements.note_size(Acting(ws, viewer, AT), engagement, size)


def test_what_a_house_notes_is_on_its_own_cards_and_in_its_own_sums_alone(ws: Workspace, cast: Cast) -> None:
    mine, rival = opened(ws, cast.anna, cast.shared_company), opened(ws, cast.bora, cast.shared_company)
    noted(ws, cast.anna, mine, asked="30억", ticket="10억 5천만원", pre_money="$12M")
    noted(ws, cast.bora, rival, asked="777억")
    looking = Looking(ws, cast.adam)
    rows = engagements.engagements(looking, on=ON)
    figures = deal_figures.deal_figures(looking, rows)
    assert {which.value: found.quantity for which, found in figures[mine].sizes.items()} == {
        "asked": Quantity(Unit.KRW, Decimal(3_000_000_000)),
        "ticket": Quantity(Unit.KRW, Decimal(1_050_000_000)),
        "pre_money": Quantity(Unit.USD, Decimal(12_000_000)),
    }
    assert {found.source for found in figures[mine].sizes.values()} == {SizeSource.NOTED}
    first = deal_figures.sums(looking, ws.track("vc"), rows, figures, on=ON)[0]
    assert (first.deals, first.asked.amount, first.weighted.amount) == (1, 3_000_000_000, Decimal(31_500_000))
    with pytest.raises(NotFoundError):
        noted(ws, cast.bora, mine, asked="1억")


def test_what_was_noted_tagged_and_named_is_taken_back_and_a_declined_deal_leaves_the_sums(
    ws: Workspace, cast: Cast
) -> None:
    acting, looking = Acting(ws, cast.anna, AT), Looking(ws, cast.anna)
    deal = opened(ws, cast.anna, cast.shared_company)
    noted(ws, cast.anna, deal, asked="30억")
    engagements.set_tags(acting, deal, ("#딥테크", "딥테크", " ESG "))
    engagements.name_round(acting, deal, "Series B")
    row = engagements.engagement(looking, deal, on=ON).row.engagement
    assert (row.tags, row.round_label) == (("딥테크", "ESG"), "Series B")
    for _ in range(3):
        engagements.undo(acting, deal)
    row = engagements.engagement(looking, deal, on=ON).row.engagement
    assert (row.tags, row.round_label, row.size) == ((), "A", DealSize())
    noted(ws, cast.anna, deal, asked="30억")
    engagements.set_status(acting, deal, Status.PASSED, reason="team")
    rows = engagements.engagements(looking, on=ON)
    figures = deal_figures.deal_figures(looking, rows)
    assert deal_figures.sums(looking, ws.track("vc"), rows, figures, on=ON)[0].deals == 0
    assert figures[deal].amount(SizeField.ASKED) is not None


def test_wrong_amounts_tags_and_stale_screens_are_refused(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.anna, AT)
    deal = opened(ws, cast.anna, cast.shared_company)
    for text in ("서른억", "30%", "30명", "-3억"):
        with pytest.raises(InvalidInputError):
            money_of(text, "asked")
    with pytest.raises(InvalidInputError):
        engagements.note_size(acting, deal, DealSize(asked=Quantity(Unit.COUNT, Decimal(3))))
    with pytest.raises(InvalidInputError):
        engagements.set_tags(acting, deal, ("가" * 31,))
    with pytest.raises(InvalidInputError):
        engagements.set_tags(acting, deal, [f"태그 {number}" for number in range(13)])
    engagements.note(acting, deal, "통화")
    with pytest.raises(ChangedMeanwhileError):
        engagements.note_size(acting, deal, DealSize(asked=money_of("1억", "asked")), seen=1)
