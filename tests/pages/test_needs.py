"""The screen of adopters: needs, one need with its suppliers, deployments, and a supplier's references on its page."""

from __future__ import annotations

from decimal import Decimal

from dealflow.actions.adoption import deployments, needs
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.adoption.deployments import Deployment, MeasuredResult
from dealflow.domain.adoption.needs import Need
from tests.actions.conftest import AT, Cast
from tests.pages.screens import Screens, cast, screens, stage, told, ws

__all__ = ["cast", "screens", "stage", "ws"]


def test_a_need_and_a_deployment_stand_on_their_screens_in_both_languages(
    ws: Workspace, cast: Cast, screens: Screens
) -> None:
    acting = Acting(ws, cast.organiser, AT)
    need = needs.keep(acting, Need("", "", "", "모의주조(가상)", "조립 공정", measures=("ref_productivity_gain",)))
    place = deployments.keep(acting, Deployment("", "", cast.shared_company, "예시기계(가상)", "조립 라인"))
    result = MeasuredResult("", "ref_productivity_gain", Decimal(120), Decimal(145), unit="대/일")
    deployments.keep_result(acting, place, result)
    for lang, words in (("ko", "적합한 공급기업"), ("en", "Suppliers that fit")):
        app = screens.open("needs", cast.organiser, lang=lang, need=need)
        assert not app.exception
        assert words in [heading.value for heading in app.subheader]
        again = screens.open("needs", cast.organiser, lang=lang, view="deployments", deployment=place, do="result")
        assert not again.exception
        assert "예시기계" in told(again)
    assert not screens.open("company", cast.organiser, id=cast.shared_company).exception
    assert "등록한 수요가 없습니다" in told(screens.open("needs", cast.anna))
    form = screens.open("needs", cast.organiser, do="need")
    next(button for button in form.button if button.label == "저장").click().run()
    assert "대상 공정" in told(form) or form.error  # nothing was typed: it is told, and the form stays
