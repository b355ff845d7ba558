"""Slides with known truth, as words with boxes: cards, tables and sentences in Korean and English."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import strategies as st

from dealflow.domain.claims.page import Box, DeckText, Page, Word
from dealflow.domain.values.quantity import Unit

WIDTH, HEIGHT = 960.0, 540.0
_HANGUL = "\u1100"


@dataclass(frozen=True)
class Truth:
    """A figure that a slide states: its metric, amount, unit and how it is printed."""

    metric: str
    label: str
    value: Decimal
    unit: Unit
    printed: str


@dataclass
class Slide:
    """A page under construction."""

    words: list[Word] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)

    def write(self, text: str, x: float, y: float, size: float) -> float:
        """Put a line of text down with its top left at (x, y); return where it ends."""
        for part in text.split():
            wide = sum(size if letter >= _HANGUL else size * 0.55 for letter in part)
            self.words.append(Word(part, Box(x, y, x + wide, y + size * 1.2), size))
            x += wide + size * 0.28
        return x

    def page(self, number: int = 1) -> Page:
        """Return the page, its words in the order that they were put down."""
        return Page(number, WIDTH, HEIGHT, tuple(self.words))


def width_of(text: str, size: float) -> float:
    """Return how wide a line is set."""
    return Slide().write(text, 0, 0, size)


def deck_of(*slides: Slide) -> DeckText:
    """Return a deck of the slides."""
    return DeckText("5" * 64, tuple(slide.page(number) for number, slide in enumerate(slides, 1)), "test")


_WON = ("revenue", "operating_profit", "total_raised", "raise_amount", "backlog", "cash_balance")
_LABELS: dict[str, tuple[str, ...]] = {
    "revenue": ("매출액", "연매출", "Revenue", "Annual revenue"),
    "operating_profit": ("영업이익", "Operating profit"),
    "total_raised": ("누적 투자유치", "누적 투자금", "Total raised"),
    "raise_amount": ("투자유치 희망금액", "모집금액", "Round size"),
    "backlog": ("수주잔고", "Order backlog"),
    "cash_balance": ("현금성자산", "Cash balance"),
    "gross_margin": ("매출총이익률", "Gross margin"),
    "churn_rate": ("이탈률", "Churn rate"),
    "renewal_rate": ("재계약률", "Renewal rate"),
    "employees_total": ("임직원 수", "Headcount"),
    "customers_count": ("고객사 수", "Customers"),
    "ltv_cac": ("LTV/CAC",),
    "runway": ("런웨이", "Runway"),
}


@st.composite
def amounts(draw: st.DrawFn, metric: str) -> tuple[Decimal, Unit, str]:
    """Give a value that the metric can have, its unit, and one way to print it."""
    number = draw(st.integers(2, 990))
    if metric in _WON:
        printed, value, unit = draw(
            st.sampled_from(
                [
                    (f"{number}억원", Decimal(number) * 10**8, Unit.KRW),
                    (f"{number}억 원", Decimal(number) * 10**8, Unit.KRW),
                    (f"{number},300백만원", Decimal(number) * 10**9 + 300 * 10**6, Unit.KRW),
                    (f"{number}억 5,000만원", Decimal(number) * 10**8 + 5 * 10**7, Unit.KRW),
                    (f"KRW {number}M", Decimal(number) * 10**6, Unit.KRW),
                    (f"${number}k", Decimal(number) * 10**3, Unit.USD),
                    (f"US${number}.5M", Decimal(number) * 10**6 + 5 * 10**5, Unit.USD),
                ]
            )
        )
        return value, unit, printed
    if metric in {"gross_margin", "churn_rate", "renewal_rate"}:
        share = Decimal(number) / 10
        return share, Unit.PERCENT, f"{share}%"
    if metric == "ltv_cac":
        return Decimal(number) / 10, Unit.RATIO, f"{Decimal(number) / 10}{draw(st.sampled_from(['배', 'x']))}"
    if metric == "runway":
        return Decimal(number % 48 + 2), Unit.MONTHS, f"{number % 48 + 2}{draw(st.sampled_from(['개월', ' months']))}"
    counter = {"employees_total": "명", "customers_count": "개사"}[metric]
    return Decimal(number), Unit.COUNT, f"{number}{counter}"


@st.composite
def truths(draw: st.DrawFn, most: int = 6) -> list[Truth]:
    """Give figures of different metrics."""
    chosen = draw(st.lists(st.sampled_from(sorted(_LABELS)), min_size=1, max_size=most, unique=True))
    found = []
    for metric in chosen:
        value, unit, printed = draw(amounts(metric))
        found.append(Truth(metric, draw(st.sampled_from(_LABELS[metric])), value, unit, printed))
    return found


@st.composite
def card_slides(draw: st.DrawFn) -> Slide:
    """Give a slide of cards: big figures in a row, small labels all over or all under them."""
    slide = Slide(truths=draw(truths(3)))
    under = draw(st.booleans())
    big, small = draw(st.sampled_from([(28.0, 12.0), (26.0, 14.0), (24.0, 16.0)]))
    slide.write(draw(st.sampled_from(["핵심 지표", "Key figures", "한눈에 보기"])), 48, 30, 26)
    step = 880 / 3
    for place, truth in enumerate(slide.truths):
        middle = 60 + step * (place + 0.5)
        top = 200.0
        value_y, label_y = (top, top + big * 1.5) if under else (top + small * 1.8, top)
        slide.write(truth.printed, middle - width_of(truth.printed, big) / 2, value_y, big)
        slide.write(truth.label, middle - width_of(truth.label, small) / 2, label_y, small)
    return slide


@st.composite
def beside_slides(draw: st.DrawFn) -> Slide:
    """Give a slide of big figures one under the other, each with its words right of it."""
    slide = Slide(truths=draw(truths(4)))
    big, small = draw(st.sampled_from([(30.0, 14.0), (36.0, 18.0), (28.0, 16.0)]))
    gap = draw(st.sampled_from([12.0, 20.0, 36.0]))
    slide.write(draw(st.sampled_from(["핵심 지표", "Key figures", "한눈에 보기"])), 48, 24, 26)
    for row, truth in enumerate(slide.truths):
        top = 110.0 + row * big * 2.6
        end = slide.write(truth.printed, 60, top, big)
        slide.write(truth.label, end - big * 0.28 + gap, top + (big - small) * 0.6, small)
    slide.words = draw(st.permutations(slide.words))
    return slide


@st.composite
def broken_label_slides(draw: st.DrawFn) -> Slide:
    """Give a slide of cards whose labels of two words break over two lines under the figure."""
    slide = Slide()
    slide.write("Key figures", 48, 24, 26)
    chosen = draw(st.lists(st.sampled_from(sorted(_BROKEN)), min_size=1, max_size=3, unique=True))
    for place, metric in enumerate(chosen):
        value, unit, printed = draw(amounts(metric))
        label = _BROKEN[metric]
        slide.truths.append(Truth(metric, label, value, unit, printed))
        middle = 60 + 293 * (place + 0.5)
        slide.write(printed, middle - width_of(printed, 30) / 2, 200, 30)
        for line, part in enumerate(label.split(" ", 1)):
            slide.write(part, middle - width_of(part, 14) / 2, 250 + 20 * line, 14)
    return slide


_BROKEN = {
    "revenue": "Annual revenue",
    "gross_margin": "Gross margin",
    "churn_rate": "Churn rate",
    "renewal_rate": "Customer retention",
    "employees_total": "Team members",
    "customers_count": "Paying customers",
    "total_raised": "Total raised",
}


@st.composite
def growth_slides(draw: st.DrawFn) -> Slide:
    """Give a sentence that tells two ends of one metric, on one line or broken over two: X grew from A to B."""
    metric, label = draw(st.sampled_from([("revenue", "Revenue"), ("arr", "ARR"), ("mrr", "MRR")]))
    verb = draw(st.sampled_from(["grew", "increased", "went", "rose"]))
    low = draw(st.integers(2, 400))
    ends = [low, low + draw(st.integers(1, 400))]
    sentence = f"{label} {verb} from ${ends[0]}k to ${ends[1]}k"
    slide = Slide([], [Truth(metric, label, Decimal(end) * 1000, Unit.USD, f"${end}k") for end in ends])
    slide.write("Traction", 48, 24, 26)
    words = sentence.split()
    stop = draw(st.sampled_from([len(words), len(words) - 2]))
    slide.write(" ".join(words[:stop]), 60, 160, 18)
    slide.write(" ".join(words[stop:]), 60, 184, 18)
    return slide


@st.composite
def shared_label_slides(draw: st.DrawFn) -> Slide:
    """Give a list whose last item alone is followed by the label of all: 국내 12건, 해외 3건 특허 등록."""
    label, metric = draw(st.sampled_from([("특허 등록", "patents_registered"), ("특허 출원", "patents_filed")]))
    counts = draw(st.lists(st.integers(2, 90), min_size=2, max_size=3, unique=True))
    places = ["국내", "해외", "일본"][: len(counts)]
    joint = draw(st.sampled_from([", ", " · ", " 및 "]))
    slide = Slide([], [Truth(metric, label, Decimal(count), Unit.COUNT, f"{count}건") for count in counts])
    slide.write("지식재산", 48, 24, 26)
    slide.write(
        joint.join(f"{place} {count}건" for place, count in zip(places, counts, strict=True)) + f" {label}", 60, 160, 18
    )
    return slide


@st.composite
def list_slides(draw: st.DrawFn) -> Slide:
    """Give a slide with two columns: labels on the left, figures on the right, in a drawn order of words."""
    slide = Slide(truths=draw(truths(6)))
    slide.write("사업 현황", 48, 30, 26)
    size = draw(st.sampled_from([14.0, 18.0]))
    right = draw(st.sampled_from([300.0, 420.0, 700.0]))
    for row, truth in enumerate(slide.truths):
        slide.write(truth.label, 60, 120 + row * size * 2.4, size)
        slide.write(truth.printed, right, 120 + row * size * 2.4, size)
    slide.words = draw(st.permutations(slide.words))
    return slide


@st.composite
def sentence_slides(draw: st.DrawFn) -> Slide:
    """Give a slide of bullets: label, a joint, the figure."""
    slide = Slide(truths=draw(truths(5)))
    slide.write("주요 성과", 48, 30, 26)
    joint = draw(st.sampled_from([" ", ": ", " 약 ", " - "]))
    for row, truth in enumerate(slide.truths):
        slide.write(f"• {truth.label}{joint}{truth.printed}", 60, 120 + row * 44, 18)
    return slide


_TABLE_UNITS = (("(단위: 백만원)", 6), ("(단위 : 천원)", 3), ("[단위: 억원]", 8), ("(KRW mn)", 6))


@st.composite
def table_slides(draw: st.DrawFn) -> Slide:
    """Give a financial table: years over the columns, the unit in the title or at the foot, minus as △ or brackets."""
    slide = Slide()
    unit, power = draw(st.sampled_from(_TABLE_UNITS))
    at_foot = draw(st.booleans())
    minus = draw(st.sampled_from(["△{}", "({})", "-{}"]))
    slide.write("재무 현황" if at_foot else f"요약 손익 {unit}", 48, 120, 18)
    for column, year in enumerate(("2023", "2024", "2025")):
        slide.write(year, 300 + column * 180, 180, 14)
    rows = (("매출액", "revenue"), ("영업이익", "operating_profit"), ("당기순이익", "net_income"))
    for row, (label, metric) in enumerate(rows):
        slide.write(label, 60, 220 + row * 40, 14)
        for column in range(3):
            number = draw(st.integers(2, 99_999))
            lost = metric != "revenue" and draw(st.booleans())
            printed = minus.format(f"{number:,}") if lost else f"{number:,}"
            slide.write(printed, 380 + column * 180 - width_of(printed, 14), 220 + row * 40, 14)
            value = Decimal(-number if lost else number) * 10**power
            slide.truths.append(Truth(metric, label, value, Unit.KRW, printed))
    if at_foot:
        slide.write(f"※ {unit}", 60, 380, 12)
    return slide


any_slide = st.one_of(
    card_slides(),
    beside_slides(),
    broken_label_slides(),
    growth_slides(),
    shared_label_slides(),
    list_slides(),
    sentence_slides(),
    table_slides(),
)
