from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from dealflow.actions.claims import intake
from dealflow.actions.companies import companies
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.deck import DeckState, Submission
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.domain.people.access import Audience, Role, Viewer
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError, UnreadableDeckError
from tests.actions.conftest import AT, Bring, Cast, person


def bring_file(ws: Workspace, viewer: Viewer, name: str = "a.pdf", data: bytes = b"one", **given: object) -> str:
    submission = Submission(**given)  # type: ignore[arg-type]  # a test's shorthand
    return intake.receive(Acting(ws, viewer, AT), file_name=name, data=data, submission=submission).deck_id


def test_a_file_is_kept_listed_and_waits(ws: Workspace, cast: Cast) -> None:
    deck_id = bring_file(ws, cast.anna, "회사 소개서.pdf", b"one")
    row = intake.deck(Looking(ws, cast.anna), deck_id)
    assert (row.file_name, row.state, row.version, row.received_by, row.size_bytes, row.company) == (
        "회사 소개서.pdf",
        DeckState.QUEUED,
        1,
        "anna(가상)",
        3,
        None,
    )
    assert intake.deck_file(Looking(ws, cast.anna), deck_id) == ("회사 소개서.pdf", b"one")
    assert [one.id for one in intake.decks(Looking(ws, cast.anna))] == [deck_id]


def test_the_same_content_is_one_deck_for_one_owner_and_audience(ws: Workspace, cast: Cast) -> None:
    first = intake.receive(Acting(ws, cast.anna, AT), file_name="a.pdf", data=b"one")
    again = intake.receive(Acting(ws, cast.adam, AT), file_name="b.pdf", data=b"one")
    assert (first.duplicate, again) == (False, intake.Received(first.deck_id, "a.pdf", duplicate=True))
    public = intake.receive(
        Acting(ws, cast.anna, AT), file_name="a.pdf", data=b"one", submission=Submission(audience=Audience.EVENT)
    )
    assert (public.duplicate, public.deck_id == first.deck_id) == (False, False)


def test_another_firms_copy_is_neither_shown_nor_betrayed(ws: Workspace, cast: Cast) -> None:
    bring_file(ws, cast.anna, "비공개.pdf", b"one", company_id=cast.shared_company, round_label="Seed")
    copy = intake.receive(
        Acting(ws, cast.bora, AT),
        file_name="b.pdf",
        data=b"one",
        submission=Submission(company_id=cast.shared_company, round_label="Seed"),
    )
    assert not copy.duplicate
    (row,) = intake.decks(Looking(ws, cast.bora))
    assert (row.id, row.file_name, row.version, row.versions) == (copy.deck_id, "b.pdf", 1, ((copy.deck_id, 1),))


def test_a_new_file_for_the_company_and_round_is_the_next_version(ws: Workspace, cast: Cast) -> None:
    given = {"company_id": cast.shared_company, "round_label": "Series A"}
    first = bring_file(ws, cast.anna, "v1.pdf", b"one", **given)
    second = bring_file(ws, cast.anna, "v2.pdf", b"two", **given)
    other = bring_file(ws, cast.anna, "b.pdf", b"three", company_id=cast.shared_company, round_label="Series B")
    assert intake.deck(Looking(ws, cast.anna), first).versions == ((first, 1), (second, 2))
    assert intake.deck(Looking(ws, cast.anna), second).version == 2
    assert intake.deck(Looking(ws, cast.anna), other).version == 1


def test_event_decks_are_numbered_apart_from_private_ones_that_their_readers_cannot_see(
    ws: Workspace, cast: Cast
) -> None:
    given = {"company_id": cast.shared_company, "round_label": "Series A"}
    bring_file(ws, cast.anna, "private.pdf", b"one", **given)
    public = bring_file(ws, cast.organiser, "public.pdf", b"two", audience=Audience.EVENT, **given)
    mine = bring_file(ws, cast.anna, "mine.pdf", b"three", **given)
    assert intake.deck(Looking(ws, cast.bora), public).version == 1
    assert intake.deck(Looking(ws, cast.anna), mine).version == 2


