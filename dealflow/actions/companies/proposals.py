"""What decks and merged companies say of a record: round, region, registration number, sector; each is confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from dealflow.actions.claims import review
from dealflow.actions.companies.companies import amend_company
from dealflow.actions.companies.company_profile import keep_profile, profile_of
from dealflow.actions.companies.company_record import CompanyRecord
from dealflow.actions.companies.company_rights import known_company
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.catalogue.terms import english_terms
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView
from dealflow.domain.claims.claims import ReviewState, Scope
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.values.regions import PROVINCES, province_of
from dealflow.domain.values.register_numbers import biz_reg_no_valid
from dealflow.domain.values.rounds import round_name

_MOST_ROUNDS: Final = 5
_LEAST_HITS: Final = 2
"""A sector is proposed where at least so many figures of the company's decks speak of it."""


class Field(StrEnum):
    """What can be proposed."""

    ROUND = "round"
    REGION = "region"
    SECTOR = "sector"
    BIZ_REG_NO = "biz_reg_no"
    NAME_EN = "name_en"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a field of the record that is empty there, and the claim that says it.

    Without a claim it is what a company that was merged into this one was registered with.
    """

    field: Field
    value: str
    claim_id: str = ""
    deck_id: str = ""
    page: int = 0
    """The page whose words say it, where no claim does."""


def proposals(record: CompanyRecord) -> tuple[Proposal, ...]:
    """Return what the decks say of fields that the record leaves empty and that the viewer may fill."""
    views = _surest_first(record.claims)
    company = record.company
    made: list[Proposal | None] = [] if record.noted.profile.round_label else [*_rounds(views)]
    if record.is_kept:
        made += [] if company.name_en else [_of_merged(record, Field.NAME_EN)]
        made += [] if company.region else [_of_merged(record, Field.REGION) or _region(views)]
        made += [] if company.biz_reg_no else [_of_merged(record, Field.BIZ_REG_NO) or _number(views)]
        made += [] if company.sector else [_of_merged(record, Field.SECTOR) or _sector(views)]
    rounds = {row.engagement.round_label for row in record.engagements}
    return tuple(
        proposal
        for proposal in made
        if proposal is not None and not (proposal.field is Field.ROUND and proposal.value in rounds)
    )


def said_of(looking: Looking, deck_id: str) -> Mapping[Field, str]:
    """Return what a deck says of the company that it is of, for whoever registers that one now.

    Of a round nothing where it speaks of several.

    Raises:
        NotFoundError: there is no deck that the viewer may see.
    """
    views = _surest_first(review.claims(looking, deck_id))
    rounds = _rounds(views)
    made = (rounds[0] if len(rounds) == 1 else None, _region(views), _number(views), _sector(views))
    return {proposal.field: proposal.value for proposal in made if proposal is not None}


def _surest_first(views: Iterable[ClaimView]) -> list[ClaimView]:
    return sorted(
        (view for view in views if view.state is not ReviewState.REJECTED),
        key=lambda view: (view.state not in CERTAIN, -view.claim.confidence, view.claim.id),
    )


@transacted
def confirm(acting: Acting, company_id: str, proposal: Proposal) -> None:
    """Take a proposal over into the record: round and what it does into the house's notes, the rest for everyone.

    Raises:
        NotAllowedError, NotFoundError: the role may not, or others keep the company; the viewer knows of none.
    """
    if proposal.field in {Field.ROUND, Field.ABOUT}:
        noted = profile_of(acting, company_id).profile
        is_round = proposal.field is Field.ROUND
        kept = replace(noted, round_label=proposal.value) if is_round else replace(noted, about=proposal.value)
        keep_profile(acting, company_id, kept)
        return
    company = known_company(acting, company_id)
    details = CompanyDetails(company.name, company.name_en, company.biz_reg_no, company.region, company.sector)
    amend_company(acting, company_id, replace(details, **{proposal.field.value: proposal.value}))


def _of_merged(record: CompanyRecord, field: Field) -> Proposal | None:
    """Return what a company that was merged into this one was registered with."""
    values = (getattr(company, field.value) for company in record.merged)
    value = next(filter(None, values), None)
    return None if value is None else Proposal(field, value)


def _rounds(views: Iterable[ClaimView]) -> tuple[Proposal, ...]:
    """Return the rounds that the decks speak of, the surest first: of a history a person takes the present one."""
    said: dict[str, Proposal] = {}
    for view in views:
        value = round_name(view.quantity.text or "") if view.metric == "round" else ""
        if value and view.scope in {Scope.COMPANY, Scope.UNKNOWN}:
            said.setdefault(value, Proposal(Field.ROUND, value, view.claim.id, view.deck_id))
    return tuple(said.values())[:_MOST_ROUNDS]


def _region(views: Iterable[ClaimView]) -> Proposal | None:
    return _first(Field.REGION, views, "hq_location", province_of)


def _number(views: Iterable[ClaimView]) -> Proposal | None:
    return _first(Field.BIZ_REG_NO, views, "biz_reg_no", lambda text: text if biz_reg_no_valid(text) else "")


def _first(field: Field, views: Iterable[ClaimView], metric: str, read: Callable[[str], str]) -> Proposal | None:
    for view in views:
        value = read(view.quantity.text or "") if view.metric == metric else ""
        if value and view.scope in {Scope.COMPANY, Scope.UNKNOWN}:
            return Proposal(field, value, view.claim.id, view.deck_id)
    return None


def _sector(views: Sequence[ClaimView]) -> Proposal | None:
    """Return the listed sector that most figures of the company and its market speak of."""
    hits: Counter[str] = Counter()
    where: dict[str, ClaimView] = {}
    for sector in (term for term in english_terms() if term not in PROVINCES):
        for view in views:
            if view.scope in {Scope.COMPANY, Scope.MARKET} and _speaks_of(view, sector):
                hits[sector] += 1
                where.setdefault(sector, view)
    if not hits:
        return None
    sector, count = max(hits.items(), key=lambda pair: (pair[1], len(pair[0])))
    said = where[sector]
    return Proposal(Field.SECTOR, sector, said.claim.id, said.deck_id) if count >= _LEAST_HITS else None


def _speaks_of(view: ClaimView, sector: str) -> bool:
    words = " ".join((view.claim.label, view.claim.subject or "", view.claim.evidence[0].quote))
    return sector in words
