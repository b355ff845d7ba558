"""An award of best cases: its call, the entries, the judges and their sheets, and how sheets become a ranking.

A judge sees entries by number and case, and no other judge's marks. Whoever has an interest stands aside with a reason
and counts for that entry neither as marks nor as missing ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from dealflow.domain.award.declarations import Declaration
from dealflow.errors import InvalidInputError

_WHOLE = 100


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
    """An award with its call. ``finalists``: how many of each office go to the final.

    ``final_criteria``: those of the final; empty: as in the preliminaries. ``preliminary_percent``: how much of a
    finalist's score the preliminary gives. ``call_hash``: the hash of the secret in the call's address; empty: closed.
    """

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
    final_criteria: tuple[AwardCriterion, ...] = ()
    preliminary_percent: int = 0
    contact: str = ""
    call_hash: str = ""

    def criteria_of(self, award_round: AwardRound) -> tuple[AwardCriterion, ...]:
        """Return what the score sheet of a round asks."""
        return self.final_criteria if award_round is AwardRound.FINAL and self.final_criteria else self.criteria

    def most_points(self, award_round: AwardRound) -> int:
        """Return how many points a case can get in a round."""
        return sum(criterion.points for criterion in self.criteria_of(award_round))


@dataclass(frozen=True, slots=True)
class CaseFigure:
    """One figure of a case before and after, in its unit; ``how``: where and over which time it was measured.

    ``is_checked``: whoever runs the award held it against the evidence.
    """

    name: str
    before: Decimal | None = None
    after: Decimal | None = None
    unit: str = ""
    how: str = ""
    is_checked: bool = False

    @property
    def change(self) -> Decimal | None:
        """Return by how many per cent it changed; None where one side is missing or it began at nothing."""
        if self.before is None or self.after is None or not self.before:
            return None
        return (self.after - self.before) / abs(self.before) * _WHOLE


@dataclass(frozen=True, slots=True)
class AwardEntry:
    """One case that was handed in. ``number``: by what judges know it; ``prize_id``: what it won.

    ``application_id``, ``figures`` and ``files`` (ids of evidence) are there where the firm applied by the call's link.
    """

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
    figures: tuple[CaseFigure, ...] = ()
    files: tuple[str, ...] = ()
    application_id: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge of one round (and office); known by a label alone, as no name is needed to count marks.

    ``declaration``: what the judge declared of interests; None: nothing yet, and no sheet opens before.
    """

    id: str
    award_id: str
    owner_id: str
    round: AwardRound
    office_id: str
    label: str
    secret_hash: str
    is_closed: bool = False
    declaration: Declaration | None = None


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """What one judge says of one entry: points by criterion, or why the judge stands aside.

    ``is_barred``: whoever runs the award keeps the judge from it, who cannot see the firm's name and know it.
    """

    judge_id: str
    entry_id: str
    award_id: str
    owner_id: str
    marks: tuple[tuple[str, int], ...] = ()
    comment: str = ""
    recused_because: str = ""
    is_barred: bool = False

    @property
    def is_blank(self) -> bool:
        """Say whether nothing stands in it any more."""
        return not self.marks and not self.recused_because

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
    own: Fraction | None = None
    """In a final that counts the preliminary: the mean of the final's own sheets."""
    before: Fraction | None = None
    """In such a final: the mean of the preliminary."""


def require_sound_award(award: Award) -> None:
    """Require that an award can be judged: criteria with points, prizes, days in order, at least one finalist.

    Raises:
        InvalidInputError: it cannot.
    """
    if not award.criteria or any(criterion.points <= 0 for criterion in (*award.criteria, *award.final_criteria)):
        raise InvalidInputError(field="criteria", problem="missing")
    if not 0 <= award.preliminary_percent < _WHOLE:
        raise InvalidInputError(field="preliminary_percent", problem="outside", value=award.preliminary_percent)
    if not award.prizes or any(prize.count <= 0 for prize in award.prizes):
        raise InvalidInputError(field="prize", problem="missing")
    if award.opens_on and award.closes_on and award.closes_on < award.opens_on:
        raise InvalidInputError(field="closes_on", problem="before_start", value=award.closes_on.isoformat())
    if award.finalists <= 0:
        raise InvalidInputError(field="finalists", problem="not_positive", value=award.finalists)


