"""A pipeline taken in from a sheet: tried first, row by row; then done as one batch, which can be taken back whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Final

from dealflow.actions.companies.company_profile import profiles_of
from dealflow.actions.companies.company_rights import is_keeper
from dealflow.actions.pipeline import deal_figures, engagement_views, stage_gates
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.actions.sheets import house_words, pipeline_sheet
from dealflow.actions.sheets.foreign_cells import DayOrder
from dealflow.actions.sheets.pipeline_sheet import PipelineSheet
from dealflow.domain.claims.events import CompanyRegistered
from dealflow.domain.people.access import Act, OrganisationKind, require
from dealflow.domain.pipeline.events import EngagementNoted, EngagementOpened
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.sheets import planning
from dealflow.domain.sheets.books import Books, House, NearCompany, books_of
from dealflow.domain.sheets.events import ColumnUse, Counts, Meaning, SheetImported, Touched
from dealflow.domain.sheets.fields import Change, Field, SheetRow
from dealflow.domain.sheets.planning import PlannedRow, RowKind
from dealflow.domain.values.event import Event
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.typed_text import plain
from dealflow.errors import InvalidInputError
from dealflow.store.ledger import journal
from dealflow.store.ledger.journal import Entry
from dealflow.store.ledger.queries import companies, people, pipeline, sheets
from dealflow.store.ledger.queries.sheets import ImportBatch

__all__ = [
    "DAY_ORDER",
    "Change",
    "Counts",
    "DayOrder",
    "ImportBatch",
    "ImportOrder",
    "ImportResult",
    "Meaning",
    "NearCompany",
    "PlannedRow",
    "Progress",
    "RowKind",
    "counts_of",
    "imports",
    "preview",
    "proposal",
    "run",
    "strange_words",
]

DAY_ORDER: Final = "day_order"
"""The meaning by which a person says which comes first in 07/04/2025; remembered with the columns."""
_AMOUNTS: Final = (Field.ASKED, Field.TICKET, Field.PRE_MONEY)
_AT_ONCE: Final = 1000
"""Records that are written at once, before the next part of the progress is told."""
_PLANNED: Final = 0.3
"""The part of an import's time by which it knows what each row does."""
Progress = Callable[[float], object]
_OWN: Final = frozenset({OrganisationKind.VC, OrganisationKind.TIPS_OPERATOR})
"""Houses that invest themselves: their deals are their own unless the sheet names another investor."""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """How a sheet is to be taken: the use of each column, the usual track, what strange words mean, which near names.

    ``choices``: by the plain name of a row's company, the known company that is meant; empty: a new one. ``hidden``:
    rows that Excel does not show are taken, too.
    """

    sheet: PipelineSheet
    uses: tuple[str, ...]
    track: str
    meanings: tuple[Meaning, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = True

    @property
    def day_order(self) -> DayOrder:
        """Return which comes first in 07/04/2025: as a person said, else as nearly all other days tell."""
        said = next((meaning.value for meaning in self.meanings if meaning.field == DAY_ORDER), "")
        return DayOrder(said) if said else pipeline_sheet.days_of(self.sheet, self.uses).order

    def rows(self) -> tuple[SheetRow, ...]:
        """Return the sheet's rows as they are to be taken.

        Raises:
            InvalidInputError: two columns have one use, or none is the company's name.
        """
        return pipeline_sheet.rows_of(self.sheet, self.uses, self.day_order, hidden=self.hidden)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, row by row."""

    import_id: str
    rows: tuple[PlannedRow, ...]


def proposal(looking: Looking, sheet: PipelineSheet) -> tuple[tuple[str, ...], tuple[Meaning, ...], bool]:
    """Return a use for each column and what words mean: as the house took such headings last (True), else as likely.

    Raises:
        NotAllowedError: the viewer's role may not bring companies in.
    """
    require(looking.viewer, Act.EDIT_COMPANIES)
    with looking.ws.ledger.read() as session:
        last = sheets.remembered(session, looking.ws.name, looking.viewer, sheet.key)
        words = house_words.words_of(looking.within(session))
    if last is not None:
        return tuple(column.use for column in last.columns), last.meanings, True
    return pipeline_sheet.proposed(sheet, looking.ws.tracks, words), (), False


def strange_words(looking: Looking, order: ImportOrder) -> dict[Field, dict[str, int]]:
    """Return, by field, the cells that name nothing of the house, with how often they stand."""
    rows = order.rows()
    with looking.ws.ledger.read() as session:
        words = house_words.words_of(looking.within(session))
    return house_words.strange_words(rows, words, order.track)


def preview(looking: Looking, order: ImportOrder, *, at: datetime) -> tuple[PlannedRow, ...]:
    """Return what each row would do as the viewer's books stand; nothing is written.

    Raises:
        NotAllowedError: the viewer's role may not bring companies in.
        InvalidInputError: two columns have one use, or none is the company's name.
    """
    require(looking.viewer, Act.EDIT_COMPANIES)
    with looking.ws.ledger.read() as session:
        return _planned(looking.within(session), order, at, "preview")


@transacted
def run(
    acting: Acting, order: ImportOrder, *, leave_out: bool = False, progress: Progress = lambda _: None
) -> ImportResult:
    """Take the sheet in as one batch: all of it, or all but the refused rows where they may be left out.

    ``progress`` is told the part that is done, from 0 to 1; nothing stands before the whole does.

    Raises:
        NotAllowedError: the viewer's role may not bring companies in.
        InvalidInputError: rows are refused, or nothing is new.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    owner = acting.viewer.organisation_id
    import_id = new_id("import", acting.ws.name, owner, order.sheet.file_name, order.sheet.key, acting.at)
    rows = _planned(acting, order, acting.at, import_id)
    counts = counts_of(rows)
    if counts.refused and not leave_out:
        raise InvalidInputError(field="file", problem="rows_refused", value=counts.refused)
    if not counts.new + counts.changed:
        raise InvalidInputError(field="file", problem="nothing_new", value=order.sheet.file_name)
    touched = _recorded(replace(acting, source="import"), rows, progress)
    event = SheetImported(
        import_id=import_id,
        owner_id=owner,
        file_name=written(order.sheet.file_name, "file")[:200],
        headings_key=order.sheet.key,
        columns=tuple(
            ColumnUse(heading[:200], use) for heading, use in zip(order.sheet.headings, order.uses, strict=True)
        ),
        meanings=order.meanings,
        counts=counts,
        touched=touched,
    )
    acting.record([event], after=0)
    return ImportResult(import_id, rows)


def imports(looking: Looking) -> tuple[tuple[ImportBatch, str], ...]:
    """Return the imports of the viewer's house, the latest first, each with the name of who did it."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        names = people.names(session, looking.ws.name)
        batches = sheets.imports(session, looking.ws.name, looking.viewer)
    return tuple((batch, names.get(batch.imported_by, "")) for batch in batches)


def counts_of(rows: Sequence[PlannedRow]) -> Counts:
    """Return how many rows are of each kind."""
    count = Counter(row.kind for row in rows)
    return Counts(*(count[kind] for kind in RowKind))


def _planned(looking: Looking, order: ImportOrder, at: datetime, seed: str) -> tuple[PlannedRow, ...]:
    rows = order.rows()
    books = _books(looking, noted=Field.NOTE in order.uses)
    if set(_AMOUNTS) & set(order.uses):
        deals = engagement_views.engagements(looking, on=korean_day(at))
        figures = deal_figures.deal_figures(looking, deals)
        books.sizes = {deal_id: amounts.sizes for deal_id, amounts in figures.items()}
    return planning.plan(rows, books, _house(looking, order, at, seed))


def _books(looking: Looking, *, noted: bool) -> Books:
    """Return the viewer's books; the notes of their deals only where the sheet brings some."""
    session, name, viewer = looking.session, looking.ws.name, looking.viewer
    deals = pipeline.followed(session, name, viewer)
    notes: dict[str, set[str]] = defaultdict(set)
    if noted:
        streams = [f"engagement:{deal.engagement.id}" for deal in deals]
        for recorded in journal.read_streams(session, name, streams, ["engagement_noted"]):
            if isinstance(recorded.event, EngagementNoted):
                notes[recorded.event.engagement_id].add(recorded.event.note)
    books = books_of(companies.listed(session, name, viewer), deals, notes)
    books.profiles = {company_id: known.profile for company_id, known in profiles_of(looking).items()}
    return books


def _house(looking: Looking, order: ImportOrder, at: datetime, seed: str) -> House:
    """Return whose books they are, and what the house calls things."""
    viewer, ws = looking.viewer, looking.ws
    kinds = {organisation.id: organisation.kind for organisation in people.organisations(looking.session, ws.name)}
    kind = kinds.get(viewer.organisation_id, OrganisationKind.ORGANISER)
    today = korean_day(at)
    return House(
        viewer=viewer,
        at=at,
        today=today,
        tracks={track.id: track for track in ws.tracks},
        usual_track=ws.track(order.track).id,
        investor_id=viewer.organisation_id if kind in _OWN else None,
        company_owner="" if kind is OrganisationKind.ORGANISER else viewer.organisation_id,
        words=house_words.words_of(looking, order.meanings),
        choices=order.choices,
        new_company_id=lambda name: new_id("company", seed, plain(name)),
        engagement_id=partial(new_id, "engagement", ws.name, viewer.organisation_id),
        is_keeper=partial(is_keeper, looking),
        require_way=partial(_require_way, looking, today),
    )


def _require_way(looking: Looking, today: date, engagement: Engagement, stage: str) -> None:
    stage_gates.require_open_gates(looking, engagement, stage, today)


def _recorded(acting: Acting, rows: Sequence[PlannedRow], progress: Progress) -> tuple[Touched, ...]:
    """Write the events of all rows down, companies first; return what was touched."""
    streams: dict[str, list[Event]] = defaultdict(list)
    for row in sorted(rows, key=lambda planned: planning.taken_on(planned.row)):
        for event in row.events:
            streams[event.stream].append(event)
    names = sorted(streams, key=lambda name: not name.startswith("company:"))
    before = journal.lengths(acting.session, acting.ws.name, names)
    for start in range(0, len(names), _AT_ONCE):
        progress(_PLANNED + (1 - _PLANNED) * start / len(names))
        some = names[start : start + _AT_ONCE]
        acting.record_all([Entry(name, streams[name], before[name]) for name in some])
    return tuple(
        Touched(
            name,
            before[name],
            before[name] + len(streams[name]),
            isinstance(streams[name][0], CompanyRegistered | EngagementOpened),
        )
        for name in names
    )
