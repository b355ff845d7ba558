"""The application: the screens, the routes beside them, start-up and shut-down. ``streamlit run streamlit_app.py``."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from anyio.to_thread import run_sync
from starlette.middleware import Middleware
from starlette.routing import Route

from dealflow import ui
from dealflow.actions.claims import page_images
from dealflow.settings import Settings
from dealflow.ui.kit import context, frame, uncaught
from dealflow.ui.kit.frame import SCREENS
from dealflow.ui.kit.socket_guard import SocketGuard
from dealflow.ui.kit.upload_guard import UploadGuard
from dealflow.web import files_and_health
from dealflow.web.kit import logs, sockets
from dealflow.web.kit.app_page import AppPage
from dealflow.web.kit.front_files import FrontFiles
from dealflow.web.kit.request_log import RequestLog, kinds_of


def _warm() -> None:
    """Have at hand what every screen needs: the first page of a fresh server took 3.3 s of CPU, four times the next."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)
    for name in ("pandas", "streamlit.emojis"):  # Streamlit's own parts ask for them at the first component and label
        importlib.import_module(name)
    context.workspace().calendar.is_business(context.today())


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Open the workspace and the reading room before the first visitor; close them after the last."""
    logs.set_up(Settings().log)
    uncaught.say_in_words()
    ws = await run_sync(context.workspace)
    await run_sync(ws.warehouse.refresh)  # what others wrote meanwhile: else the first question would wait for it
    await run_sync(context.reading_room)
    await run_sync(context.fill_search)
    await run_sync(context.mail_room)
    await run_sync(context.post_room)
    await run_sync(context.webhook_room)
    await run_sync(page_images.get_ready)
    await run_sync(_warm)
    gc.collect()
    gc.freeze()  # full collections over what lives as long as the process made 200 people wait for seconds
    gc.enable()
    yield
    await run_sync(context.close)


sockets.send_at_once()
routes = files_and_health.routes(context.workspace, lambda deck_id: context.reading_room().submit(deck_id))
app = st.App(
    frame.__file__,
    routes=routes,
    middleware=[
        Middleware(RequestLog, kinds=SCREENS | kinds_of([route.path for route in routes if isinstance(route, Route)])),
        Middleware(FrontFiles, folder=Path(st.__file__).parent / "static", headers=files_and_health.HEADERS),
        *files_and_health.middleware(context.workspace),
        Middleware(UploadGuard, settings=lambda: context.workspace().settings),
        Middleware(SocketGuard, is_let_in=context.is_let_in, is_our_name=context.is_our_name),
        Middleware(AppPage, screens=SCREENS),
    ],
    lifespan=lifespan,
)
