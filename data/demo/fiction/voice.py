"""How a deck speaks: its language, its labels, how it prints money, years, losses and units."""

from __future__ import annotations

from dataclasses import dataclass

from fiction import say
from fiction.say import MILLION, Said

LABELS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "revenue": (("매출액", "매출", "연매출"), ("Revenue", "Sales", "Revenue")),
    "operating": (("영업이익", "영업손익", "영업이익"), ("Operating profit", "Operating income", "EBIT")),
    "net": (("당기순이익", "순손익", "당기순이익"), ("Net income", "Net profit", "Net income")),
    "gross_margin": (("매출총이익률", "GPM", "매출총이익률"), ("Gross margin", "GM", "Gross margin")),
    "growth": (
        ("전년 대비 매출 성장률", "매출 성장률(YoY)", "매출성장률"),
        ("Revenue growth YoY", "YoY growth", "Sales growth"),
    ),
    "margin": (("영업이익률", "영업이익률", "OPM"), ("Operating margin", "Operating margin", "Operating margin")),
    "employees": (("임직원 수", "임직원", "상시근로자"), ("Employees", "Team size", "Headcount")),
    "engineers": (("연구개발 인력", "R&D 인력", "연구인력"), ("R&D staff", "Engineers", "R&D staff")),
    "founded": (("설립일", "설립", "법인설립"), ("Founded", "Established", "Founded")),
    "capital": (("자본금", "자본금", "납입자본금"), ("Paid-in capital", "Paid-in capital", "Paid-in capital")),
    "customers": (("누적 고객사", "고객사 수", "도입기업"), ("Customers", "Paying customers", "Customers")),
    "sites": (("도입 사업장", "구축 실적", "적용 공장"), ("Reference sites", "Deployments", "Sites live")),
    "units": (("적용", "설치 대수", "연결 설비"), ("Connected", "Installed", "Connected")),
    "backlog": (("수주잔고", "계약잔액", "수주잔고"), ("Order backlog", "Backlog", "Backlog")),
    "orders": (("신규수주", "수주액", "신규수주"), ("Bookings", "Orders won", "Orders")),
    "pipeline": (("파이프라인", "제안 진행", "영업기회"), ("Sales pipeline", "Pipeline", "Sales pipeline")),
    "renewal": (("재계약률", "갱신율", "재계약률"), ("Renewal rate", "Logo retention", "Renewal rate")),
    "mrr": (("MRR", "월간반복매출", "월 구독매출"), ("MRR", "MRR", "MRR")),
    "arr": (("ARR", "연간반복매출", "ARR"), ("ARR", "Annual recurring revenue", "ARR")),
    "nrr": (("NRR", "순매출유지율", "NRR"), ("NRR", "Net revenue retention", "NRR")),
    "top3": (
        ("상위 3사 매출 비중", "Top3 고객 비중", "매출집중도(상위 3사)"),
        ("Top-3 customers", "Top 3 share of revenue", "Top-3 share"),
    ),
    "export": (("수출액", "해외매출", "수출실적"), ("Exports", "Overseas revenue", "Exports")),
    "accuracy": (("판정 정확도", "예측 정확도", "정확도"), ("Accuracy", "Model accuracy", "Accuracy")),
    "detection": (("검출률", "탐지율", "검출률"), ("Detection rate", "Recall", "Detection rate")),
    "false_call": (("과검률", "오검률", "과검률"), ("False call rate", "False alarm rate", "False call rate")),
    "speed": (("추론속도", "처리속도", "추론속도"), ("Inference time", "Time per item", "Inference time")),
    "images": (("학습데이터", "축적 데이터", "학습데이터"), ("Training data", "Training set", "Training data")),
    "registered": (("특허 등록", "등록특허", "특허 등록"), ("Granted patents", "Patents granted", "Granted patents")),
    "filed": (("특허 출원", "출원 중", "특허 출원"), ("Patent applications", "Patents pending", "Patent applications")),
    "grants": (("정부과제 누적", "정부 R&D", "국책과제"), ("Government R&D", "Government grants", "Government R&D")),
    "raise": (("투자유치 희망금액", "모집금액", "금번 투자유치"), ("Raising", "The ask", "Round size")),
    "pre": (
        ("투자 전 기업가치", "기업가치(Pre)", "Pre-money"),
        ("Pre-money valuation", "Pre-money", "Pre-money valuation"),
    ),
    "post": (
        ("투자 후 기업가치", "기업가치(Post)", "Post-money"),
        ("Post-money valuation", "Post-money", "Post-money valuation"),
    ),
    "equity": (("신주 지분율", "제공 지분", "신주 비율"), ("Equity offered", "Stake offered", "Equity offered")),
    "total": (
        ("누적 투자유치", "누적 투자금", "누적 투자유치액"),
        ("Raised to date", "Total raised", "Funding to date"),
    ),
    "committed": (("확약금액(LOC)", "투자확약", "리드 확약"), ("Committed", "Committed (lead)", "Soft-circled")),
    "stake": (
        ("대표이사 지분율", "최대주주 지분", "대표자 지분율"),
        ("Founder ownership", "Founder stake", "Founder ownership"),
    ),
}
UNITS = {
    MILLION: ("단위: 백만원", "KRW mn"),
    100 * MILLION: ("단위: 억원", "KRW 100M"),
    1_000: ("단위: 천원", "KRW thousand"),
    1_000 * MILLION: ("단위: 십억원", "KRW bn"),
}


