"""The books of this installation, open for one command, and the person who acts in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from dealflow.actions import people
from dealflow.actions.workspace import Workspace, close_workspace, open_workspace
from dealflow.cli.desk import now
from dealflow.domain.access import Viewer
from dealflow.settings import Settings

Person = Annotated[str, typer.Option("--as", help="cli.as.help", envvar="DEALFLOW_PERSON", show_default=False)]
"""The option that says who acts."""


@contextmanager
def opened(*, follow: bool = False) -> Iterator[Workspace]:
    """Open the workspace of the settings; ``follow``: with its warehouse."""
    ws = open_workspace(Settings(), follow=follow)
    try:
        yield ws
    finally:
        close_workspace(ws)


def viewer(ws: Workspace, person_id: str) -> Viewer:
    """Return the person who acts: the one named, or the installation's own administrator.

    Raises:
        NotFoundError: nobody has that id.
    """
    return people.viewer_of(ws, person_id) if person_id else people.single_user(ws, at=now())
