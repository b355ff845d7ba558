"""The terms form as plain text fields, and back: what was typed becomes terms and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from dealflow.domain.investment.deal_terms import (
    CoInvestor,
    Conversion,
    ForeignMoney,
    FundLine,
    Instrument,
    ShareBase,
    Terms,
)
from dealflow.domain.investment.share_math import BONDS, NEW_SHARES, PRICED
from dealflow.domain.investment.terms_validation import check_terms
from dealflow.domain.values.field_problem import Problem
from dealflow.domain.values.typed_days import day_of
from dealflow.errors import InvalidInputError
from dealflow.ui.kit import typed_fields

Value = TypeVar("Value")
Fields = Mapping[str, str]

_PREFERRED: Final = ("ratio", "refix_floor", "dividend", "preference", "participating")
CONVERSION: Final[Mapping[Instrument, tuple[str, ...]]] = {
    Instrument.RCPS: (*_PREFERRED, "redemption", "redeemable_from"),
    Instrument.CPS: _PREFERRED,
    **dict.fromkeys(sorted(BONDS), ("ratio", "refix_floor", "coupon", "maturity", "matures_on", "unsecured")),
    Instrument.SAFE: ("cap", "discount"),
    Instrument.CN: ("cap", "discount", "coupon", "matures_on"),
}
"""Which conversion terms an instrument can have; those not listed have none."""
PRICE: Final = ("pre_money", "price", "base")
SHARES: Final = ("issued_shares", "diluted_shares")
YES, NO = "yes", "no"
_OF: Final = {
    "refix_floor": "refix_floor_percent",
    "redemption": "redemption_percent",
    "redeemable_from": "redeemable_from",
    "dividend": "dividend_percent",
    "participating": "participating",
    "preference": "preference_multiple",
    "coupon": "coupon_percent",
    "maturity": "maturity_percent",
    "matures_on": "matures_on",
    "unsecured": "unsecured",
    "cap": "cap_won",
    "discount": "discount_percent",
}
_MONEY: Final = {"pre_money", "price", "issued_shares", "diluted_shares", "par", "round_total", "cap"}


def sensible_fields(instrument: Instrument) -> frozenset[str]:
    """Return the fields that make sense for an instrument, beside those that always do."""
    names = set(CONVERSION.get(instrument, ()))
    names |= set(PRICE) if instrument in PRICED | BONDS else set()
    names |= {"par"} if instrument in NEW_SHARES | BONDS else set()
    return frozenset(names | set(SHARES))


def fields_of(terms: Terms | None) -> dict[str, str]:
    """Return the terms as they stand in the form; an empty form for none."""
    if terms is None:
        return {"instrument": Instrument.RCPS.value, "base": ShareBase.FULLY_DILUTED.value, "ratio": "1"}
    texts = {
        "instrument": terms.instrument.value,
        "base": terms.price_base.value,
        "pre_money": _written(terms.pre_money_won),
        "price": _written(terms.price_won),
        "issued_shares": _written(terms.issued_shares),
        "diluted_shares": _written(terms.diluted_shares),
        "par": _written(terms.par_won),
        "round_total": _written(terms.round_total_won),
        "rights": ",".join(terms.rights),
        "closing_on": _written(terms.closing_on),
        "note": terms.note,
        "ratio": _written(terms.conversion.ratio),
    }
    texts |= {name: _written(getattr(terms.conversion, attribute)) for name, attribute in _OF.items()}
    texts |= {f"fund:{line.fund_id}": _written(line.amount_won) for line in terms.lines}
    for place, other in enumerate(terms.co_investors):
        texts |= {f"co_name:{place}": other.name, f"co_fund:{place}": other.fund_name}
        texts[f"co_amount:{place}"] = _written(other.amount_won)
    if terms.foreign is not None:
        money = terms.foreign
        texts |= {"currency": money.currency, "foreign": _written(money.amount), "rate": _written(money.won_per_unit)}
        texts["rate_on"] = _written(money.rate_on)
    return {name: value for name, value in texts.items() if value}


def terms_of(fields: Fields, fund_ids: Sequence[str]) -> tuple[Terms, tuple[Problem, ...]]:
    """Return the terms that the fields say and everything that is wrong with them; what cannot be read is left out."""
    reading = _Reading(fields)
    instrument = Instrument(fields.get("instrument") or Instrument.RCPS.value)
    texts = sensible_fields(instrument)
    figures = {name: reading.whole(name) if name in texts else None for name in _MONEY - {"cap", "round_total"}}
    conversion = reading.conversion(texts)
    terms = Terms(
        instrument=instrument,
        lines=tuple(
            FundLine(fund, amount)
            for fund in fund_ids
            if (amount := reading.whole(f"fund:{fund}", "amount")) is not None
        ),
        pre_money_won=figures["pre_money"],
        price_won=figures["price"],
        issued_shares=figures["issued_shares"],
        diluted_shares=figures["diluted_shares"],
        price_base=ShareBase(fields.get("base") or ShareBase.FULLY_DILUTED.value),
        par_won=figures["par"],
        round_total_won=reading.whole("round_total"),
        co_investors=reading.others(),
        conversion=conversion,
        foreign=reading.foreign(),
        rights=tuple(text for text in fields.get("rights", "").split(",") if text),
        closing_on=reading.day("closing_on"),
        note=fields.get("note", "").strip(),
    )
    return terms, (*reading.problems, *check_terms(terms))


def changed(before: Terms | None, after: Terms) -> tuple[tuple[str, str, str], ...]:
    """Return the fields that differ between two versions, with both texts, in the order of the form."""
    old, new = fields_of(before) if before is not None else {}, fields_of(after)
    names = dict.fromkeys([*new, *old])
    return tuple((name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name) != new.get(name))


def _written(value: object) -> str:
    """Return a value as it stands in its field; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


