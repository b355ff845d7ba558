"""Every page of the doors and reports that is HTML, in each of its shapes, with ``text`` in the place of every text.

``text`` turns a plain text into the one that is drawn: as it is for pictures, hostile where markup must stay text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dealflow.actions.award.applying import Call, CasePaper, EvidenceFile
from dealflow.actions.award.judging import JudgePaper
from dealflow.actions.investment.vote_links import BallotPaper, PaperItem
from dealflow.actions.irday.contacts.consent_requests import Request
from dealflow.actions.irday.contacts.contact_provision import ContactLine, OwnContacts
from dealflow.actions.irday.firm_page.firm_page import FirmPage, Person
from dealflow.actions.irday.floor.hall_displays import Comer, Door, Hall
from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.irday.programme.part_contents import Prized
from dealflow.actions.irday.registration.public_programme import Named, PartInPublic, PublicProgramme
from dealflow.actions.irday.registration.registrations import Pass
from dealflow.actions.people.personal_data import Held, Section, Subject
from dealflow.actions.regional.telling import FiguresForm
from dealflow.domain.award.applications import Applicant, ApplicationState, AwardApplication, AwardConsent, CallState
from dealflow.domain.award.awards import (
    Award,
    AwardCriterion,
    AwardEntry,
    AwardRound,
    CaseFigure,
    Judge,
    Prize,
    ScoreSheet,
)
from dealflow.domain.award.declarations import Declaration, Interest, InterestKind
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.page import Box
from dealflow.domain.investment.committee import AgendaItem, CommitteeSession, Fund, SessionKind, VotingRule
from dealflow.domain.investment.deal_terms import FundLine, Instrument, Terms
from dealflow.domain.irday.contacts.provision import ContactScope, HandedContact, Handover, KeptHandover
from dealflow.domain.irday.floor.floor import (
    CheckInChannel,
    ConsultationLog,
    InterestLevel,
    MeetingState,
    NextStepKind,
    SurveyAnswer,
)
from dealflow.domain.irday.participants.participants import (
    Attendee,
    Participant,
    ParticipantKind,
    ParticipantState,
    Requests,
    Wish,
)
from dealflow.domain.irday.programme.part_contents import (
    EventProfile,
    Host,
    HostRole,
    OrderLine,
    PartContent,
    RegistrationTerms,
)
from dealflow.domain.irday.programme.programme import ConsultationTable, Part, PartKind, PartRole, Programme, Room
from dealflow.domain.irday.registration.registrations import Registration, RegistrationState, Seats
from dealflow.domain.irday.timetable import day_agenda
from dealflow.domain.irday.timetable.day_agenda import moment_of
from dealflow.domain.irday.timetable.plan_state import Plan
from dealflow.domain.irday.timetable.timetable import Meeting, Pitch, Span, Timetable
from dealflow.domain.people.consents import ContactItem, EventSide, Ground, GroundState, SubjectKind
from dealflow.domain.people.people import IrEvent
from dealflow.domain.regional.programmes import Programme as Regional
from dealflow.domain.regional.programmes import ProgrammeRegion, SupportedFirm
from dealflow.domain.regional.quarters import Quarter
from dealflow.domain.regional.reports import Asked, Figure, Proof, QuarterReport, ReportState, Teller
from dealflow.errors import InvalidInputError
from dealflow.reports.award import call_page, score_sheet
from dealflow.reports.investment import ballot_form
from dealflow.reports.irday.contacts import consent_page, firm_contacts
from dealflow.reports.irday.firm_page import firm_page
from dealflow.reports.irday.floor import check_in_page, hall_board, pitch_timer
from dealflow.reports.irday.papers import badge_sheet, paper_html
from dealflow.reports.irday.papers.paper_html import PaperSize, Sheet
from dealflow.reports.irday.participants import application_form
from dealflow.reports.irday.programme import programme_book
from dealflow.reports.irday.registration import attendee_pass, programme_page, register_form
from dealflow.reports.irday.registration.register_form import RegisterSheet
from dealflow.reports.kit.blocks import Document, Facts, Grid, Marked, Page, Picture, Words
from dealflow.reports.kit.blocks import Part as Block
from dealflow.reports.people import held_data
from dealflow.reports.record import dossier_html
from dealflow.reports.regional import figures_page
from dealflow.store.ledger.queries.attendees import About
from dealflow.store.ledger.queries.irday import Card, Consultation, Presence

Write = Callable[[str], str]
ON = date(2026, 3, 2)
NOW = moment_of(ON, 850)
LINES = "첫 줄\n둘째 줄"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><rect width="120" height="40" fill="#357"/></svg>'
)


def every_page(text: Write, lang: str) -> dict[str, str]:
    """Return the pages by name: address, kind and shape."""
    return {
        **dict(_votes(text, lang)),
        **dict(_score_sheets(text, lang)),
        **dict(_award_calls(text, lang)),
        **dict(_public(text, lang)),
        **dict(_figures(text, lang)),
        **dict(_applications(text, lang)),
        **dict(_firm_pages(text, lang)),
        **dict(_contacts(text, lang)),
        **dict(_halls(text, lang)),
        **dict(_desks(text, lang)),
        **dict(_papers(text, lang)),
        "held-data": held_data.as_html(_held(text), text("가나벤처스(가상)"), lang, officer=text("준법팀")),
        "dossier": dossier_html.as_html(_document(text), lang),
        "dossier-demo": dossier_html.as_html(replace(_document(text), watermark=text("모의 자료")), lang),
    }


def _held(text: Write) -> Held:
    subject = Subject(
        SubjectKind.CONTACT, "p", text("김하늘(가상)"), text("h@example.test"), text("010"), text("가온(가상)")
    )
    lines = ((("title", text("이사")), ("note", text(LINES))), (("purpose", "third_party"), ("items", text("이름"))))
    return Held(subject, (Section("contact", lines), Section("consents", lines[1:])), NOW)


def _votes(text: Write, lang: str) -> Iterator[tuple[str, str]]:
    def item(name: str, papers: tuple[str, ...]) -> AgendaItem:
        return AgendaItem(text(name), "e", "c", "f", 1, ("v",), None, VotingRule(), papers)

    terms = Terms(Instrument.RCPS, (FundLine("f", 2_000_000_000),), pre_money_won=15_000_000_000, issued_shares=10**6)
    fund = Fund(
        "f", "a", text("예시 조합(가상)"), text("Example fund (fictional)"), mother_fund_backed=False, voters=()
    )
    company = Company("c", text("다온로보틱스(가상)"), text("Daon Robotics (fictional)"))
    items = (
        PaperItem(item("it-1", (text("투자심사보고서"), text("준법 확인서"))), company, fund, terms),
        PaperItem(item("it-2", ()), None, None, None),
    )
    session = CommitteeSession("s", "a", SessionKind.MAIN, NOW, text("본사 9층"), text("제3차 본심의(가상)"))
    paper = BallotPaper(session, "v", text("김예시(가상)"), NOW, items)
    again = {
        f"ballot-{text('it-1')}": "against",
        f"opinion-{text('it-1')}": text(LINES),
        f"condition-{text('it-2')}": text("조건"),
    }
    yield "vote", ballot_form.form(paper, lang)
    yield "vote-again", ballot_form.form(paper, lang, typed=again, message=text("표결이 빠졌습니다."))
    bare = replace(paper, voter_name="", session=replace(session, place=""), items=items[1:])
    yield "vote-bare", ballot_form.form(bare, lang)
    yield "vote-nothing-open", ballot_form.nothing_open(paper, lang)
    yield "vote-thanks", ballot_form.thanks(2, lang)
    yield "vote-refused", ballot_form.refusal("link_used", lang)


def _score_sheets(text: Write, lang: str) -> Iterator[tuple[str, str]]:
    criteria = (AwardCriterion("effect", text("도입 성과"), text("Results"), 100),)
    award = Award("a", "o", text("AX 우수사례(가상)"), text("AX award"), 2026, None, None, "", criteria, (), 3)
    entries = tuple(
        AwardEntry(f"e{n}", "a", "o", "", "c", "busan", n, text("검사 자동화"), text(LINES), text("일보(가상)"))
        for n in (1, 2)
    )
    sheet = ScoreSheet("j", "e1", "a", "o", (("effect", 80),), text("의견"))
    aside = ScoreSheet("j", "e2", "a", "o", (), "", text("계열사(가상)"))
    interest = Interest("e2", InterestKind.FAMILY, text("친족(가상)"))
    declaration = Declaration(NOW, ("e1", "e2"), (interest,))
    judge = Judge("j", "a", "o", AwardRound.REGIONAL, "busan", "1", "", declaration=declaration)
    paper = JudgePaper(award, judge, entries, {"e1": sheet, "e2": aside})
    silent = replace(paper, judge=replace(judge, declaration=None), sheets={}, barred=1)
    again = {"act": "declare", "kind-e1": "other", "because-e1": text("동문(가상)")}
    yield "score-sheet-declare", score_sheet.page(silent, lang, typed=again, message=text("사유를 적어 주십시오."))
    yield "score-sheet", score_sheet.page(paper, lang)
    typed = {"entry": "e1", "mark-effect": text("많이"), "comment": text("의견"), "because": ""}
    yield "score-sheet-again", score_sheet.page(paper, lang, typed=typed, message=text("점수가 빠졌습니다."))
    empty = JudgePaper(award, replace(judge, round=AwardRound.FINAL, office_id=""), (), {})
    yield "score-sheet-empty", score_sheet.page(empty, lang)


def _award_calls(text: Write, lang: str) -> Iterator[tuple[str, str]]:
    criteria = (AwardCriterion("effect", text("도입 성과"), text("Results"), 100),)
    prizes = (Prize("grand", text("대상"), text("Grand prize"), 1),)
    award = Award(
        "a", "o", text("AX 우수사례(가상)"), text("AX award"), 2026, ON, None, text(LINES), criteria, prizes, 3,
        criteria, 30, text("사무국(가상)"),
    )  # fmt: skip
    call = Call(award, None, CallState.OPEN)
    yield "award-call", call_page.call(call, "/call/a/s", lang)
    yield "award-call-closed", call_page.call(replace(call, state=CallState.CLOSED), "/call/a/s", lang)
    figure = CaseFigure(text("불량률"), Decimal("3.2"), Decimal("1.8"), text("%"), text("석 달"))
    application = AwardApplication(
        "c", "a", "o", "", 7, ApplicationState.SUBMITTED, text("새벽봇(가상)"), text("000-00-00000"), "경남",
        text("로봇"), "busan", text("검사 자동화"), text(LINES), (figure,), ("f",), tuple(AwardConsent), NOW,
    )  # fmt: skip
    applicant = Applicant(*map(text, ("김예시(가상)", "이모의(가상)", "이사", "000", "a@example.invalid")))
    paper = CasePaper(call, application, 3, applicant, (EvidenceFile("f", text("일보.pdf"), 12_000),))
    shown = call_page.Shown(text("저장했습니다."), text("https://example.invalid/case/c/s"))
    yield "award-receipt", call_page.receipt(paper, lang, shown)
    sheet = call_page.CaseSheet(lang, 50, call_page.typed_of(paper))
    yield "award-case", call_page.form(call, sheet, paper, shown)
    problems = {name: InvalidInputError(field=name, problem="missing") for name in ("office", "figure_1_name", "files")}
    yield "award-case-wrong", call_page.form(call, replace(sheet, problems=problems), None, call_page.Shown())


def _public(text: Write, lang: str) -> Iterator[tuple[str, str]]:
    event = IrEvent("day", "o", text("[모의] IR 데이"), text("[Mock] IR day"), ON, text("예시홀(가상)"))
    firm = replace(_firm(text, "sup", "가온(가상)", "Gaon (Fictional)"), attendees=(Attendee("p"),))
    part = Part("t", PartKind.TALK, text("제조 AI"), Span(600, 660), text("AI"), track=text("가 트랙"))
    programme = Programme("day", parts=(part, replace(part, id="u", track=text("나 트랙"))))
    day = Day(event, programme, 1, (firm,), {}, (), Plan("day"), 0, {}, {}, {"p": Card("p", text("김하늘(가상)"))})
    about = About("p", text("가온(가상)"), text("Sky Kim"), text(LINES), text(LINES))
    content = PartContent("day", "t", text(LINES), text(LINES), is_named=True, order=(OrderLine(5, text("인사")),))
    named = Named(PartRole.SPEAKER, firm, text("김하늘(가상)"), text("대표"), about)
    prized = Prized(text("대상"), text("Grand"), text("가온(가상)"), text("Gaon"), text("검사 자동화"))
    hosts = (Host(HostRole.HOST, text("예시부(가상)"), "", "logo"), Host(HostRole.SPONSOR, text("나라은행(가상)")))
    profile = EventProfile("day", hosts, text(LINES), text(LINES), text("055"), RegistrationTerms(is_open=True))
    shown = PartInPublic(part, content, (named, Named(PartRole.MEMBER, firm)), ((600, firm),), (prized,))
    public = PublicProgramme(
        day, profile, None, (shown,), Seats(3, 1, 2), is_open=True, logos={"logo": b"\x89PNG\r\n\x1a\n"}
    )
    yield "programme", programme_page.page(public, lang, address="/day/public-x/y")
    yield (
        "programme-bare",
        programme_page.page(
            replace(public, parts=(), profile=EventProfile("day"), is_open=False), lang, address="/day/public-x/y"
        ),
    )
    yield "programme-book", programme_book.as_html(public, lang)
    sheet = RegisterSheet(public, lang, "/day/public-x/y")
    yield "register", register_form.form(sheet)
    wrong = {name: InvalidInputError(field=name, problem="missing") for name in ("name", "consent_personal_data")}
    typed = {"name": text("김"), "organisation": text("가온(가상)"), "phone": text("010")}
    yield "register-again", register_form.form(replace(sheet, typed=typed, problems=wrong))
    yield "register-closed", register_form.closed(lang, "/day/public-x/y")
    registration = Registration("r", "day", 7, RegistrationState.SEATED, NOW, "", ("t",))
    own = Pass(event, programme, registration, Card("r", text("김하늘(가상)")), About("r", text("가온(가상)")), 2)
    for state in RegistrationState:
        yield (
            f"pass-{state.value}",
            attendee_pass.page(replace(own, registration=replace(registration, state=state)), lang, asks=True),
        )


def _figures(text: Write, lang: str) -> Iterator[tuple[str, str]]:
    region = ProgrammeRegion("jeju", text("제주"), text("Jeju"), "제주", "gwangju")
    asked = (
        Asked("revenue", text("매출액"), text("Revenue"), "won", hint_ko=text("분기분"), hint_en=text("Of it")),
        Asked("defect", text("불량률"), text("Defects"), text("%"), has_before=True),
    )
    programme = Regional("p", "o", text("지역(가상)"), text("Regional"), 2025, 2026, (region,), (), (), 15, text(LINES))
    firm = SupportedFirm("f", "p", "o", "jeju", 2025, text("섬바이오(가상)"), text("Isle Bio"))
    teller, first, last = Teller("p", "o", "jeju", "f"), Quarter(2025, 1), Quarter(2025, 2)
    figures = (Figure("revenue", Decimal(12)), Figure("defect", Decimal(2), Decimal(4)))
    back = QuarterReport(
        teller, 2025, 1, figures, text(LINES), Proof("0" * 64, ".pdf", 7), ReportState.RETURNED, text(LINES)
    )
    taken = QuarterReport(teller, 2025, 2, figures, state=ReportState.CONFIRMED)
    due = {quarter: date(2025, 8, 1) for quarter in (first, last)}
    form = FiguresForm(
        programme, (text("기관(가상)"), text("Agency")), teller, firm, (last, first), asked, {first: back, last: taken},
        due,
    )  # fmt: skip
    for name, sheet in (
        ("back", figures_page.Sheet(form, first, lang)), ("fixed", figures_page.Sheet(form, last, lang)),
        ("none", figures_page.Sheet(replace(form, firm=None, quarters=()), None, lang)),
        ("wrong", figures_page.Sheet(
            form, first, lang, {"value-revenue": text("많이"), "note": text(LINES)},
            {"value-revenue": InvalidInputError(field="revenue", problem="no_amount", value=text("많이")),
             "proof": InvalidInputError(field="proof", problem="proof_kind")},
        )),
    ):  # fmt: skip
        yield f"figures-{name}", figures_page.page(sheet)
    yield "figures-refused", figures_page.refusal("unknown", lang)


def _applications(text: Write, lang: str) -> Iterator[tuple[str, str]]:
    offered = [_firm(text, f"p{place}", name, name) for place, name in enumerate(("가온(가상)", "나래(가상)"))]
    typed = {
        "name_ko": text("새벽봇(가상)"), "name_en": text("Dawnbot (fictional)"), "biz_reg_no": text("000-00-00001"),
        "founded": text("2021년 3월"), "region": "부산", "sector": text("로봇"), "product": text(LINES),
        "headcount": text("12명"), "revenue": text("1,200"), "revenue_year": text("2025"), "round": "Series A",
        "raise_won": text("30억"), "presenter_name": text("김예시(가상)"), "presenter_title": text("대표"),
        "contact_name": text("이모의(가상)"), "contact_title": text("이사"), "contact_phone": text("000"),
        "contact_email": text("a@example.invalid"), "contact_sits": "yes", "equipment": text("HDMI"),
        "sectors": text("로봇, 소재"), "round_2": "yes", "regions": text("부산"), "ticket_low": text("5억"),
        "ticket_high": text("1억"), "person_1_name": text("한심사(가상)"), "person_2_email": text("b@example.invalid"),
        "wish_1": text("p0"), "wish_2": text("p0"), "veto_1": text("p1"), "away_1_from": text("10:00"),
        "away_1_to": text("11:00"), "consent_personal_data": "yes", "kind": "operator",
    }  # fmt: skip
    problems = {
        name: InvalidInputError(field=name, problem=problem)
        for name, problem in (
            ("biz_reg_no", "check_digit"), ("ticket_high", "backwards"), ("person_2_name", "missing"),
            ("wish_2", "chosen_twice"), ("consent_third_party", "consent_needed"), ("deck", text("no_deck")),
            ("founded", "date"), ("product", "missing"), ("region", "missing"), ("away_1_from", "span"),
        )
    }  # fmt: skip
    for side in application_form.SIDES:
        empty = application_form.Sheet(_event(text), text("주관기관(가상)"), side, offered, lang, 50, ON)
        yield f"apply-{side}", application_form.form(empty)
        yield f"apply-{side}-wrong", application_form.form(replace(empty, typed=typed, problems=problems))
        yield f"apply-{side}-alone", application_form.form(replace(empty, offered=()))
    yield "apply-thanks", application_form.thanks(empty, text("새벽봇(가상)"))
    yield "apply-refused", application_form.refusal("expired", lang)
    yield "apply-too-large", application_form.refusal("too_large", lang)


def _contacts(text: Write, lang: str) -> Iterator[tuple[str, str]]:
    event, firm = _event(text), _firm(text, "sup", "가온(가상)", "Gaon (Fictional)")
    investor = _firm(text, "inv", "한빛벤처스(가상)", "Hanbit", ParticipantKind.VC)
    card = Card("sup-p", text("김하늘(가상)"), text("대표"), text("010-0000-0000"), text("h@example.test"))
    went = HandedContact("sup-p", "sup", ("c",), tuple(ContactItem))
    kept = KeptHandover(Handover("h", "o", "day", "inv", text("한빛(가상)"), ContactScope.ALL, (went,)), NOW, "p")
    asked = Request(event, firm, card, EventSide.INVESTORS, (investor,), ON, Ground(GroundState.NEVER_GIVEN), (), "x")
    given = replace(asked, ground=Ground(GroundState.GIVEN, ("c",), tuple(ContactItem), ON), received=(kept,))
    organiser = text("주관기관(가상)")
    yield "consent-asked", consent_page.page(asked, organiser, lang)
    yield "consent-given", consent_page.page(given, organiser, lang, message=text("동의"))
    yield "consent-refused", consent_page.refusal(text("지난 주소"), lang)
    own = OwnContacts(event, investor, (ContactLine(firm, card, ON),), (firm,))
    yield "contacts", firm_contacts.page(own, lang, path="/day/firm-x/y")
    yield "contacts-none", firm_contacts.page(replace(own, lines=(), gone=()), lang, path="/day/firm-x/y")


def _event(text: Write) -> IrEvent:
    return IrEvent("day", "o", text("[모의] 봄 IR 데이"), text("[Mock] Spring IR day"), ON, text("부산 컨벤션홀"))


def _firm(text: Write, name: str, ko: str, en: str, kind: ParticipantKind = ParticipantKind.SUPPLIER) -> Participant:
    seats = (Attendee(text(f"{name}-p"), presents=kind is ParticipantKind.SUPPLIER), Attendee(text(f"{name}-q")))
    return Participant(text(name), "day", kind, ParticipantState.CONFIRMED, text(ko), text(en), attendees=seats)


def _programme(text: Write) -> Programme:
    return Programme(
        "day",
        rooms=(Room("hall", text("대회의실"), text("Main hall")), Room("side", text("상담실"), text("Talks"))),
        tables=tuple(ConsultationTable(f"t{n}", "side", text(f"A-{n}")) for n in (1, 2, 3)),
        parts=(
            Part("reg", PartKind.REGISTRATION, text("등록"), Span(720, 770), text("Registration"), for_all=True),
            Part("ir", PartKind.PITCHING, text("피칭"), Span(840, 876), text("Pitching"), "hall", "", for_all=False,
                 item_min=6, qa_min=4, change_min=2),
            Part("talks", PartKind.CONSULTATION, text("1:1 상담"), Span(840, 930), text("Talks"), "side", item_min=25,
                 change_min=5),
            Part("rt", PartKind.ROUND_TABLE, text("간담회"), Span(960, 1020), text("Round-table"), "hall"),
        ),
    )  # fmt: skip


PLAN = Timetable(
    (
        Meeting("daon", "inv", "c840-865", "t1", "inv"),
        Meeting("mireu", "inv", "c870-895", "t1", "inv"),
        Meeting("daon", "ope", "c870-895", "t2", "ope"),
        Meeting("bora", "inv", "c900-925", "t1", "inv"),
    ),
    (Pitch("daon", "p840-850", "hall"), Pitch("mireu", "p852-862", "hall")),
)


def _plan(text: Write) -> Timetable:
    meetings = (replace(m, company=text(m.company), investor=text(m.investor)) for m in PLAN.meetings)
    return Timetable(tuple(meetings), tuple(replace(pitch, company=text(pitch.company)) for pitch in PLAN.pitches))


def _firms(text: Write) -> dict[str, Participant]:
    firms = (
        _firm(text, "daon", "다온로보틱스(가상)", "Daon Robotics (fictional)"),
        _firm(text, "mireu", "미르에이아이(가상)", "Mireu AI (fictional)"),
        _firm(text, "bora", "보라소재(가상)", "Bora Materials (fictional)"),
        _firm(text, "haneul", "하늘물류(가상)", "Haneul Logistics (fictional)"),
        _firm(text, "inv", "가나벤처스(가상)", "Gana Ventures (fictional)", ParticipantKind.VC),
        _firm(text, "ope", "라마파트너스(가상)", "Rama Partners (fictional)", ParticipantKind.OPERATOR),
    )
    return {firm.id: firm for firm in firms}


def _log(text: Write, company: str) -> Consultation:
    log = ConsultationLog(
        "log", "day", "a", text(company), text("inv"), NOW, InterestLevel.HIGH, 300_000_000, 550_000_000,
        text(LINES), NextStepKind.MEETING, text("후속 미팅"), date(2026, 3, 9), text("비공개 메모"), is_told=False,
    )  # fmt: skip
    return Consultation(log, NOW, 1)


def _people(text: Write, firm: Participant) -> tuple[Person, ...]:
    first, second = firm.attendees
    here = Presence(first.id, firm.id, is_here=True, channel=CheckInChannel.QR, since=NOW, version=1)
    return (
        Person(first, Card(first.id, text("한심사(가상)"), text("심사역")), here),
        Person(second, Card(second.id), None),
    )


def _firm_page(text: Write, own: str) -> FirmPage:
    firms, programme, plan = _firms(text), _programme(text), _plan(text)
    firm = firms[text(own)]
    is_investor = firm.kind is not ParticipantKind.SUPPLIER
    parts = [*day_agenda.fixed_lines(programme), *day_agenda.pitches(programme, plan)]
    return FirmPage(
        event=_event(text),
        firm=firm,
        programme=programme,
        published=True,
        lines=day_agenda.own(programme, plan, firm),
        everything=tuple(sorted(parts, key=lambda line: (line.span, line.place))),
        states={
            (text("daon"), text("inv")): MeetingState.RUNNING,
            (text("mireu"), text("inv")): MeetingState.COMPANY_ABSENT,
            (text("daon"), ""): MeetingState.HELD,
        },
        people=_people(text, firm),
        others={other.id: other for other in firms.values() if (other.kind is ParticipantKind.SUPPLIER) is is_investor},
        firms=firms,
        requests=Requests((Wish(text("daon" if is_investor else "inv"), 1),), (text("mireu"),)),
        requests_version=3,
        logs={text(name): _log(text, name) for name in ("daon", "haneul")} if is_investor else {},
        survey=SurveyAnswer(firm.id, "day", 5, 4, None, 3, text("좋았습니다")),
    )


def _firm_pages(text: Write, lang: str) -> Iterator[tuple[str, str]]:
    investor, company = _firm_page(text, "inv"), _firm_page(text, "daon")
    yield "firm-investor", firm_page.page(investor, lang, at=NOW, message=text("저장했습니다."))
    yield "firm-company", firm_page.page(company, lang, at=NOW, message=text("안 됩니다."), refused={"act": "here"})
    log = {"act": "log", "company": text("daon"), "low": text("3억"), "note": text(LINES), "next_step_text": text("x")}
    yield "firm-log-again", firm_page.page(investor, lang, at=NOW, message=text("안 됩니다."), refused=log)
    new = log | {"company": text("nobody"), "next_due": text("2026-03-09")}
    yield "firm-walk-in-again", firm_page.page(investor, lang, at=NOW, message=text("안 됩니다."), refused=new)
    answers = {"act": "survey", "overall": "9", "comment": text(LINES)}
    yield "firm-survey-again", firm_page.page(company, lang, at=NOW, message=text("안 됩니다."), refused=answers)
    asks = {"act": "wishes", "wish-0": text("inv"), "wish-2": text("ope"), f"veto-{text('inv')}": "1"}
    open_to_wish = replace(company, published=False)
    yield "firm-wishes-again", firm_page.page(open_to_wish, lang, at=NOW, message=text("안 됩니다."), refused=asks)
    unplanned = replace(company, published=False, lines=(), everything=(), states={}, survey=None)
    yield "firm-unplanned", firm_page.page(unplanned, lang, at=moment_of(ON, -900))
    bare = replace(unplanned, people=(), others={})
    yield "firm-bare", firm_page.page(bare, lang, at=NOW)
    no_wish = replace(investor, requests=Requests(), survey=None, logs={})
    yield "firm-over", firm_page.page(no_wish, lang, at=moment_of(ON, 1_300))
    yield "firm-empty", firm_page.page(replace(company, lines=()), lang, at=NOW)
    yield "firm-refused", firm_page.refusal(text("열 수 없는 주소입니다."), lang)


def _hall(text: Write, minute: int) -> Hall:
    programme, plan = _programme(text), _plan(text)
    lines = [*day_agenda.placed(programme, plan), *day_agenda.fixed_lines(programme)]
    return Hall(
        event=_event(text),
        programme=programme,
        published=True,
        version=1,
        lines=tuple(sorted(lines, key=lambda line: (line.span, line.place))),
        states={(text("daon"), text("inv")): MeetingState.RUNNING},
        firms=_firms(text),
        minute=minute,
        position=7,
    )


def _halls(text: Write, lang: str) -> Iterator[tuple[str, str]]:
    both = (lang, "en" if lang == "ko" else "ko")
    timer = f"{text('timer')}?lang={lang}"
    for minute in (730, 845, 866, 1_300):
        at = moment_of(ON, minute)
        yield f"hall-{minute}", hall_board.page(_hall(text, minute), both, at=at, timer=timer)
    yield "hall-one", hall_board.page(_hall(text, 845), (lang,), at=NOW, timer=timer)
    unplanned = replace(_hall(text, 845), published=False, lines=())
    yield "hall-unplanned", hall_board.page(unplanned, both, at=NOW, timer=timer)
    yield "timer", pitch_timer.page(_hall(text, 845), lang)
    yield "timer-unplanned", pitch_timer.page(unplanned, lang)


def _desks(text: Write, lang: str) -> Iterator[tuple[str, str]]:
    firms, programme = _firms(text), _programme(text)
    people = [(firm, person) for firm in firms.values() for person in _people(text, firm)]
    comers = tuple(Comer(person.attendee.id, firm, person.card, person.presence) for firm, person in people)
    door = Door(_event(text), programme, comers, day_agenda.placed(programme, _plan(text)), 845)
    yield "desk", check_in_page.page(door, lang)
    yield "desk-told", check_in_page.page(door, lang, sought="다온", message=text("체크인했습니다."))
    yield "desk-bad", check_in_page.page(door, lang, sought="없는 사람", message=text("모릅니다."), is_good=False)
    yield "desk-empty", check_in_page.page(replace(door, comers=()), lang)
    yield "desk-counts", check_in_page.counts(door, lang)
    yield "desk-row", check_in_page.row(comers[0], lang)


def _papers(text: Write, lang: str) -> Iterator[tuple[str, str]]:
    parts = _document(text).parts
    for size, pages, cards in ((PaperSize.A4, False, False), (PaperSize.A3_ACROSS, True, True)):
        about = (text("2026. 3. 2. · 부산"), text("확정본 2판"))
        sheet = Sheet(text("시간표"), about, parts, text("인쇄 시각"), size, pages=pages, cards=cards)
        yield f"paper-{size.value}", paper_html.as_html(sheet, lang)
    yield "paper-empty", paper_html.as_html(replace(sheet, parts=(), pages=False), lang)
    firms = _firms(text)
    cards = {person.card.attendee_id: person.card for firm in firms.values() for person in _people(text, firm)}
    day = Day(_event(text), _programme(text), 1, tuple(firms.values()), {}, (), Plan("day"), 0, {}, {}, cards)
    yield "badges", badge_sheet.as_html(day, lang)
    yield "badges-none", badge_sheet.as_html(replace(day, participants=()), lang)


def _document(text: Write) -> Document:
    page = Page(text("daon.pdf 2쪽"), PICTURE, (960, 540), (Marked(1, Box(96, 54, 480, 270)),))
    grid = Grid(
        (text("투자자"), text("금액")), ((text("가나(가상)"), text("1,000")), (text(LINES), text("–"))), frozenset({1})
    )
    return Document(
        title=text("다온로보틱스(가상) 심의 기록"),
        subtitle=text("제3차 본심의"),
        parts=(
            Block(text("개요"), (Facts(((text("결과"), text("가결")), (text("의견"), text(LINES)))), grid)),
            Block(text("근거"), (Words(text(LINES)), Words(text("덧붙임"), quiet=True), page)),
            Block(text("그림"), (Picture(text("도식"), SVG, None, 200, 60),)),
        ),
        footer=text("만든 시각"),
        watermark="",
    )


PICTURE = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d1a"
    "1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080001000101011100ffc4001f0000010501010101"
    "010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d01020300041105122131410613516107"
    "227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a"
    "636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7"
    "c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fbfeffd9"
)
"""A JPEG of one point."""
