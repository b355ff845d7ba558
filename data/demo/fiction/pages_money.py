"""Slides about money: market, competition, prices, customers' results, traction, accounts, the round."""

from __future__ import annotations

from fiction import say
from fiction.facts import Case, Company
from fiction.pages_company import DATED_EN, DATED_KO
from fiction.say import Said
from fiction.slides import Bar, Bars, Block, Bullets, Card, Cards, Figure, Lead, Note, Slide, Table, Text, text
from fiction.voice import LAST_CLOSED_YEAR, Voice

DURATIONS = {"초": ("seconds", " s"), "분": ("minutes", " min"), "시간": ("hours", " h"), "주": ("weeks", " weeks")}
COUNTERS = {"명": "", "건": "", "ea": ""}


# --- market -------------------------------------------------------------------------------------------------------


def _market(c: Company, v: Voice) -> tuple[tuple[str, str, Figure], ...]:
    m = c.market
    first, last = m.span
    return (
        (
            "TAM",
            v.pick("전체시장", "Total"),
            Figure(
                v.big(m.tam, m.currency), "tam", scope="market", status="forecast", period=str(last), tier="headline"
            ),
        ),
        (
            "SAM",
            v.pick("유효시장", "Serviceable"),
            Figure(
                v.big(m.sam, m.currency), "sam", scope="market", status="unknown", period=str(first), tier="headline"
            ),
        ),
        (
            "SOM",
            v.pick("수익시장", "Obtainable"),
            Figure(v.big(m.som, m.currency), "som", scope="market", status="unknown", tier="headline"),
        ),
    )


def _cagr(c: Company) -> Figure:
    first, last = c.market.span
    return Figure(
        say.percent(c.market.cagr),
        "market_cagr",
        scope="market",
        status="forecast",
        period=f"{first}-{last}",
        tier="headline",
    )


def _span(c: Company, v: Voice) -> str:
    first, last = c.market.span
    return v.pick(f"'{first % 100}~'{last % 100}", f"{first}–{last}")


def market_cards(c: Company, v: Voice) -> Slide:
    """Return TAM, SAM and SOM as cards, the growth in a sentence, the source as a footnote."""
    cards = tuple(Card(f"{short} ({word})", text(figure)) for short, word, figure in _market(c, v))
    line = text(
        v.pick(f"{c.market.ko} 시장 연평균 ", f"The {c.market.en} market grows "),
        _cagr(c),
        v.pick(f" 성장({_span(c, v)})", f" a year ({_span(c, v)} CAGR)"),
    )
    source = v.pick(
        f"출처: {c.market.source} / TAM은 {c.market.span[1]}년 전망",
        f"Source: {c.market.source}; TAM {c.market.span[1]}",
    )
    return Slide(v.pick("시장 규모", "Market"), (Cards(cards), Bullets((line,)), Note((source,))), kicker="06")


def market_bars(c: Company, v: Voice) -> Slide:
    """Return the three sizes as lying bars beside the growth."""
    heights = (1.0, 0.52, 0.24)
    bars = tuple(
        Bar(f"{short} {word}", text(figure), height)
        for (short, word, figure), height in zip(_market(c, v), heights, strict=True)
    )
    card = Cards((Card(f"CAGR {_span(c, v)}", text(_cagr(c)), text(c.market.source)),))
    title = v.pick(f"{c.market.ko} 시장", f"{c.market.en} market")
    return Slide(v.pick("시장 기회", "Market opportunity"), (Bars(title, bars, lying=True),), (card,), kicker="06")


def market_lines(c: Company, v: Voice) -> Slide:
    """Return the market in sentences."""
    (_, _, tam), (_, _, sam), (_, _, som) = _market(c, v)
    m = c.market
    if v.lang == "en":
        lines = (
            text(f"Global {m.en} market: ", tam, f" by {m.span[1]}, growing at ", _cagr(c), " CAGR"),
            text("Serviceable market (SAM) ", sam),
            text("Obtainable market (SOM) ", som, " within three years"),
        )
    else:
        lines = (
            text(f"글로벌 {m.ko} 시장(TAM) {m.span[1]}년 ", tam, " 전망, 연평균 성장률 ", _cagr(c)),
            text("국내·동남아 유효시장(SAM) ", sam),
            text("3년 내 목표시장(SOM) ", som),
        )
    return Slide(v.pick("시장", "Market size"), (Bullets(lines), Note((f"* {m.source}",))), kicker="06")


