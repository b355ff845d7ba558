"""The pages of accounts: signing in, joining, setting up, one's own account. No script, nothing loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dealflow.i18n import t
from dealflow.reports.kit.templates import render


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its name (``account.field.<name>`` are its words), and what a browser may fill in."""

    name: str
    kind: str = "text"
    fill: str = "off"
    value: str = ""
    hint: str = ""
    problem: str = ""
    needed: bool = True
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form and what stands around it; ``words`` is the key of its heading, button and explanation."""

    words: str
    action: str
    fields: tuple[Field, ...]
    hidden: Mapping[str, str] = field(default_factory=dict)
    ways: tuple[tuple[str, str], ...] = ()
    picture: str = ""
    secret: str = ""


def page(form: Form, lang: str, *, message: str = "", explained: str = "") -> str:
    """Return a page with one form."""
    separator = "&" if "?" in form.action else "?"
    return render(
        "people/sign_in.html",
        lang,
        heading=t(f"account.{form.words}", lang),
        explained=explained or t(f"account.{form.words}.explained", lang),
        button=t(f"account.{form.words}.do", lang),
        message=message,
        done="",
        codes=(),
        fields=form.fields,
        action=f"{form.action}{separator}lang={lang}",
        other_language=f"{form.action}{separator}",
        hidden=form.hidden,
        ways=form.ways,
        picture=form.picture,
        secret=form.secret,
    )


def notice(words: str, lang: str, *, ways: Sequence[tuple[str, str]] = (), codes: Sequence[str] = ()) -> str:
    """Return a page that says something and shows no form; ``codes`` are recovery codes, shown once."""
    return render(
        "people/sign_in.html",
        lang,
        heading=t(f"account.{words}", lang),
        explained=t(f"account.{words}.explained", lang),
        button="",
        message="",
        done="",
        codes=codes,
        fields=(),
        action="",
        other_language="?",
        hidden={},
        ways=ways,
        picture="",
        secret="",
    )


def own_account(lang: str, **values: object) -> str:
    """Return the page of a person's own account; ``values`` are what its template draws."""
    return render("people/account.html", lang, **values)
