"""What is known of a fictional company: the shapes. The values stand in companies.py."""

from __future__ import annotations

from dataclasses import dataclass

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Money:
    """Profit and loss in millions of won by year; years after 2025 are forecasts."""

    revenue: dict[int, int]
    operating: dict[int, int]
    net: dict[int, int]
    gross_margin: float

    @property
    def growth(self) -> float:
        """Return the growth of 2025 over 2024 in percent, to one decimal."""
        return round((self.revenue[2025] / self.revenue[2024] - 1) * 100, 1)

    @property
    def margin(self) -> float:
        """Return the operating margin of 2025 in percent, to one decimal."""
        return round(self.operating[2025] / self.revenue[2025] * 100, 1)


@dataclass(frozen=True, slots=True)
class Deal:
    """The round, in millions of won: what is asked, before it, for what, and what came before."""

    name: str
    raise_m: int
    pre_m: int
    uses: tuple[tuple[str, str, int], ...]
    """Use in Korean and English, millions of won; they sum to the raise."""
    earlier: tuple[tuple[str, str, str, int], ...]
    """Date, round, who (ko), millions of won."""
    committed_m: int = 0
    raise_high_m: int = 0
    instrument: str = "RCPS"
    founder_stake: float = 0

    @property
    def post_m(self) -> int:
        """Return the money after the round, in millions of won."""
        return self.pre_m + self.raise_m

    @property
    def equity(self) -> float:
        """Return the share that the round buys, in percent, to one decimal."""
        return round(self.raise_m / self.post_m * 100, 1)

    @property
    def total_m(self) -> int:
        """Return what was raised before, in millions of won."""
        return sum(amount for *_, amount in self.earlier)


@dataclass(frozen=True, slots=True)
class Market:
    """The market as the deck states it; amounts in won (KRW) or dollars (USD)."""

    ko: str
    en: str
    currency: str
    tam: int
    sam: int
    som: int
    cagr: float
    span: tuple[int, int]
    source: str


@dataclass(frozen=True, slots=True)
class Traction:
    """Customers and orders; money in millions of won."""

    customers: int
    sites: int
    units: int
    unit_ko: str
    unit_en: str
    backlog_m: int
    orders_m: int
    renewal: float
    mrr_m: int = 0
    nrr: float = 0
    pipeline_m: int = 0
    export_usd: int = 0
    top3: float = 0


@dataclass(frozen=True, slots=True)
class Tech:
    """What the product can do, and the rights to it."""

    accuracy: float
    detection: float
    false_call: float
    seconds: float
    images: int
    registered: int
    filed: int
    trl: int
    grants_m: int
    grants_n: int


@dataclass(frozen=True, slots=True)
class Case:
    """A customer's result: before and after, or a change in percent (``before`` is None)."""

    metric: str
    ko: str
    en: str
    before: float | None
    after: float | None
    change: float
    unit: str
    up: bool = False


@dataclass(frozen=True, slots=True)
class Rival:
    """A competitor as the deck describes it: a made-up name, a price in millions of won, an accuracy."""

    ko: str
    en: str
    price_m: int
    accuracy: float


@dataclass(frozen=True, slots=True)
class Company:
    """One fictional AI supplier of the south-east."""

    key: str
    number: int
    name: str
    name_en: str
    region: str
    city_ko: str
    city_en: str
    sector: str
    sector_en: str
    product: str
    line_ko: str
    line_en: str
    founded: tuple[int, int, int]
    employees: int
    engineers: int
    capital_m: int
    money: Money
    deal: Deal
    market: Market
    traction: Traction
    tech: Tech
    site_ko: str
    site_en: str
    cases: tuple[Case, ...]
    price_m: int
    price_ko: str
    price_en: str
    rivals: tuple[Rival, ...]
    pains_ko: tuple[str, ...]
    pains_en: tuple[str, ...]
    flow_ko: tuple[tuple[str, str], ...]
    flow_en: tuple[tuple[str, str], ...]

    @property
    def biz_reg_no(self) -> str:
        """Return a business registration number whose check digit is wrong and whose office does not exist."""
        return f"000-00-{self.number:05d}"
