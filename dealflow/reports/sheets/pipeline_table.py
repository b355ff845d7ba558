"""The pipeline as a table that computes, in our own shape (which our import takes back) or another program's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from dealflow.actions.pipeline.deal_figures import DealFigures
from dealflow.actions.pipeline.engagement_views import EngagementRow
from dealflow.domain.claims.company import Company, CompanyProfile
from dealflow.domain.pipeline.deal_sizes import SizeField
from dealflow.domain.pipeline.funnel import Reason, Track
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.i18n import name_of, t
from dealflow.reports.pipeline.status_words import status_words
from dealflow.reports.sheets.sheet_rows import Value
from dealflow.reports.sheets.table_files import Column, Kind


class Shape(StrEnum):
    """For which program a table is shaped."""

    OWN = "own"
    AFFINITY = "affinity"
    HUBSPOT = "hubspot"


OWN: Final[tuple[tuple[str, Kind], ...]] = (
    ("name", Kind.TEXT), ("name_en", Kind.TEXT), ("biz_reg_no", Kind.TEXT), ("region", Kind.TEXT),
    ("sector", Kind.TEXT), ("about", Kind.LONG), ("website", Kind.TEXT), ("source", Kind.TEXT), ("tags", Kind.TEXT),
    ("track", Kind.TEXT), ("investor", Kind.TEXT), ("round", Kind.TEXT), ("stage", Kind.TEXT),
    ("changed_on", Kind.DAY), ("days", Kind.WHOLE), ("opened_on", Kind.DAY), ("status", Kind.TEXT),
    ("reason", Kind.TEXT), ("asked", Kind.WHOLE), ("ticket", Kind.WHOLE), ("pre_money", Kind.WHOLE),
    ("currency", Kind.TEXT), ("assignee", Kind.TEXT), ("next_step", Kind.LONG), ("next_due", Kind.DAY),
    ("last_on", Kind.DAY), ("id", Kind.TEXT),
)  # fmt: skip
"""What a column says and holds; headings at ``sheets.use.<id>``, meanings at ``sheets.meaning.<id>``."""
_SHAPES: Final[Mapping[Shape, tuple[tuple[str, str], ...]]] = {
    Shape.AFFINITY: (
        ("Organization Name", "name"), ("Organization Website", "website"), ("Industry", "sector"),
        ("Location", "region"), ("List", "track"), ("Round", "round"), ("Status", "stage"), ("Deal Status", "status"),
        ("Pass Reason", "reason"), ("Amount Raising", "asked"), ("Our Ticket", "ticket"), ("Currency", "currency"),
        ("Owners", "assignee"), ("Source", "source"), ("Tags", "tags"), ("Date Added", "opened_on"),
        ("Stage Since", "changed_on"), ("Next Step", "next_step"), ("Next Step Date", "next_due"),
    ),
    Shape.HUBSPOT: (
        ("Company name", "name"), ("Company Domain Name", "domain"), ("Industry", "sector"), ("City", "region"),
        ("Deal Name", "deal_name"), ("Pipeline", "track"), ("Deal Stage", "stage"), ("Deal Status", "status"),
        ("Amount", "asked"), ("Currency", "currency"), ("Deal owner", "assignee"), ("Create Date", "opened_on"),
        ("Next step", "next_step"), ("Next step due", "next_due"), ("Closed Lost Reason", "reason"),
        ("Original Source", "source"),
    ),
}  # fmt: skip
_KINDS: Final[Mapping[str, Kind]] = dict(OWN)


class PipelineTable:
    """The columns and rows of a pipeline in one language and shape; rows are made as they are taken."""

    def __init__(self, shape: Shape, tracks: Sequence[Track], reasons: Sequence[Reason], lang: str) -> None:
        self._shape, self._lang = shape, lang
        self._tracks = {track.id: track for track in tracks}
        self._reasons = {reason.id: name_of(reason, lang) for reason in reasons}

    def columns(self) -> tuple[Column, ...]:
        """Return the columns with their meanings."""
        if self._shape is Shape.OWN:
            return tuple(
                Column(t(f"sheets.use.{name}", self._lang), kind, t(f"sheets.meaning.{name}", self._lang))
                for name, kind in OWN
            )
        return tuple(
            Column(heading, _KINDS.get(name, Kind.TEXT), t(f"sheets.meaning.{name}", self._lang))
            for heading, name in _SHAPES[self._shape]
        )

    def rows(
        self,
        rows: Sequence[EngagementRow],
        figures: Mapping[str, DealFigures],
        companies: Mapping[str, Company],
        profiles: Mapping[str, CompanyProfile],
        sources: Mapping[str, str],
    ) -> Iterator[tuple[Value, ...]]:
        """Yield one line a deal. ``sources``: the ways in which a company came, by id, in words."""
        names = [name for name, _ in OWN] if self._shape is Shape.OWN else [name for _, name in _SHAPES[self._shape]]
        for row in rows:
            values = self._deal(row, figures.get(row.engagement.id, DealFigures()))
            values |= _company(companies.get(row.engagement.company_id), row)
            values |= _profile(profiles.get(row.engagement.company_id), sources)
            values["deal_name"] = " ".join(filter(None, (row.company_name, row.engagement.round_label)))
            yield tuple(values.get(name) for name in names)

    def _deal(self, row: EngagementRow, figures: DealFigures) -> dict[str, Value]:
        deal, lang = row.engagement, self._lang
        track = self._tracks[deal.track]
        amounts = {name: figures.amount(SizeField(name)) for name in SizeField}
        currency = next((amount.unit for amount in amounts.values() if amount is not None), None)
        return {
            "track": name_of(track, lang),
            "investor": (row.investor_en if lang == "en" else row.investor_ko) or row.investor_ko,
            "round": deal.round_label,
            "stage": name_of(track.stage(deal.stage), lang),
            "changed_on": korean_day(deal.stage_since),
            "days": row.days_in_stage,
            "opened_on": korean_day(deal.opened_at),
            "status": status_words(deal, lang),
            "reason": self._reasons.get(deal.reason or "", ""),
            **{name.value: _amount(amount, currency) for name, amount in amounts.items()},
            "currency": currency.value if currency is not None else "",
            "assignee": row.assignee_name,
            "next_step": deal.next_step,
            "next_due": deal.next_due,
            "last_on": korean_day(deal.last_event_at),
            "id": deal.id,
        }


def _amount(quantity: Quantity | None, currency: Unit | None) -> Value:
    """Return an amount as a number of the row's currency; one of another currency is told in words."""
    if quantity is None:
        return None
    if quantity.value is None or quantity.unit is not currency:
        ends = "~".join(f"{amount:,f}" for amount in quantity.amounts)
        return f"{ends} {quantity.unit}"
    return quantity.value


def _company(company: Company | None, row: EngagementRow) -> dict[str, Value]:
    if company is None:
        return {"name": row.company_name, "name_en": row.company_name_en}
    return {
        "name": company.name,
        "name_en": company.name_en,
        "biz_reg_no": company.biz_reg_no or "",
        "region": company.region,
        "sector": company.sector,
    }


def _profile(profile: CompanyProfile | None, sources: Mapping[str, str]) -> dict[str, Value]:
    if profile is None:
        return {}
    return {
        "about": profile.about,
        "website": profile.website,
        "domain": profile.website.partition("://")[2].partition("/")[0].removeprefix("www."),
        "source": sources.get(profile.source, ""),
        "tags": ", ".join(profile.tags),
    }
