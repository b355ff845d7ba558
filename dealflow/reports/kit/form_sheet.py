"""What the sheets of public forms say of a field: its value, its name, its hint, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from dealflow.errors import DealflowError
from dealflow.i18n import has, t
from dealflow.i18n.errors import reason_of


class FormSheet:
    """A form with what was typed and what is wrong with it, by field; ``words_of`` leads to its words."""

    __slots__ = ()

    lang: str
    typed: Mapping[str, str]
    problems: Mapping[str, DealflowError]

    @staticmethod
    def words_of(name: str) -> str:
        """Return where the words of a field stand."""
        raise NotImplementedError

    def value(self, name: str) -> str:
        """Return what was typed into a field."""
        return self.typed.get(name, "")

    def wrong(self, name: str) -> str:
        """Return what is wrong with a field, in words; nothing where nothing is."""
        error = self.problems.get(name)
        return "" if error is None else reason_of(error, self.lang)

    def label(self, name: str) -> str:
        """Return what a field is called."""
        return t(self.words_of(name), self.lang)

    def hint(self, name: str) -> str:
        """Return what to know of a field; nothing where the words have nothing."""
        key = f"{self.words_of(name)}.hint"
        return t(key, self.lang) if has(key, self.lang) else ""

    def described_by(self, name: str) -> str:
        """Return the ids of what stands below a field."""
        below = (("hint", self.hint(name)), ("wrong", self.wrong(name)))
        return " ".join(f"{name}-{part}" for part, words in below if words)
