"""The call's form as it was posted, field by field: a case, or what is wrong with each field.

A draft is kept with whatever can be understood; what is handed in must be whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Annotated, Final

from pydantic import ValidationInfo

from dealflow.actions.award.applying import Delivery, NewFile, TypedCase
from dealflow.actions.platform.posted_form import (
    Flag,
    NeededText,
    PostedForm,
    RefusedFormError,
    Text,
    judged,
    understood,
)
from dealflow.domain.award.applications import Applicant, AwardConsent
from dealflow.domain.award.awards import CaseFigure
from dealflow.domain.values.register_numbers import typed_biz_reg_no
from dealflow.domain.values.typed_numbers import ungrouped
from dealflow.domain.values.typed_text import written
from dealflow.errors import DealflowError, InvalidInputError

FIGURES: Final = ("figure_1", "figure_2", "figure_3", "figure_4")
_LONGEST: Final = 4_000
_MOST_DIGITS: Final = 24


def number_of(typed: str, field: str) -> Decimal | None:
    """Return a measured number: 3.2, 1,200, -5, 3.2%; nothing for nothing.

    Raises:
        InvalidInputError: it is none.
    """
    text = ungrouped(typed.strip().removesuffix("%").replace("−", "-").strip(), field)
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise InvalidInputError(field=field, problem="no_number", value=typed) from error
    if not number.is_finite() or len(text) > _MOST_DIGITS or "e" in text.lower():
        raise InvalidInputError(field=field, problem="no_number", value=typed)
    return number


def _handed_in(info: ValidationInfo) -> bool:
    return bool((info.context or {}).get("hands_in"))


def _needed(typed: str, info: ValidationInfo) -> str:
    return written(typed, info.field_name or "", longest=200, required=_handed_in(info))


def _needed_long(typed: str, info: ValidationInfo) -> str:
    return written(typed, info.field_name or "", longest=_LONGEST, required=_handed_in(info))


def _biz_reg_no(typed: str, info: ValidationInfo) -> str:
    text = written(typed, "biz_reg_no", required=_handed_in(info))
    return typed_biz_reg_no(text, "biz_reg_no") if text else ""


def _email(typed: str, info: ValidationInfo) -> str:
    address = written(typed, "email", longest=100, required=_handed_in(info))
    name, at, host = address.partition("@")
    if address and not (at and name and "." in host and " " not in address):
        raise InvalidInputError(field="email", problem="no_address")
    return address


def _office(typed: str, info: ValidationInfo) -> str:
    if typed and typed not in (info.context or {}).get("offices", ()):
        raise InvalidInputError(field="office", problem="unknown")
    return written(typed, "office", required=_handed_in(info))


def _agreed(typed: str, info: ValidationInfo) -> bool:
    """Return whether personal data may be kept: without it not even a draft that names somebody."""
    names_somebody = any(info.data.get(name) for name in ("representative", "contact_name", "contact_email"))
    if typed != "yes" and (_handed_in(info) or names_somebody):
        raise InvalidInputError(field="consents", problem="consent_needed")
    return typed == "yes"


def _name_of_figure(typed: str, info: ValidationInfo) -> str:
    name = written(typed, "figure_name", longest=100)
    if not name and any(info.data.get(part) not in {None, ""} for part in ("before", "after")):
        raise InvalidInputError(field="figure_name", problem="missing")
    return name


Needed = Annotated[str, judged(_needed)]


class _FigureFields(PostedForm):
    """One figure before and after."""

    before: Annotated[Decimal | None, understood(number_of)]
    after: Annotated[Decimal | None, understood(number_of)]
    unit: Text
    how: Text
    name: Annotated[str, judged(_name_of_figure)]


class _CaseForm(PostedForm):
    """The whole form."""

    name_ko: NeededText
    biz_reg_no: Annotated[str, judged(_biz_reg_no)]
    region: Needed
    sector: Text
    representative: Needed
    office: Annotated[str, judged(_office)]
    case_title: Needed
    summary: Annotated[str, judged(_needed_long)]
    figure_1: _FigureFields
    figure_2: _FigureFields
    figure_3: _FigureFields
    figure_4: _FigureFields
    contact_name: Needed
    contact_title: Text
    contact_phone: Needed
    contact_email: Annotated[str, judged(_email)]
    consent_personal_data: Annotated[bool, judged(_agreed)]
    consent_publish: Flag

    @classmethod
    def gather(cls, fields: Mapping[str, str]) -> dict[str, object]:
        """Return the fields, those of a figure together."""
        parts = _FigureFields.model_fields
        figures = {name: {part: fields.get(f"{name}_{part}", "").strip() for part in parts} for name in FIGURES}
        return super().gather(fields) | figures

    @property
    def figures(self) -> tuple[CaseFigure, ...]:
        """Return the figures that were typed."""
        typed = (self.figure_1, self.figure_2, self.figure_3, self.figure_4)
        return tuple(
            CaseFigure(figure.name, figure.before, figure.after, figure.unit, figure.how)
            for figure in typed
            if figure.name
        )

    @property
    def consents(self) -> tuple[AwardConsent, ...]:
        """Return what was agreed to."""
        return tuple(consent for consent in AwardConsent if getattr(self, f"consent_{consent.value}"))


def read_form(
    fields: Mapping[str, str], files: Sequence[NewFile], offices: Sequence[str], *, hands_in: bool
) -> Delivery:
    """Return what a form says.

    Raises:
        RefusedFormError: fields cannot be taken.
    """
    form = _CaseForm.read(fields, offices=frozenset(offices), hands_in=hands_in)
    if hands_in and not any(figure.after is not None for figure in form.figures):
        problem: dict[str, DealflowError] = {"figure_1_name": InvalidInputError(field="figures", problem="missing")}
        raise RefusedFormError(problem)
    typed = TypedCase(
        form.name_ko, form.biz_reg_no, form.region, form.sector, form.office, form.case_title, form.summary,
        form.figures, form.consents,
    )  # fmt: skip
    applicant = Applicant(
        form.representative, form.contact_name, form.contact_title, form.contact_phone, form.contact_email
    )
    dropped = tuple(name.removeprefix("drop-") for name, value in fields.items() if name.startswith("drop-") and value)
    return Delivery(typed, applicant, tuple(files), dropped, hands_in)
