"""The review workbench on a page: it shows slides and claims, and carries a person's words to the actions, in order.

The browser sends acts in batches with rising numbers and waits for the last one done (``acked``); an act that comes
twice is done once. Choosing claims and turning pages stay in the browser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files
from typing import Final, TypeGuard

import streamlit as st

from dealflow.actions.claims import consistency, page_images, review, waiting_decks
from dealflow.actions.claims.intake import DeckRow
from dealflow.actions.claims.review import ClaimView
from dealflow.actions.claims.waiting_decks import Waiting
from dealflow.actions.home import search
from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Correction, Scope
from dealflow.domain.claims.figure_proof import proof_of
from dealflow.domain.people.access import Act, may
from dealflow.domain.values.period import Period
from dealflow.errors import DealflowError, NotFoundError
from dealflow.i18n import t
from dealflow.i18n.errors import words_of
from dealflow.ui.claims import deck_parts, first_slide, review_data
from dealflow.ui.claims.review_data import Showing
from dealflow.ui.kit import context, keys, state, typed_fields
from dealflow.ui.kit.component_script import script

_FRONT: Final = files(__package__) / "front"
_component = st.components.v2.component(
    "dealflow_workbench",
    html=(_FRONT / "workbench.html").read_text("utf-8"),
    css=(_FRONT / "workbench.css").read_text("utf-8"),
    js=script(_FRONT / "workbench.js"),
)


@dataclass(frozen=True, slots=True)
class Done:
    """How far the browser's acts are done, what one of them (``of``) has to say, and the claim to go to."""

    acked: int = 0
    kind: str = "done"
    words: str = ""
    focus: str = ""
    of: int = 0


def correction(form: Mapping[str, object], view: ClaimView) -> Correction:
    """Return what the form says instead of the claim; a period left as it was keeps its printed label.

    Raises:
        InvalidInputError: a field cannot be read.
    """
    written = typed_fields.text_of(form, "period")
    return Correction(
        metric=typed_fields.text_of(form, "metric"),
        quantity=typed_fields.quantity(form),
        scope=Scope(typed_fields.text_of(form, "scope")),
        status=ClaimStatus(typed_fields.text_of(form, "status")),
        aggregation=Aggregation(typed_fields.text_of(form, "aggregation")),
        period=view.period if written == typed_fields.written_period(view.period) else typed_fields.period(written),
    )


def figure(
    drawing: state.Drawing, deck: DeckRow, form: Mapping[str, object], period: Period | None
) -> review.NewFigure:
    """Return the figure of the form, with the words and the box that the reader gave for its proof.

    Raises:
        InvalidInputError: a field cannot be read, or the proof that was given does not stand on the page.
    """
    page, box = form.get("page"), form.get("box")
    number = page if isinstance(page, int) else 1
    drawn = (review_data.page_box(box, review_data.size_of(deck, number)),) if _is_box(box) else ()
    value, quote = typed_fields.text_of(form, "value"), typed_fields.text_of(form, "quote")
    quantity = typed_fields.quantity(form)
    words = page_images.page_words(drawing, deck.id, number) if drawn or quote else ()
    return review.NewFigure(
        page=number,
        metric=typed_fields.text_of(form, "metric"),
        quantity=quantity,
        quote=proof_of(words, drawn, quote, value, quantity),
        boxes=drawn,
        scope=Scope(typed_fields.text_of(form, "scope")),
        status=ClaimStatus(typed_fields.text_of(form, "status")),
        aggregation=Aggregation(typed_fields.text_of(form, "aggregation")),
        period=period,
    )


def _is_box(box: object) -> TypeGuard[list[float]]:
    """Say whether the browser sent a drawn box: left, top, width and height in per cent."""
    return isinstance(box, list) and len(box) == 4 and all(isinstance(edge, int | float) for edge in box)  # noqa: PLR2004  those four


def _correct(drawing: state.Drawing, deck: DeckRow, act: Mapping[str, object], at: datetime) -> str:
    """Set what a claim should say; where a box was drawn, a figure with that box stands in its place: return its id."""
    claim_id, form = typed_fields.text_of(act, "claim"), act.get("form")
    view = next((claim_view for claim_view in review.claims(drawing, deck.id) if claim_view.claim.id == claim_id), None)
    if view is None or not isinstance(form, dict):
        raise NotFoundError(kind="claim", id=claim_id)
    note, corrected = typed_fields.text_of(form, "note"), correction(form, view)
    if typed_fields.text_of(act, "kind") == "replace":
        found = figure(drawing, deck, form, corrected.period)
        return review.replace_figure(drawing.acting(at), claim_id, found, note=note, seen=_seen(act))
    review.correct(drawing.acting(at), claim_id, corrected, note=note, seen=_seen(act))
    return ""


