"""When people of a house are away, and who votes for them: entered by themselves or who looks after people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from pydantic import TypeAdapter

from dealflow.actions.people import people, two_person
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import new_id
from dealflow.domain.people.absences import Absence
from dealflow.domain.people.access import Act, Role, may, require
from dealflow.domain.people.events import AbsenceKept
from dealflow.domain.people.house import TwoPersonAct
from dealflow.domain.people.two_person import Proposal
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import houses

_ABSENCE: Final = TypeAdapter(Absence)


@remembered
def absences(looking: Looking) -> tuple[Absence, ...]:
    """Return the absences of the viewer's house that stand, by their beginning.

    Raises:
        NotAllowedError: the viewer's role sees no books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        known = houses.absences(session, looking.ws.name, looking.viewer.organisation_id)
    return tuple(absence for absence in known if not absence.is_withdrawn)


@transacted
def keep(acting: Acting, person_id: str, from_day: date, until_day: date, *, delegate_id: str = "") -> str:
    """Keep that a person is away, both days included, and who votes for them; return the entry's id.

    Raises:
        NotAllowedError: it is about somebody else, and the viewer does not look after the house's people.
        InvalidInputError: the days are the wrong way round or are taken, or the delegate is no colleague who sees the
            books, is oneself, or is away at that time; or a deputy is named for somebody else alone, in a house that
            wants two people for anything: that is entered by ``propose``.
    """
    house = acting.viewer.organisation_id
    _require_mine(acting, person_id)
    wants_two = houses.settings_of(acting.session, acting.ws.name, house)[0].two_person
    if wants_two and delegate_id and person_id != acting.viewer.person_id:
        two_person.require_confirmed(acting, TwoPersonAct.DEPUTY, person_id)
    return _keep(acting, Absence("", house, person_id, from_day, until_day, delegate_id))


def needs_second(looking: Looking, person_id: str, delegate_id: str) -> bool:
    """Say whether naming a deputy needs a second person: for somebody else, in a house that wants two for anything."""
    if not delegate_id or person_id == looking.viewer.person_id:
        return False
    with looking.ws.ledger.read() as session:
        return bool(houses.settings_of(session, looking.ws.name, looking.viewer.organisation_id)[0].two_person)


def propose(acting: Acting, absence: Absence) -> str:
    """Enter an absence with a deputy of somebody else, for a second person to confirm; return its proposal's id.

    Raises:
        NotAllowedError, InvalidInputError: as ``keep``; or the same waits already.
    """
    asked = replace(absence, id="", organisation_id=acting.viewer.organisation_id)
    payload = _ABSENCE.dump_json(asked).decode()
    return two_person.propose(
        acting, TwoPersonAct.DEPUTY, absence.person_id, payload, lambda within: _try(within, asked)
    )


def absence_of(proposal: Proposal) -> Absence:
    """Return the absence that waits."""
    return _ABSENCE.validate_json(proposal.payload)


@transacted
def confirm(acting: Acting, proposal_id: str) -> str:
    """Keep an absence with a deputy that somebody else entered; nobody confirms that they are the deputy themselves.

    Raises:
        NotAllowedError, NotFoundError: the viewer may not decide; there is no such act in the house.
        InvalidInputError: it was settled before, is another act, one person would do both, or as ``keep``.
    """
    proposal = two_person.settle(acting, proposal_id, confirms=True)
    if proposal.act is not TwoPersonAct.DEPUTY:
        raise InvalidInputError(field="proposal", problem="unknown", value=proposal_id)
    absence = absence_of(proposal)
    if absence.delegate_id == acting.viewer.person_id:
        raise InvalidInputError(field="proposal", problem="same_person", value=proposal_id)
    return _keep(acting, absence)


@transacted
def _try(acting: Acting, absence: Absence) -> str:
    _require_mine(acting, absence.person_id)
    return _keep(acting, absence)


def _keep(acting: Acting, absence: Absence) -> str:
    """Keep an absence inside a transaction of a caller that checked who may."""
    house, person_id, delegate_id = absence.organisation_id, absence.person_id, absence.delegate_id
    from_day, until_day = absence.from_day, absence.until_day
    if until_day < from_day:
        raise InvalidInputError(field="until_day", problem="before_start", value=until_day.isoformat())
    known = [one for one in houses.absences(acting.session, acting.ws.name, house) if not one.is_withdrawn]
    if any(one.person_id == person_id and one.from_day <= until_day and from_day <= one.until_day for one in known):
        raise InvalidInputError(field="from_day", problem="taken", value=from_day.isoformat())
    if delegate_id:
        _require_delegate(acting, person_id, delegate_id)
        away = [one for one in known if one.person_id == delegate_id]
        if any(one.from_day <= until_day and from_day <= one.until_day for one in away):
            raise InvalidInputError(field="delegate", problem="away", value=delegate_id)
    kept = replace(absence, id=new_id("absence", person_id, from_day, acting.at))
    acting.record([AbsenceKept(kept)], after=0)
    return kept.id


@transacted
def withdraw(acting: Acting, absence_id: str) -> None:
    """Let an absence, and that somebody stands in, not hold any more; votes that were cast stay.

    Raises:
        NotFoundError: there is none of that id in the viewer's house.
        NotAllowedError: as ``keep``.
    """
    known = houses.find_absence(acting.session, acting.ws.name, absence_id)
    if known is None or known[0].organisation_id != acting.viewer.organisation_id:
        raise NotFoundError(kind="absence", id=absence_id)
    absence, version = known
    _require_mine(acting, absence.person_id)
    gone = Absence(
        absence.id,
        absence.organisation_id,
        absence.person_id,
        absence.from_day,
        absence.until_day,
        absence.delegate_id,
        is_withdrawn=True,
    )
    if not absence.is_withdrawn:
        acting.record([AbsenceKept(gone)], after=version)


def _require_mine(acting: Acting, person_id: str) -> None:
    """Require that the viewer may say when a person is away: oneself, or who looks after the own house's people."""
    require(acting.viewer, Act.SEE_PIPELINE)
    house = {
        person.id for person in people.people(acting.ws) if person.organisation_id == acting.viewer.organisation_id
    }
    looks_after = may(acting.viewer, Act.MANAGE_PEOPLE) and person_id in house
    if person_id != acting.viewer.person_id and not looks_after:
        raise NotAllowedError(act=Act.MANAGE_PEOPLE.value, role=acting.viewer.role.value)


def _require_delegate(acting: Acting, person_id: str, delegate_id: str) -> None:
    colleagues = {
        person.id
        for person in people.colleagues(acting.ws, acting.viewer.organisation_id)
        if person.role is not Role.COMPANY_GUEST
    }
    if delegate_id == person_id or delegate_id not in colleagues:
        raise InvalidInputError(field="delegate", problem="not_another", value=delegate_id)
