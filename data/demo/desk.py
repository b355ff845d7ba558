"""What lies on the desk of the first fictional house: notes with next steps, two files, a saved view, two letters.

Every person, company and address is invented. All of it through the actions.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from decisions import SOURCE
from docx import Document
from fiction import truth
from xlsxwriter import Workbook

from dealflow.actions.claims import reading_queue
from dealflow.actions.inbound import letters, taking_in
from dealflow.actions.inbound.letters import OnLetter, ReadLetter
from dealflow.actions.notes import documents, notes
from dealflow.actions.notes.documents import DocumentEntry
from dealflow.actions.notes.notes import NewNote, Step
from dealflow.actions.pipeline import saved_views
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.inbound.inbound import Channel, InboundWords, Party
from dealflow.domain.notes.notes import NoteKind, NoteText
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.korean_days import korean_day

Act = tuple[float, Callable[[datetime], object]]
"""Days before now, and what is done then."""


@dataclass(frozen=True, slots=True)
class Told:
    """A note: days before now, on which company, by whom of the house, what kind, its words, and its step's days."""

    days: float
    company: str
    author: int
    kind: NoteKind
    text: NoteText
    due_in: int | None = None


NOTES = (
    Told(
        8.6,
        "hanbittool",
        0,
        NoteKind.MEETING,
        NoteText(
            "공장 방문",
            "창원 2공장에서 **수명 예측 화면**을 확인함.\n\n- 교체 알림은 하루 평균 6건\n"
            "- 단일 고객 비중 58%: 계약서로 확인 필요",
            ("오세린(가상)",),
            "고객별 매출 명세 요청",
        ),
        due_in=2,
    ),
    Told(
        6.4,
        "raonpress",
        1,
        NoteKind.CALL,
        NoteText("재계약 통화", "프레스 라인 3곳 모두 재계약 의사를 밝힘. 단가는 동결.", ("생산팀장(가상)",)),
    ),
    Told(
        4.2,
        "haemaru",
        0,
        NoteKind.MEETING,
        NoteText(
            "대표 미팅",
            "조선소 실증 2곳의 결과를 들음. 불량 검출률은 고객 측 자료로 다시 확인하기로 함.\n\n"
            "1. 실증 보고서 수령\n2. CTO 기술 질의",
            ("정하람(가상)",),
            "실증 보고서 수령 후 기술 질의서 발송",
        ),
        due_in=4,
    ),
    Told(
        0.3,
        "haemaru",
        1,
        NoteKind.NOTE,
        NoteText(
            "시장 규모 근거",
            "@심사역 A 3쪽의 시장 규모는 출처가 2023년 자료입니다. 메모를 쓰기 전에 한 번 봐 주십시오.",
        ),
    ),
)
VIEW = saved_views.NewView("pipeline", "view=table&track=vc&sort=-asked", "희망 금액이 큰 순", is_shared=True)
PARTNER_MAIL = ReadLetter(
    InboundWords(
        Party("박새길(가상)", "ceo@areumweld.example.com"),
        to=(Party("딜 접수", "deal@gana.example.com"),),
        subject="아름웰드(가상) IR 자료 송부의 건",
        text="안녕하십니까. 지난주 통화에서 말씀드린 IR 자료를 첨부합니다.\n"
        "다음 주 화요일이나 수요일 오후에 뵐 수 있을지요?\n\n박새길 드림",
    ),
    (),
    "<demo-1@areumweld.example.com>",
    is_automatic=False,
    problems=(),
)
COLD_MAIL = ReadLetter(
    InboundWords(
        Party("유단비(가상)", "danbi@hosumeasure.example.com"),
        to=(Party("딜 접수", "deal@gana.example.com"),),
        subject="호수계측(가상) 시드 투자 검토 요청",
        text=(
            "공작기계 진동을 스마트폰만으로 재는 호수계측(가상)입니다.\n"
            "시드 8억 원을 모으고 있습니다. 자료는 아래 주소에 있습니다.\nhttps://slides.example.com/hosu-2026"
        ),
        links=("https://slides.example.com/hosu-2026",),
    ),
    (),
    "<demo-2@hosumeasure.example.com>",
    is_automatic=False,
    problems=(),
)
MAILED = "areumweld"
ROWS = (
    ("고객", "실증 기간", "검사 건수", "비고"),
    ("A조선소(가상)", "2026-03 ~ 2026-06", 12400, "본계약 협의"),
    ("B조선소(가상)", "2026-05 ~ 2026-08", 9800, "보고서 대기"),
)


