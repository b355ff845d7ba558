"""What a firm posts from its own page, as it is meant: check-in, wishes, survey, and the log of a consultation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Annotated, Final, Self, TypeVar

from pydantic import JsonValue, TypeAdapter, ValidationError, ValidationInfo

from dealflow.actions.irday.consultations.consultation_log import HIGHEST, Said, Typed
from dealflow.actions.platform.posted_form import PostedForm, judged, understood
from dealflow.domain.irday.floor.floor import Agreement, InterestLevel, NextStepKind
from dealflow.domain.values.field_parsing import won_of
from dealflow.errors import InvalidInputError
from dealflow.i18n import t
from dealflow.reports.irday.firm_page import consultation_form
from dealflow.web.kit import public_pages

Option = TypeVar("Option", InterestLevel, NextStepKind)
_JSON: Final = TypeAdapter(dict[str, JsonValue])
_LONGEST_NUMBER: Final = 8
"""Digits of a mark, a rank or a version: beyond any that is meant, and no work for anybody to read."""


def number_of(text: str, _field: str = "") -> int | None:
    """Return a whole number as a form of ours sends it; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def _option(kind: type[Option], text: str, _field: str) -> Option | None:
    return next((option for option in kind if option.value == text), None)


def _agreements(text: str, _field: str) -> tuple[Agreement, ...]:
    """Return what was agreed, of the words that the form sends with blanks between."""
    return tuple(agreement for agreement in Agreement if agreement.value in text.split())


def _next_step(text: str, field: str) -> NextStepKind:
    return _option(NextStepKind, text, field) or NextStepKind.NONE


def _unit(text: str, _field: str) -> int:
    return consultation_form.UNITS.get(text, consultation_form.UNITS["eok"])


def _won(text: str, info: ValidationInfo) -> int | None:
    """Return an amount in whole won; None where none was typed."""
    won = won_of(text, "intention", unit=int(info.data["unit"]))
    if won is not None and won > HIGHEST:
        raise InvalidInputError(field="intention", problem="out_of_range", value=text)
    return won


def _due(text: str, info: ValidationInfo) -> date | None:
    """Return the day of the next step, where there is one."""
    if not text or info.data["next_step"] is NextStepKind.NONE:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(field="due", problem="unknown", value=text) from error


def _moment(text: str, _field: str) -> datetime:
    """Return a moment that a phone tells, which must know its zone and be one in ours."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidInputError(field="since", problem="unknown", value=text) from error
    if moment.tzinfo is None:
        raise InvalidInputError(field="since", problem="unknown", value=text)
    return moment


Number = Annotated[int | None, understood(number_of)]
Moment = Annotated[datetime, understood(_moment)]


class CheckInForm(PostedForm):
    """Who of the firm's has come."""

    who: str


class WishesForm(PostedForm):
    """Whom the firm wishes to meet, by rank, and whom not; ``seen``: the version that it saw."""

    seen: Number
    wishes: tuple[str, ...]
    vetoes: tuple[str, ...]

    @classmethod
    def gather(cls, fields: Mapping[str, str]) -> dict[str, object]:
        """Return the fields, the wishes by the ranks that their names bear."""
        ranked = public_pages.with_prefix(fields, "wish-")
        wishes = tuple(ranked[rank] for rank in sorted(ranked, key=lambda rank: number_of(rank) or 0))
        return {
            "seen": fields.get("seen", ""),
            "wishes": wishes,
            "vetoes": tuple(public_pages.with_prefix(fields, "veto-")),
        }


class SurveyForm(PostedForm):
    """What the firm thought of the day: a mark for each question, and words."""

    overall: Number
    matching: Number
    venue: Number
    again: Number
    comment: str


class LogForm(PostedForm):
    """A consultation as the investor notes it; amounts in whole won."""

    company: str
    interest: Annotated[InterestLevel | None, understood(partial(_option, InterestLevel))]
    unit: Annotated[int, understood(_unit)]
    low: Annotated[int | None, judged(_won)]
    high: Annotated[int | None, judged(_won)]
    requests: str
    next_step: Annotated[NextStepKind, understood(_next_step)]
    next_step_text: str
    next_due: Annotated[date | None, judged(_due)]
    note: str
    agreed: Annotated[tuple[Agreement, ...], understood(_agreements)]
    is_told: Annotated[bool, understood(lambda text, _field: bool(text))]

    @classmethod
    def gather(cls, fields: Mapping[str, str]) -> dict[str, object]:
        """Return the fields; what was agreed stands in one, or in a box for each kind."""
        ticked = " ".join(public_pages.with_prefix(fields, "agreed-"))
        return super().gather(fields) | {"agreed": f"{fields.get('agreed', '')} {ticked}"}

    def words(self, lang: str) -> Said:
        """Return what was typed; a next step without words of its own bears the usual ones."""
        has_step = self.next_step is not NextStepKind.NONE
        usual = t(f"enum.next_step_kind.{self.next_step.value}", lang) if has_step else ""
        return Said(
            interest=self.interest,
            intention_low=self.low,
            intention_high=self.high,
            requests=self.requests,
            next_step=self.next_step,
            next_step_text=(self.next_step_text or usual) if has_step else "",
            next_due=self.next_due,
            note=self.note,
            agreed=self.agreed,
            is_told=self.is_told,
        )


class Delivery(LogForm):
    """A log that a phone delivers: when it was typed there, and the moments of the versions that the phone knows."""

    typed_at: Moment
    knows: frozenset[Moment]

    @classmethod
    def of_json(cls, body: bytes) -> Self:
        """Return the delivery that a JSON object says; what is no text in it counts as not there.

        Raises:
            UnreadableBodyError: it is no JSON object.
            RefusedFormError: something in it cannot be taken.
        """
        try:
            values = _JSON.validate_json(body)
        except ValidationError as error:
            raise public_pages.UnreadableBodyError from error
        known = values.get("knows")
        fields = {name: public_pages.storable(value) for name, value in values.items() if isinstance(value, str)}
        fields["is_told"] = "1" if values.get("is_told") is True or fields.get("is_told") else ""
        moments = frozenset(map(str, known)) if isinstance(known, list) else frozenset[str]()
        return cls.take({**cls.gather(fields), "knows": moments})

    def typed(self) -> Typed:
        """Return when it was typed, and knowing what; the log's id is the page's to say."""
        return Typed("", self.typed_at, self.knows)