class _Reading:
    """Reads fields one by one and remembers what could not be read."""

    def __init__(self, fields: Fields) -> None:
        self._given = fields
        self.problems: list[Problem] = []

    def whole(self, name: str, field: str = "") -> int | None:
        """Return a field as a whole number; None where it is empty or unreadable."""
        return self._read(name, field, lambda text: typed_fields.whole(text, field or name))

    def decimal(self, name: str, field: str = "") -> Decimal | None:
        """Return a field as an exact number; None where it is empty or unreadable."""
        return self._read(name, field, lambda text: typed_fields.amount(text, field or name))

    def day(self, name: str) -> date | None:
        """Return a field as a day; None where it is empty or unreadable."""
        return self._read(name, "", lambda text: day_of(text, name))

    def conversion(self, texts: frozenset[str]) -> Conversion:
        """Return the conversion terms among the wanted fields."""
        days, answers = {"redeemable_from", "matures_on"}, {"participating", "unsecured"}
        attributes: dict[str, object] = {}
        for name, attribute in _OF.items():
            if name not in texts:
                continue
            if name in answers:
                attributes[attribute] = {YES: True, NO: False}.get(self._given.get(name, ""))
            else:
                read = self.day if name in days else self.whole if name in _MONEY else self.decimal
                attributes[attribute] = read(name)
        ratio = self.decimal("ratio") if "ratio" in texts else None
        return Conversion(**attributes, ratio=Decimal(1) if ratio is None else ratio)  # type: ignore[arg-type]  # by _OF

    def others(self) -> tuple[CoInvestor, ...]:
        """Return the co-investors that have a name or an amount."""
        places = sorted({int(name.partition(":")[2]) for name in self._given if name.startswith("co_")})
        co_investors = []
        for place in places:
            name, fund = (self._given.get(f"co_{part}:{place}", "").strip() for part in ("name", "fund"))
            amount = self.whole(f"co_amount:{place}", "amount")
            if name and amount is not None:
                co_investors.append(CoInvestor(name, amount, fund))
            elif name or amount is not None:
                self.problems.append(Problem("co_investor", "incomplete", {"holder": name}))
        return tuple(co_investors)

    def foreign(self) -> ForeignMoney | None:
        """Return the amount in another currency; all of it or nothing."""
        amount, rate, on = self.decimal("foreign"), self.decimal("rate", "foreign"), self.day("rate_on")
        currency = self._given.get("currency", "").strip().upper()
        parts = (amount, rate, on, currency or None)
        if all(part is None for part in parts):
            return None
        if amount is None or rate is None or on is None or not currency:
            self.problems.append(Problem("foreign", "incomplete", {"currency": currency}))
            return None
        return ForeignMoney(currency, amount, rate, on)

    def _read(self, name: str, field: str, how: Callable[[str], Value | None]) -> Value | None:
        text = self._given.get(name, "").strip()
        if not text:
            return None
        try:
            return how(text)
        except InvalidInputError as error:
            self.problems.append(Problem(field or name, str(error.parameters["problem"])))
        return None
