"""Dashboards: figures by hand and against a plain count, their records, and no other house's books in any of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.pipeline import dashboard, engagements
from dealflow.actions.pipeline.dashboard import MOST, REST, DashQuery, Slice, Trait, with_rest
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.errors import InvalidInputError, NotAllowedError
from tests.actions.conftest import AT, Cast

ON = date(2026, 6, 30)
ALL = DashQuery("vc", ON)


def opened(ws: Workspace, viewer: Viewer, region: str, at: datetime = AT, label: str = "A") -> str:
    details = CompanyDetails(f"{region}{label}{at:%j}(가상)", region=region, sector="로봇")
    company = companies.register_company(Acting(ws, viewer, at), details)
    new = NewEngagement(
        company_id=company, investor_id=viewer.organisation_id, track="vc", round_label=label,
        assignee_id=viewer.person_id,
    )  # fmt: skip
    return engagements.open_engagement(Acting(ws, viewer, at), new)


def counted(ws: Workspace, viewer: Viewer, trait: Trait, query: DashQuery = ALL) -> dict[str, tuple[int, int, int]]:
    parts = dashboard.slices(Looking(ws, viewer), query, trait)
    return {part.key: (part.opened, part.open_now, part.declined) for part in parts}


def test_regions_are_provinces_and_each_mark_opens_its_records_of_ones_own_books(ws: Workspace, cast: Cast) -> None:
    busan, changwon = opened(ws, cast.anna, "부산"), opened(ws, cast.anna, "창원")
    gimhae = opened(ws, cast.anna, "경남 김해시", label="B")
    opened(ws, cast.bora, "부산", label="C")
    engagements.set_status(Acting(ws, cast.anna, AT), gimhae, Status.PASSED, reason="team")
    assert counted(ws, cast.anna, Trait.REGION) == {"경남": (2, 1, 1), "부산": (1, 1, 0)}
    assert counted(ws, cast.anna, Trait.REASON) == {"team": (1, 0, 1)}
    assert counted(ws, cast.anna, Trait.SOURCE) == {"": (3, 2, 1)}
    looking = Looking(ws, cast.adam)
    assert dashboard.records(looking, ALL, "region:경남") == {changwon, gimhae}
    assert dashboard.records(looking, ALL, "reason:team") == {gimhae}
    assert dashboard.records(looking, ALL, "opened:2026-03") == {busan, changwon, gimhae}
    assert dashboard.records(Looking(ws, cast.bora), ALL, "region:경남") == frozenset()


def test_flow_steps_and_stays_as_by_hand(ws: Workspace, cast: Cast) -> None:
    first, second, third = (opened(ws, cast.anna, "부산", label=label) for label in "ABC")
    acting = [Acting(ws, cast.anna, AT + timedelta(days=days)) for days in (4, 6, 10, 20)]
    engagements.move(acting[0], first, "ir")
    engagements.move(acting[1], second, "ir")
    engagements.move(acting[2], first, "review")
    engagements.move(acting[3], first, "meeting")
    engagements.set_status(acting[3], second, Status.PASSED, reason="team")
    looking = Looking(ws, cast.anna)
    moves = {(each.stage.id, each.to.id if each.to else ""): each.engagements for each in dashboard.flow(looking, ALL)}
    assert moves == {("meeting", "ir"): 2, ("ir", "review"): 1, ("ir", ""): 1, ("review", "meeting"): 1}
    assert [each.stage.id for each in dashboard.flow(looking, ALL) if each.is_back] == ["review"]
    assert dashboard.records(looking, ALL, "flow:meeting>ir") == {first, second}
    assert dashboard.records(looking, ALL, "flow:ir>") == {second}
    step = dashboard.conversion(looking, ALL)[0]
    assert step.share is not None
    assert (step.share.part, step.share.whole) == (2, 3)
    assert dashboard.records(looking, ALL, "step:ir") == {first, second}
    # meeting: 4 and 6 days, and two that go on (110 and 120 days): S = 3/4, then 1/2
    median = {each.stage.id: each.median for each in dashboard.stays(looking, ALL)}
    assert (median["meeting"].days, median["meeting"].ended, median["meeting"].lasting) == (6, 2, 2)
    assert third in dashboard.records(looking, ALL, "person:anna")
    assert dashboard.flow(Looking(ws, cast.bora), ALL) == ()


def test_random_histories_count_as_plain_python_counts_them(ws: Workspace, cast: Cast) -> None:
    chance = Random(7)  # noqa: S311 - a history, no secret
    books: list[tuple[date, str, bool]] = []
    for number in range(24):
        at = AT + timedelta(days=chance.randrange(100))
        region = chance.choice(["부산", "울산", "창원", "서울", ""])
        name = opened(ws, cast.anna, region, at, f"R{number}")
        is_declined = chance.random() < 0.4
        if is_declined:
            engagements.set_status(Acting(ws, cast.anna, at), name, Status.PASSED, reason="market_early")
        books.append((at.date(), region.replace("창원", "경남"), is_declined))
    query = DashQuery("vc", ON, date(2026, 3, 20), date(2026, 5, 10))
    wanted = [book for book in books if date(2026, 3, 20) <= book[0] <= date(2026, 5, 10)]
    assert {key: part[0] for key, part in counted(ws, cast.anna, Trait.REGION, query).items()} == dict(
        Counter(region for _, region, _ in wanted)
    )
    months = {(each.month, each.what): each.times for each in dashboard.months(Looking(ws, cast.anna), ALL)}
    plain = Counter((day.replace(day=1), "opened") for day, _, _ in books)
    plain += Counter((day.replace(day=1), "declined") for day, _, is_declined in books if is_declined)
    assert months == dict(plain)


def test_who_may_not_see_a_pipeline_gets_none_and_bad_questions_are_refused(ws: Workspace, cast: Cast) -> None:
    for ask in (dashboard.flow, dashboard.months, dashboard.stays, dashboard.conversion):
        with pytest.raises(NotAllowedError):
            ask(Looking(ws, cast.guest), ALL)
    looking = Looking(ws, cast.anna)
    with pytest.raises(InvalidInputError):
        dashboard.slices(looking, DashQuery("vc", ON, date(2026, 5, 1), date(2026, 4, 1)), Trait.SECTOR)
    with pytest.raises(InvalidInputError):
        dashboard.records(looking, ALL, "nonsense:1")
    assert dashboard.records(looking, ALL, "region:부산') or 1=1 --") == frozenset()


def test_every_month_stay_and_rest_opens_the_engagements_that_it_counts(ws: Workspace, cast: Cast) -> None:
    first, second = (opened(ws, cast.anna, region, label=region) for region in ("부산", "Tokyo"))
    for days, stage in ((2, "ir"), (3, "review"), (4, "pre_ic")):
        engagements.move(Acting(ws, cast.anna, AT + timedelta(days=days)), first, stage)
    engagements.set_status(Acting(ws, cast.anna, AT + timedelta(days=60)), second, Status.PASSED, reason="team")
    opened(ws, cast.bora, "Osaka", label="C")
    looking = Looking(ws, cast.anna)
    for count in dashboard.months(looking, ALL):
        assert len(dashboard.records(looking, ALL, f"{count.what}:{count.month:%Y-%m}")) == count.times
    assert dashboard.records(looking, ALL, f"declined:{AT + timedelta(days=60):%Y-%m}") == {second}
    assert dashboard.records(looking, ALL, "stay:ir") == {first}
    assert dashboard.records(looking, ALL, "stay:meeting") == {first, second}
    assert dashboard.records(looking, ALL, f"region:{REST}") == {second}
    assert dashboard.records(looking, ALL, f"source:{REST}") == frozenset()
    assert dashboard.records(looking, ALL, "source:") == {first, second}


def test_what_has_no_bar_of_its_own_stands_in_the_last_one() -> None:
    parts = [Slice(f"s{number:02}", 20 - number, 1, 0, 0, 1) for number in range(MOST + 2)]
    drawn = with_rest(parts, MOST)
    assert (len(drawn), drawn[-1].key) == (MOST, REST)
    assert sum(part.opened for part in drawn) == sum(part.opened for part in parts)
    assert with_rest(parts[:MOST], MOST) == tuple(parts[:MOST])
