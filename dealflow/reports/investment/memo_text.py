"""What a report says before anybody has written in it: each section made from figures, terms, checks and scores.

Every figure bears the mark of its evidence; what is not known is named as a gap, never passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from dealflow.actions.companies.memo import MemoSource
from dealflow.catalogue.deal_rights import shipped_rights
from dealflow.domain.claims.claim_views import CERTAIN, EXPECTED
from dealflow.domain.claims.claims import Scope
from dealflow.domain.claims.consistency_checks import Answer
from dealflow.domain.claims.peers import single_amount
from dealflow.domain.investment.deal_terms import Terms
from dealflow.domain.investment.memo import MemoSection
from dealflow.domain.investment.share_math import Round, round_of
from dealflow.domain.values.exchange_rates import NoRate
from dealflow.errors import InvalidInputError
from dealflow.i18n import called, name_of, t, term
from dealflow.i18n.numbers import day, plain, rounded, won, won_told
from dealflow.reports.investment.memo_figures import bullets, gap, said, told_name, trend, years
from dealflow.reports.investment.memo_markup import inert
from dealflow.reports.investment.terms_words import terms_line

_OVERVIEW: Final = ("raise_amount", "pre_money", "post_money", "equity_offered", "use_of_funds", "committed_amount")
_COMPANY: Final = (
    *("founded_date", "ceo_name", "hq_location", "employees_total", "rnd_headcount", "paid_in_capital"),
    *("founder_stake", "total_raised", "prev_rounds", "certifications", "tips_status"),
)
_PRODUCT: Final = (
    *("model_accuracy", "detection_rate", "false_call_rate", "inference_speed", "training_data", "trl"),
    *("patents_registered", "patents_filed", "gov_rnd_grants", "awards", "price"),
)
_RESULTS: Final = (
    *("ref_defect_reduction", "ref_productivity_gain", "ref_downtime_reduction", "ref_oee", "ref_cost_saving"),
    *("ref_lead_time", "ref_energy_saving", "ref_safety", "ref_inspection_labor", "ref_payback"),
)
_MARKET: Final = ("market_size", "tam", "sam", "som", "market_cagr", "adoption_stat")
_SALES: Final = (
    *("customers_count", "users_count", "reference_sites", "deployed_units", "backlog", "orders_won", "pipeline"),
    *("renewal_rate", "churn_rate", "nrr", "customer_concentration", "avg_contract_value", "poc_conversion"),
    *("partnerships", "gmv", "ltv_cac"),
)
_FINANCE: Final = (
    *("revenue_growth_yoy", "revenue_cagr", "gross_margin", "operating_margin", "mrr", "burn_rate", "runway"),
    *("cash_balance", "debt_ratio", "capital_impairment", "bep", "export_amount"),
)
_EXIT: Final = ("exit_plan", "exit_return")
_WANTED: Final[Mapping[MemoSection, tuple[str, ...]]] = {
    MemoSection.OVERVIEW: ("raise_amount", "pre_money", "use_of_funds"),
    MemoSection.COMPANY: ("founded_date", "ceo_name", "employees_total", "founder_stake"),
    MemoSection.PRODUCT: ("patents_registered",),
    MemoSection.MARKET: ("tam", "market_cagr"),
    MemoSection.SALES: ("customers_count", "customer_concentration"),
    MemoSection.FINANCE: ("revenue", "operating_profit", "cash_balance", "runway"),
    MemoSection.EXIT: ("exit_plan",),
}
"""What a committee asks for in each section: named as a gap where no deck states it."""
_MOST_RIVALS: Final = 8
_ISSUES: Final = ("market", "competitiveness", "team", "exit")
"""The four questions of Korean committees."""


def made(source: MemoSource, lang: str) -> dict[MemoSection, str]:
    """Return the text of every section as the books make it."""
    return {
        section: "\n".join([*write(source, lang), *gap(_WANTED.get(section, ()), source, lang)])
        for section, write in _WRITERS.items()
    }


def round_of_deal(source: MemoSource) -> tuple[Terms, Round | None] | None:
    """Return the terms of the deal and what they come to; None for no terms."""
    terms = None if source.deal is None else source.deal.deal.current
    if terms is None:
        return None
    try:
        return terms, round_of(terms)
    except InvalidInputError:
        return terms, None


def _overview(source: MemoSource, lang: str) -> list[str]:
    company = source.company
    name = inert(called(company.name, company.name_en, lang))
    about = " · ".join(term(word, lang) for word in (company.sector, company.region) if word)
    lines = [f"**{name}**{f' – {about}' if about else ''}"]
    if source.engagement is not None and source.track is not None:
        stage = name_of(source.track.stage(source.engagement.stage), lang)
        since = day(source.engagement.opened_at.date(), lang)
        lines.append(t("memo.standing", lang, stage=stage, since=since))
    known = round_of_deal(source)
    if known is not None:
        lines.append(f"- **{t('memo.terms', lang)}**: {terms_line(known[0], lang, won_told)}")
        lines += _funds(source, known[0], lang)
    return [*lines, *bullets(_OVERVIEW, source, lang), *trend("revenue", source, lang)]


def _funds(source: MemoSource, terms: Terms, lang: str) -> list[str]:
    funds = {fund.id: fund for fund in source.deal.funds} if source.deal else {}
    shares = [
        f"{name_of(funds[line.fund_id], lang)} {won(line.amount_won, lang)}"
        for line in terms.lines
        if line.fund_id in funds
    ]
    return [f"- **{t('memo.funds', lang)}**: {', '.join(shares)}"] if shares else []


def _company(source: MemoSource, lang: str) -> list[str]:
    return bullets(_COMPANY, source, lang)


def _product(source: MemoSource, lang: str) -> list[str]:
    results = bullets(_RESULTS, source, lang)
    heading = [f"## {t('memo.results', lang)}"] if results else []
    return [*bullets(_PRODUCT, source, lang), *heading, *results]


def _market(source: MemoSource, lang: str) -> list[str]:
    return bullets(_MARKET, source, lang)


def _competition(source: MemoSource, lang: str) -> list[str]:
    rivals = [view for view in source.claims if view.scope is Scope.COMPETITOR][:_MOST_RIVALS]
    lines = [
        f"- {inert(view.claim.subject or t('memo.rival', lang))}: {told_name(view, source, lang)} {said(view, lang)}"
        for view in rivals
    ]
    return [*bullets(("market_share",), source, lang), *lines, f"? {t('memo.gap.competition', lang)}"]


def _sales(source: MemoSource, lang: str) -> list[str]:
    return bullets(_SALES, source, lang)


def _finance(source: MemoSource, lang: str) -> list[str]:
    lines = [*trend("revenue", source, lang), *trend("operating_profit", source, lang)]
    return [*lines, *bullets(_FINANCE, source, lang), f"? {t('memo.gap.estimate', lang)}"]


def _valuation(source: MemoSource, lang: str) -> list[str]:
    known = round_of_deal(source)
    whole = known[1] if known else None
    lines = []
    if known is not None and known[0].pre_money_won is not None:
        lines.append(f"- **{t('memo.pre', lang)}**: {won_told(known[0].pre_money_won, lang)}")
    if whole is not None and whole.post_money_won is not None:
        lines.append(f"- **{t('memo.post', lang)}**: {won_told(whole.post_money_won, lang)}")
        lines += _multiple(whole.post_money_won, source, lang)
    stated = bullets(("pre_money", "post_money"), source, lang)
    heading = [f"## {t('memo.stated', lang)}"] if stated and lines else []
    return [*lines, *heading, *stated, f"? {t('memo.gap.peers', lang)}"]


def _multiple(post_won: int, source: MemoSource, lang: str) -> list[str]:
    """Return how many times the last year's revenue the company is valued at, with how it is reckoned."""
    happened = [view for view in years("revenue", source).values() if view.status not in EXPECTED]
    if not happened:
        return []
    measured = source.stick.measured(happened[-1].quantity)
    amount = None if isinstance(measured, NoRate) else single_amount(measured)
    if amount is None or amount <= 0:
        return []
    times = plain(rounded(Decimal(post_won) / amount, 1), lang)
    return [f"- **PSR**: {t('memo.psr', lang, times=times, post=won_told(post_won, lang))} {said(happened[-1], lang)}"]


