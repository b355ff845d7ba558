"""The parts of a company's record: figures, conflicts, decks, engagements, history, and its details to edit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

import streamlit as st

from dealflow.actions.claims.review import ClaimView
from dealflow.actions.companies import reviewed_figures
from dealflow.actions.companies.companies import CompanyRecord
from dealflow.actions.companies.reviewed_figures import Reviewed
from dealflow.actions.notes import documents, note_views
from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.claims import ReviewState, Verdict
from dealflow.domain.claims.company import Company
from dealflow.domain.people.access import Act, Viewer, may
from dealflow.i18n import t, term
from dealflow.i18n.numbers import moment
from dealflow.ui.claims import claim_tables, deck_list
from dealflow.ui.claims import consistency as consistency_view
from dealflow.ui.companies import company_edit, contacts, figures_through_time, merge
from dealflow.ui.kit import components, context, grid, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link
from dealflow.ui.notes import document_list, note_list
from dealflow.ui.pipeline import engagement_drawer, engagement_history, engagement_tables

_CHECKED: Final = {ReviewState.VERIFIED, ReviewState.CORRECTED}
_COUNTED: Final[dict[str, Callable[[Looking, str], int]]] = {
    "notes": note_views.count_on,
    "files": documents.count_on,
}
_DECK_KINDS: Final = {"queued": "warn", "read": "", "refused": "late"}


def about(company: Company, lang: str) -> str:
    """Return the company's details in one line."""
    number = t("company.biz_reg_no", lang, number=company.biz_reg_no) if company.biz_reg_no else ""
    other = company.name if components.company_name(company, lang) != company.name else company.name_en
    return " · ".join(part for part in (other, term(company.sector, lang), term(company.region, lang), number) if part)


def count(record: CompanyRecord, view: str) -> str:
    """Return how many things a tab holds; nothing for the timeline."""
    held = {
        "figures": sum(claim.state is not ReviewState.REJECTED for claim in record.claims),
        "decks": len(record.decks),
        "engagements": len(record.engagements),
        "contacts": len(record.contacts),
    }
    if view in _COUNTED:
        return str(_COUNTED[view](state.looking(), record.company.id) or "")
    return str(held.get(view, ""))


def _go_to_claim(place: tuple[str, str] | None, record: CompanyRecord) -> None:
    if place is None:
        return
    view = next(claim for claim in record.claims if claim.claim.id == place[0])
    grid.go("review", state.language(), deck=view.deck_id, claim=view.claim.id)


def _conflicts(record: CompanyRecord, lang: str) -> None:
    """Draw the figures that contradict each other, the values of one metric and period side by side."""
    groups = claim_tables.conflicts(record.claims)
    if not groups:
        return
    st.subheader(t("company.conflicts", lang), anchor=False, help=t("company.conflicts.help", lang))
    files = {deck.id: deck.file_name for deck in record.decks}
    table = claim_tables.conflict_table(groups, context.workspace().metrics, files, lang)
    at = grid.show(table, caption=t("company.conflicts", lang), key="company_conflicts", lang=lang).place
    if at:
        group = next(views for views in groups if views[0].claim.id == at[0])
        _go_to_claim((group[int(at[1])].claim.id, ""), record)


def _newest_first(record: CompanyRecord, views: Sequence[ClaimView], newest: Collection[str]) -> None:
    """Draw the newest deck's figures by section, and those of older versions folded: nothing stands twice."""
    lang = state.language()
    current = [view for view in views if view.deck_id in newest]
    older = [view for view in views if view.deck_id not in newest]
    _sections(record, current, "figures")
    if older:
        with st.expander(t("company.figures.older", lang, n=len(older))):
            _sections(record, older, "older")


def _figures(record: CompanyRecord) -> None:
    lang, ws = state.language(), context.workspace()
    if not record.claims:
        components.empty_state("company.figures", page="decks")
        return
    checked = sum(claim.state in _CHECKED for claim in record.claims)
    waiting = sum(claim.state is ReviewState.PROPOSED for claim in record.claims)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        words = (t("company.figures.verified", lang, n=checked), t("company.figures.to_review", lang, n=waiting))
        st.caption(" · ".join(words), width="content")
        rejected = url_filters.url_yes("rejected", t("company.figures.rejected", lang))
    scrutiny = record.scrutiny(ws.metrics, on=context.today())
    consistency_view.show(scrutiny)
    _conflicts(record, lang)
    consistency_view.fold(scrutiny)
    shown_views = [claim for claim in record.claims if rejected or claim.state is not ReviewState.REJECTED]
    _newest_first(record, shown_views, scrutiny.decks)


def _sections(record: CompanyRecord, views: Sequence[ClaimView], key: str) -> None:
    lang, metrics = state.language(), context.workspace().metrics
    of_decks = {view.deck_id for view in views}
    decks = {deck.id: deck_list.edition(deck, lang) for deck in record.decks} if len(of_decks) > 1 else {}
    for section, of_section in claim_tables.by_section(views, metrics).items():
        name = claim_tables.section_name(section, lang)
        st.subheader(name, anchor=False)
        table = claim_tables.claim_table(of_section, metrics, lang, decks)
        caption = t("company.figures.caption", lang, section=name)
        _go_to_claim(grid.show(table, caption=caption, key=f"{key}_{section}", lang=lang).place, record)


