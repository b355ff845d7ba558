"""When people of a house are away, and who votes for them: entered by themselves or who looks after people."""

from __future__ import annotations

from datetime import date

from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import new_id
from dealflow.domain.people.absences import Absence
from dealflow.domain.people.access import Act, Role, may, require
from dealflow.domain.people.events import AbsenceKept
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import houses


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
            books, is oneself, or is away at that time.
    """
    house = acting.viewer.organisation_id
    _require_mine(acting, person_id)
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
    absence = Absence(
        new_id("absence", person_id, from_day, acting.at), house, person_id, from_day, until_day, delegate_id
    )
    acting.record([AbsenceKept(absence)], after=0)
    return absence.id


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
