"""What people and decks say is shown letter by letter: no markup of it, and no link to wherever it pleases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dealflow.ui.kit.components import harmless
from dealflow.ui.kit.harmless_text import without_marks

JOINED = "\N{WORD JOINER}"


def test_an_address_in_a_name_stays_letters() -> None:
    assert harmless("가온 https://evil.example www.evil.example") == (
        rf"가온 https\:{JOINED}//evil\.example www{JOINED}\.evil\.example"
    )
    assert harmless("HTTP://x") == rf"HTTP\:{JOINED}//x"
    assert harmless("[a](b) :red[c] **d**") == r"\[a\]\(b\) \:red\[c\] \*\*d\*\*"


@given(st.text(max_size=60))
def test_nothing_but_escapes_and_the_unseen_joiner_is_added(text: str) -> None:
    shown = harmless(text)
    assert shown.replace("\\", "").replace(JOINED, "") == " ".join(text.split()).replace("\\", "").replace(JOINED, "")
    assert "https://" not in shown.lower()
    assert "www." not in shown.lower().replace("\\", "")


def test_a_name_in_what_we_tell_is_no_mark_either_and_our_own_words_stay_as_they_are() -> None:
    assert without_marks("‘[링크](http://x) *별*’ 기록을 합쳤습니다.") == (
        rf"‘\[링크\](http:{JOINED}//x) \*별\*’ 기록을 합쳤습니다."
    )
    assert without_marks("저장했습니다. 1.5억 원 (2026-12-01)") == "저장했습니다. 1.5억 원 (2026-12-01)"
