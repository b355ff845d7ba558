"""The call of an award and a firm's own address: a draft begun by the call's link, kept, handed in, taken back.

Whoever has the call's address may apply in any firm's name, so nothing that is there changes by it: a case comes of an
application once whoever runs the award takes it in. Files of a draft are for nobody's eyes until it is handed in.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from dealflow.actions.claims import intake
from dealflow.actions.investment.vote_links import SECRET_BYTES, hashed
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.house_room import keep_file
from dealflow.actions.platform.workspace import Workspace, commit, new_id, record
from dealflow.decks.sniff import Kind, kind_of
from dealflow.domain.award.applications import (
    Applicant,
    ApplicationState,
    AwardApplication,
    AwardConsent,
    CallState,
    call_state,
    missing_fields,
    require_open,
)
from dealflow.domain.award.awards import Award, CaseFigure
from dealflow.domain.award.events import AwardApplicationKept
from dealflow.domain.notes.documents import Document
from dealflow.domain.notes.events import DocumentDestroyed, DocumentKept
from dealflow.domain.notes.notes import NoteAudience
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.people.people import Organisation
from dealflow.domain.values.event import By
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import DayLinkError, InvalidInputError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import award as queries
from dealflow.store.ledger.queries import notes, people
from dealflow.store.ledger.queries.visibility import Session

MOST_FILES: Final = 5
FILE_KIND: Final = "award_evidence"
_MOST: Final = 2_000
"""Applications of one award: an address that leaked must not fill the books."""
_MEGABYTE: Final = 1_000_000
TAKEN: Final = frozenset(
    {Kind.PDF, Kind.PPTX, Kind.DOCX, Kind.XLSX, Kind.HWP, Kind.HWPX, Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.TIFF}
)
"""What evidence may be: papers, sheets and pictures."""
NewFile = tuple[str, bytes]
"""A file's name and bytes."""


@dataclass(frozen=True, slots=True)
class Call:
    """What the call's address shows: the award, who runs it, whether it takes applications."""

    award: Award
    organiser: Organisation | None
    state: CallState


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of an application as its page lists it."""

    id: str
    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class CasePaper:
    """What a firm's own address shows."""

    call: Call
    application: AwardApplication
    version: int
    applicant: Applicant
    files: tuple[EvidenceFile, ...]


