"""The main script: language, viewer, navigation; and ``told()``, the one place where an error becomes a message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import streamlit as st

from dealflow.actions.people import people
from dealflow.actions.platform.counters import COUNTERS
from dealflow.domain.people.access import ALLOWED, Act, Role
from dealflow.errors import ChangedMeanwhileError, DealflowError, SignedOutError
from dealflow.i18n import LANGUAGES, Language, t
from dealflow.i18n.errors import words_of
from dealflow.settings import APPLICATION
from dealflow.ui.kit import context, harmless_text, keys, state

_PAGES: Final = APPLICATION / "pages"
_FRONT: Final = Path(__file__).resolve().parent / "front"
_SIDEBAR_WIDTH: Final = 216
_page_script = st.components.v2.component(
    "dealflow_page",
    js="".join((_FRONT / f"{name}.js").read_text("utf-8") for name in ("palette", "refused", "page")),
)
"""What every screen has besides its parts: ``front/page.js``, the search from anywhere (``palette.js``), and why a file
was not taken (``refused.js``)."""
_REFUSALS: Final = (
    "too_large",
    "too_many",
    "busy",
    "program",
    "no_form",
    "signed_out",
    "wrong_type",
    "too_large_here",
    "only_one",
    "failed",
)
"""Why an upload is not taken: as ``upload_guard`` answers, or the browser decides."""
_PALETTE: Final = ("title", "placeholder", "hint", "keys", "all", "failed", "close")
_Screen = tuple[str, str, str, Act | None, bool]
_SCREENS: Final[tuple[_Screen, ...]] = (
    ("", "home", "space_dashboard", None, True),
    ("", "search", "search", Act.SEE_DECKS, False),
    ("figures", "decks", "picture_as_pdf", Act.SEE_DECKS, True),
    ("figures", "inbox", "inbox", Act.SEE_PIPELINE, True),
    ("figures", "review", "fact_check", Act.SEE_DECKS, True),
    ("figures", "companies", "domain", Act.SEE_PIPELINE, True),
    ("figures", "company", "domain", Act.SEE_DECKS, False),
    ("figures", "compare", "compare_arrows", Act.SEE_PIPELINE, True),
    ("figures", "quality", "rule", Act.SEE_PIPELINE, True),
    ("figures", "rereading", "update", Act.SEE_PIPELINE, False),
    ("deals", "pipeline", "view_kanban", Act.SEE_PIPELINE, True),
    ("deals", "imports", "upload_file", Act.EDIT_COMPANIES, False),
    ("deals", "deal", "request_quote", Act.SEE_PIPELINE, False),
    ("deals", "memo", "article", Act.SEE_PIPELINE, False),
    ("deals", "committee", "gavel", Act.SEE_PIPELINE, True),
    ("deals", "needs", "factory", Act.SEE_PIPELINE, True),
    ("deals", "deadlines", "event_upcoming", Act.SEE_PIPELINE, True),
    ("deals", "register", "menu_book", Act.SEE_PIPELINE, True),
    ("deals", "funnel", "filter_alt", Act.SEE_PIPELINE, True),
    ("deals", "dashboard", "monitoring", Act.SEE_PIPELINE, True),
    ("day", "event", "event_note", Act.RUN_EVENTS, True),
    ("day", "participants", "groups", Act.RUN_EVENTS, True),
    ("day", "timetable", "calendar_view_day", Act.RUN_EVENTS, True),
    ("day", "floor", "where_to_vote", Act.RUN_EVENTS, True),
    ("day", "consultations", "forum", Act.SEE_DECKS, True),
    ("day", "book", "import_contacts", Act.SEE_PIPELINE, True),
    ("day", "results", "summarize", Act.RUN_EVENTS, True),
    ("day", "award", "trophy", Act.RUN_EVENTS, True),
    ("day", "regional", "map", Act.RUN_EVENTS, True),
    ("tips", "eligibility", "verified", Act.SEE_PIPELINE, True),
    ("tips", "operators", "handshake", Act.SEE_PIPELINE, True),
    ("tips", "projects", "science", Act.SEE_PIPELINE, True),
    ("house", "funds", "account_balance", Act.SEE_PIPELINE, True),
    ("house", "people", "badge", Act.MANAGE_PEOPLE, True),
    ("house", "settings", "settings", Act.SEE_PIPELINE, True),
)
"""Part of the menu, name, icon, the act that a role must be allowed, and whether the menu shows it."""
SCREENS: Final = frozenset(name for _, name, *_ in _SCREENS)
"""The names of the screens, as they stand in addresses."""
_OTHERS_WORK: Final = {Role.ORGANISER: frozenset({"committee", "register", "operators", "funds"})}
"""Screens that a role may open but has no work on: they are reached by links, and the menu leaves them out."""
_OWN_PART: Final = {Role.ORGANISER: "day"}
"""The part of the menu with which a role's day begins, where that is not the first."""
_MISSING: Final = "missing"
"""Who came by an address that is no screen is told so by this parameter (``web/kit/app_page.py``)."""


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Run a part of a page; what a person can cause is told in words at this place, and the page goes on below."""
    try:
        yield
    except DealflowError as error:
        show = st.warning if isinstance(error, ChangedMeanwhileError) else st.error
        show(harmless_text.without_marks(words_of(error, state.language())), icon=":material/info:")


@contextmanager
def attempted(done: str = "", **parameters: object) -> Iterator[None]:
    """Run an act inside a callback; success (words at ``done``) or failure is told by the next ``show_told``."""
    lang = state.language()
    try:
        yield
    except DealflowError as error:
        st.session_state[keys.TOLD] = ("error", words_of(error, lang))
    else:
        if done:
            st.session_state[keys.TOLD] = ("done", t(done, lang, **parameters))


def tell_error(key: str, **parameters: object) -> None:
    """Let the next ``show_told`` say, at ``key``, what a person must still do. For callbacks that do not act yet."""
    st.session_state[keys.TOLD] = ("error", t(key, state.language(), **parameters))


def tell_done(key: str, **parameters: object) -> None:
    """Let the next ``show_told`` say that something was done: for forms that draw the page anew by themselves."""
    st.session_state[keys.TOLD] = ("done", t(key, state.language(), **parameters))


def show_told() -> None:
    """Show what the last callback left to tell, once. Call it at the top of a page or of a fragment."""
    kind, told = st.session_state.pop(keys.TOLD, ("", ""))
    words = harmless_text.without_marks(told)
    if kind == "error":
        st.error(words, icon=":material/info:")
    elif kind == "done":
        st.toast(words, icon=":material/check:")


def page(name: str) -> st.Page:
    """Return the page called ``name``, for links to it."""
    return st.Page(_PAGES / f"{name}.py", url_path=name, default=name == "home")


def offered(role: Role) -> tuple[str, ...]:
    """Return the names of the pages that a role may open."""
    return tuple(name for _, name, _, act, _ in _SCREENS if act is None or act in ALLOWED[role])


def listed(role: Role) -> tuple[str, ...]:
    """Return the names of the pages in a role's menu, in its order."""
    left_out, opened = _OTHERS_WORK.get(role, frozenset()), offered(role)
    return tuple(
        name for _, name, _, _, is_shown in _in_order(role) if is_shown and name in opened and name not in left_out
    )


