"""Slides about the company itself: cover, summary, profile, problem, product, technology, team, contact."""

from __future__ import annotations

from fiction import say
from fiction.facts import Company
from fiction.slides import (
    Bullets,
    Card,
    Cards,
    Figure,
    Flow,
    Lead,
    Note,
    Pairs,
    People,
    Screen,
    Slide,
    Steps,
    Table,
    text,
)
from fiction.voice import Voice

DATED_KO, DATED_EN = "2026.9월 말 기준", "as of Sep 2026"


def name(c: Company, v: Voice) -> str:
    """Return the company's name as the deck writes it."""
    return v.pick(c.name, c.name_en)


def cover(c: Company, v: Voice) -> Slide:
    """Return the cover: name, promise, round, date, confidentiality."""
    line = f"{c.line_ko} · {c.line_en}" if v.lang == "mixed" else v.pick(c.line_ko, c.line_en)
    small = v.pick(
        f"{c.deal.name} 투자유치 제안서  |  2026. 10  |  대외비  |  DEMO",
        f"{c.deal.name} investor deck  |  October 2026  |  Confidential  |  DEMO",
    )
    both = f"{c.name} {c.name_en}" if v.lang == "mixed" else name(c, v)
    return Slide(both, (Lead((line,)), Note((small,))), kind="cover")


def _growth(c: Company, tier: str = "headline") -> Figure:
    return Figure(say.percent(c.money.growth), "revenue_growth_yoy", period="2025", tier=tier)


def _revenue(c: Company, v: Voice, tier: str = "headline") -> Figure:
    return Figure(v.won(c.money.revenue[2025]), "revenue", period="2025", aggregation="annual", tier=tier)


def _customers(c: Company, v: Voice) -> Figure:
    return Figure(v.firms(c.traction.customers), "customers_count", aggregation="cumulative", tier="headline")


def summary_cards(c: Company, v: Voice) -> Slide:
    """Return the highlights as cards with big numbers."""
    year = v.year(2025)
    cards = (
        Card(f"{year} {v.label('revenue')}", text(_revenue(c, v))),
        Card(v.label("growth"), text(_growth(c))),
        Card(v.label("customers"), text(_customers(c, v))),
        Card(v.label("renewal"), text(Figure(say.percent(c.traction.renewal), "renewal_rate", tier="headline"))),
    )
    more = (
        text("● ", v.pick(f"{c.product}: {c.line_ko}", f"{c.product}: {c.line_en}")),
        text("● ", v.pick(f"{c.city_ko} 본사, {c.sector} 현장 중심", f"Based in {c.city_en}, built for {c.sector_en}")),
    )
    return Slide(v.pick("투자 하이라이트", "Investment highlights"), (Cards(cards), Bullets(more)), kicker="01")


