"""How decks print figures: an amount becomes words, and the words know what they mean.

Every function returns a ``Said``: the printed text and the exact value that a careful reader takes from that text
(rounded as printed, so the truth never holds more digits than the page).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

MILLION = 1_000_000
EOK = 100_000_000
JO = 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """Printed words of an amount, and what they say."""

    text: str
    unit: str
    value: Decimal | None = None
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    bound: str | None = None
    approx: bool = False


def plain(number: Decimal | float) -> str:
    """Return a number with thousands separators and no trailing zeros."""
    exact = Decimal(str(number)).normalize()
    return f"{exact:,f}"


def eok(won: int, tail: str = "원") -> Said:
    """Return 45.3억원, or 1조 2,000억원 from a trillion on; a minus sign stays."""
    if abs(won) >= JO:
        jo, rest = divmod(abs(won), JO)
        words = f"{jo:,}조" + (f" {plain(Decimal(rest) / EOK)}억" if rest else "")
    else:
        words = f"{plain(Decimal(abs(won)) / EOK)}억"
    return Said(("-" if won < 0 else "") + words + tail, "KRW", Decimal(won))


def eok_words(won: int) -> Said:
    """Return 45억 3천만원: hundred millions and ten millions apart."""
    whole, rest = divmod(abs(won), EOK)
    thousands, odd = divmod(rest, 10_000_000)
    text = f"{whole}억" if whole else ""
    if odd:
        text += f" {rest // 10_000:,}만"
    elif thousands:
        text += f" {thousands}천만"
    return Said(f"{text.strip()}원", "KRW", Decimal(won))


def manwon(won: int) -> Said:
    """Return 2,400만원."""
    return Said(f"{won // 10_000:,}만원", "KRW", Decimal(won))


def krw_short(won: int, sign: str = "KRW ") -> Said:
    """Return KRW 4.53B or KRW 620M, with any currency sign for won."""
    minus = "-" if won < 0 else ""
    if abs(won) >= 1_000 * MILLION:
        return Said(f"{minus}{sign}{plain(Decimal(abs(won)) / (1000 * MILLION))}B", "KRW", Decimal(won))
    return Said(f"{minus}{sign}{plain(Decimal(abs(won)) / MILLION)}M", "KRW", Decimal(won))


def usd_short(dollars: int) -> Said:
    """Return $18.2B, $620K or $1.2M."""
    for size, letter in ((10**9, "B"), (10**6, "M"), (10**3, "K")):
        if dollars >= size:
            return Said(f"${plain(Decimal(dollars) / size)}{letter}", "USD", Decimal(dollars))
    return Said(f"${dollars:,}", "USD", Decimal(dollars))


def usd_eok(dollars: int) -> Said:
    """Return 182억 달러 (a hundred million dollars each) or 62만 달러 below one of them."""
    if dollars >= EOK:
        return Said(f"{plain(Decimal(dollars) / EOK)}억 달러", "USD", Decimal(dollars))
    return Said(f"{plain(Decimal(dollars) / 10_000)}만 달러", "USD", Decimal(dollars))


def cell(won: int, unit: int, negative: str) -> Said:
    """Return a bare table cell in units of ``unit`` won: 4,530, with the house's mark of a loss (△, - or brackets)."""
    digits = plain(Decimal(abs(won)) / unit)
    if won >= 0:
        return Said(digits, "KRW", Decimal(won))
    text = f"({digits})" if negative == "(" else f"{negative}{digits}"
    return Said(text, "KRW", Decimal(won))


def percent(value: float, *, plus: bool = False, negative: str = "-") -> Said:
    """Return 42.3%, with a leading plus where the deck likes it."""
    exact = Decimal(str(value))
    sign = negative if exact < 0 else "+" if plus else ""
    return Said(f"{sign}{plain(abs(exact))}%", "percent", exact)


def points(value: float) -> Said:
    """Return 13%p."""
    return Said(f"{plain(value)}%p", "percent_point", Decimal(str(value)))


def count(number: float, counter: str) -> Said:
    """Return 42명, 1,200 sensors and the like."""
    return Said(f"{plain(number)}{counter}", "count", Decimal(str(number)))


def big_count(number: int, counter: str) -> Said:
    """Return 210만 장: ten thousands in words."""
    return Said(f"{plain(Decimal(number) / 10_000)}만 {counter}", "count", Decimal(number))


def span(number: float, unit: str, words: str) -> Said:
    """Return a duration such as 15개월, 14 months or 0.3초."""
    return Said(f"{plain(number)}{words}", unit, Decimal(str(number)))


def multiple(number: float, words: str = "배") -> Said:
    """Return 4.2배 or 4.2x."""
    return Said(f"{plain(number)}{words}", "ratio", Decimal(str(number)))


def between(low: Said, high: Said, text: str) -> Said:
    """Return a range as printed: ``text`` holds both ends."""
    return Said(text, high.unit, None, low.value, high.value)


def around(typed_log: Said, before: str = "약 ") -> Said:
    """Return the amount with its 'about'."""
    return Said(before + typed_log.text, typed_log.unit, typed_log.value, bound=typed_log.bound, approx=True)


def bounded(typed_log: Said, bound: str, *, before: str = "", after: str = "") -> Said:
    """Return the amount with its bound (ge, gt, le, lt, near) and the words of it."""
    return Said(before + typed_log.text + after, typed_log.unit, typed_log.value, bound=bound)


def words(text: str, unit: str = "text") -> Said:
    """Return words or a date that stand for themselves."""
    return Said(text, unit)
