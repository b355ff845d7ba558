from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.events import DeckRead
from dealflow.domain.pipeline.events import EngagementNoted
from dealflow.errors import InvalidInputError
from dealflow.store.ledger import codec


def test_every_event_of_the_vocabulary_has_a_kind_of_its_own() -> None:
    kinds = [event.kind for event in get_args(codec.Known)]
    assert len(set(kinds)) == len(kinds) == len(codec.EVENTS) > 0


def test_an_old_payload_is_read_with_the_defaults_of_what_came_later() -> None:
    old = '{"deck_id":"d1","extractor":"x","reader":"r","page_sizes_pt":[],"suggestions":[],"claims":[]}'
    assert codec.decode("deck_read", old) == DeckRead("d1", "x", "r", (), (), ())


@pytest.mark.parametrize(
    ("kind", "payload"),
    [("unheard_of", "{}"), ("deck_read", "{}"), ("deck_read", "no json"), ("deck_read", '{"deck_id":1}')],
)
def test_a_payload_that_is_no_event_is_refused(kind: str, payload: str) -> None:
    with pytest.raises(InvalidInputError):
        codec.decode(kind, payload)


@given(note=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_kept_unless_it_holds_a_nul(note: str) -> None:
    event = EngagementNoted("e1", note)
    if "\x00" in note:
        with pytest.raises(InvalidInputError):
            codec.encode(event)
    else:
        assert json.loads(codec.encode(event)) == {"engagement_id": "e1", "note": note}
        assert codec.decode(event.kind, codec.encode(event)) == event


@pytest.mark.parametrize("note", ["\\u0000", "\\\\u0000", "ends in \\", "a\\u0000b"])
def test_a_backslash_is_not_mistaken_for_a_nul(note: str) -> None:
    assert codec.decode("engagement_noted", codec.encode(EngagementNoted("e1", note))) == EngagementNoted("e1", note)


@pytest.mark.parametrize("size", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(size: float) -> None:
    read = DeckRead("d1", "x", "r", ((size, 405.0),), (), ())
    with pytest.raises(InvalidInputError):
        codec.decode(read.kind, codec.encode(read))
