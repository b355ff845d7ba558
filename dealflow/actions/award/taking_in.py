"""Applications as whoever runs the award sees them: listed, taken in as cases, given other addresses."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from dealflow.actions.award import awards
from dealflow.actions.award.applying import EvidenceFile, evidence_files
from dealflow.actions.investment.vote_links import SECRET_BYTES, hashed
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id
from dealflow.domain.award.applications import (
    Applicant,
    ApplicationState,
    AwardApplication,
    entry_from,
    is_changed,
)
from dealflow.domain.award.awards import AwardEntry
from dealflow.domain.award.events import AwardApplicationKept, AwardEntryKept, AwardKept
from dealflow.domain.claims.events import CompanyRegistered
from dealflow.domain.notes.events import DocumentKept
from dealflow.domain.people.access import Act, require
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.register_numbers import digits_of
from dealflow.errors import DealflowError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import award as queries
from dealflow.store.ledger.queries import companies, notes

_UNTAKEN: Final = frozenset({ApplicationState.DRAFT, ApplicationState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """One application with whom to write to, its case (if it was taken in), and whether it says something else now."""

    application: AwardApplication
    applicant: Applicant
    files: tuple[EvidenceFile, ...]
    entry: AwardEntry | None
    is_changed: bool

    @property
    def waits(self) -> bool:
        """Say whether it was handed in and is not in the award as it stands."""
        return self.application.state is ApplicationState.SUBMITTED and (self.entry is None or self.is_changed)


def applications(looking: Looking, award_id: str) -> tuple[ApplicationLine, ...]:
    """Return the applications for an award of the viewer's house, by number. Of a draft only who writes it is told.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no events; the house has no such award.
    """
    require(looking.viewer, Act.RUN_EVENTS)
    ws, viewer = looking.ws, looking.viewer
    with ws.ledger.read() as session:
        within = looking.within(session)
        awards.require_award(within, award_id)
        cards = queries.applicants(session, ws.name, viewer.organisation_id)
        entries = {entry.id: entry for entry, _ in queries.entries(session, ws.name, viewer, award_id)}
        known = sorted(
            (application for application, _ in queries.applications(session, ws.name, viewer, award_id)),
            key=lambda application: application.number,
        )
        return tuple(_line(within, application, cards, entries) for application in known)


@transacted
def take_in(acting: Acting, award_id: str, application_id: str) -> str:
    """Take an application in as a case, or what it says now into its case, and return the case's id.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; there is no such award or application.
        InvalidInputError: it was not handed in, or the company handed a case in already.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    pair = _own(acting, award_id, application_id)
    return _taken(acting, _Shelf(acting, award_id), pair)


@transacted
def take_all_in(acting: Acting, award_id: str) -> tuple[int, dict[int, DealflowError]]:
    """Take in whatever was handed in and waits; return how many, and by number why others could not be taken.

    Raises:
        NotAllowedError, NotFoundError: as ``take_in``.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    shelf, count, refused = _Shelf(acting, award_id), 0, dict[int, DealflowError]()
    known = queries.applications(acting.session, acting.ws.name, acting.viewer, award_id)
    for application, version in sorted(known, key=lambda pair: pair[0].number):
        case = shelf.entries.get(application.entry_id)
        waits = application.state is ApplicationState.SUBMITTED
        if not waits or (case is not None and not is_changed(application, case[0])):
            continue
        try:
            _taken(acting, shelf, (application, version))
            count += 1
        except InvalidInputError as error:
            refused[application.number] = error
    return count, refused


@transacted
def renew_application(acting: Acting, award_id: str, application_id: str) -> str:
    """Give a firm another address for its application, whose secret is returned; the old one opens no more.

    Raises:
        NotAllowedError, NotFoundError: as ``take_in``.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    awards.require_award(acting, award_id)
    application, version = _own(acting, award_id, application_id)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    acting.record([AwardApplicationKept(replace(application, secret_hash=hashed(secret)))], after=version)
    return secret


@transacted
def renew_call(acting: Acting, award_id: str, *, closed: bool = False) -> str:
    """Give the call another address, whose secret is returned, or close it; the old one opens no more.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; there is no such award.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    award, version = awards.require_award(acting, award_id)
    secret = "" if closed else secrets.token_urlsafe(SECRET_BYTES)
    acting.record([AwardKept(replace(award, call_hash=hashed(secret) if secret else ""))], after=version)
    return secret


@transacted
def note_checked(acting: Acting, award_id: str, entry_id: str, places: tuple[int, ...]) -> None:
    """Note which figures of a case (by place, from 0) were held against its evidence; the others were not.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role runs no events; there is no such case.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    before, version = awards.own_entry(acting, award_id, entry_id)
    figures = tuple(replace(figure, is_checked=place in places) for place, figure in enumerate(before.figures))
    if figures != before.figures:
        acting.record([AwardEntryKept(replace(before, figures=figures))], after=version)


