"""Gates: what must be in place before an engagement may enter a stage. Each is one named function of the facts.

Tracks name gates by their ids (catalogue/tracks.toml). Nobody overrides a gate, and going back needs none. A later
stage cannot be reached around the gates of the stages between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from dealflow.domain.claims.company import Company
from dealflow.domain.investment.approvals import Tabled, approved, open_conditions, standing_approvals
from dealflow.domain.investment.committee import SessionKind
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.investment.share_math import NEW_SHARES, PRICED, price_of
from dealflow.domain.investment.terms_validation import check_terms
from dealflow.domain.pipeline.funnel import Engagement, Stage, Track
from dealflow.domain.tips.findings import Answer
from dealflow.domain.tips.operators import Operator, Recommendation
from dealflow.domain.tips.recommendation_slots import covers, slots_left
from dealflow.domain.values.field_problem import Problem
from dealflow.errors import GateClosedError


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What gates look at. What does not apply to a track, or is not known, is left out."""

    engagement: Engagement
    company: Company
    deal: Deal
    on: date
    tabled: tuple[Tabled, ...] = ()
    """The engagement's agenda items with their sessions."""
    joined: Deal | None = None
    """The deal of the investment that an operator's engagement rests upon."""
    operator: Operator | None = None
    recommendation: Recommendation | None = None
    """The engagement's recommendation that was not withdrawn."""
    programme: str = ""
    eligibility: Answer | None = None
    """The overall answer by the pack of the day; None: nobody has judged."""
    least_won: int | None = None
    """The least pre-investment of the pack; None: not configured."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A closed gate, with what is wrong behind it where that is known; words at ``error.missing.<gate>``."""

    gate: str
    problems: tuple[Problem, ...] = ()


Gate = Callable[[GateFacts], tuple[Problem, ...] | None]
"""Return None for an open gate, what is wrong (perhaps nothing more than that it is closed) for a closed one."""


def missing(stage: Stage, facts: GateFacts) -> tuple[Missing, ...]:
    """Return the closed gates of one stage, in the stage's order; empty: it may be entered."""
    return _closed(stage.gate, facts)


def missing_on_the_way(track: Track, to_stage: str, facts: GateFacts) -> tuple[Missing, ...]:
    """Return the closed gates between the engagement's stage and a later one, that one's included; none for going back.

    Raises:
        InvalidInputError: the track has no such stage.
    """
    here, there = track.position(facts.engagement.stage), track.position(to_stage)
    texts = [gate for stage in track.stages[here + 1 : there + 1] for gate in stage.gate]
    return _closed(tuple(dict.fromkeys(texts)), facts)


def require_open_gates(track: Track, to_stage: str, facts: GateFacts) -> None:
    """Require that no gate on the way to a stage is closed.

    Raises:
        GateClosedError: something must be in place first; ``missing`` holds the ids of the closed gates.
        InvalidInputError: the track has no such stage.
    """
    closed = missing_on_the_way(track, to_stage, facts)
    if closed:
        raise GateClosedError(
            engagement=facts.engagement.id, to=to_stage, missing=tuple(missing.gate for missing in closed)
        )


def _closed(gates: tuple[str, ...], facts: GateFacts) -> tuple[Missing, ...]:
    pairs = ((gate, GATES[gate](facts)) for gate in gates)
    return tuple(Missing(gate, problems) for gate, problems in pairs if problems is not None)


def _unless(there: object) -> tuple[Problem, ...] | None:
    """Return an open gate if the thing is there (and neither empty nor zero), a closed one otherwise."""
    return None if there else ()


def _company_name(facts: GateFacts) -> tuple[Problem, ...] | None:
    return _unless(facts.company.name.strip())


def _business_field(facts: GateFacts) -> tuple[Problem, ...] | None:
    return _unless(facts.company.sector.strip())


def _registration_number(facts: GateFacts) -> tuple[Problem, ...] | None:
    return _unless(facts.company.biz_reg_no)


def _round(facts: GateFacts) -> tuple[Problem, ...] | None:
    return _unless(facts.engagement.round_label.strip())


def _assignee(facts: GateFacts) -> tuple[Problem, ...] | None:
    return _unless(facts.engagement.assignee_id)


def _terms(facts: GateFacts) -> tuple[Problem, ...] | None:
    """Need an instrument and an amount."""
    return _unless(facts.deal.current is not None and facts.deal.current.amount_won > 0)


