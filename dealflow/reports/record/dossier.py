"""The decision dossier in words: parts made of facts, tables, texts and pages, whatever file they end up in."""

from __future__ import annotations

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
from dealflow.i18n import called, name_of, numbers, t, term
from dealflow.reports.kit.blocks import Block, Document, Facts, Grid, Marked, Page, Part, Words

_SHOWN_HASH: Final = 16


def document(given: Dossier, metrics: Iterable[Metric], lang: str) -> Document:
    """Return the dossier in words; a part without anything to tell is left out, or says so where that matters."""
    known = {metric.id: metric for metric in metrics}
    parts = (
        _overview(given, lang),
        _terms(given, lang),
        _votes(given, lang),
        _result(given, lang),
        _payments(given, lang),
        _eligibility(given, lang),
        _relied(given, known, lang),
        _minutes(given, lang),
    )
    return Document(
        title=t("dossier.title", lang, company=company_of(given, lang)),
        subtitle=" · ".join(filter(None, (_session(given, lang), _fund(given, lang)))),
        parts=tuple(part for part in parts if part is not None),
        footer=t(
            "dossier.footer",
            lang,
            made=numbers.moment(given.made_at, lang),
            position=given.head.position,
            hash=given.head.hash[:_SHOWN_HASH],
        ),
        watermark=t("dossier.watermark", lang) if given.is_demo else "",
    )


def company_of(given: Dossier, lang: str) -> str:
    """Return the company's name."""
    if given.company is None:
        return t("frame.unknown_company", lang)
    return called(given.company.name, given.company.name_en, lang)


def won(amount: int | None, lang: str) -> str:
    """Return won in full, with grouped thousands; a dash for none."""
    return "–" if amount is None else t("dossier.won", lang, amount=numbers.plain(Decimal(amount), lang))


def share(part: Fraction | None, lang: str) -> str:
    """Return a share of a company with four decimals; a dash where it is not known."""
    if part is None:
        return "–"
    return numbers.percent(Decimal(part.numerator * 100) / Decimal(part.denominator), lang, places=4)


def _session(given: Dossier, lang: str) -> str:
    return f"{t(f'enum.session_kind.{given.session.kind.value}', lang)} {given.session.title}"


def _fund(given: Dossier, lang: str) -> str:
    return name_of(given.fund, lang) if given.fund else ""


def _person(given: Dossier, person_id: str, lang: str) -> str:
    return given.names.get(person_id) or t("dossier.nameless", lang)


def _facts(lang: str, **values: str) -> Facts:
    """Return those of the facts that hold something."""
    return Facts(tuple((t(f"dossier.fact.{name}", lang), value) for name, value in values.items() if value))


def _grid(name: str, columns: str, rows: Iterable[tuple[str, ...]], lang: str, *ends: int) -> Grid:
    headings = tuple(t(f"dossier.{name}.{column}", lang) for column in columns.split())
    return Grid(headings, tuple(rows), frozenset(ends))


def _overview(given: Dossier, lang: str) -> Part:
    ended, session = given.item.resolution, given.session
    result = t("dossier.no_result", lang) if ended is None else t(f"enum.result.{ended.result.value}", lang)
    said = None if ended is None else outward(ended.result)
    facts = _facts(
        lang,
        house=name_of(given.house, lang) if given.house else "",
        company=company_of(given, lang),
        biz_reg_no=(given.company.biz_reg_no or "") if given.company else "",
        place=" · ".join(term(each, lang) for each in (given.company.region, given.company.sector) if each)
        if given.company
        else "",
        round=given.engagement.round_label if given.engagement else "",
        session=_session(given, lang),
        held=" · ".join(filter(None, (numbers.moment(session.held_at, lang), session.place))),
        fund=_fund(given, lang),
        result=result,
        outward=t(f"enum.outward.{said.value}", lang) if said else "",
        resolved=" · ".join((_person(given, ended.resolved_by, lang), numbers.moment(ended.resolved_at, lang)))
        if ended
        else "",
        stands=t(f"dossier.stands.{'yes' if given.stands else 'void'}", lang) if given.approved else "",
        papers=", ".join(given.item.papers),
        head=str(given.head),
    )
    return Part(t("dossier.part.overview", lang), (facts,))


