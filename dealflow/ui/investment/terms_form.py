"""The terms of a deal: a form that computes while it is filled in, its versions, and what changed between them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import streamlit as st

from dealflow.actions.investment import deals
from dealflow.actions.investment.deals import DealView
from dealflow.actions.platform.context import Acting
from dealflow.catalogue.deal_rights import shipped_rights
from dealflow.domain.investment.approvals import to_decide_again
from dealflow.domain.investment.committee import Appointment
from dealflow.domain.investment.deal_terms import Instrument, ShareBase, Terms
from dealflow.domain.investment.share_math import round_of
from dealflow.errors import InvalidInputError
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import moment
from dealflow.ui.investment import amended_terms, deal_words, terms_fields, terms_tables
from dealflow.ui.investment.terms_fields import NO, YES
from dealflow.ui.kit import components, context, fields, frame, grid, state, typed_fields
from dealflow.ui.kit.fields import Entry
from dealflow.ui.kit.grid import Cell, Column, Row, Table

PREFIX: Final = "deal_field:"
_DAYS: Final = frozenset({"redeemable_from", "matures_on", "closing_on", "rate_on"})
_WORDS: Final = frozenset({"co_name", "co_fund", "currency", "note"})
_ANSWERS: Final = frozenset({"participating", "unsecured"})
_SEEN: Final = "deal_seen"
_MOST_OTHERS: Final = 30


def _key(name: str) -> str:
    return PREFIX + name


def begin(view: DealView) -> None:
    """Fill the form with the present terms when a deal is opened, and keep what is typed while other tabs are open."""
    began = st.session_state.get(_SEEN)
    if began is None or began[0] != view.engagement.id:
        start(view)
    for key in [key for key in st.session_state if str(key).startswith(PREFIX)]:
        st.session_state[key] = st.session_state[key]


def start(view: DealView) -> None:
    """Fill the form with the present terms; what was typed before is gone."""
    for key in [key for key in st.session_state if str(key).startswith(PREFIX)]:
        del st.session_state[key]
    st.session_state[_SEEN] = (view.engagement.id, view.deal.terms_version)
    for name, text in terms_fields.fields_of(view.deal.current).items():
        st.session_state[_key(name)] = text.split(",") if name == "rights" else text


def typed() -> dict[str, str]:
    """Return what stands in the form, as text."""
    texts = {}
    for key, value in st.session_state.items():
        if not str(key).startswith(PREFIX) or value in (None, ""):
            continue
        texts[str(key).removeprefix(PREFIX)] = ",".join(value) if isinstance(value, list) else str(value)
    return texts


def _label(name: str, lang: str) -> str:
    return t(f"deal.field.{name}", lang)


def _text(name: str, lang: str, label: str = "", placeholder: str = "") -> None:
    st.session_state.setdefault(_key(name), "")
    label = label or _label(name, lang)
    st.text_input(label, key=_key(name), placeholder=placeholder)
    if name.partition(":")[0] not in _WORDS:
        fields.tell(Entry(_key(name), label, _number))


def _number(text: str, field: str) -> Decimal | None:
    """Return the number that was typed, to tell at once what cannot be read; ``terms_fields`` reads it for good."""
    return typed_fields.amount(text, field) if text.strip() else None


def _field(name: str, lang: str) -> None:
    """Draw one field by its kind: a day, a yes or no, a text that is read as a number."""
    if name in _DAYS:
        fields.day(_label(name, lang), key=_key(name))
    elif name in _ANSWERS:
        st.session_state.setdefault(_key(name), None)
        words = {YES: t(f"deal.{name}.yes", lang), NO: t(f"deal.{name}.no", lang)}
        st.segmented_control(_label(name, lang), tuple(words), format_func=words.__getitem__, key=_key(name))
    else:
        _text(name, lang)


def _in_columns(names: tuple[str, ...], lang: str, columns: int = 3) -> None:
    for first in range(0, len(names), columns):
        for place, name in zip(st.columns(columns), names[first : first + columns], strict=False):
            with place:
                _field(name, lang)


def _money(view: DealView, lang: str) -> None:
    """Draw what each fund invests, the whole round, and who else is in it."""
    if not view.funds:
        components.empty_state("deal.no_funds", page="funds" if "funds" in frame.offered(state.viewer().role) else None)
    for first in range(0, len(view.funds), 2):
        for column, fund in zip(st.columns(2), view.funds[first : first + 2], strict=False):
            with column:
                _text(f"fund:{fund.id}", lang, components.harmless(name_of(fund, lang)), t("deal.amount.example", lang))
    left, right = st.columns(2)
    with left:
        _field("round_total", lang)
    with right:
        _field("closing_on", lang)
    texts = typed()
    filled = [int(name.partition(":")[2]) for name in texts if name.startswith("co_")]
    with st.expander(t("deal.others", lang, n=len(set(filled))), expanded=bool(filled)):
        for number in range(min(_MOST_OTHERS, max(filled, default=-1) + 2)):
            for part, where in zip(("name", "fund", "amount"), st.columns(3), strict=True):
                with where:
                    _text(f"co_{part}:{number}", lang, _label(f"co_{part}", lang))


def _instrument(lang: str) -> Instrument:
    chosen = st.selectbox(
        _label("instrument", lang),
        [instrument.value for instrument in Instrument],
        format_func=lambda instrument: t(f"enum.instrument.{instrument}", lang),
        key=_key("instrument"),
    )
    return Instrument(chosen)


def _price(instrument: Instrument, lang: str) -> None:
    texts = terms_fields.sensible_fields(instrument)
    _in_columns(tuple(n for n in ("pre_money", "price", "par") if n in texts), lang)
    left, middle, right = st.columns(3)
    with left:
        _field("issued_shares", lang)
    with middle:
        _field("diluted_shares", lang)
    if "base" in texts:
        right.selectbox(
            _label("base", lang),
            [share_basis.value for share_basis in ShareBase],
            format_func=lambda base: t(f"deal.base.{base}", lang),
            key=_key("base"),
            help=t("deal.base.help", lang),
        )


def _rest(instrument: Instrument, lang: str) -> None:
    """Draw conversion terms where the instrument has any, rights, foreign money and the note."""
    conversion = terms_fields.CONVERSION.get(instrument, ())
    if conversion:
        with st.expander(t("deal.conversion", lang), expanded=True):
            _in_columns(conversion, lang)
    rights = {shipped_right.id: name_of(shipped_right, lang) for shipped_right in shipped_rights()}
    st.session_state.setdefault(_key("rights"), [])
    st.multiselect(
        _label("rights", lang),
        tuple(rights),
        format_func=rights.__getitem__,
        key=_key("rights"),
        placeholder=t("deal.rights.choose", lang),
    )
    with st.expander(t("deal.foreign", lang), expanded="currency" in typed()):
        _in_columns(("currency", "foreign", "rate", "rate_on"), lang, columns=4)
    st.session_state.setdefault(_key("note"), "")
    st.text_area(_label("note", lang), key=_key("note"), height=80)


def names_of(view: DealView, lang: str) -> dict[str, str]:
    """Return the names of the house's funds by their ids."""
    return {fund.id: name_of(fund, lang) for fund in view.funds}


