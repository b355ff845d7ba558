"""What a house decides for itself, by whoever looks after its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter

from dealflow.actions.people import people, two_person
from dealflow.actions.platform import house_room
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import written
from dealflow.decks import sandbox
from dealflow.domain.people.access import Act, may
from dealflow.domain.people.events import HouseSettingsKept
from dealflow.domain.people.house import CHOSEN_ACTS, LEAST_MONTHS, MOST_MONTHS, Clock, HouseSettings, TwoPersonAct
from dealflow.domain.people.two_person import Proposal
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError, UnreadableDeckError
from dealflow.store.ledger.queries import houses

MOST_LOGO_BYTES: Final = 300_000
_DRAWER: Final = "dealflow.actions.claims.house_mark_worker"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_ACTS: Final = TypeAdapter(tuple[TwoPersonAct, ...])


@remembered
def settings(looking: Looking) -> HouseSettings:
    """Return the settings of the viewer's own house."""
    with looking.ws.ledger.read() as session:
        return houses.settings_of(session, looking.ws.name, looking.viewer.organisation_id)[0]


@transacted
def keep(acting: Acting, house: HouseSettings, *, organisation_id: str = "") -> None:
    """Keep a house's settings; the logo stays as it is. Two people for more than before is one person's word.

    Raises:
        NotAllowedError: the viewer does not look after that house.
        InvalidInputError: a clock's months make no sense, two people are wanted for what no house says that of, or they
            would be wanted for less than before: that is entered by ``propose_rules``.
    """
    owner = organisation_id or acting.viewer.organisation_id
    _require_keeper(acting, owner)
    if not set(house.two_person) <= set(CHOSEN_ACTS):
        raise InvalidInputError(field="two_person", problem="unknown")
    for clock in house.clocks:
        if not LEAST_MONTHS.get(clock.kind, 1) <= clock.months <= MOST_MONTHS:
            raise InvalidInputError(field="months", problem="out_of_range", value=clock.months)
    clocks = {clock.kind: clock for clock in house.clocks}
    before, version = houses.settings_of(acting.session, acting.ws.name, owner)
    kept = replace(
        house,
        two_person=tuple(sorted(set(house.two_person))),
        clocks=tuple(Clock(kind, clocks[kind].months) for kind in sorted(clocks)),
        officer=written(house.officer, "officer"),
        logo_sha256=before.logo_sha256,
    )
    if set(before.two_person) - set(kept.two_person) and acting.viewer != people.SYSTEM:
        two_person.require_confirmed(acting, TwoPersonAct.RULES, owner)
    if kept != before:
        acting.record([HouseSettingsKept(owner, kept)], after=version)


def keep_or_propose(acting: Acting, house: HouseSettings) -> bool:
    """Keep the settings of the viewer's house but for two people for less than before: enter that for a second person.

    Returns whether something waits then.

    Raises:
        NotAllowedError, InvalidInputError: as ``keep`` and ``propose_rules``.
    """
    before = set(settings(acting).two_person)
    keep(acting, replace(house, two_person=tuple(sorted({*house.two_person, *before}))))
    is_less = bool(before - set(house.two_person))
    if is_less:
        propose_rules(acting, house.two_person)
    return is_less


def propose_rules(acting: Acting, acts: Sequence[TwoPersonAct]) -> str:
    """Enter that the viewer's house wants two people for these acts alone, for a second person to confirm.

    Raises:
        NotAllowedError: the viewer does not look after the house.
        InvalidInputError: such an act is unknown, or the same waits already.
    """
    owner = acting.viewer.organisation_id
    _require_keeper(acting, owner)
    if not set(acts) <= set(CHOSEN_ACTS):
        raise InvalidInputError(field="two_person", problem="unknown")
    payload = _ACTS.dump_json(tuple(sorted(set(acts)))).decode()
    return two_person.propose(
        acting, TwoPersonAct.RULES, owner, payload, lambda within: _keep_rules(within, _ACTS.validate_json(payload))
    )


