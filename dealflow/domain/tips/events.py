"""What can happen to operators, to what eligibility asks of companies and rules, and to reports.

As in every area: ids of persons only (names can be asked to be destroyed), and new fields get defaults, so that old
payloads can always be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from dealflow.domain.tips.grant_projects import GrantProject
from dealflow.domain.tips.operators import Allotment, Member, OperatorKind, Recommendation


class _OfOperator:
    """What events of an operator share: the stream that orders them."""

    __slots__ = ()
    operator_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"operator:{self.operator_id}"


@dataclass(frozen=True, slots=True)
class OperatorDesignated(_OfOperator):
    """An operator was designated, or its designation changed; the values are the present ones."""

    kind: ClassVar[str] = "operator_designated"
    operator_id: str
    organisation_id: str
    operator_kind: OperatorKind
    number: str
    term_from: date
    term_to: date | None
    members: tuple[Member, ...]
    second_person: bool = False


@dataclass(frozen=True, slots=True)
class SlotsAllotted(_OfOperator):
    """Recommendation slots were allotted for a programme and period."""

    kind: ClassVar[str] = "slots_allotted"
    operator_id: str
    allotment: Allotment


@dataclass(frozen=True, slots=True)
class Recommended(_OfOperator):
    """The operator recommended a company, which uses a slot."""

    kind: ClassVar[str] = "recommended"
    operator_id: str
    recommendation: Recommendation


@dataclass(frozen=True, slots=True)
class RecommendationWithdrawn(_OfOperator):
    """A recommendation was taken back; its slot is free again."""

    kind: ClassVar[str] = "recommendation_withdrawn"
    operator_id: str
    recommendation_id: str
    because: str


@dataclass(frozen=True, slots=True)
class CompanyFactKept:
    """An organisation noted what eligibility asks of a company (a certificate, a figure, a flag), with its proof."""

    kind: ClassVar[str] = "company_fact_kept"
    company_id: str
    organisation_id: str
    fact: str
    """An id of catalogue/eligibility_facts.toml."""
    value: str
    """Canonical text: whole won, ISO dates, true/false, codes joined by commas; empty: no longer known."""
    as_of: date | None = None
    valid_to: date | None = None
    proof: str = ""
    document_id: str = ""
    """The file that shows it."""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"facts:{self.company_id}:{self.organisation_id}"


@dataclass(frozen=True, slots=True)
class FilingKept:
    """The sheet of a report (r1, r2) and its state: not filed, filed, received. Locked once received."""

    kind: ClassVar[str] = "filing_kept"
    filing_id: str
    owner_id: str
    report: str
    session_id: str
    item_id: str
    state: str
    values: tuple[tuple[str, str], ...] = ()
    filed_at: datetime | None = None
    filed_by: str = ""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"filing:{self.filing_id}"


@dataclass(frozen=True, slots=True)
class FigureKept:
    """A house set its own value for a figure of a rule pack that no public source confirms, or took it back."""

    kind: ClassVar[str] = "figure_kept"
    owner_id: str
    pack_id: str
    rule_id: str
    figure: str
    value: str
    """Canonical text: whole numbers, true or false, a mode, codes joined by commas; empty: taken back."""
    because: str = ""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"figures:{self.owner_id}"


@dataclass(frozen=True, slots=True)
class GrantProjectKept:
    """What is known of a project with a grant was changed: all its values anew. ``undoes``: the event taken back."""

    kind: ClassVar[str] = "grant_project_kept"
    project: GrantProject
    undoes: int | None = None

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"grant_project:{self.project.id}"


@dataclass(frozen=True, slots=True)
class SharingKept:
    """A house let an agency or association see its results, or no longer; without one: other operators that agree."""

    kind: ClassVar[str] = "sharing_kept"
    house_id: str
    to_id: str
    is_given: bool

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"sharing:{self.house_id}:{self.to_id}"


OperatorEvent = OperatorDesignated | SlotsAllotted | Recommended | RecommendationWithdrawn
TipsEvent = OperatorEvent | CompanyFactKept | FilingKept | FigureKept | GrantProjectKept | SharingKept
