from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.actions.pipeline import funnel
from dealflow.actions.pipeline.funnel import Definition, FunnelQuery
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.claims.events import DeckRead, DeckReceived, DeckRefused
from dealflow.domain.people.access import Audience, Role, Viewer
from dealflow.domain.pipeline.events import EngagementMoved, EngagementOpened, EngagementStatusSet, NextStepSet
from dealflow.domain.pipeline.funnel import Status
from dealflow.domain.values.event import Event
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import InvalidInputError, NotAllowedError
from dealflow.settings import Settings
from dealflow.store.ledger.database import Ledger
from dealflow.store.warehouse import Warehouse
from tests.costly import costly
from tests.store import histories
from tests.store.warehouse.stories import COMPANIES, DAWN, REGIONS, Told, beginning, claim, write

ANALYST = Viewer("p", "vc_a", Role.ANALYST)
RIVAL = Viewer("p", "vc_b", Role.ANALYST)
FIRST_FIRM = Viewer("p_vc1", "vc1", Role.ANALYST)
GUEST = Viewer("g", "vc_a", Role.COMPANY_GUEST, "c1")


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(Settings(data_dir=tmp_path, warehouse_path=":memory:"))
    tell(opened, *[(0, event) for event in beginning()])
    yield opened
    close_workspace(opened)


def tell(ws: Workspace, *told: tuple[float, Event]) -> None:
    """Append events that happened so many days after the first dawn (Monday, 2 March 2099)."""
    write(ws.ledger, *(Told(event, DAWN + timedelta(days=day)) for day, event in told))
    ws.warehouse.refresh()


def opened(name: str, company: str = "c1", stage: str = "meeting", owner: str = "vc_a") -> EngagementOpened:
    return EngagementOpened(name, owner, company, owner, "vc", "Series A", stage)


def four_engagements(ws: Workspace) -> None:
    """Tell a small history: one went far, one was passed on, one was moved by mistake, one began later and skipped."""
    tell(
        ws,
        (0, opened("far")),
        (0.5, opened("passed", "c2")),
        (1, opened("mistaken", "c3")),
        (3, opened("other_books", "c1", owner="vc_b")),
        (4, EngagementMoved("far", "meeting", "ir")),
        (6, EngagementMoved("mistaken", "meeting", "ir")),
        (6.25, EngagementMoved("mistaken", "ir", "meeting", undoes=2)),
        (10, EngagementMoved("far", "ir", "review")),
        (11, EngagementStatusSet("passed", Status.ACTIVE, Status.PASSED, reason="valuation")),
        (20, EngagementMoved("far", "review", "pre_ic")),
        (32, opened("late", "c2")),
        (35, EngagementMoved("late", "meeting", "review")),
    )


def reached(counts: tuple[funnel.StageCount, ...]) -> dict[str, int]:
    return {count.stage.id: count.reached for count in counts if count.reached}


def test_a_cohort_is_followed_as_far_as_it_came(ws: Workspace) -> None:
    four_engagements(ws)
    march = FunnelQuery("vc", Definition.COHORT, date(2099, 3, 1), date(2099, 3, 31), on=date(2099, 4, 10))

    counts = funnel.funnel(Looking(ws, ANALYST), march)

    assert [count.stage for count in counts] == list(ws.track("vc").stages)
    told = [
        (c.stage.id, c.reached, c.conversion, c.from_first, c.median_days, c.p90_days, c.now_here) for c in counts[:5]
    ]
    # far: 4, 6, 10 days, then 19 at pre_ic (22 March to 10 April); passed: 11 days (2 to 13 March), no longer here;
    # mistaken: 38 days (3 March to 10 April) as if it had never moved
    assert told == [
        ("meeting", 3, None, 1.0, 11.0, pytest.approx(32.6), 1),
        ("ir", 1, pytest.approx(1 / 3), pytest.approx(1 / 3), 6.0, 6.0, 0),
        ("review", 1, 1.0, pytest.approx(1 / 3), 10.0, 10.0, 0),
        ("pre_ic", 1, 1.0, pytest.approx(1 / 3), 19.0, 19.0, 1),
        ("dd", 0, 0.0, 0.0, None, None, 0),
    ]