def _terms(source: MemoSource, lang: str) -> list[str]:
    known = round_of_deal(source)
    if known is None:
        return [f"? {t('memo.gap.terms', lang)}"]
    terms = known[0]
    rights = {right.id: right for right in shipped_rights()}
    agreed = [name_of(rights[right], lang) for right in terms.rights if right in rights]
    lines = [terms_line(terms, lang, won_told)]
    if agreed:
        lines.append(f"- **{t('memo.rights', lang)}**: {', '.join(agreed)}")
    if terms.note:
        lines.append(f"- {inert(terms.note)}")
    return lines


def _exit(source: MemoSource, lang: str) -> list[str]:
    return bullets(_EXIT, source, lang)


def _risks(source: MemoSource, lang: str) -> list[str]:
    """Return what the checks found, what contradicts itself, and how much nobody has checked yet."""
    lines = []
    for finding in source.scrutiny.findings:
        sides = [view for claim_id in (*finding.left, *finding.right) if (view := source.view(claim_id))]
        if finding.answer is Answer.DISAGREES and sides:
            told = ", ".join(f"{told_name(view, source, lang)} {said(view, lang)}" for view in sides)
            lines.append(f"- **{t(f'check.{finding.check}', lang)}**: {told}")
    lines += _conflicts(source, lang)
    if source.claims and not lines:
        lines.append(t("memo.checks.clean", lang))
    checked = sum(view.state in CERTAIN for view in source.claims)
    lines.append(f"- {t('memo.checked', lang, n=checked, of=len(source.claims))}")
    return [*lines, f"? {t('memo.gap.risks', lang)}"]


