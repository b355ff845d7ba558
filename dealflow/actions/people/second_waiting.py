"""Acts of the own house that wait for the viewer as their second person, each with the company it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.people.access import Act, may
from dealflow.domain.people.two_person import Proposal, ProposalState
from dealflow.store.ledger.queries import houses, people, pipeline, search


@dataclass(frozen=True, slots=True)
class SecondWaiting:
    """An act as its first person entered it; ``company`` in Korean and English, None where the deal is gone.

    ``person``: the name of who entered it, or of who settled it.
    """

    proposal: Proposal
    company: tuple[str, str] | None
    person: str


@remembered
def for_second(looking: Looking) -> tuple[SecondWaiting, ...]:
    """Return the acts that somebody else of the viewer's house entered and the viewer may confirm, the oldest first."""
    with looking.ws.ledger.read() as session:
        return within(looking.within(session))


def within(looking: Looking) -> tuple[SecondWaiting, ...]:
    """Return what ``for_second`` returns, in the session at hand."""
    viewer, session, workspace = looking.viewer, looking.session, looking.ws.name
    if not may(viewer, Act.DECIDE):
        return ()
    waiting = houses.proposals(session, workspace, viewer.organisation_id, ProposalState.WAITING)
    return _with_names(
        looking, [proposal for proposal in reversed(waiting) if proposal.proposed_by != viewer.person_id]
    )


def settled(looking: Looking, proposal_id: str) -> SecondWaiting | None:
    """Return an act of the viewer's house that was settled, in the session at hand; None: it is not there.

    Who is named is who settled it.
    """
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return None
    known = houses.find_proposal(looking.session, looking.ws.name, looking.viewer.organisation_id, proposal_id)
    if known is None or known[0].state is ProposalState.WAITING:
        return None
    return _with_names(looking, [known[0]])[0]


def _with_names(looking: Looking, proposals: Sequence[Proposal]) -> tuple[SecondWaiting, ...]:
    """Return acts with the names of their companies and of who entered, or settled, them."""
    viewer, session, workspace = looking.viewer, looking.session, looking.ws.name
    companies = {
        proposal.subject_id: engagement.company_id
        for proposal in proposals
        if (engagement := pipeline.find_engagement(session, workspace, viewer, proposal.subject_id))
    }
    names = search.company_names(session, workspace, viewer, set(companies.values()))
    persons = people.names(session, workspace) if proposals else {}
    return tuple(
        SecondWaiting(
            proposal,
            names.get(companies.get(proposal.subject_id, "")),
            persons.get(proposal.settled_by or proposal.proposed_by, ""),
        )
        for proposal in proposals
    )
