"""Where a screen breaks, our words stand in the place of Streamlit's."""

from __future__ import annotations

import pytest
from streamlit import config
from streamlit.elements import exception
from streamlit.proto.Exception_pb2 import Exception as Shown

from dealflow.ui.kit import uncaught


def test_a_screen_that_breaks_says_so_in_both_languages_and_tells_nothing_of_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exception, uncaught.PLACE, getattr(exception, uncaught.PLACE))  # put back afterwards
    uncaught.say_in_words()
    monkeypatch.setattr(config, "get_option", lambda _name: "none")
    shown = Shown()
    exception.marshall(shown, ValueError("비밀(가상)"), apply_show_error_details=True)
    assert "화면을 그리지 못했습니다." in shown.message
    assert "could not be drawn" in shown.message
    assert "비밀" not in str(shown)
    assert "Streamlit" not in shown.message