# --- competition and price ----------------------------------------------------------------------------------------


def competition(c: Company, v: Voice) -> Slide:
    """Return the comparison with competitors: their prices are theirs."""
    own = Figure(v.won(c.price_m), "price", tier="secondary")
    accuracy = Figure(say.percent(c.tech.accuracy), "model_accuracy", tier="headline")

    def theirs(typed_log: Said, metric: str) -> Figure:
        return Figure(typed_log, metric, scope="competitor", distractor="competitor")

    head = (v.pick("구분", ""), v.pick("당사", "Us"), *(v.pick(r.ko, r.en) for r in c.rivals))
    rows: tuple[tuple[Text, ...], ...] = (
        (text(v.pick(c.price_ko, c.price_en)), text(own), *(text(theirs(v.won(r.price_m), "price")) for r in c.rivals)),
        (
            text(v.pick("정확도", "Accuracy")),
            text(accuracy),
            *(text(theirs(say.percent(r.accuracy), "model_accuracy")) for r in c.rivals),
        ),
        (text(v.pick("현장 재학습", "On-site learning")), text("O"), *(text("X") for _ in c.rivals)),
        (text(v.pick("MES 연동", "MES link")), text("O"), text("△"), text("X")),
    )
    return Slide(v.pick("경쟁사 비교", "Competition"), (Table(head, rows),), kicker="07")


def model(c: Company, v: Voice) -> Slide:
    """Return the business model with the list prices."""
    setup = c.price_m * 2
    rows = (
        (
            text(v.pick(c.price_ko, c.price_en)),
            text(Figure(v.won(c.price_m), "price")),
            text(v.pick("연 계약", "yearly")),
        ),
        (
            text(v.pick("초기 구축비(사업장당)", "Set-up fee per site")),
            text(Figure(v.won(setup), "price")),
            text(v.pick("1회", "once")),
        ),
    )
    table = Table(
        (v.pick("항목", "Item"), v.pick("단가", "Price"), v.pick("방식", "Terms")),
        rows,
        v.pick("가격 체계", "Price list"),
    )
    blocks: tuple[Block, ...] = (table,)
    t = c.traction
    if t.mrr_m:
        mrr = Figure(v.won(t.mrr_m), "mrr", aggregation="monthly", period="2026-09", tier="headline")
        arr = Figure(v.won(t.mrr_m * 12), "arr", aggregation="annual", period="2026-09", tier="headline")
        cards = [Card(v.label("mrr"), text(mrr)), Card(v.label("arr"), text(arr))]
        if t.nrr:
            cards.append(Card(v.label("nrr"), text(Figure(say.percent(t.nrr), "nrr", tier="headline"))))
        blocks = (Cards(tuple(cards)), table)
    return Slide(v.pick("비즈니스 모델", "Business model"), blocks, kicker="08")


# --- customers' results -------------------------------------------------------------------------------------------


def _measure(number: float, case: Case, v: Voice) -> Said | str:
    """Return a before or after value; days have no unit of their own in the catalogue and stay plain words."""
    if case.unit == "%":
        return say.percent(number)
    if case.unit in DURATIONS:
        unit, english = DURATIONS[case.unit]
        return say.span(number, unit, v.pick(case.unit, english))
    if case.unit in COUNTERS:
        return say.count(number, v.pick(case.unit, ""))
    return f"{say.plain(number)}{v.pick(case.unit, ' days' if case.unit == '일' else '')}"


def _piece(case: Case, said: Said | str, subject: str, tier: str = "secondary") -> Figure | str:
    if isinstance(said, str):
        return said
    return Figure(said, case.metric, scope="customer", subject=subject, tier=tier)


def _change(case: Case, v: Voice) -> Said:
    if case.unit == "백만원":
        return v.won(round(case.change))
    if case.unit == "개월":
        return say.span(case.change, "months", v.pick("개월", " months"))
    if case.up and case.unit == "%" and case.before is not None:
        return say.points(case.change)
    return say.percent(case.change)


