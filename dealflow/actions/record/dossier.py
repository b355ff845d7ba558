"""The decision dossier: everything about one agenda item as it was decided, gathered for one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dealflow.actions.claims import deck_log, marked_pages
from dealflow.actions.claims.page_images import page_picture
from dealflow.actions.people import house_settings
from dealflow.actions.platform.context import Looking
from dealflow.actions.tips import eligibility
from dealflow.decks import page_marks
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.confidentiality import ViewWay
from dealflow.domain.claims.deck import Deck
from dealflow.domain.investment import voting
from dealflow.domain.investment.approvals import Tabled, Validity, tabled_of, validity
from dealflow.domain.investment.committee import AgendaItem, CommitteeSession, Fund, ReliedClaim, Tally
from dealflow.domain.investment.deal_terms import Deal, Payment, Terms
from dealflow.domain.investment.scoring import Spread, spread, visible_scores
from dealflow.domain.investment.session_state import item_of
from dealflow.domain.investment.share_math import Round, round_of
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.people import Organisation
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.tips.findings import Finding, Outcome
from dealflow.domain.tips.rule_packs import Rule, RulePack
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import DealflowError, InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.journal import Head
from dealflow.store.ledger.queries import companies, investment, people, pipeline
from dealflow.store.ledger.queries import decks as deck_queries

_MOST_PICTURES = 24
"""Pages that a dossier shows at most; the figures of further ones are still told with their words."""
_DPI = 110


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """One rule's answer with the rule itself, for its words."""

    rule: Rule
    finding: Finding


