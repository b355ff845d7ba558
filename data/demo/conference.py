"""What the coming event holds besides meetings: hosts, talks, the ceremony, attendees who registered. All made up."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from fiction import roster
from fiction.cast import EVENT, ORGANISER
from PIL import Image, ImageDraw

from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.links.access_links import open_link
from dealflow.actions.irday.programme import event_profile, part_contents
from dealflow.actions.irday.programme.part_contents import About
from dealflow.actions.irday.registration import registrations
from dealflow.actions.irday.registration.registrations import SaidOfSelf
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.programme.part_contents import (
    EventProfile,
    Host,
    HostRole,
    OrderLine,
    PartContent,
    RegistrationTerms,
)
from dealflow.domain.people.access import Viewer

SOURCE = "demo"
CLERK = Viewer(ORGANISER.person_id(0), ORGANISER.id, ORGANISER.people[0][1])
Act = tuple[datetime, Callable[[datetime], object]]
_SEATS, _CAME = 12, 14
_FIRMS = ("가온정밀(가상)", "나래기공(가상)", "다솜테크(가상)", "예시대학교(가상)", "개인")
_HOSTS = (
    Host(HostRole.HOST, "예시도(가상)", "Yesi Province (Fictional)"),
    Host(HostRole.ORGANISER, "모의 제조AI 사무국(가상)", "Mock Manufacturing AI Office (Fictional)"),
    Host(HostRole.SUPPORT, "견본상공회의소(가상)", "Gyeonbon Chamber of Commerce (Fictional)"),
    Host(HostRole.SPONSOR, "나라예시은행(가상)", "Nara Example Bank (Fictional)"),
)
_COLOURS = ("#1f4e79", "#0b6e4f", "#8a5a00")
"""Of the marks of those who are named first; who comes after has none."""
_OPENING = (
    OrderLine(
        5,
        "내빈 입장·개회 선언",
        "Opening",
        "사회자",
        "배경음악 내림, 무대 조명",
        "지금부터 지역 제조 AI 행사를 시작하겠습니다.",
    ),
    OrderLine(
        5,
        "국민의례",
        "National ceremony",
        "사회자",
        "애국가 음원, 태극기 화면",
        "모두 자리에서 일어나 주시기 바랍니다.",
    ),
    OrderLine(10, "환영사·축사", "Welcome and congratulations", "주최 기관장", "무선 마이크 1, 이름 자막", ""),
    OrderLine(5, "비전 선포", "Vision", "내빈 전원", "선포 영상 40초, 버튼 5개", "하나, 둘, 셋에 함께 눌러 주십시오."),
)
_TALK = PartContent(
    EVENT,
    "conference_1",
    "현장 자료가 적은 공장에서 비전검사를 시작한 세 곳의 경험을 나눕니다.",
    "Three plants tell how they began with visual inspection on little data.",
    "발표용 노트북, HDMI, 음향",
    is_named=True,
    speakers=(f"{EVENT}-judge-1",),
)


def acts(ws: Workspace, ago: Callable[[float], datetime]) -> Iterator[Act]:
    """Yield what the organiser wrote, and who registered over the days after."""
    yield ago(11), partial(_written, ws)
    address: list[str] = []
    yield ago(10), partial(_open, ws, address)
    for number in range(_CAME):
        yield ago(9 - number / 3), partial(_register, ws, address, number)


def _written(ws: Workspace, when: datetime) -> None:
    acting = Acting(ws, CLERK, when, SOURCE)
    logos = [event_profile.keep_picture(acting, EVENT, "logo.png", _logo(colour)) for colour in _COLOURS]
    hosts = tuple(replace(host, logo=logo) for host, logo in zip(_HOSTS, logos, strict=False))
    profile = EventProfile(
        EVENT,
        (*hosts, *_HOSTS[len(hosts) :]),
        "지역의 제조 AI 공급기업과 수요기업, 투자사가 한자리에 모이는 하루입니다.",
        "A day that brings suppliers, adopters and investors of manufacturing AI together.",
        "모의 제조AI 사무국(가상) 000-0000-0000",
        RegistrationTerms(is_open=True, capacity=_SEATS),
    )
    event_profile.keep_profile(acting, profile, brought=frozenset(logos))
    guests = tuple(f"{EVENT}-guest-{place}" for place in (1, 2))
    opening = PartContent(EVENT, "opening", order=_OPENING, protocol=(*guests, f"{EVENT}-judge-1"), in_a_row=5)
    for content in (opening, _TALK):
        part_contents.keep_content(acting, content)
    life = About(
        f"{EVENT}-judge-1", bio_ko="공정 자료를 스무 해 다룬 연구자(가상)", bio_en="Works on process data (fictional)"
    )
    part_contents.keep_lives(acting, EVENT, (life,))


def _logo(colour: str) -> bytes:
    """Return a made-up mark: a ring and a bar."""
    picture, file = Image.new("RGB", (240, 80), "white"), io.BytesIO()
    pen = ImageDraw.Draw(picture)
    pen.ellipse((8, 8, 72, 72), outline=colour, width=14)
    pen.rectangle((92, 30, 228, 50), fill=colour)
    picture.save(file, "PNG")
    return file.getvalue()


def _open(ws: Workspace, address: list[str], when: datetime) -> None:
    until = when + timedelta(days=60)
    address.append(access_links.issue(Acting(ws, CLERK, when, SOURCE), EVENT, LinkPurpose.PUBLIC, expires_at=until))


def _register(ws: Workspace, address: list[str], number: int, when: datetime) -> None:
    _, _, link, secret = address[0].split("/")
    opened = open_link(ws, link, secret, at=when, purpose=LinkPurpose.PUBLIC)
    said = SaidOfSelf(
        roster.name_of_person(140 + number),
        _FIRMS[number % len(_FIRMS)],
        f"visitor{number}@example.invalid",
        ("과장", "연구원", "")[number % 3],
        "" if number % 2 else f"000-1000-{number:04d}",
        ("opening", "conference_1") if number % 3 else ("pitching_1",),
        is_portrayed=number % 2 == 0,
    )
    registrations.register(ws, opened, said, at=when)
