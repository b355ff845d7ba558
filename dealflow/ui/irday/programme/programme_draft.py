"""The programme on its way: changed part by part at the screen, kept whole and only where it is sound.

What is not kept yet is the person's own draft: it outlives a reload, a closed tab and another browser.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dealflow.actions.irday.programme import programme as actions
from dealflow.actions.irday.programme import programme_drafts
from dealflow.domain.irday.programme.programme import Finding, Programme, findings
from dealflow.domain.people.people import IrEvent
from dealflow.errors import PlaceInUseError
from dealflow.i18n import name_of, t
from dealflow.i18n.errors import words_of
from dealflow.ui.kit import components, frame, state


@dataclass(frozen=True, slots=True)
class Draft:
    """A programme as this person has it: ``version`` is the kept one that it goes out from."""

    event: IrEvent
    programme: Programme
    version: int
    is_changed: bool

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """Return what keeps the programme from being kept."""
        return findings(self.programme)


def current(event: IrEvent) -> Draft:
    """Return the programme as this person last left it, else as it is kept."""
    programme, version = actions.programme_of(state.looking(), event.id)
    drafted = programme_drafts.drafted(state.looking(), event.id)
    if drafted is None:
        return Draft(event, programme, version, is_changed=False)
    base, changed = drafted
    return Draft(event, changed, base, is_changed=changed != programme)


def change(draft: Draft, after: Programme) -> None:
    """Let this person's programme be another one; nothing is kept yet."""
    programme_drafts.keep_draft(state.looking(), draft.version, after)


def discard(draft: Draft) -> None:
    """Go back to the programme that is kept. For callbacks."""
    programme_drafts.forget_draft(state.looking(), draft.event.id)


def _keep(draft: Draft) -> None:
    with frame.attempted("event.kept"):
        actions.keep_programme(state.acting(), draft.programme, seen=draft.version
        )  # fmt: skip
        discard(draft)


def bar(draft: Draft, lang: str) -> None:
    """Draw what is not kept yet, what is wrong with it, and the ways to keep it or let it go."""
    wrong = draft.wrong
    if not draft.is_changed and not wrong:
        return
    with st.container(border=True, key="event_bar"):
        if wrong:
            st.markdown(f"**{t('event.wrong', lang, n=len(wrong))}**")
            st.markdown("\n".join(f"- {words(draft.programme, finding, lang)}" for finding in wrong))
        lost, standing = actions.in_use(state.looking(), draft.programme)
        if lost:
            st.warning(words_of(PlaceInUseError(who=lost, n=standing), lang), icon=":material/info:")
        if draft.is_changed:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(t("event.unkept", lang), width="stretch")
                st.button(t("event.discard", lang), key="event_discard", on_click=discard, args=(draft,))
                st.button(
                    t("event.keep", lang),
                    key="event_keep",
                    type="primary",
                    icon=":material/save:",
                    disabled=bool(wrong or lost),
                    on_click=_keep,
                    args=(draft,),
                )


def words(programme: Programme, finding: Finding, lang: str) -> str:
    """Return a finding in words, with the names of what has it."""
    names: dict[str, str] = {part.id: name_of(part, lang) for part in programme.parts}
    names |= {room.id: name_of(room, lang) for room in programme.rooms}
    names |= {table.id: table.label for table in programme.tables}
    which = ", ".join(components.harmless(names.get(id_, id_)) for id_ in finding.ids)
    return t("event.finding", lang, which=which, problem=t(f"error.problem.{finding.problem.value}", lang))
