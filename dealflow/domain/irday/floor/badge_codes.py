"""What a badge's QR code says, and how a scanner's typing is read again, whichever keyboard was switched on."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

PREFIX: Final = "dfa"
_CODE: Final = re.compile(rf"{PREFIX}[:;]([0-9a-z_-]{{1,80}})")
_LEADS: Final = ("r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g")
_VOWELS: Final = (
    "k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l",
)  # fmt: skip
_TAILS: Final = (
    "", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t", "T",
    "d", "w", "c", "z", "x", "v", "g",
)  # fmt: skip
_JAMO: Final = dict(
    zip(
        "ㄱㄲㄳㄴㄵㄶㄷㄸㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅃㅄㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ",
        ("r", "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "Q", "qt",
         "t", "T", "d", "w", "W", "c", "z", "x", "v", "g", "k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho",
         "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l"),
        strict=True,
    )
)  # fmt: skip


def code_of(attendee_id: str) -> str:
    """Return what the QR code of a person's badge says: an id that means something at this event's door only."""
    return f"{PREFIX}:{attendee_id}"


def attendee_of(scanned: str) -> str | None:
    """Return the attendee whose badge was scanned, nothing if the text is no badge's code.

    A scanner types its code as a keyboard does. Where the Korean keyboard is switched on, the letters arrive as Hangul;
    they are read as the keys that were pressed.
    """
    match = _CODE.search(as_keys(scanned).strip().lower())
    return match.group(1) if match else None


def as_keys(text: str) -> str:
    """Return Hangul as the Latin keys of the Korean two-set keyboard; everything else as it is."""
    return "".join(_keys(sign) for sign in unicodedata.normalize("NFC", text))


def _keys(sign: str) -> str:
    place = ord(sign) - 0xAC00
    if 0 <= place < len(_LEADS) * len(_VOWELS) * len(_TAILS):
        lead, rest = divmod(place, len(_VOWELS) * len(_TAILS))
        vowel, tail = divmod(rest, len(_TAILS))
        return _LEADS[lead] + _VOWELS[vowel] + _TAILS[tail]
    return _JAMO.get(sign, sign)
