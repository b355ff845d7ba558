"""The call for participation as one plain HTML form: for companies and for investors, in both languages.

It needs no script. What was typed is shown again, with what is wrong beside the field. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from dealflow.actions.irday.participants.application_fields import AWAY, PEOPLE, VETOES, WISHES
from dealflow.actions.irday.participants.applications import required
from dealflow.decks.sniff import DOCUMENTS, ENDINGS
from dealflow.domain.irday.participants.participants import Consent, Participant, ParticipantKind
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.regions import PROVINCES
from dealflow.domain.values.rounds import LADDER
from dealflow.errors import DealflowError
from dealflow.i18n import LANGUAGES, has, name_of, t, term
from dealflow.i18n.errors import words_of
from dealflow.i18n.numbers import day
from dealflow.reports.kit.public_page import document, said

SWITCH: Final = "switch_to"
"""The field that asks for the form in another language; what was typed so far is shown again."""
TRAP: Final = "homepage"
"""A field that people do not see: whoever fills it is a program."""
SIDES: Final = {"company": ParticipantKind.SUPPLIER, "investor": ParticipantKind.VC}
_STYLES: Final = ("kit/public_page.css", "irday/participants/application_form.css")
_ACCEPTED: Final = ",".join(ending for kind, endings in ENDINGS.items() if kind in DOCUMENTS for ending in endings)
_CONSENTS: Final = {
    "company": tuple(Consent),
    "investor": (Consent.PERSONAL_DATA, Consent.PORTRAIT),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the form shows: the event, the side, whom one may choose, what was typed, what is wrong with it."""

    event: IrEvent
    organiser: str
    side: str
    offered: Sequence[Participant]
    lang: str
    largest_mb: int
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, DealflowError] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return what was typed into a field."""
        return self.typed.get(name, "")

    def wrong(self, name: str) -> str:
        """Return what is wrong with a field, in words; nothing where nothing is."""
        error = self.problems.get(name)
        if error is None:
            return ""
        key = f"error.problem.{error.parameters.get('problem', '')}"
        return t(key, self.lang) if has(key, self.lang) else words_of(error, self.lang)


def form(sheet: Sheet) -> str:
    """Return the page with the form of one side."""
    lang, event = sheet.lang, sheet.event
    told = ""
    if sheet.problems:
        told = f'<p class="told" role="alert" id="told">{said("apply.wrong", lang, n=len(sheet.problems))}</p>'
    where = " · ".join(filter(None, (day(event.held_on, lang), event.venue)))
    title = event.title_en or event.title_ko if lang == "en" else event.title_ko
    parts = [
        f'<main><form method="post" enctype="multipart/form-data" action="?{_query(sheet)}">',
        f'<header><div><p class="soft">{said("apply.title", lang)}</p><h1>{escape(title)}</h1>',
        f'<p class="soft">{escape(where)}</p></div>{_switch(lang)}</header>',
        _sides(sheet),
        f'<p class="soft">{said(f"apply.intro.{sheet.side}", lang)}</p>{told}',
        _company(sheet) if sheet.side == "company" else _investor(sheet),
        _wishes(sheet),
        _times(sheet),
        _deck(sheet) if sheet.side == "company" else "",
        _consents(sheet),
        f'<div class="trap" aria-hidden="true"><label>Homepage <input name="{TRAP}" tabindex="-1"></label></div>',
        f'<p class="send"><button class="main wide" name="act" value="apply">{said("apply.send", lang)}</button></p>',
        f'<p class="soft">{said("apply.after", lang)}</p></form></main>',
    ]
    return document(t("apply.title", lang), "".join(parts), lang, styles=_STYLES)


def thanks(sheet: Sheet, name: str) -> str:
    """Return the page after an application came in."""
    lang = sheet.lang
    body = (
        f'<main><h1>{said("apply.thanks", lang)}</h1><p class="told good">{said("apply.came", lang, name=name)}</p>'
        f'<p>{said("apply.thanks.next", lang)}</p></main>'
    )  # fmt: skip
    return document(t("apply.title", lang), body, lang, styles=_STYLES)


def refusal(problem: str, lang: str) -> str:
    """Return the page of an address that does not open (unknown, expired, gone), or of a form that is too large."""
    following = "apply.refused.smaller" if problem == "too_large" else "apply.refused.next"
    body = f"<main><h1>{said(f'apply.refused.{problem}', lang)}</h1><p>{said(following, lang)}</p></main>"
    return document(t("apply.title", lang), body, lang, styles=_STYLES)


def _query(sheet: Sheet, side: str = "") -> str:
    return f"as={side or sheet.side}&amp;lang={sheet.lang}"


def _switch(lang: str) -> str:
    return "".join(
        f'<button class="switch" lang="{one.value}" name="{SWITCH}" value="{one.value}" formnovalidate>'
        f"{escape(t('frame.language.name', one))}</button>"
        for one in LANGUAGES
        if one != lang
    )


def _sides(sheet: Sheet) -> str:
    links = (
        f'<a href="?{_query(sheet, side)}"{" aria-current=page" if side == sheet.side else ""}>'
        f"{said(f'apply.side.{side}', sheet.lang)}</a>"
        for side in SIDES
    )
    return f'<nav class="sides">{"".join(links)}</nav>'


def _section(title: str, body: str, note: str = "") -> str:
    hint = f'<p class="soft">{note}</p>' if note else ""
    return f'<section class="card"><h2 style="margin-top:0">{title}</h2>{hint}{body}</section>'


def _field(  # the parts of a field
    sheet: Sheet, name: str, control: str, *, needed: bool = False, optional: bool = False, label: str = ""
) -> str:
    """Return a field: its label, control, hint where the words have one, and what is wrong with it."""
    lang = sheet.lang
    words = label or said(f"apply.{_word(name)}", lang)
    mark = f'<span class="need">{said("apply.needed", lang)}</span>' if needed else ""
    mark += f'<span class="free">{said("apply.optional", lang)}</span>' if optional else ""
    hint = f"apply.{_word(name)}.hint"
    below = f'<span class="hint" id="{name}-hint">{said(hint, lang)}</span>' if has(hint, lang) else ""
    wrong = sheet.wrong(name)
    below += f'<span class="wrong" id="{name}-wrong">{escape(wrong)}</span>' if wrong else ""
    return f'<div class="field"><label for="{name}">{words}{mark}</label>{control}{below}</div>'


def _word(name: str) -> str:
    """Return the place of a field's words: those of people and times share theirs."""
    head, _, tail = name.rpartition("_")
    return f"person.{tail}" if head.startswith("person_") else name


