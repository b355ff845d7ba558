"""Saved views: one's own and the house's, named anew, deleted and brought back; another house sees none of them."""

from __future__ import annotations

import pytest

from dealflow.actions.pipeline import saved_views
from dealflow.actions.pipeline.saved_views import NewView
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Viewer
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from tests.actions.conftest import AT, Cast


def names(ws: Workspace, viewer: Viewer) -> list[str]:
    return [view.name for view in saved_views.saved_views(Looking(ws, viewer), "pipeline")]


def test_ones_own_views_are_private_and_shared_ones_the_houses(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.anna, AT)
    saved_views.keep_view(acting, NewView("pipeline", "view=table&stale=1&open=abc&lang=en", "정체 건"))
    shared = saved_views.keep_view(acting, NewView("pipeline", "view=table&sort=-asked", "큰 건부터", is_shared=True))
    saved_views.keep_view(acting, NewView("dashboard", "track=vc", "대시보드"))
    assert names(ws, cast.anna) == ["정체 건", "큰 건부터"]
    assert names(ws, cast.adam) == names(ws, cast.viewer_a) == ["큰 건부터"]
    assert names(ws, cast.bora) == []
    [own, _] = saved_views.saved_views(Looking(ws, cast.anna), "pipeline")
    assert own.query == "stale=1&view=table"
    with pytest.raises(NotAllowedError):
        saved_views.drop_view(Acting(ws, cast.adam, AT), shared)
    with pytest.raises(NotFoundError):
        saved_views.drop_view(Acting(ws, cast.bora, AT), shared)
    with pytest.raises(NotAllowedError):
        saved_views.keep_view(Acting(ws, cast.viewer_a, AT), NewView("pipeline", "", "모두에게", is_shared=True))
    with pytest.raises(NotAllowedError):
        names(ws, cast.guest)


def test_a_view_is_replaced_renamed_deleted_and_brought_back(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.anna, AT)
    first = saved_views.keep_view(acting, NewView("pipeline", "stale=1", "내 보기"))
    assert saved_views.keep_view(acting, NewView("pipeline", "stale=1&q=AI", "내 보기")) == first
    other = saved_views.keep_view(acting, NewView("pipeline", "", "다른 보기"))
    with pytest.raises(InvalidInputError):
        saved_views.rename_view(acting, other, "내 보기", is_shared=False)
    saved_views.rename_view(acting, other, "전체", is_shared=True)
    gone = saved_views.drop_view(acting, first)
    assert names(ws, cast.anna) == ["전체"]
    with pytest.raises(NotFoundError):
        saved_views.rename_view(acting, first, "x", is_shared=False)
    saved_views.bring_back(acting, gone)
    assert [(view.name, view.query) for view in saved_views.saved_views(Looking(ws, cast.anna), "pipeline")] == [
        ("내 보기", "q=AI&stale=1"),
        ("전체", ""),
    ]
    for wrong in ("", "가" * 61):
        with pytest.raises(InvalidInputError):
            saved_views.keep_view(acting, NewView("pipeline", "", wrong))
