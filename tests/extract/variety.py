"""Drawn slides of a known truth: metric, noun, money, scale, place, size and language by chance, with distractors.

Every kind of slide is a function from a source of chance to a page and what must be read off it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import Scope
from dealflow.domain.claims.page import Box, DeckText, Page, Word
from dealflow.domain.values.quantity import Unit
from dealflow.extract import read_claims

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dealflow.domain.claims.claims import Claim

WIDTH, HEIGHT = 960.0, 540.0
_METRICS = load_metrics()
_WIDE = "\u1100"


class Expected(NamedTuple):
    """A figure that a drawn slide states: any of the metrics, its amount, unit and page."""

    metrics: frozenset[str]
    value: Decimal
    unit: Unit
    page: int = 1
    scope: Scope | None = None


@dataclass
class Drawing:
    """Pages under construction, with what they state and what they must not."""

    kind: str
    pages: list[list[Word]] = field(default_factory=lambda: [[]])
    expected: list[Expected] = field(default_factory=list)
    silent: bool = False
    """Nothing may come back as the company's."""

    def write(self, text: str, x: float, y: float, size: float, *, right: bool = False) -> float:
        """Put a line down from its top left (or to its top right), and return where it ends."""
        parts = [(part, _width(part, size)) for part in text.split()]
        if right:
            x -= sum(wide for _, wide in parts) + 0.28 * size * (len(parts) - 1)
        for part, wide in parts:
            self.pages[-1].append(Word(part, Box(x, y, x + wide, y + 1.2 * size), size))
            x += wide + 0.28 * size
        return x

    def turned(self, text: str, x: float, bottom: float, size: float) -> None:
        """Put a line down that runs upwards."""
        y = bottom
        for part in text.split():
            wide = _width(part, size)
            self.pages[-1].append(Word(part, Box(x, y - wide, x + 1.2 * size, y), size))
            y -= wide + 0.28 * size

    def says(self, metrics: str, value: Decimal, unit: Unit, scope: Scope | None = None) -> None:
        """Note what the page under construction states."""
        self.expected.append(Expected(frozenset(metrics.split()), value, unit, len(self.pages), scope))

    def deck(self) -> DeckText:
        """Return the pages as a deck."""
        pages = (Page(number, WIDTH, HEIGHT, tuple(words)) for number, words in enumerate(self.pages, 1))
        return DeckText("7" * 64, tuple(pages), "drawn")


def _width(part: str, size: float) -> float:
    return sum(size if letter >= _WIDE else size * 0.55 for letter in part)


# ---- what is drawn ----

