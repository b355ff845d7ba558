"""A regional programme on the screen: which one, its heading, and the forms of the programme and of a region's year."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Final

import streamlit as st

from dealflow.actions.regional import programmes
from dealflow.actions.regional.programmes import ProgrammeView
from dealflow.catalogue.regional_programme import regional_defaults
from dealflow.domain.regional.programmes import Programme, RegionPlan, Way
from dealflow.domain.regional.quarters import QUARTERS
from dealflow.i18n import called, name_of, t
from dealflow.reports.regional.words import indicator_unit
from dealflow.ui.kit import components, dialogs, state
from dealflow.ui.kit.entry_form import FormField, Kind, draw

_FUND: Final = "fund_"
_QUARTER: Final = "quarter_"
_TARGET: Final = "target_"


def offer_new(lang: str) -> None:
    """Offer to set a programme up."""
    dialogs.offer("programme_new", t("regional.new", lang), icon=":material/add:", key="programme_new")


def begin(drawing: state.Drawing) -> None:
    """Offer to set the first programme up."""
    offer_new(drawing.lang)
    dialog(None, drawing)


def heading(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Draw the programme's title, years and regions, with the way to change it."""
    lang, programme = drawing.lang, view.programme
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        title = called(programme.title_ko, programme.title_en, lang)
        st.title(components.harmless(title), anchor=False, width="content")
        with st.container(horizontal=True, width="content"):
            dialogs.offer("programme", t("regional.change", lang), icon=":material/edit:", key="programme_change")
            offer_new(lang)
    regions = ", ".join(name_of(region, lang) for region in programme.regions)
    st.caption(components.harmless(f"{programme.first_year}–{programme.last_year} · {regions}"))
    if programme.note:
        st.caption(components.harmless(programme.note))


def chosen_years(view: ProgrammeView, lang: str) -> tuple[int, ...]:
    """Return the year that is chosen in the URL, or all of the programme's."""
    options = [str(year) for year in view.programme.years]
    year = components.url_choice(
        "year", t("regional.column.year", lang), options, words=str, everything=t("regional.all_years", lang)
    )
    return view.programme.years if year is None else (int(year),)


def chosen_regions(view: ProgrammeView, lang: str) -> tuple[str, ...]:
    """Return the region that is chosen in the URL, or all of the programme's."""
    names = {region.id: name_of(region, lang) for region in view.programme.regions}
    region = components.url_choice(
        "region",
        t("regional.column.region", lang),
        tuple(names),
        words=names.__getitem__,
        everything=t("regional.all_regions", lang),
    )
    return tuple(names) if region is None else (region,)


def dialog(view: ProgrammeView | None, drawing: state.Drawing) -> None:
    """Draw the form that the URL asks for: of a programme, or of a region's year."""
    lang = drawing.lang
    if dialogs.is_open("programme_new"):
        dialogs.show(t("regional.new", lang), lambda: _programme_form(None, drawing), width="large")
    if view is None:
        return
    if dialogs.is_open("programme"):
        dialogs.show(t("regional.change", lang), lambda: _programme_form(view, drawing), width="large")
    if dialogs.is_open("plan"):
        dialogs.show(t("regional.plan.title", lang), lambda: _plan_form(view, drawing), width="large")


def _programme_form(view: ProgrammeView | None, drawing: state.Drawing) -> None:
    lang, usual = drawing.lang, regional_defaults()
    begun = Programme(
        "", "", "", "", drawing.today.year, drawing.today.year + 2, usual.regions, usual.funds, usual.indicators,
        usual.due_days,
    )  # fmt: skip
    now = begun if view is None else view.programme
    key = f"programme_form_{0 if view is None else view.version}"
    form = (
        FormField("title_ko", Kind.TEXT, required=True),
        FormField("title_en", Kind.TEXT),
        FormField("first_year", Kind.WHOLE, required=True),
        FormField("last_year", Kind.WHOLE, required=True),
        FormField("due_days", Kind.WHOLE, required=True, hint=t("regional.field.due_days.hint", lang)),
        FormField("note", Kind.LONG),
    )
    on_offer = {region.id: region for region in (*usual.regions, *now.regions)}
    with st.form(key, border=False, enter_to_submit=False):
        read = draw(form, now, key, lambda name: t(f"regional.field.{name}", lang))
        chosen = st.multiselect(
            t("regional.field.regions", lang),
            tuple(on_offer),
            default=[region.id for region in now.regions],
            format_func=lambda region_id: name_of(on_offer[region_id], lang),
            key=f"{key}_regions",
            placeholder=t("frame.choose", lang),
        )
        names = ", ".join(name_of(indicator, lang) for indicator in now.asked_indicators)
        st.caption(components.harmless(t("regional.form_fixed", lang, indicators=names)))
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        typed: dict[str, Any] = read()
        regions = tuple(region for region_id, region in on_offer.items() if region_id in chosen)
        new = replace(now, regions=regions, **typed)
        programme_id = programmes.keep_programme(state.acting(), new, seen=None if view is None else view.version)
        dialogs.done("regional.done.saved", programme=programme_id)


