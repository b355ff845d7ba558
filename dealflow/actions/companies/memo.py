"""The investment report of a company or a deal: everything that it is made of, and the sections that people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dealflow.actions.claims.consistency import Scrutiny
from dealflow.actions.companies import companies
from dealflow.actions.companies.companies import CompanyRecord
from dealflow.actions.investment import deal_scores, deals, exchange_rates
from dealflow.actions.investment.deals import DealView
from dealflow.actions.people import house_settings
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import written
from dealflow.domain.claims.claim_views import ClaimView, Figure, figure
from dealflow.domain.claims.claims import Metric, ReviewState
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.deck import Deck
from dealflow.domain.investment.deal_scoring import Opinion, Scorecard
from dealflow.domain.investment.events import MemoSectionRestored, MemoSectionWritten
from dealflow.domain.investment.memo import EditedSection, MemoSection, edited_sections
from dealflow.domain.people.access import Act, may, require
from dealflow.domain.people.people import Organisation
from dealflow.domain.pipeline.funnel import Engagement, Status, Track
from dealflow.domain.values.event import Recorded
from dealflow.domain.values.exchange_rates import Yardstick
from dealflow.domain.values.quantity import Unit
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import people, pipeline

LONGEST = 20_000
"""Letters of a section."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what a report is: a company, and the deal where the house follows it in one."""

    company_id: str
    engagement_id: str | None = None

    @property
    def id(self) -> str:
        """Return by what the sections that people wrote are kept."""
        return self.engagement_id or self.company_id


@dataclass(frozen=True, slots=True)
class MemoSource:
    """Everything that a report is made of, as the viewer may see it. ``claims``: figures that nobody rejected."""

    subject: Subject
    company: Company
    house: Organisation | None
    claims: tuple[ClaimView, ...]
    decks: Mapping[str, Deck]
    metrics: Mapping[str, Metric]
    scrutiny: Scrutiny
    engagement: Engagement | None
    track: Track | None
    deal: DealView | None
    opinion: Opinion | None
    card: Scorecard | None
    edited: Mapping[MemoSection, EditedSection]
    names: Mapping[str, str]
    stick: Yardstick
    on: date
    logo: bytes = b""
    """The picture of the viewer's house."""

    def best(self, metric_id: str) -> Figure | None:
        """Return the one figure of a metric to show."""
        if metric_id not in self.metrics:
            return None
        return figure(self.metrics[metric_id], self.claims, dict(self.decks))

    def view(self, claim_id: str) -> ClaimView | None:
        """Return a figure by its id."""
        return next((view for view in self.claims if view.claim.id == claim_id), None)


@dataclass(frozen=True, slots=True)
class NewSection:
    """What a person wrote for a section in a language, over what had been made (``domain.investment.memo.imprint``)."""

    section: MemoSection
    lang: str
    text: str
    made_from: str


