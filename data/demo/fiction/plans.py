"""Which company's deck speaks how, shows which slides, and is made with what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fiction import pages_company as about
from fiction import pages_health as health
from fiction import pages_money as money
from fiction import pages_round as deal
from fiction.companies import BY_KEY
from fiction.facts import Company
from fiction.slides import Deck, Look, Slide
from fiction.voice import Voice

PAGES: dict[str, Callable[[Company, Voice], Slide]] = {
    "cover": about.cover,
    "cards": about.summary_cards,
    "lines": about.summary_lines,
    "profile": about.profile,
    "problem": about.problem,
    "solution": about.solution,
    "screen": about.screen,
    "tech": about.tech_cards,
    "tech_table": about.tech_table,
    "team": about.team,
    "contact": about.contact,
    "market": money.market_cards,
    "market_bars": money.market_bars,
    "market_lines": money.market_lines,
    "rivals": money.competition,
    "model": money.model,
    "cases": money.cases_table,
    "cases_cards": money.cases_cards,
    "cases_line": money.cases_sentence,
    "traction": money.traction_cards,
    "bars": money.traction_bars,
    "finance": money.finance,
    "ask": deal.ask_cards,
    "ask_lines": deal.ask_lines,
    "funding": deal.funding,
    "roadmap": deal.roadmap,
    "cash": health.cash,
    "unit": health.unit,
    "quarters": health.quarters,
    "kpi": health.kpi,
}

SLATE = Look(ink="#1b2a3a", accent="#1f5fa8", second="#e8eff7")
PINE = Look(ink="#16302b", accent="#1c7c64", second="#e6f2ee", label_first=True)
BRICK = Look(ink="#2d2a26", accent="#b4472f", second="#f6ece6", paper="#fdfbf8", font="square")
NIGHT = Look(ink="#e8edf5", accent="#5aa9ff", second="#1c2940", paper="#0f1830", label_first=True, dark_cover=False)
PLUM = Look(ink="#2a2238", accent="#6a3fa0", second="#f0eaf7", font="square", label_first=True)
SEA = Look(ink="#10303f", accent="#0a7ea4", second="#e3f3f8", dark_cover=False)
GOLD = Look(ink="#2b2615", accent="#9a7400", second="#f7f1dc", font="myeongjo")
COAL = Look(ink="#222222", accent="#d2552a", second="#efefef", label_first=True, font="barun", dark_cover=False)


def four_by_three(look: Look) -> Look:
    """Return the look on old-fashioned 4:3 pages."""
    return replace(look, width_pt=720, height_pt=540)


@dataclass(frozen=True, slots=True)
class Plan:
    """One deck to make."""

    key: str
    painter: str
    voice: Voice
    look: Look
    pages: str
    version: int = 1


SHORT = "'{yy}"
PLANS: tuple[Plan, ...] = (
    Plan(
        "gaonvision",
        "web",
        Voice(),
        SLATE,
        "cover cards profile problem solution screen tech market rivals model cases bars finance team",
    ),
    Plan(
        "gaonvision",
        "web",
        Voice(),
        SLATE,
        "cover cards profile problem solution screen tech market cases bars finance funding ask contact",
        version=2,
    ),
    Plan(
        "nuriyeji",
        "canvas",
        Voice(money="words", unit_at="corner", past="{y}년", future="{y}년(F)"),
        PINE,
        "cover lines profile problem solution screen tech_table market_lines rivals cases_cards finance team ask_lines "
        "contact",
    ),
    Plan(
        "daonrobotics",
        "office",
        Voice(alt=1, unit=100_000_000, unit_at="header", negative="-", past=SHORT, future="'{yy}F"),
        BRICK,
        "cover cards profile problem solution tech market cases_line traction finance funding team ask contact",
    ),
    Plan(
        "haemaru",
        "web",
        Voice("mixed", unit_at="title", future="{y}E"),
        SEA,
        "cover lines profile solution screen tech market_bars rivals model cases unit finance ask contact",
    ),
    Plan(
        "mireu",
        "press",
        Voice("en", "krw", past="FY{yy}", future="FY{yy}F", negative="("),
        NIGHT,
        "cover lines profile problem quarters tech_table market rivals model cases_cards finance team ask contact",
    ),
    Plan(
        "saebyeok",
        "canvas",
        Voice(alt=2, unit_at="foot", unit=1_000, negative="△"),
        four_by_three(GOLD),
        "cover cards problem solution tech market cases_line model bars kpi finance cash unit ask",
    ),
    Plan(
        "areumweld",
        "office",
        Voice("mixed", alt=1, unit_at="corner", negative="△", past="{y}A", future="{y}F"),
        SLATE,
        "cover cards profile problem screen tech_table market_bars cases traction kpi finance team ask_lines contact",
    ),
    Plan(
        "hanbittool",
        "press",
        Voice(alt=2, money="words", unit_at="title", negative="▲", past="{y}년", future="{y}년(E)"),
        COAL,
        "cover lines problem solution screen tech market_lines rivals cases model finance cash roadmap ask_lines",
    ),
    Plan(
        "naraeaero",
        "web",
        Voice("en", "sign", alt=1, past="FY{y}", future="FY{y}E", negative="(", unit_at="corner"),
        COAL,
        "cover lines profile kpi solution tech market_lines rivals cases finance funding team ask contact",
    ),
    Plan(
        "bareunlogi",
        "canvas",
        Voice(alt=1, unit=100_000_000, unit_at="title", negative="△"),
        SEA,
        "cover cards profile solution screen tech_table market_bars cases_cards traction unit kpi finance roadmap ask",
    ),
    Plan(
        "onsaemi",
        "web",
        Voice("mixed", alt=2, unit_at="header", past=SHORT, future="'{yy}(E)"),
        PLUM,
        "cover lines problem solution screen tech market model cases_cards bars finance funding ask contact",
    ),
    Plan(
        "chaoreum",
        "canvas",
        Voice("en", "krw", alt=2, negative="(", past="{y}", future="{y}F"),
        NIGHT,
        "cover cards profile problem cash tech_table market_bars rivals cases traction finance team ask_lines contact",
    ),
    Plan(
        "garamcast",
        "office",
        Voice(unit_at="title", negative="△", past="{y}년", future="{y}년(E)"),
        PINE,
        "cover lines profile problem tech market_lines rivals cases bars quarters finance cash team ask",
    ),
    Plan(
        "dodamsafe",
        "press",
        Voice(alt=1, unit=100_000_000, unit_at="corner", negative="-", future="{y}F"),
        BRICK,
        "cover cards profile problem screen tech market_bars model cases_line bars finance funding ask contact",
    ),
    Plan(
        "raonpress",
        "web",
        Voice(alt=2, money="eok", unit=1_000, unit_at="title", negative="△"),
        four_by_three(PINE),
        "cover lines profile solution tech_table market_lines rivals cases_cards traction quarters finance cash "
        "roadmap ask_lines",
    ),
    Plan(
        "neulbom",
        "office",
        Voice("en", "sign", past="{y}", future="{y}E", negative="-"),
        PLUM,
        "cover cards profile problem unit tech market cases_cards model bars finance team ask contact",
    ),
)


def second(company: Company) -> Company:
    """Return the company as its second deck states it, some months later: smaller plan, larger round."""
    revenue = {**company.money.revenue, 2026: 7200, 2027: 12800}
    return replace(
        company,
        employees=47,
        engineers=31,
        money=replace(company.money, revenue=revenue),
        deal=replace(
            company.deal,
            raise_m=3500,
            pre_m=16500,
            uses=(("연구개발", "R&D", 1400), ("인력 채용", "Hiring", 1225), ("마케팅·해외", "Sales and overseas", 875)),
            committed_m=1500,
        ),
        traction=replace(company.traction, customers=39, sites=32, backlog_m=4600, renewal=97),
        tech=replace(company.tech, registered=13, filed=11),
    )


def company_of(plan: Plan) -> Company:
    """Return the facts that a plan's deck prints."""
    company = BY_KEY[plan.key]
    return second(company) if plan.version > 1 else company


def deck(plan: Plan) -> Deck:
    """Return the deck of a plan, ready to be painted."""
    company = company_of(plan)
    slides = tuple(PAGES[page](company, plan.voice) for page in plan.pages.split())
    name = f"{plan.key}_v{plan.version}" if plan.key == "gaonvision" else plan.key
    title = about.name(company, plan.voice)
    return Deck(name, title, slides, plan.painter, plan.look, f"{title}  |  DEMO", company.product)
