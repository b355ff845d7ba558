"""Who takes part in a part of the day: chosen firm by firm or person by person, or left to the usual."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st

from dealflow.actions.irday.programme.day_state import Day, day_of
from dealflow.domain.irday.programme.membership import USUAL, has_members, membership
from dealflow.domain.irday.programme.programme import Member, Part, PartKind, PartRole
from dealflow.i18n import name_of, t
from dealflow.ui.kit import components, state

_MAIN: Final = {PartKind.TALK: PartRole.SPEAKER, PartKind.AWARD: PartRole.JUDGE, PartKind.CEREMONY: PartRole.GUEST}
"""As what people mostly take part in a kind of part; else as members."""
_ROLES: Final = (*(role for role in PartRole if role is not PartRole.MODERATOR), PartRole.MODERATOR)
_SHOWN_NAMES: Final = 6


def fields(ir_event_id: str, part: Part | None, key: str, lang: str) -> tuple[Member, ...] | None:
    """Draw who takes part and return it; None: as usual for the kind of part, also where just that was chosen."""
    day = day_of(state.looking(), ir_event_id)
    options = _options(day, lang)
    before = _standing(day, part)
    with st.expander(t("event.members", lang, n=len(before)), expanded=part is not None and part.kind in USUAL):
        st.caption(t("event.members.help", lang))
        if part is not None and part.kind in USUAL:
            st.caption(_usual_words(day, part, lang))
        chosen = tuple(
            member for role in _roles(part) for member in _chosen(role, before, options, f"{key}_{role.value}", lang)
        )
    is_untouched = part is None or part.members is None
    return None if is_untouched and {*chosen} == {*before} else chosen


def words(part: Part, lang: str) -> str:
    """Return in a few words who takes part, empty where nobody in particular does."""
    if not has_members(part):
        return ""
    if part.members is not None:
        return t("event.members.count", lang, n=len(part.members)) if part.members else ""
    return t(f"event.members.usual.{part.kind.value}", lang) if part.kind in USUAL else ""


def _standing(day: Day, part: Part | None) -> tuple[Member, ...]:
    if part is None:
        return ()
    memberships = (membership(part, participant) for participant in day.participants)
    gone = {participant.id for participant in day.participants if not participant.is_coming}
    remaining = (member for member in part.members or () if member.participant_id in gone)
    return (*(member for member in memberships if member is not None), *remaining)


def _usual_words(day: Day, part: Part, lang: str) -> str:
    """Return who takes part where nobody chooses, by name."""
    names = [
        name_of(participant, lang)
        for participant in day.participants
        if participant.is_coming and participant.kind is USUAL[part.kind]
    ]
    first_names = ", ".join(components.harmless(name) for name in names[:_SHOWN_NAMES])
    more = t("event.members.more", lang, n=len(names) - _SHOWN_NAMES) if len(names) > _SHOWN_NAMES else ""
    who = f"{first_names}{more}" if names else t("event.members.nobody", lang)
    return t(f"event.members.usual.{part.kind.value}.help", lang, n=len(names), who=who)


def _options(day: Day, lang: str) -> dict[str, str]:
    """Return who can be chosen, with the words for it: each firm whole, and each of its people."""
    options: dict[str, str] = {}
    for participant in (participant for participant in day.participants if participant.is_coming):
        firm = name_of(participant, lang)
        options[participant.id] = f"{firm} ({t(f'enum.participant_kind.{participant.kind.value}', lang)})"
        for attendee in participant.attendees if len(participant.attendees) > 1 else ():
            card = day.cards.get(attendee.id)
            who = card.name if card and card.name else attendee.id
            options[f"{participant.id}/{attendee.id}"] = f"{firm} · {who}"
    return options


def _roles(part: Part | None) -> Iterable[PartRole]:
    """Return the roles that are asked for: the kind's own, that of the chair, and those that somebody has."""
    main = PartRole.MEMBER if part is None else _MAIN.get(part.kind, PartRole.MEMBER)
    used = {member.role for member in (part.members or () if part else ())}
    return [role for role in _ROLES if role in {main, PartRole.MODERATOR, *used}]


def _chosen(
    role: PartRole, before: Iterable[Member], options: dict[str, str], key: str, lang: str
) -> tuple[Member, ...]:
    """Draw who takes part in one role, and return it: a firm whole, or those of its people that were named."""
    standing = [text for member in before if member.role is role for text in _texts(member)]
    texts = st.multiselect(
        t(f"enum.part_role.{role.value}", lang),
        (*options, *(text for text in standing if text not in options)),
        default=standing,
        format_func=lambda text: options.get(text, t("event.members.gone", lang)),
        placeholder=t("event.members.choose", lang),
        key=key,
    )
    people: dict[str, list[str]] = {}
    for text in texts:
        firm, _, person = text.partition("/")
        people.setdefault(firm, []).append(person)
    return tuple(
        Member(firm, role, () if "" in persons else tuple(sorted(persons))) for firm, persons in people.items()
    )


def _texts(member: Member) -> tuple[str, ...]:
    return tuple(f"{member.participant_id}/{person}" for person in member.people) or (member.participant_id,)