@dataclass(frozen=True, slots=True)
class Judged:
    """The eligibility of the operator's engagement that rests on this one, by the pack of its day."""

    pack: RulePack
    on: date
    answers: tuple[RuleAnswer, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of a deck with the figures that the decision relied upon; ``picture`` is a JPEG, None: cannot be drawn."""

    deck_name: str
    page: int
    size_pt: tuple[float, float] | None
    claims: tuple[ReliedClaim, ...]
    picture: bytes | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """One item of a committee with everything that belongs to it.

    ``validity``: what its approval is worth when the dossier is made; None: no main committee approved it.
    """

    house: Organisation | None
    company: Company | None
    engagement: Engagement | None
    fund: Fund | None
    session: CommitteeSession
    item: AgendaItem
    tally: Tally
    quorum: int
    terms: Terms | None
    round: Round | None
    """What the terms come to in whole shares and won; None where they are not complete."""
    payments: tuple[Payment, ...]
    spread: tuple[Spread, ...]
    judged: Judged | None
    pages: tuple[ShownPage, ...]
    validity: Validity | None
    names: Mapping[str, str]
    fund_names: Mapping[str, Fund]
    head: Head
    is_demo: bool
    made_at: datetime
    logo: bytes = b""


def dossier(looking: Looking, session_id: str, item_id: str, *, at: datetime) -> Dossier:
    """Return everything about one agenda item of the viewer's house.

    Raises:
        NotFoundError: there is no such item in the viewer's books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        head = journal.head(session, looking.ws.name)
        pair = investment.find_session(session, looking.ws.name, looking.viewer, session_id)
        if pair is None:
            raise NotFoundError(kind="session", id=session_id)
        item = item_of(pair[0], item_id)
        deal = investment.deal(session, looking.ws.name, looking.viewer, item.engagement_id)
        sessions = investment.sessions_of_engagement(session, looking.ws.name, looking.viewer, item.engagement_id)
        company = companies.find_company(session, looking.ws.name, looking.viewer, item.company_id)
        engagement = pipeline.find_engagement(session, looking.ws.name, looking.viewer, item.engagement_id)
        funds = {fund.id: fund for fund in investment.funds(session, looking.ws.name, looking.viewer)}
        names = people.names(session, looking.ws.name)
        houses = people.organisations(session, looking.ws.name)
        judged = _judged(looking.within(session), item, at)
    house = next((organisation for organisation in houses if organisation.id == looking.viewer.organisation_id), None)
    terms = _terms(deal, item)
    ended = item.resolution
    return Dossier(
        house=house,
        company=company,
        engagement=engagement,
        fund=funds.get(item.fund_id),
        session=pair[0],
        item=item,
        tally=ended.tally if ended is not None and ended.tally is not None else voting.tally(item, pair[0].present),
        quorum=voting.quorum(item),
        terms=terms,
        round=None if terms is None else _round(terms),
        payments=tuple(payment for payment in deal.payments if payment.fund_id == item.fund_id),
        spread=spread(item) if visible_scores(item, looking.viewer.person_id) == item.scores else (),
        judged=judged,
        pages=_pages(looking, item, at),
        validity=validity(Tabled(item, pair[0]), tabled_of(sessions, item.engagement_id), deal),
        names=names,
        fund_names=funds,
        head=head,
        is_demo=bool((company is not None and company.is_demo) or (house is not None and house.is_demo)),
        made_at=at,
        logo=house_settings.own_logo(looking),
    )


def _terms(deal: Deal, item: AgendaItem) -> Terms | None:
    """Return the terms that were voted on."""
    return deal.terms[item.terms_version - 1] if 0 < item.terms_version <= deal.terms_version else None


def _round(terms: Terms) -> Round | None:
    try:
        return round_of(terms)
    except InvalidInputError:
        return None


def _judged(looking: Looking, item: AgendaItem, at: datetime) -> Judged | None:
    """Return the eligibility of the item's engagement, or of the operator's joined to it, as the decision found it."""
    ended = item.resolution
    moment, relied = (at, ()) if ended is None else (ended.resolved_at, ended.relied)
    judged = eligibility.judged_then(looking, item.engagement_id, moment, relied)
    pack, findings, outcome = judged
    if pack is None or outcome is None:
        return None
    rules = {rule.id: rule for rule in pack.rules}
    answers = tuple(RuleAnswer(rules[finding.rule_id], finding) for finding in findings if finding.rule_id in rules)
    return Judged(pack, korean_day(moment), answers, outcome)


def _pages(looking: Looking, item: AgendaItem, at: datetime) -> tuple[ShownPage, ...]:
    """Return the pages that the relied-upon figures stand on, in the order of decks and pages."""
    relied = () if item.resolution is None else item.resolution.relied
    places = sorted({(relied_claim.deck_id, relied_claim.page) for relied_claim in relied})
    with looking.ws.ledger.read() as session:
        decks = {
            deck_id: deck_queries.find_deck(session, looking.ws.name, looking.viewer, deck_id) for deck_id, _ in places
        }
    pages = []
    for number, (deck_id, page) in enumerate(places):
        deck = decks[deck_id]
        sizes = () if deck is None else deck.page_sizes_pt
        pages.append(
            ShownPage(
                deck_name="" if deck is None else deck.file_name,
                page=page,
                size_pt=sizes[page - 1] if 1 <= page <= len(sizes) else None,
                claims=tuple(
                    relied_claim
                    for relied_claim in relied
                    if (relied_claim.deck_id, relied_claim.page) == (deck_id, page)
                ),
                picture=_picture(looking, deck, page, at) if number < _MOST_PICTURES else None,
            )
        )
    return tuple(pages)


def _picture(looking: Looking, deck: Deck | None, page: int, at: datetime) -> bytes | None:
    """Return a page's picture; a dossier is made without those that cannot be drawn or are not there any more.

    Another house's page bears the reader's name, and that it was taken into a paper is noted.
    """
    if deck is None:
        return None
    try:
        picture = page_picture(looking, deck.id, page, dpi=_DPI)
    except DealflowError:
        return None
    deck_log.saw(looking, deck.id, page, ViewWay.PAPER, at=at)
    is_plain = marked_pages.gets_original(looking, deck)
    return picture if is_plain else page_marks.marked(picture, marked_pages.mark_of(looking, at))
