"""The house's funds: who votes for each, by which rule, and whether mother-fund money is in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dealflow.actions.platform.workspace import Workspace, by, commit, new_id, record, written
from dealflow.domain.investment.committee import Fund, PassRule, VotingRule
from dealflow.domain.investment.events import FundKept
from dealflow.domain.people.access import Act, Viewer, require
from dealflow.errors import InvalidInputError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import investment, people
from dealflow.store.ledger.queries.visibility import Session


def funds(ws: Workspace, viewer: Viewer) -> tuple[Fund, ...]:
    """Return the funds of the viewer's house, by name."""
    require(viewer, Act.SEE_PIPELINE)
    with ws.ledger.read() as session:
        return investment.funds(session, ws.name, viewer)


def keep_fund(ws: Workspace, viewer: Viewer, fund: Fund, *, at: datetime, source: str = "app") -> Fund:
    """Register a fund of the viewer's house (an empty id makes a new one) or change it, and return it as kept.

    Committees that were called before keep the voters and the rule of their day.

    Raises:
        InvalidInputError: the name is missing or (for a new fund) taken, a voter is nobody of the house or a company's
            guest, the chair is no voter or missing though the rule needs one, or the quorum is no share.
        NotAllowedError: the role may not, or the fund is another house's.
    """
    require(viewer, Act.DECIDE)
    kept = replace(
        fund,
        id=fund.id or new_id("fund", ws.name, viewer.organisation_id, fund.name_ko),
        owner_id=viewer.organisation_id,
        name_ko=written(fund.name_ko, "name", required=True),
        name_en=written(fund.name_en, "name"),
        voters=tuple(dict.fromkeys(fund.voters)),
    )
    _check_rule(kept.rule)

    def work(session: Session) -> Fund:
        _check_voters(ws, session, viewer, kept)
        version = len(journal.read_stream(session, ws.name, f"fund:{kept.id}"))
        if version and not fund.id:
            raise InvalidInputError(field="name", problem="taken", value=kept.name_ko)
        mine = {each.id for each in investment.funds(session, ws.name, viewer)}
        if version and kept.id not in mine:
            raise InvalidInputError(field="fund", problem="unknown", value=kept.id)
        record(ws, session, [FundKept(kept)], by(viewer, at, source), after=version)
        return kept

    return commit(ws, work)


def _check_voters(ws: Workspace, session: Session, viewer: Viewer, fund: Fund) -> None:
    """Say nothing if the voters are the house's people and the chair, where the rule needs one, is among them."""
    persons = people.persons(session, ws.name)
    house = {each.id for each in persons if each.organisation_id == viewer.organisation_id and each.company_id is None}
    strangers = [voter for voter in fund.voters if voter not in house]
    if strangers:
        raise InvalidInputError(field="voter", problem="unknown", value=strangers[0])
    if fund.chair_id is not None and fund.chair_id not in fund.voters:
        raise InvalidInputError(field="chair", problem="not_listed", value=fund.chair_id)
    if fund.chair_id is None and fund.rule.pass_rule is PassRule.CHAIR_CONSENT:
        raise InvalidInputError(field="chair", problem="missing")


def _check_rule(rule: VotingRule) -> None:
    """Say nothing if the attendance asked for is a share of the voters."""
    part, whole = rule.attend_of
    if not 0 < part <= whole:
        raise InvalidInputError(field="quorum", problem="no_share", value=f"{part}/{whole}")