MONEY = {
    "revenue revenue_forecast": ("Revenue", "Net sales", "Annual revenue", "매출액", "연매출"),
    "operating_profit": ("Operating profit", "EBIT", "Op. profit", "영업이익"),
    "ebitda": ("EBITDA", "Adj. EBITDA"),
    "total_raised prev_rounds": ("Total raised", "Raised to date", "누적 투자유치"),
    "cash_balance": ("Cash balance", "현금성자산"),
    "arr": ("ARR", "Annual recurring revenue"),
    "mrr": ("MRR", "Monthly recurring revenue"),
    "gross_profit": ("Gross profit", "매출총이익"),
}
SHARES = {
    "gross_margin": ("Gross margin", "매출총이익률"),
    "churn_rate": ("Churn rate", "이탈률"),
    "renewal_rate": ("Customer retention", "재계약률"),
    "operating_margin": ("Operating margin", "영업이익률"),
    "take_rate": ("Take rate", "Commission", "수수료율"),
}
SIGNS = {
    Unit.KRW: ("₩", "KRW "),
    Unit.USD: ("$", "US$", "USD "),
    Unit.EUR: ("€", "EUR "),
    Unit.GBP: ("£", "GBP "),
    Unit.INR: ("₹", "INR ", "Rs. "),
    Unit.SGD: ("S$", "SGD "),
    Unit.JPY: ("¥", "JPY "),
    Unit.CHF: ("CHF ",),
}
_SCALES = (
    ("k", 10**3),
    ("K", 10**3),
    ("M", 10**6),
    ("m", 10**6),
    (" million", 10**6),
    ("bn", 10**9),
    (" billion", 10**9),
    ("B", 10**9),
)
_INDIAN = (
    ("L", 10**5),
    (" lakh", 10**5),
    (" lakhs", 10**5),
    ("Cr", 10**7),
    (" CR", 10**7),
    (" crore", 10**7),
    (" Crores", 10**7),
)
_KOREAN = (("만 원", 10**4), ("백만원", 10**6), ("천만 원", 10**7), ("억원", 10**8), ("억 원", 10**8), ("조원", 10**12))
_NEUTRAL = ("Key facts", "Where we are", "Our progress", "주요 현황", "핵심 지표")
_FILLER = (
    "We work with care and patience",
    "Built for people who build",
    "고객과 함께 성장합니다",
    "현장에서 시작한 기술",
)
_ORGANISATIONS = (
    "bakeries",
    "clinics",
    "municipalities",
    "hotels",
    "banks",
    "schools",
    "farms",
    "retailers",
    "pharmacies",
)
_PEOPLE = ("members", "users", "subscribers", "students", "drivers", "patients", "tutors")
_ORGANISATIONS_KO = ("고객사", "병원", "지자체", "학교", "매장")


def amount(chance: Random, unit: Unit | None = None) -> tuple[str, Decimal, Unit]:
    """Return one money as a deck prints it, its value and unit."""
    unit = unit or chance.choice(list(SIGNS))
    number = Decimal(chance.choice((f"{chance.randint(2, 98)}", f"{chance.randint(1, 48)}.{chance.randint(1, 9)}")))
    if unit is Unit.KRW and chance.random() < 0.7:
        word, factor = chance.choice(_KOREAN)
        return f"{number}{word}", number * factor, unit
    word, factor = chance.choice(_INDIAN if unit is Unit.INR and chance.random() < 0.8 else _SCALES)
    sign = chance.choice(SIGNS[unit])
    if chance.random() < 0.2:
        return f"{sign}{number * 1000:,.0f}", (number * 1000).to_integral_value(), unit
    return f"{sign}{number}{word}", number * factor, unit


def _pick(chance: Random, table: dict[str, tuple[str, ...]]) -> tuple[str, str]:
    metrics = chance.choice(list(table))
    return metrics, chance.choice(table[metrics])


def filled(drawing: Drawing, chance: Random) -> Drawing:
    """Add what stands on any page: a foot, a page mark, a sentence."""
    drawing.write(chance.choice(_FILLER), 60, 486, 12)
    drawing.write(chance.choice(("06/23", "7", "Confidential 2026")), 900, 516, 9, right=True)
    return drawing


def titled(kind: str, chance: Random, title: str = "") -> Drawing:
    drawing = Drawing(kind)
    drawing.write(title or chance.choice(_NEUTRAL), 48, 30, chance.choice((26, 32, 40)))
    return drawing


def beside(chance: Random) -> Drawing:
    """Draw labels with their amounts to the right, in rows."""
    drawing = titled("beside", chance)
    size, x = chance.choice((12, 16, 20)), chance.choice((320, 420, 560))
    for row, metrics in enumerate(chance.sample(list(MONEY), 4)):
        printed, value, unit = amount(chance)
        y = 130 + row * size * 2.6
        drawing.write(chance.choice(MONEY[metrics]), 60, y, size)
        drawing.write(printed, x, y, size)
        drawing.says(metrics, value, unit)
    return filled(drawing, chance)