def _in_order(role: Role) -> list[_Screen]:
    own = _OWN_PART.get(role)
    return sorted(_SCREENS, key=lambda screen: screen[0] not in {"", own})


def _screens(role: Role, lang: str) -> dict[str, list[st.Page]]:
    """Return this browser's pages, made once for a role and language: each looks for its file when it is made."""
    before: tuple[tuple[Role, str], dict[str, list[st.Page]]] | None = st.session_state.get(keys.SCREENS)
    if before is None or before[0] != (role, lang):
        before = ((role, lang), _screens_of(role, lang))
        st.session_state[keys.SCREENS] = before
    return before[1]


def _screens_of(role: Role, lang: str) -> dict[str, list[st.Page]]:
    """Return the pages by the title of their part of the menu; one that the role may not open says so, unlisted."""
    parts: dict[str, list[st.Page]] = {}
    opened, menu = offered(role), listed(role)
    for part, name, icon, _, _ in _in_order(role):
        is_open = name in opened
        screen = st.Page(
            _PAGES / f"{name}.py" if is_open else _refused,
            title=t(f"frame.nav.{name}", lang),
            icon=f":material/{icon}:",
            url_path=name,
            default=name == "home",
            visibility="visible" if name in menu else "hidden",
        )
        parts.setdefault(t(f"frame.menu.{part}", lang) if part and is_open else "", []).append(screen)
    return parts


def _refused() -> None:
    """Draw what stands in the place of a page that the viewer's role may not open."""
    lang = state.language()
    st.title(t("frame.refused", lang), anchor=False)
    role = t(f"enum.role.{state.viewer().role.value}", lang)
    st.info(t("frame.refused.next", lang, role=role), icon=":material/lock:")
    st.page_link(page("home"), label=t("frame.nav.home", lang), icon=":material/arrow_back:")


def _choose_language(lang: Language) -> None:
    st.session_state.setdefault(keys.LANGUAGE_SWITCH, lang)
    st.segmented_control(
        t("frame.language", lang),
        LANGUAGES,
        format_func=lambda language: t("frame.language.name", language),
        required=True,
        key=keys.LANGUAGE_SWITCH,
        label_visibility="collapsed",
        on_change=_speak,
        width="stretch",
    )


