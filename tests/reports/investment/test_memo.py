"""The investment report: each figure with its evidence, gaps named, written sections kept, and only one's own house."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.actions.claims import review
from dealflow.actions.companies import memo as memos
from dealflow.actions.companies.memo import NewSection, Subject
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.claims.claims import Claim, ClaimStatus
from dealflow.domain.investment.memo import MemoSection, imprint
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.reports.investment import memo_docx, memo_html, memo_tables, one_pager
from dealflow.reports.investment.memo_document import Memo, memo
from dealflow.reports.investment.memo_markup import Kind, Span, paragraphs, plain, spans
from tests.actions.conftest import AT, Bring, Cast, bring, cast, claim, stage, ws

if TYPE_CHECKING:
    from dealflow.actions.platform.workspace import Workspace

__all__ = ["bring", "cast", "stage", "ws"]
ON = AT.date()


def revenue(name: str, year: int, won: int, status: ClaimStatus = ClaimStatus.ACTUAL) -> Claim:
    """A year's revenue, on page two."""
    start = AT.date().replace(year=year, month=1, day=1)
    period = Period(PeriodKind.YEAR, str(year), start, start.replace(month=12, day=31))
    base = claim(name, 1, metric="revenue", page=2)
    return replace(base, quantity=Quantity(Unit.KRW, Decimal(won)), period=period, status=status)


@pytest.fixture
def deal(ws: Workspace, cast: Cast, bring: Bring) -> Subject:
    """A deal of Anna's house with a deck: revenues of two years, customers, one figure verified."""
    claims = (revenue("rev1", 2024, 2_000_000_000), revenue("rev2", 2025, 3_000_000_000), claim("cust", 42))
    deck_id = bring(cast.anna, "gaon.pdf", claims, company_id=cast.shared_company)
    (customers,) = [one for one in review.claims(Looking(ws, cast.anna), deck_id) if one.metric == "customers_count"]
    review.accept(Acting(ws, cast.anna, AT), customers.claim.id)
    new = NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", round_label="Series A")
    return Subject(cast.shared_company, engagements.open_engagement(Acting(ws, cast.anna, AT), new))


def report(ws: Workspace, cast: Cast, subject: Subject, lang: str = "ko") -> Memo:
    return memo(memos.source(Looking(ws, cast.anna), subject, on=ON, lang=lang), lang)


def text_of(made: Memo, section: MemoSection) -> str:
    part = next(part for part in made.parts if part.section is section)
    return "\n".join(plain(paragraph.line) for paragraph in part.paragraphs)


def test_every_mark_leads_to_a_figure_with_deck_page_and_words(ws: Workspace, cast: Cast, deal: Subject) -> None:
    made = report(ws, cast, deal)
    assert [note.number for note in made.notes] == list(range(1, len(made.notes) + 1))
    assert all(note.claim_id for note in made.notes)
    assert {note.place for note in made.notes} >= {"gaon.pdf 1쪽"}
    customers = next(note for note in made.notes if note.quote == "42개사")
    assert (customers.deck, customers.page_words, customers.checked) == ("gaon.pdf", "1쪽", True)
    marked = {span.note for part in made.parts for line in part.paragraphs for span in line.line if span.note}
    assert marked <= set(made.numbers)
    assert text_of(made, MemoSection.SALES).startswith("고객사 수: 42")


def test_gaps_are_named_and_counted(ws: Workspace, cast: Cast, deal: Subject) -> None:
    made = report(ws, cast, deal)
    assert "자료에 없음: 설립일, 대표이사, 임직원 수, 대표자 지분율" in text_of(made, MemoSection.COMPANY)
    assert ("9. 투자 조건·주요 계약 사항", "합의된 투자 조건이 없습니다.") in made.gaps
    assert sum(heading.startswith("13.") for heading, _ in made.gaps) == 4


def test_what_a_person_wrote_stays_when_the_rest_follows_the_books(
    ws: Workspace, cast: Cast, deal: Subject, bring: Bring
) -> None:
    before = next(part for part in report(ws, cast, deal).parts if part.section is MemoSection.COMPANY)
    mark = next(span.note for span in spans(report(ws, cast, deal).parts[5].made) if span.note)
    written = NewSection(
        MemoSection.COMPANY, "ko", f"**창업자**는 10년 경력입니다. 고객 42곳[^{mark}]", imprint(before.made)
    )
    memos.write_section(Acting(ws, cast.anna, AT), deal, written)
    bring(cast.anna, "new.pdf", (claim("staff", 33, metric="employees_total"),), company_id=cast.shared_company)
    made = report(ws, cast, deal)
    part = next(part for part in made.parts if part.section is MemoSection.COMPANY)
    assert text_of(made, MemoSection.COMPANY) == "창업자는 10년 경력입니다. 고객 42곳"
    assert part.edited is not None
    assert (part.edited.written_by, part.edited.written_at) == (cast.anna.person_id, AT)
    assert part.is_behind
    assert "임직원 수: 33" in plain(spans(part.made.replace("**", "")))
    assert text_of(report(ws, cast, deal, "en"), MemoSection.COMPANY) != text_of(made, MemoSection.COMPANY)
    memos.restore_section(Acting(ws, cast.adam, AT), deal, MemoSection.COMPANY, "ko")
    assert "임직원 수: 33" in text_of(report(ws, cast, deal), MemoSection.COMPANY)
    with pytest.raises(InvalidInputError):
        memos.restore_section(Acting(ws, cast.adam, AT), deal, MemoSection.COMPANY, "ko")


def test_a_mark_that_points_at_nothing_is_told(ws: Workspace, cast: Cast, deal: Subject) -> None:
    memos.write_section(
        Acting(ws, cast.anna, AT), deal, NewSection(MemoSection.EXIT, "ko", "상장[^nothing]", imprint(""))
    )
    lost = [note for note in report(ws, cast, deal).notes if not note.claim_id]
    assert [note.place for note in lost] == ["근거를 찾을 수 없습니다"]


