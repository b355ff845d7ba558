"""Where forms are: the addresses of a person's screens with their views, records and dialogs, found and not listed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TooLate

from tests.e2e.conftest import ROOT, Server
from tests.e2e.form_walker import drawn

_OWN: Final = "dealflow.ui."
_TABS: Final = '[data-testid="stMain"] [data-testid="stButtonGroup"] button:not([data-testid="stForm"] button)'
_DIALOG: Final = "do"


def addresses(page: Page, server: Server, start: str, *, deeper: bool = True) -> Iterator[str]:
    """Yield a screen's address, those of its views and of its first records, and each with the dialogs it can open."""
    seen: set[tuple[str, ...]] = set()
    waiting = [start]
    while waiting:
        address = waiting.pop(0)
        if _shape(address) in seen:
            continue
        seen.add(_shape(address))
        yield address
        for name in sorted(dialogs_of(address.partition("?")[0])):
            opened = f"{address}{'&' if '?' in address else '?'}{_DIALOG}={name}"
            if (f"{_DIALOG}={name}",) not in seen:
                seen.add((f"{_DIALOG}={name}",))
                yield opened
        if deeper:
            waiting += _onward(page, server, address)


def _onward(page: Page, server: Server, address: str) -> list[str]:
    """Return where a screen's tabs, links and tables lead."""
    page.goto(f"{server.url}/{address}")
    drawn(page)
    found = []
    for number in range(page.locator(_TABS).count()):
        tab = page.locator(_TABS).nth(number)
        with suppress(TooLate):  # what a dialog covers cannot be clicked
            tab.click(timeout=2_000)
            drawn(page)
            found.append(_relative(page.url, server))
    for act in page.locator(".grid button.value").all()[:1]:
        with suppress(TooLate):
            act.click(timeout=2_000)
            drawn(page)
            found.append(_relative(page.url, server))
    page.goto(f"{server.url}/{address}")
    drawn(page)
    links = page.eval_on_selector_all(
        '[data-testid="stMain"] a[href*="?"], .grid a[href*="?"]', "links => links.map((link) => link.href)"
    )
    return [*found, *(_relative(link, server) for link in links if link.startswith(server.url))]


def _relative(url: str, server: Server) -> str:
    """Return an address below the server's, in no language."""
    parts = urlsplit(url.removeprefix(server.url))
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name != "lang"])
    return parts.path.strip("/") + (f"?{query}" if query else "")


def _shape(address: str) -> tuple[str, ...]:
    """Return what makes two addresses the same for a walk: the screen, its view, and the names of what is asked for."""
    path, _, query = address.partition("?")
    asked = [(name, value if name in {"view", _DIALOG} else "") for name, value in parse_qsl(query)]
    return (path, *(f"{name}={value}" for name, value in sorted(asked)))


@cache
def dialogs_of(screen: str) -> frozenset[str]:
    """Return the names of the dialogs that a screen's code offers, by its imports."""
    script = ROOT / "pages" / f"{screen or 'home'}.py"
    waiting, seen, names = [script], set(), set()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        tree = ast.parse(path.read_text("utf-8"))
        names |= set(_offered(tree))
        waiting += _imported(tree)
    return frozenset(names)


def _imported(tree: ast.Module) -> list[Path]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_OWN.rstrip(".")):
            folder = ROOT / str(node.module).replace(".", "/")
            found += [folder.with_suffix(".py"), *(folder / f"{name.name}.py" for name in node.names)]
    return found


def _offered(tree: ast.Module) -> Iterator[str]:
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in {"offer", "is_open"} and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield name.value
            elif isinstance(name, ast.Name) and name.id in constants:
                yield constants[name.id]