LAST_CLOSED_YEAR = 2025
"""The last year whose accounts are closed; later ones are forecasts."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One deck's manners. ``lang`` is ko, en or mixed; ``money`` is eok, words, krw or sign."""

    lang: str = "ko"
    money: str = "eok"
    alt: int = 0
    unit: int = MILLION
    unit_at: str = "title"
    negative: str = "△"
    past: str = "{y}"
    future: str = "{y}(E)"

    def pick(self, ko: str, en: str) -> str:
        """Return the Korean words, or the English ones in an English deck."""
        return en if self.lang == "en" else ko

    def label(self, key: str) -> str:
        """Return the label of a figure in this deck's words, both languages in a mixed deck."""
        ko, en = (words[self.alt] for words in LABELS[key])
        if self.lang == "mixed" and ko != en:
            return f"{ko} {en}"
        return self.pick(ko, en)

    def won(self, millions: int) -> Said:
        """Return an amount of money as the deck prints it alone."""
        won = millions * MILLION
        if self.money == "krw":
            return say.krw_short(won)
        if self.money == "sign":
            return say.krw_short(won, "₩")
        if 0 <= won < say.EOK:
            return say.manwon(won)
        if self.money == "words" and won >= 0:
            return say.eok_words(won)
        return say.eok(won)

    def big(self, amount: int, currency: str) -> Said:
        """Return a market's size."""
        if currency == "USD":
            return say.usd_short(amount) if self.lang == "en" else say.usd_eok(amount)
        return say.krw_short(amount, "₩" if self.money == "sign" else "KRW ") if self.lang == "en" else say.eok(amount)

    def cell(self, millions: int) -> Said:
        """Return an amount as it stands in a table whose unit is printed elsewhere."""
        return say.cell(millions * MILLION, self.unit, self.negative)

    @property
    def unit_words(self) -> str:
        """Return the words of the table's unit."""
        ko, en = UNITS[self.unit]
        return self.pick(ko, en)

    def year(self, year: int) -> str:
        """Return a year's label: plain for the past, marked for what is expected."""
        form = self.past if year <= LAST_CLOSED_YEAR else self.future
        return form.format(y=year, yy=f"{year % 100:02d}")

    def heads(self, number: int) -> Said:
        """Return a number of people."""
        return say.count(number, self.pick("명", "") if self.lang != "mixed" else "명")

    def firms(self, number: int) -> Said:
        """Return a number of customers."""
        return say.count(number, self.pick(("개사", "사", "개 기업")[self.alt], ""))
