"""The books of this installation, open for one command, and the person who acts in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from dealflow.actions.people import people
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.cli.terminal import now
from dealflow.domain.people.access import Viewer
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
    """Return the person who acts: the one named, or the administrator of a single-user installation.

    Raises:
        NotFoundError: nobody has that id.
        InvalidInputError: nobody is named where several people work.
    """
    if person_id:
        return people.viewer_of(ws, person_id)
    return people.single_user(ws, at=now())


def keeper(ws: Workspace, person_id: str) -> Viewer:
    """Return the person who looks after the installation: as ``viewer``, or the installation itself where it is shared.

    Whoever may run commands here holds the files anyway.

    Raises:
        NotFoundError: nobody has that id.
    """
    return people.SYSTEM if not person_id and people.is_shared(ws) else viewer(ws, person_id)
