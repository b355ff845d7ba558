from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.metrics import load_metrics
from dealflow.catalogue.quality import Bin, Part, load_quality
from dealflow.errors import InvalidInputError
from dealflow.extract import EXTRACTOR

PART = {"id": "Deal", "printed": 4, "found": 3, "named": 2, "scoped": 1, "claims": 5, "right": 4}
GIVEN = {
    "extractor": "test/1",
    "decks": 1,
    "pages": 9,
    "total": PART,
    "languages": [],
    "families": [PART],
    "reliability": [{"low": 0.85, "high": 0.95, "claims": 4, "said": 0.92, "right": 3}],
    "others": None,
}


def test_counts_are_read_and_shares_follow_from_them() -> None:
    quality = load_quality(json.dumps(GIVEN))
    assert quality.families == (Part("Deal", 4, 3, 2, 1, 5, 4),)
    assert quality.reliability == (Bin(0.85, 0.95, 4, 0.92, 3),)
    assert (quality.total.recall, quality.total.precision) == (0.75, 0.8)
    assert quality.others is None


def test_nothing_printed_or_said_has_no_share() -> None:
    nothing = Part("x", 0, 0, 0, 0, 0, 0)
    assert (nothing.recall, nothing.precision) == (None, None)


def test_the_shipped_counts_are_of_the_shipped_extractor_and_cover_the_catalogue() -> None:
    quality = load_quality()
    assert quality.extractor == EXTRACTOR
    sections = list(dict.fromkeys(metric.section for metric in load_metrics()))
    assert [part.id for part in quality.families] == [
        name for name in sections if name in {p.id for p in quality.families}
    ]
    assert sum(part.printed for part in quality.families) == quality.total.printed
    assert sum(part.claims for part in quality.languages) == quality.total.claims
    assert sum(one.claims for one in quality.reliability) == quality.total.claims
    assert sum(one.right for one in quality.reliability) == quality.total.right


@given(st.sampled_from(["found", "named", "scoped", "right"]), st.integers(6, 99))
def test_a_share_never_counts_more_than_there_is(field: str, many: int) -> None:
    with pytest.raises(InvalidInputError):
        load_quality(json.dumps(GIVEN | {"total": PART | {field: many}}))


@pytest.mark.parametrize("text", ["{", "[]", "{}", json.dumps(GIVEN | {"total": {"id": "x"}})])
def test_what_is_no_measurement_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        load_quality(text)
