"""An award of best cases: its call, the entries, the judges and their sheets, and how sheets become a ranking.

A judge sees entries by number and case, and no other judge's marks. Whoever has an interest stands aside with a reason
and counts for that entry neither as marks nor as missing ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from dealflow.errors import InvalidInputError


class AwardRound(StrEnum):
    """Where sheets are filled in: at the regional offices, and in the final."""

    REGIONAL = "regional"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Office:
    """A regional office that holds a preliminary."""

    id: str
    name_ko: str
    name_en: str


@dataclass(frozen=True, slots=True)
class AwardCriterion:
    """One line of the score sheet with its most points."""

    id: str
    name_ko: str
    name_en: str
    points: int


@dataclass(frozen=True, slots=True)
class Prize:
    """A prize and how many of it are given; the highest stands first."""

    id: str
    name_ko: str
    name_en: str
    count: int


@dataclass(frozen=True, slots=True)
class Award:
    """An award with its call. ``finalists``: how many of each office go to the final."""

    id: str
    owner_id: str
    title_ko: str
    title_en: str
    year: int
    opens_on: date | None
    closes_on: date | None
    call: str
    criteria: tuple[AwardCriterion, ...]
    prizes: tuple[Prize, ...]
    finalists: int


@dataclass(frozen=True, slots=True)
class AwardEntry:
    """One case that was handed in. ``number``: by what judges know it; ``prize_id``: what it won."""

    id: str
    award_id: str
    owner_id: str
    engagement_id: str
    company_id: str
    office_id: str
    number: int
    case_title: str
    summary: str = ""
    evidence: str = ""
    is_finalist: bool = False
    prize_id: str = ""
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge of one round (and office); known by a label alone, as no name is needed to count marks."""

    id: str
    award_id: str
    owner_id: str
    round: AwardRound
    office_id: str
    label: str
    secret_hash: str
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """What one judge says of one entry: points by criterion, or why the judge stands aside."""

    judge_id: str
    entry_id: str
    award_id: str
    owner_id: str
    marks: tuple[tuple[str, int], ...] = ()
    comment: str = ""
    recused_because: str = ""

    @property
    def total(self) -> int:
        """Return the sum of the points."""
        return sum(points for _, points in self.marks)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entry with the mean of its sheets. ``rank`` None: no sheet counts yet; equal means share a rank."""

    entry: AwardEntry
    mean: Fraction | None
    sheets: int
    recused: int
    waiting: int
    """Judges of whom nothing is in yet."""
    rank: int | None


def require_sound_award(award: Award) -> None:
    """Require that an award can be judged: criteria with points, prizes, days in order, at least one finalist.

    Raises:
        InvalidInputError: it cannot.
    """
    if not award.criteria or any(criterion.points <= 0 for criterion in award.criteria):
        raise InvalidInputError(field="criteria", problem="missing")
    if not award.prizes or any(prize.count <= 0 for prize in award.prizes):
        raise InvalidInputError(field="prize", problem="missing")
    if award.opens_on and award.closes_on and award.closes_on < award.opens_on:
        raise InvalidInputError(field="closes_on", problem="before_start", value=award.closes_on.isoformat())
    if award.finalists <= 0:
        raise InvalidInputError(field="finalists", problem="not_positive", value=award.finalists)


def require_sound_sheet(award: Award, sheet: ScoreSheet) -> None:
    """Require that a sheet says something whole: all criteria within their points, or why the judge stands aside.

    Raises:
        InvalidInputError: it does not.
    """
    if sheet.recused_because:
        if sheet.marks:
            raise InvalidInputError(field="score", problem="recused")
        return
    most = {criterion.id: criterion.points for criterion in award.criteria}
    marks = dict(sheet.marks)
    if set(marks) != set(most) or len(sheet.marks) != len(most):
        raise InvalidInputError(field="score", problem="missing")
    for criterion_id, points in marks.items():
        if not 0 <= points <= most[criterion_id]:
            raise InvalidInputError(field="score", problem="outside", value=points)


def ranking(entries: Iterable[AwardEntry], sheets: Iterable[ScoreSheet], judges: Sequence[Judge]) -> tuple[Ranked, ...]:
    """Return entries by the mean of their sheets, the best first; what has no sheet yet stands last, by number.

    ``judges``: those of the round who may fill in sheets of these entries; sheets of others do not count.
    """
    known = {judge.id for judge in judges}
    by_entry: dict[str, list[ScoreSheet]] = {}
    for sheet in sheets:
        if sheet.judge_id in known:
            by_entry.setdefault(sheet.entry_id, []).append(sheet)
    known_entries = tuple(entries)
    means = {entry.id: _mean(by_entry.get(entry.id, ())) for entry in known_entries}
    order = sorted(known_entries, key=lambda entry: (means[entry.id] is None, -(means[entry.id] or 0), entry.number))
    better = [mean for mean in means.values() if mean is not None]
    ranked = []
    for entry in order:
        own, mean = by_entry.get(entry.id, []), means[entry.id]
        recused = sum(bool(sheet.recused_because) for sheet in own)
        rank = None if mean is None else 1 + sum(other > mean for other in better)
        ranked.append(Ranked(entry, mean, len(own) - recused, recused, len(known) - len(own), rank))
    return tuple(ranked)


def chosen(ranked: Sequence[Ranked], many: int) -> tuple[AwardEntry, ...]:
    """Return the best so many entries.

    Raises:
        InvalidInputError: a judge's sheet is missing, or equal means stand on both sides of the line.
    """
    if any(line.waiting for line in ranked):
        raise InvalidInputError(field="score", problem="sheets_missing", value=sum(line.waiting for line in ranked))
    counted = [line for line in ranked if line.rank is not None]
    inside, outside = counted[:many], counted[many:]
    if inside and outside and inside[-1].mean == outside[0].mean:
        raise InvalidInputError(field="score", problem="tie", value=inside[-1].entry.number)
    return tuple(line.entry for line in inside)


def prizes_of(ranked: Sequence[Ranked], prizes: Sequence[Prize]) -> tuple[tuple[AwardEntry, Prize], ...]:
    """Return the prizes by rank, the highest prize first.

    Raises:
        InvalidInputError: a sheet is missing, or equal means would get different prizes.
    """
    places = [prize for prize in prizes for _ in range(prize.count)]
    winners = chosen(ranked, len(places))
    means = {line.entry.id: line.mean for line in ranked}
    pairs = tuple(zip(winners, places, strict=False))
    for (first, prize), (second, next_prize) in pairwise(pairs):
        if prize.id != next_prize.id and means[first.id] == means[second.id]:
            raise InvalidInputError(field="score", problem="tie", value=second.number)
    return pairs


def _mean(sheets: Sequence[ScoreSheet]) -> Fraction | None:
    totals = [sheet.total for sheet in sheets if not sheet.recused_because]
    return Fraction(sum(totals), len(totals)) if totals else None