def _state(sheet: Sheet, name: str, *, needed: bool) -> str:
    wrong = sheet.wrong(name)
    told = [f"{name}-hint"] if has(f"apply.{_word(name)}.hint", sheet.lang) else []
    told += [f"{name}-wrong"] if wrong else []
    described = f' aria-describedby="{" ".join(told)}"' if told else ""
    return (
        f' id="{name}" name="{name}"{" required" if needed else ""}{" aria-invalid=true" if wrong else ""}{described}'
    )


def _text(  # the parts of an input
    sheet: Sheet,
    name: str,
    *,
    kind: str = "text",
    needed: bool = False,
    longest: int = 100,
    fill: str = "",
    digits: bool = False,
) -> str:
    extra = f' autocomplete="{fill}"' if fill else ""
    extra += ' inputmode="numeric"' if digits else ""
    control = (
        f'<input type="{kind}" maxlength="{longest}" value="{escape(sheet.value(name))}"'
        f"{_state(sheet, name, needed=needed)}{extra}>"
    )
    return _field(sheet, name, control, needed=needed)


def _area(sheet: Sheet, name: str, *, needed: bool = False, longest: int = 500) -> str:
    control = (
        f'<textarea rows="3" maxlength="{longest}"{_state(sheet, name, needed=needed)}>'
        f"{escape(sheet.value(name))}</textarea>"
    )
    return _field(sheet, name, control, needed=needed)


