"""Which companies may be made one, and by whom: what other houses see of them must stay right."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.domain.claims.company import Company
from dealflow.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Ties:
    """What holds a company that is to be merged into another.

    ``is_keeper``: the viewer keeps its name (``access.keeps_company``). ``others_have``: another house has a deck of it
    or an engagement with it. ``at_events``: it takes part in an IR event, or has a guest's account.
    """

    is_keeper: bool
    others_have: bool
    at_events: bool


def require_mergeable(going: Company, into: Company, ties: Ties) -> None:
    """Require that ``going`` may be merged into ``into``.

    Raises:
        InvalidInputError: it is the same company, not the viewer's to merge, known to everyone while the other is one
            house's own find, or others hang on it.
    """
    if going.id == into.id:
        raise InvalidInputError(field="company", problem="merge_same")
    if not ties.is_keeper:
        raise InvalidInputError(field="company", problem="merge_not_yours", value=going.name)
    if into.owner_id and going.owner_id != into.owner_id:
        raise InvalidInputError(field="company", problem="merge_into_own", value=going.name)
    if ties.at_events:
        raise InvalidInputError(field="company", problem="merge_at_events", value=going.name)
    if ties.others_have:
        raise InvalidInputError(field="company", problem="merge_others", value=going.name)
