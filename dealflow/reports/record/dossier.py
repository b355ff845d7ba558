"""The decision dossier in words: parts made of facts, tables, texts and pages, whatever file they end up in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dealflow.actions.record.dossier import Dossier, ShownPage
from dealflow.actions.tips import eligibility
from dealflow.catalogue.criteria import shipped_criteria
from dealflow.catalogue.rules import explain
from dealflow.domain.claims.claims import Metric
from dealflow.domain.investment.committee import Condition, ReliedClaim, Vote
from dealflow.domain.investment.share_math import Bought, Round, Side
from dealflow.domain.investment.voting import outward
from dealflow.domain.values.korean_days import korean_day
from dealflow.i18n import called, name_of, numbers, t, term
from dealflow.reports.kit.blocks import Block, Document, Facts, Grid, Marked, Page, Part, Words

_SHOWN_HASH: Final = 16


def document(dossier: Dossier, metrics: Iterable[Metric], lang: str) -> Document:
    """Return the dossier in words; a part without anything to tell is left out, or says so where that matters."""
    known = {metric.id: metric for metric in metrics}
    parts = (
        _overview(dossier, lang),
        _terms(dossier, lang),
        _votes(dossier, lang),
        _result(dossier, lang),
        _payments(dossier, lang),
        _eligibility(dossier, lang),
        _relied(dossier, known, lang),
        _minutes(dossier, lang),
    )
    return Document(
        title=t("dossier.title", lang, company=company_of(dossier, lang)),
        subtitle=" · ".join(filter(None, (_session(dossier, lang), _fund(dossier, lang)))),
        parts=tuple(part for part in parts if part is not None),
        footer=t(
            "dossier.footer",
            lang,
            made=numbers.moment(dossier.made_at, lang),
            position=dossier.head.position,
            hash=dossier.head.hash[:_SHOWN_HASH],
        ),
        watermark=t("dossier.watermark", lang) if dossier.is_demo else "",
        logo=dossier.logo,
    )


def file_stem(dossier: Dossier, lang: str) -> str:
    """Return how a file of the dossier is called: what it is, of which company, of which day's committee."""
    parts = (t("dossier.file", lang), company_of(dossier, lang), korean_day(dossier.session.held_at).isoformat())
    return "_".join(re.sub(r"[^\w().-]+", " ", part).strip() for part in parts)


def company_of(dossier: Dossier, lang: str) -> str:
    """Return the company's name."""
    if dossier.company is None:
        return t("frame.unknown_company", lang)
    return called(dossier.company.name, dossier.company.name_en, lang)


def won(amount: int | None, lang: str) -> str:
    """Return won in full, with grouped thousands; a dash for none."""
    return "–" if amount is None else numbers.won_in_full(amount, lang)


def share(part: Fraction | None, lang: str) -> str:
    """Return a share of a company with four decimals; a dash where it is not known."""
    if part is None:
        return "–"
    return numbers.percent(Decimal(part.numerator * 100) / Decimal(part.denominator), lang, places=4)


def _session(dossier: Dossier, lang: str) -> str:
    return f"{t(f'enum.session_kind.{dossier.session.kind.value}', lang)} {dossier.session.title}"


def _fund(dossier: Dossier, lang: str) -> str:
    return name_of(dossier.fund, lang) if dossier.fund else ""


def _person(dossier: Dossier, person_id: str, lang: str) -> str:
    return dossier.names.get(person_id) or t("dossier.nameless", lang)


def _facts(lang: str, **values: str) -> Facts:
    """Return those of the facts that hold something."""
    return Facts(tuple((t(f"dossier.fact.{name}", lang), value) for name, value in values.items() if value))


def _grid(name: str, columns: str, rows: Iterable[tuple[str, ...]], lang: str, *ends: int) -> Grid:
    headings = tuple(t(f"dossier.{name}.{column}", lang) for column in columns.split())
    return Grid(headings, tuple(rows), frozenset(ends))