def test_names_lose_paths_and_control_signs_and_are_never_empty(ws: Workspace, cast: Cast) -> None:
    names = {"../../etc/passwd.pdf": "passwd.pdf", "C:\\decks\\a\u202e.pdf": "a.pdf", "\x00": "deck"}
    for given, kept in names.items():
        deck_id = bring_file(ws, cast.anna, given, given.encode())
        assert intake.deck(Looking(ws, cast.anna), deck_id).file_name == kept
    long = bring_file(ws, cast.anna, "가" * 400 + ".pdf", b"long")
    assert intake.deck(Looking(ws, cast.anna), long).file_name == "가" * 196 + ".pdf"


def test_a_file_that_is_too_large_is_listed_with_its_reason_and_not_kept(ws: Workspace, cast: Cast) -> None:
    small = replace(ws, settings=ws.settings.model_copy(update={"max_upload_mb": 0}))
    deck_id = bring_file(small, cast.anna, data=b"larger than allowed")
    row = intake.deck(Looking(ws, cast.anna), deck_id)
    assert (row.state, row.refusal) == (DeckState.REFUSED, RefusalReason.TOO_LARGE)
    with pytest.raises(InvalidInputError):
        intake.requeue(Acting(ws, cast.anna, AT), deck_id)
    with pytest.raises(NotFoundError):
        intake.deck_file(Looking(ws, cast.anna), deck_id)


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_zip_becomes_its_members(ws: Workspace, cast: Cast) -> None:
    data = zipped(**{"폴더/하나.pdf": b"one", "둘.pdf": b"two"})
    assert intake.expand("all.zip", data) == (("하나.pdf", b"one"), ("둘.pdf", b"two"))
    received = intake.receive_all(Acting(ws, cast.anna, AT), file_name="all.zip", data=data)
    assert [one.file_name for one in received] == ["하나.pdf", "둘.pdf"]
    assert intake.expand("a.pdf", b"%PDF-1.7 one") == (("a.pdf", b"%PDF-1.7 one"),)


def test_a_locked_member_is_listed_and_the_rest_goes_on(ws: Workspace, cast: Cast) -> None:
    data = bytearray(zipped(**{"a.pdf": b"one", "b.pdf": b"two"}))
    for place in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[place] |= 1
    received = intake.receive_all(Acting(ws, cast.anna, AT), file_name="all.zip", data=bytes(data))
    rows = [intake.deck(Looking(ws, cast.anna), one.deck_id) for one in received]
    assert [(row.file_name, row.state, row.refusal) for row in rows] == [
        ("a.pdf", DeckState.REFUSED, RefusalReason.ENCRYPTED),
        ("b.pdf", DeckState.QUEUED, None),
    ]


