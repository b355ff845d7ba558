from __future__ import annotations

from dataclasses import dataclass

import pytest

from dealflow.domain.people.access import OrganisationKind
from dealflow.domain.people.events import OrganisationRegistered
from dealflow.domain.people.people import Organisation
from dealflow.store.ledger.mapping import change, columns_of, sources_of, value_of
from dealflow.store.ledger.tables.people import OrganisationRow, PersonRow

FIRM = Organisation("o1", "가람벤처스(가상)", "Garam Ventures (Fictional)", OrganisationKind.VC, "서울", is_demo=True)


@dataclass(frozen=True)
class Region:
    """A value with a field that the row calls otherwise."""

    id: str
    place: str


@dataclass(frozen=True)
class Homeless:
    """A value with a field that no organisation has."""

    id: str
    street: str


def test_a_value_becomes_a_row_and_comes_back_equal() -> None:
    row = OrganisationRow(**columns_of(OrganisationRow, FIRM, workspace="w"))
    assert (row.workspace, row.name_ko) == ("w", "가람벤처스(가상)")
    assert value_of(Organisation, row) == FIRM


def test_a_field_is_found_under_another_name() -> None:
    row = OrganisationRow(**columns_of(OrganisationRow, FIRM, workspace="w"))
    assert value_of(Region, row, place="region") == Region("o1", "서울")


def test_a_change_sets_what_the_value_has_and_leaves_the_rest() -> None:
    row = OrganisationRow(**columns_of(OrganisationRow, FIRM, workspace="w"))
    change(row, Region("o1", "부산"), region="부산")
    assert (row.region, row.name_en) == ("부산", "Garam Ventures (Fictional)")


def test_what_fits_nothing_is_an_error_and_no_empty_column() -> None:
    row = OrganisationRow(**columns_of(OrganisationRow, FIRM, workspace="w"))
    with pytest.raises(TypeError, match="OrganisationRow does not fit Homeless: street"):
        value_of(Homeless, row)
    with pytest.raises(TypeError, match=r"fills PersonRow\.id"):
        sources_of(OrganisationRegistered, PersonRow, "", {})
    with pytest.raises(TypeError, match=r"fills OrganisationRow\.kind"):
        sources_of(OrganisationRegistered, OrganisationRow, "", {"id": "organisation_id"})
    with pytest.raises(TypeError, match="OrganisationRow has no street"):
        sources_of(
            OrganisationRegistered,
            OrganisationRow,
            "",
            {"id": "organisation_id", "kind": "organisation_kind", "street": "region"},
        )
