"""The catalogues are complete in both languages, and every word of an enum has its words."""

from __future__ import annotations

import re
import string
from enum import StrEnum
from pathlib import Path

import pytest

import dealflow.i18n
from dealflow.domain.claims import claims, confidentiality, deck, deck_diff, refusals
from dealflow.domain.inbound import inbound
from dealflow.domain.investment import committee, deal_terms
from dealflow.domain.irday import events
from dealflow.domain.irday.floor import floor
from dealflow.domain.irday.participants import mandate_fit, participants
from dealflow.domain.irday.programme import programme
from dealflow.domain.notes import notes
from dealflow.domain.people import access
from dealflow.domain.people import consents as people_consents
from dealflow.domain.pipeline import deadlines, funnel
from dealflow.domain.values import period, quantity
from dealflow.errors import DealflowError
from dealflow.i18n import LANGUAGES, Language, catalogue, has, t

LOCALE = Path(dealflow.i18n.__file__).parent / "locale"
SEGMENTS = sorted({path.stem for path in LOCALE.glob("*/*.po")})
ENUMS: dict[str, type[StrEnum]] = {
    "role": access.Role,
    "organisation_kind": access.OrganisationKind,
    "audience": deck.Audience,
    "deck_state": deck.DeckState,
    "confidentiality": confidentiality.Confidentiality,
    "view_way": confidentiality.ViewWay,
    "scope": claims.Scope,
    "claim_status": claims.ClaimStatus,
    "aggregation": claims.Aggregation,
    "origin": claims.Origin,
    "review_state": claims.ReviewState,
    "verdict": claims.Verdict,
    "review_reason": claims.ReviewReason,
    "status": funnel.Status,
    "stage_kind": funnel.StageKind,
    "unit": quantity.Unit,
    "bound": quantity.Bound,
    "period_kind": period.PeriodKind,
    "change": deck_diff.ChangeKind,
    "deadline_kind": deadlines.DeadlineKind,
    "channel_in": inbound.Channel,
    "note_kind": notes.NoteKind,
    "note_audience": notes.NoteAudience,
    "session_kind": committee.SessionKind,
    "ballot": committee.Ballot,
    "channel": committee.Channel,
    "result": committee.Result,
    "outward": committee.Outward,
    "pass_rule": committee.PassRule,
    "condition_state": committee.ConditionState,
    "instrument": deal_terms.Instrument,
    "part_kind": programme.PartKind,
    "aim": programme.Aim,
    "participant_kind": participants.ParticipantKind,
    "aspect": mandate_fit.Aspect,
    "fit_verdict": mandate_fit.Verdict,
    "participant_state": participants.ParticipantState,
    "consent": participants.Consent,
    "interest": participants.Interest,
    "meeting_state": floor.MeetingState,
    "check_in_channel": floor.CheckInChannel,
    "interest_level": floor.InterestLevel,
    "next_step_kind": floor.NextStepKind,
    "outcome_kind": floor.OutcomeKind,
    "plan_origin": events.PlanOrigin,
    "link_purpose": events.LinkPurpose,
    "contact_item": people_consents.ContactItem,
    "event_side": people_consents.EventSide,
    "ground_state": people_consents.GroundState,
}


def fields(words: str | tuple[str, ...]) -> set[str]:
    forms = (words,) if isinstance(words, str) else words
    return {field for form in forms for _, field, _, _ in string.Formatter().parse(form) if field}


@pytest.mark.parametrize("segment", SEGMENTS)
def test_both_languages_have_the_same_places_with_the_same_parameters(segment: str) -> None:
    korean, english = (catalogue(segment, lang.value) for lang in LANGUAGES)
    assert sorted(korean) == sorted(english)
    unlike = {key for key in korean if fields(korean[key]) - {"n"} != fields(english[key]) - {"n"}}
    assert unlike == set()


@pytest.mark.parametrize("segment", SEGMENTS)
def test_every_key_names_its_own_file(segment: str) -> None:
    assert {key.partition(".")[0] for lang in LANGUAGES for key in catalogue(segment, lang.value)} == {segment}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", sorted(ENUMS))
def test_every_member_of_an_enum_has_words(place: str, lang: Language) -> None:
    assert [m.value for m in ENUMS[place] if not has(f"enum.{place}.{m.value}", lang)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_error_and_every_refusal_says_what_to_do(lang: Language) -> None:
    codes = {DealflowError.code, *(error.code for error in DealflowError.__subclasses__())}
    assert sorted(code for code in codes if not has(f"error.{code}", lang)) == []
    reasons = [reason.value for reason in refusals.RefusalReason]
    assert [r for r in reasons if not has(f"refusal.{r}", lang) or not has(f"refusal.{r}.remedy", lang)] == []


def test_a_missing_key_is_an_error_under_test() -> None:
    with pytest.raises(KeyError, match=r"no words for frame\.no_such_place in ko"):
        t("frame.no_such_place", "ko")


def test_a_missing_key_shows_itself_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_VERSION")
    assert t("frame.no_such_place", "ko") == "frame.no_such_place"


def test_english_tells_one_from_many() -> None:
    assert [t("number.months", "en", amount=n, n=n) for n in (1, 2)] == ["1 month", "2 months"]
    assert t("number.months", "ko", amount=1, n=1) == "1개월"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_wrong_input_names_its_field_and_what_is_wrong_in_words(lang: Language) -> None:
    pattern = re.compile(r'InvalidInputError\(\s*field="([a-z_]+)",\s*problem="([a-z_]+)"')
    sources = "\n".join(path.read_text("utf-8") for path in sorted(LOCALE.parents[1].rglob("*.py")))
    found = pattern.findall(sources)
    assert found
    assert sorted({field for field, _ in found if not has(f"error.field.{field}", lang)}) == []
    assert sorted({problem for _, problem in found if not has(f"error.problem.{problem}", lang)}) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_that_the_screens_ask_for_has_words(lang: Language) -> None:
    asked = re.compile(r"""\bt\(\s*"([a-z_]+(?:\.[a-z_0-9]+)+)",""")
    root = LOCALE.parents[2]
    sources = [*(root / "dealflow").rglob("*.py"), *(root / "pages").glob("*.py")]
    keys = {key for path in sources for key in asked.findall(path.read_text("utf-8"))}
    assert len(keys) > 50
    assert sorted(key for key in keys if not has(key, lang)) == []