def summary_lines(c: Company, v: Voice) -> Slide:
    """Return the highlights as sentences with figures in them."""
    t = c.traction
    if v.lang == "en":
        lines = (
            text("FY2025 revenue of ", _revenue(c, v), ", up ", _growth(c), " year on year"),
            text(
                Figure(say.count(t.customers, " customers"), "customers_count", tier="headline"),
                " at ",
                Figure(say.count(t.sites, " sites"), "reference_sites", tier="headline"),
                ", renewal rate ",
                Figure(say.percent(t.renewal), "renewal_rate", tier="headline"),
            ),
            text("Order backlog ", Figure(v.won(t.backlog_m), "backlog", tier="headline"), f" ({DATED_EN})"),
            text(
                "Raising ",
                Figure(v.won(c.deal.raise_m), "raise_amount", status="target", tier="headline"),
                f" {c.deal.name} to go from pilot lines to whole plants",
            ),
        )
    else:
        over = say.bounded(say.count(t.sites // 10 * 10, "개 공장"), "ge", after=" 이상")
        lines = (
            text("2025년 매출 ", _revenue(c, v), " 달성, 전년 대비 ", _growth(c), " 성장"),
            text(
                "누적 고객사 ",
                Figure(say.count(t.customers, "개사"), "customers_count", aggregation="cumulative", tier="headline"),
                ", ",
                Figure(over, "reference_sites", aggregation="cumulative", tier="headline"),
                "에 구축",
            ),
            text(
                "재계약률 ",
                Figure(say.percent(t.renewal), "renewal_rate", tier="headline"),
                ", 수주잔고 ",
                Figure(v.won(t.backlog_m), "backlog", tier="headline"),
                f"({DATED_KO})",
            ),
            text(
                "2026년 매출 목표 ",
                Figure(
                    say.around(v.won(c.money.revenue[2026])),
                    "revenue_forecast",
                    status="target",
                    period="2026",
                    aggregation="annual",
                    tier="headline",
                ),
                ", 흑자전환 추진",
            ),
        )
    return Slide(v.pick("핵심 요약", "Executive summary"), (Bullets(lines),), kicker="01")


def _founded(c: Company, v: Voice) -> Figure:
    year, month, day = c.founded
    ko = (f"{year}년 {month}월 {day}일", f"{year}.{month:02d}.{day:02d}", f"{year}년 {month}월")[v.alt]
    months = (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )
    shown = v.pick(ko, f"{months[month - 1]} {year}")
    to_the_day = v.lang != "en" and not shown.endswith("월")
    exact = f"{year}-{month:02d}-{day:02d}" if to_the_day else f"{year}-{month:02d}"
    return Figure(say.words(shown, "date"), "founded_date", period=exact, tier="headline")


def profile(c: Company, v: Voice) -> Slide:
    """Return the company profile beside its history."""
    d = c.deal
    staff = text(
        Figure(v.heads(c.employees), "employees_total", period="2026-09", tier="headline"),
        v.pick(" (연구개발 ", " (R&D "),
        Figure(v.heads(c.engineers), "rnd_headcount", tier="headline"),
        ")",
    )
    pairs = (
        (v.pick("회사명", "Company"), text(name(c, v))),
        (v.pick("대표이사", "CEO"), text(v.pick("김가상(가상)", "Gasang Kim (Fictional)"))),
        (v.label("founded"), text(_founded(c, v))),
        (v.pick("소재지", "HQ"), text(v.pick(f"{c.city_ko} 예시구 가상로 0", f"{c.city_en}, Korea"))),
        (v.label("employees"), staff),
        (v.label("capital"), text(Figure(v.won(c.capital_m), "paid_in_capital"))),
        (
            v.pick("사업자등록번호", "Business Reg. No."),
            text(Figure(say.words(c.biz_reg_no, "text"), "biz_reg_no")),
        ),
        (v.pick("주요 제품", "Product"), text(c.product)),
    )
    steps = [(when, text(f"{what} ", v.pick("투자유치", "closed"))) for when, what, *_ in d.earlier]
    year, month, _ = c.founded
    history = (
        (f"{year}.{month:02d}", text(v.pick("법인 설립", "Incorporated"))),
        *steps,
        ("2025.11", text(v.pick("기업부설연구소 확장", "R&D centre enlarged"))),
        ("2026.04", text(v.pick("양산 라인 첫 적용", "First series line"))),
    )
    return Slide(
        v.pick("회사 개요", "Company snapshot"),
        (Pairs(pairs),),
        (Steps(tuple(sorted(history, key=lambda step: step[0])), v.pick("주요 연혁", "Milestones")),),
        kicker="02",
    )


def problem(c: Company, v: Voice) -> Slide:
    """Return the pains of the field, with national statistics that are nobody's own figures."""
    pains = tuple(text("● ", pain) for pain in (c.pains_en if v.lang == "en" else c.pains_ko))
    policy = text(
        v.pick("중소 제조기업 AI 도입률 ", "AI adoption among small manufacturers: "),
        Figure(say.percent(1), "adoption_stat", scope="market", status="unknown"),
        " → ",
        Figure(say.percent(10), "adoption_stat", scope="market", status="target", period="2030"),
        v.pick(" (2030년 정부 목표)", " (government goal for 2030)"),
    )
    return Slide(
        v.pick("문제: 현장은 여전히 사람의 감에 의존", "The problem"),
        (Bullets(pains), Note(policy)),
        kicker="03",
    )


def solution(c: Company, v: Voice) -> Slide:
    """Return how the product works, without a figure."""
    flow = c.flow_en if v.lang == "en" else c.flow_ko
    line = v.pick(f"{c.product}: {c.line_ko}", f"{c.product}: {c.line_en}")
    return Slide(v.pick("솔루션", "Our solution"), (Lead((line,)), Flow(flow)), kicker="04")


def _sample(typed_log: say.Said, metric: str = "other") -> Figure:
    return Figure(typed_log, metric, scope="product", status="unknown", distractor="screenshot")


def screen(c: Company, v: Voice) -> Slide:
    """Return a drawn product screenshot with sample numbers."""
    n = c.number
    tiles = (
        (v.pick("금일 처리", "Today"), text(_sample(say.count(12_400 + 37 * n, "")))),
        (v.pick("불량", "Defects"), text(_sample(say.count(30 + n, "")))),
        (v.pick("불량률", "Defect rate"), text(_sample(say.percent(round(0.3 + n / 100, 2))))),
        (v.pick("가동률", "Uptime"), text(_sample(say.percent(round(91.3 + n / 10, 1))))),
    )
    rows = tuple(
        text(
            f"09:{10 + 7 * i}:0{i}",
            "   ",
            v.pick(f"라인 {i + 1}", f"Line {i + 1}"),
            "   ",
            _sample(say.percent(round(99.1 - i * 0.7, 1))),
            "   ",
            v.pick("정상", "OK"),
        )
        for i in range(4)
    )
    return Slide(
        v.pick("제품 화면", "Product"),
        (
            Screen(f"{c.product} Dashboard", tiles, rows),
            Note((v.pick("※ 화면의 수치는 예시입니다.", "* Sample data for illustration."),)),
        ),
        kicker="04",
    )


def _tech(c: Company, v: Voice) -> tuple[tuple[str, Figure], ...]:
    k = c.tech
    seconds = say.span(k.seconds, "seconds", v.pick("초", " s"))
    images = say.big_count(k.images, "건") if v.lang != "en" else say.count(k.images, " samples")
    return (
        (v.label("accuracy"), Figure(say.percent(k.accuracy), "model_accuracy", tier="headline")),
        (v.label("detection"), Figure(say.percent(k.detection), "detection_rate", tier="headline")),
        (
            v.label("false_call"),
            Figure(
                say.bounded(say.percent(k.false_call), "le", before=v.pick("", "≤ "), after=v.pick(" 이하", "")),
                "false_call_rate",
            ),
        ),
        (v.label("speed"), Figure(seconds, "inference_speed")),
        (v.label("images"), Figure(images, "training_data")),
    )


def _patents(c: Company, v: Voice) -> tuple[Figure, Figure]:
    counter = v.pick("건", "")
    return (
        Figure(say.count(c.tech.registered, counter), "patents_registered", tier="headline"),
        Figure(say.count(c.tech.filed, counter), "patents_filed", tier="headline"),
    )


def tech_cards(c: Company, v: Voice) -> Slide:
    """Return technology as cards, with patents in a sentence."""
    cards = tuple(Card(label, text(figure)) for label, figure in _tech(c, v)[:4])
    granted, filed = _patents(c, v)
    if v.lang == "en":
        line = text("IP: ", v.label("registered"), " ", granted, ", ", v.label("filed").lower(), " ", filed)
    else:
        line = text("지식재산권: 특허 등록 ", granted, ", 출원 ", filed, " (국내·PCT 포함)")
    grants = text(
        v.pick("정부과제 누적 ", "Government R&D to date "),
        Figure(v.won(c.tech.grants_m), "gov_rnd_grants", aggregation="cumulative"),
        " (",
        Figure(say.count(c.tech.grants_n, v.pick("건", " projects")), "gov_rnd_grants", aggregation="cumulative"),
        "), TRL ",
        Figure(say.count(c.tech.trl, ""), "trl"),
    )
    return Slide(v.pick("핵심 기술", "Technology"), (Cards(cards), Bullets((line, grants))), kicker="05")


def tech_table(c: Company, v: Voice) -> Slide:
    """Return technology as a table against the old way, and patents as cards."""
    old = say.percent(round(c.tech.accuracy - 9.3, 1))
    before = Figure(old, "model_accuracy", scope="competitor", distractor="competitor")
    rows = tuple(
        (text(label), text(figure), text(before) if index == 0 else text("-"))
        for index, (label, figure) in enumerate(_tech(c, v))
    )
    granted, filed = _patents(c, v)
    cards = (
        Card(v.label("registered"), text(granted)),
        Card(v.label("filed"), text(filed)),
        Card(v.label("grants"), text(Figure(v.won(c.tech.grants_m), "gov_rnd_grants", aggregation="cumulative"))),
    )
    table = Table((v.pick("항목", "Item"), c.product, v.pick("기존 방식", "Conventional")), rows)
    return Slide(v.pick("기술 경쟁력", "Technology and IP"), (table,), (Cards(cards),), kicker="05")


def team(c: Company, v: Voice) -> Slide:
    """Return the officers with what they did elsewhere: none of it is the company's."""
    n = c.number

    def past(typed_log: say.Said, metric: str) -> Figure:
        return Figure(typed_log, metric, scope="other", distractor="career")

    if v.lang == "en":
        people = (
            (
                "CEO Gasang Kim (Fictional)",
                (
                    text(
                        "Formerly Example Heavy Industries (Fictional), ",
                        past(say.span(10 + n % 5, "years", " years"), "other"),
                    ),
                    text(
                        "Co-founded Sample Robotics (Fictional): raised ",
                        past(say.krw_short((30 + n) * 100_000_000), "total_raised"),
                    ),
                ),
            ),
            (
                "CTO Yesi Lee (Fictional)",
                (
                    text("PhD, Mock University (Fictional)"),
                    text(
                        past(say.count(20 + n, " papers"), "other"),
                        " and ",
                        past(say.count(4 + n, " patents"), "patents_registered"),
                        " at a former employer",
                    ),
                ),
            ),
            (
                "COO Moui Park (Fictional)",
                (
                    text(
                        "Built a ",
                        past(say.krw_short((120 + n) * 100_000_000), "revenue"),
                        " business unit at Mock Motors (Fictional)",
                    ),
                ),
            ),
        )
    else:
        people = (
            (
                "대표이사 김가상(가상)",
                (
                    text("前 예시중공업(가상) 생산기술 ", past(say.span(10 + n % 5, "years", "년"), "other")),
                    text(
                        "前 샘플로봇(가상) 공동창업, 투자유치 ", past(say.eok((30 + n) * 100_000_000), "total_raised")
                    ),
                ),
            ),
            (
                "CTO 이예시(가상)",
                (
                    text("모의대학교(가상) 공학박사"),
                    text(
                        "논문 ",
                        past(say.count(20 + n, "편"), "other"),
                        ", 前 직장 특허 ",
                        past(say.count(4 + n, "건"), "patents_registered"),
                    ),
                ),
            ),
            (
                "COO 박모의(가상)",
                (text("前 모의자동차(가상) 사업부 매출 ", past(say.eok((120 + n) * 100_000_000), "revenue"), " 총괄"),),
            ),
        )
    return Slide(v.pick("팀", "Team"), (People(people),), kicker="11")


def contact(c: Company, v: Voice) -> Slide:
    """Return the last page."""
    phone = Figure(say.words(f"000-0000-{c.number:04d}", "text"), "other", scope="other", distractor="contact")
    line = text(f"ir@{c.key}.example.com   ", phone)
    return Slide(v.pick("감사합니다", "Thank you"), (Lead((name(c, v),)), Note(line)), kind="end")
