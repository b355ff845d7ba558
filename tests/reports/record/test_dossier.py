from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import docx
import pytest
from lxml import html
from PIL import Image

from dealflow.actions.claims import intake, review
from dealflow.actions.investment import deals, sessions, voting
from dealflow.actions.investment.sessions import Ruling, WantedCondition
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.actions.record import dossier
from dealflow.domain.claims.deck import Submission
from dealflow.domain.claims.events import DeckRead
from dealflow.domain.investment.committee import Ballot, ConditionState, Fund, Settlement
from dealflow.domain.values.event import By
from dealflow.errors import NotAllowedError, NotFoundError
from dealflow.reports.record.dossier import document
from dealflow.reports.record.dossier_docx import as_docx, marked
from dealflow.reports.record.dossier_html import as_html
from tests.actions.conftest import AT, Bring, Cast, bring, cast, claim, pdf, renamed, stage, ws
from tests.actions.investment.test_sessions import HELD, convened, engagement, fund, payment, stands, tabled

__all__ = ["bring", "cast", "engagement", "fund", "stage", "ws"]
CONDITION = WantedCondition("핵심 인력 근로계약 <갱신>", "adam", date(2026, 3, 20))


@pytest.fixture
def decided(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> tuple[str, str]:
    """A conditional approval on a verified figure of a real page, its condition met and paid."""
    data = pdf(("다온로보틱스(가상)",), ("고객사 42개사",))
    deck = intake.receive(
        Acting(ws, cast.anna, AT),
        file_name="daon.pdf",
        data=data,
        submission=Submission(company_id=cast.shared_company),
    ).deck_id
    found = renamed(claim("customers", 42, page=2), deck)
    event = DeckRead(deck, "test", "test", ((960.0, 540.0),) * 2, (), (found,))
    commit(ws, lambda session: record(ws, session, [event], By("system", AT, "worker"), after=1))
    review.accept(Acting(ws, cast.anna, AT), found.id)
    session_id = convened(ws, cast)
    item_id = tabled(ws, cast, session_id, engagement, fund)
    voting.recuse(Acting(ws, cast.viewer_a, HELD), session_id, item_id, interest="대표와 친족")
    voting.vote(Acting(ws, cast.anna, HELD), session_id, item_id, Ballot.FOR, opinion="경쟁력이 <b>뚜렷</b>하다")
    voting.vote(Acting(ws, cast.adam, HELD), session_id, item_id, Ballot.FOR, condition="인력 유지")
    sessions.resolve(Acting(ws, cast.anna, HELD), session_id, item_id, Ruling(conditions=(CONDITION,)))
    ended = stands(ws, cast, session_id).items[0].resolution
    assert ended is not None
    sessions.settle_condition(
        Acting(ws, cast.anna, HELD),
        session_id,
        item_id,
        ended.conditions[0].id,
        Settlement(ConditionState.MET, proof="계약서 사본"),
    )
    deals.pay(Acting(ws, cast.anna, HELD), engagement, payment(fund))
    return session_id, item_id


def cells(page: html.HtmlElement) -> Iterator[str]:
    for cell in page.iter("td", "dd"):
        yield " ".join(cell.text_content().split())


def test_the_html_tells_everything_and_needs_nothing_else(ws: Workspace, cast: Cast, decided: tuple[str, str]) -> None:
    given = dossier.dossier(Looking(ws, cast.viewer_a), *decided, at=HELD)
    made = as_html(document(given, ws.metrics, "ko"), "ko")
    page = html.fromstring(made)
    told = set(cells(page))
    assert {
        "조건부 가결", "가결", "2,000,000,000원", "15,000원", "133,333", "1,999,995,000원", "5,000원", "11.7647%",
        "경쟁력이 <b>뚜렷</b>하다", "조건: 인력 유지", "대표와 친족", "핵심 인력 근로계약 <갱신>", "이행", "“42개사”",
        "찬성 2 · 반대 0 · 기권 0 · 회피 1", str(given.head),
    } <= told  # fmt: skip
    assert "2,000,000,000 ÷ 15,000 → 133,333주, 133,333 × 15,000 = 1,999,995,000원" in page.text_content()
    assert [each.get("style") for each in page.find_class("mark")] == [
        "left:1.042%;top:1.852%;width:5.208%;height:3.704%"
    ]
    assert [each.get("src")[:22] for each in page.iter("img")] == ["data:image/jpeg;base64"]
    assert not list(page.iter("script", "link", "a"))


def test_the_docx_opens_and_shows_the_page_with_its_box(ws: Workspace, cast: Cast, decided: tuple[str, str]) -> None:
    given = dossier.dossier(Looking(ws, cast.anna), *decided, at=HELD)
    words = document(given, ws.metrics, "en")
    made = docx.Document(io.BytesIO(as_docx(words)))
    told = {cell.text for table in made.tables for row in table.rows for cell in row.cells}
    assert {"Approved with conditions", "₩1,999,995,000", "₩5,000", "11.7647%", "Recused", "“42개사”"} <= told
    assert [each.text for each in made.paragraphs if each.style is not None and each.style.name == "Heading 2"] == [
        "Overview",
        "Terms",
        "Attendance and votes",
        "Remarks and conditions",
        "Payments",
        "Figures relied upon",
    ]
    assert len(made.inline_shapes) == 1
    assert given.head.hash[:16] in made.sections[0].footer.paragraphs[0].text
    (page,) = [each for part in words.parts for each in part.blocks if hasattr(each, "picture")]
    with Image.open(io.BytesIO(marked(page))) as drawn:  # type: ignore[arg-type]  # the only block with a picture
        across = drawn.width / 960
        red, green, _ = drawn.getpixel((round(10 * across), round(20 * across)))  # type: ignore[misc]  # RGB
    assert red > 150 > green


def test_a_preliminary_item_without_terms_or_votes_still_makes_a_dossier(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    session_id = convened(ws, cast)
    item_id = tabled(ws, cast, session_id, engagement, fund)
    words = document(dossier.dossier(Looking(ws, cast.anna), session_id, item_id, at=HELD), ws.metrics, "ko")
    assert "표결 기록이 없습니다." in as_html(words, "ko")
    assert words.watermark == ""
    assert docx.Document(io.BytesIO(as_docx(words))).tables


def test_a_page_that_cannot_be_drawn_is_told_in_words(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund, bring: Bring
) -> None:
    deck = bring(cast.anna, "daon.pdf", (claim("customers", 42),), company_id=cast.shared_company)
    review.accept(Acting(ws, cast.anna, AT), review.claims(Looking(ws, cast.anna), deck)[0].claim.id)
    session_id = convened(ws, cast)
    item_id = tabled(ws, cast, session_id, engagement, fund)
    for voter in (cast.anna, cast.adam):
        voting.vote(Acting(ws, voter, HELD), session_id, item_id, Ballot.FOR)
    sessions.resolve(Acting(ws, cast.anna, HELD), session_id, item_id)
    words = document(dossier.dossier(Looking(ws, cast.anna), session_id, item_id, at=HELD), ws.metrics, "en")
    assert "The picture of daon.pdf, page 1, cannot be made" in as_html(words, "en")


def test_nobody_else_gets_a_dossier(ws: Workspace, cast: Cast, decided: tuple[str, str]) -> None:
    for stranger in (cast.bora, cast.admin, cast.organiser):
        with pytest.raises(NotFoundError):
            dossier.dossier(Looking(ws, stranger), *decided, at=HELD)
    with pytest.raises(NotAllowedError):
        dossier.dossier(Looking(ws, cast.guest), *decided, at=HELD)
    with pytest.raises(NotFoundError):
        dossier.dossier(Looking(ws, cast.anna), decided[0], "none", at=HELD)
