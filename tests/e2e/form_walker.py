"""A walker of forms: it types into every field that a screen shows, presses, and reads back what became of it.

It knows no form by name. What was typed must arrive (in the journal, or on the page once it is opened anew) or be
refused in words beside it while it still stands in its field; anything else is a ``Loss``.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as TooLate

from tests.e2e.conftest import Server

FIELDS: Final = '[data-testid="stTextInput"] input:enabled, [data-testid="stTextArea"] textarea:enabled'
_PRIMARY: Final = 'button[data-testid^="stBaseButton-primary"]:enabled'
_REFUSED: Final = '[data-testid="stAlert"], [data-testid="stCaptionContainer"] span[style*="color"], .told.error'
_FACES: Final = '[role="dialog"] [data-testid="stButtonGroup"] button:not([data-testid="stForm"] button)'
_BROKEN: Final = '[data-testid="stException"]'
_TOOLBARS: Final = '[data-testid="stSidebar"]'
_LONG: Final = "가" * 20_001
_WAIT_MS: Final = 8_000
_COMPANIONS: Final = 3
"""Empty fields beside the one that is tried, which are filled one by one while the form is refused."""
_EVERYTHING: Final = """() => {
  const found = [];
  const walk = (root) => {
    found.push(root.textContent);
    for (const each of root.querySelectorAll("*")) {
      if (each.shadowRoot) walk(each.shadowRoot);
      if (each.value !== undefined && each.matches("input, textarea")) found.push(each.value);
    }
  };
  walk(document.body);
  return found.join("\\n");
}"""


class Kind(Enum):
    """What a field asks for, by the sign that it bears."""

    DAY = "calendar_today"
    CLOCK = "schedule"
    SEARCH = "search"
    WORDS = ""


class Gesture(Enum):
    """How a person leaves a field: the press of the form's button comes after."""

    ENTER = "Enter"
    TAB = "Tab"
    CLICK_AWAY = "click away"
    PASTE = "paste"
    STRAIGHT_ON = "straight to the button"


