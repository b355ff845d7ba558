"""A judge's score sheet: declaring of interests, then the cases by number, points by criterion, or why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dealflow.actions.award.judging import JudgePaper
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.award.awards import AwardEntry, AwardRound
from dealflow.domain.award.declarations import InterestKind
from dealflow.i18n import called, name_of, t
from dealflow.reports.award.figure_words import figure_words
from dealflow.reports.kit.templates import render

SCRIPT: Final = "award/score_sheet.js"
WORKER: Final = "irday/firm_page/firm_worker.js"
"""What keeps a page on a tablet, so that it opens without a connection."""
_WORDS: Final = ("kept", "waiting", "aside")


@dataclass(frozen=True, slots=True)
class _Line:
    """One case as the page shows it, with what stands in its fields."""

    id: str
    number: int
    case_title: str
    summary: str
    evidence: str
    is_done: bool
    state: str
    marks: dict[str, str]
    comment: str
    recused: str
    figures: tuple[tuple[str, str, str, bool], ...] = ()
    """Name, before and after, how it was measured, and whether it was held against the evidence."""
    files: int = 0
    interest: str = ""
    """The interest that was declared in it, in words: it is not judged."""

    @property
    def tone(self) -> str:
        """Return how it stands, for the overview: good, aside, or empty."""
        return "" if not self.is_done else "aside" if self.recused or self.interest else "good"


@dataclass(frozen=True, slots=True)
class _OpenCase:
    """One case of which the judge has declared nothing yet, with what stands in its fields."""

    id: str
    number: int
    case_title: str
    summary: str
    kind: str = ""
    because: str = ""


def page(paper: JudgePaper, lang: str, *, typed: dict[str, str] | None = None, message: str = "") -> str:
    """Return the page; ``typed`` (of the entry that was posted) is shown again where it was refused."""
    lines = [_line(paper, entry, typed or {}, lang) for entry in paper.entries]
    award = paper.award
    criteria = award.criteria_of(paper.judge.round)
    return render(
        "award/score_sheet.html",
        lang,
        title=called(award.title_ko, award.title_en, lang),
        round_words=round_words(paper, lang),
        judge=paper.judge,
        entries=lines,
        unfolded=(typed or {}).get("entry") or next((line.id for line in lines if not line.is_done), ""),
        criteria=criteria,
        barred=paper.barred,
        open_cases=_open_cases(paper, typed or {}),
        kinds=[(kind.value, kind_words(kind, lang)) for kind in InterestKind],
        done=sum(line.is_done for line in lines),
        message=message,
        words={word: t(f"award.js.{word}", lang) for word in _WORDS},
    )


def kind_words(kind: InterestKind, lang: str) -> str:
    """Return what ties a judge to a case."""
    return t(f"award.interest.{kind.value}", lang)


def _open_cases(paper: JudgePaper, typed: Mapping[str, str]) -> list[_OpenCase]:
    entries = {entry.id: entry for entry in paper.entries}
    return [
        _OpenCase(
            entry_id,
            entries[entry_id].number,
            entries[entry_id].case_title,
            entries[entry_id].summary,
            typed.get(f"kind-{entry_id}", ""),
            typed.get(f"because-{entry_id}", ""),
        )
        for entry_id in paper.undeclared
    ]


def counts(paper: JudgePaper, lang: str) -> str:
    """Return how many cases are judged, of how many."""
    done = sum(entry.id in paper.sheets for entry in paper.entries)
    return t("award.sheet.counts", lang, done=done, all=len(paper.entries))


def round_words(paper: JudgePaper, lang: str) -> str:
    """Return which round it is: an office's preliminary, or the final."""
    if paper.judge.round is AwardRound.FINAL:
        return t("award.round.final", lang)
    office = next((office for office in award_defaults().offices if office.id == paper.judge.office_id), None)
    return t("award.preliminary", lang, office=paper.judge.office_id if office is None else name_of(office, lang))


def state_words(paper: JudgePaper, entry_id: str, lang: str) -> str:
    """Return how a case stands with the judge: not judged, judged with so many points, stood aside."""
    sheet = paper.sheets.get(entry_id)
    if sheet is None:
        return t("award.state.open", lang)
    return t("award.state.recused", lang) if sheet.recused_because else t("award.state.done", lang, points=sheet.total)


def _line(paper: JudgePaper, entry: AwardEntry, typed: dict[str, str], lang: str) -> _Line:
    sheet, criteria = paper.sheets.get(entry.id), paper.award.criteria_of(paper.judge.round)
    marks = {} if sheet is None else {criterion: str(points) for criterion, points in sheet.marks}
    comment = "" if sheet is None else sheet.comment
    recused = "" if sheet is None else sheet.recused_because
    interest = paper.interest_in(entry.id)
    if typed.get("entry") == entry.id:
        marks = {criterion.id: typed.get(f"mark-{criterion.id}", "") for criterion in criteria}
        comment, recused = typed.get("comment", ""), typed.get("because", "")
    return _Line(
        id=entry.id,
        number=entry.number,
        case_title=entry.case_title,
        summary=entry.summary,
        evidence=entry.evidence,
        is_done=sheet is not None,
        state=state_words(paper, entry.id, lang),
        marks={criterion.id: marks.get(criterion.id, "") for criterion in criteria},
        comment=comment,
        recused=recused,
        figures=tuple((figure.name, figure_words(figure), figure.how, figure.is_checked) for figure in entry.figures),
        files=len(entry.files),
        interest="" if interest is None else f"{kind_words(interest.kind, lang)}: {interest.because}",
    )
