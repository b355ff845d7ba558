"""The patterns of printed amounts, and of printed digits that are no amounts: dates, phones, part numbers."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from dealflow.extract.money import load_money

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONEY = load_money()


def _listed(words: Iterable[str]) -> str:
    """Return the words as alternatives, the longest first; a blank in one may be left out."""
    return "|".join(re.escape(word).replace("\\ ", r"\s?") for word in sorted(words, key=len, reverse=True))


_SIGNS = tuple(chain.from_iterable(currency.signs for currency in _MONEY.currencies))
_CODES = _listed(sign for sign in _SIGNS if sign.isalpha())
_GLYPHS = _listed(sign for sign in _SIGNS if not sign.isalpha())
_MONEY_WORDS = tuple(chain.from_iterable(currency.words for currency in _MONEY.currencies))
_LATIN_MONEY = _listed(word for word in _MONEY_WORDS if word.isascii())
_KOREAN_MONEY = _listed(word for word in _MONEY_WORDS if not word.isascii() and word not in {"원", "불", "엔", "엔화"})
_SCALE_WORDS = _listed(chain.from_iterable(scale.words for scale in _MONEY.scales))
_SCALE_LETTERS = _listed(chain.from_iterable(scale.exact for scale in _MONEY.scales))
_SCALE_NEAR_MONEY = _listed(chain.from_iterable(scale.near_money for scale in _MONEY.scales))

_GROUPED = r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\d)"
_DECIMAL_COMMA = r"\d{1,3}(?:\.\d{3})*,\d{1,2}(?=\s?(?:€|EUR|CHF|Mio|Mrd|Tsd))"
_NUMBER = rf"(?:{_DECIMAL_COMMA}|(?:{_GROUPED}|\d+)(?:\.\d+)?)"
_CURRENCY = rf"{_GLYPHS}|(?<![A-Za-z])(?i:{_CODES})(?=\s?[-−–△▲▽▼]?\s?\d)"
SIGN_BEFORE_BRACKET = re.compile(rf"(?:(?<![A-Za-z])(?:{_CODES})|{_GLYPHS})\s?\((?=\d[\d.,]*(?:{_SCALE_LETTERS})?\))")
"""As accounts print what is spent or lost: €(44,391.00)."""
_APPROX = (
    r"(?<![가-힣])(?:약|대략)|[≈≒~∼〜～]"
    r"|\b(?:about|approx\.?|approximately|around|circa|ca\.|nearly|almost|roughly|c\.)"
)
_BOUND = (
    r"(?<![가-힣])(?:최대|최소|최고)|[<>≥≤＜＞]"
    r"|\b(?:up to|at most|at least|more than|less than|over|above|under|below|exceeding|max\.?|min\.?)"
)
_KOREAN_SCALE = r"[십백천]?[만억조]|[천백십](?=\s?(?:\d|원|달러|불|명|개|건|대|여|장|곳|톤|가구))"
_ENGLISH_SCALE = (
    rf"[\s-]?(?i:{_SCALE_WORDS})(?![A-Za-z&])"
    rf"|\s?(?:{_SCALE_LETTERS}|{_SCALE_NEAR_MONEY})(?:\.(?=\s[a-z(]))?(?![A-Za-z&'’])"
)
_UNIT = (
    r"%p(?:oints?|ts?)?(?![a-z]|\.[a-z])|%[\s-](?:points?|pts?)\b|[%％]\s?포인트|퍼센트\s?포인트|[%％]P(?![A-Za-z])|％p"
    r"|p\.p\.|pp\b|percentage points?"
    r"|[%％]|퍼센트|percent\b|per cent\b|pct\b|프로(?![가-힣])|bps?\b"
    r"|배수(?!익)|배(?![가-힣])|배(?=이상|로|의|가|를|증|성|향|상승|까|나|에|빠|높|늘|미만|이내|수준|정도)"
    r"|\s?:\s?1(?![\d:.,])|[xX×](?![A-Za-z0-9])(?!\s+\d)|times\b|-?fold\b"
    r"|원(?!자|천|년|료|인|활|격|가|단|도급|스톱|본|동)|불(?![가-힣])|불(?=규모|이상)|엔화?(?![가-힣])|¢"
    rf"|{_KOREAN_MONEY}"
    rf"|(?i:{_CODES})(?![A-Za-z])(?!\s?\d)|(?:{_GLYPHS})(?!\s?\d)|(?i:{_LATIN_MONEY})\b"
    r"|개월|달(?=\s|간|러|만|$|[^가-힣])|년차|년간|년|주간|주일|주차|시간|밀리초|분(?![가-힣])|분(?=만|간|이|내|당|대)|초(?![가-힣])"
    r"|초(?=당|이|만|내|로|에)|주(?![가-힣])|주(?=간|이|만|차)"
    r"|개사업장|개기업|개기관|개공장|개라인|개사|개국|개소|개점|여?\s?개(?![가-힣])"
    r"|개(?=의|를|가|이|와|로|에|사|국|소|점|업|제|기|공|지|파|대|병|학|품|글|도|라|까|주|브|팀|과|은|는|씩|부)"
    r"|명|곳|건(?!강|물|설|축|조|전|비|식|반|립|의 )|대(?![가-힣])"
    r"|대(?=의|를|가|이|규|설|연|까|로|에|판|공|납|도|수|운|누|와)"
    r"|종(?![가-힣])|종(?=의|을|이|류|에)|인(?![가-힣])|사(?![가-힣])|사(?=의|와|에|가|를|이|로)|호점|회(?![가-힣])"
    r"|매(?![가-힣])|편(?![가-힣])|장(?![가-힣])|장(?=의|을|이|확|보|학)|팀(?![가-힣])|가구|세대(?![가-힣])|라인|품목|점(?![가-힣])"
    r"|석(?![가-힣])|톤|(?:ea|EA)\b"
    r"|(?i:-?(?:months?|mos?|years?|yrs?|weeks?|wks?|hours?|hrs?|minutes?|mins?|seconds?|secs?))\b|ms\b|s\b(?!/)"
)
_ROUGHLY = r"내외|안팎|수준|가량|정도|남짓|쯤|여(?![가-힣])"
_AFTER = rf"이상|초과|이하|미만|돌파|육박|상회|하회|이내|{_ROUGHLY}|or more|or less|or higher"

AMOUNT = re.compile(
    rf"(?:(?P<currency>{_CURRENCY})\s?(?P<mark>[-−–△▲▽▼])?)?(?P<number>{_NUMBER})(?P<plus>\+)?"
    rf"(?:(?P<few>\s?여)(?=\s?(?:[만억조천백]|개|명|곳|건|대|종|사|편|장|년|가|팀|톤|인|회|호|석|억)))?"
    rf"(?:(?P<korean>\s?(?:{_KOREAN_SCALE})(?:\s?(?:{_NUMBER})\s?(?:{_KOREAN_SCALE}))*(?:\d{{1,4}}(?=원))?)"
    rf"|(?P<english>{_ENGLISH_SCALE}))?"
    rf"(?P<plus2>\+)?(?P<few2>여|\s?여(?=\s?(?:원|달러|개|명|곳|건|대)))?"
    rf"(?:\s?(?P<unit>{_UNIT}))?"
    rf"(?P<plus3>\s?[+＋](?!\s?[\d$]))?"
    rf"(?P<after>(?:\s?(?:{_AFTER})(?:의)?)*)"
)
"""One amount from its currency or first digit on: 3억 5,000만 원 이상, $1.2M+, 12.4억, 10여 개사."""

BEFORE = re.compile(
    rf"(?P<before>(?:(?:{_APPROX}|{_BOUND})\s?)*)(?P<mark>[-−–+±](?=[\d$₩€¥₹KU])?|[△▲▽▼(]\s?)?(?:(?:{_APPROX}|{_BOUND})\s?)*$"
)
"""What stands right before an amount: 약, ~, >, 최대, up to, and its sign."""

KOREAN_PART = re.compile(rf"(?P<number>{_NUMBER})\s?여?\s?(?P<scale>[십백천]?[만억조]|[십백천])?")
"""One part of a compound: 3억 of 3억 5천만."""

_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_MONTH_NAME = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"

DATE = re.compile(
    rf"(?<![\d.,$₩€¥₹])(?<!(?:USD|KRW|EUR)\x20)(?P<y1>{_YEAR})(?:\s?년\s?(?={_MONTH}\s?월)|[.\-/]\s?)(?P<m1>{_MONTH})"
    rf"(?:\s?[~∼〜～]\s?{_MONTH}\.(?!\d)|(?:\s?월\s?|[.\-/]\s?)(?P<d1>{_DAY})(?:\s?일|(?!\d))|\s?월|\.)?(?![\d,%xXkKMBm]|\.\d|\s?[십백천만억조원배명건곳]|개(?!월|년))"
    rf"|(?P<m2>{_MONTH})[/.](?P<d2>{_DAY})[/.](?P<y2>{_YEAR})"
    rf"|\b(?P<n3>{_MONTH_NAME})\.?\s?(?P<d3>{_DAY})?(?:st|nd|rd|th)?,?\s?(?P<y3>{_YEAR})(?!\d)"
    rf"|\b(?P<n4>{_MONTH_NAME})[.\-]?\s?['’‘-]?(?P<s4>\d\d)(?!\d)"
    rf"|['’‘](?P<s5>\d\d)\s?(?:[.년]\s?(?P<m5>{_MONTH})월?(?![\dQHq분]))?(?P<t5>년|[EFAP](?![A-Za-z]))?(?![\d%])"
    rf"|(?<![\d.,])(?P<s6>\d\d)년\s?(?P<m6>{_MONTH})월(?:\s?{_DAY}일)?"
    rf"|(?<![\d.,$₩€])(?<!(?:USD|KRW|EUR)\x20)(?P<y7>{_YEAR})(?:년도|년(?!간|차))?"
    r"(?![\d%％]|[.,]\d|\s?(?:[배명건곳원억만천백십조]|[xX]\b|개사|개소|개(?!년)|달러|퍼센트|대(?![가-힣])|kcal|mg|m\b|[kKM]\b))"
)
"""A printed date; only those with a year can be figures (설립일 2018년 11월 21일)."""

ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|[\w-]{1,63}\.(?:com|net|org|io|ai|kr|co)(?:/\S*)?\b"
)
"""Web and mail addresses."""

ESCAPED = re.compile(r"(?:%[0-9A-F]{2}[^\s%]*){2,}|%20\S*")
"""Pieces of a web address: %20highlights%2C."""

MONEY_WORDS = re.compile(
    rf"{_GLYPHS}|(?<![A-Za-z])(?i:{_CODES})(?![A-Za-z])"
    r"|(?i:\b(?:[am]rr|revenues?|sales|burn|ebitda|profits?|cash|costs?|price|pricing|fees?|funding|rais(?:e|ed|ing)|invest\w*"
    r"|valu(?:ed|ation)|money|capital|ask|spend|turnover|income|expenses?|grant|rounds?|tickets?|lakhs?|crores?|rupees?)\b)"
    r"|(?<![A-Za-z])(?:CR|Cr|cr|TAM|SAM|SOM|CAC|LTV|GMV|ARPU|ACV)(?![A-Za-z])"
)
"""Words of money: beside them a letter that is a physical unit too is a scale (MRR: 40L)."""

SCALED_LIKE_A_MEASURE = re.compile(rf"[\d,.]+\s?(?:{_SCALE_NEAR_MONEY}|cr|Cr)")
"""A number with such a letter."""

COUNTED = re.compile(
    r"\+?\s(?:(?!(?:from|in|of|by|to|for|with|at|on|and|or|per|via|under|over|into|than|as)\b)[a-z-]+\s){0,2}?(?!(?:sales|costs|savings|earnings|expenses|profits|losses|grants|assets|loans|months|years"
    r"|was|has|is|as|plus|versus|across|towards|this|various|rupees)\b)(?:[a-z]{2,}[^s\W]s|people|men|women|children)\b",
    re.IGNORECASE,
)
"""A plural noun after a scale that money and things share: 3 lakh users, 12 Cr+ young professionals."""

_MEASURES = (
    r"mg|kg|ml|g|km|cm|mm|nm|μm|um|m|㎡|㎜|㎞|㎏|kW|kWh|MW|MWh|GW|TB|GB|MB|PB|Hz|GHz|MHz|℃|"
    r"°C?|dB|Gy|mpg|kcal|ppm|fps|FPS|tCO2(?:eq?)?|bit|px|dpi|V|W|A|L|t"
)

NO_FIGURE = re.compile(
    r"\+?\d{1,3}[-. ]?\(?0?\d{1,3}\)?[-. ]\d{3,4}[-. ]\d{4}|\(?0\d{1,2}\)?[-. ]\d{3,4}[-. ]\d{4}|\b1[568]\d\d-\d{4}"
    r"|\d{3}-\d{2}-\d{5}|\d{6}-\d{7}|\b10-\d{7}\b|\b\d{2}-\d{4}-\d{5,7}\b"
    r"|상위\s?\d+\s?(?:개사|개|사|곳|대|위|명)?(?!\d|[%％])|제\s?\d+(?:[-–]\d+)*\s?(?:기|차|회|조|항|호|장|급|종|공장|세대)?"
    r"|(?<![\d.,])\d+\s?(?:위(?![가-힣])|위(?=권|기업|의|를)|등급|번지|번길|번째|학년|회차|페이지|쪽|층|인치|호(?!점)|급(?![가-힣])|인승)"
    r"|(?<![\d.,])\d+\s?(?:차(?=\s|$|년|연|전|산|투|수|[^가-힣])|상(?=\s|$|[^가-힣]|승인|시험|진|완|실|I)|기(?=\s|$|[^가-힣])|(?<!TRL\s\d)단계|세(?=\s|$|이상|대|[^가-힣]))"
    r"|(?<!\d)\d{1,4}(?:st|nd|rd|th)\b|(?:19|20)\d0s\b|\[\d{1,2}\]"
    r"|(?<![가-힣])(?:표|그림|부록|별첨|별지)\s?\d{1,2}(?:[-.]\d{1,2})?(?!\d|[.,]\d|\s?[%％])"
    r"|[1-9]0\s?[~∼〜～\-–]\s?[1-9]0\s?대(?![가-힣]{2})|[1-9]0대(?=\s?(?:초반|중반|후반|여성|남성|청년|직장|주부|부부|이상의))"
    r"|^\W?\d{1,2}\]|(?<![\d.,$₩€£₹])\d+\s?/\s?\d+(?![\d.,]*\s?[%％만억조])(?![/.,]?\d)(?!\s?[A-Za-z가-힣]*\s?[=])"
    r"|\b(?:1|one)\s(?:in|out of|of every)\s\d+\b|\d+\s?(?:명|곳|가구|개사?)\s?중\s?(?:1|한)\s?(?:명|곳|가구|개사?)"
    r"|(?<![\d.,])1\s?:\s?\d[\d,.]*(?!\d)|F\.?Y\.?\s?['’]?\d\d(?:\d\d)?(?!\d)|\+\d{1,3}(?=\s\(?\d{2,5}\)?[\s-]\d|\s?$(?<=\+91))"
    r"|(?i:\b(?:table|exhibit|appendix|figure|slide|question|q)\s\d{1,2}(?!\d|[.,]\d|\s?%))"
    r"|(?:[1-4]Q|Q[1-4]|[12]H|H[12])\s?['’‘]?(?:\d\d\d\d|\d\d)?(?![\d.,%])|['’‘]?\d\d\s?[.\s]?\s?[1-4]Q|['’‘]?\d\d[.]?[12]H|\d분기|FY\s?['’‘]?\d\d(?:\d\d)?"
    r"|(?<![\d.,])\d{1,2}월(?:\s?\d{1,2}일)?|(?<![\d.,])\d{1,2}\s?일(?![가-힣])|\d{1,2}:\d\d(?::\d\d)?"
    r"|(?i:(?<!readiness\x20)\b(?:phase|top|day|level|step|page|fig(?:ure)?\.?|no\.?|vol(?:ume)?\.?|issue|ver(?:sion)?\.?|iso|iec|grade|part|chapter|tier|stage|type|#))\s?#?\d+(?:[.:\-(]\d+\)?)*(?!\s?%|[.,]?\d)(?!\s+(?:million|billion)\b)"
    rf"|(?<![A-Za-z0-9.])(?!(?i:US|{_CODES})\d)"
    r"(?:[A-Za-z]{1,12}|[A-Za-z]{1,12}-(?:[A-Za-z]{1,6}-)?)(?=\d)\d+(?!\s?%|[.,]\d|배)[A-Za-z0-9\-]*"
    rf"|(?<![\d.,$₩€¥₹])(?<!(?:USD|KRW|EUR|JPY|CNY|RMB|INR|GBP|SGD|HKD|TWD|AUD|CAD|CHF|BRL|AED|VND|IDR|THB|NTD)\x20)\d+(?:\.\d+)?\s?(?:{_MEASURES})"
    r"(?:/[A-Za-z]+)?(?![A-Za-z0-9가-힣])"
)
"""Digits that are no amounts: phones, register numbers, ordinals, quarters, part numbers, physical measures."""
