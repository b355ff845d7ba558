"""The house's funds: who votes for each, by which rule, and whether mother-fund money is in it."""

from __future__ import annotations

from dataclasses import replace

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.investment.committee import Fund, PassRule, VotingRule
from dealflow.domain.investment.events import FundKept
from dealflow.domain.people.access import Act, require
from dealflow.errors import InvalidInputError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import investment, people
from dealflow.store.ledger.queries.visibility import Session


@remembered
def funds(looking: Looking) -> tuple[Fund, ...]:
    """Return the funds of the viewer's house, by name."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        return investment.funds(session, looking.ws.name, looking.viewer)


@transacted
def keep_fund(acting: Acting, fund: Fund) -> Fund:
    """Register a fund of the viewer's house (an empty id makes a new one) or change it, and return it as kept.

    Committees that were called before keep the voters and the rule of their day.

    Raises:
        InvalidInputError: the name is missing or (for a new fund) taken, a voter is nobody of the house or a company's
            guest, the chair is no voter or missing though the rule needs one, or the quorum is no share.
        NotAllowedError: the role may not, or the fund is another house's.
    """
    require(acting.viewer, Act.DECIDE)
    kept_fund = replace(
        fund,
        id=fund.id or new_id("fund", acting.ws.name, acting.viewer.organisation_id, fund.name_ko),
        owner_id=acting.viewer.organisation_id,
        name_ko=written(fund.name_ko, "name", required=True),
        name_en=written(fund.name_en, "name"),
        voters=tuple(dict.fromkeys(fund.voters)),
    )
    _require_attendance_share(kept_fund.rule, len(set(kept_fund.voters)))
    _require_voters_of_house(acting, kept_fund)
    version = len(journal.read_stream(acting.session, acting.ws.name, f"fund:{kept_fund.id}"))
    if version and not fund.id:
        raise InvalidInputError(field="name", problem="taken", value=kept_fund.name_ko)
    mine = {other_fund.id for other_fund in investment.funds(acting.session, acting.ws.name, acting.viewer)}
    if version and kept_fund.id not in mine:
        raise InvalidInputError(field="fund", problem="unknown", value=kept_fund.id)
    acting.record([FundKept(kept_fund)], after=version)
    return kept_fund


def with_present_voters(session: Session, workspace: str, fund: Fund) -> Fund:
    """Return the fund with those of its voters who have not left, for a vote that begins now.

    Raises:
        InvalidInputError: nobody is left, or the rule needs the chair, who left.
    """
    left = {person.id for person in people.persons(session, workspace) if person.has_left}
    voters = tuple(voter for voter in fund.voters if voter not in left)
    if not voters:
        raise InvalidInputError(field="voter", problem="missing", value=fund.name_ko)
    chair_id = None if fund.chair_id in left else fund.chair_id
    if chair_id is None and fund.rule.pass_rule is PassRule.CHAIR_CONSENT:
        raise InvalidInputError(field="chair", problem="missing", value=fund.name_ko)
    return replace(fund, voters=voters, chair_id=chair_id)


def _require_voters_of_house(looking: Looking, fund: Fund) -> None:
    """Require that the voters are the house's people and the chair, where the rule needs one, is among them."""
    persons = people.persons(looking.session, looking.ws.name)
    kept_funds = investment.funds(looking.session, looking.ws.name, looking.viewer)
    before = {voter for kept in kept_funds for voter in kept.voters}
    house = {
        person.id
        for person in persons
        if person.organisation_id == looking.viewer.organisation_id
        and person.company_id is None
        and (not person.has_left or person.id in before)
    }
    strangers = [voter for voter in fund.voters if voter not in house]
    if strangers:
        raise InvalidInputError(field="voter", problem="unknown", value=strangers[0])
    if fund.chair_id is not None and fund.chair_id not in fund.voters:
        raise InvalidInputError(field="chair", problem="not_listed", value=fund.chair_id)
    if fund.chair_id is None and fund.rule.pass_rule is PassRule.CHAIR_CONSENT:
        raise InvalidInputError(field="chair", problem="missing")


def _require_attendance_share(rule: VotingRule, voters: int) -> None:
    """Require that the attendance asked for is a share of the voters, and no more heads than there are voters."""
    part, whole = rule.attend_of
    if not 0 < part <= whole:
        raise InvalidInputError(field="quorum", problem="no_share", value=f"{part}/{whole}")
    if not 1 <= rule.least_heads <= max(1, voters):
        raise InvalidInputError(field="least_heads", problem="more_than_voters", value=rule.least_heads)
