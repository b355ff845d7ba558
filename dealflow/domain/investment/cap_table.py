"""Who holds how many shares before and after a round. All stakes on a base add up to one, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from dealflow.domain.investment.deal_terms import Instrument, Terms
from dealflow.domain.investment.share_math import Round, Side, round_of
from dealflow.errors import InvalidInputError

EXISTING = "existing"
"""The holder of all issued shares where the holders are not known one by one."""
RESERVED = "reserved"
"""The holder of what only full dilution counts: options, convertibles, SAFEs."""


class ShareClass(StrEnum):
    """What kind of shares; ``RIGHT`` counts on the fully diluted base only."""

    COMMON = "common"
    PREFERRED = "preferred"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Holding:
    """Shares of one class in one hand before the round. ``shares`` of a right: what it would come to."""

    holder: str
    share_class: ShareClass
    shares: int


@dataclass(frozen=True, slots=True)
class CapLine:
    """One holder of one class, before and after; a stake is missing where the base is not known or empty.

    ``side`` is set for who invests in this round, and ``paid_won`` with it.
    """

    holder: str
    share_class: ShareClass
    side: Side | None
    before: int
    after: int
    issued_before: Fraction | None
    issued_after: Fraction | None
    diluted_before: Fraction | None
    diluted_after: Fraction | None
    amount_won: int = 0
    paid_won: int = 0


@dataclass(frozen=True, slots=True)
class CapTable:
    """The cap table of a round; sums of shares on both bases."""

    lines: tuple[CapLine, ...]
    issued_before: int
    issued_after: int
    diluted_before: int
    diluted_after: int
    round: Round


@dataclass(frozen=True, slots=True)
class _Place:
    """A line without its stakes: shares as issued, and as fully diluted."""

    holder: str
    share_class: ShareClass
    side: Side | None
    before: int
    after: int
    diluted_after: int
    amount_won: int = 0
    paid_won: int = 0

    @property
    def counts(self) -> bool:
        """Say whether the shares are issued ones."""
        return self.share_class is not ShareClass.RIGHT


def cap_table(terms: Terms, holdings: Sequence[Holding] = (), *, seller: str | None = None) -> CapTable:
    """Return the cap table before and after the terms' round.

    Without ``holdings`` the shares before stand in one line (``existing``) and, where full dilution counts more, a
    second (``reserved``). ``seller``: whose shares a secondary purchase takes; needed with several holders.

    Raises:
        InvalidInputError: no shares are known before the round, the price is missing, holders stand twice, or the
            seller is not known or holds too few.
    """
    before = _before(terms, holdings)
    outcome = round_of(terms)
    new = [_newcomer(terms, outcome, number) for number in range(len(outcome.bought))]
    old = [
        _Place(holding.holder, holding.share_class, None, holding.shares, holding.shares, holding.shares)
        for holding in before
    ]
    if terms.instrument is Instrument.SECONDARY:
        old = _sold(old, outcome.shares, seller)
    places = [*old, *new]
    issued = sum(place.before for place in places if place.counts), sum(place.after for place in places if place.counts)
    diluted = sum(place.before for place in places), sum(place.diluted_after for place in places)
    lines = tuple(_line(place, issued, diluted) for place in places)
    return CapTable(lines, *issued, *diluted, outcome)


def _before(terms: Terms, holdings: Sequence[Holding]) -> tuple[Holding, ...]:
    """Return the holdings before the round, in one or two lines where nobody named them."""
    if holdings:
        keys = [(holding.holder, holding.share_class) for holding in holdings]
        if len(set(keys)) < len(keys):
            raise InvalidInputError(field="holdings", problem="repeated")
        if any(holding.shares < 0 for holding in holdings):
            raise InvalidInputError(field="holdings", problem="not_positive")
        return tuple(holdings)
    issued = terms.issued_shares if terms.issued_shares is not None else terms.diluted_shares
    if issued is None:
        raise InvalidInputError(field="issued_shares", problem="missing")
    reserved = 0 if terms.diluted_shares is None else terms.diluted_shares - issued
    lines = (Holding(EXISTING, ShareClass.COMMON, issued), Holding(RESERVED, ShareClass.RIGHT, reserved))
    return lines if reserved > 0 else lines[:1]


def _newcomer(terms: Terms, outcome: Round, number: int) -> _Place:
    """Return the line of an investor of this round."""
    bought = outcome.bought[number]
    share_class = ShareClass.RIGHT
    if terms.instrument in {Instrument.COMMON, Instrument.SECONDARY}:
        share_class = ShareClass.COMMON
    elif terms.instrument in {Instrument.RCPS, Instrument.CPS}:
        share_class = ShareClass.PREFERRED
    diluted = bought.converted or 0
    after = diluted if share_class is ShareClass.RIGHT else bought.shares
    return _Place(bought.holder, share_class, bought.side, 0, after, diluted, bought.amount_won, bought.paid_won)


def _sold(old: list[_Place], shares: int, seller: str | None) -> list[_Place]:
    """Return the old holders after one of them sold that many shares."""
    sellers = [place for place in old if place.counts and seller in (None, place.holder)]
    if len(sellers) != 1:
        raise InvalidInputError(field="seller", problem="unknown", value=seller or "")
    if sellers[0].after < shares:
        raise InvalidInputError(field="seller", problem="too_few_shares", value=sellers[0].after)
    left = sellers[0].after - shares
    return [
        _Place(place.holder, place.share_class, None, place.before, left, left) if place is sellers[0] else place
        for place in old
    ]


def _line(place: _Place, issued: tuple[int, int], diluted: tuple[int, int]) -> CapLine:
    """Return a place with its stakes on both bases."""
    before, after = (place.before, place.after) if place.counts else (0, 0)
    return CapLine(
        holder=place.holder,
        share_class=place.share_class,
        side=place.side,
        before=place.before,
        after=place.after,
        issued_before=_stake(before, issued[0]),
        issued_after=_stake(after, issued[1]),
        diluted_before=_stake(place.before, diluted[0]),
        diluted_after=_stake(place.diluted_after, diluted[1]),
        amount_won=place.amount_won,
        paid_won=place.paid_won,
    )


def _stake(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
