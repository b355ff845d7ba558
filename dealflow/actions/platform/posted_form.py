"""What somebody posts without an account, as a model: what each field means, or what is wrong with it in our words.

A field is declared with the function that understands it, ``(text, field) -> value``; whatever that function refuses
by an ``InvalidInputError`` is kept beside the field, and the other fields are read all the same. Fields are read in the
order in which they are declared: one that depends on another stands behind it and finds it in ``ValidationInfo.data``,
if it could be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from dealflow.actions.platform.workspace import written
from dealflow.errors import DealflowError, InvalidInputError


class RefusedFormError(Exception):
    """A form cannot be taken; ``problems`` says why, by field, in the order of the form."""

    def __init__(self, problems: Mapping[str, DealflowError]) -> None:
        self.problems = problems
        super().__init__(", ".join(problems))

    @property
    def first(self) -> DealflowError:
        """What is wrong with the first field of those that cannot be taken."""
        return next(iter(self.problems.values()))


class PostedForm(BaseModel):
    """The fields of a form: texts as they were posted become what they mean."""

    model_config = ConfigDict(frozen=True, strict=True, arbitrary_types_allowed=True)

    @classmethod
    def gather(cls, fields: Mapping[str, str]) -> dict[str, object]:
        """Return what the model is read from: its fields without outer blanks, those that are not there empty."""
        return {name: fields.get(name, "").strip() for name in cls.model_fields}

    @classmethod
    def read(cls, fields: Mapping[str, str], **context: object) -> Self:
        """Return the form that was posted; ``context`` is what its fields are held against.

        Raises:
            RefusedFormError: something in it cannot be taken.
        """
        return cls.take(cls.gather(fields), **context)

    @classmethod
    def take(cls, values: Mapping[str, object], **context: object) -> Self:
        """Return the form of values that were gathered already.

        Raises:
            RefusedFormError: something in it cannot be taken.
        """
        try:
            return cls.model_validate(values, context=context)
        except ValidationError as error:
            raise RefusedFormError(problems_of(error)) from error


def understood(understand: Callable[[str, str], object]) -> BeforeValidator:
    """Return the reading of a field by a function of its text and its name, which may refuse it."""
    return judged(lambda text, info: understand(text, info.field_name or ""))


def judged(judge: Callable[[str, ValidationInfo], object]) -> BeforeValidator:
    """Return the reading of a field by a function of its text and of what was read before, which may refuse it."""

    def read(typed: object, info: ValidationInfo) -> object:
        if not isinstance(typed, str):
            raise _refusal(InvalidInputError(field=info.field_name, problem="unknown"))
        try:
            return judge(typed, info)
        except InvalidInputError as error:
            raise _refusal(error) from error

    return BeforeValidator(read)


def _refusal(error: DealflowError) -> PydanticCustomError:
    return PydanticCustomError("refused", "{code}", {"code": error.code, "error": error})  # its type


def problems_of(error: ValidationError) -> dict[str, DealflowError]:
    """Return what is wrong by field, those inside others named with them (``person_1_email``).

    What no function of ours refused (a text where a list belongs) is an unknown value.
    """
    problems: dict[str, DealflowError] = {}
    for detail in error.errors(include_url=False):
        field = "_".join(map(str, detail["loc"]))
        refused = detail.get("ctx", {}).get("error")
        unknown = InvalidInputError(field="value", problem="unknown")
        problems.setdefault(field, refused if isinstance(refused, DealflowError) else unknown)
    return problems


def text(*, needed: bool = False, longest: int = 100) -> BeforeValidator:
    """Return the reading of a text as it is kept."""
    return understood(lambda typed, field: written(typed, field, longest=longest, required=needed))


Flag = Annotated[bool, understood(lambda typed, _field: typed == "yes")]
"""A box that was ticked."""
Text = Annotated[str, text()]
NeededText = Annotated[str, text(needed=True)]
