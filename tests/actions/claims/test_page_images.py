from __future__ import annotations

import pytest

from dealflow.actions.claims import intake, reading_queue
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.errors import InvalidInputError, NotFoundError
from tests.actions.conftest import AT, Cast, pdf

SLIDES = pdf(("하나",), ("둘",))


def test_a_page_comes_as_a_jpeg_the_same_each_time_and_only_to_those_who_see_the_deck(
    ws: Workspace, cast: Cast
) -> None:
    deck_id = intake.receive(Acting(ws, cast.anna, AT), file_name="a.pdf", data=SLIDES).deck_id
    reading_queue.read_one(ws, deck_id, at=AT)
    picture = intake.page_picture(Looking(ws, cast.anna), deck_id, 1, dpi=50)
    assert picture[:3] == b"\xff\xd8\xff"
    assert intake.page_picture(Looking(ws, cast.viewer_a), deck_id, 1, dpi=50) == picture
    assert intake.page_picture(Looking(ws, cast.anna), deck_id, 2, dpi=50) != picture
    for other in (cast.bora, cast.organiser, cast.admin, cast.guest):
        with pytest.raises(NotFoundError):
            intake.page_picture(Looking(ws, other), deck_id, 1, dpi=50)


@pytest.mark.parametrize(("page", "dpi"), [(0, 100), (3, 100), (1, 0), (1, 301)])
def test_pages_and_sharpness_that_do_not_exist_are_refused(ws: Workspace, cast: Cast, page: int, dpi: int) -> None:
    deck_id = intake.receive(Acting(ws, cast.anna, AT), file_name="a.pdf", data=SLIDES).deck_id
    reading_queue.read_one(ws, deck_id, at=AT)
    with pytest.raises(InvalidInputError):
        intake.page_picture(Looking(ws, cast.anna), deck_id, page, dpi=dpi)