def _seen(act: Mapping[str, object]) -> int | None:
    """Return the version of the claim that the screen showed; None where an own act on it is still under way."""
    seen = act.get("seen")
    return seen if isinstance(seen, int) else None


def perform(drawing: state.Drawing, deck: DeckRow, act: Mapping[str, object], at: datetime) -> str:
    """Do one act of the browser and return the claim to go to, or nothing.

    Raises:
        DealflowError: whatever the action says of it.
    """
    kind, claim_id = typed_fields.text_of(act, "kind"), typed_fields.text_of(act, "claim")
    form = act.get("form")
    if kind == "undo":
        return review.undo_last(drawing.acting(at), deck.id)
    if kind == "add" and isinstance(form, dict):
        period = typed_fields.period(typed_fields.text_of(form, "period"))
        return review.add(drawing.acting(at), deck.id, figure(drawing, deck, form, period))
    if kind in {"correct", "replace"}:
        return _correct(drawing, deck, act, at)
    seen = act.get("all")
    of_page = {"accept_all": review.accept_all, "reject_all": review.reject_all}
    if kind in of_page and isinstance(seen, dict):
        versions = {str(name): version if isinstance(version, int) else None for name, version in seen.items()}
        of_page[kind](drawing.acting(at), versions)
        return next(iter(versions), "")
    simple = {"accept": review.accept, "reject": review.reject, "reopen": review.reopen}
    if kind not in simple:
        raise NotFoundError(kind="act", id=kind)
    simple[kind](drawing.acting(at), claim_id, seen=_seen(act))
    return ""


def perform_all(drawing: state.Drawing, deck: DeckRow, acts: Sequence[Mapping[str, object]], done: Done) -> Done:
    """Do the acts that are not done yet, in order, and return how far it went; failures are told."""
    lang, failed = state.language(), False
    for act in acts:
        seq = act.get("seq")
        if not isinstance(seq, int) or seq <= done.acked:
            continue
        try:
            focus = perform(drawing, deck, act, context.now())
        except (DealflowError, ValueError) as error:
            shown_error = error if isinstance(error, DealflowError) else DealflowError()
            done, failed = (
                Done(seq, "error", words_of(shown_error, lang), typed_fields.text_of(act, "claim"), seq),
                True,
            )
        else:
            if failed:  # what went wrong before is not covered by what went well after it
                done = replace(done, acked=seq)
                continue
            words = t(f"review.done.{typed_fields.text_of(act, 'kind')}", lang) if focus else ""
            done = Done(seq, "done", words, focus, seq)
    return done


def mount(drawing: state.Drawing, deck: DeckRow, views: Sequence[ClaimView], showing: Showing) -> None:
    """Put the workbench on the page, with the answer to its last acts."""
    lang = state.language()
    key, place = f"{keys.REVIEW_SLIDE}_{deck.id}", f"{keys.REVIEW_DONE}_{deck.id}"

    def answer() -> None:
        acts = st.session_state[key].acts or []
        st.session_state[place] = perform_all(drawing, deck, acts, st.session_state.get(place, Done()))

    following = next((other for other in waiting_decks.waiting(drawing) if other.deck_id != deck.id), None)

    def go_on() -> None:
        if following:
            first_slide.go_to(following.deck_id, following.first_page)

    done: Done = st.session_state.get(place, Done())
    findings = consistency.deck_findings(views, on=context.today())
    data = review_data.bench(review_data.around(deck, views, drawing.ws.metrics, findings), showing, lang)
    data["mayReview"] = may(drawing.viewer, Act.REVIEW_CLAIMS)
    data["acked"] = done.acked
    data["next"] = _way_to(following, lang) if following else None
    data["marks"] = {
        page: [review_data.percent_box(box, review_data.size_of(deck, page)) for box in boxes]
        for page, boxes in search.marks(drawing, deck.id, showing.find).items()
    }
    data["told"] = {"seq": done.of, "kind": done.kind, "words": done.words} if done.words else None
    data["focus"] = {"seq": done.acked, "id": done.focus} if done.focus else None
    page_images.draw_ahead(drawing, deck.id, review_data.first_page(data))
    _component(key=key, data=data, on_acts_change=answer, on_go_change=go_on)


def _way_to(waiting: Waiting, lang: str) -> review_data.Json:
    """Return the words for going on to the deck that waits next, the one with the most figures."""
    name = deck_parts.company_or_unknown(waiting.company_name, waiting.company_name_en, lang)
    return {"deck": waiting.deck_id, "words": t("review.next_deck", lang, name=f"{name} · {waiting.file_name}")}
