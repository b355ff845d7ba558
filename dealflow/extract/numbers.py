"""The number grammar: amounts as Korean and English decks print them, with their spans (domain facts, section 4.2).

Nothing here knows what a number means. ``find_quantities`` gives every printed amount with its unit, range, bound and
sign; digits that are no amounts (dates without a year, phones, part numbers, ordinals) give nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from dealflow.domain.values.quantity import Bound, Quantity, Unit
from dealflow.extract import units
from dealflow.extract.tokens import (
    ADDRESS,
    AMOUNT,
    BEFORE,
    COUNTED,
    DATE,
    ESCAPED,
    KOREAN_PART,
    MONEY_WORDS,
    NO_FIGURE,
    SCALED_LIKE_A_MEASURE,
    SIGN_BEFORE_BRACKET,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Found", "find_quantities", "plain"]

_BOUNDS = {
    **dict.fromkeys(("이상", "돌파", "최소", "≥", "at least", "min", "min.", "or more", "or higher"), Bound.AT_LEAST),
    **dict.fromkeys(("초과", "상회", ">", "＞", "more than", "over", "above", "exceeding"), Bound.OVER),
    **dict.fromkeys(("이하", "이내", "최대", "최고", "≤", "up to", "at most", "max", "max.", "or less"), Bound.AT_MOST),
    **dict.fromkeys(("미만", "하회", "<", "＜", "less than", "under", "below"), Bound.UNDER),
    "육박": Bound.NEARLY,
}
_BOUND_WORD = re.compile("|".join(sorted(map(re.escape, _BOUNDS), key=len, reverse=True)))
_ABOUT = re.compile(
    r"약|대략|[≈≒~∼〜～]|about|approx|around|circa|ca\.|nearly|almost|roughly|c\.|내외|안팎|수준|가량|정도|남짓|쯤"
)
_RANGE = re.compile(r"\s?[~∼〜～\-–—]\s?|\s+to\s+")
_CHANGE = re.compile(r"\s?(?:→|➔|➜|⇒|->|=>|▶|에서)\s?")
_FROM = re.compile(
    r"\b(?:gr[eo]w\w*|increas\w+|ris\w+|rose|went|go(?:es|ing)?|jump\w*|climb\w*|up|improv\w+|scal\w+|expand\w*|reduc\w+|cut"
    r"|decreas\w+|f[ea]ll\w*|drop\w*|declin\w+|down|mov\w+|doubl\w+|tripl\w+)\b[^.;]{0,24}\bfrom\s*$",
    re.IGNORECASE,
)
"""What makes ``$1M to $3M`` a change, no range: grew from."""
_TO = re.compile(r"\s+to\s+")
_MINUS = frozenset("-−–△")
_DASHES = frozenset("-−–")
_MARKS = frozenset("-−–△▲▽▼+±(")
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "～＜＞"} | {0x3000: " "}
_BOUND_AFTER_NOUN = re.compile(r"\s?[가-힣]{2,5}\s(?:이상|초과|이하|미만)(?![가-힣]{2})")
_WIDE_LETTER = re.compile("[\uff01-\uff5e\u3000]")
_DIGIT = re.compile(r"\d")
_NO_DIGIT = re.compile(r"[^\d.]")
_EAST_ASIAN = str.maketrans("億兆萬万千", "억조만만천")
_STOCK = re.compile(r"주식|주당|발행|보통주|우선주|지분|스톡|액면")
_LABEL_GLUED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{3,}$")
"""A label set so tight that no blank was read: CAGR7.9%."""
_CENT = Decimal("0.01")
_LONG = 3
"""A number of so many digits does not number a list."""


@dataclass(frozen=True, slots=True)
class Found:
    """One printed amount: where it stands and what it says.

    ``unit_printed`` is false for a bare number; its quantity then counts, and a header or label may say otherwise.
    ``scaled`` says that 억, M and the like were printed. ``mark`` is ``▲`` or ``▼`` where the sign is open, ``(``
    where brackets surround the amount. ``change`` is -1 for the first and 1 for the second of 18시간→7시간.
    """

    start: int
    end: int
    quantity: Quantity
    unit_printed: bool = True
    scaled: bool = False
    counter: str = ""
    mark: str = ""
    change: int = 0
    money_guessed: bool = False
    """The scale 억 or 조 stands without a currency."""
    scale: int = 1
    """What the printed scale multiplies by: 10^8 of 15억."""


def plain(text: str) -> str:
    """Return the text in NFC with full-width letters and digits as plain ones; its length does not change."""
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_FULL_WIDTH) if _WIDE_LETTER.search(text) else text


def find_quantities(text: str) -> tuple[Found, ...]:
    """Return the amounts of ``text`` (one line, NFC) from left to right, with ranges and changes put together."""
    if not _DIGIT.search(text):
        return ()
    hidden = _masked(plain(text))
    amounts = [amount for match in AMOUNT.finditer(hidden) for amount in _amounts(hidden, match)]
    return tuple(_joined(hidden, amounts)) if len(amounts) > 1 else tuple(amounts)


def _masked(text: str) -> str:
    """Return the text with everything that looks like a number but is none blanked out, in place."""
    text = text.translate(_EAST_ASIAN)
    if "@" in text or "." in text:
        text = ADDRESS.sub(_blank, text)
    if "%" in text:
        text = ESCAPED.sub(_blank, text)
    if "(" in text:
        text = SIGN_BEFORE_BRACKET.sub(_within_bracket, text)
    of_money = bool(MONEY_WORDS.search(text))

    def blank(match: re.Match[str]) -> str:
        is_scale = of_money and SCALED_LIKE_A_MEASURE.fullmatch(match.group()) is not None
        return match.group() if is_scale else _blank(match)

    return NO_FIGURE.sub(blank, DATE.sub(_blank, text))


def _within_bracket(match: re.Match[str]) -> str:
    """Return a currency's sign and the bracket behind it the other way round, equally long: ``($`` for ``$(``."""
    return f"({match.group()[:-1]}"


def _blank(match: re.Match[str]) -> str:
    return "\N{NO-BREAK SPACE}" * len(match.group())


def _amounts(text: str, match: re.Match[str]) -> Iterator[Found]:
    """Give the amounts of one match: one as a rule, more where parts do not compound (7억 6.3억), none for codes."""
    end = match.end()
    if _is_part_of_a_word(text, match):
        return
    pieces = list(_korean_pieces(match)) if match["korean"] else []
    for start, stop, value in pieces[:-1]:
        yield Found(start, stop, Quantity(Unit.KRW, value), unit_printed=False, scaled=True, money_guessed=True)
    first = pieces[-1][0] if pieces else match.start()
    last = pieces[-1][2] if pieces else _english_value(match)
    if last is not None:
        yield _dressed(text, match, last, (first, end))


def _is_part_of_a_word(text: str, match: re.Match[str]) -> bool:
    """Say whether the digits belong to a word or a code: letters are glued to them, or they number a list."""
    start, end = match.start(), match.end()
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if match["currency"] is None and before.isascii() and before.isalnum():
        return not (match["unit"] and match["unit"][0] in "%％" and _LABEL_GLUED.search(text[:start]))
    if before in ".," and start > 1 and text[start - 2].isdigit():
        return True
    printed = match["unit"] or match["korean"] or match["english"] or ""
    if after.isascii() and after.isalpha() and not (printed[-1:] > "\u007f" or printed[-1:] == "%"):
        return True
    if printed or match["currency"] or match["after"]:
        return False
    closes = after == ")" and "(" not in text[max(0, start - 14) : start]
    numbers_a_list = after == "." and end < len(text) - 1 and start == 0 and len(match["number"]) < _LONG
    return "가" <= after <= "힣" or closes or numbers_a_list


def _korean_pieces(match: re.Match[str]) -> Iterator[tuple[int, int, Decimal]]:
    """Give (start, end, value) of each compound in 7억 6.3억 or 1조 2,000억; big scales fall inside one compound."""
    begin = match.start("number")
    total, section, ceiling = Decimal(0), Decimal(0), 10**16
    start = end = begin
    written = match.string[begin : match.end("korean")]
    for part in KOREAN_PART.finditer(written):
        scale = part["scale"] or ""
        number = _decimal(part["number"])
        big = units.BIG.get(scale[-1:], 1)
        small = units.SMALL.get(scale[:1], 1)
        if big >= ceiling and big > 1:
            yield start, end, total + section
            total, section, start = Decimal(0), Decimal(0), begin + part.start()
        section += number * small
        if big > 1:
            total, section, ceiling = total + section * big, Decimal(0), big
        end = begin + part.end()
    yield (match.start() if start == begin else start), end, total + section


def _english_value(match: re.Match[str]) -> Decimal | None:
    try:
        value = _decimal(match["number"])
    except InvalidOperation:
        return None
    written = (match["english"] or "").strip(" -")
    is_letter = written in units.NEAR_MONEY and match["currency"] is None
    if is_letter and not (_is_money_word(match["unit"]) or MONEY_WORDS.search(match.string)):
        return None
    return value * _scale_of(match) if written else value


def _decimal(number: str) -> Decimal:
    """Return what the digits say; a comma before one or two last digits is a decimal one (3,5 Mio)."""
    whole, comma, rest = number.rpartition(",")
    if comma and len(rest) < _LONG:
        return Decimal(f"{_NO_DIGIT.sub('', whole).replace('.', '')}.{rest}")
    return Decimal(_NO_DIGIT.sub("", number))


def _scale_of(match: re.Match[str]) -> int:
    """Return what the printed Latin scale multiplies by."""
    written = match["english"].strip(" -").casefold()
    return units.SCALES.get(written) or units.SCALES[written.rstrip(".")]


def _is_money_word(word: str | None) -> bool:
    return word is not None and word.replace(" ", "").casefold() in units.CURRENCIES


def _dressed(text: str, match: re.Match[str], value: Decimal, span: tuple[int, int]) -> Found:
    """Return the amount with its unit, sign, bound and approximation read off its surroundings."""
    before = BEFORE.search(text[max(0, span[0] - 24) : span[0]])
    lead = before.group() if before else ""
    lead, mark = _sign(text, span, lead, match["mark"] or "")
    start, end = span[0] - len(lead), span[1] + (mark == "(")
    unit, factor, counter = _unit(match)
    if unit is None:
        unit = _implied(text, match)
    value *= factor
    if mark in _MINUS:
        value = -value
    behind = match["after"] or ""
    if not behind and unit is Unit.COUNT and counter:
        noun = _BOUND_AFTER_NOUN.match(text, end)
        behind = noun.group() if noun else ""
    around = f"{lead} {behind}"
    bounds = [_BOUNDS[word] for word in _BOUND_WORD.findall(around)]
    if match["plus"] or match["plus2"] or match["plus3"]:
        bounds.append(Bound.AT_LEAST)
    approx = bool(_ABOUT.search(around) or match["few"] or match["few2"])
    printed = match["unit"] is not None or match["currency"] is not None
    return Found(
        start,
        end,
        Quantity(unit, value, bound=bounds[-1] if bounds else None, approx=approx),
        unit_printed=printed,
        scaled=bool(match["korean"] or match["english"]),
        counter=counter,
        mark=mark if mark in {"▲", "▼", "▽", "△", "("} else "",
        money_guessed=not printed and unit is not Unit.COUNT,
        scale=_printed_scale(match),
    )


def _implied(text: str, match: re.Match[str]) -> Unit:
    """Return the money that a scale belongs to (억 is Korean, crore Indian), or a count where a noun is counted."""
    if match["korean"] is not None:
        return Unit.KRW if match["korean"].strip()[-1:] in "억조" else Unit.COUNT
    written = (match["english"] or "").strip(" -.").casefold()
    money = units.IMPLIED.get(written, Unit.COUNT)
    return Unit.COUNT if money is not Unit.COUNT and COUNTED.match(text, match.end()) else money


def _sign(text: str, span: tuple[int, int], lead: str, inner: str) -> tuple[str, str]:
    """Return the words before an amount that belong to it, and its sign; list dashes and open brackets are cut off."""
    if inner:
        return lead, inner
    at = next((i for i, letter in enumerate(lead) if letter in _MARKS), None)
    if at is None:
        return lead, ""
    mark = lead[at]
    unsigned = lead[at + 1 :].lstrip()
    if mark == "(":
        closed = text[span[1] : span[1] + 1] == ")"
        return (lead, mark) if closed else (unsigned, "")
    place = span[0] - len(lead) + at
    if mark in _DASHES:
        ahead = text[:place].rstrip(" ")
        signs = not ahead or (text[place - 1] in " (:=≈[/~" and not (mark != "-" and ahead[-1].isdigit()))
        glued = text[place + 1 : place + 2] not in {" ", "\N{NO-BREAK SPACE}"}
        return (lead, mark) if signs and glued else (unsigned, "")
    if mark in "+±":
        glued = text[place + 1 : place + 2] != " " and (place == 0 or not text[place - 1].isalnum())
        return (lead, mark) if glued else (unsigned, "")
    return lead, mark


def _unit(match: re.Match[str]) -> tuple[Unit | None, Decimal, str]:
    """Return the printed unit, its factor, and the counter word of a count."""
    currency, word = match["currency"], match["unit"]
    if currency is not None:
        return units.CURRENCIES[currency.replace(" ", "").casefold()], Decimal(1), ""
    if word is None:
        return None, Decimal(1), ""
    key = word.replace(" ", "").casefold()
    key = key if key == "-fold" else key.lstrip("-")
    if key in units.CURRENCIES:
        return units.CURRENCIES[key], _CENT if key == "¢" else Decimal(1), ""
    named = units.SHARES.get(key) or units.SHARES.get(word.casefold()) or units.DURATIONS.get(key)
    if named is None and key.startswith("%"):
        named = units.SHARES["%p"]
    if named is None or (key == "주" and _is_of_shares(match)):
        return Unit.COUNT, Decimal(1), key.lstrip("여")
    return *named, ""


def _is_of_shares(match: re.Match[str]) -> bool:
    """Say whether 주 counts shares of stock, no weeks: by the thousand, or where the line speaks of stock."""
    return "," in match["number"] or match["korean"] is not None or _STOCK.search(match.string) is not None


def _joined(text: str, amounts: list[Found]) -> Iterator[Found]:
    """Give the amounts with ``10~15억`` as one range and ``18→7시간`` as a marked pair."""
    held = amounts[0]
    for following in amounts[1:]:
        between = text[held.end : following.start]
        opening = text[held.end : following.start + 1]
        minus = not between.strip() and text[following.start] in _DASHES
        if _CHANGE.fullmatch(between) or (_TO.fullmatch(between) and _FROM.search(text[: held.start])):
            yield replace(_like(held, following), change=-1)
            held = replace(_like(following, held), change=1)
            continue
        if minus or _RANGE.fullmatch(between) or (following.quantity.approx and _RANGE.fullmatch(opening)):
            ranged = _range(held, following, spaced=minus)
            if ranged:
                held = ranged
                continue
        yield held
        held = following
    yield held


def _range(low: Found, high: Found, *, spaced: bool) -> Found | None:
    """Return both ends as one amount; a unit or scale printed once serves both (10~15억, $20-25 Million).

    ``spaced`` marks a dash that may be a minus (``$12 -$13 million``): then both must print a unit or a scale alike.
    """
    first, last = low.quantity.value, high.quantity.value
    if first is None or last is None:
        return None
    low, high = _like(low, high), _like(high, low)
    last = abs(last)
    if low.quantity.unit is not high.quantity.unit or first < 0 or (spaced and not high.unit_printed):
        return None
    if high.scale > 1 and not low.scaled and first * high.scale <= last:
        first *= high.scale
    if first >= last:
        return None
    about = high.quantity.approx and high.start > low.end + 1
    quantity = Quantity(
        high.quantity.unit,
        value_min=first,
        value_max=last,
        bound=high.quantity.bound,
        approx=low.quantity.approx or about,
    )
    printed = low.unit_printed or high.unit_printed
    guessed = high.money_guessed and not printed
    return replace(high, start=low.start, quantity=quantity, unit_printed=printed, money_guessed=guessed)


def _like(amount: Found, other: Found) -> Found:
    """Return ``one`` in the unit of ``other`` where it printed none of its own."""
    guessed = amount.money_guessed and not other.unit_printed
    if amount.unit_printed or guessed or not (other.unit_printed or other.money_guessed):
        return amount
    return replace(
        amount,
        quantity=replace(amount.quantity, unit=other.quantity.unit),
        unit_printed=other.unit_printed,
        counter=other.counter,
        money_guessed=other.money_guessed,
    )


def _printed_scale(match: re.Match[str]) -> int:
    """Return the last printed scale: 10^8 of 1조 15억, 10^6 of 2.5 Million."""
    if match["english"]:
        return _scale_of(match)
    if not match["korean"]:
        return 1
    letters = [letter for letter in match["korean"] if letter in units.BIG or letter in units.SMALL]
    return units.korean_factor("".join(letters[-2:] if letters[-2:-1] and letters[-2] in units.SMALL else letters[-1:]))