def _words(case: Case, v: Voice) -> str:
    if case.unit == "개월":
        return ""
    if case.unit == "백만원":
        return v.pick(" 절감", " saved")
    shorter = case.metric == "ref_lead_time"
    down = v.pick(" 단축" if shorter else " 감소", " shorter" if shorter else " lower")
    return v.pick(" 향상", " higher") if case.up else down


def _subject(c: Company, v: Voice) -> str:
    return v.pick(c.site_ko, c.site_en)


def cases_table(c: Company, v: Voice) -> Slide:
    """Return before and after at one customer's plant as a table."""
    rows = []
    for case in c.cases:
        change = Figure(_change(case, v), case.metric, scope="customer", subject=_subject(c, v), tier="headline")
        if case.before is None or case.after is None:
            ends: tuple[Text, Text] = (text("-"), text("-"))
        else:
            before, after = (_measure(number, case, v) for number in (case.before, case.after))
            ends = (text(_piece(case, before, _subject(c, v))), text(_piece(case, after, _subject(c, v))))
        rows.append((text(v.pick(case.ko, case.en)), *ends, text(change, _words(case, v))))
    head = v.pick("지표|도입 전|도입 후|효과", "Measure|Before|After|Change").split("|")
    title = v.pick(f"{_subject(c, v)} 적용 결과", f"Results at {_subject(c, v)}")
    return Slide(v.pick("도입 성과", "Customer results"), (Table(tuple(head), tuple(rows), title),), kicker="09")


def cases_cards(c: Company, v: Voice) -> Slide:
    """Return a customer's results as cards with before and after below."""
    cards = []
    for case in c.cases:
        change = Figure(_change(case, v), case.metric, scope="customer", subject=_subject(c, v), tier="headline")
        note: Text = ()
        if case.before is not None and case.after is not None:
            before, after = (_measure(number, case, v) for number in (case.before, case.after))
            note = text(_piece(case, before, _subject(c, v)), " → ", _piece(case, after, _subject(c, v)))
        ending = "" if case.unit == "백만원" else _words(case, v)
        cards.append(Card(v.pick(case.ko, case.en) + ending, text(change), note))
    lead = text(v.pick(f"고객사 사례: {_subject(c, v)}", f"Case study: {_subject(c, v)}"))
    return Slide(v.pick("고객 적용 사례", "Case study"), (Lead(lead), Cards(tuple(cards))), kicker="09")


def cases_sentence(c: Company, v: Voice) -> Slide:
    """Return a customer's results in one sentence, with a national average that is nobody's own."""
    parts: list[str | Figure] = [
        v.pick(f"{_subject(c, v)}에 {c.product} 적용 후 ", f"At {_subject(c, v)}, {c.product} brought ")
    ]
    for index, case in enumerate(c.cases):
        if index:
            parts.append(v.pick(", ", " and "))
        change = Figure(_change(case, v), case.metric, scope="customer", subject=_subject(c, v), tier="headline")
        if v.lang == "en":
            parts += [f"{case.en.lower()} ", change, _words(case, v)]
        else:
            parts += [f"{case.ko} ", change, _words(case, v) or " 달성"]
    national = text(
        v.pick(
            "※ 참고: 스마트공장 도입기업 평균 생산성 ",
            "* For reference, the national average of smart factories: productivity ",
        ),
        Figure(say.percent(30), "ref_productivity_gain", scope="market"),
        v.pick(" 증가(정책 통계)", " higher (policy statistics)"),
    )
    return Slide(v.pick("현장에서 확인된 효과", "Proved on site"), (Lead(tuple(parts)), Note(national)), kicker="09")


# --- traction and accounts ----------------------------------------------------------------------------------------


