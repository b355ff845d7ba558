"""Whatever comes as a letter is read to what can be read of it: never an error, nothing without a word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.mail.calendar_entry import read_calendar
from dealflow.mail.forwarded import first_writer
from dealflow.mail.html_text import text_of_html
from dealflow.mail.letter import MOST_ATTACHMENTS, MOST_TEXT, Person, read_letter
from tests.mail.letters_made import CALENDAR, forwarded, in_charset, nested, plain, with_file

TEXT = "안녕하십니까, 가온비전(가상)입니다. 매출 45억 원"


def test_a_letter_is_read_whole() -> None:
    letter = read_letter(
        with_file(plain(f"{TEXT} https://docsend.com/view/x"), "소개서(가상).pdf", b"%PDF-1.7").as_bytes()
    )
    assert letter.sender == Person("김가상", "ceo@gaonvision.example")
    assert (letter.subject, letter.message_id) == ("IR 자료 송부", "1@gaonvision.example")
    assert letter.sent_at == datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
    assert TEXT in letter.text
    assert letter.links == ("https://docsend.com/view/x",)
    assert [(one.name, one.data) for one in letter.attachments] == [("소개서(가상).pdf", b"%PDF-1.7")]
    assert (letter.is_automatic, letter.problems) == (False, ())


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("cp949", "ks_c_5601-1987"),
        ("cp949", "euc-kr"),
        ("cp949", None),
        ("cp949", "utf-8"),
        ("utf-8", "utf-8"),
        ("utf-8", None),
        ("utf-8", "x-none"),
        ("utf-8", "us-ascii"),
        ("utf-8", "hex"),
        ("iso2022_kr", "iso-2022-kr"),
        ("euc_kr", "EUC-KR"),
    ],
)
def test_korean_is_read_in_every_character_set_that_it_comes_in(charset: str, declared: str | None) -> None:
    text = "안녕하십니까 매출 45억"
    letter = read_letter(in_charset(text, charset, declared))
    assert (letter.text, letter.subject) == (text, text)


def test_encoded_words_and_file_names_of_old_programs_are_read() -> None:
    raw = (
        "From: =?ks_c_5601-1987?B?sei6uw==?= <a@b.example>\n"
        "Subject: =?utf-8?B?7J6Q66OM?= =?utf-8?Q?_=EC=86=A1=EB=B6=80?=\n"
        'Content-Type: application/pdf; name="=?euc-kr?B?vNKws7yt?=.pdf"\n\n%PDF-1.4'
    )
    letter = read_letter(raw.encode())
    assert letter.subject == "자료 송부"
    assert letter.sender.name
    assert [one.name for one in letter.attachments] == ["소개서.pdf"]


def test_a_letter_in_html_alone_becomes_text_without_what_is_hidden() -> None:
    message = plain("x")
    message.set_content(
        "<style>p{}</style><p>첫 줄</p><p>둘째 <b>줄</b></p><script>alert(1)</script>"
        "<div style='display:none'>숨은 말</div><a href='https://drive.google.com/f'>자료</a><img src='https://t.example/p'>",
        subtype="html",
    )
    letter = read_letter(message.as_bytes())
    assert letter.text.split("\n") == ["첫 줄", "", "둘째 줄", "자료"]
    assert letter.links == ("https://drive.google.com/f",)


def test_of_two_forms_the_plain_one_speaks_and_the_other_gives_its_links() -> None:
    message = plain("말")
    message.add_alternative("<p>다른 말 <a href='https://we.tl/t'>받기</a></p>", subtype="html")
    letter = read_letter(message.as_bytes())
    assert (letter.text, letter.links) == ("말", ("https://we.tl/t",))


def test_a_letter_in_a_letter_gives_its_writer_its_words_and_its_deck() -> None:
    letter = read_letter(forwarded(with_file(plain(TEXT), "a.pdf", b"%PDF-1.7")).as_bytes())
    assert letter.original == Person("김가상", "ceo@gaonvision.example")
    assert TEXT in letter.text
    assert [one.name for one in letter.attachments] == ["a.pdf"]


@pytest.mark.parametrize(
    "body",
    [
        "FYI\n\n---------- Forwarded message ---------\nFrom: 김가상 <ceo@gaonvision.example>\nDate: x\n\n말",
        "참고\n\n-----Original Message-----\nFrom: ceo@gaonvision.example\nSent: x",
        "전달합니다\n-----원본 메시지-----\n보낸 사람: 김가상 <ceo@gaonvision.example>\n",
        '> 보낸사람: "김가상" <ceo@gaonvision.example>',
    ],
)
def test_who_wrote_first_is_told_by_the_words_below(body: str) -> None:
    writer = first_writer("Fwd: IR", body)
    assert writer is not None
    assert writer.address == "ceo@gaonvision.example"


def test_a_letter_that_hands_nothing_on_has_no_first_writer() -> None:
    assert first_writer("IR", "From: nobody@x.example 이라고 쓰인 본문") is None


@pytest.mark.parametrize(
    ("headers", "subject"),
    [
        ({"Auto_Submitted": "auto-replied"}, "x"),
        ({"Precedence": "bulk"}, "x"),
        ({"X_Autoreply": "yes"}, "x"),
        ({"Return_Path": "<>"}, "x"),
        ({"X_Loop": "ir@house.example"}, "x"),
        ({}, "Automatic reply: IR"),
        ({}, "자동 회신: 부재중입니다"),
        ({}, "Undeliverable: IR"),
    ],
)
def test_what_a_program_sent_is_known(headers: dict[str, str], subject: str) -> None:
    assert read_letter(plain("x", subject=subject, **headers).as_bytes()).is_automatic


def test_a_person_who_says_no_to_automation_is_no_program() -> None:
    assert not read_letter(plain("x", Auto_Submitted="no").as_bytes()).is_automatic


def test_depth_number_and_length_have_ends_that_are_told() -> None:
    assert read_letter(nested(40)).problems == ("too_nested",)
    assert "too_nested" in read_letter(nested(3_000)).problems
    many = plain("x")
    for number in range(MOST_ATTACHMENTS + 5):
        with_file(many, f"{number}.pdf", b"%PDF-1.7")
    letter = read_letter(many.as_bytes())
    assert (len(letter.attachments), letter.problems) == (MOST_ATTACHMENTS, ("too_many_attachments",))
    long = read_letter(plain("가" * (MOST_TEXT + 1)).as_bytes())
    assert (len(long.text), long.problems) == (MOST_TEXT, ("text_cut",))


def test_a_signatures_logo_is_no_attachment() -> None:
    message = plain("x")
    message.add_attachment(
        b"\x89PNG" + b"0" * 900, maintype="image", subtype="png", filename="logo.png", disposition="inline"
    )
    assert read_letter(message.as_bytes()).attachments == ()


@given(data=st.binary(max_size=300))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    read_letter(data)
    read_calendar(data)


HEADERS = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Content-Type",
    "Content-Disposition",
    "Content-Transfer-Encoding",
)
VALUES = (
    "", "=?", "=?utf-8?B?////?=", "=?x?Q?=?=", "<>", "a@", '"\\', "multipart/mixed", 'multipart/mixed; boundary="b"',
    "message/rfc822", "text/html; charset=hex", "text/plain; charset*=''%ff", "attachment; filename*0*=utf-8''%ff",
    'application/pdf; name="=?euc-kr?B?!!!?="', "base64", "quoted-printable", "x-uuencode",
    "Mon, 99 Foo 9999 99:99:99 +9999",
)  # fmt: skip


@given(
    head=st.lists(st.tuples(st.sampled_from(HEADERS), st.sampled_from(VALUES) | st.text(max_size=20)), max_size=8),
    body=st.sampled_from([b"", b"--b\n\n--b--", b"--b\nContent-Type: message/rfc822\n\n", b"====", b"begin 644 a\n"])
    | st.binary(max_size=60),
)
def test_no_head_and_no_body_break_the_reading(head: list[tuple[str, str]], body: bytes) -> None:
    lines = "".join(f"{name}: {value}\n" for name, value in head).encode("utf-8", "surrogatepass")
    letter = read_letter(lines + b"\n" + body)
    assert letter.text.encode("utf-8", "surrogatepass") is not None


def test_a_calendar_entry_is_a_meeting_with_its_people() -> None:
    (entry,) = read_calendar(CALENDAR)
    assert (entry.title, entry.day.isoformat(), entry.place, entry.text) == (
        "IR 미팅",
        "2026-03-02",
        "부산",
        "논의할 점",
    )
    assert entry.people == (
        Person("김가상", "ceo@gaonvision.example"),
        Person("Ann Fictional", "ann@house.example"),
    )


@pytest.mark.parametrize(
    ("start", "day"),
    [
        (b";TZID=Asia/Seoul:20260302T140000", "2026-03-02"),
        (b":20260301T233000Z", "2026-03-02"),  # 08:30 in Seoul
        (b";TZID=Pacific Standard Time:20260301T200000", "2026-03-02"),  # 13:00 in Seoul
        (b";VALUE=DATE:20260302", "2026-03-02"),
        (b":20260301T233000", "2026-03-01"),
        (b":99991231T233000Z", "9999-12-31"),
    ],
)
def test_a_meeting_is_on_the_korean_day_on_which_it_begins(start: bytes, day: str) -> None:
    (entry,) = read_calendar(CALENDAR.replace(b";TZID=Asia/Seoul:20260302T140000", start))
    assert entry.day.isoformat() == day


@given(html=st.text(max_size=120))
def test_no_html_breaks_the_reading(html: str) -> None:
    assert len(text_of_html(html, most=50)[0]) <= 200


def test_what_stands_in_a_script_is_not_said() -> None:
    assert text_of_html("<p>가<script>if (a < b) { alert('나') }</script>다</p><!-- 라 -->", most=99)[0] == "가다"
