"""Letters go to a real server: by STARTTLS or TLS with a log-in, whole in both languages; what is refused is told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dealflow.errors import PostError
from dealflow.post.mail_post import Attachment, Content, Outgoing, PostOffice, counter, message_of
from tests.post.postman import PASSWORD, USER, Postman, post

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ICS = "BEGIN:VCALENDAR\r\nSUMMARY:가온비전(가상)\r\nEND:VCALENDAR\r\n"
CONTENT = Content(
    "[dealflow] 새 소식 3건",
    "가온비전(가상) 표결\n",
    "<p>가온비전(가상)</p>",
    (Attachment("일정.ics", "text/calendar", ICS),),
)


def office_at(postman: Postman, security: str, password: str = PASSWORD) -> PostOffice:
    user = USER if security != "none" else ""
    sender = "Dealflow 알림 <deals@example.test>"
    return PostOffice("localhost", postman.port, user, password, sender, security, postman.certificate)


def letter_to(address: str, name: str = "l1") -> Outgoing:
    return Outgoing(name, address, CONTENT, "ko", AT)


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_letter_arrives_as_text_and_page_with_its_file(tmp_path: Path, security: str) -> None:
    with post(tmp_path, security=security) as postman:
        with counter(office_at(postman, security)) as at_counter:
            at_counter.hand_in(letter_to("anna@example.test"))
            at_counter.hand_in(letter_to("bora@example.test", "l2"))
        (first, message), (second, _) = postman.letters
    assert (first, second) == ("anna@example.test", "bora@example.test")
    assert message["Subject"] == "[dealflow] 새 소식 3건"
    assert message["From"].addresses[0].display_name == "Dealflow 알림"
    assert message["Message-ID"] == "<l1@example.test>"
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert plain.get_content().strip() == "가온비전(가상) 표결"
    assert page is not None
    assert page.get_content().strip() == "<p>가온비전(가상)</p>"
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("일정.ics", "text/calendar")
    assert file.get_payload(decode=True) == ICS.encode()


def test_a_wrong_password_and_an_unknown_certificate_are_told_apart(tmp_path: Path) -> None:
    with post(tmp_path, security="starttls") as postman:
        with pytest.raises(PostError) as wrong, counter(office_at(postman, "starttls", "another")):
            pass
        postman.certificate = ""
        with pytest.raises(PostError) as strange, counter(office_at(postman, "starttls")):
            pass
        assert not postman.letters
    assert (wrong.value.parameters["problem"], strange.value.parameters["problem"]) == ("login", "tls")


def test_a_server_without_starttls_is_never_spoken_to_openly(tmp_path: Path) -> None:
    with post(tmp_path) as postman:
        with pytest.raises(PostError) as refused, counter(office_at(postman, "starttls")):
            pass
        assert not postman.letters
    assert refused.value.parameters["problem"] == "tls"


def test_nobody_there_and_full_boxes_are_told_apart(tmp_path: Path) -> None:
    with post(tmp_path) as postman, counter(office_at(postman, "none")) as at_counter:
        with pytest.raises(PostError) as never:
            at_counter.hand_in(letter_to("nobody@example.test"))
        postman.answers = ["452 full"]
        with pytest.raises(PostError) as later:
            at_counter.hand_in(letter_to("anna@example.test"))
        at_counter.hand_in(letter_to("anna@example.test"))
        assert len(postman.letters) == 1
    assert (never.value.parameters["problem"], later.value.parameters["problem"]) == ("refused", "later")


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with post(tmp_path) as postman:
        pass
    with pytest.raises(PostError) as gone, counter(office_at(postman, "none")):
        pass
    assert gone.value.parameters["problem"] == "unreachable"


def test_line_ends_in_a_subject_make_no_header() -> None:
    content = Content("안녕\r\nBcc: all@example.test", "x")
    message = message_of(Outgoing("l", "a@example.test", content, "ko", AT), "deals@example.test")
    assert message["Bcc"] is None
    assert message["Subject"] == "안녕 Bcc: all@example.test"