def test_no_other_house_reads_or_writes_it(ws: Workspace, cast: Cast, deal: Subject) -> None:
    new = NewSection(MemoSection.EXIT, "ko", "M&A", imprint(""))
    memos.write_section(Acting(ws, cast.anna, AT), deal, new)
    for stranger in (cast.bora, cast.organiser, cast.admin):
        with pytest.raises(NotFoundError):
            memos.source(Looking(ws, stranger), deal, on=ON, lang="ko")
        with pytest.raises(NotFoundError):
            memos.write_section(Acting(ws, stranger, AT), deal, new)
        alone = memos.source(Looking(ws, stranger), Subject(deal.company_id), on=ON, lang="ko")
        assert (alone.edited, alone.claims, alone.deal) == ({}, (), None)
    with pytest.raises(NotAllowedError):
        memos.write_section(Acting(ws, cast.viewer_a, AT), deal, new)
    with pytest.raises(NotAllowedError):
        memos.source(Looking(ws, cast.guest), Subject(cast.shared_company), on=ON, lang="ko")
    for text in ("", " \n ", "가" * 20_001):
        with pytest.raises(InvalidInputError):
            memos.write_section(Acting(ws, cast.anna, AT), deal, replace(new, text=text))


def test_the_years_and_their_change_by_hand(ws: Workspace, cast: Cast, deal: Subject) -> None:
    made = report(ws, cast, deal)
    assert "증감 50% (계산)" in text_of(made, MemoSection.FINANCE)
    (table,) = next(part for part in made.parts if part.section is MemoSection.FINANCE).tables
    assert table.headings == ("지표", "2024년", "2025년")
    assert [re.sub(r"\[\^.*?\]", "", cell) for cell in table.rows[0]] == ["매출액", "2,000*", "3,000*"]
    assert table.caption == "연도별 실적과 예측 (단위: 백만원)"


@pytest.mark.parametrize(
    ("times", "span", "rate"), [(1, 5, 0), (10, 5, Decimal("58.4893")), (3, 4, Decimal("31.6074"))]
)
def test_the_rate_of_a_multiple_by_hand(times: int, span: int, rate: Decimal) -> None:
    assert memo_tables.yearly_rate_percent(times, span) == rate


def test_a_report_tells_values_that_contradict_each_other_and_says_clean_only_without_any(
    ws: Workspace, cast: Cast, deal: Subject, bring: Bring
) -> None:
    assert "자동 점검에서 서로 어긋나는 수치는 없습니다." in text_of(report(ws, cast, deal), MemoSection.RISKS)
    bring(cast.anna, "other.pdf", (revenue("rev3", 2025, 2_500_000_000),), company_id=cast.shared_company)
    told = text_of(report(ws, cast, deal), MemoSection.RISKS)
    assert "서로 어긋나는 수치는 없습니다" not in told
    (line,) = [line for line in told.splitlines() if "상충: 매출액" in line]
    assert "30억 원" in line
    assert "25억 원" in line


def test_the_files_hold_the_notes_and_nothing_runs_in_them(ws: Workspace, cast: Cast, deal: Subject) -> None:
    evil = "<script>alert(1)</script> **굵게** & =1+1"
    memos.write_section(Acting(ws, cast.anna, AT), deal, NewSection(MemoSection.RISKS, "ko", evil, imprint("")))
    made = report(ws, cast, deal)
    html = memo_html.as_html(made, "ko")
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <b>굵게</b> &amp; =1+1" in html
    assert html.count("<li id=") == len(made.notes)
    data = memo_docx.as_docx(made, "ko")
    paragraphs_of = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
    assert "<script>alert(1)</script> 굵게 & =1+1" in paragraphs_of
    footnotes = zipfile.ZipFile(io.BytesIO(data)).read("word/footnotes.xml").decode()
    assert footnotes.count("<w:footnote w:id=") == len(made.notes)
    assert "“42개사”" in footnotes
    assert docx.Document(io.BytesIO(data)).sections[0].orientation == 0


def test_a_company_on_one_page_has_its_notes_beside_it(ws: Workspace, cast: Cast, deal: Subject) -> None:
    source = memos.source(Looking(ws, cast.anna), deal, on=ON, lang="en")
    page = one_pager.one_pager(source, "en")
    assert [label for label, _ in page.figures] == ["Revenue", "Customers"]
    assert all(note.claim_id for note in page.notes)
    book = one_pager.book([source, source], "IR day", "two companies", "en")
    html = memo_html.book_as_html(book, "en")
    assert html.count('class="paper one"') == 2
    assert html.count("<li id=") == 2 * len(page.notes)
    assert docx.Document(io.BytesIO(memo_docx.book_as_docx(book, "en"))).paragraphs


def test_a_text_is_read_in_its_parts() -> None:
    text = "## 시장\n- **TAM**: 10조 원[^ab-1]\n\n? 없음\n그냥 * 글 [x] **열린"
    assert [(paragraph.kind, plain(paragraph.line)) for paragraph in paragraphs(text)] == [
        (Kind.HEADING, "시장"),
        (Kind.BULLET, "TAM: 10조 원"),
        (Kind.GAP, "없음"),
        (Kind.TEXT, "그냥 * 글 [x] **열린"),
    ]
    assert spans("**가** 나[^k]") == (Span("가", bold=True), Span(" 나"), Span(note="k"))


@given(st.text(max_size=60))
def test_no_letter_of_a_text_without_marks_is_lost(text: str) -> None:
    if "**" not in text and "[^" not in text and "\n" not in text:
        assert plain(spans(text)) == text
