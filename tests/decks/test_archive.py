from __future__ import annotations

import io
import struct
import zipfile
from itertools import starmap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.decks import archive
from dealflow.decks.archive import Member, members
from dealflow.errors import UnreadableDeckError


def packed(*files: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files:
            made.writestr(name, data)
    return file.getvalue()


def with_raw_name(data: bytes, name: str, encoding: str) -> bytes:
    """Return the archive with its only name (as many bytes of ASCII) written in another encoding, unmarked."""
    raw = name.encode(encoding)
    return data.replace(b"N" * len(raw), raw)


def test_files_come_in_order_without_folders_and_litter() -> None:
    data = packed(("b/deck.pdf", b"one"), ("__MACOSX/b/._deck.pdf", b"x"), ("b/.DS_Store", b"x"), ("a.pdf", b"two"))
    assert list(members(data)) == [Member("deck.pdf", b"one"), Member("a.pdf", b"two")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_korean_names_are_read_as_they_were_typed(encoding: str) -> None:
    name = "가상로보틱스(가상).pdf"
    data = with_raw_name(packed(("N" * len(name.encode(encoding)), b"x")), name, encoding)
    assert [member.name for member in members(data)] == [name]


def test_a_name_cannot_lead_out_of_its_folder() -> None:
    data = packed(("../../etc/passwd", b"x"), ("C:\\Windows\\deck.pdf", b"y"))
    assert [member.name for member in members(data)] == ["passwd", "deck.pdf"]


def test_a_member_packed_like_a_bomb_is_refused_and_the_rest_goes_on() -> None:
    data = packed(("bomb.pdf", bytes(30_000_000)), ("deck.pdf", b"x"))
    assert list(members(data)) == [Member("bomb.pdf", b"", "decompression_bomb"), Member("deck.pdf", b"x")]


def test_a_member_larger_than_it_says_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBER_BYTES", 1000)
    data = packed(("deck.pdf", bytes(range(250)) * 8))
    lying = data.replace(struct.pack("<L", 2000), struct.pack("<L", 500))
    (member,) = members(lying)
    assert (member.data, member.refused) == (b"", "damaged")


def test_a_member_under_a_password_is_refused() -> None:
    data = bytearray(packed(("deck.pdf", b"x")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert list(members(bytes(data))) == [Member("deck.pdf", b"", "encrypted")]


def test_a_broken_member_is_refused() -> None:
    data = bytearray(packed(("deck.pdf", b"words " * 100), ("next.pdf", b"x")))
    data[data.index(b"deck.pdf") + 10] ^= 0xFF
    assert [(member.name, member.refused) for member in members(bytes(data))] == [
        ("deck.pdf", "damaged"),
        ("next.pdf", None),
    ]


@pytest.mark.parametrize(
    ("limit", "value", "stated"),
    [("MOST_MEMBERS", 2, {"files": 3, "limit": 2}), ("TOTAL_BYTES", 15, {"bytes": 20, "limit": 15})],
)
def test_too_much_in_one_archive_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, stated: dict[str, int]
) -> None:
    monkeypatch.setattr(archive, limit, value)
    data = packed(*((f"{number}.pdf", b"0123456789") for number in range(3)))
    with pytest.raises(UnreadableDeckError) as refusal:
        list(members(data))
    assert refusal.value.parameters == {"reason": "too_large", **stated}


def test_what_is_no_archive_is_refused() -> None:
    with pytest.raises(UnreadableDeckError) as refusal:
        list(members(b"PK\x03\x04 and nothing more"))
    assert refusal.value.reason == "damaged"


@given(st.lists(st.tuples(st.from_regex(r"[a-z가-힣]{1,8}\.pdf", fullmatch=True), st.binary(max_size=50)), max_size=5))
def test_what_was_packed_comes_out(files: list[tuple[str, bytes]]) -> None:
    unique = dict(files)
    assert list(members(packed(*unique.items()))) == list(starmap(Member, unique.items()))