def cards(chance: Random) -> Drawing:
    """Draw big or slightly larger amounts with their label under or over them."""
    drawing = titled(chance.choice(("card under", "card over")), chance)
    under = drawing.kind == "card under"
    small = chance.choice((11, 14))
    big = small * chance.choice((1.3, 1.8, 2.6))
    for column, metrics in enumerate(chance.sample([*MONEY, *SHARES], 3)):
        x = 70 + 300 * column
        label = chance.choice((MONEY | SHARES)[metrics])
        if metrics in SHARES:
            value, unit = Decimal(chance.randint(2, 97)), Unit.PERCENT
            printed = f"{value}%"
        else:
            printed, value, unit = amount(chance)
        drawing.write(printed, x, 180 if under else 180 + small * 1.6, big)
        drawing.write(label, x, 180 + big * 1.45 if under else 176, small)
        drawing.says(metrics, value, unit)
    return filled(drawing, chance)


def sentence(chance: Random) -> Drawing:
    """Draw lines of text with one labelled amount each."""
    drawing = titled("sentence", chance)
    forms = ("{label}: {printed}", "{label} of {printed} in 2025", "{label} {printed}", "• {label} – {printed}")
    for row, metrics in enumerate(chance.sample(list(MONEY), 4)):
        printed, value, unit = amount(chance)
        label = chance.choice(MONEY[metrics])
        drawing.write(chance.choice(forms).format(label=label, printed=printed), 60, 130 + 56 * row, 16)
        drawing.says(metrics, value, unit)
    return filled(drawing, chance)


_HEADS: tuple[tuple[str, Unit, int], ...] = (
    ("(단위: 백만원)", Unit.KRW, 10**6),
    ("(단위: 억원)", Unit.KRW, 10**8),
    ("단위: 천원", Unit.KRW, 10**3),
    ("USD thousand", Unit.USD, 10**3),
    ("($ in millions)", Unit.USD, 10**6),
    ("Figures in rupees thousand", Unit.INR, 10**3),
    ("All figures in INR lakhs", Unit.INR, 10**5),
    ("(₹ Cr)", Unit.INR, 10**7),
    ("Crores of rupees", Unit.INR, 10**7),
    ("(EUR '000)", Unit.EUR, 10**3),
    ("(£m)", Unit.GBP, 10**6),
    ("Dollars in thousands", Unit.USD, 10**3),
    ("in SGD million", Unit.SGD, 10**6),
)


def table(chance: Random) -> Drawing:
    """Draw rows of accounts under years, in a unit that a note, the corner, a turned title or the page before says."""
    where = chance.choice(("note", "corner", "before", "turned"))
    drawing = titled(f"table, unit in {where}", chance)
    head, unit, factor = chance.choice(_HEADS)
    if where == "before":
        drawing.pages[-1].clear()
        drawing.write("Our way so far", 48, 30, 30)
        drawing.write(f"Financials {head}" if head[0] == "(" else head, 60, 470, 14)
        drawing.pages.append([])
        drawing.write(chance.choice(_NEUTRAL), 48, 30, 30)
    elif where == "note":
        drawing.write(head, 900, 96, 11, right=True)
    elif where == "corner":
        drawing.write(head, 60, 130, 13)
    else:
        drawing.turned(head, 20, 360, 12)
    years = [2022 + chance.randint(0, 1) + step for step in range(3)]
    for column, year in enumerate(years):
        drawing.write(
            chance.choice((f"{year}", f"FY{year}")) if where != "x" else "", 460 + 160 * column, 130, 13, right=True
        )
    signed = chance.choice(SIGNS[unit]).strip() if chance.random() < 0.25 and unit is not Unit.KRW else ""
    for row, metrics in enumerate(
        chance.sample(["revenue revenue_forecast", "operating_profit", "ebitda", "gross_profit"], 3)
    ):
        y = 166 + 34 * row
        drawing.write(chance.choice(MONEY[metrics]), 60, y, 13)
        for column in range(3):
            value = Decimal(chance.randint(11, 9800)) / chance.choice((1, 10))
            minus = metrics in {"operating_profit", "ebitda"} and chance.random() < 0.3
            printed = f"{signed}{value:,}"
            drawing.write(f"({printed})" if minus else printed, 460 + 160 * column, y, 13, right=True)
            drawing.says(metrics, (-value if minus else value) * factor, unit)
    return filled(drawing, chance)