def test_a_period_counts_what_was_reached_in_it_whenever_it_was_opened(ws: Workspace) -> None:
    four_engagements(ws)
    since_the_fifth_day = FunnelQuery("vc", Definition.PERIOD, date(2099, 3, 7), None, on=date(2099, 4, 10))

    counts = funnel.funnel(Looking(ws, ANALYST), since_the_fifth_day)

    # far came to review and pre_ic; late was opened, and stepped over ir on its way to review
    assert reached(counts) == {"meeting": 1, "ir": 1, "review": 2, "pre_ic": 1}
    assert counts[2].conversion == 2.0
    assert funnel.records_at(Looking(ws, ANALYST), since_the_fifth_day, "review") == ("late", "far")
    assert funnel.records_at(Looking(ws, ANALYST), since_the_fifth_day, "ir") == ("late",)


@pytest.mark.parametrize(
    ("since", "until", "cohort"),
    [
        (date(2099, 3, 2), date(2099, 3, 2), {"far", "passed"}),
        (date(2099, 3, 3), date(2099, 4, 2), {"mistaken"}),
        (date(2099, 3, 3), date(2099, 4, 3), {"mistaken", "late"}),
        (date(2099, 4, 3), None, {"late"}),
        (None, date(2099, 3, 1), set()),
        (None, None, {"far", "passed", "mistaken", "late"}),
    ],
)
def test_both_dates_belong_to_the_funnel(
    ws: Workspace, since: date | None, until: date | None, cohort: set[str]
) -> None:
    four_engagements(ws)
    for definition in Definition:
        q = FunnelQuery("vc", definition, since, until)
        assert set(funnel.records_at(Looking(ws, ANALYST), q, "meeting")) == cohort


def test_behind_the_days_stand_the_stays(ws: Workspace) -> None:
    four_engagements(ws)
    times = funnel.stage_times(Looking(ws, ANALYST), FunnelQuery("vc", until=date(2099, 3, 31), on=date(2099, 4, 10)))

    assert [(time.stage.id, time.engagement_id, time.company_name, time.days, time.open) for time in times] == [
        ("meeting", "mistaken", "c3 (가상)", 38, True),
        ("meeting", "passed", "c2 (가상)", 11, False),
        ("meeting", "far", "c1 (가상)", 4, False),
        ("ir", "far", "c1 (가상)", 6, False),
        ("review", "far", "c1 (가상)", 10, False),
        ("pre_ic", "far", "c1 (가상)", 19, True),
    ]


def test_without_a_day_open_stays_count_to_the_last_event(ws: Workspace) -> None:
    four_engagements(ws)
    tell(ws, (40, opened("last")))
    times = funnel.stage_times(Looking(ws, ANALYST), FunnelQuery("vc", until=date(2099, 3, 3)))
    assert {time.engagement_id: time.days for time in times if time.open} == {"mistaken": 39, "far": 20}


def test_filters_narrow_to_investor_region_and_sector(ws: Workspace) -> None:
    four_engagements(ws)
    everything = FunnelQuery("vc")
    for narrowed, expected in (
        (replace(everything, region=REGIONS[1]), {"passed", "late"}),
        (replace(everything, sector="vision"), {"far", "mistaken"}),
        (replace(everything, investor_id="vc_b"), set()),
        (replace(everything, investor_id="vc_a", region=REGIONS[0], sector="vision"), {"far"}),
        (replace(everything, track="tips"), set()),
    ):
        stage = "sourced" if narrowed.track == "tips" else "meeting"
        assert set(funnel.records_at(Looking(ws, ANALYST), narrowed, stage)) == expected


def test_one_sees_ones_own_books_only(ws: Workspace) -> None:
    four_engagements(ws)
    q = FunnelQuery("vc")
    assert reached(funnel.funnel(Looking(ws, RIVAL), q)) == {"meeting": 1}
    assert funnel.records_at(Looking(ws, RIVAL), q, "meeting") == ("other_books",)
    assert [time.engagement_id for time in funnel.stage_times(Looking(ws, RIVAL), q)] == ["other_books"]
    for ask in (funnel.funnel, funnel.stage_times, lambda *asked: funnel.records_at(*asked, "meeting")):
        with pytest.raises(NotAllowedError):
            ask(Looking(ws, GUEST), q)


