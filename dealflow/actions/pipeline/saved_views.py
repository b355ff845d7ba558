"""Saved views of a screen: kept, shared within the house, named anew, deleted, and brought back."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.events import SavedViewDropped, SavedViewKept
from dealflow.domain.pipeline.saved_views import LONGEST_QUERY, SavedView, address_of, may_change, query_of
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import pipeline

__all__ = ["NewView", "SavedView", "bring_back", "drop_view", "keep_view", "rename_view", "saved_views"]

_LONGEST_NAME = 60
_MOST_VIEWS = 60


@dataclass(frozen=True, slots=True)
class NewView:
    """A view that somebody saves: the screen, its address, a name, and whether the house shares it."""

    screen: str
    query: str
    name: str
    is_shared: bool = False


@remembered
def saved_views(looking: Looking, screen: str) -> tuple[SavedView, ...]:
    """Return the views of a screen that the viewer may use, the own ones first, by name."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        views = pipeline.saved_views(session, looking.ws.name, looking.viewer, screen)
    return tuple(sorted(views, key=lambda view: (view.person_id != looking.viewer.person_id, view.name, view.id)))


@transacted
def keep_view(acting: Acting, new: NewView) -> str:
    """Save a view and return its id; one of the viewer's own of that name is replaced.

    Raises:
        NotAllowedError: the role sees no pipeline, or shares a view though it may not edit.
        InvalidInputError: the name is missing, the address is too long, or there are too many views.
    """
    require(acting.viewer, Act.EDIT_PIPELINE if new.is_shared else Act.SEE_PIPELINE)
    name, query = _name(new.name), query_of(address_of(new.query))
    if len(query) > LONGEST_QUERY:
        raise InvalidInputError(field="view", problem="too_long", limit=LONGEST_QUERY)
    seen = pipeline.saved_views(acting.session, acting.ws.name, acting.viewer, new.screen)
    own = [view for view in seen if view.person_id == acting.viewer.person_id]
    same = next((view for view in own if view.name.casefold() == name.casefold()), None)
    if same is None and len(own) >= _MOST_VIEWS:
        raise InvalidInputError(field="view", problem="too_many", limit=_MOST_VIEWS)
    view_id = same.id if same else new_id("view", acting.viewer.person_id, new.screen, name, acting.at)
    acting.record([_event(acting, view_id, new, name, query)], after=same.version if same else 0)
    return view_id


@transacted
def rename_view(acting: Acting, view_id: str, name: str, *, is_shared: bool) -> None:
    """Give a view of the viewer's own another name, and share it or no longer.

    Raises:
        NotFoundError: the viewer has no such view.
        NotAllowedError: it is a colleague's, or the role may share nothing.
        InvalidInputError: the name is missing, or another view of the viewer's has it.
    """
    require(acting.viewer, Act.EDIT_PIPELINE if is_shared else Act.SEE_PIPELINE)
    now, words = _own(acting, view_id), _name(name)
    seen = pipeline.saved_views(acting.session, acting.ws.name, acting.viewer, now.screen)
    others = [view for view in seen if view.person_id == now.person_id and view.id != now.id]
    if any(view.name.casefold() == words.casefold() for view in others):
        raise InvalidInputError(field="view", problem="repeated", value=words)
    after = NewView(now.screen, now.query, words, is_shared)
    acting.record([_event(acting, view_id, after, words, now.query)], after=now.version)


@transacted
def drop_view(acting: Acting, view_id: str) -> SavedView:
    """Delete a view of the viewer's own, and return it as it was: ``bring_back`` takes it.

    Raises:
        NotFoundError, NotAllowedError: the viewer has no such view; it is a colleague's.
    """
    now = _own(acting, view_id)
    acting.record([SavedViewDropped(view_id)], after=now.version)
    return now


@transacted
def bring_back(acting: Acting, view: SavedView) -> None:
    """Offer a view again that the viewer deleted, as it was.

    Raises:
        NotFoundError: it is none of theirs, or is offered.
    """
    require(acting.viewer, Act.EDIT_PIPELINE if view.is_shared else Act.SEE_PIPELINE)
    found = pipeline.find_saved_view(acting.session, acting.ws.name, acting.viewer, view.id, dropped=True)
    if found is None or not may_change(acting.viewer, found):
        raise NotFoundError(kind="view", id=view.id)
    again = NewView(found.screen, found.query, found.name, found.is_shared)
    acting.record([_event(acting, found.id, again, found.name, found.query)], after=found.version)


def _own(acting: Acting, view_id: str) -> SavedView:
    """Return a view that the viewer may change."""
    found = pipeline.find_saved_view(acting.session, acting.ws.name, acting.viewer, view_id)
    if found is None:
        raise NotFoundError(kind="view", id=view_id)
    if not may_change(acting.viewer, found):
        raise NotAllowedError(act="change_view", role=acting.viewer.role.value)
    return found


def _name(text: str) -> str:
    return " ".join(written(text, "name", longest=_LONGEST_NAME, required=True).split())


def _event(acting: Acting, view_id: str, new: NewView, name: str, query: str) -> SavedViewKept:
    owner, person = acting.viewer.organisation_id, acting.viewer.person_id
    return SavedViewKept(view_id, owner, person, new.screen, name, query, new.is_shared)
