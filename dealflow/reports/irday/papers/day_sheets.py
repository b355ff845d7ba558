"""The papers of an IR day as parts of a document: by room, firm, person and table, cue sheet, matching table, sheets.

Each part is a room, a firm and so on, so that each can have a page of its own. ``day_html`` prints them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from dealflow.actions.irday.papers.paper_data import Papers
from dealflow.domain.irday.participants.participants import INVESTORS, Participant
from dealflow.domain.irday.programme.membership import membership
from dealflow.domain.irday.programme.programme import Part as Session
from dealflow.domain.irday.programme.programme import PartKind, PartRole, tables_in
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.domain.irday.timetable.placements import Placed
from dealflow.domain.values.quantity import Unit
from dealflow.i18n import name_of, t, term
from dealflow.i18n.numbers import money, period, quantity
from dealflow.reports.irday.papers.day_words import (
    firm_name,
    kind_words,
    others,
    place_words,
    state_words,
    table_words,
    time_words,
)
from dealflow.reports.kit.blocks import Block, Facts, Grid, Part

Making = Callable[[Papers, str], tuple[Part, ...]]


def by_room(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return a part a room: what is on there in the order of time, and who sits at which table."""
    parts = []
    for room in papers.day.programme.rooms:
        sessions = [part for part in papers.day.programme.parts if part.room_id == room.id]
        blocks: list[Block] = []
        pitches = [pitch for pitch in papers.pitches if pitch.room == room.id]
        rows = [*(_session_row(papers, session, lang) for session in sessions if not _is_full(session, pitches))]
        rows += [_pitch_row(papers, pitch, lang) for pitch in pitches]
        if rows:
            headings = _heads(("time", "what", "who"), lang)
            blocks.append(Grid(headings, tuple(row[1:] for row in sorted(rows))))
        meetings = [meeting for meeting in papers.meetings if meeting.room == room.id]
        if meetings:
            blocks.append(
                _round_grid(
                    papers,
                    meetings,
                    [consultation_table.id for consultation_table in tables_in(papers.day.programme, room.id)],
                    lang,
                )
            )
        if blocks:
            seats = "" if room.seats is None else f" · {t('papers.seats', lang, n=room.seats)}"
            parts.append(Part(f"{name_of(room, lang)}{seats}", tuple(blocks)))
    return tuple(parts)