def _sound_terms(facts: GateFacts) -> tuple[Problem, ...] | None:
    """Need terms in which nothing is wrong."""
    if facts.deal.current is None:
        return ()
    return check_terms(facts.deal.current) or None


def _share_counts(facts: GateFacts) -> tuple[Problem, ...] | None:
    """Need the shares before the round where new ones are issued; those after follow."""
    terms = facts.deal.current
    return _unless(terms is not None and (terms.instrument not in NEW_SHARES or terms.issued_shares))


def _par(facts: GateFacts) -> tuple[Problem, ...] | None:
    """Need the par value where new shares are issued."""
    terms = facts.deal.current
    return _unless(terms is not None and (terms.instrument not in NEW_SHARES or terms.par_won))


def _price(facts: GateFacts) -> tuple[Problem, ...] | None:
    """Need a price a share where shares are bought."""
    terms = facts.deal.current
    return _unless(terms is not None and (terms.instrument not in PRICED or price_of(terms)))


def _papers(facts: GateFacts) -> tuple[Problem, ...] | None:
    """Need an item of a main committee, on the present terms, with its papers."""
    return _unless(
        any(
            tabled.session.kind is SessionKind.MAIN
            and tabled.item.papers
            and tabled.item.terms_version == facts.deal.terms_version
            for tabled in facts.tabled
        )
    )


def _approval(facts: GateFacts) -> tuple[Problem, ...] | None:
    """Need an approval that stands, of one fund at least."""
    if standing_approvals(facts.tabled, facts.deal):
        return None
    void = any(approved(tabled.item, tabled.session) for tabled in facts.tabled)
    return (Problem("approval", "void"),) if void else ()


def _conditions(facts: GateFacts) -> tuple[Problem, ...] | None:
    """Need every condition of the approvals that stand met or waived."""
    waiting = open_conditions(standing_approvals(facts.tabled, facts.deal))
    return (Problem("conditions", "open", {"count": len(waiting)}),) if waiting else None


def _payment(facts: GateFacts) -> tuple[Problem, ...] | None:
    return _unless(facts.deal.paid_won)


def _pre_investment(facts: GateFacts) -> tuple[Problem, ...] | None:
    """Need what was paid in, here or on the joined investment, to reach the pack's least amount (any, if unknown)."""
    paid = facts.deal.paid_won + (0 if facts.joined is None else facts.joined.paid_won)
    if facts.least_won is None or paid == 0:
        return _unless(paid)
    if paid >= facts.least_won:
        return None
    return (Problem("payments", "too_little", {"paid_won": paid, "least_won": facts.least_won}),)


def _operator_term(facts: GateFacts) -> tuple[Problem, ...] | None:
    return _unless(facts.operator is not None and covers(facts.operator, facts.on))


def _free_slot(facts: GateFacts) -> tuple[Problem, ...] | None:
    """Need a slot that is free, or one used by this engagement's own recommendation."""
    if facts.recommendation is not None:
        return None
    return _unless(facts.operator is not None and slots_left(facts.operator, facts.programme, facts.on) > 0)


def _eligibility(facts: GateFacts) -> tuple[Problem, ...] | None:
    """Need a judgement in which no blocking rule fails; what cannot be judged does not block."""
    return _unless(facts.eligibility is not None and facts.eligibility is not Answer.FAIL)


def _recommendation(facts: GateFacts) -> tuple[Problem, ...] | None:
    return _unless(facts.recommendation is not None and not facts.recommendation.withdrawn_because)


GATES: Final[Mapping[str, Gate]] = MappingProxyType(
    {
        "company_name": _company_name,
        "business_field": _business_field,
        "registration_number": _registration_number,
        "round": _round,
        "assignee": _assignee,
        "terms": _terms,
        "sound_terms": _sound_terms,
        "share_counts": _share_counts,
        "par": _par,
        "price": _price,
        "papers": _papers,
        "approval": _approval,
        "conditions": _conditions,
        "payment": _payment,
        "pre_investment": _pre_investment,
        "operator_term": _operator_term,
        "free_slot": _free_slot,
        "eligibility": _eligibility,
        "recommendation": _recommendation,
    }
)
"""Every gate that a track may name: one for each of ``gate_ids.GATE_IDS``."""