def _overview(dossier: Dossier, lang: str) -> Part:
    ended, session = dossier.item.resolution, dossier.session
    result = t("dossier.no_result", lang) if ended is None else t(f"enum.result.{ended.result.value}", lang)
    outward_result = None if ended is None else outward(ended.result)
    facts = _facts(
        lang,
        house=name_of(dossier.house, lang) if dossier.house else "",
        company=company_of(dossier, lang),
        biz_reg_no=(dossier.company.biz_reg_no or "") if dossier.company else "",
        place=" · ".join(term(field, lang) for field in (dossier.company.region, dossier.company.sector) if field)
        if dossier.company
        else "",
        round=dossier.engagement.round_label if dossier.engagement else "",
        session=_session(dossier, lang),
        held=" · ".join(filter(None, (numbers.moment(session.held_at, lang), session.place))),
        fund=_fund(dossier, lang),
        result=result,
        outward=t(f"enum.outward.{outward_result.value}", lang) if outward_result else "",
        resolved=" · ".join((_person(dossier, ended.resolved_by, lang), numbers.moment(ended.resolved_at, lang)))
        if ended
        else "",
        early=ended.early_because if ended else "",
        stands=t(f"enum.validity.{dossier.validity.value}", lang) if dossier.validity else "",
        papers=", ".join(dossier.item.papers),
        head=str(dossier.head),
    )
    return Part(t("dossier.part.overview", lang), (facts,))


def _terms(dossier: Dossier, lang: str) -> Part:
    heading, terms = t("dossier.part.terms", lang), dossier.terms
    if terms is None:
        return Part(heading, (Words(t("dossier.no_terms", lang)),))
    facts = _facts(
        lang,
        version=str(dossier.item.terms_version),
        instrument=t(f"enum.instrument.{terms.instrument.value}", lang),
        amount=won(terms.amount_won, lang),
        pre_money=won(terms.pre_money_won, lang) if terms.pre_money_won is not None else "",
        price=won(dossier.round.price_won, lang) if dossier.round and dossier.round.price_won else "",
        price_base=t(f"dossier.base.{terms.price_base.value}", lang),
        issued=_shares(terms.issued_shares, lang),
        diluted=_shares(terms.diluted_shares, lang),
        post_money=won(dossier.round.post_money_won, lang) if dossier.round and dossier.round.post_money_won else "",
        closing=numbers.day(terms.closing_on, lang) if terms.closing_on else "",
        note=terms.note,
    )
    if dossier.round is None:
        return Part(heading, (facts, Words(t("dossier.no_round", lang), quiet=True)))
    return Part(heading, (facts, _arithmetic(dossier, dossier.round, lang), *_sums(dossier.round, lang)))


def _shares(count: int | None, lang: str) -> str:
    return "" if count is None else t("dossier.shares", lang, count=numbers.plain(Decimal(count), lang))


def _arithmetic(dossier: Dossier, whole: Round, lang: str) -> Grid:
    rows = (
        (
            _holder(dossier, bought, lang),
            won(bought.amount_won, lang),
            numbers.plain(Decimal(bought.shares), lang),
            won(bought.paid_won, lang),
            won(bought.left_over_won, lang),
            share(bought.stake.issued, lang),
            share(bought.stake.diluted, lang),
        )
        for bought in whole.bought
    )
    return _grid("round", "holder amount shares paid left issued diluted", rows, lang, 1, 2, 3, 4, 5, 6)


def _holder(dossier: Dossier, bought: Bought, lang: str) -> str:
    if bought.side is Side.FUND:
        return name_of(dossier.fund_names[bought.holder], lang) if bought.holder in dossier.fund_names else "–"
    return t("dossier.rest", lang) if bought.side is Side.REST else bought.holder


