"""A house's own templates of programmes: kept under a name, replaced by one of the same name, dropped, brought back."""

from __future__ import annotations

from typing import Final

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.irday.events import ProgrammeTemplateKept
from dealflow.domain.irday.programme.programme import Programme, findings
from dealflow.domain.irday.programme.set_up import as_template
from dealflow.domain.people.access import Act, may, require
from dealflow.errors import InvalidInputError, NotFoundError, ProgrammeUnsoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.irday import HouseTemplate

__all__ = ["HouseTemplate", "bring_back", "drop_template", "keep_template", "templates"]

_LONGEST: Final = 60
_MOST: Final = 40


@remembered
def templates(looking: Looking) -> tuple[HouseTemplate, ...]:
    """Return the templates of the viewer's own house, by name; nothing for who runs no events."""
    if not may(looking.viewer, Act.RUN_EVENTS):
        return ()
    with looking.ws.ledger.read() as session:
        return irday.programme_templates(session, looking.ws.name, looking.viewer)


@transacted
def keep_template(acting: Acting, programme: Programme, name_ko: str, name_en: str = "") -> str:
    """Keep a programme as a template of the viewer's house and return its id; one of that name is replaced.

    Who takes part in it, and what was closed on its day, are left out.

    Raises:
        NotAllowedError: the viewer's role runs no events.
        InvalidInputError: the name is missing or too long, there is no part, or there are too many templates.
        ProgrammeUnsoundError: the programme could not be kept as it is.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    name = written(name_ko, "name", longest=_LONGEST, required=True)
    plain = as_template(programme)
    if not plain.parts:
        raise InvalidInputError(field="programme", problem="missing")
    wrong = findings(plain)
    if wrong:
        raise ProgrammeUnsoundError(problem=wrong[0].problem.value, ids=wrong[0].ids)
    own = irday.programme_templates(acting.session, acting.ws.name, acting.viewer)
    same = next((template for template in own if template.name_ko.casefold() == name.casefold()), None)
    if same is None and len(own) >= _MOST:
        raise InvalidInputError(field="template", problem="too_many", limit=_MOST)
    template_id = same.id if same else new_id("template", acting.viewer.organisation_id, name, acting.at)
    event = ProgrammeTemplateKept(
        template_id=template_id,
        organisation_id=acting.viewer.organisation_id,
        name_ko=name,
        name_en=written(name_en, "name", longest=_LONGEST),
        programme=plain,
    )
    acting.record([event], after=same.version if same else 0)
    return template_id


@transacted
def drop_template(acting: Acting, template_id: str) -> None:
    """Offer a template of the viewer's house no more; the journal keeps it.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; the house has no such template.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    own = irday.programme_templates(acting.session, acting.ws.name, acting.viewer)
    found = next((template for template in own if template.id == template_id), None)
    if found is None:
        raise NotFoundError(kind="template", id=template_id)
    _record(acting, template_id, is_dropped=True)


@transacted
def bring_back(acting: Acting, template_id: str) -> None:
    """Offer a template again that was dropped.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; the house never had such a template.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    _record(acting, template_id, is_dropped=False)


def _record(acting: Acting, template_id: str, *, is_dropped: bool) -> None:
    past = journal.read_stream(acting.session, acting.ws.name, f"programme_template:{template_id}")
    last = past[-1].event if past else None
    if not isinstance(last, ProgrammeTemplateKept) or last.organisation_id != acting.viewer.organisation_id:
        raise NotFoundError(kind="template", id=template_id)
    again = ProgrammeTemplateKept(
        last.template_id, last.organisation_id, last.name_ko, last.name_en, last.programme, is_dropped
    )
    acting.record([again], after=len(past))
