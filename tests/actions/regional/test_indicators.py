"""What firms are asked is the programme's own: changed with a past, put back, and nothing that was told is lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.regional import collecting, indicators, programmes, telling
from dealflow.domain.regional.indicators import IndicatorChange
from dealflow.domain.regional.programmes import Indicator, Way
from dealflow.domain.regional.reports import asked_of
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.reports.regional import tables
from tests.actions.conftest import Cast
from tests.actions.regional.programme_story import FIRST, NOW, Story, begun, told

SAFETY = Indicator("", "산업재해(가상)", "Accidents", Way.SUM, "건", is_better_lower=True)


def view_of(ws: Workspace, cast: Cast, story: Story) -> programmes.ProgrammeView:
    return programmes.programme(Looking(ws, cast.organiser), story.programme_id)


def test_an_indicator_that_is_added_is_asked_counts_and_has_its_targets(ws: Workspace, cast: Cast) -> None:
    story, acting = begun(ws, cast), Acting(ws, cast.organiser, NOW)
    view = view_of(ws, cast, story)
    targets = {("gyeongnam", 2026): Decimal(5), ("jeju", 2027): Decimal(2), ("jeju", 2026): None}
    new = indicators.keep_indicator(acting, story.programme_id, SAFETY, targets, seen=view.version)
    with pytest.raises(ChangedMeanwhileError):
        indicators.keep_indicator(acting, story.programme_id, SAFETY, {}, seen=view.version)
    told(ws, story, story.firm_id, revenue=700, **{new: 3})
    collecting.confirm(acting, story.programme_id, [f"{story.firm_id}:2026-Q1"])
    books = view_of(ws, cast, story).books
    tally = books.tally(tuple(region.id for region in books.programme.regions), books.programme.years)
    (figure,) = (figure for figure in tally.indicators if figure.indicator.id == new)
    assert (figure.target, figure.actual, figure.firms) == (Decimal(7), Decimal(3), 1)
    plan = view_of(ws, cast, story).plan("gyeongnam", 2026)
    assert plan is not None
    assert dict(plan.targets) == {"revenue": Decimal(1_000), new: Decimal(5)}


def test_what_was_told_outlives_every_change_and_each_change_is_taken_back(ws: Workspace, cast: Cast) -> None:
    story, acting = begun(ws, cast), Acting(ws, cast.organiser, NOW)
    told(ws, story, story.firm_id, revenue=700, exports=40)
    view = view_of(ws, cast, story)
    exports = next(indicator for indicator in view.programme.indicators if indicator.id == "exports")
    with pytest.raises(InvalidInputError) as caught:
        indicators.keep_indicator(acting, story.programme_id, replace(exports, unit="people"), {}, seen=view.version)
    assert caught.value.parameters["problem"] == "figures_told"
    named = replace(exports, name_ko="수출 실적(가상)", way=Way.LATEST)
    indicators.keep_indicator(acting, story.programme_id, named, {}, seen=view.version)
    indicators.retire(acting, story.programme_id, "exports")
    form = telling.open_form(ws, story.firm_id, story.secrets[story.firm_id], at=NOW)
    assert "exports" not in {line.id for line in form.lines}
    told(ws, story, story.firm_id, revenue=800)  # corrected by a form that asks for exports no more
    collecting.confirm(acting, story.programme_id, [f"{story.firm_id}:2026-Q1"])
    books = view_of(ws, cast, story).books
    (report,) = books.reports_of(("gyeongnam",), (2026,))
    assert {figure.id: figure.value for figure in report.figures} == {"revenue": 800, "exports": 40}
    rows = tables.indicators(books, ("gyeongnam",), (2026,), "ko").grid.rows
    assert any(row[0] == "수출 실적(가상)" for row in rows)
    past = indicators.past_indicators(Looking(ws, cast.organiser), story.programme_id)
    assert [[(change.change, change.fields) for change in version.changes] for version in past] == [
        [(IndicatorChange.RETIRED, ())], [(IndicatorChange.CHANGED, ("name_ko", "way"))], []
    ]  # fmt: skip
    indicators.restore(acting, story.programme_id, past[-1].version)
    assert view_of(ws, cast, story).programme.indicators == view.programme.indicators
    indicators.restore(acting, story.programme_id, past[0].version)
    assert view_of(ws, cast, story).programme.indicators == past[0].indicators
    assert ws.warehouse.rebuild() == ws.ledger.position()


def test_putting_back_keeps_what_came_since_as_no_longer_asked(ws: Workspace, cast: Cast) -> None:
    story, acting = begun(ws, cast), Acting(ws, cast.organiser, NOW)
    view = view_of(ws, cast, story)
    new = indicators.keep_indicator(acting, story.programme_id, SAFETY, {}, seen=view.version)
    told(ws, story, story.firm_id, **{new: 3})
    past = indicators.past_indicators(Looking(ws, cast.organiser), story.programme_id)
    indicators.restore(acting, story.programme_id, past[-1].version)
    programme = view_of(ws, cast, story).programme
    assert [indicator.id for indicator in programme.indicators if indicator.is_retired] == [new]
    firm = telling.open_form(ws, story.firm_id, story.secrets[story.firm_id], at=NOW)
    assert new not in {line.id for line in asked_of(programme, firm.teller)}
    assert firm.reports[FIRST].figures[0].value == 3


def test_only_who_runs_the_programme_changes_what_it_asks_and_the_last_one_stays(ws: Workspace, cast: Cast) -> None:
    story, acting = begun(ws, cast), Acting(ws, cast.organiser, NOW)
    version = view_of(ws, cast, story).version
    for viewer, error in ((cast.anna, NotAllowedError), (cast.admin, NotFoundError)):
        other = Acting(ws, viewer, NOW)
        with pytest.raises(error):
            indicators.keep_indicator(other, story.programme_id, SAFETY, {}, seen=version)
        with pytest.raises(error):
            indicators.past_indicators(other, story.programme_id)
    for wrong in (replace(SAFETY, name_ko=" "), replace(SAFETY, unit=""), replace(SAFETY, name_ko="매출액")):
        with pytest.raises(InvalidInputError):
            indicators.keep_indicator(acting, story.programme_id, wrong, {}, seen=version)
    known = [indicator.id for indicator in view_of(ws, cast, story).programme.indicators]
    for name in known[1:]:
        indicators.retire(acting, story.programme_id, name)
    with pytest.raises(InvalidInputError):
        indicators.retire(acting, story.programme_id, known[0])
