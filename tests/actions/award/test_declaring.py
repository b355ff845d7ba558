"""Before a sheet opens its judge declares interests; a case with one is judged by the others, as the record says."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from dealflow.actions.award import awards, judges, judging, trail
from dealflow.actions.award.judging import Said
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.award.awards import AwardRound
from dealflow.domain.award.declarations import Interest, InterestKind
from dealflow.errors import DayLinkError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.reports.award import results_book, score_sheet
from tests.actions.award.award_story import OFFICE, declare_nothing, set_up
from tests.actions.award.test_awards import marks
from tests.actions.conftest import AT, Cast

FAMILY = "대표의 배우자<b>(가상)"


def test_what_a_judge_declares_blocks_the_case_until_the_organiser_lifts_it_and_stands_in_every_record(
    ws: Workspace, cast: Cast
) -> None:
    acting, award_id = Acting(ws, cast.organiser, AT), set_up(ws, cast)
    judge, secret = judges.appoint(acting, award_id, AwardRound.REGIONAL, OFFICE)
    first, second = judging.open_paper(ws, judge.id, secret).entries
    with pytest.raises(InvalidInputError) as caught:
        judging.fill_in(ws, judge.id, secret, Said(first.id, marks(20)), at=AT)
    assert caught.value.parameters["problem"] == "undeclared"
    tie = Interest(first.id, InterestKind.FAMILY, FAMILY)
    paper = judging.declare(ws, judge.id, secret, (first.id, second.id), (tie,), at=AT)
    assert (paper.undeclared, paper.interest_in(first.id), paper.interest_in(second.id)) == ((), tie, None)
    position = ws.ledger.position()
    judging.declare(ws, judge.id, secret, (second.id, first.id), (tie,), at=AT)  # a tablet that delivers twice
    judging.declare(ws, judge.id, secret, (first.id,), (), at=AT)  # nobody takes an interest back in silence
    assert ws.ledger.position() == position
    with pytest.raises(InvalidInputError) as caught:
        judging.fill_in(ws, judge.id, secret, Said(first.id, marks(20)), at=AT)
    assert caught.value.parameters["problem"] == "interest_declared"
    judging.fill_in(ws, judge.id, secret, Said(second.id, marks(30)), at=AT)
    for lang, words in (("ko", "본인·배우자·친족"), ("en", "Myself, spouse or family")):
        html = score_sheet.page(judging.open_paper(ws, judge.id, secret), lang)
        assert f"{words}: 대표의 배우자&lt;b&gt;(가상)" in html
        assert (html.count("<form"), 'id="declare"' in html) == (1, False)
    view = awards.award(acting, award_id)
    ranked = {line.entry.id: line for line in view.ranked(AwardRound.REGIONAL, OFFICE)}
    assert [(ranked[entry.id].mean, ranked[entry.id].recused) for entry in (first, second)] == [(None, 1), (30, 0)]
    lines = trail.trail(acting, award_id)
    assert [(line.act, line.detail) for line in lines[:3]] == [
        ("marked", "30"), ("stood_aside", FAMILY), ("interests_declared", "1")
    ]  # fmt: skip
    book = CalamineWorkbook.from_filelike(BytesIO(results_book.as_xlsx(view, lines, "ko")))
    rows = book.get_sheet_by_name("이해관계 신고").to_python()
    assert any(row[3:] == [1, first.case_title, "본인·배우자·친족", FAMILY] for row in rows)
    judges.bar(acting, award_id, judge.id, first.id, "")
    paper = judging.fill_in(ws, judge.id, secret, Said(first.id, marks(20)), at=AT)
    assert paper.sheets[first.id].total == 20
    assert "interest_lifted" in {line.act for line in trail.trail(acting, award_id)}
    assert ws.warehouse.rebuild() == ws.ledger.position()


def test_a_case_that_comes_later_is_declared_of_before_it_is_judged_and_marks_that_were_in_fall_away(
    ws: Workspace, cast: Cast
) -> None:
    acting, award_id = Acting(ws, cast.organiser, AT), set_up(ws, cast)
    view = awards.award(acting, award_id)
    awards.enter(acting, replace(view.entries[1], office_id="seoul"))
    judge, secret = judges.appoint(acting, award_id, AwardRound.REGIONAL, OFFICE)
    declare_nothing(ws, judge.id, secret)
    first, later = view.entries
    judging.fill_in(ws, judge.id, secret, Said(first.id, marks(20)), at=AT)
    assert awards.award(acting, award_id).has_declared(awards.award(acting, award_id).judges[0])
    awards.enter(acting, replace(later, office_id=OFFICE))
    now = awards.award(acting, award_id)
    assert not now.has_declared(now.judges[0])
    paper = judging.open_paper(ws, judge.id, secret)
    assert paper.undeclared == (later.id,)
    assert 'id="declare"' in score_sheet.page(paper, "ko")
    tie = Interest(first.id, InterestKind.OTHER, "동문(가상)")
    paper = judging.declare(ws, judge.id, secret, (first.id, later.id), (tie,), at=AT)
    assert (paper.undeclared, paper.sheets[first.id].marks) == ((), ())


def test_a_declaration_without_a_reason_of_a_strangers_case_or_by_a_wrong_address_is_refused(
    ws: Workspace, cast: Cast
) -> None:
    acting, award_id = Acting(ws, cast.organiser, AT), set_up(ws, cast)
    judge, secret = judges.appoint(acting, award_id, AwardRound.REGIONAL, OFFICE)
    first, second = (entry.id for entry in judging.open_paper(ws, judge.id, secret).entries)
    position = ws.ledger.position()
    silent, tie = Interest(first, InterestKind.OTHER, " "), Interest(first, InterestKind.OTHER, "동문(가상)")
    for entry_ids, interests, error in (
        ((first,), (silent,), InvalidInputError), ((first,), (tie, tie), InvalidInputError),
        ((second,), (tie,), NotFoundError), (("elsewhere",), (), NotFoundError),
    ):  # fmt: skip
        with pytest.raises(error):
            judging.declare(ws, judge.id, secret, entry_ids, interests, at=AT)
    with pytest.raises(DayLinkError):
        judging.declare(ws, judge.id, "x", (first,), (), at=AT)
    with pytest.raises(NotAllowedError):
        judges.bar(Acting(ws, cast.anna, AT), award_id, judge.id, first, "")
    assert ws.ledger.position() == position