def subjects(looking: Looking, company_id: str) -> tuple[Subject, ...]:
    """Return of what a report can be made for a company: each deal of the house that is not closed, else the company.

    The latest deal is first.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        engaged = [
            engagement
            for engagement in pipeline.engagements(session, looking.ws.name, looking.viewer)
            if engagement.company_id == company_id
        ]
    engaged.sort(key=lambda engagement: (engagement.status is not Status.ACTIVE, -engagement.opened_at.timestamp()))
    return tuple(Subject(company_id, engagement.id) for engagement in engaged) or (Subject(company_id),)


def source(looking: Looking, subject: Subject, *, on: date, lang: str) -> MemoSource:
    """Return what a report is made of.

    Raises:
        NotFoundError: the viewer knows of no such company, or the deal is not in their books or of another company.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    record = companies.company(looking, subject.company_id, on=on)
    deal = None if subject.engagement_id is None else deals.deal(looking, subject.engagement_id, on=on)
    engagement = None if deal is None else deal.engagement
    if engagement is not None and engagement.company_id != subject.company_id:
        raise NotFoundError(kind="engagement", id=engagement.id)
    with looking.ws.ledger.read() as session:
        decks = deck_queries.decks(session, looking.ws.name, looking.viewer, [subject.company_id])
        past = journal.read_stream(session, looking.ws.name, _stream(looking, subject))
        organisations = people.organisations(session, looking.ws.name)
        names = people.names(session, looking.ws.name)
    return MemoSource(
        subject=subject,
        company=record.company,
        house=next((house for house in organisations if house.id == looking.viewer.organisation_id), None),
        claims=_standing(record),
        decks={deck.id: deck for deck in decks},
        metrics={metric.id: metric for metric in looking.ws.metrics},
        scrutiny=record.scrutiny(looking.ws.metrics, on=on),
        engagement=engagement,
        track=None if engagement is None else looking.ws.track(engagement.track),
        deal=deal,
        opinion=None if engagement is None else deal_scores.opinion_of(looking, engagement.id),
        card=None if engagement is None else deal_scores.scorecard(looking, engagement.track),
        edited=edited_sections(past, lang),
        names=names,
        stick=Yardstick(Unit.KRW, exchange_rates.rates(looking), on),
        on=on,
        logo=house_settings.own_logo(looking),
    )


def _standing(record: CompanyRecord) -> tuple[ClaimView, ...]:
    """Return the figures that a report may speak of: not rejected, and still read."""
    return tuple(view for view in record.claims if view.state is not ReviewState.REJECTED and not view.superseded)


def _stream(looking: Looking, subject: Subject) -> str:
    return f"memo:{looking.viewer.organisation_id}:{subject.id}"


@transacted
def write_section(acting: Acting, subject: Subject, written_section: NewSection) -> None:
    """Put what a person wrote in the place of a section; it stays when the report is made anew.

    Raises:
        InvalidInputError: it is empty, too long, or stands so already.
        NotFoundError: the company or deal is not the viewer's to know.
        NotAllowedError: the role may not.
    """
    text = written(written_section.text, "section", longest=LONGEST, required=True)
    past = _past_of_own(acting, subject)
    now = edited_sections(past, written_section.lang).get(written_section.section)
    if now is not None and now.text == text and now.made_from == written_section.made_from:
        raise InvalidInputError(field="section", problem="unchanged")
    event = MemoSectionWritten(
        acting.viewer.organisation_id,
        subject.id,
        written_section.section.value,
        written_section.lang,
        text,
        written_section.made_from,
    )
    acting.record([event], after=len(past))


@transacted
def restore_section(acting: Acting, subject: Subject, section: MemoSection, lang: str) -> None:
    """Let a section be what the books make of it again; what a person wrote stays in the journal.

    Raises:
        InvalidInputError: nobody wrote it.
        NotFoundError: the company or deal is not the viewer's to know.
        NotAllowedError: the role may not.
    """
    past = _past_of_own(acting, subject)
    if section not in edited_sections(past, lang):
        raise InvalidInputError(field="section", problem="unchanged")
    acting.record(
        [MemoSectionRestored(acting.viewer.organisation_id, subject.id, section.value, lang)], after=len(past)
    )


def may_write(looking: Looking) -> bool:
    """Say whether the viewer may write sections of reports."""
    return may(looking.viewer, Act.EDIT_PIPELINE)


def _past_of_own(acting: Acting, subject: Subject) -> tuple[Recorded, ...]:
    """Return what happened to a report of the viewer's house.

    Raises:
        NotFoundError: the company or deal is not the viewer's to know.
        NotAllowedError: the role may not write.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    if company_queries.find_company(acting.session, acting.ws.name, acting.viewer, subject.company_id) is None:
        raise NotFoundError(kind="company", id=subject.company_id)
    if subject.engagement_id is not None:
        own = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, subject.engagement_id)
        if own.company_id != subject.company_id:
            raise NotFoundError(kind="engagement", id=own.id)
    return journal.read_stream(acting.session, acting.ws.name, _stream(acting, subject))