def _conflicts(source: MemoSource, lang: str) -> list[str]:
    """Return a line for each thing that decks state differently, with all its values, as the company's page does."""
    lines, told = [], set[str]()
    for view in source.claims:
        sides = [rival for claim_id in view.rivals if (rival := source.view(claim_id))]
        if sides and view.claim.id not in told:
            told |= {view.claim.id, *(rival.claim.id for rival in sides)}
            values = ", ".join(said(side, lang) for side in (view, *sides))
            lines.append(f"- **{t('memo.conflicting', lang, name=told_name(view, source, lang))}**: {values}")
    return lines


def _follow_up(source: MemoSource, lang: str) -> list[str]:
    known = round_of_deal(source)
    rights = {right.id: right for right in shipped_rights()}
    agreed = [name_of(rights[right], lang) for right in (known[0].rights if known else ()) if right in rights]
    lines = [f"- **{t('memo.rights', lang)}**: {', '.join(agreed)}"] if agreed else []
    return [*lines, f"? {t('memo.gap.follow_up', lang)}"]


def _opinion(source: MemoSource, lang: str) -> list[str]:
    lines: list[str] = []
    for issue in _ISSUES:
        lines += [f"## {t(f'memo.issue.{issue}', lang)}", f"? {t('memo.gap.opinion', lang)}"]
    commented = [score for score in (source.opinion.scores if source.opinion else ()) if score.score.comment]
    names = [source.names.get(score.reviewer_id, "") or t("dossier.nameless", lang) for score in commented]
    told = [f"- {inert(name)}: {inert(score.score.comment)}" for name, score in zip(names, commented, strict=True)]
    return [*lines, *((f"## {t('memo.comments', lang)}", *told) if told else ())]


_WRITERS: Final[Mapping[MemoSection, Callable[[MemoSource, str], list[str]]]] = {
    MemoSection.OVERVIEW: _overview,
    MemoSection.COMPANY: _company,
    MemoSection.PRODUCT: _product,
    MemoSection.MARKET: _market,
    MemoSection.COMPETITION: _competition,
    MemoSection.SALES: _sales,
    MemoSection.FINANCE: _finance,
    MemoSection.VALUATION: _valuation,
    MemoSection.TERMS: _terms,
    MemoSection.EXIT: _exit,
    MemoSection.RISKS: _risks,
    MemoSection.FOLLOW_UP: _follow_up,
    MemoSection.OPINION: _opinion,
}