def _terms(given: Dossier, lang: str) -> Part:
    heading, terms = t("dossier.part.terms", lang), given.terms
    if terms is None:
        return Part(heading, (Words(t("dossier.no_terms", lang)),))
    facts = _facts(
        lang,
        version=str(given.item.terms_version),
        instrument=t(f"enum.instrument.{terms.instrument.value}", lang),
        amount=won(terms.amount_won, lang),
        pre_money=won(terms.pre_money_won, lang) if terms.pre_money_won is not None else "",
        price=won(given.round.price_won, lang) if given.round and given.round.price_won else "",
        price_base=t(f"dossier.base.{terms.price_base.value}", lang),
        issued=_shares(terms.issued_shares, lang),
        diluted=_shares(terms.diluted_shares, lang),
        post_money=won(given.round.post_money_won, lang) if given.round and given.round.post_money_won else "",
        closing=numbers.day(terms.closing_on, lang) if terms.closing_on else "",
        note=terms.note,
    )
    if given.round is None:
        return Part(heading, (facts, Words(t("dossier.no_round", lang), quiet=True)))
    return Part(heading, (facts, _arithmetic(given, given.round, lang), *_sums(given.round, lang)))


def _shares(count: int | None, lang: str) -> str:
    return "" if count is None else t("dossier.shares", lang, count=numbers.plain(Decimal(count), lang))


def _arithmetic(given: Dossier, whole: Round, lang: str) -> Grid:
    rows = (
        (
            _holder(given, each, lang),
            won(each.amount_won, lang),
            numbers.plain(Decimal(each.shares), lang),
            won(each.paid_won, lang),
            won(each.left_over_won, lang),
            share(each.stake.issued, lang),
            share(each.stake.diluted, lang),
        )
        for each in whole.bought
    )
    return _grid("round", "holder amount shares paid left issued diluted", rows, lang, 1, 2, 3, 4, 5, 6)


def _holder(given: Dossier, bought: Bought, lang: str) -> str:
    if bought.side is Side.FUND:
        return name_of(given.fund_names[bought.holder], lang) if bought.holder in given.fund_names else "–"
    return t("dossier.rest", lang) if bought.side is Side.REST else bought.holder


def _sums(whole: Round, lang: str) -> tuple[Words, ...]:
    """Return each investor's sum as it is done by hand: amount / price = shares, shares x price = payment."""
    if not whole.price_won:
        return ()
    lines = [
        t(
            "dossier.sum",
            lang,
            amount=numbers.plain(Decimal(each.amount_won), lang),
            price=numbers.plain(Decimal(whole.price_won), lang),
            shares=numbers.plain(Decimal(each.shares), lang),
            paid=numbers.plain(Decimal(each.paid_won), lang),
        )
        for each in whole.bought
        if each.shares
    ]
    return (Words("\n".join(lines), quiet=True),) if lines else ()


def _votes(given: Dossier, lang: str) -> Part:
    item, counted, rule = given.item, given.tally, given.item.rule
    part, whole = rule.attend_of
    facts = _facts(
        lang,
        present=", ".join(_person(given, each, lang) for each in given.session.present),
        voters=", ".join(_person(given, each, lang) for each in item.voters),
        quorum=t("dossier.quorum", lang, part=part, whole=whole, n=given.quorum, attending=counted.attending),
        rule=t(f"enum.pass_rule.{rule.pass_rule.value}", lang),
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
            _grid("vote", "voter ballot channel at said", (_vote(given, each, lang) for each in item.votes), lang)
        )
    else:
        blocks.append(Words(t("dossier.no_votes", lang)))
    if item.recusals:
        rows = ((_person(given, each.voter_id, lang), each.interest) for each in item.recusals)
        blocks.append(_grid("recusal", "voter interest", rows, lang))
    if given.spread:
        names = {each.id: name_of(each, lang) for each in shipped_criteria()}
        marks = (
            (
                names.get(each.criterion, each.criterion),
                str(each.count),
                numbers.plain(numbers.rounded(Decimal(float(each.mean)), 1), lang),
                f"{each.lowest}–{each.highest}",
                numbers.plain(numbers.rounded(Decimal(each.deviation), 1), lang),
            )
            for each in given.spread
        )
        blocks.append(_grid("score", "criterion count mean range deviation", marks, lang, 1, 2, 3, 4))
    return Part(t("dossier.part.votes", lang), tuple(blocks))


