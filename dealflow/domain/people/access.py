"""Who may see and do what. Decided here, enforced by actions, filtered by queries; no screen is trusted with it.

The one rule for private data: it belongs to an organisation (its books), and only people of that
organisation see it. An administrator runs the installation and is no exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dealflow.errors import NotAllowedError


class Role(StrEnum):
    """What a person does here."""

    ADMIN = "admin"
    """Looks after the installation and its organisations, and works in the books of the own one."""
    HOUSE_ADMIN = "house_admin"
    """Works as an analyst does, and looks after the people of the own organisation."""
    ANALYST = "analyst"
    OPERATOR = "operator"
    ORGANISER = "organiser"
    VIEWER = "viewer"
    COMPANY_GUEST = "company_guest"


class OrganisationKind(StrEnum):
    """What an organisation is in the field."""

    VC = "vc"
    TIPS_OPERATOR = "tips_operator"
    ORGANISER = "organiser"
    SUPPLIER = "supplier"
    ADOPTER = "adopter"


class Audience(StrEnum):
    """Who may see a deck besides its company."""

    ORGANISATION = "organisation"
    """Only the organisation that brought it in (an analyst's own mail)."""
    EVENT = "event"
    """Every investor and organiser of the workspace (a deck submitted to the IR event)."""


class Act(StrEnum):
    """What can be allowed or refused."""

    SEE_DECKS = "see_decks"
    BRING_DECKS = "bring_decks"
    REVIEW_CLAIMS = "review_claims"
    EDIT_COMPANIES = "edit_companies"
    SEE_PIPELINE = "see_pipeline"
    EDIT_PIPELINE = "edit_pipeline"
    DECIDE = "decide"
    """Call committees, resolve, agree terms, enter payments, recommend, file."""
    RUN_EVENTS = "run_events"
    """Set up IR events, plan their days, run them."""
    SEE_AUDIT = "see_audit"
    MANAGE_PEOPLE = "manage_people"
    """Invite people of the own organisation, change their roles, let them go."""
    ADMINISTER = "administer"


_STAFF = frozenset(
    {
        Act.SEE_DECKS,
        Act.BRING_DECKS,
        Act.REVIEW_CLAIMS,
        Act.EDIT_COMPANIES,
        Act.SEE_PIPELINE,
        Act.EDIT_PIPELINE,
        Act.DECIDE,
    }
)
ALLOWED: dict[Role, frozenset[Act]] = {
    Role.ADMIN: frozenset(Act),
    Role.HOUSE_ADMIN: _STAFF | {Act.RUN_EVENTS, Act.MANAGE_PEOPLE, Act.SEE_AUDIT},
    Role.ANALYST: _STAFF,
    Role.OPERATOR: _STAFF,
    Role.ORGANISER: _STAFF | {Act.RUN_EVENTS},
    Role.VIEWER: frozenset({Act.SEE_DECKS, Act.SEE_PIPELINE}),
    Role.COMPANY_GUEST: frozenset({Act.SEE_DECKS, Act.BRING_DECKS}),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who looks or acts; ``company_id`` is set for a company's guest only."""

    person_id: str
    organisation_id: str
    role: Role
    company_id: str | None = None


def may(viewer: Viewer, act: Act) -> bool:
    """Say whether the viewer's role allows the act at all."""
    return act in ALLOWED[viewer.role]


def require(viewer: Viewer, act: Act) -> None:
    """Require that the viewer's role allows the act.

    Raises:
        NotAllowedError: it does not.
    """
    if not may(viewer, act):
        raise NotAllowedError(act=act.value, role=viewer.role.value)


def owns(viewer: Viewer, organisation_id: str) -> bool:
    """Say whether a private record of ``organisation_id`` is the viewer's own books. A company's guest owns none."""
    return viewer.role is not Role.COMPANY_GUEST and viewer.organisation_id == organisation_id


def may_see_deck(
    viewer: Viewer, *, owner_id: str, audience: Audience, company_id: str | None, is_of_guest: bool = False
) -> bool:
    """Say whether the viewer may see a deck, its pages and its claims; ``is_of_guest``: its company's guest brought it.

    A company's guest sees what the company shows at an event or brought itself: what a house took in is that house's.
    """
    if viewer.role is Role.COMPANY_GUEST:
        is_shown = audience is Audience.EVENT or is_of_guest
        return is_shown and company_id is not None and company_id == viewer.company_id
    return may(viewer, Act.SEE_DECKS) and (audience is Audience.EVENT or owns(viewer, owner_id))


def may_keep_deck(viewer: Viewer, act: Act, *, owner_id: str, audience: Audience, company_id: str | None) -> bool:
    """Say whether the viewer may do ``act`` to a deck (assign it, have it read again), beyond looking at it.

    Its owner may, and a company's guest with the company's own decks; an organiser may with the event's decks.
    """
    if not may(viewer, act):
        return False
    if viewer.role is Role.COMPANY_GUEST:
        return company_id is not None and company_id == viewer.company_id
    return owns(viewer, owner_id) or (viewer.role is Role.ORGANISER and audience is Audience.EVENT)


def may_run_event(viewer: Viewer, organiser_id: str) -> bool:
    """Say whether the viewer may set up, plan and run an event of that organiser: people of the organiser's alone."""
    return may(viewer, Act.RUN_EVENTS) and viewer.organisation_id == organiser_id


def may_invite_guest(viewer: Viewer, *, keeps: bool) -> bool:
    """Say whether the viewer may invite a guest of a company: an administrator, or who ``keeps`` the company.

    A guest sees what is the company's own: whoever could make one for any company could look into all of them.
    """
    return may(viewer, Act.ADMINISTER) or (may(viewer, Act.MANAGE_PEOPLE) and keeps)


def keeps_company(viewer: Viewer, *, owner_id: str, is_organiser: bool, is_own_entry: bool) -> bool:
    """Say whether the viewer keeps a company's name, number and place: what all who know of it see.

    A house's own find is that house's. One that everyone may know of is kept by people of an organiser, and by the
    house whose entry it is.
    """
    if not may(viewer, Act.EDIT_COMPANIES):
        return False
    return owns(viewer, owner_id) if owner_id else is_organiser or is_own_entry