def test_a_wrong_question_is_refused_and_not_answered_with_nothing(ws: Workspace) -> None:
    with pytest.raises(InvalidInputError):
        funnel.funnel(Looking(ws, ANALYST), FunnelQuery("nowhere"))
    with pytest.raises(InvalidInputError):
        funnel.records_at(Looking(ws, ANALYST), FunnelQuery("vc"), "nowhere")
    with pytest.raises(InvalidInputError) as refusal:
        funnel.funnel(Looking(ws, ANALYST), FunnelQuery("vc", since=date(2099, 3, 2), until=date(2099, 3, 1)))
    assert refusal.value.parameters["problem"] == "after_until"


def test_an_empty_workspace_has_an_empty_funnel(ws: Workspace) -> None:
    counts = funnel.funnel(Looking(ws, ANALYST), FunnelQuery("vc"))
    assert len(counts) == len(ws.track("vc").stages)
    assert {(c.reached, c.conversion, c.from_first, c.median_days, c.now_here) for c in counts} == {
        (0, None, None, None, 0)
    }


def walk(told: list[histories.Step], owner: str, stages: list[str]) -> dict[str, tuple[list[tuple[int, date]], Status]]:
    """Follow the owner's engagements naively: where and when each stood, without what was taken back, and how it is."""
    visits: dict[str, list[tuple[int, date]]] = {}
    standing: dict[str, Status] = {}
    for one in told:
        day = korean_day(one.ts)
        match one.event:
            case EngagementOpened(engagement_id=name, owner_id=whose, track="vc", stage=stage) if whose == owner:
                visits[name], standing[name] = [(stages.index(stage), day)], Status.ACTIVE
            case EngagementMoved(engagement_id=name, undoes=None, to_stage=stage) if name in visits:
                visits[name].append((stages.index(stage), day))
            case EngagementMoved(engagement_id=name) if name in visits:
                visits[name].pop()
            case EngagementStatusSet(engagement_id=name, to_status=status) if name in visits:
                standing[name] = status
            case _:
                pass
    return {name: (visits[name], standing[name]) for name in visits}


def counted(been: list[tuple[int, date]], place: int, q: FunnelQuery) -> bool:
    """Say naively whether an engagement counts as having reached a stage."""
    days = [day for there, day in been if there >= place]
    if not days:
        return False
    day = been[0][1] if q.definition is Definition.COHORT else min(days)
    return (q.since or date.min) <= day <= (q.until or date.max)


@pytest.fixture(scope="module")
def big_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    opened = open_workspace(Settings(data_dir=tmp_path_factory.mktemp("house"), warehouse_path=":memory:"))
    yield opened
    close_workspace(opened)


@contextmanager
def fresh(house: Workspace) -> Iterator[Workspace]:
    """Give a workspace of its own in the house's ledger."""
    ledger = Ledger(house.settings.ledger_url, uuid4().hex)
    warehouse = Warehouse(":memory:", ledger)
    yield replace(house, name=ledger.workspace, ledger=ledger, warehouse=warehouse)
    warehouse.close()
    ledger.close()


@costly(15)
@given(
    told=histories.histories(longest=60),
    definition=st.sampled_from(Definition),
    since=st.none() | st.dates(date(2026, 3, 1), date(2026, 3, 20)),
    days=st.none() | st.integers(0, 20),
)
def test_the_funnel_counts_what_a_naive_walk_counts(
    big_house: Workspace, told: list[histories.Step], definition: Definition, since: date | None, days: int | None
) -> None:
    with fresh(big_house) as ws:
        with ws.ledger.write() as session:
            histories.write(session, ws.name, told)
        ws.warehouse.refresh()
        until = None if days is None else (since or date(2026, 3, 2)) + timedelta(days=days)
        q = FunnelQuery("vc", definition, since, until)
        stages = [stage.id for stage in ws.track("vc").stages]

        counts = funnel.funnel(Looking(ws, FIRST_FIRM), q)
        records = {stage: set(funnel.records_at(Looking(ws, FIRST_FIRM), q, stage)) for stage in stages}

    walked = walk(told, FIRST_FIRM.organisation_id, stages)
    expected = {
        stage: {name for name, (been, _) in walked.items() if counted(been, place, q)}
        for place, stage in enumerate(stages)
    }
    here = {
        stage: sum(walked[name][0][-1][0] == place and walked[name][1] in {"active", "on_hold"} for name in names)
        for place, (stage, names) in enumerate(expected.items())
    }
    assert records == expected
    assert {count.stage.id: count.reached for count in counts} == {one: len(expected[one]) for one in stages}
    assert {count.stage.id: count.now_here for count in counts} == here


