"""The door of whoever forgot the password: ``/forgot``, once letters can be sent.

The answer is the same for every address, and comes before anything is looked up: neither its words nor its time say
who has an account. It is offered under the installation's own public address alone: an address made of what the browser
says would let a stranger write a way of their own into somebody's letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dealflow.actions.notices import account_mails, outbox
from dealflow.actions.people import accounts
from dealflow.actions.platform.workspace import Workspace
from dealflow.i18n import t
from dealflow.reports.notices.letters import account_letter
from dealflow.reports.people import sign_in as pages
from dealflow.reports.people.sign_in import Field, Form
from dealflow.web.kit import public_pages
from dealflow.web.kit.rate_limit import Pace

_TO_ONE: Final = Pace(3, 3600)
"""Letters to one address in an hour: nobody's mailbox is filled by a stranger."""
_FROM_ONE: Final = Pace(30, 3600)
"""Questions of one network in an hour, an office behind one address included."""


def is_offered(ws: Workspace) -> bool:
    """Say whether letters can be sent, and bring people back to an address that is known."""
    return outbox.is_mail_set_up(ws) and bool(ws.settings.public_url) and accounts.are_used(ws)


def forgot(request: Request, fields: Mapping[str, str], ws: Workspace) -> Response:
    """Ask for the address, or promise a letter to whoever has an account of it."""
    lang = public_pages.language_of(request)
    if not is_offered(ws):
        return RedirectResponse(f"/login?{urlencode({'lang': lang})}", 303)
    back = [("/login", t("account.login.do", lang))]
    if request.method != "POST":
        form = Form("forgot", "/forgot", (Field("login", "email", "username"),), ways=tuple(back))
        return public_pages.page(pages.page(form, lang))
    answer = public_pages.page(pages.notice("forgot_sent", lang, ways=back))
    email = fields.get("login", "").strip().casefold()
    network = request.client.host if request.client else ""
    if email and _FROM_ONE.lets_in(network) and _TO_ONE.lets_in(email):
        base = ws.settings.public_url
        answer.background = BackgroundTask(
            account_mails.forgotten, ws, email, base, account_letter, at=datetime.now(UTC)
        )
    return answer
