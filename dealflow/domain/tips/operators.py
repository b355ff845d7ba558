"""TIPS operators: general (one investor) or specialised (a consortium), their term, members and slots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OperatorKind(StrEnum):
    """일반 운영사 or 특화 운영사."""

    GENERAL = "general"
    SPECIALISED = "specialised"


class MemberRole(StrEnum):
    """What a member does in the consortium."""

    LEAD = "lead"
    INVESTOR = "investor"
    RND_COMPANY = "rnd_company"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an operator, for a time. ``organisation_id`` is empty where the house is not in this workspace."""

    organisation_id: str
    name: str
    role: MemberRole
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Allotment:
    """Recommendation slots (추천권) of one programme and period."""

    programme: str
    since: date
    until: date
    slots: int


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One use of a slot: which engagement, when, judged by which rule pack."""

    id: str
    engagement_id: str
    company_id: str
    programme: str
    recommended_on: date
    slot: int
    ruleset_id: str
    outcome: str
    withdrawn_because: str = ""
    confirmation: str = ""
    """What the recommender wrote where the judgement was neither a pass nor a failure."""
    unproven: tuple[str, ...] = ()
    """What blocking rules asked for and nobody showed (``SUT-07/sme_certificate``): ticked one by one."""
    second_id: str = ""
    """The colleague who looked at it, too, where the operator wants two persons for what is unproven."""


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator designated by the ministry; its books belong to ``organisation_id``, its lead member."""

    id: str
    organisation_id: str
    kind: OperatorKind
    number: str
    term_from: date
    term_to: date | None
    members: tuple[Member, ...] = ()
    allotments: tuple[Allotment, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    second_person: bool = False
    """Whether a recommendation with something unproven needs a second person."""