def require_same_criteria(before: Award, after: Award, judged: Iterable[AwardRound]) -> None:
    """Require that nobody changes what a round is judged by once its sheets are being filled in.

    Raises:
        InvalidInputError: criteria, their points, or the weight of the preliminary changed.
    """
    rounds = set(judged)
    for award_round in rounds:
        old, new = (
            [(criterion.id, criterion.points) for criterion in award.criteria_of(award_round)]
            for award in (before, after)
        )
        if old != new:
            raise InvalidInputError(field="criteria", problem="judged_already")
    if AwardRound.FINAL in rounds and before.preliminary_percent != after.preliminary_percent:
        raise InvalidInputError(field="preliminary_percent", problem="judged_already")


def require_sound_sheet(criteria: Sequence[AwardCriterion], sheet: ScoreSheet) -> None:
    """Require that a sheet says something whole: all criteria within their points, or why the judge stands aside.

    Raises:
        InvalidInputError: it does not.
    """
    if sheet.recused_because:
        if sheet.marks:
            raise InvalidInputError(field="score", problem="recused")
        return
    most = {criterion.id: criterion.points for criterion in criteria}
    marks = dict(sheet.marks)
    if set(marks) != set(most) or len(sheet.marks) != len(most):
        raise InvalidInputError(field="score", problem="missing")
    for criterion_id, points in marks.items():
        if not 0 <= points <= most[criterion_id]:
            raise InvalidInputError(field="score", problem="outside", value=points)


def cases_of(entries: Iterable[AwardEntry], award_round: AwardRound, office_id: str) -> list[AwardEntry]:
    """Return the cases that are judged in an office's preliminary, or in the final."""
    is_final = award_round is AwardRound.FINAL
    return [
        entry
        for entry in entries
        if not entry.is_withdrawn and (entry.is_finalist if is_final else entry.office_id == office_id)
    ]


def ranking(entries: Iterable[AwardEntry], sheets: Iterable[ScoreSheet], judges: Sequence[Judge]) -> tuple[Ranked, ...]:
    """Return entries by the mean of their sheets, the best first; what has no sheet yet stands last, by number.

    ``judges``: those of the round who may fill in sheets of these entries; sheets of others do not count.
    """
    known = {judge.id for judge in judges}
    by_entry: dict[str, list[ScoreSheet]] = {}
    for sheet in sheets:
        if sheet.judge_id in known and not sheet.is_blank:
            by_entry.setdefault(sheet.entry_id, []).append(sheet)
    known_entries = tuple(entries)
    lines = []
    for entry in known_entries:
        own = by_entry.get(entry.id, [])
        recused = sum(bool(sheet.recused_because) for sheet in own)
        lines.append(Ranked(entry, _mean(own), len(own) - recused, recused, len(known) - len(own), None))
    return _in_order(lines)


def with_preliminary(final: Sequence[Ranked], means: Mapping[str, Fraction | None], award: Award) -> tuple[Ranked, ...]:
    """Return the final's ranking on a scale of 100, of which the preliminary gives ``award.preliminary_percent``.

    ``means``: of the preliminary, by entry. One that has none (its judges all stood aside) has no score here either.
    """
    share = Fraction(award.preliminary_percent, _WHOLE)
    full = {award_round: award.most_points(award_round) for award_round in AwardRound}
    lines = []
    for line in final:
        own, before = line.mean, means.get(line.entry.id)
        score = None
        if own is not None and before is not None:
            own_part, before_part = own / full[AwardRound.FINAL], before / full[AwardRound.REGIONAL]
            score = _WHOLE * ((1 - share) * own_part + share * before_part)
        lines.append(replace(line, mean=score, own=own, before=before))
    return _in_order(lines)


def _in_order(lines: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """Return lines by their means, the best first, each with its rank."""
    better = [line.mean for line in lines if line.mean is not None]
    ranked = (
        replace(line, rank=None if line.mean is None else 1 + sum(mean > line.mean for mean in better))
        for line in lines
    )
    return tuple(sorted(ranked, key=lambda line: (line.mean is None, -(line.mean or 0), line.entry.number)))


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
