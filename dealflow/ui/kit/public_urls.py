"""The addresses that are handed out: a vote link, a calendar, whatever somebody opens elsewhere."""

from __future__ import annotations

import streamlit as st

from dealflow.ui.kit import context


def public_url(path: str) -> str:
    """Return the whole address of a path of this installation, as people elsewhere reach it.

    The installation's own public address (``DEALFLOW_PUBLIC_URL``) goes before the one that this browser knows; outside
    a browser and without either, the path alone.
    """
    return f"{context.workspace().settings.public_url or _origin()}/{path.removeprefix('/')}"


def _origin() -> str:
    """Return the address of this installation as the browser knows it, without a path; empty outside a browser."""
    scheme, _, rest = (st.context.url or "").partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if rest else ""