@dataclass(frozen=True, slots=True)
class TypedCase:
    """What somebody typed into the form; a draft may lack anything but the firm's name."""

    name_ko: str
    biz_reg_no: str = ""
    region: str = ""
    sector: str = ""
    office_id: str = ""
    case_title: str = ""
    summary: str = ""
    figures: tuple[CaseFigure, ...] = ()
    consents: tuple[AwardConsent, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One sending of the form: what was typed, new files, files to drop, and whether it is handed in or kept."""

    typed: TypedCase
    applicant: Applicant
    files: tuple[NewFile, ...] = ()
    dropped: tuple[str, ...] = ()
    hands_in: bool = False


def open_call(ws: Workspace, award_id: str, secret: str, *, at: datetime) -> Call:
    """Return what the call's address shows.

    Raises:
        DayLinkError: there is no such address, or it was closed or renewed.
    """
    with ws.ledger.read() as session:
        return _call(ws, session, award_id, secret, at)


def begin(ws: Workspace, award_id: str, secret: str, delivery: Delivery, *, at: datetime) -> tuple[str, str]:
    """Begin an application by the call's address; return its id and the secret of its own address.

    Raises:
        DayLinkError: the address opens nothing.
        InvalidInputError: the call is not open, something is missing to hand it in, or a file cannot be taken.
    """
    call = open_call(ws, award_id, secret, at=at)
    require_open(call.award, korean_day(at))
    own = secrets.token_urlsafe(SECRET_BYTES)
    application_id = new_id("award_application", award_id, own)
    stored = _stored(ws, call.award.owner_id, application_id, delivery.files, at)

    def work(session: Session) -> None:
        count = queries.count_applications(session, ws.name, award_id)
        if count >= _MOST:
            raise InvalidInputError(field="application", problem="too_many", limit=_MOST)
        blank = AwardApplication(application_id, award_id, call.award.owner_id, hashed(own), count + 1)
        _keep(ws, session, (blank, 0), delivery, stored, at)

    commit(ws, work)
    return application_id, own


def open_application(ws: Workspace, application_id: str, secret: str, *, at: datetime) -> CasePaper:
    """Return what a firm's own address shows.

    Raises:
        DayLinkError: there is no such address, or another one took its place.
    """
    with ws.ledger.read() as session:
        return _paper(ws, session, application_id, secret, at)


def deliver(ws: Workspace, application_id: str, secret: str, delivery: Delivery, *, at: datetime) -> CasePaper:
    """Keep what was typed into an application, or hand it in; return it as it then stands.

    Raises:
        DayLinkError: the address opens nothing.
        InvalidInputError: the call is closed, something is missing to hand it in, or a file cannot be taken.
    """
    paper = open_application(ws, application_id, secret, at=at)
    require_open(paper.call.award, korean_day(at))
    stored = _stored(ws, paper.application.owner_id, application_id, delivery.files, at)
    gone: list[str] = []

    def work(session: Session) -> None:
        now = _paper(ws, session, application_id, secret, at)
        gone[:] = _keep(ws, session, (now.application, now.version), delivery, stored, at)

    commit(ws, work)
    _forget_bytes(ws, gone)
    return open_application(ws, application_id, secret, at=at)


def take_back(ws: Workspace, application_id: str, secret: str, *, at: datetime) -> CasePaper:
    """Take an application back; it can be handed in again while the call is open.

    Raises:
        DayLinkError: the address opens nothing.
        InvalidInputError: the call is closed.
    """

    def work(session: Session) -> None:
        now = _paper(ws, session, application_id, secret, at)
        require_open(now.call.award, korean_day(at))
        if now.application.state is not ApplicationState.WITHDRAWN:
            gone = replace(now.application, state=ApplicationState.WITHDRAWN)
            record(ws, session, [AwardApplicationKept(gone)], _by(application_id, at), after=now.version)

    commit(ws, work)
    return open_application(ws, application_id, secret, at=at)


def _call(ws: Workspace, session: Session, award_id: str, secret: str, at: datetime) -> Call:
    pair = queries.award_of_call(session, ws.name, award_id)
    if pair is None or not pair[0].call_hash or not hmac.compare_digest(pair[0].call_hash, hashed(secret)):
        raise DayLinkError(problem="unknown")
    return _call_of(ws, session, pair[0], at)


def _call_of(ws: Workspace, session: Session, award: Award, at: datetime) -> Call:
    houses = people.organisations(session, ws.name)
    organiser = next((house for house in houses if house.id == award.owner_id), None)
    return Call(award, organiser, call_state(award, korean_day(at)))


def _paper(ws: Workspace, session: Session, application_id: str, secret: str, at: datetime) -> CasePaper:
    pair = queries.application_of_link(session, ws.name, application_id)
    if pair is None or not pair[0].secret_hash or not hmac.compare_digest(pair[0].secret_hash, hashed(secret)):
        raise DayLinkError(problem="unknown")
    application, version = pair
    award = queries.award_of_call(session, ws.name, application.award_id)
    if award is None:
        raise DayLinkError(problem="gone")
    return CasePaper(
        _call_of(ws, session, award[0], at),
        application,
        version,
        queries.applicant(session, ws.name, application_id),
        evidence_files(ws, session, application),
    )


def evidence_files(ws: Workspace, session: Session, application: AwardApplication) -> tuple[EvidenceFile, ...]:
    """Return the files of an application that stand, with their names."""
    clerk = _clerk(application.id, application.owner_id)
    names = notes.file_names(session, ws.name, application.files)
    standing = (notes.find_document(session, ws.name, clerk, file_id) for file_id in application.files)
    return tuple(
        EvidenceFile(file.document.id, names.get(file.document.id, ""), file.document.size_bytes)
        for file in standing
        if file is not None and not file.is_destroyed
    )


def _keep(  # what stands, what came, and its files: all of one sending
    ws: Workspace,
    session: Session,
    standing: tuple[AwardApplication, int],
    delivery: Delivery,
    stored: tuple[tuple[str, Document], ...],
    at: datetime,
) -> list[str]:
    """Keep one sending inside a transaction; return the hashes of the files that were dropped."""
    before, version = standing
    typed, dropped = delivery.typed, set(delivery.dropped) & set(before.files)
    kept = tuple(file_id for file_id in before.files if file_id not in dropped)
    files = tuple(dict.fromkeys((*kept, *(document.id for _, document in stored))))
    if len(files) > MOST_FILES:
        raise InvalidInputError(field="files", problem="too_many", limit=MOST_FILES)
    is_in = delivery.hands_in or before.state is ApplicationState.SUBMITTED
    now = replace(
        before,
        state=ApplicationState.SUBMITTED if is_in else ApplicationState.DRAFT,
        name_ko=typed.name_ko, biz_reg_no=typed.biz_reg_no, region=typed.region, sector=typed.sector,
        office_id=typed.office_id, case_title=typed.case_title, summary=typed.summary, figures=typed.figures,
        consents=typed.consents, files=files,
        submitted_at=at if is_in else None,
    )  # fmt: skip
    missing = missing_fields(now, delivery.applicant) if is_in else ()
    if missing:
        raise InvalidInputError(field=missing[0], problem="missing")
    gone = [_drop(ws, session, file_id, now, at) for file_id in sorted(dropped)]
    for file_name, document in stored:
        if document.id not in before.files:
            notes.keep_file_name(session, ws.name, document.id, file_name)
            seq = journal.length(session, ws.name, f"document:{document.id}")
            record(ws, session, [DocumentKept(document)], _by(now.id, at), after=seq)
    _open_files(ws, session, now, at)
    queries.keep_applicant(session, ws.name, now, delivery.applicant)
    if replace(now, submitted_at=before.submitted_at) != before:
        record(ws, session, [AwardApplicationKept(now)], _by(now.id, at), after=version)
    return gone


def _stored(
    ws: Workspace, owner_id: str, application_id: str, files: tuple[NewFile, ...], at: datetime
) -> tuple[tuple[str, Document], ...]:
    """Store the bytes of files that came; each with its name, for the firm's eyes alone."""
    acting = Acting(ws, _clerk(application_id, owner_id), at, "link")
    stored = []
    for file_name, data in files:
        media = kind_of(data)
        if media not in TAKEN:
            raise InvalidInputError(field="files", problem="no_evidence", value=file_name)
        if len(data) > ws.settings.max_upload_mb * _MEGABYTE:
            raise InvalidInputError(field="files", problem="too_large", value=file_name)
        sha256 = keep_file(acting, data)
        document_id = new_id("document", ws.name, owner_id, application_id, sha256)
        document = Document(
            document_id, owner_id, "", "", FILE_KIND, sha256, len(data), media, NoteAudience.DEAL,
            issued_on=korean_day(at),
        )  # fmt: skip
        stored.append((intake.file_name_of(file_name), document))
    return tuple(stored)


def _open_files(ws: Workspace, session: Session, now: AwardApplication, at: datetime) -> None:
    """Let the house see the files of what was handed in."""
    if now.state is not ApplicationState.SUBMITTED:
        return
    clerk = _clerk(now.id, now.owner_id)
    for file_id in now.files:
        file = notes.find_document(session, ws.name, clerk, file_id)
        if file is not None and not file.is_destroyed and file.document.audience is not NoteAudience.HOUSE:
            opened = replace(file.document, audience=NoteAudience.HOUSE)
            record(ws, session, [DocumentKept(opened)], _by(now.id, at), after=file.version)


def _drop(ws: Workspace, session: Session, file_id: str, application: AwardApplication, at: datetime) -> str:
    """Destroy a file that the firm took out again, and return the hash of its bytes."""
    file = notes.find_document(session, ws.name, _clerk(application.id, application.owner_id), file_id)
    if file is None or file.is_destroyed:
        return ""
    record(ws, session, [DocumentDestroyed(file_id)], _by(application.id, at), after=file.version)
    notes.destroy_file_name(session, ws.name, file_id)
    return file.document.sha256


def _forget_bytes(ws: Workspace, hashes: list[str]) -> None:
    for sha256 in filter(None, hashes):
        with ws.ledger.read() as session:
            in_use = notes.is_content_in_use(session, sha256)
        if not in_use:
            ws.files.destroy(sha256)


def _by(application_id: str, at: datetime) -> By:
    return By(f"applicant:{application_id}", at, "link")


def _clerk(application_id: str, owner_id: str) -> Viewer:
    """Return who acts in a firm's name within the house's books: it sees its own files alone."""
    return Viewer(f"applicant:{application_id}", owner_id, Role.ORGANISER)
