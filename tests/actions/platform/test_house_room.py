"""A house keeps files up to its limit, and strangers who apply through its call fill half of it at most."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealflow.actions.claims import intake
from dealflow.actions.irday.programme import event_profile, part_contents
from dealflow.actions.irday.results import event_record
from dealflow.actions.notes import documents
from dealflow.actions.notes.documents import DocumentEntry
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.house_room import GIGABYTE, require_room
from dealflow.domain.irday.programme.part_contents import EventProfile, Host, HostRole
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries.files_kept import bytes_kept
from tests.actions.conftest import AT, Cast
from tests.actions.irday import days
from tests.actions.irday.programme.test_event_profile import logo as picture
from tests.domain.irday import days as domain_days


def _kept(ws: Workspace, house: str) -> int:
    with ws.ledger.read() as session:
        return bytes_kept(session, ws.name, house)


def test_decks_and_documents_count_once_each_until_they_are_destroyed(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.anna, AT)
    for house in (cast.anna, cast.bora):
        intake.receive(Acting(ws, house, AT), file_name="a.pdf", data=b"%PDF-1.4" + b"x" * 992)
    entry = DocumentEntry(cast.shared_company)
    paper = documents.put(acting, "b.pdf", b"%PDF-1.4" + b"y" * 292, entry)
    assert (_kept(ws, "a"), _kept(ws, "b"), _kept(ws, "nobody")) == (1_300, 1_000, 0)
    documents.withdraw(acting, paper)
    documents.destroy(acting, paper)
    assert _kept(ws, "a") == 1_000


def test_slides_photographs_and_logos_of_events_count_once_each_for_who_runs_them(ws: Workspace, cast: Cast) -> None:
    days.set_up(ws, cast.organiser, at=AT, everybody=())
    acting, part = Acting(ws, cast.organiser, AT), domain_days.programme().parts[0].id
    for name in ("a.pdf", "the same again.pdf"):
        part_contents.add_file(acting, days.EVENT, part, name, b"%PDF-1.4" + b"s" * 292)
    photo, logo = picture("red"), picture("blue")
    event_record.add_photo(acting, days.EVENT, "p.png", photo)
    hung = event_profile.keep_picture(acting, days.EVENT, "l.png", logo)
    hosts = (Host(HostRole.HOST, "예시도(가상)", logo=hung),)
    event_profile.keep_profile(acting, EventProfile(days.EVENT, hosts), brought=frozenset({hung}))
    event_profile.keep_profile(acting, EventProfile(days.EVENT, hosts, contact="전화"))
    assert _kept(ws, "o") == 300 + len(photo) + len(logo)
    part_contents.drop_file(acting, days.EVENT, part, hashlib.sha256(b"%PDF-1.4" + b"s" * 292).hexdigest())
    assert (_kept(ws, "o"), _kept(ws, "a")) == (len(photo) + len(logo), 0)


def test_a_full_house_is_told_so_and_no_other_house_is_held_up(
    ws: Workspace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dealflow.domain.claims.house_room.GIGABYTE", 1_000)
    ws.settings.house_gb = 1
    intake.receive(Acting(ws, cast.anna, AT), file_name="a.pdf", data=b"%PDF-1.4" + b"x" * 892)
    before = list(ws.files.hashes())
    with pytest.raises(InvalidInputError) as full:
        intake.receive(Acting(ws, cast.anna, AT), file_name="b.pdf", data=b"%PDF-1.4" + b"z" * 200)
    assert full.value.parameters["problem"] == "house_full"
    assert list(ws.files.hashes()) == before
    intake.receive(Acting(ws, cast.bora, AT), file_name="b.pdf", data=b"%PDF-1.4" + b"z" * 200)


@settings(max_examples=30)
@given(kept=st.integers(0, 5 * GIGABYTE), coming=st.integers(0, 3 * GIGABYTE), room=st.integers(0, 4))
def test_what_strangers_may_bring_the_house_may_as_well(kept: int, coming: int, room: int) -> None:
    def fits(*, is_from_outside: bool) -> bool:
        try:
            require_room(kept_bytes=kept, coming_bytes=coming, room_gb=room, is_from_outside=is_from_outside)
        except InvalidInputError:
            return False
        return True

    assert fits(is_from_outside=False) >= fits(is_from_outside=True)
    assert fits(is_from_outside=True) == (room == 0 or kept + coming <= room * GIGABYTE / 2)