def _select(
    sheet: Sheet, name: str, options: Sequence[tuple[str, str]], *, needed: bool = False, label: str = ""
) -> str:
    chosen = sheet.value(name)
    listed = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
        for value, words in (("", t("apply.choose", sheet.lang)), *options)
    )
    control = f"<select{_state(sheet, name, needed=needed)}>{listed}</select>"
    return _field(sheet, name, control, needed=needed, label=label)


def _tick(sheet: Sheet, name: str, words: str, *, needed: bool = False) -> str:
    """Return a box to tick with its words; ``words`` are escaped already."""
    ticked = " checked" if sheet.value(name) == "yes" else ""
    wrong = " aria-invalid=true" if sheet.wrong(name) else ""
    return (
        f'<label class="tick"><input type="checkbox" name="{name}" id="{name}" value="yes"{ticked}{wrong}'
        f"{' required' if needed else ''}><span>{words}</span></label>"
    )


def _company(sheet: Sheet) -> str:
    lang = sheet.lang
    provinces = [(one, term(one, lang)) for one in PROVINCES]
    rounds = [(one, one) for one in LADDER]
    about = "".join(
        (
            f'<div class="pair">{_text(sheet, "name_ko", needed=True, fill="organization")}{_text(sheet, "name_en")}',
            _text(sheet, "biz_reg_no", needed=True, longest=20, digits=True),
            _text(sheet, "founded", longest=20),
            _select(sheet, "region", provinces, needed=True),
            f"{_text(sheet, 'sector', needed=True)}</div>",
            _area(sheet, "product", needed=True),
            f'<div class="trio">{_text(sheet, "headcount", longest=12, digits=True)}',
            _text(sheet, "revenue", longest=30, digits=True),
            f"{_text(sheet, 'revenue_year', longest=4, digits=True)}</div>",
            f'<div class="pair">{_select(sheet, "round", rounds)}{_text(sheet, "raise_won", longest=30, digits=True)}',
            "</div>",
        )
    )
    people = "".join(
        (
            f'<div class="pair">{_text(sheet, "presenter_name", needed=True)}{_text(sheet, "presenter_title")}</div>',
            f'<div class="pair">{_text(sheet, "contact_name", fill="name")}{_text(sheet, "contact_title")}',
            _text(sheet, "contact_phone", kind="tel", needed=True, longest=40, fill="tel"),
            f"{_text(sheet, 'contact_email', kind='email', needed=True, fill='email')}</div>",
            _tick(sheet, "contact_sits", said("apply.contact_sits", lang)),
        )
    )
    equipment = _area(sheet, "equipment")
    return _section(said("apply.part.company", lang), about) + _section(
        said("apply.part.people", lang), people + equipment
    )


def _investor(sheet: Sheet) -> str:
    lang = sheet.lang
    kinds = [
        (kind.value, t(f"enum.participant_kind.{kind.value}", lang))
        for kind in (ParticipantKind.VC, ParticipantKind.OPERATOR, ParticipantKind.ADOPTER)
    ]
    about = (
        f'<div class="pair">{_text(sheet, "name_ko", needed=True, fill="organization")}{_text(sheet, "name_en")}</div>'
        f"{_select(sheet, 'kind', kinds, needed=True)}"
    )
    ticks = "".join(_tick(sheet, f"round_{place}", escape(rung)) for place, rung in enumerate(LADDER))
    looks = (
        f"{_text(sheet, 'sectors', longest=500)}"
        f'<fieldset><legend>{said("apply.rounds", lang)}</legend><div class="ticks">{ticks}</div></fieldset>'
        f'{_text(sheet, "regions", longest=200)}<div class="pair">'
        f"{_text(sheet, 'ticket_low', longest=30, digits=True)}"
        f"{_text(sheet, 'ticket_high', longest=30, digits=True)}</div>"
    )
    people = "".join(_person(sheet, name, needed=place == 0) for place, name in enumerate(PEOPLE))
    return (
        _section(said("apply.part.firm", lang), about)
        + _section(said("apply.part.people", lang), people)
        + _section(said("apply.part.looks", lang), looks, said("apply.part.looks.note", lang))
    )


