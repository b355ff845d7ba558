"""A firm applies by the call's link: draft, evidence, receipt; its case is taken in, judged, and told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from dealflow.actions.award import applying, awards, judges, judging, offices, taking_in, trail
from dealflow.actions.award.application_form import FIGURES, read_form
from dealflow.actions.award.applying import Delivery
from dealflow.actions.award.judging import Said
from dealflow.actions.notes import documents
from dealflow.actions.people import personal_data
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.posted_form import RefusedFormError
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.award.applications import ApplicationState
from dealflow.domain.award.awards import AwardRound, CaseFigure
from dealflow.domain.people.access import Role
from dealflow.domain.people.consents import SubjectKind
from dealflow.errors import DayLinkError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.reports.award import call_page, results_book, score_sheet
from dealflow.reports.award.figure_words import figure_words
from tests.actions.award.award_story import OFFICE, declare_nothing, set_up
from tests.actions.award.test_awards import marks
from tests.actions.conftest import AT, Cast, person

FIELDS = {
    "name_ko": "새벽프레스(가상)", "biz_reg_no": "000-00-00000", "region": "경남", "representative": "김예시(가상)",
    "office": OFFICE, "case_title": "프레스 예지보전", "summary": "정지를 줄였습니다.\n같은 라인에서 석 달씩.(가상)",
    "figure_1_name": "불량률", "figure_1_before": "3.2%", "figure_1_after": "1.8", "figure_1_unit": "%",
    "figure_1_how": "석 달", "contact_name": "이모의(가상)", "contact_phone": "000-0000-0000",
    "contact_email": "a@example.invalid", "consent_personal_data": "yes",
}  # fmt: skip
FILE = ("일보.pdf", b"%PDF-1.4 evidence (fictional)")


def delivery(*, hands_in: bool = True, files: tuple[tuple[str, bytes], ...] = (), **fields: str) -> Delivery:
    return read_form(FIELDS | fields, files, [OFFICE], hands_in=hands_in)


def opened(ws: Workspace, cast: Cast, *, cases: int = 0) -> tuple[str, str]:
    award_id = set_up(ws, cast, cases=cases)
    return award_id, taking_in.renew_call(Acting(ws, cast.organiser, AT), award_id)


def test_a_draft_is_kept_handed_in_and_becomes_a_case(ws: Workspace, cast: Cast) -> None:
    acting, (award_id, secret) = Acting(ws, cast.organiser, AT), opened(ws, cast)
    draft = read_form({"name_ko": FIELDS["name_ko"]}, [FILE], [OFFICE], hands_in=False)
    case_id, own = applying.begin(ws, award_id, secret, draft, at=AT)
    paper = applying.open_application(ws, case_id, own, at=AT)
    assert (paper.application.state, [file.name for file in paper.files]) == (ApplicationState.DRAFT, [FILE[0]])
    with pytest.raises(NotFoundError):  # what was not handed in is nobody's
        documents.document_file(acting, paper.files[0].id)
    with pytest.raises(InvalidInputError):
        taking_in.take_in(acting, award_id, case_id)
    paper = applying.deliver(ws, case_id, own, delivery(), at=AT + timedelta(hours=1))
    assert call_page.receipt_number(paper) == "2026-0001"
    assert paper.application.submitted_at == AT + timedelta(hours=1)
    assert taking_in.take_all_in(acting, award_id) == (1, {})
    (entry,) = awards.award(acting, award_id).entries
    assert (entry.case_title, entry.number) == ("프레스 예지보전", 1)
    assert entry.figures == (CaseFigure("불량률", Decimal("3.2"), Decimal("1.8"), "%", "석 달"),)
    assert figure_words(entry.figures[0]) == "3.2% → 1.8% (−43.8%)"
    (kept,) = documents.documents_of(acting, engagement_id=entry.engagement_id)
    assert (kept.file_name, kept.document.company_id) == (FILE[0], entry.company_id)
    assert ws.warehouse.rebuild() == ws.ledger.position()


def test_what_is_changed_after_taking_in_waits_for_a_word_and_checks_fall_with_their_figure(
    ws: Workspace, cast: Cast
) -> None:
    acting, (award_id, secret) = Acting(ws, cast.organiser, AT), opened(ws, cast)
    two = {"figure_2_name": "가동률", "figure_2_before": "71", "figure_2_after": "83"}
    case_id, own = applying.begin(ws, award_id, secret, delivery(**two), at=AT)
    entry_id = taking_in.take_in(acting, award_id, case_id)
    taking_in.note_checked(acting, award_id, entry_id, (0, 1))
    applying.deliver(ws, case_id, own, delivery(**two | {"figure_2_after": "84"}), at=AT)
    (line,) = taking_in.applications(acting, award_id)
    assert line.waits
    assert awards.award(acting, award_id).entries[0].figures[1].after == Decimal(83)
    taking_in.take_in(acting, award_id, case_id)
    assert [figure.is_checked for figure in awards.award(acting, award_id).entries[0].figures] == [True, False]
    assert not taking_in.applications(acting, award_id)[0].waits
    said = [line.act for line in reversed(trail.trail(acting, award_id))]
    assert said == ["set_up", "call_opened", "handed_in", "entered", "taken_in", "figures_checked",
                    "application_changed", "case_changed"]  # fmt: skip


def test_after_the_last_day_nothing_changes_and_addresses_open_until_renewed(ws: Workspace, cast: Cast) -> None:
    acting, (award_id, secret) = Acting(ws, cast.organiser, AT), opened(ws, cast)
    case_id, own = applying.begin(ws, award_id, secret, delivery(), at=AT)
    late = AT + timedelta(days=400)
    for act in (
        lambda: applying.begin(ws, award_id, secret, delivery(), at=late),
        lambda: applying.deliver(ws, case_id, own, delivery(), at=late),
        lambda: applying.take_back(ws, case_id, own, at=late),
    ):
        with pytest.raises(InvalidInputError) as caught:
            act()
        assert caught.value.parameters["problem"] == "call_closed"
    assert "2026-0001" in call_page.receipt(
        applying.open_application(ws, case_id, own, at=late), "ko", call_page.Shown()
    )
    again = taking_in.renew_application(acting, award_id, case_id)
    taking_in.renew_call(acting, award_id, closed=True)
    with pytest.raises(DayLinkError):
        applying.open_application(ws, case_id, own, at=AT)
    for wrong in (secret, ""):
        with pytest.raises(DayLinkError):
            applying.open_call(ws, award_id, wrong, at=AT)
    assert applying.take_back(ws, case_id, again, at=AT).application.state is ApplicationState.WITHDRAWN


def test_a_form_says_what_is_wrong_with_each_field_and_a_draft_may_lack_what_is_needed() -> None:
    wrong = FIELDS | {"biz_reg_no": "123", "figure_1_before": "많이", "contact_email": "nobody", "office": "mars"}
    with pytest.raises(RefusedFormError) as caught:
        read_form(wrong, [], [OFFICE], hands_in=True)
    assert set(caught.value.problems) == {"biz_reg_no", "figure_1_before", "contact_email", "office"}
    empty = dict.fromkeys(FIELDS, "") | {"name_ko": "새벽프레스(가상)"}
    with pytest.raises(RefusedFormError) as caught:
        read_form(empty, [], [OFFICE], hands_in=True)
    assert {"region", "case_title", "summary", "contact_name", "consent_personal_data"} <= set(caught.value.problems)
    assert read_form(empty, [], [OFFICE], hands_in=False).typed.case_title == ""
    with pytest.raises(RefusedFormError) as caught:  # whoever is named agrees first, in a draft too
        read_form(empty | {"contact_name": "이모의(가상)"}, [], [OFFICE], hands_in=False)
    assert set(caught.value.problems) == {"consent_personal_data"}
    no_figure = {field: "" for field in FIELDS if field.startswith(FIGURES)}
    with pytest.raises(RefusedFormError) as caught:
        read_form(FIELDS | no_figure, [], [OFFICE], hands_in=True)
    assert set(caught.value.problems) == {"figure_1_name"}


def test_no_program_comes_in_as_evidence_and_a_file_taken_out_is_gone(ws: Workspace, cast: Cast) -> None:
    award_id, secret = opened(ws, cast)
    for name, data in (("a.exe", b"MZ" + b"\0" * 80), ("a.pdf", b""), ("a.html", b"<!doctype html><script>")):
        with pytest.raises(InvalidInputError):
            applying.begin(ws, award_id, secret, delivery(files=((name, data),)), at=AT)
    case_id, own = applying.begin(ws, award_id, secret, delivery(files=(FILE,)), at=AT)
    (file,) = applying.open_application(ws, case_id, own, at=AT).files
    paper = applying.deliver(ws, case_id, own, delivery(**{f"drop-{file.id}": "yes"}), at=AT)
    assert paper.files == ()
    with pytest.raises(NotFoundError):
        documents.document_file(Acting(ws, cast.organiser, AT), file.id)


def test_a_judge_kept_from_a_case_does_not_see_it_and_is_not_waited_for(ws: Workspace, cast: Cast) -> None:
    acting, award_id = Acting(ws, cast.organiser, AT), set_up(ws, cast)
    judge, key = judges.appoint(acting, award_id, AwardRound.REGIONAL, OFFICE)
    declare_nothing(ws, judge.id, key)
    first, second = judging.open_paper(ws, judge.id, key).entries
    judging.fill_in(ws, judge.id, key, Said(first.id, marks(30)), at=AT)
    judges.bar(acting, award_id, judge.id, first.id, "임원의 친족(가상)")
    paper = judging.open_paper(ws, judge.id, key)
    assert ([entry.id for entry in paper.entries], paper.barred) == ([second.id], 1)
    assert "임원의 친족" not in score_sheet.page(paper, "ko")
    with pytest.raises(NotFoundError):
        judging.fill_in(ws, judge.id, key, Said(first.id, marks(40)), at=AT)
    line = awards.award(acting, award_id).ranked(AwardRound.REGIONAL, OFFICE)[0]
    assert (line.mean, line.recused, line.waiting) == (None, 1, 0) or line.entry.id == second.id
    judges.bar(acting, award_id, judge.id, first.id, "")
    assert len(judging.open_paper(ws, judge.id, key).entries) == 2


def test_all_offices_get_judges_and_those_that_are_ready_send_their_best(ws: Workspace, cast: Cast) -> None:
    acting, award_id = Acting(ws, cast.organiser, AT), set_up(ws, cast)
    entry = awards.award(acting, award_id).entries[0]
    awards.enter(acting, replace(entry, office_id="seoul"))
    made = judges.appoint_everywhere(acting, award_id, 2)
    assert sorted((judge.office_id, judge.label) for judge, _ in made) == [
        (OFFICE, "1"), (OFFICE, "2"), ("seoul", "1"), ("seoul", "2")
    ]  # fmt: skip
    assert judges.appoint_everywhere(acting, award_id, 2) == ()
    for judge, key in made:
        if judge.office_id == "seoul":
            declare_nothing(ws, judge.id, key)
            judging.fill_in(ws, judge.id, key, Said(entry.id, marks(30)), at=AT)
    lines = offices.office_lines(awards.award(acting, award_id), (OFFICE, "seoul", "busan"))
    assert [(line.cases, line.declared, line.sheets, line.sheets_due, line.problem is None) for line in lines] == [
        (1, 0, 0, 2, False), (1, 2, 2, 2, True), (0, 0, 0, 0, False)
    ]  # fmt: skip
    assert offices.send_ready(acting, award_id) == (1, 1)
    assert offices.send_ready(acting, award_id) == (0, 0)
    view = awards.award(acting, award_id)
    assert results_book.as_xlsx(view, trail.trail(acting, award_id), "en")[:2] == b"PK"


def test_applications_are_the_houses_own_and_whom_to_write_to_is_destroyed(ws: Workspace, cast: Cast) -> None:
    award_id, secret = opened(ws, cast)
    case_id, own = applying.begin(ws, award_id, secret, delivery(), at=AT)
    for other, error in ((cast.anna, NotAllowedError), (cast.admin, NotFoundError)):
        for look in (taking_in.applications, trail.trail):
            with pytest.raises(error):
                look(Looking(ws, other), award_id)
    keeper = person(ws, "keeper", cast.organiser.organisation_id, Role.HOUSE_ADMIN)
    (found,) = personal_data.subjects(Looking(ws, keeper), "이모의")
    assert (found.kind, found.id) == (SubjectKind.APPLICANT, case_id)
    assert personal_data.subjects(Looking(ws, cast.admin), "이모의") == ()
    personal_data.destroy(Acting(ws, keeper, AT), SubjectKind.APPLICANT, case_id)
    assert personal_data.subjects(Looking(ws, keeper), "이모의") == ()
    assert applying.open_application(ws, case_id, own, at=AT).applicant.name == ""
