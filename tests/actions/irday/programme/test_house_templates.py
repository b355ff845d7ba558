"""Templates of a house: kept, replaced by name, dropped and brought back, and of that house alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dealflow.actions.irday.programme import house_templates, programme
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.programme.programme import Closure, Member
from dealflow.domain.people.access import Role
from dealflow.domain.values.day_span import Span
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError, ProgrammeUnsoundError
from tests.actions.conftest import AT, Cast, person
from tests.domain.irday import days


def test_a_template_is_kept_without_members_and_begins_another_event(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.organiser, AT)
    day = days.programme(closures=(Closure("t1", Span(days.NOON, days.ONE)),))
    day = replace(day, parts=tuple(replace(part, members=(Member("s1"),)) for part in day.parts))
    house_templates.keep_template(acting, day, " 동남권 콘퍼런스 ", "Southeast conference")
    (template,) = house_templates.templates(Looking(ws, cast.organiser))
    assert (template.name_ko, template.name_en, template.programme.closures) == (
        "동남권 콘퍼런스", "Southeast conference", (),
    )  # fmt: skip
    begun = programme.begun(template.id, "other", starts_min=600, of_house=template.programme)
    assert begun.ir_event_id == "other"
    assert min(part.span.start_min for part in begun.parts) == 600
    assert {part.members for part in begun.parts} == {None}


def test_a_template_of_the_same_name_is_replaced(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.organiser, AT)
    first = house_templates.keep_template(acting, days.programme(), "한나절")
    assert house_templates.keep_template(acting, days.programme(apart_min=30), "한나절") == first
    (template,) = house_templates.templates(Looking(ws, cast.organiser))
    assert (template.programme.apart_min, template.version) == (30, 2)


def test_a_template_is_dropped_and_brought_back(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.organiser, AT)
    template_id = house_templates.keep_template(acting, days.programme(), "한나절")
    house_templates.drop_template(acting, template_id)
    assert house_templates.templates(Looking(ws, cast.organiser)) == ()
    house_templates.bring_back(acting, template_id)
    assert [template.id for template in house_templates.templates(Looking(ws, cast.organiser))] == [template_id]


def test_no_other_house_sees_or_drops_it(ws: Workspace, cast: Cast) -> None:
    template_id = house_templates.keep_template(Acting(ws, cast.organiser, AT), days.programme(), "한나절")
    rival = person(ws, "orga", "a", Role.ORGANISER)
    for viewer in (rival, cast.anna, cast.admin, cast.guest):
        assert house_templates.templates(Looking(ws, viewer)) == ()
    for act in (house_templates.drop_template, house_templates.bring_back):
        with pytest.raises(NotFoundError):
            act(Acting(ws, rival, AT), template_id)
        with pytest.raises(NotAllowedError):
            act(Acting(ws, cast.anna, AT), template_id)


def test_what_is_no_programme_is_refused(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.organiser, AT)
    with pytest.raises(InvalidInputError):
        house_templates.keep_template(acting, days.programme(), "  ")
    with pytest.raises(InvalidInputError):
        house_templates.keep_template(acting, days.programme(parts=()), "빈 것")
    with pytest.raises(ProgrammeUnsoundError):
        house_templates.keep_template(acting, days.programme(rooms=()), "방이 없음")
    with pytest.raises(NotAllowedError):
        house_templates.keep_template(Acting(ws, cast.anna, AT), days.programme(), "한나절")