def row_units(chance: Random) -> Drawing:
    """Draw rows that name their own unit in brackets: Sales (Cr), 매출(억)."""
    drawing = titled("unit in the row", chance)
    for column, year in enumerate((2024, 2025)):
        drawing.write(f"{year}", 460 + 160 * column, 130, 13, right=True)
    units = (
        ("Cr", Unit.INR, 10**7),
        ("$mm", Unit.USD, 10**6),
        ("억", Unit.KRW, 10**8),
        ("백만원", Unit.KRW, 10**6),
        ("€k", Unit.EUR, 10**3),
    )
    head, unit, factor = chance.choice(units)
    for row, metrics in enumerate(chance.sample(["revenue revenue_forecast", "operating_profit", "gross_profit"], 2)):
        y = 166 + 34 * row
        drawing.write(f"{chance.choice(MONEY[metrics])} ({head})", 60, y, 13)
        for column in range(2):
            value = Decimal(chance.randint(11, 980)) / 10
            drawing.write(f"{value:,}", 460 + 160 * column, y, 13, right=True)
            drawing.says(metrics, value * factor, unit)
    return filled(drawing, chance)


def bars(chance: Random) -> Drawing:
    """Draw bars of a market with their amounts over years, named by the page's title only."""
    drawing = titled(
        "bars under a title",
        chance,
        chance.choice(("국내 조류 방제 시장 규모", "Global kelp market size", "세계 수직농장 시장 규모")),
    )
    value = Decimal(chance.randint(12, 60))
    sign, word, factor, unit = chance.choice(
        (("", "억원", 10**8, Unit.KRW), ("$", "B", 10**9, Unit.USD), ("€", "m", 10**6, Unit.EUR))
    )
    for column in range(chance.randint(3, 5)):
        x = 140 + 150 * column
        value += chance.randint(3, 19)
        drawing.write(f"{sign}{value}{word}", x, 330 - 3 * float(value), 14)
        drawing.write(f"{2022 + column}", x + 6, 440, 12)
        drawing.says("market_size tam", value * factor, unit)
    return drawing


def parts(chance: Random) -> Drawing:
    """Draw the parts of a whole under a heading: a row, a list or cards of shares that sum to 100."""
    title, metric = chance.choice(
        (
            ("How we will spend it", "use_of_funds"),
            ("Use of funds", "use_of_funds"),
            ("자금 사용 계획", "use_of_funds"),
            ("Where the money goes", "use_of_funds"),
        )
    )
    drawing = titled("shares of a whole", chance, title)
    shares = chance.choice(((55, 30, 15), (40, 35, 15, 10), (45, 35, 20), (50, 25, 25)))
    names = chance.sample(
        ("Product", "Sales", "Reserve", "Hiring", "Marketing", "제품 개발", "인력 채용", "운영"), len(shares)
    )
    across = chance.random() < 0.5
    for place, (name, share) in enumerate(zip(names, shares, strict=True)):
        if across:
            drawing.write(f"{share}%", 80 + 200 * place, 200, 22)
            drawing.write(name, 80 + 200 * place, 236, 13)
        else:
            drawing.write(chance.choice((f"{name} {share}%", f"{name} ({share}%)")), 80, 140 + 48 * place, 16)
        drawing.says(metric, Decimal(share), Unit.PERCENT)
    return filled(drawing, chance)


