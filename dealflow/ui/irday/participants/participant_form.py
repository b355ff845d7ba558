"""One participant: its people, times, consents, what it looks for or declares, and what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.irday.participants import applications, meeting_requests, participants
from dealflow.actions.irday.participants.participants import Attending, Card
from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.participants.participants import (
    ENTERED,
    INVESTORS,
    Attendee,
    Consent,
    Mandate,
    Participant,
    ParticipantKind,
    ParticipantState,
    Profile,
    Requests,
    opposite,
)
from dealflow.domain.values.field_parsing import list_of, loose_day_of, spans_of, won_of
from dealflow.domain.values.rounds import LADDER
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import moment, plain
from dealflow.ui.irday.participants import participation
from dealflow.ui.irday.participants.participants import written_spans
from dealflow.ui.kit import components, dialogs, fields, frame, state
from dealflow.ui.kit.fields import Entry, Label

_NEW: Final = "p-new"
_TABS: Final = ("people", "terms", "asks")
_BLANK: Final = Attendee("")
_MOST_MEETINGS: Final = 1_000


def offer_new(day: Day, lang: str) -> None:
    """Offer to add a participant by hand."""
    dialogs.offer(_NEW, t("participants.new", lang), icon=":material/person_add:", key="participants_new")
    if dialogs.is_open(_NEW):
        blank = Participant("", day.event.id, ParticipantKind.SUPPLIER, ParticipantState.INVITED, "", pitches=True)
        dialogs.show(t("participants.new", lang), partial(_body, day, blank), width="large")


def dialogs_of(day: Day, lang: str) -> None:
    """Draw the dialog of the participant that the URL asks for."""
    for participant in day.participants:
        if dialogs.is_open(f"p-{participant.id}"):
            dialogs.show(name_of(participant, lang), partial(_body, day, participant), width="large")


def _body(day: Day, participant: Participant) -> None:
    lang = state.language()
    if participant.id:
        participation.draw(day, participant, lang)
        _application(day, participant, lang)
    _details(day, participant, lang)
    if participant.id and (participant.kind is ParticipantKind.SUPPLIER or participant.kind in INVESTORS):
        with st.expander(t("participants.asks", lang), expanded=True):
            _requests(day, participant, lang)


def _application(day: Day, participant: Participant, lang: str) -> None:
    """Draw what an application would change of a confirmed participation."""
    if participant.asked is None:
        return
    with st.container(border=True, key=f"p_asked_{participant.id}"):
        st.markdown(f"**{t('participants.asked.title', lang, moment=moment(participant.asked.at, lang))}**")
        lines = _differences(day, participant, lang)
        st.markdown("\n".join(f"- {line}" for line in lines) or t("participants.asked.same", lang))
        with st.container(horizontal=True):
            st.button(t("participants.asked.take", lang), type="primary", key=f"p_take_{participant.id}",
                      on_click=_settle, args=(participant.id, True))  # fmt: skip
            st.button(t("participants.asked.leave", lang), key=f"p_leave_{participant.id}",
                      on_click=_settle, args=(participant.id, False))  # fmt: skip


def _settle(participant_id: str, take: bool) -> None:  # noqa: FBT001  # a callback's argument
    with frame.attempted("participants.changed"):
        applications.settle_asked(state.acting(), participant_id, take=take)


def _differences(day: Day, participant: Participant, lang: str) -> list[str]:
    """Return what would change, old and new side by side."""
    application = participant.asked
    if application is None:
        return []
    names = {other_participant.id: other_participant.name_ko for other_participant in day.participants}

    def people(attendees: Sequence[Attendee]) -> str:
        return ", ".join(day.cards[attendee.id].name for attendee in attendees if attendee.id in day.cards)

    def wish_names(requests: Requests) -> str:
        return ", ".join(names.get(wish.participant_id, "") for wish in requests.wishes)

    pairs = {
        "name": (participant.name_ko, application.name_ko),
        "people": (people(participant.attendees), people(application.attendees)),
        "away": (written_spans(participant.away), written_spans(application.away)),
        "sector": (participant.profile.sector, application.profile.sector),
        "round": (participant.profile.round_label, application.profile.round_label),
        "raise": (amount(participant.profile.raise_won), amount(application.profile.raise_won)),
        "equipment": (participant.equipment, application.equipment),
        "wishes": (wish_names(day.requests.get(participant.id, Requests())), wish_names(application.requests)),
    }
    return [
        t(
            "participants.differs",
            lang,
            field=t(f"participants.field.{name}", lang),
            before=components.harmless(old or "–"),
            after=components.harmless(new or "–"),
        )
        for name, (old, new) in pairs.items()
        if old != new
    ]


def amount(won: int | None) -> str:
    """Return an amount as people type it."""
    return "" if won is None else plain(Decimal(won), "ko")


def _details(day: Day, participant: Participant, lang: str) -> None:
    """Draw the form; what was typed stays if something is refused."""
    key = f"p_{participant.id or 'new'}"
    seen = _seen(f"{key}_ko", participants.participant_of(state.looking(), participant.id)[1] if participant.id else 0)
    with st.form(f"{key}_form", border=False, enter_to_submit=False), frame.errors_in_words():
        after = _basics(participant, key, lang)
        people, looks = st.tabs([t(f"participants.tab.{tab}", lang) for tab in ("people", "terms")])
        with people:
            named = _people(day, participant, key, lang)
            typed_away = st.text_input(
                t("participants.field.away", lang),
                value=written_spans(participant.away),
                placeholder=t("participants.away.eg", lang),
                key=f"{key}_away",
            )
        with looks:
            mandate, profile = _terms(participant, key, lang)
        consents = st.pills(
            t("participants.consents", lang),
            tuple(Consent),
            selection_mode="multi",
            default=list(participant.consents),
            format_func=lambda consent: t(f"enum.consent.{consent.value}", lang),
            key=f"{key}_consents",
        )
        if not st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save"):
            return
        kept_participant = replace(
            after(),
            away=spans_of(typed_away, "span"),
            mandate=mandate(),
            profile=profile(),
            consents=tuple(consent for consent in Consent if consent in (consents or ())),
        )
        participants.keep_participant(state.acting(), kept_participant, named(), seen=seen if participant.id else None)
        dialogs.done("participants.kept")


def _seen(field: str, version: int) -> int:
    """Return the version that stood when the form was opened: its first field is not there before that."""
    if field not in st.session_state:
        st.session_state[f"{field}_seen"] = version
    return int(st.session_state[f"{field}_seen"])


def _basics(participant: Participant, key: str, lang: str) -> Callable[[], Participant]:
    """Draw what a participant is, and return how to read the participant that it says."""
    left, middle, right = st.columns(3)
    name_ko = left.text_input(t("participants.field.name", lang), value=participant.name_ko, key=f"{key}_ko")
    name_en = middle.text_input(t("participants.field.name_en", lang), value=participant.name_en, key=f"{key}_en")
    kinds = ENTERED
    kind = right.selectbox(
        t("participants.kind", lang),
        kinds,
        index=kinds.index(participant.kind),
        format_func=lambda kind: t(f"enum.participant_kind.{kind.value}", lang),
        key=f"{key}_kind",
    )
    counts: list[Entry[int]] = []
    columns = st.columns(3, vertical_alignment="center")
    for column, name, value in zip(columns[:2], ("least", "most"), (participant.least, participant.most), strict=True):
        label = Label(t(f"participants.field.{name}", lang), example=t("participants.as_programme", lang))
        counts.append(fields.whole(label, bounds=(0, _MOST_MEETINGS), value=value, key=f"{key}_{name}", place=column))
    with columns[2]:
        pitches = st.checkbox(t("participants.field.pitches", lang), value=participant.pitches, key=f"{key}_pitches")
        apart = st.checkbox(
            t("participants.field.apart", lang),
            value=participant.apart,
            key=f"{key}_apart",
            help=t("participants.field.apart.help", lang),
        )
    left, right = st.columns(2)
    after = replace(
        participant,
        name_ko=name_ko,
        name_en=name_en,
        kind=ParticipantKind(kind),
        pitches=pitches,
        apart=apart,
        equipment=left.text_input(
            t("participants.field.equipment", lang), value=participant.equipment, key=f"{key}_equipment"
        ),
        note=right.text_input(t("participants.field.note", lang), value=participant.note, key=f"{key}_note"),
    )
    return lambda: replace(after, least=counts[0].value, most=counts[1].value)


def _people(day: Day, participant: Participant, key: str, lang: str) -> partial[list[Attending]]:
    """Draw a line a person, and an empty one for somebody new; who loses the name is taken out."""
    lines = []
    for place, attendee in enumerate((*participant.attendees, _BLANK)):
        card = day.cards.get(attendee.id, Card(attendee.id))
        with st.container(border=True, key=f"{key}_person_{place}"):
            fields = {
                name: column.text_input(
                    t(f"participants.person.{name}", lang), value=getattr(card, name), key=f"{key}_{place}_{name}",
                    placeholder=t("participants.person.add", lang) if name == "name" and not attendee.id else None,
                )
                for column, name in zip(st.columns((2, 2, 2, 3)), ("name", "title", "phone", "email"), strict=True)
            }  # fmt: skip
            columns = st.columns((2, 2, 2, 3), vertical_alignment="center")
            flags = {
                name: column.checkbox(
                    t(f"participants.person.{name}", lang), value=getattr(attendee, name), key=f"{key}_{place}_{name}"
                )
                for column, name in zip(columns, ("presents", "sits", "contact"), strict=False)
            }
            away = columns[3].text_input(
                t("participants.person.away", lang), value=written_spans(attendee.away), key=f"{key}_{place}_away",
                placeholder=t("participants.away.eg", lang),
            )  # fmt: skip
        given_attendee = replace(attendee, presents=flags["presents"], sits=flags["sits"], contact=flags["contact"])
        lines.append((given_attendee, fields, away, bool(attendee.id) and not card.name))
    return partial(_named, lines)


def _named(lines: Sequence[tuple[Attendee, dict[str, str], str, bool]]) -> list[Attending]:
    """Return the people of the form; a line without a name is nobody, unless the name was destroyed before."""
    return [
        Attending(replace(attendee, away=spans_of(away, "span")), Card(attendee.id, **fields))
        for attendee, fields, away, was_destroyed in lines
        if fields["name"].strip() or was_destroyed
    ]


def _terms(participant: Participant, key: str, lang: str) -> tuple[partial[Mandate], partial[Profile]]:
    """Draw what an investor looks for, or what a company declares; amounts are typed as people write them."""
    is_company = participant.kind is ParticipantKind.SUPPLIER
    left, right = st.columns(2)

    def text(column: st.delta_generator.DeltaGenerator, name: str, value: str) -> str:
        return column.text_input(t(f"participants.field.{name}", lang), value=value, key=f"{key}_{name}")

    if is_company:
        profile = participant.profile
        texts = {
            "biz_reg_no": text(left, "biz_reg_no", profile.biz_reg_no),
            "founded": text(right, "founded", profile.founded),
            "region": text(left, "region", profile.region),
            "sector": text(right, "sector", profile.sector),
            "product": text(left, "product", profile.product),
            "round": text(right, "round", profile.round_label),
            "raise": text(left, "raise", amount(profile.raise_won)),
            "revenue": text(right, "revenue", amount(profile.revenue)),
        }
        return partial(Mandate), partial(_profile, profile, texts)
    looks = participant.mandate
    sectors = text(left, "sectors", ", ".join(looks.sectors))
    rounds = right.multiselect(
        t("participants.field.rounds", lang), tuple(dict.fromkeys((*LADDER, *looks.rounds))),
        default=list(looks.rounds), key=f"{key}_rounds", placeholder=t("participants.any", lang),
    )  # fmt: skip
    regions = text(left, "regions", ", ".join(looks.regions))
    low, high = (
        text(left, "ticket_low", amount(looks.ticket_low)),
        text(right, "ticket_high", amount(looks.ticket_high)),
    )
    return partial(_mandate, sectors, tuple(rounds), regions, (low, high)), partial(replace, participant.profile)


def _mandate(sectors: str, rounds: tuple[str, ...], regions: str, ends: tuple[str, str]) -> Mandate:
    low, high = (won_of(end, "ticket") for end in ends)
    return Mandate(list_of(sectors), rounds, list_of(regions), low, high)


def _profile(profile: Profile, texts: dict[str, str]) -> Profile:
    return replace(
        profile,
        biz_reg_no=texts["biz_reg_no"],
        founded=loose_day_of(texts["founded"], "founded"),
        region=texts["region"],
        sector=texts["sector"],
        product=texts["product"],
        round_label=texts["round"],
        raise_won=won_of(texts["raise"], "raise_won"),
        revenue=won_of(texts["revenue"], "revenue"),
    )


def _requests(day: Day, participant: Participant, lang: str) -> None:
    """Draw whom the participant wants to meet, in order, whom not, and whose pitches it wants to hear."""
    now = day.requests.get(participant.id, Requests())
    is_company = participant.kind is ParticipantKind.SUPPLIER
    others = {
        other_participant.id: name_of(other_participant, lang)
        for other_participant in day.participants
        if other_participant.kind in opposite(participant.kind)
    }
    key = f"p_{participant.id}_asks"
    seen = _seen(f"{key}_wishes", meeting_requests.requests_of(state.looking(), participant.id)[1])
    with st.form(key, border=False, enter_to_submit=False), frame.errors_in_words():
        chosen = st.multiselect(
            t("participants.wishes.ranked", lang),
            tuple(others),
            default=[wish.participant_id for wish in now.wishes if wish.participant_id in others],
            format_func=others.__getitem__,
            placeholder=t("participants.wishes.choose", lang),
            key=f"{key}_wishes",
        )
        vetoes = st.multiselect(
            t("participants.vetoes", lang),
            tuple(others),
            default=[other for other in now.vetoes if other in others],
            format_func=others.__getitem__,
            placeholder=t("frame.none", lang),
            key=f"{key}_vetoes",
        )
        hears = list(now.hears)
        if not is_company:
            hears = st.multiselect(
                t("participants.hears", lang),
                tuple(others),
                default=[other for other in now.hears if other in others],
                format_func=others.__getitem__,
                placeholder=t("frame.none", lang),
                key=f"{key}_hears",
            )
        if not st.form_submit_button(t("participants.asks.save", lang), key=f"{key}_save"):
            return
        requests = Requests(meeting_requests.wished(chosen), tuple(vetoes), tuple(hears))
        meeting_requests.keep_requests(state.acting(), participant.id, requests, seen=seen)
        dialogs.done("participants.kept")
