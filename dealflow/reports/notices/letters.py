"""Letters in words: as plain text and as a page that says the same."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from dealflow.actions.home.news import TopicNews
from dealflow.actions.notices.account_mails import AccountMail
from dealflow.actions.notices.outbox import Attachment, Content
from dealflow.actions.notices.told import Digest, Line
from dealflow.actions.platform.workspace import Workspace
from dealflow.decks.sniff import kind_of
from dealflow.domain.notices.preferences import NoticeKind
from dealflow.domain.people.house import OWN_RULES
from dealflow.domain.pipeline.deadlines import DeadlineKind
from dealflow.i18n import Language, called, t
from dealflow.i18n.numbers import day, moment
from dealflow.reports.kit.templates import render
from dealflow.reports.pipeline import deadline_words

_FONT: Final = "font-family:-apple-system,'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',Arial,sans-serif;"
_MOST: Final = 12
"""Lines of a section before the rest is counted."""
_TOPIC_PAGES: Final = {
    "decks": "decks",
    "read": "decks",
    "reviewed": "decks",
    "sessions": "committee",
    "votes": "committee",
    "resolved": "committee",
    "participants": "participants",
}
_MARK: Final = "mark"
LOCAL: Final = "http://localhost:8501"


@dataclass(frozen=True, slots=True)
class Written:
    """A line of a letter: its words, what stands smaller beside them, and where it leads."""

    words: str
    beside: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one title."""

    title: str
    lines: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing that a letter asks for."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The parts of a letter."""

    subject: str
    closing: str
    opening: str = ""
    sections: tuple[Section, ...] = ()
    button: Button | None = None
    settings_url: str = ""
    picture: str = ""
    """A picture among the files that is shown below, by name."""
    marks: tuple[str, ...] = ()
    """Pictures among the files that stand side by side at the end, by name."""
    sender: str = ""
    """Whose letter it is; empty: the installation's own."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the letters of one installation: under its public address, with or without names of companies."""

    base: str
    with_names: bool = True

    @staticmethod
    def of(ws: Workspace) -> Writer:
        """Return the writer of a workspace."""
        return Writer(ws.settings.public_url or LOCAL, ws.settings.notice_company_names)

    def bundle(self, lines: Sequence[Line], lang: str) -> Content:
        """Return a letter of many events, each with its way to where it is seen."""
        sections = tuple(
            self._section(t(f"notices.kind.{kind.value}", lang), list(some), lang)
            for kind, some in groupby(lines, key=lambda line: line.kind)
        )
        subject = t("notices.letter.bundle", lang, n=len(lines))
        return self._composed(Letter(subject, t("notices.letter.why", lang), sections=sections), lang)

    def digest(self, digest: Digest, lang: str) -> Content:
        """Return the letter of a day: votes, what is due, what others did."""
        parts = (
            (t("notices.kind.vote", lang), digest.votes),
            (t("notices.kind.second", lang), digest.seconds),
            (t("notices.digest.late", lang), digest.late),
            (t("notices.digest.today", lang), digest.today),
            (t("notices.digest.week", lang), digest.week),
        )
        sections = [self._section(title, lines, lang) for title, lines in parts if lines]
        if digest.topics:
            sections.append(Section(t("notices.digest.news", lang), tuple(self._topics(digest.topics, lang))))
        pressing = len(digest.votes) + len(digest.seconds) + len(digest.late) + len(digest.today)
        key = "notices.letter.digest" if pressing else "notices.letter.digest.calm"
        letter = Letter(t(key, lang, n=pressing), t("notices.letter.why", lang), sections=tuple(sections))
        return self._composed(letter, lang)

    def address(self, page: str, lang: str, query: Iterable[tuple[str, str]] = ()) -> str:
        """Return the whole address of a page in the reader's language."""
        spoken = {} if lang == Language.KO else {"lang": str(lang)}
        parameters = urlencode({name: value for name, value in query if value} | spoken)
        return f"{self.base}/{page}{f'?{parameters}' if parameters else ''}"

    def _composed(self, letter: Letter, lang: str) -> Content:
        settings = self.address("settings", lang, (("view", "notices"),))
        return composed(letter, lang, settings_url=settings)

    def _section(self, title: str, lines: Sequence[Line], lang: str) -> Section:
        written = [self._line(line, lang) for line in lines[:_MOST]] if self.with_names else []
        if len(lines) > len(written):
            page = self.address(lines[0].page, lang)
            left = len(lines) - len(written)
            key = "notices.letter.more" if written else "notices.letter.count"
            written.append(Written(t(key, lang, n=left), url=page))
        return Section(title, tuple(written))

    def _line(self, line: Line, lang: str) -> Written:
        name = called(*line.company, lang) if line.company else called(*line.title, lang) if line.title else ""
        url = self.address(line.page, lang, line.query)
        match line.kind:
            case NoticeKind.VOTE:
                at = t("notices.line.held", lang, at=moment(line.at, lang)) if line.at else ""
                return Written(name or t("notices.line.item", lang), at, url)
            case NoticeKind.SECOND:
                beside = t(f"notices.second.{line.detail}", lang), t("notices.line.by", lang, who=line.who)
                about = "house" if line.detail in OWN_RULES else "deal"
                return Written(name or t(f"notices.line.{about}", lang), " · ".join(beside), url)
            case NoticeKind.MENTION:
                return Written(name or t("notices.line.note", lang), t("notices.line.by", lang, who=line.who), url)
            case NoticeKind.DECK:
                return Written(name, t("notices.line.figures", lang, n=line.count), url)
            case NoticeKind.DEADLINE if line.due is not None:
                return Written(_due_words(line, name, lang), _left(line, lang), url)
            case _:
                return Written(name, "", url)

    def _topics(self, topics: Sequence[TopicNews], lang: str) -> Iterable[Written]:
        for topic in topics:
            page = _TOPIC_PAGES.get(topic.topic.value, "pipeline")
            words = t(f"home.news.{topic.topic.value}", lang, n=len(topic.records))
            yield Written(words, url=self.address(page, lang))


