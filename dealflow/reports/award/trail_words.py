"""What happened in an award, in words: one line each, for the screen and the workbook."""

from __future__ import annotations

from dealflow.actions.award.trail import TrailLine
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.award.awards import Award, AwardRound, Judge
from dealflow.i18n import name_of, t


def what(line: TrailLine, award: Award, lang: str) -> str:
    """Return what was done, with what it speaks of."""
    detail = line.detail
    if line.act == "won":
        prize = next((prize for prize in award.prizes if prize.id == detail), None)
        detail = detail if prize is None else name_of(prize, lang)
        if not detail:
            return t("award.trail.lost", lang)
    return t(f"award.trail.{line.act}", lang, detail=detail)


def who(line: TrailLine, lang: str) -> str:
    """Return who did it: a person, a judge by round and number, or the firm that applied."""
    if line.is_applicant:
        return t("award.trail.applicant", lang)
    if line.who:
        return line.who
    return judge_words(line.judge, lang) if line.judge is not None else "–"


def judge_words(judge: Judge, lang: str) -> str:
    """Return a judge by round and number: 경남 예선 · 심사위원 2."""
    return f"{place_words(judge.round, judge.office_id, lang)} · {t('award.judge', lang, label=judge.label)}"


def place_words(award_round: AwardRound, office_id: str, lang: str) -> str:
    """Return a round: an office's preliminary, or the final."""
    if award_round is AwardRound.FINAL:
        return t("award.round.final", lang)
    return t("award.preliminary", lang, office=office_name(office_id, lang))


def office_name(office_id: str, lang: str) -> str:
    """Return what an office is called; its id where the catalogue has it no more."""
    office = next((office for office in award_defaults().offices if office.id == office_id), None)
    return office_id if office is None else name_of(office, lang)
