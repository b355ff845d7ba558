"""The papers of an IR day as parts of a document: by room, firm, person and table, cue sheet, matching table, sheets.

Each part is a room, a firm and so on, so that each can have a page of its own. ``day_html`` prints them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from dealflow.actions.irday.papers.paper_data import Papers
from dealflow.domain.irday.participants.participants import INVESTORS, Participant
from dealflow.domain.irday.programme.programme import PLACED, PartKind, tables_in
from dealflow.domain.irday.programme.programme import Part as Session
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
    found = []
    for room in papers.day.programme.rooms:
        sessions = [one for one in papers.day.programme.parts if one.room_id == room.id]
        blocks: list[Block] = []
        pitches = [one for one in papers.pitches if one.room == room.id]
        rows = [*(_session_row(papers, one, lang) for one in sessions if not _is_full(one, pitches))]
        rows += [_pitch_row(papers, one, lang) for one in pitches]
        if rows:
            headings = _heads(("time", "what", "who"), lang)
            blocks.append(Grid(headings, tuple(row[1:] for row in sorted(rows))))
        meetings = [one for one in papers.meetings if one.room == room.id]
        if meetings:
            blocks.append(
                _round_grid(papers, meetings, [one.id for one in tables_in(papers.day.programme, room.id)], lang)
            )
        if blocks:
            seats = "" if room.seats is None else f" · {t('papers.seats', lang, n=room.seats)}"
            found.append(Part(f"{name_of(room, lang)}{seats}", tuple(blocks)))
    return tuple(found)


def by_table(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return a part a table: who meets there, round by round."""
    found = []
    for table in papers.day.programme.tables:
        at_table = [one for one in papers.meetings if one.place == table.id]
        if at_table:
            room = papers.room(table.room_id)
            where = "" if room is None else f" · {name_of(room, lang)}"
            heads = _heads(("round", "time", "company", "investor", "seat", "state"), lang)
            rows = tuple(
                (
                    str(papers.rounds[one.slot]),
                    time_words(one.span, papers.day.programme, lang),
                    firm_name(papers, one.act.company, lang),
                    firm_name(papers, one.act.investor or "", lang),
                    _people(papers, one, one.act.investor or ""),
                    state_words(papers, one, lang),
                )
                for one in at_table
            )
            found.append(Part(f"{table_words(table.label, lang)}{where}", (Grid(heads, rows, frozenset({0})),)))
    return tuple(found)


