"""What an event says of itself: a logo hangs only where somebody brought it, and goes along to the next year."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image

from dealflow.actions.irday.programme import event_profile, ir_events
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.programme.part_contents import EventProfile, Host, HostRole
from dealflow.domain.people.people import IrEventDetails
from dealflow.errors import NotFoundError
from tests.actions.conftest import AT, Cast


def logo(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(file, "PNG")
    return file.getvalue()


def test_who_knows_a_pictures_hash_has_not_brought_it(ws: Workspace, cast: Cast) -> None:
    organiser = Acting(ws, cast.organiser, AT)
    event = ir_events.register_ir_event(organiser, IrEventDetails("IR", "", date(2099, 5, 1)))
    elsewhere = ws.files.put(logo("red"))
    hosts = (Host(HostRole.HOST, "예시 지역청(가상)", logo=elsewhere),)
    with pytest.raises(NotFoundError):
        event_profile.keep_profile(organiser, EventProfile(event, hosts))
    brought = event_profile.keep_picture(organiser, event, "logo.png", logo("blue"))
    own = (Host(HostRole.HOST, "예시 지역청(가상)", logo=brought),)
    event_profile.keep_profile(organiser, EventProfile(event, own), brought=frozenset({brought}))
    event_profile.keep_profile(organiser, EventProfile(event, own, about_ko="하루"))  # what hangs there stays
    copied = ir_events.copy_ir_event(organiser, event, IrEventDetails("IR", "", date(2100, 5, 1)))
    profile, _ = event_profile.profile_of(Looking(ws, cast.organiser), copied)
    assert [host.logo for host in profile.hosts] == [brought]