def by_table(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return a part a table: who meets there, round by round."""
    parts = []
    for table in papers.day.programme.tables:
        at_table = [meeting for meeting in papers.meetings if meeting.place == table.id]
        if at_table:
            room = papers.room(table.room_id)
            where = "" if room is None else f" · {name_of(room, lang)}"
            heads = _heads(("round", "time", "company", "investor", "seat", "state"), lang)
            rows = tuple(
                (
                    str(papers.rounds[placed.slot]),
                    time_words(placed.span, papers.day.programme, lang),
                    firm_name(papers, placed.act.company, lang),
                    firm_name(papers, placed.act.investor or "", lang),
                    _people(papers, placed, placed.act.investor or ""),
                    state_words(papers, placed, lang),
                )
                for placed in at_table
            )
            parts.append(Part(f"{table_words(table.label, lang)}{where}", (Grid(heads, rows, frozenset({0})),)))
    return tuple(parts)


def by_firm(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return a part a firm: its day."""
    return tuple(
        Part(
            f"{name_of(firm, lang)} ({kind_words(firm, lang)})",
            (_own_day(papers, firm, papers.of(firm.id), papers.parts_of(firm), lang),),
        )
        for firm in papers.firms
    )


def by_person(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return a part a person who sits or presents: their day. Names that were destroyed are told as such."""
    parts = []
    for firm in papers.firms:
        for person in firm.attendees:
            own = tuple(placed for placed in papers.of(firm.id) if person in papers.sitting(placed, firm.id))
            sessions = papers.parts_of(firm, person.id)
            if own or any(not session.for_all for session in sessions):
                who = papers.name_of(person.id) or t("papers.no_name", lang)
                parts.append(Part(f"{who} · {name_of(firm, lang)}", (_own_day(papers, firm, own, sessions, lang),)))
    return tuple(parts)


def cues(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return the cue sheet: a part a stage, a line a pitch with what it needs; empty columns are for the pen."""
    parts = []
    for room in papers.day.programme.rooms:
        pitches = [pitch for pitch in papers.pitches if pitch.room == room.id]
        sessions = [
            part for part in papers.day.programme.parts if part.kind is PartKind.PITCHING and part.room_id == room.id
        ]
        if pitches:
            heads = _heads(("order", "time", "pitcher", "presenter", "minutes", "equipment", "material", "duty"), lang)
            rows = tuple(_cue(papers, number, pitch, sessions, lang) for number, pitch in enumerate(pitches, start=1))
            parts.append(Part(name_of(room, lang), (Grid(heads, rows, frozenset({0})),)))
    return tuple(parts)


def matching(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return the matching table (상담 매칭표), in one part."""
    heads = _heads(("round", "time", "table", "company", "investor", "state"), lang)
    return (Part(t("papers.paper.matching", lang), (Grid(heads, matching_rows(papers, lang), frozenset({0})),)),)


def matching_rows(papers: Papers, lang: str) -> tuple[tuple[str, ...], ...]:
    """Return the lines of the matching table: round, time, table, company, investor, state."""
    return tuple(
        (
            str(papers.rounds[meeting.slot]),
            time_words(meeting.span, papers.day.programme, lang),
            _label(papers, meeting),
            firm_name(papers, meeting.act.company, lang),
            firm_name(papers, meeting.act.investor or "", lang),
            state_words(papers, meeting, lang),
        )
        for meeting in papers.meetings
    )


def sheets(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return a sheet a firm to hand out: its day, and a few lines on everybody whom it meets."""
    parts = []
    for firm in papers.firms:
        own = papers.of(firm.id)
        blocks: list[Block] = [_own_day(papers, firm, own, papers.parts_of(firm), lang)]
        for placed in own:
            for other in others(placed, firm.id):
                blocks += _card(papers, placed, other, lang)
        parts.append(Part(f"{name_of(firm, lang)} ({kind_words(firm, lang)})", tuple(blocks)))
    return tuple(parts)


def mandate_words(firm: Participant, lang: str) -> str:
    """Return what an investor looks for in one line, empty where it said nothing."""
    mandate = firm.mandate
    parts = [
        ", ".join(term(sector, lang) for sector in mandate.sectors),
        ", ".join(mandate.rounds),
        ", ".join(term(region, lang) for region in mandate.regions),
        _ticket(mandate.ticket_low, mandate.ticket_high, lang),
    ]
    return " · ".join(filter(None, parts))


def _card(papers: Papers, placed: Placed, other: str, lang: str) -> list[Block]:
    """Return a few lines on whom a firm meets, with room to write."""
    firm = papers.firm(other)
    if firm is None:
        return []
    time, where = time_words(placed.span, papers.day.programme, lang), place_words(papers, placed, lang)
    head = f"{time} · {where}"
    pairs = [(head, f"{name_of(firm, lang)} ({kind_words(firm, lang)})")]
    if firm.kind in INVESTORS and (looks := mandate_words(firm, lang)):
        pairs.append((t("papers.sheet.looks_for", lang), looks))
    brief = papers.briefs.get(other)
    if brief is not None and brief.company is not None:
        parts = (firm.profile.product, term(brief.company.sector, lang), term(brief.company.region, lang))
        about = " · ".join(filter(None, parts))
        pairs += [(t("papers.sheet.about", lang), about)] if about else []
        text = "\n".join(
            f"{name_of(metric, lang)} {quantity(best.quantity, lang, of=metric.id)}"
            + (f" ({when})" if (when := period(best.period, lang)) else "")
            for metric, best in brief.figures
        )
        nothing = t("papers.sheet.withheld" if brief.withheld else "papers.sheet.no_figures", lang)
        pairs.append((t("papers.sheet.figures", lang), text or nothing))
    pairs.append((t("papers.sheet.notes", lang), "\n\n"))
    return [Facts(tuple(pairs))]


def _own_day(papers: Papers, firm: Participant, own: Iterable[Placed], sessions: Iterable[Session], lang: str) -> Grid:
    """Return a firm's day as a table, with the parts in which it or everybody takes part."""
    rows = [
        (
            session.span,
            time_words(session.span, papers.day.programme, lang),
            name_of(session, lang),
            "",
            _room(papers, session, lang),
            _taking_part(papers, session, firm),
            "",
        )
        for session in sessions
    ]
    for placed in own:
        kind = t(f"enum.part_kind.{(PartKind.PITCHING if placed.is_pitch else PartKind.CONSULTATION).value}", lang)
        whom = ", ".join(firm_name(papers, other, lang) for other in others(placed, firm.id))
        rows.append(
            (
                placed.span,
                time_words(placed.span, papers.day.programme, lang),
                kind,
                whom,
                place_words(papers, placed, lang),
                _people(papers, placed, firm.id),
                state_words(papers, placed, lang),
            )
        )
    heads = _heads(("time", "what", "whom", "where", "ours", "state"), lang)
    return Grid(heads, tuple(row[1:] for row in sorted(rows)))


def _round_grid(papers: Papers, meetings: list[Placed], tables: list[str], lang: str) -> Grid:
    """Return a room's consultations: a line a round, a column a table in use."""
    used = [table for table in tables if any(meeting.place == table for meeting in meetings)]
    cells: dict[tuple[str, str], str] = {}
    for meeting in meetings:
        pair = f"{firm_name(papers, meeting.act.company, lang)}\n{firm_name(papers, meeting.act.investor or '', lang)}"
        cells[meeting.slot, meeting.place] = pair
    slots = {placed.slot: placed.span for placed in meetings}
    heads = (
        t("papers.column.round", lang),
        t("papers.column.time", lang),
        *(_table(papers, text, lang) for text in used),
    )
    rows = tuple(
        (
            str(papers.rounds[slot]),
            time_words(slots[slot], papers.day.programme, lang),
            *(cells.get((slot, text), "") for text in used),
        )
        for slot in sorted(slots, key=lambda slot: (slots[slot], slot))
    )
    return Grid(heads, rows, frozenset({0}))


def _session_row(papers: Papers, session: Session, lang: str) -> tuple[int, str, str, str]:
    return (
        session.span.start_min,
        time_words(session.span, papers.day.programme, lang),
        name_of(session, lang),
        "\n".join(filter(None, (members_words(papers, session, lang), session.note))),
    )


def members_words(papers: Papers, session: Session, lang: str) -> str:
    """Return who takes part in a part, with the role of those who are more than members."""
    attending = []
    for firm, member in papers.members(session):
        people = ", ".join(filter(None, (papers.name_of(person) for person in member.people)))
        who = " ".join(filter(None, (name_of(firm, lang), people)))
        role = "" if member.role is PartRole.MEMBER else f" ({t(f'enum.part_role.{member.role.value}', lang)})"
        attending.append(f"{who}{role}")
    return ", ".join(attending)


def _taking_part(papers: Papers, session: Session, firm: Participant) -> str:
    """Return which of a firm's people take part in a part, where some were named."""
    member = membership(session, firm)
    people = () if member is None else member.people
    return ", ".join(filter(None, (papers.name_of(person) for person in people)))


def _pitch_row(papers: Papers, placed: Placed, lang: str) -> tuple[int, str, str, str]:
    what = t("enum.part_kind.pitching", lang)
    who = firm_name(papers, placed.act.company, lang)
    return placed.span.start_min, time_words(placed.span, papers.day.programme, lang), what, who


def _is_full(session: Session, pitches: list[Placed]) -> bool:
    """Say whether a session's own line gives way to the pitches in it."""
    return session.kind is PartKind.PITCHING and any(session.span.covers(pitch.span) for pitch in pitches)


def _cue(papers: Papers, number: int, placed: Placed, sessions: list[Session], lang: str) -> tuple[str, ...]:
    session = next((part for part in sessions if part.span.covers(placed.span)), None)
    firm = papers.firm(placed.act.company)
    minutes = "" if session is None else t("papers.cue.minutes", lang, talk=session.item_min, qa=session.qa_min)
    return (
        str(number),
        f"{clock(placed.span.start_min)}–{clock(placed.span.end_min)}",
        firm_name(papers, placed.act.company, lang),
        _people(papers, placed, placed.act.company),
        minutes,
        "" if firm is None else firm.equipment,
        "",
        "",
    )


def _people(papers: Papers, placed: Placed, participant_id: str) -> str:
    names = (papers.name_of(attendee.id) for attendee in papers.sitting(placed, participant_id))
    return ", ".join(filter(None, names)) or "–"


def _label(papers: Papers, placed: Placed) -> str:
    table = papers.table(placed.place)
    return placed.place if table is None else table.label


def _table(papers: Papers, table_id: str, lang: str) -> str:
    table = papers.table(table_id)
    return table_words(table_id if table is None else table.label, lang)


def _room(papers: Papers, session: Session, lang: str) -> str:
    room = papers.room(session.room_id)
    return "" if room is None else name_of(room, lang)


def _ticket(low: int | None, high: int | None, lang: str) -> str:
    texts = [money(Decimal(number), Unit.KRW, lang) for number in (low, high) if number is not None]
    if low is None and high is not None:
        return t("papers.sheet.ticket_to", lang, amount=texts[0])
    if high is None and low is not None:
        return t("papers.sheet.ticket_from", lang, amount=texts[0])
    return "–".join(texts)


def _heads(names: tuple[str, ...], lang: str) -> tuple[str, ...]:
    return tuple(t(f"papers.column.{name}", lang) for name in names)