def acts(ws: Workspace, house: tuple[Viewer, ...], engagements: Mapping[str, str], today: date) -> Iterator[Act]:
    """Yield what the house's people write down, file and get; ``engagements``: its deals by company, as they open."""
    for note in NOTES:
        due = None if note.due_in is None else today + timedelta(days=note.due_in)
        yield note.days, partial(_write, ws, house[note.author], engagements, note, due)
    yield 6.2, partial(_file, ws, house[0], "hanbittool", "비밀유지계약서_한빛툴링(가상).docx", _agreement())
    yield 4.1, partial(_file, ws, house[0], "haemaru", "실증_고객_명세(가상).xlsx", _customers())
    yield 2.9, lambda when: saved_views.keep_view(Acting(ws, house[0], when, SOURCE), VIEW)
    yield 0.5, partial(_get, ws, house[0], COLD_MAIL, "")
    yield 0.25, partial(_get, ws, house[0], PARTNER_MAIL, MAILED)


def _write(  # who writes what, on which deal, until when, and when it was
    ws: Workspace, author: Viewer, engagements: Mapping[str, str], note: Told, due: date | None, when: datetime
) -> None:
    """Write a note on the house's deal; its next step becomes the deal's where it has a day."""
    step = None if due is None else Step(due, author.person_id)
    new = NewNote(note.company, korean_day(when), note.text, note.kind, engagements[note.company], step=step)
    notes.write(Acting(ws, author, when, SOURCE), new)


def _file(ws: Workspace, viewer: Viewer, company_id: str, name: str, data: bytes, when: datetime) -> None:
    day = korean_day(when)
    kept = (
        DocumentEntry(company_id, "nda", issued_on=day, expires_on=day + timedelta(days=730))
        if name.endswith(".docx")
        else DocumentEntry(company_id)
    )
    documents.put(Acting(ws, viewer, when, SOURCE), name, data, kept)


def _get(ws: Workspace, viewer: Viewer, letter: ReadLetter, deck: str, when: datetime) -> None:
    """Take a letter in as the mailbox would, and read the deck that hangs on it."""
    files = (OnLetter(f"{deck}_IR.pdf", (truth.DECKS / f"{deck}.pdf").read_bytes()),) if deck else ()
    words = letters.with_files(letter.words, files)
    came = ReadLetter(words, files, letter.message_id, letter.is_automatic, letter.problems)
    size = sum(len(file.data) for file in files) + len(words.text.encode())
    taken = taking_in.take_read(Acting(ws, viewer, when, SOURCE), came, Channel.MAILBOX, size)
    for deck_id in taken.deck_ids:
        reading_queue.read_one(ws, deck_id, at=when + timedelta(minutes=1), source=SOURCE)


def _agreement() -> bytes:
    """Return a short agreement between two fictional parties."""
    document = Document()
    document.add_heading("비밀유지계약서(가상)", level=1)
    for words in (
        "한빛툴링(가상)와 가나벤처스(가상)는 투자 검토를 위해 주고받는 정보를 제3자에게 알리지 아니한다.",
        "정보는 투자 검토에만 쓰며, 검토가 끝나면 돌려주거나 없앤다.",
        "이 계약은 체결일부터 2년간 효력이 있다.",
    ):
        document.add_paragraph(words)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _customers() -> bytes:
    """Return a small sheet of customers, all invented."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("실증 고객")
        for place, row in enumerate(ROWS):
            sheet.write_row(place, 0, row)
    return file.getvalue()