def _decks(record: CompanyRecord) -> None:
    lang = state.language()
    merge.offer_refile(record)
    if not record.decks:
        st.caption(t("company.decks.empty", lang))
        return
    names = ("deck", "round", "state", "pages", "claims", "received")
    columns = tuple(
        Column(name, t(f"company.column.{name}", lang), "end" if name in {"pages", "claims"} else "start")
        for name in names
    )
    rows = tuple(
        Row(
            deck.id,
            (
                Cell(deck.file_name, href=link("review", lang, deck=deck.id), tone="wrap"),
                Cell(deck.round_label or "–", sub=t("company.version", lang, version=deck.version)),
                Cell(
                    "",
                    marks=(Mark(t(f"enum.deck_state.{deck.state.value}", lang), _DECK_KINDS[deck.state.value]),),
                    sub=t(f"refusal.{deck.refusal}", lang) if deck.refusal else "",
                ),
                Cell(str(deck.pages)),
                Cell(
                    str(deck.claims),
                    sub=t("company.decks.to_review", lang, to_review=deck.to_review) if deck.to_review else "",
                ),
                Cell(moment(deck.received_at, lang), sub=deck.received_by),
            ),
        )
        for deck in record.decks
    )
    caption = t("company.decks.caption", lang)
    at = grid.show(Table(columns, rows), caption=caption, key="company_decks", lang=lang).place
    if at:
        grid.go("review", lang, deck=at[0])


def _engagements(record: CompanyRecord) -> None:
    lang, ws = state.language(), context.workspace()
    if not record.engagements:
        st.caption(t("company.engagements.empty", lang))
        return
    table = engagement_tables.of_company(record.engagements, ws.tracks, on=context.today(), lang=lang)
    caption = t("company.engagements.caption", lang)
    at = grid.show(table, caption=caption, key="company_engagements", lang=lang).place
    if at:
        engagement_drawer.open_at(at[0])


def _timeline(record: CompanyRecord) -> None:
    lang, ws = state.language(), context.workspace()
    likely = {row.engagement.track for row in record.engagements}
    tracks = sorted(ws.tracks, key=lambda track: track.id not in likely)
    lines = [
        (line.ts, line.actor_name, engagement_history.timeline_words(line, tracks, lang), line.parameters.get("note"))
        for line in record.timeline
    ]
    sittings = reviewed_figures.sittings(state.looking(), record)
    lines += [(sitting.ts, sitting.actor_name, _sitting_words(sitting, lang), None) for sitting in sittings]
    if not lines:
        st.caption(t("company.timeline.empty", lang))
    for ts, actor_name, words, note in sorted(lines, key=lambda line: line[0], reverse=True):
        with st.container(gap=None):
            st.markdown(components.harmless(words))
            if note:
                st.markdown(f"> {components.harmless(note)}")
            st.caption(components.harmless(" · ".join(filter(None, (moment(ts, lang), actor_name)))))


def _sitting_words(sitting: Reviewed, lang: str) -> str:
    said = (Verdict.ACCEPTED, Verdict.CORRECTED, Verdict.REJECTED)
    counts = [
        t(f"company.timeline.review.{verdict.value}", lang, n=n) for verdict in said if (n := sitting.counts[verdict])
    ]
    return t("company.timeline.claims_reviewed", lang, counts=" · ".join(counts), file_name=sitting.file_name)


def _notes(record: CompanyRecord) -> None:
    note_list.of_company(record.company.id)


def _files(record: CompanyRecord) -> None:
    document_list.of_company(record.company.id)


def _through_time(record: CompanyRecord) -> None:
    figures_through_time.draw(record, state.drawing())


VIEWS: Final = ("figures", "series", "decks", "engagements", "contacts", "notes", "files", "timeline")
DRAWN: Final[dict[str, Callable[[CompanyRecord], None]]] = {
    "figures": _figures,
    "series": _through_time,
    "decks": _decks,
    "engagements": _engagements,
    "contacts": contacts.draw,
    "notes": _notes,
    "files": _files,
    "timeline": _timeline,
}


_OF_BOOKS: Final = frozenset({"contacts", "notes", "files"})


def views_for(viewer: Viewer) -> tuple[str, ...]:
    """Return the parts that a viewer's role may see: contacts, notes and files are of a house's books."""
    return tuple(view for view in VIEWS if view not in _OF_BOOKS or may(viewer, Act.SEE_PIPELINE))


def draw_more(record: CompanyRecord) -> None:
    """Draw what is rarely done to a record, folded away: merging it, putting it away."""
    lang = state.language()
    if may(state.viewer(), Act.EDIT_COMPANIES):
        key = f"company_more_{state.url_value('do')}"  # another one, folded, under the dialog that it opened
        with st.popover(t("company.more", lang), icon=":material/more_horiz:", key=key):
            merge.offer_merge(record)
            company_edit.offer_shelf(record)
