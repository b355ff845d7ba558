"""Papers of the parts that are no meetings: order of protocol, seats, cue sheet with script; round-tables."""

from __future__ import annotations

from typing import Final

from dealflow.actions.irday.papers.paper_data import Papers
from dealflow.actions.irday.programme.part_contents import Prized
from dealflow.domain.irday.programme.membership import members_of
from dealflow.domain.irday.programme.part_contents import PartContent, seated, timed
from dealflow.domain.irday.programme.programme import Part as Session
from dealflow.domain.irday.programme.programme import PartKind, PartRole
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.i18n import called, name_of, t
from dealflow.reports.irday.papers.day_words import firm_name, time_words
from dealflow.reports.kit.blocks import Block, Facts, Grid, Part, Words

_TABLES: Final = frozenset({PartKind.ROUND_TABLE, PartKind.ADOPTER_TABLE})
_LINES_TO_WRITE: Final = 24


def ceremonies(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return a sheet for each part that has guests of honour or an order of its own, in the order of time."""
    sheets = []
    for part in papers.day.programme.parts:
        content = papers.inside.contents.get(part.id)
        if content is not None and (content.protocol or content.order or content.speakers):
            sheets.append(Part(_heading(papers, part, lang), tuple(_blocks(papers, part, content, lang))))
    return tuple(sheets)


def round_tables(papers: Papers, lang: str) -> tuple[Part, ...]:
    """Return a sheet for each round-table: who sits there and who leads, the agenda, room to write."""
    parts = [part for part in papers.day.programme.parts if part.kind in _TABLES]
    return tuple(Part(_heading(papers, part, lang), tuple(_table_blocks(papers, part, lang))) for part in parts)


def _heading(papers: Papers, part: Session, lang: str) -> str:
    room = papers.room(part.room_id)
    where = "" if room is None else name_of(room, lang)
    return " · ".join(filter(None, (name_of(part, lang), time_words(part.span, papers.day.programme, lang), where)))


def _blocks(papers: Papers, part: Session, content: PartContent, lang: str) -> list[Block]:
    blocks: list[Block] = []
    if content.equipment:
        blocks.append(Facts(((t("papers.ceremony.equipment", lang), content.equipment),)))
    if content.order:
        blocks.append(_order(part, content, lang))
    winners = papers.inside.winners.get(part.id, ())
    if winners:
        blocks += [Words(t("papers.ceremony.winners", lang), quiet=True), _called_out(winners, lang)]
    if content.speakers:
        blocks.append(_people(papers, content.speakers, "speaker", lang))
    if content.protocol:
        blocks += [_people(papers, content.protocol, "honoured", lang), *_seats(papers, content, lang)]
    return blocks


def _order(part: Session, content: PartContent, lang: str) -> Grid:
    """Return the order of a part with cues and what the host says."""
    rows = tuple(
        (
            clock(line.start_min),
            str(line.line.minutes),
            called(line.line.what_ko, line.line.what_en, lang),
            line.line.who,
            line.line.cue,
            line.line.script,
        )
        for line in timed(part, content.order)
    )
    return Grid(_heads(("time", "minutes_alone", "what", "who", "cue", "script"), lang), rows, frozenset({1}))


def _called_out(winners: tuple[Prized, ...], lang: str) -> Grid:
    """Return the winners as they are called to the stage, the lowest prize first."""
    rows = tuple(
        (
            str(number),
            called(prized.prize_ko, prized.prize_en, lang),
            called(prized.company_ko, prized.company_en, lang),
            prized.case,
        )
        for number, prized in enumerate(reversed(winners), start=1)
    )
    return Grid(_heads(("order", "prize", "winner", "case"), lang), rows, frozenset({0}))


def _people(papers: Papers, people: tuple[str, ...], head: str, lang: str) -> Grid:
    rows = []
    for number, who in enumerate(people, start=1):
        card = papers.day.cards.get(who)
        name, title = (card.name, card.title) if card else ("", "")
        rows.append((str(number), _firm(papers, who, lang), title, name or "–", ""))
    return Grid(_heads(("order", "organisation", "position", head, "came"), lang), tuple(rows), frozenset({0}))


def _seats(papers: Papers, content: PartContent, lang: str) -> list[Block]:
    """Return the plan of the seats as one looks at the stage, each with its place in the order of protocol."""
    rank = {who: number for number, who in enumerate(content.protocol, start=1)}

    def seat(who: str) -> str:
        card = papers.day.cards.get(who)
        if not who:
            return ""
        return f"{rank[who]}\n{card.name if card and card.name else '–'}\n{_firm(papers, who, lang)}"

    rows = tuple(
        (t("papers.ceremony.row", lang, n=number), *(seat(who) for who in row))
        for number, row in enumerate(seated(content.protocol, content.in_a_row), start=1)
    )
    heads = (t("papers.ceremony.stage", lang), *(str(place) for place in range(1, content.in_a_row + 1)))
    return [Words(t("papers.ceremony.seats", lang), quiet=True), Grid(heads, rows)]


def _table_blocks(papers: Papers, part: Session, lang: str) -> list[Block]:
    members = members_of(part, papers.day.participants)
    rows = []
    order = sorted(members, key=lambda member: member.role is not PartRole.MODERATOR)
    for number, member in enumerate(order, start=1):
        firm = papers.firm(member.participant_id)
        attendees = () if firm is None else firm.attendees
        people = member.people or tuple(attendee.id for attendee in attendees)
        names = ", ".join(filter(None, (papers.name_of(who) for who in people)))
        role = t(f"enum.part_role.{member.role.value}", lang)
        rows.append((str(number), firm_name(papers, member.participant_id, lang), names or "–", role, ""))
    heads = _heads(("seat", "organisation", "attending", "role", "came"), lang)
    blocks: list[Block] = [Grid(heads, tuple(rows), frozenset({0}))]
    table = papers.inside.tables.get(part.id)
    agenda = table.agenda if table else ()
    topics = [topics for topics in papers.inside.topics if topics.part_id == part.id and topics.lines]
    if agenda:
        lines = "\n".join(f"{number}. {line}" for number, line in enumerate(agenda, start=1))
        blocks.append(Facts(((t("papers.round_table.agenda", lang), lines),)))
    if topics:
        handed_in = tuple((firm_name(papers, item.participant_id, lang), "\n".join(item.lines)) for item in topics)
        blocks.append(Grid(_heads(("organisation", "topics"), lang), handed_in))
    blocks.append(Grid((t("papers.round_table.notes", lang),), (("\n" * _LINES_TO_WRITE,),)))
    return blocks


def _firm(papers: Papers, attendee_id: str, lang: str) -> str:
    for firm in papers.day.participants:
        if any(attendee.id == attendee_id for attendee in firm.attendees):
            return name_of(firm, lang)
    return "–"


def _heads(names: tuple[str, ...], lang: str) -> tuple[str, ...]:
    return tuple(t(f"papers.column.{name}", lang) for name in names)