def sums(terms: Terms, view: DealView, lang: str) -> None:
    """Draw what terms come to: price, shares, paid and left over, post-money, stakes, and whether a minimum is met."""
    try:
        outcome = round_of(terms)
    except InvalidInputError:
        st.caption(t("deal.sum.incomplete", lang))
        return
    figures = terms_tables.figures(terms, outcome, lang)
    for first in range(0, len(figures), 2):
        for place, (label, value) in zip(st.columns(2), figures[first : first + 2], strict=False):
            with place.container(gap=None):
                st.caption(label)
                st.markdown(f"**{components.harmless(value)}**")
    if view.least_won is not None:
        reached, words = terms_tables.minimum(outcome, view.least_won, lang)
        (st.success if reached else st.warning)(words, icon=":material/rule:")


def _save(view: DealView) -> None:
    """Agree what stands in the form; what was typed stays if it is refused."""
    terms, problems = terms_fields.terms_of(typed(), [fund.id for fund in view.funds])
    with frame.attempted():
        if problems:
            raise InvalidInputError(field=problems[0].field, problem=problems[0].problem)
        _agree(view, terms, amended_terms.typed(view, state.language()), "deal.done.terms")


def _agree(view: DealView, terms: Terms, again: Appointment | None, done: str, **parameters: object) -> None:
    """Agree terms and let the next run say so (words at ``done``), with the session that was called with them."""
    ws, viewer, seen = context.workspace(), state.viewer(), view.engagement.version
    agreed = deals.set_terms(Acting(ws, viewer, context.now()), view.engagement.id, terms, again=again, seen=seen)
    st.session_state.pop(_SEEN, None)
    amended_terms.forget()
    if agreed.session_id is not None and again is not None:
        parameters["when"] = amended_terms.when(again, state.language())
        done += ".again"
    frame.tell_done(done, **parameters)