def _vote(given: Dossier, vote: Vote, lang: str) -> tuple[str, ...]:
    condition = t("dossier.vote.condition", lang, text=vote.condition) if vote.condition else ""
    return (
        _person(given, vote.voter_id, lang),
        t(f"enum.ballot.{vote.ballot.value}", lang),
        t(f"enum.channel.{vote.channel.value}", lang),
        numbers.moment(vote.cast_at, lang),
        "\n".join(filter(None, (vote.opinion, condition))),
    )


def _result(given: Dossier, lang: str) -> Part | None:
    ended = given.item.resolution
    if ended is None or not (ended.note or ended.conditions):
        return None
    blocks: list[Block] = [Words(ended.note)] if ended.note else []
    if ended.conditions:
        rows = (_condition(given, each, lang) for each in ended.conditions)
        blocks.append(_grid("condition", "text owner due state proof", rows, lang))
    return Part(t("dossier.part.conditions", lang), tuple(blocks))


def _condition(given: Dossier, each: Condition, lang: str) -> tuple[str, ...]:
    settled = [each.proof, _person(given, each.settled_by, lang) if each.settled_by else ""]
    settled.append(numbers.day(each.settled_on, lang) if each.settled_on else "")
    return (
        each.text,
        _person(given, each.owner_id, lang),
        numbers.day(each.due, lang) if each.due else "–",
        t(f"enum.condition_state.{each.state.value}", lang),
        " · ".join(filter(None, settled)),
    )


def _payments(given: Dossier, lang: str) -> Part | None:
    if not given.payments:
        return None
    rows = (
        (
            numbers.day(each.paid_on, lang),
            won(each.amount_won, lang),
            numbers.plain(Decimal(each.shares), lang),
            each.proof,
            t("dossier.payment.void", lang, because=each.voided_because) if each.voided_because else "",
        )
        for each in given.payments
    )
    return Part(
        t("dossier.part.payments", lang), (_grid("payment", "day amount shares proof state", rows, lang, 1, 2),)
    )


def _eligibility(given: Dossier, lang: str) -> Part | None:
    judged = given.judged
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
            each.rule.id,
            each.rule.title.in_(lang),
            t(f"dossier.answer.{each.finding.answer.value}", lang),
            explain(each.rule, each.finding, lang, words),
            each.rule.source,
        )
        for each in judged.answers
    )
    return Part(t("dossier.part.eligibility", lang), (facts, _grid("rule", "id title answer why source", rows, lang)))


def _relied(given: Dossier, metrics: Mapping[str, Metric], lang: str) -> Part:
    heading = t("dossier.part.relied", lang)
    if not given.pages:
        return Part(heading, (Words(t("dossier.no_relied", lang)),))
    numbered = list(enumerate((claim for page in given.pages for claim in page.claims), start=1))
    place = {claim.claim_id: number for number, claim in numbered}
    decks = {claim.claim_id: page.deck_name for page in given.pages for claim in page.claims}
    rows = (_claim(given, number, claim, decks[claim.claim_id], metrics, lang) for number, claim in numbered)
    table = _grid("claim", "number metric value place quote verified", rows, lang, 0)
    return Part(heading, (table, *(_page(each, place, lang) for each in given.pages)))


def _claim(  # the figure, its number and its deck
    given: Dossier, number: int, claim: ReliedClaim, deck: str, metrics: Mapping[str, Metric], lang: str
) -> tuple[str, ...]:
    when = numbers.period(claim.period, lang)
    value = numbers.quantity(claim.quantity, lang)
    verified = [_person(given, claim.verified_by, lang), numbers.moment(claim.verified_at, lang)]
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


def _page(shown: ShownPage, place: Mapping[str, int], lang: str) -> Block:
    deck = shown.deck_name or t("dossier.no_deck", lang)
    if shown.picture is None or shown.size_pt is None:
        return Words(t("dossier.no_picture", lang, deck=deck, page=shown.page), quiet=True)
    marks = tuple(Marked(place[claim.claim_id], box) for claim in shown.claims for box in claim.boxes)
    return Page(t("dossier.place", lang, deck=deck, page=shown.page), shown.picture, shown.size_pt, marks)


def _minutes(given: Dossier, lang: str) -> Part | None:
    return Part(t("dossier.part.minutes", lang), (Words(given.session.minutes),)) if given.session.minutes else None