def _plan_form(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Draw the form of one region's year: which one is chosen in the dialog itself."""
    lang, programme = drawing.lang, view.programme
    names = {region.id: name_of(region, lang) for region in programme.regions}
    left, right = st.columns(2)
    regions = list(names)
    region = left.selectbox(
        t("regional.column.region", lang),
        regions,
        index=regions.index(state.url_value("plan_region")) if state.url_value("plan_region") in names else 0,
        format_func=names.__getitem__,
        key="plan_region",
    )
    asked_year = state.url_value("plan_year") or state.url_value("year")
    years = list(programme.years)
    place = years.index(int(asked_year)) if asked_year.isdecimal() and int(asked_year) in years else 0
    year = right.selectbox(t("regional.column.year", lang), years, index=place, key="plan_year")
    plan = view.plan(region, year) or RegionPlan(programme.id, "", region, year)
    key = f"plan_form_{region}_{year}"
    form, labels = _plan_fields(programme, lang)
    with st.form(key, border=False, enter_to_submit=False):
        read = draw(form, _as_fields(programme, plan), key, labels.__getitem__)
        st.caption(t("regional.plan.how", lang))
        submitted = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
    if submitted:
        programmes.keep_plan(state.acting(), _plan_of(plan, read()))
        dialogs.done("regional.done.saved")


def _plan_fields(programme: Programme, lang: str) -> tuple[tuple[FormField, ...], dict[str, str]]:
    fields = [(f"{_FUND}{fund.id}", Kind.WON, t("regional.plan.fund", lang, fund=name_of(fund, lang)))
              for fund in programme.funds]  # fmt: skip
    fields.append(("firms", Kind.WHOLE, t("regional.plan.firms", lang)))
    fields += [
        (f"{_QUARTER}{number}", Kind.WON, t("regional.plan.quarter", lang, number=number)) for number in QUARTERS
    ]
    for indicator in programme.asked_indicators:
        unit = t("regional.unit.won", lang) if indicator.is_money else indicator_unit(indicator, lang)
        unit = f"% {unit}" if indicator.way is Way.CHANGE else unit
        label = t("regional.plan.target", lang, indicator=name_of(indicator, lang), unit=unit)
        fields.append((f"{_TARGET}{indicator.id}", Kind.DECIMAL, label))
    return tuple(FormField(name, kind) for name, kind, _ in fields), {name: label for name, _, label in fields}


def _as_fields(programme: Programme, plan: RegionPlan) -> SimpleNamespace:
    """Return a plan as the values of its form, by field."""
    budget, targets = dict(plan.budget), dict(plan.targets)
    values: dict[str, object] = {f"{_FUND}{fund.id}": budget.get(fund.id) for fund in programme.funds}
    values |= {f"{_QUARTER}{number}": plan.by_quarter[number - 1] if plan.by_quarter else None for number in QUARTERS}
    values |= {f"{_TARGET}{indicator.id}": targets.get(indicator.id) for indicator in programme.asked_indicators}
    return SimpleNamespace(firms=plan.firms, **values)


def _plan_of(plan: RegionPlan, typed: dict[str, Any]) -> RegionPlan:
    """Return the plan that was typed; quarters count once any of them is filled in."""
    by_quarter = [typed[f"{_QUARTER}{number}"] for number in QUARTERS]
    unasked = ((name, value) for name, value in plan.targets if f"{_TARGET}{name}" not in typed)
    return replace(
        plan,
        budget=tuple((name.removeprefix(_FUND), won) for name, won in typed.items() if _is(name, _FUND, won)),
        by_quarter=tuple(won or 0 for won in by_quarter) if any(won is not None for won in by_quarter) else (),
        firms=typed["firms"],
        targets=(
            *((name.removeprefix(_TARGET), value) for name, value in typed.items() if _is(name, _TARGET, value)),
            *unasked,
        ),
    )


def _is(name: str, start: str, value: object) -> bool:
    return name.startswith(start) and value is not None