TEXTS: Final[dict[Kind, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    Kind.DAY: (
        ("2026-99-99", ()),
        ("24.03", ()),
        ("1000-01-01", ()),
        ("2199.12.31", ("2199-12-31",)),
        ("20261221", ("2026-12-21",)),
        ("2026. 12. 22.", ("2026-12-22",)),
    ),
    Kind.CLOCK: (("25:00", ()), ("열 시", ()), ("1505", ("15:05", "905")), ("오후 4:10", ("16:10", "970"))),
    Kind.WORDS: (
        (_LONG, (_LONG,)),
        ("1,0000", ("1,0000",)),
        ("9" * 26, ("9" * 26,)),
        ("12.3억 이상", ("12.3억 이상", "1230000000")),
        ("FY2024", ("FY2024",)),
        ("<b>굵게</b> 🙂", ("<b>굵게</b> 🙂",)),
        ("1,234", ("1,234", "1234")),
    ),
}
"""What is typed by the kind of its field, and by what it is known where it arrives; nothing: it can only be refused."""


@dataclass(frozen=True)
class Case:
    """One thing that is typed into one field of a screen."""

    address: str
    field: str
    text: str
    gesture: Gesture

    def __str__(self) -> str:
        """Name the case as a person would say what was done."""
        return f"{self.text[:24]!r} into {self.field} of {self.address}, {self.gesture.value}"


@dataclass(frozen=True)
class Loss:
    """Something that was typed and neither arrived nor was refused in words."""

    case: Case
    why: str

    def __str__(self) -> str:
        """Say what was lost, and how it was seen."""
        return f"{self.case}: {self.why}"


@dataclass
class Walked:
    """What a walk saw."""

    arrived: int = 0
    refused: int = 0
    losses: list[Loss] | None = None

    def __post_init__(self) -> None:
        self.losses = self.losses or []


def drawn(page: Page) -> None:
    """Wait until the server has drawn the page to its end and the browser has every part of it."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
    with suppress(TooLate):
        page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton]')", timeout=_WAIT_MS)
    page.wait_for_timeout(150)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)


class Journal:
    """What a server's journal took in since it was last asked."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "ledger.sqlite3"
        self._seen = self._last()

    def _rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with sqlite3.connect(f"file:{self._path}?mode=ro", uri=True) as ledger:
            return ledger.execute(query, values).fetchall()

    def _last(self) -> int:
        return int(str(self._rows("select coalesce(max(position), 0) from journal")[0][0]))

    def news(self) -> str:
        """Return every value of the events since, one a line; nothing where there was none."""
        rows = self._rows("select payload from journal where position > ? order by position", self._seen)
        self._seen = self._last()
        return "\n".join(text for row in rows for text in _values(json.loads(str(row[0]))))


def _values(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for value in part.values():
            yield from _values(value)
    elif isinstance(part, list):
        for value in part:
            yield from _values(value)
    else:
        yield str(part)


class Walker:
    """Goes through the fields of one screen at a time, at one browser."""

    def __init__(self, page: Page, server: Server, lang: str, until: float) -> None:
        self._page = page
        self._server = server
        self._lang = lang
        self._until = until
        self._journal = Journal(server.data_dir)
        self._face = 0
        self.walked = Walked()

    @property
    def is_over(self) -> bool:
        """Say whether the walk's time is up; a busy machine tries one thing at least."""
        losses = self.walked.losses or []
        return time.monotonic() > self._until and bool(self.walked.arrived or self.walked.refused or losses)

    def open(self, address: str) -> None:
        """Open a screen, with everything on it that is folded away."""
        with_language = address if self._lang == "ko" else f"{address}{'&' if '?' in address else '?'}lang=en"
        self._page.goto(f"{self._server.url}/{with_language}")
        drawn(self._page)
        if self._face:
            with suppress(TooLate):
                self._page.locator(_FACES).nth(self._face).click(timeout=_WAIT_MS)
            drawn(self._page)
        self._unfold()

    def _unfold(self) -> None:
        for folded in self._page.locator('[data-testid="stMain"] details:not([open]) > summary').all():
            with suppress(TooLate):
                folded.click(timeout=2_000)
        drawn(self._page)

    def screen(self, address: str, turn: int = 0, most: int = 99) -> None:
        """Walk a screen: each field that it shows, with at most ``most`` texts, others with each ``turn``."""
        self._face = 0
        self.open(address)
        for face in range(max(1, self._page.locator(_FACES).count())):
            if face:
                self._face = face
                self.open(address)
            self._walk_face(address, turn, most)

    def _walk_face(self, address: str, turn: int, most: int) -> None:
        """Walk what a screen shows now: a drawer has several faces, one a tab."""
        gestures = list(Gesture)
        kinds = list(self.fields().items())
        begun = turn % len(kinds) if kinds else 0
        for number, (name, kind) in enumerate([*kinds[begun:], *kinds[:begun]]):
            texts = TEXTS.get(kind, ())
            for place in range(min(most, len(texts))):
                if self.is_over:
                    return
                text, marks = texts[(turn + number + place) % len(texts)]
                case = Case(address, name, text, gestures[(turn + number + place) % len(gestures)])
                if not self.type(case, marks):
                    break
            self._page.goto("about:blank")  # what was refused here must not stand in the way of the next field

    def fields(self) -> dict[str, Kind]:
        """Return the fields that the screen shows, by the class that bears their key, with what they ask for."""
        found = {}
        for field in self._page.locator(FIELDS).all():
            if field.is_visible() and not field.evaluate(f"field => Boolean(field.closest('{_TOOLBARS}'))"):
                found[_key(field)] = self.kind(_key(field))
        return {name: kind for name, kind in found.items() if name}

    def kind(self, name: str) -> Kind:
        """Return what a field asks for."""
        sign = self._page.locator(f'.{name} [data-testid="stIconMaterial"]')
        words = sign.first.text_content() or "" if sign.count() else ""
        return next((kind for kind in Kind if kind.value and kind.value == words.strip()), Kind.WORDS)

    def type(self, case: Case, marks: tuple[str, ...]) -> bool:
        """Type, press and read back; say whether the field can be tried again."""
        field = self._field(case.field)
        if field is None:
            self.open(case.address)
            with suppress(TooLate):
                self._page.locator(f".{case.field}").locator("input, textarea").first.wait_for(timeout=_WAIT_MS)
            field = self._field(case.field)
        if field is None:
            return False
        button = self._button(field)
        if button is None:
            return False
        self._journal.news()
        self._enter(field, case)
        stays = self._press(button)
        drawn(self._page)
        for other in self._empty_others(case.field)[:_COMPANIONS] if self._refusals() else ():
            other.fill("12")
            stays = self._press(button)
            drawn(self._page)
            if not self._refusals():
                break
        self._judge(case, marks, stays=stays)
        return True

    def _field(self, name: str) -> Locator | None:
        field = self._page.locator(f".{name}").locator("input, textarea").first
        return field if field.count() and field.is_visible() else None

    def _button(self, field: Locator) -> Locator | None:
        """Return the button that takes what stands in the field: its form's, else the next main one below it."""
        form = field.locator('xpath=ancestor::*[@data-testid="stForm"][1]')
        if form.count():
            pressed = form.locator('[data-testid="stFormSubmitButton"] button:enabled')
            return pressed.first if pressed.count() else None
        below = field.locator("xpath=following::button[starts-with(@data-testid, 'stBaseButton-primary')][1]")
        return below if below.count() and below.is_visible() else None

    def _empty_others(self, name: str) -> list[Locator]:
        """Return the fields beside one that are empty: the form may be refused for them."""
        form = self._page.locator(f'[data-testid="stForm"]:has(.{name})')
        return [
            other
            for other in (form.locator(FIELDS).all() if form.count() else ())
            if _key(other) != name and other.is_visible() and not other.input_value()
        ]

    def _refusals(self) -> list[Locator]:
        """Return what says on the screen that something was refused."""
        return [alert for alert in self._page.locator(_REFUSED).all() if alert.is_visible()]

    def _enter(self, field: Locator, case: Case) -> None:
        field.click()
        field.press("Control+A")
        if case.gesture is Gesture.PASTE or len(case.text) > 100:
            self._page.keyboard.insert_text(case.text)
        else:
            field.press("Delete")
            self._page.keyboard.type(case.text)
        if case.gesture in {Gesture.ENTER, Gesture.TAB} and field.evaluate("field => field.tagName") == "INPUT":
            field.press(case.gesture.value)
        elif case.gesture is Gesture.CLICK_AWAY:
            field.blur()

    def _press(self, button: Locator) -> bool:
        """Press the button as a person does; one that is switched off by then has refused."""
        try:
            button.click(timeout=_WAIT_MS)
        except TooLate:
            return False
        return True

    def _judge(self, case: Case, marks: tuple[str, ...], *, stays: bool) -> None:
        news = self._journal.news()
        if self._page.locator(_BROKEN).count():
            self._lose(case, "the screen broke")
            return
        if any(mark in news for mark in marks):
            self.walked.arrived += 1
            return
        field = self._field(case.field)
        if self._refusals():
            if field is not None and field.input_value() != case.text:
                self._lose(case, f"refused, and {field.input_value()[:24]!r} stands in its place")
            else:
                self.walked.refused += 1
            return
        if not stays and field is not None and field.input_value() == case.text:
            self.walked.refused += 1
            return
        if news and not marks:
            self._lose(case, f"taken, though it is none: {news[:80]!r}")
            return
        self.open(case.address)
        if any(mark in self._seen() for mark in marks):
            self.walked.arrived += 1
            return
        self._lose(case, f"neither in the journal ({news[:80]!r}) nor on the screen, and nothing said why")

    def _seen(self) -> str:
        """Return everything that stands on the screen, in its address and in its fields."""
        return f"{self._page.evaluate(_EVERYTHING)}\n{self._page.url}"

    def _lose(self, case: Case, why: str) -> None:
        assert self.walked.losses is not None
        self.walked.losses.append(Loss(case, why))


def _key(field: Locator) -> str:
    """Return the class that bears the key of a field's widget."""
    classes = field.evaluate("field => field.closest('[class*=\"st-key-\"]')?.className || ''")
    match = re.search(r"st-key-\S+", str(classes))
    return match.group() if match else ""
