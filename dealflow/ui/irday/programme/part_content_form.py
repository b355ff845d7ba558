"""What a part of the event holds, on the screen: abstract, speakers' lives, order with script, seats, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dealflow.actions.irday.programme import part_contents
from dealflow.actions.irday.programme.day_state import Day, day_of
from dealflow.actions.irday.programme.part_contents import About
from dealflow.domain.irday.programme.part_contents import (
    HONOURING,
    MOST_SEATS,
    OrderLine,
    PartContent,
    over_by,
    seated,
)
from dealflow.domain.irday.programme.programme import PLACED, Part, PartKind
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import Language, called, name_of, t
from dealflow.ui.irday.papers.papers import address
from dealflow.ui.kit import components, fields, frame, state, uploads

_WITHOUT: Final = PLACED | {PartKind.BREAK, PartKind.MEAL, PartKind.REGISTRATION}
"""Parts with nothing inside that a book would tell."""
_BLANK_LINES: Final = 4
_KEPT: Final = "event.content.saved"


def draw(event: IrEvent, lang: str) -> None:
    """Draw the choice of the part, and what it holds."""
    day = day_of(state.looking(), event.id)
    parts = {part.id: part for part in day.programme.parts if part.kind not in _WITHOUT}
    if not parts:
        components.empty_state("event.content.none")
        return
    part_id = _chosen_part(
        {part: f"{clock(parts[part].span.start_min)} {name_of(parts[part], lang)}" for part in parts}, lang
    )
    part = parts[part_id]
    content, version = part_contents.content_of(state.looking(), event.id, part.id)
    people = _people(day, lang)
    left, right = st.columns((3, 2), gap="large")
    with left:
        _form(part, content, version, people, lang)
    with right:
        if content.protocol:
            _seats(content, people, lang)
        _lives(day, (*content.speakers, *content.protocol), people, lang)
        _files(part, content, lang)


def _chosen_part(words: Mapping[str, str], lang: str) -> str:
    """Draw the choice of the part that the URL asks for, and return it; the first where it asks for none."""
    key, text = components.url_key("part"), state.url_value("part")
    st.session_state[key] = text if text in words else next(iter(words))
    st.selectbox(
        t("event.content.choose", lang),
        tuple(words),
        format_func=words.__getitem__,
        key=key,
        on_change=lambda: state.ask(part=st.session_state[key]),
        width=460,
    )
    return str(st.session_state[key])


def _people(day: Day, lang: str) -> dict[str, str]:
    """Return everybody of the confirmed participants, with the words for them, by attendee id."""
    people = {}
    for participant in (participant for participant in day.participants if participant.is_coming):
        for attendee in participant.attendees:
            card = day.cards.get(attendee.id)
            who = " ".join(filter(None, (card.name, card.title))) if card else ""
            people[attendee.id] = " · ".join(filter(None, (who, name_of(participant, lang))))
    return people


def _form(part: Part, content: PartContent, version: int, people: Mapping[str, str], lang: str) -> None:
    key = f"content_{part.id}_{version}"
    if missing := over_by(part, content.order):
        st.warning(t("event.content.over", lang, n=missing), icon=":material/schedule:")
    with st.form(key, border=False, enter_to_submit=False), frame.errors_in_words():
        speakers = _chosen("speakers", content.speakers, people, key, lang)
        protocol, in_a_row, award_id = content.protocol, content.in_a_row, content.award_id
        if part.kind in HONOURING:
            protocol = _chosen("protocol", content.protocol, people, key, lang)
            seats = fields.whole(
                t("event.content.in_a_row", lang), bounds=(1, MOST_SEATS), value=in_a_row, key=f"{key}_row"
            )
        if part.kind is PartKind.AWARD:
            award_id = _award(content, key, lang)
        is_named = st.checkbox(
            t("event.content.is_named", lang),
            value=content.is_named,
            help=t("event.content.is_named.help", lang),
            key=f"{key}_named",
        )
        abstract_ko, abstract_en, equipment = _texts(content, key, lang)
        order = _order(content.order, key, lang)
        if st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save"):
            if part.kind in HONOURING:
                in_a_row = seats.required
            changed = replace(
                content,
                abstract_ko=abstract_ko,
                abstract_en=abstract_en,
                equipment=equipment,
                is_named=is_named,
                order=order,
                speakers=speakers,
                protocol=protocol,
                in_a_row=in_a_row,
                award_id=award_id,
            )
            part_contents.keep_content(state.acting(), changed, seen=version)
            frame.tell_done(_KEPT)
            st.rerun()


def _texts(content: PartContent, key: str, lang: str) -> tuple[str, str, str]:
    """Draw the abstract in both languages and the equipment, and return them."""
    abstracts = [
        st.text_area(t(f"event.content.{name}", lang), value=getattr(content, name), key=f"{key}_{name}", height=110)
        for name in ("abstract_ko", "abstract_en")
    ]
    equipment = st.text_input(
        t("event.content.equipment", lang),
        value=content.equipment,
        placeholder=t("event.content.equipment.eg", lang),
        key=f"{key}_equipment",
    )
    return abstracts[0], abstracts[1], equipment


def _chosen(name: str, standing: Sequence[str], people: Mapping[str, str], key: str, lang: str) -> tuple[str, ...]:
    """Draw whom to choose, in order, and return it."""
    chosen = st.multiselect(
        t(f"event.content.{name}", lang),
        (*people, *(who for who in standing if who not in people)),
        default=list(standing),
        format_func=lambda who: people.get(who, t("event.members.gone", lang)),
        placeholder=t("event.members.choose", lang),
        help=t("event.content.protocol.help", lang),
        key=f"{key}_{name}",
    )
    return tuple(chosen)


def _award(content: PartContent, key: str, lang: str) -> str:
    """Draw which award is given here, and return its id; empty for none."""
    awards = {
        one: called(title_ko, title_en, lang)
        for one, (title_ko, title_en) in part_contents.offered_awards(state.looking(), content.ir_event_id).items()
    }
    chosen = st.selectbox(
        t("event.content.award", lang),
        tuple(awards),
        index=list(awards).index(content.award_id) if content.award_id in awards else None,
        format_func=awards.__getitem__,
        placeholder=t("event.content.award.none", lang),
        help=t("event.content.award.help", lang),
        key=f"{key}_award",
    )
    return chosen or ""


def _order(order: Sequence[OrderLine], key: str, lang: str) -> tuple[OrderLine, ...]:
    """Draw the order as a table to type in, and return it."""
    names = ("minutes", "what_ko", "what_en", "who", "cue", "script")
    rows = [{name: getattr(line, name) for name in names} for line in order]
    blank = dict.fromkeys(names, "") | {"minutes": None}
    st.markdown(f"**{t('event.content.order', lang)}**")
    edited = st.data_editor(
        rows or [dict(blank) for _ in range(_BLANK_LINES)],
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        key=f"{key}_order",
        placeholder="",
        column_config={
            name: st.column_config.NumberColumn(t("event.content.order.minutes", lang), min_value=1, step=1, width=60)
            if name == "minutes"
            else st.column_config.TextColumn(
                t(f"event.content.order.{name}", lang), width="medium" if name in {"what_ko", "script"} else "small"
            )
            for name in names
        },
    )
    return tuple(
        OrderLine(int(row.get("minutes") or 0), *(str(row.get(name) or "") for name in names[1:]))
        for row in edited
        if any(row.get(name) for name in names)
    )


def _seats(content: PartContent, people: Mapping[str, str], lang: str) -> None:
    """Draw the seats as they follow from the order of protocol: each row's ranks, and whose they are."""
    st.markdown(f"**{t('event.content.seats', lang)}**")
    rank = {who: str(place + 1) for place, who in enumerate(content.protocol)}
    rows = seated(content.protocol, content.in_a_row)
    lines = [" | ".join(rank.get(who, "·") for who in row) for row in rows]
    blank = " | ".join(" " for _ in range(content.in_a_row))
    rule = " | ".join(":-:" for _ in range(content.in_a_row))
    st.markdown("\n".join(f"| {line} |" for line in (blank, rule, *lines)))
    gone = t("event.members.gone", lang)
    names = (components.harmless(people.get(who, gone)) for who in content.protocol)
    st.markdown("\n".join(f"{place}. {name}" for place, name in enumerate(names, start=1)))