def test_a_broken_zip_is_told_as_damaged(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(UnreadableDeckError) as caught:
        intake.receive_all(Acting(ws, cast.anna, AT), file_name="all.zip", data=zipped(a=b"one")[:-30])
    assert caught.value.reason == RefusalReason.DAMAGED
    assert intake.decks(Looking(ws, cast.anna)) == ()


def test_confirming_a_new_company_through_a_private_deck_keeps_it_the_firms_own(ws: Workspace, cast: Cast) -> None:
    deck_id = bring_file(ws, cast.anna)
    company = intake.confirm_company(
        Acting(ws, cast.adam, AT),
        deck_id,
        new=CompanyDetails("누리예지(가상)", biz_reg_no="000-00-00001"),
        round_label="Pre-A",
    )
    row = intake.deck(Looking(ws, cast.anna), deck_id)
    assert (row.company, row.round_label, row.version) == (intake.CompanyName(company, "누리예지(가상)"), "Pre-A", 1)
    for other in (cast.bora, cast.organiser, cast.admin):
        assert company not in {one.company.id for one in companies.companies(Looking(ws, other))}
        with pytest.raises(NotFoundError):
            companies.company(Looking(ws, other), company)
    public = bring_file(ws, cast.anna, "e.pdf", b"event", audience=Audience.EVENT, company_id=company)
    assert companies.company(Looking(ws, cast.bora), company).decks[0].id == public


def test_confirming_through_an_event_deck_makes_the_company_known(ws: Workspace, cast: Cast) -> None:
    deck_id = bring_file(ws, cast.organiser, audience=Audience.EVENT)
    company = intake.confirm_company(Acting(ws, cast.organiser, AT), deck_id, new=CompanyDetails("누리예지(가상)"))
    assert company in {one.company.id for one in companies.companies(Looking(ws, cast.bora))}


def test_confirming_the_same_again_changes_nothing_and_another_company_renumbers(ws: Workspace, cast: Cast) -> None:
    given = {"company_id": cast.shared_company, "round_label": "Seed"}
    bring_file(ws, cast.anna, "v1.pdf", b"one", **given)
    deck_id = bring_file(ws, cast.anna, "v2.pdf", b"two", **given)
    position = ws.ledger.position()
    intake.confirm_company(Acting(ws, cast.anna, AT), deck_id, company_id=cast.shared_company, round_label="Seed")
    assert ws.ledger.position() == position
    intake.confirm_company(Acting(ws, cast.anna, AT), deck_id, company_id=cast.shared_company, round_label="Series A")
    assert intake.deck(Looking(ws, cast.anna), deck_id).version == 1


def test_a_deck_is_assigned_by_its_keepers_only(ws: Workspace, cast: Cast) -> None:
    public = bring_file(ws, cast.anna, "e.pdf", b"event", audience=Audience.EVENT)
    with pytest.raises(NotAllowedError):
        intake.confirm_company(Acting(ws, cast.bora, AT), public, company_id=cast.shared_company)
    with pytest.raises(NotAllowedError):
        intake.requeue(Acting(ws, cast.bora, AT), public)
    with pytest.raises(NotAllowedError):
        intake.confirm_company(Acting(ws, cast.viewer_a, AT), public, company_id=cast.shared_company)
    assert intake.confirm_company(Acting(ws, cast.organiser, AT), public, company_id=cast.shared_company)
    private = bring_file(ws, cast.anna)
    for other in (cast.bora, cast.organiser, cast.admin):
        with pytest.raises(NotFoundError):
            intake.confirm_company(Acting(ws, other, AT), private, company_id=cast.shared_company)
        with pytest.raises(NotFoundError):
            intake.requeue(Acting(ws, other, AT), private)


def test_whose_it_is_must_be_said_once_and_be_known(ws: Workspace, cast: Cast) -> None:
    deck_id = bring_file(ws, cast.anna)
    for wrong in (
        {},
        {"company_id": cast.shared_company, "new": CompanyDetails("x(가상)")},
        {"new": CompanyDetails(" ")},
    ):
        with pytest.raises(InvalidInputError):
            intake.confirm_company(Acting(ws, cast.anna, AT), deck_id, **wrong)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(NotFoundError):
        intake.confirm_company(Acting(ws, cast.anna, AT), deck_id, company_id="none")
    with pytest.raises(NotFoundError):
        bring_file(ws, cast.anna, "b.pdf", b"two", ir_event_id="none")


def test_a_guest_brings_decks_of_the_own_company_and_sees_nothing_else(ws: Workspace, cast: Cast) -> None:
    hidden = bring_file(ws, cast.organiser, "other.pdf", b"other", audience=Audience.EVENT)
    own = bring_file(ws, cast.guest, "own.pdf", b"own", company_id="somebody else's", audience=Audience.EVENT)
    assert [row.id for row in intake.decks(Looking(ws, cast.guest))] == [own]
    assert intake.deck(Looking(ws, cast.bora), own).company == intake.CompanyName(
        cast.shared_company, "다온로보틱스(가상)"
    )
    for look in (intake.deck, intake.matches, intake.deck_file):
        with pytest.raises(NotFoundError):
            look(Looking(ws, cast.guest), hidden)
    taken_in = bring_file(ws, cast.anna, "mail.pdf", b"sent to A alone", company_id=cast.shared_company)
    with pytest.raises(NotFoundError):  # not even its company learns which house has it
        intake.deck(Looking(ws, cast.guest), taken_in)
    private = bring_file(ws, cast.guest, "draft.pdf", b"not for the event yet")
    assert {row.id for row in intake.decks(Looking(ws, cast.guest))} == {own, private}
    stranger = person(ws, "sora", "s", Role.COMPANY_GUEST, "another company")
    assert intake.decks(Looking(ws, stranger)) == ()


def test_a_viewer_looks_and_brings_nothing(ws: Workspace, cast: Cast) -> None:
    deck_id = bring_file(ws, cast.anna)
    assert intake.deck(Looking(ws, cast.viewer_a), deck_id).id == deck_id
    with pytest.raises(NotAllowedError):
        bring_file(ws, cast.viewer_a)


def test_nobody_else_sees_a_private_deck_in_any_query(ws: Workspace, cast: Cast) -> None:
    deck_id = bring_file(ws, cast.anna)
    for other in (cast.bora, cast.organiser, cast.admin, cast.guest):
        assert intake.decks(Looking(ws, other)) == ()
        for look in (intake.deck, intake.matches, intake.deck_file):
            with pytest.raises(NotFoundError):
                look(Looking(ws, other), deck_id)
        with pytest.raises(NotFoundError):
            intake.page_picture(Looking(ws, other), deck_id, 1)


def test_people_of_other_organisations_stay_unnamed(ws: Workspace, cast: Cast) -> None:
    deck_id = bring_file(ws, cast.organiser, audience=Audience.EVENT)
    assert intake.deck(Looking(ws, cast.organiser), deck_id).received_by == "olli(가상)"
    assert intake.deck(Looking(ws, cast.anna), deck_id).received_by == ""


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (intake.DeckFilter(), {"a.pdf", "b.pdf"}),
        (intake.DeckFilter(state=DeckState.READ), {"a.pdf"}),
        (intake.DeckFilter(unassigned=True), {"b.pdf"}),
        (intake.DeckFilter(text="다온"), {"a.pdf"}),
        (intake.DeckFilter(text="B.PDF"), {"b.pdf"}),
        (intake.DeckFilter(ir_event_id="none"), set()),
    ],
)
def test_filters_narrow(ws: Workspace, cast: Cast, bring: Bring, wanted: intake.DeckFilter, found: set[str]) -> None:
    bring(cast.anna, "a.pdf", company_id=cast.shared_company)
    bring_file(ws, cast.anna, "b.pdf", b"two")
    assert {row.file_name for row in intake.decks(Looking(ws, cast.anna), wanted)} == found


