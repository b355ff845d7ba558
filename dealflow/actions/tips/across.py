"""Across operators: what an agency or association sees of houses that agreed, and who looks at the same company.

An agency reads as the house itself would, and takes only what the consent names: the companies that were paid or
recommended, where they stand, and sums. What people wrote is never read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.tips import operator_results
from dealflow.actions.tips.eligibility import TRACK
from dealflow.actions.tips.operator_results import OperatorResults
from dealflow.domain.people.access import Act, OrganisationKind, Role, Viewer, may, require
from dealflow.domain.people.people import Organisation
from dealflow.domain.pipeline.funnel import Status
from dealflow.domain.tips.events import SharingKept
from dealflow.domain.tips.operator_results import FirmResult, Kpi, Span, kpis
from dealflow.domain.tips.sharing import PEERS, meetings_of_minds
from dealflow.errors import InvalidInputError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies, people, pipeline, tips


@dataclass(frozen=True, slots=True)
class HouseResults:
    """One operator's house that agreed, with its results without anything that people wrote."""

    house: Organisation
    results: OperatorResults


@dataclass(frozen=True, slots=True)
class Overview:
    """What all houses that agreed came to in a span, and their sum."""

    span: Span
    houses: tuple[HouseResults, ...]
    total: tuple[Kpi, ...]


@dataclass(frozen=True, slots=True)
class SharingView:
    """To whom the viewer's house may let its results be seen, and whether it does; ``peers``: among operators."""

    receivers: tuple[tuple[Organisation, bool], ...]
    peers: bool
    may_change: bool


def sharing(looking: Looking) -> SharingView | None:
    """Return the consents of the viewer's house; None for a house that leads no operator."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return None
    with looking.ws.ledger.read() as session:
        if not tips.operators(session, looking.ws.name, looking.viewer):
            return None
        given = {consent.to_id for consent in tips.sharing_by(session, looking.ws.name, looking.viewer)}
        houses = people.organisations(session, looking.ws.name)
    receivers = tuple((house, house.id in given) for house in houses if house.kind is OrganisationKind.ORGANISER)
    return SharingView(receivers, PEERS in given, may(looking.viewer, Act.DECIDE))


@transacted
def share(acting: Acting, to_id: str, *, is_given: bool) -> None:
    """Let an agency or association see the results of the viewer's house, or no longer; ``PEERS``: among operators.

    Raises:
        NotAllowedError: the viewer's role may not decide for the house.
        InvalidInputError: there is no such agency, or the house leads no operator.
    """
    require(acting.viewer, Act.DECIDE)
    if not tips.operators(acting.session, acting.ws.name, acting.viewer):
        raise InvalidInputError(field="operator", problem="missing")
    known = {house.id: house.kind for house in people.organisations(acting.session, acting.ws.name)}
    if to_id != PEERS and known.get(to_id) is not OrganisationKind.ORGANISER:
        raise InvalidInputError(field="organisation", problem="unknown", value=to_id)
    event = SharingKept(acting.viewer.organisation_id, to_id, is_given)
    given = {consent.to_id for consent in tips.sharing_by(acting.session, acting.ws.name, acting.viewer)}
    if is_given is not (to_id in given):
        acting.record([event], after=journal.length(acting.session, acting.ws.name, event.stream))


def overview(looking: Looking, span: Span) -> Overview:
    """Return the results of every house that agreed to be seen by the viewer's; none where none did.

    Raises:
        NotAllowedError: the viewer's role may not see books.
        InvalidInputError: the span runs backwards.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        house_ids = tips.sharing_with(session, looking.ws.name, looking.viewer)
        houses = {house.id: house for house in people.organisations(session, looking.ws.name)}
    shown = [
        HouseResults(houses[house_id], _without_words(operator_results.results(_as_house(looking, house_id), span)))
        for house_id in house_ids
        if house_id in houses
    ]
    shown.sort(key=lambda view: view.house.name_ko)
    firms = [firm for view in shown for firm in view.results.firms]
    slots = [view.results.slots for view in shown if view.results.slots is not None]
    return Overview(span, tuple(shown), kpis(firms, span, sum(slots) if slots else None))


def also_looked_at(looking: Looking) -> tuple[tuple[str, tuple[Organisation, ...]], ...]:
    """Return the companies of the viewer's house at which other operators look, too: told where both agreed alone.

    Each with the other houses; a house that did not agree sees nothing and is named to nobody.
    """
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    own = looking.viewer.organisation_id
    with looking.ws.ledger.read() as session:
        peers = tips.peers(session, looking.ws.name)
        if own not in peers:
            return ()
        houses = {house.id: house for house in people.organisations(session, looking.ws.name)}
        looked_at = {peer: _looks_at(_as_house(looking, peer).within(session)) for peer in peers}
    return tuple(
        (company_id, tuple(houses[peer] for peer in ids if peer != own and peer in houses))
        for company_id, ids in meetings_of_minds(looked_at).items()
        if own in ids
    )


def names_of(looking: Looking, company_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return what companies that the viewer knows of are called, in Korean and English, by id."""
    with looking.ws.ledger.read() as session:
        known = companies.among(session, looking.ws.name, looking.viewer, company_ids)
    return {company.id: (company.name, company.name_en) for company in known}


def _looks_at(looking: Looking) -> set[str]:
    """Return the companies of active engagements of the operators' track in a house's books."""
    return {
        engagement.company_id
        for engagement in pipeline.engagements(looking.session, looking.ws.name, looking.viewer)
        if engagement.track == TRACK and engagement.status is Status.ACTIVE
    }


def _as_house(looking: Looking, house_id: str) -> Looking:
    """Return whoever looks as a reader of that house: asked for only where the house agreed."""
    return Looking(looking.ws, Viewer(looking.viewer.person_id, house_id, Role.VIEWER))


def _without_words(results: OperatorResults) -> OperatorResults:
    """Return results without what hangs on what people wrote: how often they met the companies."""
    firms: Sequence[FirmResult] = [replace(firm, supports=0) for firm in results.firms]
    figures = tuple(kpi for kpi in results.kpis if kpi.id != "supports")
    return replace(results, firms=tuple(firms), kpis=figures)