def _sums(whole: Round, lang: str) -> tuple[Words, ...]:
    """Return each investor's sum as it is done by hand: amount / price = shares, shares x price = payment."""
    if not whole.price_won:
        return ()
    lines = [
        t(
            "dossier.sum",
            lang,
            amount=numbers.plain(Decimal(bought.amount_won), lang),
            price=numbers.plain(Decimal(whole.price_won), lang),
            shares=numbers.plain(Decimal(bought.shares), lang),
            paid=numbers.plain(Decimal(bought.paid_won), lang),
        )
        for bought in whole.bought
        if bought.shares
    ]
    return (Words("\n".join(lines), quiet=True),) if lines else ()


def _votes(dossier: Dossier, lang: str) -> Part:
    item, counted, rule = dossier.item, dossier.tally, dossier.item.rule
    part, whole = rule.attend_of
    facts = _facts(
        lang,
        present=", ".join(_person(dossier, text, lang) for text in dossier.session.present),
        voters=", ".join(_person(dossier, voter, lang) for voter in item.voters),
        quorum=t("dossier.quorum", lang, part=part, whole=whole, n=dossier.quorum, attending=counted.attending),
        rule=" · ".join(
            (t(f"enum.pass_rule.{rule.pass_rule.value}", lang), t("committee.rule.heads", lang, n=rule.least_heads))
        ),
        tally=t(
            "dossier.tally",
            lang,
            yes=counted.in_favour,
            no=counted.against,
            none=counted.abstained,
            recused=counted.recused,
        ),
    )
    blocks: list[Block] = [facts]
    if item.votes:
        blocks.append(
            _grid("vote", "voter ballot channel at said", (_vote(dossier, vote, lang) for vote in item.votes), lang)
        )
    else:
        blocks.append(Words(t("dossier.no_votes", lang)))
    if item.recusals:
        rows = ((_person(dossier, recusal.voter_id, lang), recusal.interest) for recusal in item.recusals)
        blocks.append(_grid("recusal", "voter interest", rows, lang))
    if dossier.spread:
        names = {criterion.id: name_of(criterion, lang) for criterion in shipped_criteria()}
        marks = (
            (
                names.get(spread.criterion, spread.criterion),
                str(spread.count),
                numbers.plain(numbers.rounded(Decimal(float(spread.mean)), 1), lang),
                f"{spread.lowest}–{spread.highest}",
                numbers.plain(numbers.rounded(Decimal(spread.deviation), 1), lang),
            )
            for spread in dossier.spread
        )
        blocks.append(_grid("score", "criterion count mean range deviation", marks, lang, 1, 2, 3, 4))
    return Part(t("dossier.part.votes", lang), tuple(blocks))


def _vote(dossier: Dossier, vote: Vote, lang: str) -> tuple[str, ...]:
    condition = t("dossier.vote.condition", lang, text=vote.condition) if vote.condition else ""
    return (
        _person(dossier, vote.voter_id, lang),
        t(f"enum.ballot.{vote.ballot.value}", lang),
        t("committee.by_delegate", lang, who=_person(dossier, vote.delegate_id, lang))
        if vote.delegate_id
        else t(f"enum.channel.{vote.channel.value}", lang),
        numbers.moment(vote.cast_at, lang),
        "\n".join(filter(None, (vote.opinion, condition))),
    )


def _result(dossier: Dossier, lang: str) -> Part | None:
    ended = dossier.item.resolution
    if ended is None or not (ended.note or ended.conditions):
        return None
    blocks: list[Block] = [Words(ended.note)] if ended.note else []
    if ended.conditions:
        rows = (_condition(dossier, condition, lang) for condition in ended.conditions)
        blocks.append(_grid("condition", "text owner due state proof", rows, lang))
    return Part(t("dossier.part.conditions", lang), tuple(blocks))


def _condition(dossier: Dossier, condition: Condition, lang: str) -> tuple[str, ...]:
    settled = [condition.proof, _person(dossier, condition.settled_by, lang) if condition.settled_by else ""]
    settled.append(numbers.day(condition.settled_on, lang) if condition.settled_on else "")
    return (
        condition.text,
        _person(dossier, condition.owner_id, lang),
        numbers.day(condition.due, lang) if condition.due else "–",
        t(f"enum.condition_state.{condition.state.value}", lang),
        " · ".join(filter(None, settled)),
    )


