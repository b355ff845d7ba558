"""By what an award is judged, typed on a screen: criteria of preliminaries and final, their weights, the prizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Literal, Protocol

import streamlit as st

from dealflow.actions.award import awards
from dealflow.actions.award.awards import AwardView
from dealflow.domain.award.awards import AwardCriterion, Prize
from dealflow.domain.values.typed_numbers import whole_within
from dealflow.errors import InvalidInputError
from dealflow.i18n import t
from dealflow.ui.kit import dialogs, state

_FEWEST: Final = 4
"""Lines that are drawn at least; two more than there are."""
_ROWS: Final = 16
_MOST: Final = 1_000


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name_ko(self) -> str: ...
    @property
    def name_en(self) -> str: ...


_Line = tuple[str, str, str, int]
"""Id, both names, and the number: points of a criterion, how many of a prize."""


def draw(view: AwardView, drawing: state.Drawing) -> None:
    """Draw the form; blank lines count for nothing."""
    lang, award, key = drawing.lang, view.award, f"rules_{view.version}"
    with st.form(key, border=False, enter_to_submit=False):
        st.markdown(f"**{t('award.rules.regional', lang)}**")
        regional = _lines(f"{key}_regional", award.criteria, [line.points for line in award.criteria], lang)
        st.markdown(f"**{t('award.round.final', lang)}**")
        st.caption(t("award.rules.final.note", lang))
        final = _lines(f"{key}_final", award.final_criteria, [line.points for line in award.final_criteria], lang)
        percent = st.number_input(
            t("award.rules.percent", lang), 0, 99, award.preliminary_percent, 5, key=f"{key}_percent"
        )
        st.caption(t("award.rules.percent.note", lang))
        st.markdown(f"**{t('award.call.prizes', lang)}**")
        prizes = _lines(f"{key}_prizes", award.prizes, [prize.count for prize in award.prizes], lang, is_count=True)
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        new = replace(
            award,
            criteria=tuple(AwardCriterion(*line) for line in regional()),
            final_criteria=tuple(AwardCriterion(*line) for line in final()),
            preliminary_percent=int(percent),
            prizes=tuple(Prize(*line) for line in prizes()),
        )
        awards.keep_award(state.acting(), new)
        dialogs.done("award.done.noted")


def _lines(
    key: str, now: Sequence[_Named], numbers: Sequence[int], lang: str, *, is_count: bool = False
) -> Callable[[], list[_Line]]:
    """Draw lines of names and a number, filled with what there is; return how to read them."""
    label = t("award.rules.count" if is_count else "award.points", lang)
    for place in range(max(len(now) + 2, _FEWEST)):
        columns = st.columns((4, 4, 2))
        line = now[place] if place < len(now) else None
        shows: Literal["visible", "collapsed"] = "visible" if place == 0 else "collapsed"
        for name, part, column in (("ko", "name_ko", columns[0]), ("en", "name_en", columns[1])):
            value = "" if line is None else str(getattr(line, part))
            column.text_input(
                t(f"award.rules.name.{name}", lang), value, key=f"{key}_{part}_{place}", label_visibility=shows
            )
        number = "" if line is None else str(numbers[place])
        columns[2].text_input(label, number, key=f"{key}_number_{place}", label_visibility=shows)
    ids = [line.id for line in now]
    return lambda: _read(key, ids, label)


def _read(key: str, ids: Sequence[str], label: str) -> list[_Line]:
    lines: list[_Line] = []
    taken = set(ids)
    for place in range(_ROWS):
        name_ko, name_en, number = (
            str(st.session_state.get(f"{key}_{part}_{place}") or "").strip()
            for part in ("name_ko", "name_en", "number")
        )
        if not name_ko and not name_en and not number:
            continue
        many = whole_within(number, label, least=1, most=_MOST)
        if not name_ko or many is None:
            raise InvalidInputError(field=label, problem="missing")
        own = ids[place] if place < len(ids) else next(f"c{n}" for n in range(1, 99) if f"c{n}" not in taken)
        taken.add(own)
        lines.append((own, name_ko, name_en or name_ko, many))
    return lines
