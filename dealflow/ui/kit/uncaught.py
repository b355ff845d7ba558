"""What somebody reads where a screen broke: our words in both languages, in the place of Streamlit's English ones."""

from __future__ import annotations

from typing import Final

from streamlit.elements import exception

from dealflow.i18n import LANGUAGES, t

PLACE: Final = "_GENERIC_UNCAUGHT_EXCEPTION_TEXT"
"""Where Streamlit keeps its words; a test holds that it still does."""


def say_in_words() -> None:
    """Let every screen that breaks say so in our words: what was entered and kept stands, the log says what broke."""
    setattr(exception, PLACE, "  \n".join(t("frame.uncaught", lang) for lang in LANGUAGES))
