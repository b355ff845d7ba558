"""The money of a deal: instruments, terms, payments and the cap table. Integer won and whole shares throughout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Instrument(StrEnum):
    """What the investor gets for the money (Venture Investment Act, article 2)."""

    COMMON = "common"
    RCPS = "rcps"
    CPS = "cps"
    CB = "cb"
    BW = "bw"
    EB = "eb"
    SAFE = "safe"
    CN = "cn"
    PROJECT = "project"
    SECONDARY = "secondary"
    """Existing shares bought from a holder: nothing is paid to the company."""


class ShareBase(StrEnum):
    """What a stake is a share of."""

    ISSUED = "issued"
    FULLY_DILUTED = "fully_diluted"


@dataclass(frozen=True, slots=True)
class FundLine:
    """What one fund of the house invests; ``amount_won`` is the headline, what is paid follows from whole shares."""

    fund_id: str
    amount_won: int


@dataclass(frozen=True, slots=True)
class CoInvestor:
    """Another house in the same round."""

    name: str
    amount_won: int
    fund_name: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """How preferred shares, bonds and SAFEs become common shares. Rates in percent; None: not agreed."""

    ratio: Decimal = Decimal(1)
    refix_floor_percent: Decimal | None = None
    """The lowest conversion price, as a percentage of the price paid."""
    redemption_percent: Decimal | None = None
    """Interest a year on redemption."""
    redeemable_from: date | None = None
    dividend_percent: Decimal | None = None
    participating: bool | None = None
    preference_multiple: Decimal | None = None
    coupon_percent: Decimal | None = None
    maturity_percent: Decimal | None = None
    matures_on: date | None = None
    unsecured: bool | None = None
    cap_won: int | None = None
    discount_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ForeignMoney:
    """An amount agreed in another currency, with the rate and its day; the won are what is paid in the end."""

    currency: str
    amount: Decimal
    won_per_unit: Decimal
    rate_on: date


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a deal as one house sees them; every change is a new version (numbered from 1 by its event)."""

    instrument: Instrument
    lines: tuple[FundLine, ...]
    pre_money_won: int | None = None
    price_won: int | None = None
    """The price of one share as agreed; None: follows from the pre-money valuation and the base."""
    issued_shares: int | None = None
    """Shares issued before the round."""
    diluted_shares: int | None = None
    """The same fully diluted: with convertibles, options and SAFEs."""
    price_base: ShareBase = ShareBase.FULLY_DILUTED
    par_won: int | None = None
    round_total_won: int | None = None
    """All investors together; None: this house's lines and the co-investors named."""
    co_investors: tuple[CoInvestor, ...] = ()
    conversion: Conversion = Conversion()
    foreign: ForeignMoney | None = None
    rights: tuple[str, ...] = ()
    """Ids of catalogue/deal_rights.toml: right of first refusal, tag, drag, director, prior consent, ..."""
    closing_on: date | None = None
    note: str = ""

    @property
    def amount_won(self) -> int:
        """Return what this house's funds invest together."""
        return sum(line.amount_won for line in self.lines)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that was paid in: the exact won, the shares it bought and the day the bank confirmed."""

    id: str
    fund_id: str
    payer_id: str
    """The organisation whose fund paid."""
    amount_won: int
    shares: int
    price_won: int | None
    instrument: Instrument
    paid_on: date
    new_shares: bool = True
    proof: str = ""
    terms_version: int = 0
    voided_because: str = ""
    contract_on: date | None = None
    """The day of the investment contract; None: there was none yet, or nobody noted it."""
    early_because: str = ""
    """Why it was paid without a contract."""
    document_id: str = ""
    """The file that shows it: the bank's proof of payment among the house's files; empty: none was named."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A letter of commitment (LOC): how much, until when."""

    number: str
    amount_won: int
    given_on: date
    valid_to: date | None
    payer_id: str


@dataclass(frozen=True, slots=True)
class Deal:
    """The money side of one engagement: its versions of terms, letters of commitment and payments."""

    engagement_id: str
    owner_id: str
    terms: tuple[Terms, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    payments: tuple[Payment, ...] = ()

    @property
    def terms_version(self) -> int:
        """Return the number of the present terms, 0 before any."""
        return len(self.terms)

    @property
    def current(self) -> Terms | None:
        """Return the present terms."""
        return self.terms[-1] if self.terms else None

    @property
    def paid_won(self) -> int:
        """Return what was paid in and stands."""
        return sum(payment.amount_won for payment in self.payments if not payment.voided_because)