def _person(sheet: Sheet, name: str, *, needed: bool) -> str:
    fields = "".join(
        (
            _text(sheet, f"{name}_name", needed=needed),
            _text(sheet, f"{name}_title"),
            _text(sheet, f"{name}_phone", kind="tel", needed=needed, longest=40),
            _text(sheet, f"{name}_email", kind="email", needed=needed),
        )
    )
    fields = f'<div class="pair">{fields}</div>'
    if needed:
        return fields
    is_open = any(sheet.value(f"{name}_{part}") for part in ("name", "title", "phone", "email"))
    more = said("apply.person.more", sheet.lang)
    return f"<details{' open' if is_open else ''}><summary>{more}</summary>{fields}</details>"


def _wishes(sheet: Sheet) -> str:
    """Return whom to meet and whom not, out of those who are confirmed so far."""
    lang = sheet.lang
    offered = [(one.id, name_of(one, lang)) for one in sheet.offered]
    if not offered:
        return _section(said("apply.part.wishes", lang), f"<p>{said('apply.wishes.none', lang)}</p>")
    wanted = "".join(
        _select(sheet, name, offered, label=said("apply.wish", lang, rank=rank)) for rank, name in enumerate(WISHES, 1)
    )
    vetoed = "".join(_select(sheet, name, offered, label=said("apply.veto", lang)) for name in VETOES)
    is_open = any(sheet.value(name) for name in VETOES)
    veto = (
        f"<details{' open' if is_open else ''}><summary>{said('apply.veto.ask', lang)}</summary>"
        f'<p class="soft">{said("apply.veto.note", lang)}</p><div class="pair">{vetoed}</div></details>'
    )
    note = said(f"apply.part.wishes.{sheet.side}", lang)
    return _section(said("apply.part.wishes", lang), f'<div class="trio">{wanted}</div>{veto}', note)


def _times(sheet: Sheet) -> str:
    rows = "".join(
        f'<div class="pair keep">{_clock(sheet, f"{name}_from", "from")}{_clock(sheet, f"{name}_to", "to")}</div>'
        for name in AWAY
    )
    return _section(said("apply.part.times", sheet.lang), rows, said("apply.part.times.note", sheet.lang))


def _clock(sheet: Sheet, name: str, word: str) -> str:
    control = f'<input type="time" value="{escape(sheet.value(name))}"{_state(sheet, name, needed=False)}>'
    return _field(sheet, name, control, label=said(f"apply.away.{word}", sheet.lang))


def _deck(sheet: Sheet) -> str:
    again = f'<p class="soft">{said("apply.deck.again", sheet.lang)}</p>' if sheet.problems else ""
    control = f'<input type="file" accept="{_ACCEPTED}"{_state(sheet, "deck", needed=False)}>'
    note = said("apply.part.deck.note", sheet.lang, mb=sheet.largest_mb)
    return _section(said("apply.part.deck", sheet.lang), again + _field(sheet, "deck", control), note)


def _consents(sheet: Sheet) -> str:
    """Return each consent by itself with what it is for; those that are needed are marked."""
    lang, needed = sheet.lang, required(SIDES[sheet.side])
    boxes = []
    for one in _CONSENTS[sheet.side]:
        name, must = f"consent_{one.value}", one in needed
        kind, word = ("need", "needed") if must else ("free", "optional")
        mark = f'<span class="{kind}">{said(f"apply.{word}", lang)}</span>'
        words = f"<b>{said(f'enum.consent.{one.value}', lang)}</b>{mark}"
        wrong = sheet.wrong(name)
        boxes.append(
            f'<div class="consent">{_tick(sheet, name, words, needed=must)}'
            f"<p>{said(f'apply.consent.{one.value}', lang, organiser=sheet.organiser)}</p>"
            f"{_wrong(wrong)}</div>"
        )
    return _section(said("apply.part.consents", lang), "".join(boxes), said("apply.part.consents.note", lang))


def _wrong(words: str) -> str:
    return f'<span class="wrong">{escape(words)}</span>' if words else ""