def acts_of(proposal: Proposal) -> tuple[TwoPersonAct, ...]:
    """Return for which acts two people would be wanted then."""
    return _ACTS.validate_json(proposal.payload)


@transacted
def confirm_rules(acting: Acting, proposal_id: str) -> None:
    """Let hold what somebody else entered by ``propose_rules``.

    Raises:
        NotAllowedError, NotFoundError: the viewer may not decide; there is no such act in the house.
        InvalidInputError: it was settled before, is another act, or one person would do both.
    """
    proposal = two_person.settle(acting, proposal_id, confirms=True)
    if proposal.act is not TwoPersonAct.RULES:
        raise InvalidInputError(field="proposal", problem="unknown", value=proposal_id)
    _keep_rules(acting, acts_of(proposal))


@transacted
def _keep_rules(acting: Acting, acts: tuple[TwoPersonAct, ...]) -> None:
    owner = acting.viewer.organisation_id
    two_person.require_confirmed(acting, TwoPersonAct.RULES, owner)
    before, version = houses.settings_of(acting.session, acting.ws.name, owner)
    if set(acts) != set(before.two_person):
        acting.record([HouseSettingsKept(owner, replace(before, two_person=acts))], after=version)


def keep_logo(acting: Acting, data: bytes) -> None:
    """Keep the picture under which the viewer's house writes, small and drawn anew; no bytes: none any more.

    Raises:
        NotAllowedError: the viewer does not look after the house.
        InvalidInputError: it is neither PNG nor JPEG, cannot be read, is larger than 300 kB, or the house's room is
            used up.
    """
    _require_keeper(acting, acting.viewer.organisation_id)
    if len(data) > MOST_LOGO_BYTES:
        raise InvalidInputError(field="logo", problem="too_large", limit=MOST_LOGO_BYTES // 1000)
    if data and not data.startswith((_PNG, _JPEG)):
        raise InvalidInputError(field="logo", problem="no_picture")
    _keep_logo(acting, house_room.keep_file(acting, _drawn(data)) if data else "")


def _drawn(data: bytes) -> bytes:
    try:
        return sandbox.run(_DRAWER, data)
    except UnreadableDeckError as error:
        raise InvalidInputError(field="logo", problem="no_picture") from error


@transacted
def _keep_logo(acting: Acting, sha256: str) -> None:
    owner = acting.viewer.organisation_id
    before, version = houses.settings_of(acting.session, acting.ws.name, owner)
    if sha256 != before.logo_sha256:
        acting.record([HouseSettingsKept(owner, replace(before, logo_sha256=sha256))], after=version)


def logo(looking: Looking, organisation_id: str) -> bytes:
    """Return a house's picture; whoever may see its papers may see it.

    Raises:
        NotFoundError: it has none.
    """
    with looking.ws.ledger.read() as session:
        sha256 = houses.settings_of(session, looking.ws.name, organisation_id)[0].logo_sha256
    if not sha256 or not looking.ws.files.has(sha256):
        raise NotFoundError(kind="file", id=organisation_id)
    return looking.ws.files.get(sha256)


def own_logo(looking: Looking) -> bytes:
    """Return the picture of the viewer's house, no bytes where it has none."""
    return logo_of(looking, looking.viewer.organisation_id)


def logo_of(looking: Looking, organisation_id: str) -> bytes:
    """Return the picture of a house, no bytes where it has none: for its papers."""
    try:
        return logo(looking, organisation_id)
    except NotFoundError:
        return b""


def _require_keeper(looking: Looking, organisation_id: str) -> None:
    is_own = looking.viewer.organisation_id == organisation_id
    holds_files = looking.viewer == people.SYSTEM
    if not (holds_files or (is_own and may(looking.viewer, Act.MANAGE_PEOPLE))):
        raise NotAllowedError(act=Act.MANAGE_PEOPLE.value, role=looking.viewer.role.value)
