"""The search page: what it says before, without and with hits, by an address of its own."""

from __future__ import annotations

from dealflow.actions.companies import company_profile
from dealflow.actions.companies.company_profile import CompanyProfile
from dealflow.actions.platform.context import Acting
from tests.actions.conftest import AT, Cast, cast, stage
from tests.pages.screens import Screens, screens, told, ws

__all__ = ["cast", "screens", "stage", "ws"]


def test_the_page_says_what_to_type_and_what_is_too_short(screens: Screens, cast: Cast) -> None:
    app = screens.open("search", cast.anna)
    assert not app.exception
    assert "검색어를 입력하십시오" in told(app)
    assert "두 글자 이상 입력" in told(screens.open("search", cast.anna, q="다"))
    assert "일치하는 내용이 없습니다" in told(screens.open("search", cast.anna, q="쿨랑"))


def test_hits_stand_under_their_kind_and_lead_to_the_record(screens: Screens, cast: Cast) -> None:
    app = screens.open("search", cast.anna, q="다온로보")

    assert [heading.value.split(" ")[0] for heading in app.subheader] == ["기업"]
    links = [line.value for line in app.markdown if "company?id=" in line.value]
    assert len(links) == 1
    assert cast.shared_company in links[0]


def test_a_reader_of_english_gets_english(screens: Screens, cast: Cast) -> None:
    app = screens.open("search", cast.anna, lang="en", q="nothing like that")

    assert "Nothing matches" in told(app)


def test_hits_beside_each_other_are_marked_as_they_stand(screens: Screens, cast: Cast) -> None:
    acting = Acting(screens.ws, cast.anna, AT)
    company_profile.keep_profile(acting, cast.shared_company, CompanyProfile(about="현장 비전 검사와 비전검사 장비"))
    assert "**비전** **검사**와 **비전검사** 장비" in told(screens.open("search", cast.anna, q="비전 검사"))