def _payments(dossier: Dossier, lang: str) -> Part | None:
    if not dossier.payments:
        return None
    rows = (
        (
            numbers.day(payment.paid_on, lang),
            won(payment.amount_won, lang),
            numbers.plain(Decimal(payment.shares), lang),
            payment.proof,
            t("dossier.payment.signed", lang, day=numbers.day(payment.contract_on, lang))
            if payment.contract_on
            else payment.early_because,
            t("dossier.payment.void", lang, because=payment.voided_because) if payment.voided_because else "",
        )
        for payment in dossier.payments
    )
    return Part(
        t("dossier.part.payments", lang),
        (_grid("payment", "day amount shares proof contract state", rows, lang, 1, 2),),
    )


def _eligibility(dossier: Dossier, lang: str) -> Part | None:
    judged = dossier.judged
    if judged is None:
        return None
    facts = _facts(
        lang,
        pack=judged.pack.title.in_(lang),
        judged_on=numbers.day(judged.on, lang),
        outcome=t(f"dossier.answer.{judged.outcome.answer.value}", lang),
    )
    words = eligibility.words()
    rows = (
        (
            answer.rule.id,
            answer.rule.title.in_(lang),
            t(f"dossier.answer.{answer.finding.answer.value}", lang),
            explain(answer.rule, answer.finding, lang, words),
            answer.rule.source,
        )
        for answer in judged.answers
    )
    return Part(t("dossier.part.eligibility", lang), (facts, _grid("rule", "id title answer why source", rows, lang)))


def _relied(dossier: Dossier, metrics: Mapping[str, Metric], lang: str) -> Part:
    heading = t("dossier.part.relied", lang)
    if not dossier.pages:
        return Part(heading, (Words(t("dossier.no_relied", lang)),))
    numbered = list(enumerate((claim for page in dossier.pages for claim in page.claims), start=1))
    place = {claim.claim_id: number for number, claim in numbered}
    decks = {claim.claim_id: page.deck_name for page in dossier.pages for claim in page.claims}
    rows = (_claim(dossier, number, claim, decks[claim.claim_id], metrics, lang) for number, claim in numbered)
    table = _grid("claim", "number metric value place quote verified", rows, lang, 0)
    return Part(heading, (table, *(_page(page, place, lang) for page in dossier.pages)))


def _claim(  # the figure, its number and its deck
    dossier: Dossier, number: int, claim: ReliedClaim, deck: str, metrics: Mapping[str, Metric], lang: str
) -> tuple[str, ...]:
    when = numbers.period(claim.period, lang)
    value = numbers.quantity(claim.quantity, lang, of=claim.metric)
    verified = [_person(dossier, claim.verified_by, lang), numbers.moment(claim.verified_at, lang)]
    if claim.corrected:
        verified.append(t("dossier.corrected", lang))
    return (
        str(number),
        name_of(metrics[claim.metric], lang) if claim.metric in metrics else claim.metric,
        f"{value} ({when})" if when else value,
        t("dossier.place", lang, deck=deck or t("dossier.no_deck", lang), page=claim.page),
        f"“{claim.quote}”",
        " · ".join(verified),
    )


def _page(shown_page: ShownPage, place: Mapping[str, int], lang: str) -> Block:
    deck = shown_page.deck_name or t("dossier.no_deck", lang)
    if shown_page.picture is None or shown_page.size_pt is None:
        return Words(t("dossier.no_picture", lang, deck=deck, page=shown_page.page), quiet=True)
    marks = tuple(Marked(place[claim.claim_id], box) for claim in shown_page.claims for box in claim.boxes)
    return Page(
        t("dossier.place", lang, deck=deck, page=shown_page.page), shown_page.picture, shown_page.size_pt, marks
    )


def _minutes(dossier: Dossier, lang: str) -> Part | None:
    return Part(t("dossier.part.minutes", lang), (Words(dossier.session.minutes),)) if dossier.session.minutes else None
