"""Who is behind an event stands on its papers by role, with logos: each once in a file, however many pages it has."""

from __future__ import annotations

import base64
import io
import zipfile

from PIL import Image

from dealflow.domain.irday.programme.part_contents import Host, HostRole
from dealflow.reports.irday.papers import paper_html
from dealflow.reports.irday.papers.paper_html import Sheet
from dealflow.reports.irday.programme.host_lines import HostLine, host_lines, marks
from dealflow.reports.kit.blocks import Document, Part
from dealflow.reports.notices.letters import plain_letter
from dealflow.reports.record import dossier_docx, dossier_html


def picture(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(file, "PNG")
    return file.getvalue()


LOGOS = {"red": picture("red"), "blue": picture("blue")}
HOSTS = (
    Host(HostRole.SPONSOR, "나라은행(가상)", "Nara Bank (Fictional)"),
    Host(HostRole.HOST, "예시도(가상)", logo="red"),
    Host(HostRole.SUPPORT, "<b>상공회의소</b>(가상)", logo="blue"),
    Host(HostRole.ORGANISER, "사무국(가상)", logo="red"),
)


def encoded(name: str) -> str:
    return base64.b64encode(LOGOS[name]).decode()


def test_hosts_are_named_by_role_in_their_order_and_a_logo_once() -> None:
    lines = host_lines(HOSTS, LOGOS, "en")
    assert [(line.role, line.hosts[0][0]) for line in lines] == [
        ("Hosted by", "예시도(가상)"),
        ("Organised by", "사무국(가상)"),
        ("Supported by", "<b>상공회의소</b>(가상)"),
        ("Sponsored by", "Nara Bank (Fictional)"),
    ]
    assert marks(HOSTS, LOGOS) == (LOGOS["red"], LOGOS["blue"])
    assert (host_lines((), {}, "ko"), marks(HOSTS, {})) == ((), ())


def test_papers_bear_the_logos_once_whatever_their_pages_and_none_where_nobody_is_named() -> None:
    parts = tuple(Part(f"장소 {number}", ()) for number in range(5))

    def paper(hosts: tuple[HostLine, ...]) -> str:
        return paper_html.as_html(Sheet("시간표", (), parts, "", pages=True, hosts=hosts), "ko")

    page = paper(host_lines(HOSTS[2:3], LOGOS, "ko"))
    assert (page.count(encoded("blue")), page.count("상공회의소&lt;/b&gt;")) == (1, 6)
    assert '<aside class="hosts' not in paper(())


def test_a_report_and_a_letter_bear_them_and_a_picture_that_cannot_be_read_is_left_out() -> None:
    document = Document("결과보고서", "", (), "", "", marks=(*marks(HOSTS, LOGOS), b"no picture"))
    with zipfile.ZipFile(io.BytesIO(dossier_docx.as_docx(document))) as parts:
        assert sum(name.startswith("word/media/") for name in parts.namelist()) == 2
    assert encoded("red") in dossier_html.as_html(document, "ko")
    letter = plain_letter("초대", "본문", "ko", logo=LOGOS["red"], marks=marks(HOSTS, LOGOS))
    assert [file.name for file in letter.files] == ["mark.png", "host-1.png", "host-2.png"]
    assert all(f"cid:{file.name}" in letter.page for file in letter.files)
