"""Signing in by an OpenID Connect provider: ``/auth/start`` leads there, ``/auth/callback`` comes back.

Authlib does the protocol: PKCE, state, nonce, and the identity token's signature, issuer, audience and time. Whom the
provider means is known by issuer and subject; the first time by an invitation to the very e-mail that it has verified.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dealflow.actions.people import account_links, accounts, people, sittings
from dealflow.actions.platform.workspace import Workspace
from dealflow.errors import DealflowError, NotFoundError
from dealflow.i18n import t
from dealflow.reports.people import sign_in as pages
from dealflow.web.kit import public_pages
from dealflow.web.people.sign_in import browser_of, next_path, seated

logger: Final = logging.getLogger(__name__)
_KEY: Final = secrets.token_urlsafe(32)
"""Signs the cookie of a log-in under way; a restart ends those."""
_UNDER_WAY_S: Final = 600
_NEXT: Final = "dealflow_next"


def routes(workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """Return the doors; ``workspace`` gives the process's one workspace."""

    async def start(request: Request) -> Response:
        client = _client(workspace())
        if client is None:
            return RedirectResponse("/login", 303)
        request.session[_NEXT] = next_path(request.query_params.get("next", ""))
        try:
            answer: Response = await client.authorize_redirect(request, _callback(request, workspace()), prompt="login")
        except Exception:
            logger.exception("the provider of log-ins does not answer")
            return _refused(request)
        return answer

    async def callback(request: Request) -> Response:
        client = _client(workspace())
        wanted = next_path(str(request.session.pop(_NEXT, "/")))
        if client is None:
            return RedirectResponse("/login", 303)
        try:
            token = await client.authorize_access_token(request)
        except OAuthError:
            return _refused(request)
        except Exception:
            logger.exception("the answer of the provider of log-ins is none")
            return _refused(request)
        return await run_in_threadpool(_seat, request, workspace(), token.get("userinfo") or {}, wanted)

    middleware = [
        Middleware(SessionMiddleware, secret_key=_KEY, session_cookie="dealflow_log_in", max_age=_UNDER_WAY_S)
    ]
    return [
        Route("/auth/start", start, middleware=middleware),
        Route("/auth/callback", callback, middleware=middleware),
    ]


_clients: Final[dict[tuple[str, str, str], StarletteOAuth2App]] = {}


def _client(ws: Workspace) -> StarletteOAuth2App | None:
    """Return the provider's client by the settings; None where there is none."""
    settings = ws.settings
    key = (settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
    if not settings.oidc_issuer or not accounts.are_used(ws):
        return None
    if key not in _clients:
        _clients[key] = OAuth().register(
            "provider",
            server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
        )
    return _clients[key]


def _callback(request: Request, ws: Workspace) -> str:
    """Return where the provider sends people back: the public address, else the one at which the visitor is."""
    base = ws.settings.public_url or f"{request.url.scheme}://{request.headers.get('host', '')}"
    return f"{base}/auth/callback"


def _seat(request: Request, ws: Workspace, claims: dict[str, Any], wanted: str) -> Response:
    """Let in whom the provider means; a stranger only with an invitation to a verified e-mail."""
    at = datetime.now(UTC)
    issuer, subject = str(claims.get("iss", "")), str(claims.get("sub", ""))
    person = accounts.person_behind(ws, issuer, subject) if issuer and subject else None
    if person is None and subject and claims.get("email_verified") is True:
        person = account_links.invited(ws, str(claims.get("email", "")), at=at)
        if person is not None:
            accounts.keep_identity(ws, person, issuer, subject)
    try:
        if person is None:
            raise NotFoundError(kind="person", id="")
        people.viewer_of(ws, person)
    except DealflowError:
        return _refused(request)
    return seated(request, sittings.begin(ws, person, way="provider", at=at, browser=browser_of(request)), wanted)


def _refused(request: Request) -> Response:
    lang = public_pages.language_of(request)
    ways = [(f"/login?{urlencode({'lang': lang})}", t("account.login.do", lang))]
    return public_pages.page(pages.notice("provider_refused", lang, ways=ways), 403)