def _line(
    looking: Looking,
    application: AwardApplication,
    cards: Mapping[str, Applicant],
    entries: Mapping[str, AwardEntry],
) -> ApplicationLine:
    entry = entries.get(application.entry_id)
    is_draft = application.state is ApplicationState.DRAFT
    told = (
        AwardApplication(
            application.id, application.award_id, application.owner_id, "", application.number,
            name_ko=application.name_ko, office_id=application.office_id,
        )
        if is_draft
        else application
    )  # fmt: skip
    files = () if is_draft or not application.files else evidence_files(looking.ws, looking.session, application)
    card = cards.get(application.id, Applicant())
    return ApplicationLine(told, card, files, entry, entry is not None and is_changed(application, entry))


def _own(looking: Looking, award_id: str, application_id: str) -> tuple[AwardApplication, int]:
    for application, version in queries.applications(looking.session, looking.ws.name, looking.viewer, award_id):
        if application.id == application_id:
            return application, version
    raise NotFoundError(kind="application", id=application_id)


class _Shelf:
    """What taking in looks at, gathered once: the award, its cases with their versions, the companies in the books."""

    def __init__(self, acting: Acting, award_id: str) -> None:
        session, name, viewer = acting.session, acting.ws.name, acting.viewer
        self.award = awards.require_award(acting, award_id)[0]
        self.entries = {
            entry.id: (entry, version) for entry, version in queries.entries(session, name, viewer, award_id)
        }
        known = companies.listed(session, name, viewer)
        self._by_number = {digits_of(company.biz_reg_no): company.id for company in known if company.biz_reg_no}
        self._by_name = {plain_name(company.name): company.id for company in known if not company.biz_reg_no}

    @property
    def cases(self) -> list[AwardEntry]:
        """Return the cases as they stand."""
        return [entry for entry, _ in self.entries.values()]

    def company_of(self, application: AwardApplication) -> str:
        """Return the company of an application in the books: by its number, else by its name; nothing where none is."""
        number = digits_of(application.biz_reg_no)
        return (self._by_number.get(number, "") if number else "") or self._by_name.get(
            plain_name(application.name_ko), ""
        )


def _taken(acting: Acting, shelf: _Shelf, pair: tuple[AwardApplication, int]) -> str:
    """Take an application in, inside a transaction; whatever is refused is refused before anything is written."""
    application, version = pair
    if application.state in _UNTAKEN:
        raise InvalidInputError(field="application", problem="not_handed_in", value=application.number)
    if application.entry_id in shelf.entries:
        before, entry_version = shelf.entries[application.entry_id]
        entry = entry_from(application, before)
        if entry != before:
            acting.record([AwardEntryKept(entry)], after=entry_version)
    else:
        known = shelf.company_of(application)
        awards.require_one_case(shelf.cases, known)
        blank = AwardEntry("", application.award_id, "", "", known or _registered(acting, application), "", 0, "")
        entry = awards.entered(acting, shelf.award, shelf.cases, entry_from(application, blank))
        shelf.entries[entry.id] = (entry, 1)
        acting.record([AwardApplicationKept(replace(application, entry_id=entry.id))], after=version)
    _give_files(acting, application, entry)
    return entry.id


def _registered(acting: Acting, application: AwardApplication) -> str:
    """Register the company of an application, for everybody, as what comes by an event's call; return its id."""
    event = CompanyRegistered(
        company_id=new_id("company", application.id, application.name_ko, acting.at),
        name=application.name_ko,
        name_en="",
        biz_reg_no=application.biz_reg_no or None,
        region=application.region,
        sector=application.sector,
        owner_id="",
    )
    acting.record([event], after=0)
    return event.company_id


def _give_files(acting: Acting, application: AwardApplication, entry: AwardEntry) -> None:
    """Put the evidence among the files of the case's company and engagement."""
    for file_id in application.files:
        file = notes.find_document(acting.session, acting.ws.name, acting.viewer, file_id)
        if file is None or file.is_destroyed or file.document.engagement_id == entry.engagement_id:
            continue
        put = replace(file.document, company_id=entry.company_id, engagement_id=entry.engagement_id)
        acting.record([DocumentKept(put)], after=file.version)