def traction_cards(c: Company, v: Voice) -> Slide:
    """Return customers, sites, units, orders and the like as cards."""
    t = c.traction
    counter = v.pick(t.unit_ko, t.unit_en)
    cards = [
        Card(v.label("customers"), text(Figure(v.firms(t.customers), "customers_count", tier="headline"))),
        Card(
            v.label("sites"), text(Figure(say.count(t.sites, v.pick("개소", "")), "reference_sites", tier="headline"))
        ),
        Card(v.label("units"), text(Figure(say.count(t.units, counter), "deployed_units"))),
        Card(
            v.label("backlog"),
            text(Figure(v.won(t.backlog_m), "backlog", period="2026-09", tier="headline")),
            text(v.pick(DATED_KO, DATED_EN)),
        ),
        Card(
            v.label("orders"),
            text(Figure(v.won(t.orders_m), "orders_won", period="2026", aggregation="cumulative")),
            text(v.pick("2026년 3분기 누적", "2026 YTD, Q3")),
        ),
    ]
    if t.export_usd:
        said = say.usd_short(t.export_usd) if v.lang == "en" else say.usd_eok(t.export_usd)
        cards.append(Card(v.label("export"), text(Figure(said, "export_amount", period="2025")), text("2025")))
    return Slide(v.pick("주요 실적", "Traction"), (Cards(tuple(cards)),), kicker="09")


def traction_bars(c: Company, v: Voice) -> Slide:
    """Return revenue by year as a chart beside customers in words."""
    t = c.traction
    bars = tuple(_bar(c, v, year) for year in (2023, 2024, 2025, 2026))
    lines = [
        text(
            "● ",
            v.label("sites"),
            " ",
            Figure(say.count(t.sites, v.pick("개소", "")), "reference_sites", tier="headline"),
        ),
        text(
            "● ",
            v.label("orders"),
            " ",
            Figure(v.won(t.orders_m), "orders_won", aggregation="cumulative", period="2026"),
            v.pick("(3Q 누적)", " (YTD Q3)"),
        ),
    ]
    if t.top3:
        lines.append(
            text("● ", v.label("top3"), " ", Figure(say.percent(t.top3), "customer_concentration", period="2025"))
        )
    if t.pipeline_m:
        about = say.around(v.won(t.pipeline_m), v.pick("약 ", "~"))
        lines.append(
            text(
                "● ",
                v.label("pipeline"),
                " ",
                Figure(about, "pipeline", status="in_talks"),
                v.pick(" 규모 협의 중", " in talks"),
            )
        )
    title = f"{v.label('revenue')} ({v.unit_words})"
    return Slide(v.pick("매출 성장", "Revenue growth"), (Bars(title, bars),), (Bullets(tuple(lines)),), kicker="09")


def _bar(c: Company, v: Voice, year: int) -> Bar:
    expected = year > LAST_CLOSED_YEAR
    figure = Figure(
        v.cell(c.money.revenue[year]),
        "revenue_forecast" if expected else "revenue",
        status="forecast" if expected else "actual",
        period=str(year),
        aggregation="annual",
        tier="headline" if year in {2025, 2026} else "secondary",
    )
    return Bar(v.year(year), text(figure), c.money.revenue[year] / c.money.revenue[2026], pale=expected)


def finance(c: Company, v: Voice) -> Slide:
    """Return the accounts of three years and the plan of three, with the unit where this deck prints it."""
    years = (2023, 2024, 2025, 2026, 2027, 2028)

    def row(key: str, metric: str, values: dict[int, int]) -> tuple[Text, ...]:
        cells = []
        for year in years:
            expected = year > LAST_CLOSED_YEAR
            named = "revenue_forecast" if expected and metric == "revenue" else metric
            status = "forecast" if expected else "actual"
            tier = "headline" if year == LAST_CLOSED_YEAR and metric in {"revenue", "operating_profit"} else "secondary"
            cells.append(
                text(
                    Figure(
                        v.cell(values[year]), named, status=status, period=str(year), aggregation="annual", tier=tier
                    )
                )
            )
        return (text(v.label(key)), *cells)

    rows = (
        row("revenue", "revenue", c.money.revenue),
        row("operating", "operating_profit", c.money.operating),
        row("net", "net_income", c.money.net),
    )
    head = (v.pick("구분", "Item"), *(v.year(year) for year in years))
    table = Table(head, rows, v.pick("요약 손익 및 추정", "Summary and plan"), v.unit_words, v.unit_at)
    margin = Figure(say.percent(c.money.gross_margin), "gross_margin", period="2025", tier="headline")
    line = text(v.year(2025), " ", v.label("gross_margin"), " ", margin)
    return Slide(v.pick("재무 현황 및 추정", "Financials and projections"), (table, Bullets((line,))), kicker="10")
