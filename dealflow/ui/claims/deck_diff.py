"""What changed since the version before: figures that were changed, added, dropped or moved, as rows of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dealflow.actions.claims.consistency import Revision, revision
from dealflow.actions.claims.intake import DeckRow
from dealflow.domain.claims.claims import Metric
from dealflow.domain.claims.consistency_checks import Stated
from dealflow.domain.claims.deck_diff import ChangeKind
from dealflow.i18n import numbers, t
from dealflow.ui.claims import review_data
from dealflow.ui.kit import components, state


def before(deck: DeckRow) -> tuple[str, int] | None:
    """Return the deck id and number of the version before this one, as far as the viewer sees it."""
    earlier = [(version, deck_id) for deck_id, version in deck.versions if version < deck.version]
    return (max(earlier)[1], max(earlier)[0]) if earlier else None


def rows(changed: Revision, metrics: Sequence[Metric], lang: str) -> list[dict[str, str]]:
    """Return one row a difference, changed figures first; figures that only moved come last."""
    known = {metric.id: metric for metric in metrics}
    order = list(ChangeKind)
    return [
        {
            t("decks.diff.kind", lang): t(f"enum.change.{change.kind.value}", lang),
            t("decks.diff.metric", lang): components.harmless(_named(change.after or change.before, known, lang)),
            t("decks.diff.before", lang): components.harmless(_value(change.before, lang)),
            t("decks.diff.after", lang): components.harmless(_value(change.after, lang)),
        }
        for change in sorted(changed.changes, key=lambda change: order.index(change.kind))
    ]


def _named(stated: Stated | None, metrics: Mapping[str, Metric], lang: str) -> str:
    if stated is None:
        return ""
    period = numbers.period(stated.period, lang)
    return f"{review_data.metric_name(metrics, stated.metric, lang)} {period}".strip()


def _value(stated: Stated | None, lang: str) -> str:
    if stated is None:
        return ""
    page = t("review.page", lang).replace("{page}", str(stated.page))
    return f"{review_data.value_of(stated.quantity, lang, stated.metric)} ({page})"


def show(drawing: state.Drawing, deck: DeckRow) -> None:
    """Draw the differences to the version before, where there is one."""
    earlier = before(deck)
    if earlier is None:
        return
    found_rows = rows(revision(drawing, earlier[0], deck.id), drawing.ws.metrics, drawing.lang)
    with st.expander(
        t("decks.diff.title", drawing.lang, version=earlier[1], n=len(found_rows)), icon=":material/difference:"
    ):
        if found_rows:
            st.table(found_rows, border="horizontal", hide_index=True)
        else:
            st.caption(t("decks.diff.none", drawing.lang))