def by_firm(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return a part a firm: its day."""
    return tuple(
        Part(f"{name_of(firm, lang)} ({kind_words(firm, lang)})", (_own_day(papers, firm, papers.of(firm.id), lang),))
        for firm in papers.firms
    )


def by_person(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return a part a person who sits or presents: their day. Names that were destroyed are told as such."""
    found = []
    for firm in papers.firms:
        for person in firm.attendees:
            own = tuple(one for one in papers.of(firm.id) if person in papers.sitting(one, firm.id))
            if own:
                who = papers.name_of(person.id) or t("papers.no_name", lang)
                found.append(Part(f"{who} · {name_of(firm, lang)}", (_own_day(papers, firm, own, lang),)))
    return tuple(found)


def cues(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return the cue sheet: a part a stage, a line a pitch with what it needs; empty columns are for the pen."""
    found = []
    for room in papers.day.programme.rooms:
        pitches = [one for one in papers.pitches if one.room == room.id]
        sessions = [
            one for one in papers.day.programme.parts if one.kind is PartKind.PITCHING and one.room_id == room.id
        ]
        if pitches:
            heads = _heads(("order", "time", "pitcher", "presenter", "minutes", "equipment", "material", "duty"), lang)
            rows = tuple(_cue(papers, number, one, sessions, lang) for number, one in enumerate(pitches, start=1))
            found.append(Part(name_of(room, lang), (Grid(heads, rows, frozenset({0})),)))
    return tuple(found)


def matching(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return the matching table (상담 매칭표), in one part."""
    heads = _heads(("round", "time", "table", "company", "investor", "state"), lang)
    return (Part(t("papers.paper.matching", lang), (Grid(heads, matching_rows(papers, lang), frozenset({0})),)),)


def matching_rows(papers: Papers, lang: str) -> tuple[tuple[str, ...], ...]:
    """Return the lines of the matching table: round, time, table, company, investor, state."""
    return tuple(
        (
            str(papers.rounds[one.slot]),
            time_words(one.span, papers.day.programme, lang),
            _label(papers, one),
            firm_name(papers, one.act.company, lang),
            firm_name(papers, one.act.investor or "", lang),
            state_words(papers, one, lang),
        )
        for one in papers.meetings
    )


def sheets(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return a sheet a firm to hand out: its day, and a few lines on everybody whom it meets."""
    found = []
    for firm in papers.firms:
        own = papers.of(firm.id)
        blocks: list[Block] = [_own_day(papers, firm, own, lang)]
        for one in own:
            for other in others(one, firm.id):
                blocks += _card(papers, one, other, lang)
        found.append(Part(f"{name_of(firm, lang)} ({kind_words(firm, lang)})", tuple(blocks)))
    return tuple(found)


def mandate_words(firm: Participant, lang: str) -> str:
    """Return what an investor looks for in one line, empty where it said nothing."""
    asked = firm.mandate
    parts = [
        ", ".join(term(one, lang) for one in asked.sectors),
        ", ".join(asked.rounds),
        ", ".join(term(one, lang) for one in asked.regions),
        _ticket(asked.ticket_low, asked.ticket_high, lang),
    ]
    return " · ".join(filter(None, parts))


def _card(papers: Papers, one: Placed, other: str, lang: str) -> list[Block]:
    """Return a few lines on whom a firm meets, with room to write."""
    firm = papers.firm(other)
    if firm is None:
        return []
    time, where = time_words(one.span, papers.day.programme, lang), place_words(papers, one, lang)
    head = f"{time} · {where}"
    pairs = [(head, f"{name_of(firm, lang)} ({kind_words(firm, lang)})")]
    if firm.kind in INVESTORS and (looks := mandate_words(firm, lang)):
        pairs.append((t("papers.sheet.looks_for", lang), looks))
    brief = papers.briefs.get(other)
    if brief is not None and brief.company is not None:
        parts = (firm.profile.product, term(brief.company.sector, lang), term(brief.company.region, lang))
        about = " · ".join(filter(None, parts))
        pairs += [(t("papers.sheet.about", lang), about)] if about else []
        told = "\n".join(
            f"{name_of(metric, lang)} {quantity(best.quantity, lang)}"
            + (f" ({when})" if (when := period(best.period, lang)) else "")
            for metric, best in brief.figures
        )
        nothing = t("papers.sheet.withheld" if brief.withheld else "papers.sheet.no_figures", lang)
        pairs.append((t("papers.sheet.figures", lang), told or nothing))
    pairs.append((t("papers.sheet.notes", lang), "\n\n"))
    return [Facts(tuple(pairs))]


def _own_day(papers: Papers, firm: Participant, own: Iterable[Placed], lang: str) -> Grid:
    """Return a firm's day as a table, with what takes everybody."""
    rows = [
        (
            one.span,
            time_words(one.span, papers.day.programme, lang),
            name_of(one, lang),
            "",
            _room(papers, one, lang),
            "",
            "",
        )
        for one in papers.parts_for_all()
        if one.kind not in PLACED
    ]
    for one in own:
        kind = t(f"enum.part_kind.{(PartKind.PITCHING if one.is_pitch else PartKind.CONSULTATION).value}", lang)
        whom = ", ".join(firm_name(papers, each, lang) for each in others(one, firm.id))
        rows.append(
            (
                one.span,
                time_words(one.span, papers.day.programme, lang),
                kind,
                whom,
                place_words(papers, one, lang),
                _people(papers, one, firm.id),
                state_words(papers, one, lang),
            )
        )
    heads = _heads(("time", "what", "whom", "where", "ours", "state"), lang)
    return Grid(heads, tuple(row[1:] for row in sorted(rows)))


def _round_grid(papers: Papers, meetings: list[Placed], tables: list[str], lang: str) -> Grid:
    """Return a room's consultations: a line a round, a column a table in use."""
    used = [one for one in tables if any(each.place == one for each in meetings)]
    cells: dict[tuple[str, str], str] = {}
    for one in meetings:
        pair = f"{firm_name(papers, one.act.company, lang)}\n{firm_name(papers, one.act.investor or '', lang)}"
        cells[one.slot, one.place] = pair
    slots = {one.slot: one.span for one in meetings}
    heads = (
        t("papers.column.round", lang),
        t("papers.column.time", lang),
        *(_table(papers, one, lang) for one in used),
    )
    rows = tuple(
        (
            str(papers.rounds[slot]),
            time_words(slots[slot], papers.day.programme, lang),
            *(cells.get((slot, one), "") for one in used),
        )
        for slot in sorted(slots, key=lambda each: (slots[each], each))
    )
    return Grid(heads, rows, frozenset({0}))


def _session_row(papers: Papers, one: Session, lang: str) -> tuple[int, str, str, str]:
    return one.span.start_min, time_words(one.span, papers.day.programme, lang), name_of(one, lang), one.note


def _pitch_row(papers: Papers, one: Placed, lang: str) -> tuple[int, str, str, str]:
    what = t("enum.part_kind.pitching", lang)
    who = firm_name(papers, one.act.company, lang)
    return one.span.start_min, time_words(one.span, papers.day.programme, lang), what, who


def _is_full(session: Session, pitches: list[Placed]) -> bool:
    """Say whether a session's own line gives way to the pitches in it."""
    return session.kind is PartKind.PITCHING and any(session.span.covers(one.span) for one in pitches)


def _cue(papers: Papers, number: int, one: Placed, sessions: list[Session], lang: str) -> tuple[str, ...]:
    session = next((each for each in sessions if each.span.covers(one.span)), None)
    firm = papers.firm(one.act.company)
    minutes = "" if session is None else t("papers.cue.minutes", lang, talk=session.item_min, qa=session.qa_min)
    return (
        str(number),
        f"{clock(one.span.start_min)}–{clock(one.span.end_min)}",
        firm_name(papers, one.act.company, lang),
        _people(papers, one, one.act.company),
        minutes,
        "" if firm is None else firm.equipment,
        "",
        "",
    )


def _people(papers: Papers, one: Placed, participant_id: str) -> str:
    names = (papers.name_of(each.id) for each in papers.sitting(one, participant_id))
    return ", ".join(filter(None, names)) or "–"


def _label(papers: Papers, one: Placed) -> str:
    table = papers.table(one.place)
    return one.place if table is None else table.label


def _table(papers: Papers, table_id: str, lang: str) -> str:
    table = papers.table(table_id)
    return table_words(table_id if table is None else table.label, lang)


def _room(papers: Papers, one: Session, lang: str) -> str:
    room = papers.room(one.room_id)
    return "" if room is None else name_of(room, lang)


def _ticket(low: int | None, high: int | None, lang: str) -> str:
    said = [money(Decimal(one), Unit.KRW, lang) for one in (low, high) if one is not None]
    if low is None and high is not None:
        return t("papers.sheet.ticket_to", lang, amount=said[0])
    if high is None and low is not None:
        return t("papers.sheet.ticket_from", lang, amount=said[0])
    return "–".join(said)


def _heads(names: tuple[str, ...], lang: str) -> tuple[str, ...]:
    return tuple(t(f"papers.column.{one}", lang) for one in names)