def draw(view: DealView) -> None:
    """Draw the form with its live arithmetic beside it, and the versions below."""
    lang = state.language()
    names = names_of(view, lang)
    left, right = st.columns((3, 2), gap="large")
    with left:
        instrument = _instrument(lang)
        _money(view, lang)
        _price(instrument, lang)
        _rest(instrument, lang)
    terms, problems = terms_fields.terms_of(typed(), [fund.id for fund in view.funds])
    with right, st.container(border=True):
        st.markdown(f"**{t('deal.sum', lang)}**")
        sums(terms, view, lang)
        if view.deal.terms or terms.lines:
            deal_words.draw_problems(problems, names, lang)
        if view.may_decide:
            _offer_save(view, terms, sound=not problems)
    _versions(view, names, lang)


def _offer_save(view: DealView, terms: Terms, *, sound: bool) -> None:
    lang, changed = state.language(), terms != view.deal.current
    if view.deal.terms_version != st.session_state[_SEEN][1]:
        st.warning(t("deal.changed", lang))
        st.button(t("deal.reload", lang), on_click=start, args=(view,), key="deal_reload")
    voids = changed and bool(view.standing)
    if voids:
        amended_terms.draw(view, terms, lang)
    calls = voids and bool(to_decide_again(view.standing, terms))
    label = t("deal.save.again" if calls else "deal.save", lang, version=view.deal.terms_version + 1)
    st.button(label, type="primary", on_click=_save, args=(view,), disabled=not (changed and sound), key="deal_save")


def _label_and_text(name: str, text: str, names: Mapping[str, str], lang: str) -> tuple[str, str]:
    """Return a field's label and its text as people read them."""
    base, _, rest = name.partition(":")
    label = names.get(rest, rest) if base == "fund" else _label(base, lang)
    if base.startswith("co_"):
        label = f"{label} {int(rest) + 1}"
    places = {"instrument": "enum.instrument", "base": "deal.base", "participating": "deal.participating"}
    places["unsecured"] = "deal.unsecured"
    if not text:
        return label, "–"
    if base in places:
        return label, t(f"{places[base]}.{text}", lang)
    rights = {shipped_right.id: name_of(shipped_right, lang) for shipped_right in shipped_rights()}
    return label, ", ".join(
        rights.get(other_text, other_text) for other_text in text.split(",")
    ) if base == "rights" else text


def difference(before: Terms | None, after: Terms, names: Mapping[str, str], lang: str) -> Table:
    """Return what changed between two versions, a line a field."""
    rows = []
    for name, old, new in terms_fields.changed(before, after):
        label, was = _label_and_text(name, old, names, lang)
        rows.append(Row(name, (Cell(label), Cell(was, tone="muted"), Cell(_label_and_text(name, new, names, lang)[1]))))
    columns = tuple(Column(column, t(f"deal.column.{column}", lang)) for column in ("field", "was", "is"))
    return Table(columns, tuple(rows))


def _restore(view: DealView, number: int) -> None:
    """Agree an earlier version again, as a new one."""
    with frame.attempted():
        usual = amended_terms.usual(view, state.language())
        _agree(view, view.deal.terms[number - 1], usual, "deal.done.restored", version=number)


def _versions(view: DealView, names: Mapping[str, str], lang: str) -> None:
    """Draw the versions of the terms, the latest first, each with what it changed."""
    if not view.deal.terms:
        return
    st.subheader(t("deal.versions", lang), anchor=False)
    terms_by_version = {terms_told.version: terms_told for terms_told in view.terms_history}
    for number in range(view.deal.terms_version, 0, -1):
        by = terms_by_version.get(number)
        text = "" if by is None else " · ".join(part for part in (moment(by.ts, lang), by.actor_name) if part)
        title = t("deal.version", lang, version=number)
        with st.expander(f"{title} · {components.harmless(text)}", expanded=number == view.deal.terms_version > 1):
            after = view.deal.terms[number - 1]
            before = view.deal.terms[number - 2] if number > 1 else None
            grid.show(difference(before, after, names, lang), caption=title, key=f"deal_version_{number}", lang=lang)
            if view.may_decide and number < view.deal.terms_version:
                again = amended_terms.usual(view, lang)
                if again is not None and to_decide_again(view.standing, after):
                    when = amended_terms.when(again, lang)
                    st.caption(components.harmless(t("deal.restore.again", lang, when=when)))
                label = t("deal.restore", lang, version=number)
                st.button(label, on_click=_restore, args=(view, number), key=f"deal_restore_{number}")
