"""Companies side by side: in the order asked for, with the cohort's median of what the viewer may see."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dealflow.actions.companies import companies, comparison
from dealflow.actions.companies.comparison import Cohort
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.people.access import Audience
from dealflow.domain.values.exchange_rates import Yardstick, rate_book
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import InvalidInputError, NotFoundError
from tests.actions.conftest import AT, Bring, Cast, claim

if TYPE_CHECKING:
    from dealflow.actions.platform.workspace import Workspace

STICK = Yardstick(Unit.KRW, rate_book([]), date(2026, 3, 2))
CUSTOMERS = "customers_count"


def register(ws: Workspace, cast: Cast, bring: Bring, sizes: dict[str, int], sector: str = "") -> dict[str, str]:
    """Register a company for each name with a deck of Anna's that states so many customers; return their ids."""
    ids = {}
    for name, size in sizes.items():
        details = CompanyDetails(f"{name}(가상)", sector=sector)
        ids[name] = companies.register_company(Acting(ws, cast.anna, AT), details)
        bring(cast.anna, f"{name}.pdf", (claim(name, size),), company_id=ids[name])
    return ids


def test_they_stand_in_the_order_asked_for_with_the_median_of_the_sector(
    ws: Workspace, cast: Cast, bring: Bring
) -> None:
    ids = register(ws, cast, bring, {"a": 10, "b": 20, "c": 30, "d": 40, "e": 90}, "제조")
    register(ws, cast, bring, {"x": 100_000}, "금융")
    looking = Looking(ws, cast.anna)
    compared = comparison.comparison(looking, [ids["e"], ids["a"]], [CUSTOMERS], Cohort(sector="제조"), STICK)
    assert [row.company.id for row in compared.rows] == [ids["e"], ids["a"]]
    usual = compared.usual[CUSTOMERS]
    assert (usual.count, usual.size, usual.middle) == (5, 5, Quantity(Unit.COUNT, Decimal(30)))
    everybody = comparison.comparison(looking, [ids["e"], ids["a"]], [CUSTOMERS], Cohort(), STICK).usual[CUSTOMERS]
    assert (everybody.count, everybody.middle) == (6, Quantity(Unit.COUNT, Decimal(35)))


def test_what_another_house_found_is_neither_compared_nor_counted(ws: Workspace, cast: Cast, bring: Bring) -> None:
    ids = register(ws, cast, bring, {"a": 10, "b": 20, "c": 30, "d": 40, "e": 90})
    with pytest.raises(NotFoundError):
        comparison.comparison(Looking(ws, cast.bora), [ids["a"], ids["b"]], [CUSTOMERS], Cohort(), STICK)
    shared = comparison.comparison(
        Looking(ws, cast.anna), [ids["a"], cast.shared_company], [CUSTOMERS], Cohort(), STICK
    )
    assert shared.usual[CUSTOMERS].size == 6
    assert comparison.of_event(Looking(ws, cast.bora), "none") == frozenset()


def test_fewer_than_two_and_more_than_six_are_refused(ws: Workspace, cast: Cast, bring: Bring) -> None:
    ids = list(register(ws, cast, bring, dict.fromkeys("abcdefg", 1)).values())
    for asked in (ids[:1], ids, [ids[0], ids[0]]):
        with pytest.raises(InvalidInputError):
            comparison.comparison(Looking(ws, cast.anna), asked, [CUSTOMERS], Cohort(), STICK)


def test_an_events_companies_are_those_whose_deck_for_it_one_sees(ws: Workspace, cast: Cast, bring: Bring) -> None:
    assert comparison.events(Looking(ws, cast.anna)) == ()
    bring(cast.anna, "a.pdf", (claim("a", 1),), company_id=cast.shared_company, audience=Audience.EVENT)
    assert comparison.events(Looking(ws, cast.anna)) == ()
