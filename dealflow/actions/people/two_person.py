"""Acts that a house wants two people for: entered by one, done when another confirms; both stand in the journal.

What is entered is tried at once and undone: whoever enters it hears what is wrong with it, not the second person.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.events import ActProposed, ActSettled
from dealflow.domain.people.house import TwoPersonAct
from dealflow.domain.people.two_person import Proposal, ProposalState, require_may_settle
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import houses
from dealflow.store.ledger.queries.visibility import Session


class _TriedError(Exception):
    """What was tried would go: nothing of the trial stays."""


def is_needed(looking: Looking, act: TwoPersonAct) -> bool:
    """Say whether the viewer's house wants two people for an act."""
    with looking.ws.ledger.read() as session:
        return act in houses.settings_of(session, looking.ws.name, looking.viewer.organisation_id)[0].two_person


def waiting(looking: Looking, act: TwoPersonAct | None = None, subject_id: str = "") -> tuple[Proposal, ...]:
    """Return the acts of the viewer's house that wait for a second person, the latest first.

    Raises:
        NotAllowedError: the viewer's role sees no books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        proposals = houses.proposals(session, looking.ws.name, looking.viewer.organisation_id, ProposalState.WAITING)
    return tuple(
        proposal
        for proposal in proposals
        if (act is None or proposal.act is act) and (not subject_id or proposal.subject_id == subject_id)
    )


def propose(acting: Acting, act: TwoPersonAct, subject_id: str, payload: str, trial: Callable[[Acting], object]) -> str:
    """Enter an act that a second person is to confirm, and return its id.

    ``trial`` does the act: it is tried and undone.

    Raises:
        NotAllowedError: the viewer may not decide.
        InvalidInputError: the same waits already.
        DealflowError: whatever ``trial`` refuses.
    """
    require(acting.viewer, Act.DECIDE)
    if any(proposal.payload == payload for proposal in waiting(acting, act, subject_id)):
        raise InvalidInputError(field="proposal", problem="taken", value=subject_id)
    _try(acting, act, subject_id, payload, trial)
    event = _proposed(acting, act, subject_id, payload)
    _append(acting, event)
    return event.proposal_id


def _proposed(acting: Acting, act: TwoPersonAct, subject_id: str, payload: str) -> ActProposed:
    house = acting.viewer.organisation_id
    return ActProposed(new_id("proposal", house, act, subject_id, payload, acting.at), house, act, subject_id, payload)


@transacted
def _append(acting: Acting, event: ActProposed) -> None:
    acting.record([event], after=0)


def _try(acting: Acting, act: TwoPersonAct, subject_id: str, payload: str, trial: Callable[[Acting], object]) -> None:
    """Do the act as if it had been confirmed, and undo it."""

    def work(session: Session) -> None:
        within = acting.within(session)
        event = _proposed(within, act, subject_id, payload)
        within.record([event, ActSettled(event.proposal_id, is_confirmed=True)], after=0)
        trial(within)
        raise _TriedError

    with suppress(_TriedError):
        acting.ws.ledger.transact(work)


def settle(acting: Acting, proposal_id: str, *, confirms: bool, note: str = "") -> Proposal:
    """Confirm or decline an act inside the transaction in which it is done, and return it as it was entered.

    Raises:
        NotAllowedError: the viewer may not decide.
        NotFoundError: there is no such act in the viewer's house.
        InvalidInputError: it was settled before, or one person would do both.
    """
    require(acting.viewer, Act.DECIDE)
    known = houses.find_proposal(acting.session, acting.ws.name, acting.viewer.organisation_id, proposal_id)
    if known is None:
        raise NotFoundError(kind="proposal", id=proposal_id)
    proposal, version = known
    require_may_settle(proposal, acting.viewer.person_id, confirms=confirms)
    acting.record([ActSettled(proposal_id, confirms, written(note, "note"))], after=version)
    return proposal


@transacted
def decline(acting: Acting, proposal_id: str, *, note: str = "") -> None:
    """Let an act that waits not be done; whoever entered it may take it back so.

    Raises:
        NotAllowedError, NotFoundError, InvalidInputError: as ``settle``.
    """
    settle(acting, proposal_id, confirms=False, note=note)


def require_second(acting: Acting, act: TwoPersonAct, subject_id: str) -> None:
    """Require, inside the transaction of an act, that a second person confirms it in that very moment, if need be.

    Raises:
        InvalidInputError: the house wants two people for the act, and one does it alone.
    """
    house = acting.viewer.organisation_id
    if act in houses.settings_of(acting.session, acting.ws.name, house)[0].two_person:
        require_confirmed(acting, act, subject_id)


def require_confirmed(acting: Acting, act: TwoPersonAct, subject_id: str) -> None:
    """Require, inside the transaction of an act, that a second person confirms it in that very moment.

    Raises:
        InvalidInputError: one does it alone.
    """
    house = acting.viewer.organisation_id
    is_confirmed = any(
        proposal.act is act
        and proposal.subject_id == subject_id
        and (proposal.settled_by, proposal.settled_at) == (acting.viewer.person_id, acting.at)
        for proposal in houses.proposals(acting.session, acting.ws.name, house, ProposalState.CONFIRMED)
    )
    if not is_confirmed:
        raise InvalidInputError(field="second_person", problem="needed")