def test_requeueing_lets_a_deck_wait_again_once(ws: Workspace, cast: Cast, bring: Bring) -> None:
    deck_id = bring(cast.anna, "a.pdf")
    intake.requeue(Acting(ws, cast.adam, AT + timedelta(days=1)), deck_id)
    position = ws.ledger.position()
    intake.requeue(Acting(ws, cast.anna, AT + timedelta(days=1)), deck_id)
    assert (intake.deck(Looking(ws, cast.anna), deck_id).state, ws.ledger.position()) == (DeckState.QUEUED, position)


def at_once(work: list[Callable[[], intake.Received]]) -> list[intake.Received]:
    with ThreadPoolExecutor(len(work)) as pool:
        return [each.result() for each in [pool.submit(one) for one in work]]


def test_decks_that_come_at_once_get_different_versions(ws: Workspace, cast: Cast) -> None:
    def bringing(number: int) -> Callable[[], intake.Received]:
        return lambda: intake.receive(
            Acting(ws, cast.anna, AT),
            file_name=f"{number}.pdf",
            data=b"%d" % number,
            submission=Submission(company_id=cast.shared_company),
        )

    at_once([bringing(number) for number in range(6)])
    assert sorted(row.version for row in intake.decks(Looking(ws, cast.anna))) == [1, 2, 3, 4, 5, 6]


def test_one_file_that_comes_many_times_at_once_is_one_deck(ws: Workspace, cast: Cast) -> None:
    received = at_once([lambda: intake.receive(Acting(ws, cast.anna, AT), file_name="a.pdf", data=b"same")] * 6)
    assert [one.duplicate for one in received].count(False) == 1
    assert len(intake.decks(Looking(ws, cast.anna))) == 1