def test_home_shows_what_waits_and_whose_it_is(ws: Workspace) -> None:
    quantity = Quantity(Unit.KRW, value=Decimal(15_300_000_000))
    read = DeckRead("d1", "x", "r", ((720.0, 405.0),), (), (claim("x1", quantity), claim("x2", quantity)))
    tell(
        ws,
        (0, DeckReceived("d1", "0" * 64, "first.pdf", 1000, "vc_a", Audience.ORGANISATION)),
        (0, read),
        (0, DeckReceived("d2", "1" * 64, "second.pdf", 1000, "vc_a", Audience.EVENT)),
        (0, DeckRefused("d2", "damaged")),
        (0, opened("quiet")),
        (10, opened("due", "c2")),
        (10, NextStepSet("due", "전화", date(2099, 3, 17), None)),
        (11, opened("later", "c3")),
        (11, NextStepSet("later", "메일", date(2099, 3, 18), None)),
        (12, opened("closed", "c3")),
        (12, NextStepSet("closed", "메일", date(2099, 3, 1), None)),
        (12, EngagementStatusSet("closed", Status.ACTIVE, Status.WITHDRAWN, reason="valuation")),
    )

    home = funnel.home(Looking(ws, ANALYST), on=date(2099, 3, 17))

    assert home.claims_to_review == 2
    assert [(each.deck_id, each.to_review, each.total) for each in home.decks_to_review] == [("d1", 2, 2)]
    assert [each.id for each in home.decks_without_company] == ["d1"]
    assert [each.id for each in home.decks_refused] == ["d2"]
    assert [row.engagement.id for row in home.stale] == ["quiet"]
    assert [row.engagement.id for row in home.due] == ["due"]
    assert home.track.id == "vc"
    assert home.funnel == funnel.funnel(Looking(ws, ANALYST), FunnelQuery("vc", on=date(2099, 3, 17)))
    assert home.events_soon == ()
    assert [each.id for each in funnel.home(Looking(ws, ANALYST), on=date(2099, 4, 1)).events_soon] == ["day"]

    other = funnel.home(Looking(ws, RIVAL), on=date(2099, 3, 17))
    assert (other.claims_to_review, other.decks_without_company, other.stale, other.due) == (0, (), (), ())
    assert reached(other.funnel) == {}

    guest = funnel.home(Looking(ws, GUEST), on=date(2099, 3, 17))
    assert (guest.decks_to_review, guest.decks_refused, guest.stale, guest.funnel) == ((), (), (), ())


def test_the_track_most_used_is_the_one_at_home(ws: Workspace) -> None:
    tell(ws, (0, EngagementOpened("f", "vc_a", COMPANIES[0], "vc_a", "followup", "", "introduced")))
    home = funnel.home(Looking(ws, ANALYST), on=korean_day(DAWN))
    assert home.track.id == "followup"
    assert reached(home.funnel) == {"introduced": 1}


def test_an_early_morning_in_korea_counts_for_its_own_day(ws: Workspace) -> None:
    hours_to_midnight = 15 / 24 - DAWN.hour / 24  # 15:00 in Greenwich is midnight in Seoul
    tell(ws, (hours_to_midnight - 0.01, opened("evening")), (hours_to_midnight + 0.01, opened("night", "c2")))
    first_day = FunnelQuery("vc", Definition.COHORT, date(2099, 3, 2), date(2099, 3, 2), on=date(2099, 3, 5))
    assert funnel.records_at(Looking(ws, ANALYST), first_day, "meeting") == ("evening",)
    everything = FunnelQuery("vc", Definition.COHORT, None, None, on=date(2099, 3, 5))
    assert {(one.engagement_id, one.days) for one in funnel.stage_times(Looking(ws, ANALYST), everything)} == {
        ("evening", 3),
        ("night", 2),
    }
