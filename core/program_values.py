"""The small value types that a program's files are made of, and how a wrong value is worded."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def expects(what: str) -> WrapValidator:
    """Word any refusal of the type it stands on as "expected `what`"; true and false are no numbers."""

    def check(value: Any, inner: ValidatorFunctionWrapHandler) -> Any:
        try:
            if isinstance(value, bool):
                raise wrong(what)
            return inner(value)
        except ValidationError:
            raise wrong(what) from None

    return WrapValidator(check)


def wrong(what: str, shown: Any = None) -> PydanticCustomError:
    """Make the error "expected `what`"; `shown` replaces the value that is printed with it."""
    context = {"what": what} if shown is None else {"what": what, "shown": shown}
    return PydanticCustomError("expected", "expected {what}", context)


def _with_ids(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: {"id": key, **body} if isinstance(body, dict) else body for key, body in value.items()}


Keyed = BeforeValidator(_with_ids)
"""On a `dict[str, Model]`: the key in the file is the model's `id`."""

Id = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$"),
    expects("at most 32 lower-case letters, digits, - and _"),
]
ProductId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$"),
    expects("at most 32 letters, digits, -, _ and ."),
]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), expects("a text")]
Count = Annotated[int, Field(ge=0), expects("a whole number ≥ 0")]
Positive = Annotated[int, Field(ge=1), expects("a whole number ≥ 1")]
Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False), expects("a number ≥ 0")]
Factor = Annotated[Decimal, Field(gt=0, allow_inf_nan=False), expects("a number > 0")]
Month = Annotated[int, Field(ge=1, le=12), expects("a month, 1 to 12")]


class Part(BaseModel):
    """A piece of the program: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)


class Localized(Part):
    """One text in the languages that the brand wrote it in; a bare string in a file is zh-Hans."""

    zh_hans: Words = Field(alias="zh-Hans")
    zh_hant: Words | None = Field(None, alias="zh-Hant")
    en: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"zh-Hans": value}
        if not isinstance(value, dict):
            raise wrong("a text, or a text for each of zh-Hans, zh-Hant, en")
        return value

    def in_(self, language: str) -> str:
        """Return the text in `language`, or else in the nearest one that is there."""
        if language == "zh-Hant":
            return self.zh_hant or self.zh_hans
        if language == "en":
            return self.en or self.zh_hans
        return self.zh_hans