def _speak() -> None:
    """Take the language that was chosen; a browser that comes back after its connection was lost may send none."""
    chosen = st.session_state.get(keys.LANGUAGE_SWITCH)
    if chosen in LANGUAGES:
        state.speak(Language(chosen))


def _choose_viewer(lang: Language) -> None:
    """Offer whom to be: the fictional event only."""
    everybody = {person.id: person for person in people.people(context.workspace())}
    names = {
        who: f"{person.organisation_ko if lang is Language.KO else person.organisation_en or person.organisation_ko}"
        f" · {person.name or t(f'enum.role.{person.role.value}', lang)}"
        for who, person in everybody.items()
    }
    st.session_state[keys.VIEWER_CHOICE] = state.person_id()
    st.selectbox(
        t("frame.viewer", lang),
        tuple(names),
        format_func=lambda who: names[who],
        key=keys.VIEWER_CHOICE,
        help=t("frame.viewer.help", lang),
        on_change=lambda: state.sit_down(st.session_state[keys.VIEWER_CHOICE]),
    )


def _own_account(lang: Language) -> None:
    """Offer the way to the own account, and out of it."""
    st.link_button(t("account.own", lang), f"/account?lang={lang}", icon=":material/account_circle:", width="stretch")


def _sidebar(lang: Language) -> None:
    with st.sidebar:
        if context.workspace().settings.demo:
            _choose_viewer(lang)
        else:
            _own_account(lang)
        _search(lang)
        _choose_language(lang)


def _search(lang: Language) -> None:
    """Put the search palette on the page, and open the screen that was chosen in it."""
    size = context.workspace().settings.max_upload_mb
    refusals = {name: t(f"frame.upload.{name}", lang, size=size) for name in _REFUSALS}
    words: dict[str, object] = {name: t(f"search.{name}", lang) for name in _PALETTE}
    words |= {"lang": lang.value, "uploads": refusals}
    words |= {"screens": list(offered(state.viewer().role))}
    result = _page_script(
        key=keys.PAGE_SCRIPT, data={"screen": "page", "words": words}, height="content", on_go_change=lambda: None
    )
    go = result.get("go")
    if isinstance(go, dict) and go.get("screen") in offered(state.viewer().role) and isinstance(go.get("query"), dict):
        query = {str(name): str(value) for name, value in go["query"].items()}
        spoken = {} if lang is Language.KO else {"lang": lang.value}
        st.switch_page(page(go["screen"]), query_params=query | spoken)


def _own_words(lang: Language) -> str:
    """Return the style variables that hold the words which Streamlit would say in English only.

    Signs of other scripts stay as they are: a style sheet knows no JSON escapes.
    """
    places = {"choose-files": "frame.choose_files", "drop-files": "frame.drop_files"}
    return (
        ":root{"
        + "".join(f"--words-{name}:{json.dumps(t(key, lang), ensure_ascii=False)};" for name, key in places.items())
        + "}"
    )


def _harmless(name: str) -> str:
    """Return an address's name without any sign that could become markup."""
    return re.sub(r"[^\w-]", " ", name).strip()[:60]


def _tell_missing(lang: Language) -> None:
    """Say, once, that the address by which somebody came is no screen."""
    name = st.query_params.pop(_MISSING, None) if _MISSING in st.query_params else None
    if name is not None:
        st.session_state[keys.TOLD] = ("error", t("frame.missing", lang, name=_harmless(name)))


def main() -> None:
    """Draw the frame and run the page that the address names."""
    lang = state.language()
    st.set_page_config(
        page_title=t("frame.product", lang),
        page_icon=str(_FRONT / "icon.svg"),
        layout="wide",
        initial_sidebar_state=_SIDEBAR_WIDTH,
    )
    st.logo(str(_FRONT / "logo.svg"), icon_image=str(_FRONT / "icon.svg"))
    st.html(f"<style>{_own_words(lang)}{(_FRONT / 'frame.css').read_text('utf-8')}</style>")
    context.reading_room()
    try:
        viewer = state.viewer()
    except DealflowError as error:  # nobody can be named: there is no screen to draw
        st.navigation([st.Page(lambda: None, title=t("frame.product", lang))], position="hidden")
        st.error(words_of(error, lang), icon=":material/info:")
        if isinstance(error, SignedOutError):
            st.link_button(t("account.login", lang), f"/login?lang={lang}", icon=":material/login:")
        return
    screen = st.navigation(_screens(viewer.role, lang), expanded=True)
    state.keep_language_in_url()
    _sidebar(lang)
    _tell_missing(lang)
    show_told()
    with errors_in_words():
        screen.run()


if __name__ == "__main__":
    with COUNTERS.timed("dealflow_run_seconds"):
        main()
