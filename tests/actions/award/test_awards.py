"""An award from the call to the prizes: judges see numbers only, and the final waits for every sheet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dealflow.actions.adoption import deployments
from dealflow.actions.award import awards, judges, judging
from dealflow.actions.award.judging import Said
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.adoption.deployments import Deployment, MeasuredResult
from dealflow.domain.award.awards import AwardRound
from dealflow.errors import DayLinkError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.reports.award import case_page, score_sheet
from dealflow.store.ledger.queries import pipeline
from tests.actions.award.award_story import OFFICE, declare_nothing, set_up
from tests.actions.conftest import AT, Cast


def marks(points: int) -> tuple[tuple[str, int], ...]:
    return (("effect", points), ("technology", 0), ("spread", 0), ("will", 0))


def stages(ws: Workspace, cast: Cast) -> list[str]:
    with ws.ledger.read() as session:
        return sorted(deal.stage for deal in pipeline.engagements(session, ws.name, cast.organiser))


def test_an_award_goes_from_the_preliminary_to_its_prizes(ws: Workspace, cast: Cast) -> None:
    acting, award_id = Acting(ws, cast.organiser, AT), set_up(ws, cast)
    judge, secret = judges.appoint(acting, award_id, AwardRound.REGIONAL, OFFICE)
    declare_nothing(ws, judge.id, secret)
    first, second = judging.open_paper(ws, judge.id, secret).entries
    judging.fill_in(ws, judge.id, secret, Said(first.id, marks(20)), at=AT)
    with pytest.raises(InvalidInputError) as caught:
        awards.send_to_final(acting, award_id, OFFICE)
    assert caught.value.parameters["problem"] == "sheets_missing"
    judging.fill_in(ws, judge.id, secret, Said(second.id, marks(30)), at=AT)
    assert (awards.send_to_final(acting, award_id, OFFICE), stages(ws, cast)) == (1, ["applied", "final"])
    final, key = judges.appoint(acting, award_id, AwardRound.FINAL)
    declare_nothing(ws, final.id, key)
    (finalist,) = judging.open_paper(ws, final.id, key).entries
    assert finalist.number == second.number
    judging.fill_in(ws, final.id, key, Said(finalist.id, marks(35)), at=AT)
    assert (awards.give_prizes(acting, award_id), stages(ws, cast)) == (1, ["applied", "awarded"])
    view = awards.award(acting, award_id)
    assert [(entry.number, entry.prize_id) for entry in view.entries] == [(1, ""), (2, "grand")]
    (winner,) = awards.winners(acting, award_id)
    place = deployments.keep(acting, Deployment("", "", winner.company.id, "예시금속<b>(가상)", "검사"))
    result = MeasuredResult("", "ref_defect_reduction", Decimal("3.2"), Decimal("1.8"), unit="%")
    deployments.keep_result(acting, place, result)
    (winner,) = awards.winners(acting, award_id)
    for lang, prize in (("ko", "대상(장관상)"), ("en", "Grand prize")):
        html = case_page.page(winner, lang)
        assert prize in html
        assert "3.2% → 1.8% (−43.8%)" in html
        assert "예시금속&lt;b&gt;" in html


def test_a_judge_sees_numbers_and_the_own_marks_alone(ws: Workspace, cast: Cast) -> None:
    acting, award_id = Acting(ws, cast.organiser, AT), set_up(ws, cast)
    one, secret = judges.appoint(acting, award_id, AwardRound.REGIONAL, OFFICE)
    declare_nothing(ws, one.id, secret)
    other, key = judges.appoint(acting, award_id, AwardRound.REGIONAL, OFFICE)
    declare_nothing(ws, other.id, key)
    entry = judging.open_paper(ws, one.id, secret).entries[0]
    judging.fill_in(ws, one.id, secret, Said(entry.id, marks(39), "비밀 의견(가상)"), at=AT)
    paper = judging.open_paper(ws, other.id, key)
    assert paper.sheets == {}
    html = score_sheet.page(paper, "ko")
    assert "비밀 의견" not in html
    assert "사례1기업" not in html
    assert "비전검사 도입 사례 1" in html


def test_what_a_tablet_delivers_twice_is_one_sheet_and_a_later_word_counts(ws: Workspace, cast: Cast) -> None:
    acting, award_id = Acting(ws, cast.organiser, AT), set_up(ws, cast)
    judge, secret = judges.appoint(acting, award_id, AwardRound.REGIONAL, OFFICE)
    declare_nothing(ws, judge.id, secret)
    entry = judging.open_paper(ws, judge.id, secret).entries[0]
    judging.fill_in(ws, judge.id, secret, Said(entry.id, marks(20)), at=AT)
    position = ws.ledger.position()
    judging.fill_in(ws, judge.id, secret, Said(entry.id, marks(20)), at=AT)
    assert ws.ledger.position() == position
    paper = judging.fill_in(ws, judge.id, secret, Said(entry.id, marks(9), recused_because="특수관계(가상)"), at=AT)
    assert (paper.sheets[entry.id].marks, paper.sheets[entry.id].recused_because) == ((), "특수관계(가상)")


def test_an_address_opens_until_it_is_renewed_or_closed_and_no_other_entry_is_reached(
    ws: Workspace, cast: Cast
) -> None:
    acting, award_id = Acting(ws, cast.organiser, AT), set_up(ws, cast)
    judge, secret = judges.appoint(acting, award_id, AwardRound.REGIONAL, OFFICE)
    declare_nothing(ws, judge.id, secret)
    stranger, key = judges.appoint(acting, award_id, AwardRound.REGIONAL, "seoul")
    declare_nothing(ws, stranger.id, key)
    entry = judging.open_paper(ws, judge.id, secret).entries[0]
    with pytest.raises(NotFoundError):
        judging.fill_in(ws, stranger.id, key, Said(entry.id, marks(1)), at=AT)
    again = judges.renew(acting, award_id, judge.id)
    for old in (secret, "", "x"):
        with pytest.raises(DayLinkError):
            judging.open_paper(ws, judge.id, old)
    assert judging.open_paper(ws, judge.id, again).judge.label == "1"
    judges.renew(acting, award_id, judge.id, closed=True)
    for old in (again, ""):
        with pytest.raises(DayLinkError):
            judging.fill_in(ws, judge.id, old, Said(entry.id, marks(1)), at=AT)


def test_an_award_is_its_houses_own_and_a_company_enters_once(ws: Workspace, cast: Cast) -> None:
    acting, award_id = Acting(ws, cast.organiser, AT), set_up(ws, cast)
    assert awards.awards(Looking(ws, cast.anna)) == ()
    with pytest.raises(NotAllowedError):
        awards.award(Looking(ws, cast.anna), award_id)
    with pytest.raises(NotFoundError):
        awards.award(Looking(ws, cast.admin), award_id)
    view = awards.award(acting, award_id)
    entry = view.entries[0]
    with pytest.raises(InvalidInputError):
        awards.enter(acting, replace(entry, id=""))
    awards.enter(acting, replace(entry, case_title="고친 제목"))
    awards.withdraw_entry(acting, award_id, entry.id)
    assert [line.entry.number for line in awards.award(acting, award_id).ranked(AwardRound.REGIONAL, OFFICE)] == [2]
    awards.withdraw_entry(acting, award_id, entry.id, withdrawn=False)
    assert awards.award(acting, award_id).entries[0] == replace(entry, case_title="고친 제목")
    assert ws.warehouse.rebuild() == ws.ledger.position()