def counts(chance: Random) -> Drawing:
    """Draw counts with their noun in a line: 3,300+ active members, 전국 410여 학교."""
    drawing = titled(
        "counts with a noun", chance, chance.choice(("Traction", "Our progress", "주요 성과", "Key facts"))
    )
    for row in range(3):
        number = chance.choice((chance.randint(12, 980), chance.randint(11, 98) * 100))
        plus = chance.choice(("", "+"))
        y = 140 + 60 * row
        if chance.random() < 0.3:
            noun = chance.choice(_ORGANISATIONS_KO)
            drawing.write(f"{noun} {number:,}곳 도입", 60, y, 18)
            drawing.says("customers_count users_count reference_sites", Decimal(number), Unit.COUNT)
        else:
            people = chance.random() < 0.5
            noun = chance.choice(_PEOPLE if people else _ORGANISATIONS)
            adjective = chance.choice(("", "active ", "paying "))
            drawing.write(f"{number:,}{plus} {adjective}{noun}", 60, y, chance.choice((14, 18, 24)))
            drawing.says("customers_count users_count reference_sites", Decimal(number), Unit.COUNT)
    return filled(drawing, chance)


def screen(chance: Random) -> Drawing:
    """Draw the product's screen: nothing on it is the company's figure."""
    drawing = titled(
        "product screen", chance, chance.choice(("Product screen", "서비스 화면", "Screenshot of the app"))
    )
    drawing.silent = True
    for row in range(4):
        drawing.write(chance.choice(("Orders", "오늘 주문", "Sales today", "결제")), 120, 150 + 60 * row, 12)
        drawing.write(amount(chance)[0], 340, 150 + 60 * row, 12)
    return drawing


def thresholds(chance: Random) -> Drawing:
    """Draw a ratio with the benchmark that it is held against."""
    drawing = titled("benchmark beside it", chance, "Unit economics")
    ratio = Decimal(chance.randint(35, 95)) / 10
    drawing.write("LTV:CAC", 60, 160, 16)
    drawing.write(chance.choice(("above 3x is good", "benchmark 3x", "healthy: 3x")), 300, 160, 12)
    drawing.write(f"{ratio}x", 620, 160, 20)
    drawing.says("ltv_cac", ratio, Unit.RATIO)
    return filled(drawing, chance)


KINDS: tuple[Callable[[Random], Drawing], ...] = (
    *(beside, cards, cards, sentence, table, table, table, row_units, bars, parts, counts, screen, thresholds),
)


class Tally(NamedTuple):
    """What was stated, found with amount and unit, and named; and what came back that is none of it."""

    stated: int
    found: int
    named: int
    surplus: int


def drawn(seed: int, kinds: Sequence[Callable[[Random], Drawing]] = KINDS) -> Drawing:
    """Return the drawing of a seed."""
    chance = Random(seed)  # noqa: S311 -- slides drawn by chance, no secret
    return kinds[seed % len(kinds)](chance)


def claims_on(drawing: Drawing) -> tuple[Claim, ...]:
    """Return what is read off a drawing."""
    return read_claims(drawing.deck(), _METRICS)


def tally(seeds: Sequence[int], kinds: Sequence[Callable[[Random], Drawing]] = KINDS) -> dict[str, Tally]:
    """Return what was read of the drawings of some seeds, by kind."""
    counts: dict[str, Counter[str]] = {}
    for seed in seeds:
        drawing = drawn(seed, kinds)
        counts.setdefault(drawing.kind, Counter()).update(_scored(drawing, claims_on(drawing)))
    return {kind: Tally(*(one[key] for key in Tally._fields)) for kind, one in sorted(counts.items())}


def _scored(drawing: Drawing, claims: Sequence[Claim]) -> Counter[str]:
    score: Counter[str] = Counter(stated=len(drawing.expected))
    right: set[str] = set()
    for expected in drawing.expected:
        hits = [claim for claim in claims if _answers(claim, expected)]
        score["found"] += bool(hits)
        score["named"] += any(claim.metric in expected.metrics for claim in hits)
        right.update(claim.id for claim in hits)
    score["surplus"] = len({claim.id for claim in claims} - right)
    return score


def _answers(claim: Claim, expected: Expected) -> bool:
    on_page = any(evidence.page == expected.page for evidence in claim.evidence)
    return on_page and claim.quantity.unit is expected.unit and claim.quantity.value == expected.value