def _due_words(line: Line, name: str, lang: str) -> str:
    """Return what is due; a condition's own words are the committee's and stay out of letters."""
    due = line.due
    if due is None:
        return name
    is_inner = due.deadline.kind is DeadlineKind.CONDITION
    words = deadline_words.kind_of(due.deadline.kind, lang) if is_inner else deadline_words.what(due, lang)
    return " · ".join(filter(None, (name, words)))


def _left(line: Line, lang: str) -> str:
    if line.due is None:
        return ""
    return f"{day(line.due.deadline.due, lang)} · {deadline_words.left(line.due.days_left, lang)}"


def account_letter(mail: AccountMail) -> Content:
    """Return the letter that brings a one-time address: an invitation, or a way to a new password."""
    lang = mail.language
    key = f"notices.account.{mail.purpose}"
    return composed(
        Letter(
            t(key, lang),
            t(f"{key}.closing", lang),
            t(f"{key}.opening", lang, name=mail.name or mail.email),
            button=Button(t(f"{key}.do", lang), mail.url),
        ),
        lang,
    )


def test_letter(lang: str) -> Content:
    """Return a letter that only says that it arrived."""
    return composed(
        Letter(t("notices.test", lang), t("notices.test.closing", lang), t("notices.test.text", lang)), lang
    )


def plain_letter(
    subject: str,
    text: str,
    lang: str,
    files: tuple[Attachment, ...] = (),
    *,
    logo: bytes = b"",
    marks: Sequence[bytes] = (),
) -> Content:
    """Return a letter of somebody's own words, under the mark of their house; others' ``marks`` stand at its end."""
    below = tuple(_picture(f"host-{number}", mark) for number, mark in enumerate(marks, start=1))
    files = (*files, *((_picture(_MARK, logo),) if logo else ()), *below)
    return composed(Letter(subject, "", text, marks=tuple(mark.name for mark in below)), lang, files=files)


def _picture(name: str, data: bytes) -> Attachment:
    """Return a picture as a letter carries it."""
    kind = kind_of(data).value
    return Attachment(f"{name}.{kind}", f"image/{kind}", base64.b64encode(data).decode())


def composed(letter: Letter, lang: str, *, settings_url: str = "", files: tuple[Attachment, ...] = ()) -> Content:
    """Return a letter as text and as a page."""
    page = render(
        "notices/letter.html",
        lang,
        subject=letter.subject,
        heading=letter.subject,
        opening=letter.opening,
        sections=letter.sections,
        button=letter.button,
        closing=letter.closing,
        settings_url=settings_url,
        font=_FONT,
        logo=next((f"cid:{file.name}" for file in files if file.name.startswith(f"{_MARK}.")), ""),
        marks=[f"cid:{name}" for name in letter.marks],
        sender=letter.sender or t("account.product", lang),
        picture=f"cid:{letter.picture}" if letter.picture else "",
    )
    return Content(letter.subject, _text(letter, lang, settings_url), page, files)


def _text(letter: Letter, lang: str, settings_url: str) -> str:
    parts = [letter.opening] if letter.opening else []
    if letter.button:
        parts.append(f"{letter.button.words}:\n{letter.button.url}")
    for section in letter.sections:
        lines = "\n".join(_text_line(line) for line in section.lines)
        parts.append(f"[{section.title}]\n{lines}")
    closing = letter.closing
    if settings_url:
        closing += f"\n{t('notices.letter.settings', lang)}: {settings_url}"
    if closing:
        parts.append(f"-- \n{closing}")
    return "\n\n".join(parts) + "\n"


def _text_line(line: Written) -> str:
    words = f"- {line.words}{f' ({line.beside})' if line.beside else ''}"
    return f"{words}\n  {line.url}" if line.url else words