def _lives(day: Day, people: Sequence[str], words: Mapping[str, str], lang: str) -> None:
    """Draw the lives of who speaks and is honoured, kept beside the journal."""
    known = [who for who in dict.fromkeys(people) if who in words]
    if not known:
        return
    abouts = part_contents.lives_of(state.looking(), day.event.id)
    st.markdown(f"**{t('event.content.lives', lang)}**")
    st.caption(t("event.content.lives.note", lang))
    for who in known:
        about = abouts.get(who, About(who))
        with st.expander(components.harmless(words[who])), st.form(f"life_{who}", border=False, enter_to_submit=False):
            name_en = st.text_input(t("event.content.name_en", lang), about.name_en, key=f"life_{who}_en")
            bio_ko = st.text_area(t("event.content.bio_ko", lang), about.bio_ko, key=f"life_{who}_ko", height=90)
            bio_en = st.text_area(t("event.content.bio_en", lang), about.bio_en, key=f"life_{who}_ben", height=90)
            if st.form_submit_button(t("frame.save", lang), key=f"life_{who}_save"):
                told = replace(about, name_en=name_en, bio_ko=bio_ko, bio_en=bio_en)
                part_contents.keep_lives(state.acting(), day.event.id, (told,))
                frame.tell_done(_KEPT)
                st.rerun()


def _files(part: Part, content: PartContent, lang: str) -> None:
    """Draw the part's files, each to open or to take out, and the way to add some."""
    st.markdown(f"**{t('event.content.files', lang)}**")
    for file in content.files:
        with st.container(horizontal=True, vertical_alignment="center"):
            where = address(content.ir_event_id, f"files/{file.sha256}", Language(lang))
            st.link_button(components.harmless(file.name), where, icon=":material/description:")
            st.button(
                t("event.content.files.drop", lang),
                key=f"content_drop_{file.sha256[:12]}",
                on_click=_drop,
                args=(content, file.sha256),
            )
    with st.form(f"content_files_{part.id}", border=False, clear_on_submit=True):
        brought = st.file_uploader(t("event.content.files.add", lang), accept_multiple_files=True, key=f"up_{part.id}")
        if st.form_submit_button(t("event.content.files.keep", lang), key=f"up_{part.id}_keep") and brought:
            for upload in brought:
                part_contents.add_file(state.acting(), content.ir_event_id, part.id, upload.name, upload.getvalue())
            uploads.let_go(brought)
            frame.tell_done("event.content.files.kept")
            st.rerun()


def _drop(content: PartContent, sha256: str) -> None:
    with frame.attempted("event.content.files.dropped"):
        part_contents.drop_file(state.acting(), content.ir_event_id, content.part_id, sha256)
