"""What several screens, exports and papers tell of the same decision is the same, whatever happened before."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from python_calamine import CalamineWorkbook

from dealflow.actions.investment import deals, session_views
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.record import decision_register
from dealflow.actions.record import dossier as dossiers
from dealflow.actions.record.decision_register import DecisionKind
from dealflow.domain.investment.approvals import Validity
from dealflow.domain.investment.committee import Result, SessionKind
from dealflow.i18n import t
from dealflow.reports.kit.blocks import Facts
from dealflow.reports.record import register_sheet
from dealflow.reports.record.dossier import document
from dealflow.ui.investment.committee_words import lost_validity
from tests.actions.investment import test_decision_properties as acts
from tests.actions.investment.test_decision_properties import House, Ledgerless, carry_out, home, house_of, plans
from tests.costly import costly

__all__ = ["home"]
APPROVED = {Result.PASSED, Result.CONDITIONAL}


def items_of(house: House) -> Iterator[tuple[SessionKind, session_views.ItemView, str]]:
    """Give every item of the house with its committee and its session's id."""
    looking = Looking(house.ws, house.chief)
    for line in session_views.sessions(looking):
        view = session_views.session_view(looking, line.session.id)
        yield from ((line.session.kind, item, line.session.id) for item in view.items)


def told_by_journal(house: House) -> Ledgerless:
    """Return what a reader who keeps the journal by hand knows."""
    reader = Ledgerless()
    for recorded in house.told():
        reader.follow(recorded.event)
    return reader


def check_one_truth(house: House) -> int:
    """Compare what every place says of each approval with the journal's reader; return how many do not stand."""
    reader, looking = told_by_journal(house), Looking(house.ws, house.chief)
    register = decision_register.register(looking)
    at = house.now
    csv_text = register_sheet.as_csv(register, house.ws.reasons, at=at, lang="ko").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(csv_text)))
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(register_sheet.as_xlsx(register, house.ws.reasons, at=at, lang="ko"))
    )
    cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    place = [name for name, _ in register_sheet.COLUMNS].index("stands")
    standing_won = lost = 0
    for kind, view, session_id in items_of(house):
        item, ended = view.item, view.item.resolution
        approves = kind is SessionKind.MAIN and ended is not None and ended.result in APPROVED
        stands = (
            approves
            and reader.last(item.engagement_id, item.fund_id)[0] == item.id
            and reader.stands(item.engagement_id, item.fund_id)
        )
        assert (view.validity is Validity.STANDS) == stands
        assert (view.validity is None) == (not approves)
        assert bool(lost_validity(view, "ko")) == (approves and not stands)
        dossier = dossiers.dossier(looking, session_id, item.id, at=at)
        assert dossier.validity is view.validity
        facts = dict(
            fact
            for block in document(dossier, (), "ko").parts[0].blocks
            if isinstance(block, Facts)
            for fact in block.pairs
        )
        words = "" if view.validity is None else t(f"enum.validity.{view.validity.value}", "ko")
        assert facts.get(t("dossier.fact.stands", "ko"), "") == words
        lines = [line for line in register.lines if line.item_id == item.id]
        if not lines:
            assert ended is None
            continue
        assert lines[0].validity is view.validity
        assert [line.stands for line in lines] == [stands or not approves, *(False for _ in lines[1:])]
        number = register.lines.index(lines[0])
        said = words or t("register.stands.yes", "ko")
        assert rows[1 + number][place] == said
        assert cells[7 + number][place] == said
        standing_won += (lines[0].amount_won or 0) if stands else 0
        lost += approves and not stands
        blocked = deals.deal(looking, item.engagement_id, on=at.date()).blocked(item.fund_id)
        assert not stands or blocked is None or blocked.field != "approval"
    assert register.totals.approved_won == standing_won
    sums = dict(register_sheet.sheet(register, (), at=at, lang="ko").sums)
    assert sums[t("register.sum.approved", "ko")] == standing_won
    return lost


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of the workspace, with its calendar
@costly(6)
@given(plan=plans())
def test_every_place_says_the_same_of_an_approval(home: Workspace, plan: list) -> None:  # type: ignore[type-arg]  # see plans
    with house_of(home) as house:
        carry_out(house, plan)
        check_one_truth(house)


def test_an_approval_that_new_terms_voided_counts_nowhere(home: Workspace) -> None:
    def nothing_else(_: int) -> int:
        return 0

    with house_of(home) as house:
        acts.hold_at_once(house, nothing_else)
        assert check_one_truth(house) == 0
        acts.set_terms(house, lambda _: 1)
        assert check_one_truth(house) == 1
        (line,) = [
            line
            for line in decision_register.register(Looking(house.ws, house.chief)).lines
            if line.kind is DecisionKind.COMMITTEE
        ]
        assert (line.stands, line.validity) == (False, Validity.VOID)
